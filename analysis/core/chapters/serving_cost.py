"""The fitted roofline on any chip: the fastest decode within a latency and a memory, prefill, rents, dollars, and the frontier."""

import math

from analysis.core import ops
from analysis.core.graph import result

V3, H20 = "v3_service", "h20_sxm"


def _read_tokens(model, context):
    """Entries that one new token reads, added over the layers, as the model keeps them."""
    if model.reach == "window_reach":
        return (model.layers - model.window_layers) * context + model.window_layers * ops.minimum(context, model.sliding_window)
    if model.reach == "compressed_reach":
        picked = ops.minimum(context / model.csa_ratio, model.index_topk)
        return model.window_layers * ops.minimum(context, model.sliding_window) + model.csa_layers * picked + model.hca_layers * context / model.hca_ratio
    return model.layers * (ops.minimum(context, model.index_topk) if model.reach == "indexer_reach" else context)


def _limits(whole, attention, matrix, held, traffic, room):
    """Requests per GPU that each limit allows: arithmetic, reading of weights, traffic, memory."""
    return (whole / (attention + matrix), (whole - held) / attention, ops.ratio(whole, traffic, math.inf), room)


def _batch(whole, attention, matrix, held, traffic, room):
    one, two, three, four = _limits(whole, attention, matrix, held, traffic, room)
    return ops.maximum(ops.minimum(ops.minimum(one, two), ops.minimum(three, four)), 0 * four)


def _step(batch, attention, matrix, held, traffic):
    """Time of one step without losses: arithmetic or the reading of weights, beside the traffic."""
    return ops.maximum(batch * attention + ops.maximum(batch * matrix, held), batch * traffic)


@result("FLOP/s/GPU", by="chips")
def chip_matrix_speed(chips):
    """Peak arithmetic for weights in eight bits: floating point, else integers, else sixteen bits, as the chip has it.

    Source: data sheets.
    """
    speeds = {chip: ops.known({"fp8": chips[chip].tops_fp8, "int8": chips[chip].tops_int8, "fp16": chips[chip].tops_fp16}) for chip in chips}
    return {chip: next(iter(speeds[chip].values()), chips[chip].tops_fp8) for chip in chips}


@result("FLOP/token", by="services")
def service_matrix_work(services, counted_active_parameters, weight_work):
    """Arithmetic of a token in the weights that it uses.

    Source: two operations for each weight.
    """
    return {line: weight_work * counted_active_parameters[services[line].service_model] for line in services}


@result("FLOP/token", by="services")
def service_decode_work(services, models, decode_entry_work, index_entry_work, index_layers):
    """Arithmetic of a decoded token in attention, indexer included.

    Source: FlashMLA, theoretical analysis.
    """
    chosen = {line: services[line].service_model for line in services}
    read = {line: _read_tokens(models[chosen[line]], services[line].service_tokens) * decode_entry_work[chosen[line]] for line in services}
    return {line: read[line] + index_layers[chosen[line]] * index_entry_work[chosen[line]] * services[line].service_tokens for line in services}


@result("FLOP/token", by="services")
def service_prefill_work(services, models, prefill_entry_work, index_entry_work, index_layers):
    """Arithmetic of a token of the prompt in attention, indexer included: it looks back on half the prompt.

    Source: V3.2 report, Appendix A.
    """
    chosen = {line: services[line].service_model for line in services}
    half = {line: services[line].service_prompt / 2 for line in services}
    read = {line: _read_tokens(models[chosen[line]], half[line]) * prefill_entry_work[chosen[line]] for line in services}
    return {line: read[line] + index_layers[chosen[line]] * index_entry_work[chosen[line]] * half[line] for line in services}


@result("B", by="services")
def service_cache_bytes(services, models, entry_elements):
    """Cache that one request fills, and that each of its decode steps reads.

    Leaves out index keys and, under shared matrices, that a latent cache cannot be cut. Source: V2 report, Table 1.
    """
    read = {line: _read_tokens(models[services[line].service_model], services[line].service_tokens) for line in services}
    return {line: read[line] * entry_elements[services[line].service_model] * services[line].service_cache_width for line in services}


@result("B/GPU", by="services")
def service_held_bytes(services, counted_parameters, expert_parameters, weight_copies):
    """Weights that one decoding GPU holds, and reads for a step: with many requests every expert is needed.

    Leaves out copies of popular experts. Source: our sum.
    """

    def held(line, rest, routed):
        shared = (rest + routed) / line.decode_gpus if line.sharing == "tensor_sharing" else rest * weight_copies + routed / line.decode_gpus
        return shared * line.service_weight_width

    routed = {line: expert_parameters[services[line].service_model] for line in services}
    return {line: held(services[line], counted_parameters[services[line].service_model] - routed[line], routed[line]) for line in services}


@result("B/token", by="services")
def service_decode_traffic(services, hidden, topk, moe_layers, layers, vector_entry, dispatch_width, combine_width, activation_width, weight_copies):
    """Bytes that one decoding GPU sends for a token: to each expert outside its server and back, or the sums of shared matrices.

    Source: DeepSeek-V3 report, Section 3.4; ring reduction.
    """

    def sent(line, model):
        if line.sharing == "tensor_sharing":
            return 2 * 2 * layers[model] * hidden[model] * vector_entry * activation_width * (line.decode_gpus * weight_copies - 1)
        outside = 1 - ops.minimum(line.service_group / line.decode_gpus, 1)
        return moe_layers[model] * topk[model] * outside * hidden[model] * vector_entry * (dispatch_width + combine_width)

    return {key: sent(services[key], services[key].service_model) for key in services}


@result("B/token", by="services")
def service_prefill_traffic(services, hidden, topk, moe_layers, layers, vector_entry, dispatch_width, combine_width, activation_width, weight_copies):
    """Bytes that one prefilling GPU sends for a token: once to each other server with an expert of it and back, or the sums of shared matrices.

    Source: DeepSeek-V3 report, Section 3.4; ring reduction.
    """

    def sent(line, model):
        if line.sharing == "tensor_sharing":
            return 2 * 2 * layers[model] * hidden[model] * vector_entry * activation_width * (line.prefill_gpus * weight_copies - 1)
        groups = ops.maximum(line.prefill_gpus / line.service_group, 1)
        copies = groups * (1 - (1 - 1 / groups) ** topk[model]) * (1 - 1 / groups)
        return moe_layers[model] * copies * hidden[model] * vector_entry * (dispatch_width + combine_width)

    return {key: sent(services[key], services[key].service_model) for key in services}


@result("B/s/GPU", over=("services", "chips"))
def unit_link(sharing, service_link, interconnect_bandwidth):
    """Link that the traffic takes: out of the server where experts are spread, within it where matrices are shared.

    Vendors quote both directions of an interconnect together. Source: the tables' lines.

    >>> unit_link("tensor_sharing", 50.0, 900.0)
    450.0
    """
    return interconnect_bandwidth / 2 if sharing == "tensor_sharing" else service_link


@result("s*GPU/token", over=("services", "chips"))
def unit_attention_time(service_decode_work, tops_fp16, service_cache_bytes, step_tokens, memory_bandwidth):
    """Least time of a decoded token in attention: its arithmetic, or the reading of the cache if that takes longer.

    Source: roofline model.

    >>> unit_attention_time(8.0, 2.0, 12.0, 1.0, 2.0)
    6.0
    """
    return ops.maximum(service_decode_work / tops_fp16, service_cache_bytes / (step_tokens * memory_bandwidth))


@result("s*GPU/token", over=("services", "chips"))
def unit_matrix_time(service_matrix_work, chip_matrix_speed):
    """Least time of a token in the arithmetic of the weights.

    Source: roofline model.

    >>> unit_matrix_time(8.0, 2.0)
    4.0
    """
    return service_matrix_work / chip_matrix_speed


@result("s*request/token", over=("services", "chips"))
def unit_reading_time(service_held_bytes, memory_bandwidth, requests_per_cache, step_tokens):
    """Time to read the weights once, which every step needs however few its requests.

    Source: roofline model.

    >>> unit_reading_time(8.0, 2.0, 1, 1)
    4.0
    """
    return service_held_bytes / memory_bandwidth * requests_per_cache / step_tokens


@result("s*GPU/token", over=("services", "chips"))
def unit_traffic_time(service_decode_traffic, unit_link):
    """Least time of a decoded token on the link.

    Leaves out waiting. Source: roofline model.

    >>> unit_traffic_time(8.0, 2.0)
    4.0
    """
    return service_decode_traffic / unit_link


@result("request/GPU", over=("services", "chips"))
def unit_room(memory_bytes, memory_use_share, service_held_bytes, service_cache_bytes, requests_per_cache):
    """Requests whose cache fits on a GPU beside the weights; zero where the weights alone do not fit.

    Leaves out activations beyond the unused share. Source: data sheets.

    >>> unit_room(80.0, 0.9, 20.0, 2.0, 1)
    26.0
    """
    free = memory_bytes * memory_use_share - service_held_bytes
    return ops.maximum(free, 0 * free) / service_cache_bytes * requests_per_cache


@result("request/GPU", over=("services", "chips"))
def unit_batch(user_speed, decode_efficiency, unit_attention_time, unit_matrix_time, unit_reading_time, unit_traffic_time, unit_room):
    """Requests at once on a GPU that still give each user the assumed speed and fit its memory.

    Leaves out drafting. Source: roofline model with the fitted efficiency.
    """
    return _batch(decode_efficiency / user_speed, unit_attention_time, unit_matrix_time, unit_reading_time, unit_traffic_time, unit_room)


@result("text", over=("services", "chips"), scalar=True)
def unit_limit(user_speed, decode_efficiency, unit_attention_time, unit_matrix_time, unit_reading_time, unit_traffic_time, unit_room):
    """What stops a GPU from taking more requests: arithmetic, the reading of weights, traffic, or room for the cache.

    Source: roofline model with the fitted efficiency.
    """
    names = ("limit_arithmetic", "limit_reading", "limit_traffic", "limit_memory")
    found = _limits(decode_efficiency / user_speed, unit_attention_time, unit_matrix_time, unit_reading_time, unit_traffic_time, unit_room)
    return min(zip(found, names))[1]


@result("token/s/GPU", over=("services", "chips"))
def unit_decode_speed(unit_batch, decode_efficiency, unit_attention_time, unit_matrix_time, unit_reading_time, unit_traffic_time):
    """Decode speed of a GPU at that batch, by the fitted model.

    As good as the model: read it with its factor. Leaves out idle time.
    """
    return unit_batch * decode_efficiency / _step(unit_batch, unit_attention_time, unit_matrix_time, unit_reading_time, unit_traffic_time)


@result("token/s/GPU", over=("services", "chips"))
def unit_prefill_speed(service_prefill_work, tops_fp16, unit_matrix_time, service_prefill_traffic, unit_link, prefill_efficiency):
    """Prefill speed of a GPU, by the fitted model.

    As good as the model: read it with its factor. Leaves out idle time and cached input.
    """
    return prefill_efficiency / ops.maximum(service_prefill_work / tops_fp16 + unit_matrix_time, service_prefill_traffic / unit_link)


@result("USD/token", over=("services", "chips"))
def unit_output_cost(h800_hour_price, unit_decode_speed, decode_load, seconds_per_hour):
    """Rent behind an output token, decode only, if every chip rented for the same and idled like DeepSeek's.

    As good as the model: read it with its factor. Leaves out prefill, staff and everything that is no rent.

    >>> unit_output_cost(2.0, 1_000.0, 1.0, 2_000.0)
    1e-06
    """
    return ops.ratio(h800_hour_price, unit_decode_speed * decode_load * seconds_per_hour, math.inf)


@result("USD/token", over=("services", "chips"))
def unit_input_cost(h800_hour_price, unit_prefill_speed, prefill_load, seconds_per_hour):
    """Rent behind an input token that no cache holds, if every chip rented for the same and idled like DeepSeek's.

    As good as the model: read it with its factor. Leaves out staff and everything that is no rent.

    >>> unit_input_cost(2.0, 1_000.0, 1.0, 2_000.0)
    1e-06
    """
    return ops.ratio(h800_hour_price, unit_prefill_speed * prefill_load * seconds_per_hour, math.inf)


@result("GPU", over=("services", "chips"))
def unit_day_gpus(day_output_tokens, day_missed_tokens, day_seconds, unit_decode_speed, decode_load, unit_prefill_speed, prefill_load):
    """GPUs of one kind that DeepSeek's day would take, decode and prefill together.

    As good as the model: read it with its factor.

    >>> unit_day_gpus(100.0, 50.0, 10.0, 1.0, 1.0, 1.0, 1.0)
    15.0
    """
    decode = ops.ratio(day_output_tokens, day_seconds * unit_decode_speed * decode_load, math.inf)
    return decode + ops.ratio(day_missed_tokens, day_seconds * unit_prefill_speed * prefill_load, math.inf)
