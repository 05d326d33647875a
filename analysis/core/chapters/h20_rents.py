"""Rents at which an H20 is the better buy: by the fitted model, by the network of the other chip, and as measured."""

import math

from analysis.core import ops
from analysis.core.graph import result

V3, DENSE, H20, H800 = "v3_service", "llama70b_service", "h20_sxm", "h800_sxm"


def _of_h20(speeds):
    """Speed of an H20 in proportion to each chip's; impossible where the other chip cannot serve at all."""
    return {chip: ops.ratio(speeds[H20], speed, math.inf) for chip, speed in speeds.items()}


def _speed(whole, attention, matrix, held, traffic, room):
    """Tokens in a unit of time, before losses, at the largest batch that a step of a length and the memory allow."""
    steps = ops.minimum(ops.minimum(whole / (attention + matrix), (whole - held) / attention), ops.ratio(whole, traffic, math.inf))
    batch = ops.maximum(ops.minimum(steps, room), 0 * room)
    return batch / ops.maximum(batch * attention + ops.maximum(batch * matrix, held), batch * traffic)


@result("1", by="chips")
def h20_decode_limit(chip_decode_speed, decode_model_error):
    """Rent of an H20 in proportion to another chip's below which it decodes V3 for less, by the fitted model.

    The two chips are taken to differ by the error of one test. Leaves out power, supply and licences.
    """
    return {chip: part * decode_model_error for chip, part in _of_h20(chip_decode_speed).items()}


@result("1", by="chips")
def h20_prefill_limit(chip_prefill_speed, prefill_model_error):
    """Rent of an H20 in proportion to another chip's below which it reads V3's prompts for less, by the fitted model.

    The two chips are taken to differ by the error of one test. Leaves out power, supply and licences.
    """
    return {chip: part * prefill_model_error for chip, part in _of_h20(chip_prefill_speed).items()}


@result("1", by="chips")
def h20_day_limit(chip_day_gpus, decode_model_error):
    """Rent of an H20 in proportion to another chip's below which DeepSeek's day would cost less on it, by the fitted model.

    The two chips are taken to differ by the error of one test of decode. Leaves out power, supply and licences.
    """
    days = {chip: ops.ratio(1, count, math.inf) for chip, count in chip_day_gpus.items()}
    return {chip: part * decode_model_error for chip, part in _of_h20(days).items()}


@result("1", by="chips")
def h20_dense_limit(unit_decode_speed, decode_model_error):
    """The same for decode of a dense model with few key-value heads on one server.

    No test is of such a model. Leaves out power, supply and licences.
    """
    return {chip: part * decode_model_error for chip, part in _of_h20(unit_decode_speed[DENSE]).items()}


@result("1", by="chips")
def h20_memory_ratio(memory_bandwidth):
    """Memory bandwidth of an H20 in proportion to another chip's: what decides where only memory binds.

    Source: data sheets.

    >>> h20_memory_ratio({"h20_sxm": 4.0, "h100_sxm": 3.2})
    {'h20_sxm': 1.0, 'h100_sxm': 1.25}
    """
    return _of_h20(memory_bandwidth)


@result("1")
def h20_fp8_limit(fitted_speed, chip_decode_speed, frontier_model_error, decode_model_error):
    """Modelled speed of an H20 as Ant Group serves, attention in FP8 and with drafting, over an H800's in BF16 without, at one user speed.

    Source: the line h20_decode_32, which is at the user speed of DeepSeek's day.

    >>> h20_fp8_limit({"h20_decode_32": 700.0}, {"h800_sxm": 1_750.0}, 1.0, 1.0)
    0.4
    """
    return ops.ratio(fitted_speed["h20_decode_32"] * frontier_model_error * decode_model_error, chip_decode_speed[H800], math.inf)


@result("token/s/GPU", by="network_links")
def linked_decode_speed(
    network_links, user_speed, decode_efficiency, frontier_model_error, unit_attention_time, unit_matrix_time, unit_reading_time, unit_traffic_time, unit_room, scale_out_bandwidth
):
    """Decode speed of an H800 for V3 in DeepSeek's unit, if its network were that of a line.

    Leaves out drafting and idle time. Source: roofline model with the fitted efficiency.
    """
    attention, matrix, held, traffic, room = (part[V3][H800] for part in (unit_attention_time, unit_matrix_time, unit_reading_time, unit_traffic_time, unit_room))
    sent = {key: traffic * scale_out_bandwidth[H800] / network_links[key].network_speed for key in network_links}
    speed = {key: _speed(decode_efficiency / user_speed, attention, matrix, held, time, room) for key, time in sent.items()}
    return {key: decode_efficiency * frontier_model_error * part for key, part in speed.items()}


@result("1", by="network_links")
def h20_link_limit(linked_decode_speed, chip_decode_speed, decode_model_error):
    """Rent of an H20 in proportion to an H800's below which it decodes V3 for less, if the H800 had the network of a line.

    The two chips are taken to differ by the error of one test. Leaves out power, supply and licences.
    """
    return {key: ops.ratio(chip_decode_speed[H20], speed, math.inf) * decode_model_error for key, speed in linked_decode_speed.items()}


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
def measured_h20_batch_limit(measured_speed):
    """Decode speed of an H20 in Ant Group's service over that of an H100 at a large batch and short context, as measured.

    The runs differ in context and batch. Source: LMSYS on the H20 and on the H100.

    >>> round(measured_h20_batch_limit({"h20_decode_48": 714.0, "h100_decode_2k": 2_785.0}), 2)
    0.26
    """
    return measured_speed["h20_decode_48"] / measured_speed["h100_decode_2k"]


@result("1")
def measured_h20_draft_limit(measured_speed):
    """Decode speed of an H20 in Ant Group's service over that of an H100 with simulated drafting, as measured.

    The runs differ in context and batch. Source: LMSYS on the H20 and on the H100.

    >>> round(measured_h20_draft_limit({"h20_decode_48": 714.0, "h100_decode_draft": 2_171.6}), 2)
    0.33
    """
    return measured_speed["h20_decode_48"] / measured_speed["h100_decode_draft"]
