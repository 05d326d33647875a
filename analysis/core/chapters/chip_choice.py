"""Which chip serves for less: rents at which an H20 is the better buy, by phase, and speed for all against speed for one."""

import math

from analysis.core import ops
from analysis.core.graph import result

V3, RACK, DENSE, H20 = "v3_service", "v3_rack_service", "llama70b_service", "h20_sxm"


def _of_h20(speeds):
    """Speed of an H20 in proportion to each chip's; never, where the chip cannot serve at all."""
    return {chip: ops.ratio(speeds[H20], speed, math.inf) for chip, speed in speeds.items()}


def _spread(costs, factor):
    """Costs times a factor; what cannot be served stays impossible."""
    return {chip: cost * factor for chip, cost in costs.items()}


@result("USD/token", by="chips")
def v3_output_floor(unit_output_cost, worst_decode_factor):
    """Rent behind an output token of V3 if the model is wrong by its worst factor and every chip rents for the same: the low end.

    Decode only. Leaves out prefill, staff and everything that is no rent.
    """
    return _spread(unit_output_cost[V3], 1 / worst_decode_factor)


@result("USD/token", by="chips")
def v3_output_ceiling(unit_output_cost, worst_decode_factor):
    """Rent behind an output token of V3 if the model is wrong by its worst factor and every chip rents for the same: the high end.

    Decode only. Leaves out prefill, staff and everything that is no rent.
    """
    return _spread(unit_output_cost[V3], worst_decode_factor)


@result("USD/token", by="chips")
def v3_input_floor(unit_input_cost, worst_prefill_factor):
    """Rent behind an input token of V3 that no cache holds if the model is wrong by its worst factor: the low end.

    At one rent for every chip. Leaves out staff and everything that is no rent.
    """
    return _spread(unit_input_cost[V3], 1 / worst_prefill_factor)


@result("USD/token", by="chips")
def v3_input_ceiling(unit_input_cost, worst_prefill_factor):
    """Rent behind an input token of V3 that no cache holds if the model is wrong by its worst factor: the high end.

    At one rent for every chip. Leaves out staff and everything that is no rent.
    """
    return _spread(unit_input_cost[V3], worst_prefill_factor)


@result("1", by="chips")
def h20_decode_limit(unit_decode_speed):
    """Rent of an H20 in proportion to another chip's below which it decodes V3 for less, by the fitted model.

    As good as the model: read it with its factor. Leaves out power, supply and licences.
    """
    return _of_h20(unit_decode_speed[V3])


@result("1", by="chips")
def h20_prefill_limit(unit_prefill_speed):
    """Rent of an H20 in proportion to another chip's below which it reads V3's prompts for less, by the fitted model.

    As good as the model: read it with its factor. Leaves out power, supply and licences.
    """
    return _of_h20(unit_prefill_speed[V3])


@result("1", by="chips")
def h20_day_limit(unit_day_gpus):
    """Rent of an H20 in proportion to another chip's below which DeepSeek's day would cost less on it, by the fitted model.

    As good as the model: read it with its factor. Leaves out power, supply and licences.
    """
    return {chip: ops.ratio(count, unit_day_gpus[V3][H20], math.inf) for chip, count in unit_day_gpus[V3].items()}


@result("1", by="chips")
def h20_dense_limit(unit_decode_speed):
    """The same for decode of a dense model with few key-value heads on one server.

    As good as the model, which was fitted on another kind of model. Leaves out power, supply and licences.
    """
    return _of_h20(unit_decode_speed[DENSE])


@result("1", by="chips")
def h20_memory_ratio(memory_bandwidth):
    """Memory bandwidth of an H20 in proportion to another chip's: what decides where only memory binds.

    Source: data sheets.

    >>> h20_memory_ratio({"h20_sxm": 4.0, "h100_sxm": 3.2})
    {'h20_sxm': 1.0, 'h100_sxm': 1.25}
    """
    return _of_h20(memory_bandwidth)


@result("1", by="chips")
def h20_rack_limit(unit_decode_speed):
    """Rent of an H20 behind one link per GPU in proportion to another chip's in a rack of one fast group, for decode of V3.

    Only some chips are sold in such racks. As good as the model: read it with its factor.
    """
    return {chip: ops.ratio(unit_decode_speed[V3][H20], speed, math.inf) for chip, speed in unit_decode_speed[RACK].items()}


@result("1", by="fleet")
def h20_owner_ratio(owner_hour_price):
    """What an H20 hour costs its owner in proportion to another GPU's, by one newsletter's table.

    Leaves out what `owner_hour_price` leaves out. Source: SemiAnalysis, table DeepSeek AI TCO (our division).

    >>> h20_owner_ratio({"h20_sxm": 1.0, "h800_sxm": 1.25})
    {'h20_sxm': 1.0, 'h800_sxm': 0.8}
    """
    return {gpu: owner_hour_price[H20] / price for gpu, price in owner_hour_price.items()}


@result("1")
def measured_h20_prefill_limit(measured_speed):
    """Prefill speed of an H20 over that of an H100 at the same length of prompt, as measured.

    The deployments differ: one server against four. Source: LMSYS on the H20 and on the H100.

    >>> round(measured_h20_prefill_limit({"h20_prefill": 2_062.5, "h100_prefill_4k": 6_287.75}), 3)
    0.328
    """
    return measured_speed["h20_prefill"] / measured_speed["h100_prefill_4k"]


@result("1")
def measured_h20_day_limit(measured_speed):
    """Decode speed of an H20 in Ant Group's service over that of an H800 on DeepSeek's day, as measured.

    The services differ in context, drafting and load. Source: LMSYS on the H20; DeepSeek, inference system overview.

    >>> round(measured_h20_day_limit({"h20_decode_48": 714.0, "day_decode": 1_850.0}), 2)
    0.39
    """
    return measured_speed["h20_decode_48"] / measured_speed["day_decode"]


@result("1")
def measured_h20_draft_limit(measured_speed):
    """Decode speed of an H20 in Ant Group's service over that of an H100 with simulated drafting, as measured.

    The runs differ in context and batch. Source: LMSYS on the H20 and on the H100.

    >>> round(measured_h20_draft_limit({"h20_decode_48": 714.0, "h100_decode_draft": 2_171.6}), 2)
    0.33
    """
    return measured_speed["h20_decode_48"] / measured_speed["h100_decode_draft"]


@result("1")
def measured_h20_batch_limit(measured_speed):
    """Decode speed of an H20 in Ant Group's service over that of an H100 at a large batch and short context, as measured.

    The runs differ in context and batch. Source: LMSYS on the H20 and on the H100.

    >>> round(measured_h20_batch_limit({"h20_decode_48": 714.0, "h100_decode_2k": 2_785.0}), 2)
    0.26
    """
    return measured_speed["h20_decode_48"] / measured_speed["h100_decode_2k"]


@result("token/s/GPU", by=("chips", "latencies"))
def frontier_speed(
    chips, latencies, unit_attention_time, unit_matrix_time, unit_reading_time, unit_traffic_time, unit_room, decode_efficiency
):
    """Decode speed of a GPU for V3 at a speed that every user gets at least; none where a single request is too much.

    As good as the model: read it with its factor. Leaves out drafting and idle time.
    """

    def at(chip, target):
        attention, matrix, held, traffic = (time[V3][chip] for time in (unit_attention_time, unit_matrix_time, unit_reading_time, unit_traffic_time))
        whole = decode_efficiency / target
        steps = ops.minimum(whole / (attention + matrix), (whole - held) / attention)
        batch = ops.maximum(ops.minimum(ops.minimum(steps, ops.ratio(whole, traffic, math.inf)), unit_room[V3][chip]), 0 * unit_room[V3][chip])
        step = ops.maximum(batch * attention + ops.maximum(batch * matrix, held), batch * traffic)
        return batch * decode_efficiency / step

    return {chip: {line: at(chip, latencies[line].target_speed) for line in latencies} for chip in chips}
