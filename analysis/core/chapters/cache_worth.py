"""What a saving of cache is worth: the same model on the same chip with another attention, through the fitted roofline.

All else stays as it is built, weights included, so that the difference is the cache and the arithmetic on it alone.
"""

import math

from analysis.core import ops
from analysis.core.graph import result


def _baseline(swaps, key, services, models):
    """The line of the same service, chip and context with the attention that is built; the line itself where there is none."""
    built = {one: models[services[swaps[one].swap_service].service_model].attention for one in swaps}
    place = {one: (swaps[one].swap_service, swaps[one].swap_chip, swaps[one].swap_context) for one in swaps}
    return next((one for one in swaps if place[one] in (place[key],) and swaps[one].swap_form in (built[one],)), key)


def _batch(whole, attention, matrix, held, traffic, room):
    """Requests per GPU that all limits allow: arithmetic, reading of weights, traffic and memory."""
    steps = ops.minimum(whole / (attention + matrix), (whole - held) / attention)
    return ops.maximum(ops.minimum(ops.minimum(steps, ops.ratio(whole, traffic, math.inf)), room), 0 * room)


@result("element/token", by="cache_swaps")
def swap_entry(cache_swaps, services, models, entry_elements, heads, swap_groups, swap_head_size, vector_entry):
    """Elements that a token leaves in one layer under the attention of a line: as built, or with keys and values of its own groups.

    A latent or shared vector that the model does not have cannot be put in. Source: DeepSeek-V2 report, Table 1.
    """

    def entry(line, model):
        if line.swap_form in (models[model].attention,):
            return entry_elements[model]
        groups = {"mha": heads[model], "mqa": 1, "gqa": swap_groups}.get(line.swap_form, ops.Missing((f"swap_form.{line._key}",)))
        return 2 * groups * swap_head_size * vector_entry

    return {key: entry(cache_swaps[key], services[cache_swaps[key].swap_service].service_model) for key in cache_swaps}


@result("FLOP/token/token", by="cache_swaps")
def swap_work(cache_swaps, services, models, decode_entry_work, heads, swap_head_size, multiply_add_work):
    """Arithmetic of decode for one new token, one cached token and one layer under the attention of a line.

    Leaves out projections. Source: FlashMLA, theoretical analysis.
    """

    def work(line, model):
        if line.swap_form in (models[model].attention,):
            return decode_entry_work[model]
        return multiply_add_work * heads[model] * 2 * swap_head_size

    return {key: work(cache_swaps[key], services[cache_swaps[key].swap_service].service_model) for key in cache_swaps}


@result("B", by="cache_swaps")
def swap_request_bytes(cache_swaps, services, request_bytes, cache_bits, bits_per_byte, swap_entry, entry_elements, index_elements, contexts):
    """Cache that one request keeps under the attention of a line, in the precision of its service; index keys stay as they are.

    Leaves out scales and beginnings shared with other requests. Source: DeepSeek-V2 report, Table 1.
    """

    def kept(key, line, model):
        index = index_elements[model] * contexts[line.swap_context].context_tokens
        entries = request_bytes[model][line.swap_context] * bits_per_byte / cache_bits - index
        return (entries * swap_entry[key] / entry_elements[model] + index) * services[line.swap_service].service_cache_width

    return {key: kept(key, cache_swaps[key], services[cache_swaps[key].swap_service].service_model) for key in cache_swaps}


@result("FLOP/s/GPU", by="cache_swaps")
def swap_chip_speed(cache_swaps, tops_fp16, tops_fp8):
    """Peak arithmetic of the chip in the precision in which a line computes attention.

    Source: data sheets.
    """

    def speed(line, speeds):
        missing = ops.Missing((f"swap_arithmetic.{line._key}",))
        return speeds[line.swap_arithmetic][line.swap_chip] if line.swap_arithmetic in speeds else missing

    return {key: speed(cache_swaps[key], {"fp16": tops_fp16, "fp8": tops_fp8}) for key in cache_swaps}


@result("s*GPU/token", by="cache_swaps")
def swap_attention_time(cache_swaps, services, read_tokens, index_flops, swap_entry, swap_work, swap_chip_speed, memory_bandwidth, step_tokens):
    """Least time of a decoded token in attention under a line: its arithmetic, or the reading of the cache if that takes longer.

    Leaves out the reading of index keys. Source: roofline model.
    """

    def time(key, line, model):
        read = read_tokens[model][line.swap_context]
        work = read * swap_work[key] + index_flops[model][line.swap_context]
        size = read * swap_entry[key] * services[line.swap_service].service_cache_width
        return ops.maximum(work / swap_chip_speed[key], size / (step_tokens * memory_bandwidth[line.swap_chip]))

    return {key: time(key, cache_swaps[key], services[cache_swaps[key].swap_service].service_model) for key in cache_swaps}


@result("request/GPU", by="cache_swaps")
def swap_room(cache_swaps, memory_bytes, memory_use_share, service_held_bytes, swap_request_bytes, requests_per_cache):
    """Whole requests whose cache fits on a GPU beside the weights; zero where not even one does.

    Each GPU has requests of its own. Leaves out activations beyond the unused share. Source: data sheets.
    """
    lines = {key: cache_swaps[key] for key in cache_swaps}
    free = {key: memory_bytes[line.swap_chip] * memory_use_share - service_held_bytes[line.swap_service] for key, line in lines.items()}
    return {key: ops.floor(ops.maximum(free[key], 0 * free[key]) / swap_request_bytes[key] * requests_per_cache) for key in cache_swaps}


@result("request/GPU", by="cache_swaps")
def swap_batch(
    cache_swaps, user_speed, decode_efficiency, swap_attention_time, unit_matrix_time, unit_reading_time, unit_traffic_time, swap_room
):
    """Requests at once on a GPU that give each user the assumed speed and fit its memory.

    Leaves out drafting. Source: roofline model with the fitted efficiency.
    """

    def batch(key, service, chip):
        times = (unit_matrix_time[service][chip], unit_reading_time[service][chip], unit_traffic_time[service][chip])
        return _batch(decode_efficiency / user_speed, swap_attention_time[key], *times, swap_room[key])

    return {key: batch(key, cache_swaps[key].swap_service, cache_swaps[key].swap_chip) for key in cache_swaps}


@result("token/s/GPU", by="cache_swaps")
def swap_speed(cache_swaps, swap_batch, decode_efficiency, swap_attention_time, unit_matrix_time, unit_reading_time, unit_traffic_time):
    """Decode speed of a GPU at that batch, by the fitted model.

    As good as the model: read it with its factor. Leaves out idle time and drafting.
    """

    def speed(batch, attention, matrix, held, traffic):
        step = ops.maximum(batch * attention + ops.maximum(batch * matrix, held), batch * traffic)
        return batch * decode_efficiency / step

    at = {key: (cache_swaps[key].swap_service, cache_swaps[key].swap_chip) for key in cache_swaps}
    times = {key: [time[service][chip] for time in (unit_matrix_time, unit_reading_time, unit_traffic_time)] for key, (service, chip) in at.items()}
    return {key: speed(swap_batch[key], swap_attention_time[key], *times[key]) for key in cache_swaps}


@result("1", by="cache_swaps")
def swap_room_gain(cache_swaps, services, models, swap_room):
    """How many times as many requests fit with the attention that is built as under a line.

    Source: our division.
    """
    return {key: ops.ratio(swap_room[_baseline(cache_swaps, key, services, models)], swap_room[key], math.inf) for key in cache_swaps}


@result("1", by="cache_swaps")
def swap_speed_gain(cache_swaps, services, models, swap_speed):
    """How many times as fast a GPU decodes with the attention that is built as under a line; below one, the other is faster.

    An error of the model that hits both alike drops out; nothing says that it does. Source: our division.
    """
    return {key: ops.ratio(swap_speed[_baseline(cache_swaps, key, services, models)], swap_speed[key], math.inf) for key in cache_swaps}


@result("USD/token", over="cache_swaps")
def swap_output_cost(h800_hour_price, swap_speed, decode_load, seconds_per_hour):
    """Rent behind an output token under a line, decode only, at one rent for every chip and the idle time of DeepSeek's day.

    As good as the model: read it with its factor. Leaves out prefill, staff and everything that is no rent.

    >>> swap_output_cost(2.0, 1_000.0, 1.0, 2_000.0)
    1e-06
    """
    return ops.ratio(h800_hour_price, swap_speed * decode_load * seconds_per_hour, math.inf)


@result("USD/token", over="cache_swaps")
def swap_cost_floor(swap_output_cost, worst_decode_factor):
    """The same if the model is wrong by its worst factor in decode: the low end.

    >>> swap_cost_floor(4e-07, 2.0)
    2e-07
    """
    return swap_output_cost / worst_decode_factor


@result("USD/token", over="cache_swaps")
def swap_cost_ceiling(swap_output_cost, worst_decode_factor):
    """The same if the model is wrong by its worst factor in decode: the high end.

    >>> swap_cost_ceiling(4e-07, 2.0)
    8e-07
    """
    return swap_output_cost * worst_decode_factor
