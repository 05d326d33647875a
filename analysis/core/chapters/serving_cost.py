"""The fitted roofline on any chip and its network: the fastest decode within a latency and a memory, and prefill."""

import math

from analysis.core import ops
from analysis.core.graph import result


def _read_tokens(model, context):
    """Entries that one new token reads, added over the layers, as the model keeps them."""
    if model.reach == "window_reach":
        return (model.layers - model.window_layers) * context + model.window_layers * ops.minimum(context, model.sliding_window)
    if model.reach == "compressed_reach":
        picked = ops.minimum(context / model.csa_ratio, model.index_topk)
        return model.window_layers * ops.minimum(context, model.sliding_window) + model.csa_layers * picked + model.hca_layers * context / model.hca_ratio
    return model.layers * (ops.minimum(context, model.index_topk) if model.reach == "indexer_reach" else context)


def _copies(places, topk):
    """Other places, of some, that hold at least one of the experts that a token picks."""
    return places * (1 - (1 - 1 / places) ** topk) * (1 - 1 / places)


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


def _held(line, gpus, weights, routed, copies):
    """Weights that one of some GPUs holds: its part of all, or the common ones whole and its part of the routed experts."""
    rest = weights - routed
    shared = (rest + routed) / gpus if line.sharing == "tensor_sharing" else rest * copies + routed / gpus
    return shared * line.service_weight_width


@result("B/GPU", by="services")
def service_held_bytes(services, counted_parameters, expert_parameters, weight_copies):
    """Weights that one decoding GPU holds, and reads for a step: with many requests every expert is needed.

    Leaves out copies of popular experts. Source: our sum.
    """
    return {
        key: _held(line, line.decode_gpus, counted_parameters[line.service_model], expert_parameters[line.service_model], weight_copies)
        for key, line in services.items()
    }


@result("B/GPU", by="services")
def service_prefill_bytes(services, counted_parameters, expert_parameters, weight_copies):
    """Weights that one prefilling GPU holds; prefill hands its cache on.

    Leaves out copies of popular experts. Source: our sum.
    """
    return {
        key: _held(line, line.prefill_gpus, counted_parameters[line.service_model], expert_parameters[line.service_model], weight_copies)
        for key, line in services.items()
    }


@result("B/token", by="services")
def service_copy_bytes(services, hidden, moe_layers, layers, vector_entry, dispatch_width, combine_width, activation_width):
    """Bytes of a token on its way to one expert and back, in all layers; under shared matrices those of one vector that is summed up.

    Source: DeepSeek-V3 report, Section 3.4; ring reduction.
    """

    def sent(line, model):
        if line.sharing == "tensor_sharing":
            return 2 * 2 * layers[model] * hidden[model] * vector_entry * activation_width
        return moe_layers[model] * hidden[model] * vector_entry * (dispatch_width + combine_width)

    return {key: sent(services[key], services[key].service_model) for key in services}


@result("1", by="services")
def service_topk(services, models, topk):
    """Experts to which a token is sent in a layer; none where matrices are shared or the model is dense.

    Source: the configurations.
    """
    chosen = {key: services[key].service_model for key in services}
    sent = {key: 0 if models[chosen[key]].ffn == "dense_ffn" else topk[chosen[key]] for key in services}
    return {key: 0 if services[key].sharing == "tensor_sharing" else sent[key] for key in services}


@result("s*GPU/token", over=("services", "chips"))
def unit_attention_time(service_arithmetic, service_decode_work, tops_fp16, tops_fp8, service_cache_bytes, step_tokens, memory_bandwidth):
    """Least time of a decoded token in attention: its arithmetic, or the reading of the cache if that takes longer.

    Source: roofline model.

    >>> unit_attention_time("fp16", 8.0, 2.0, 4.0, 12.0, 1.0, 2.0)
    6.0
    """
    speed = {"fp16": tops_fp16, "fp8": tops_fp8}.get(service_arithmetic, ops.Missing(("service_arithmetic",)))
    return ops.maximum(service_decode_work / speed, service_cache_bytes / (step_tokens * memory_bandwidth))


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
def unit_traffic_time(sharing, decode_gpus, service_copy_bytes, service_topk, interconnect_gpus, interconnect_bandwidth, scale_out_bandwidth, weight_copies):
    """Least time of a decoded token on the slower of two links: the interconnect, or the network beyond the GPUs that it joins.

    Each expert is sent a copy. Vendors quote both directions of an interconnect together. Leaves out waiting. Source: roofline model.

    >>> unit_traffic_time("expert_sharing", 16, 2.0, 8, 8, 16.0, 2.0, 1)
    4.0
    """
    if sharing == "tensor_sharing":
        return 2 * service_copy_bytes * (decode_gpus * weight_copies - 1) / interconnect_bandwidth
    near = ops.minimum(interconnect_gpus / decode_gpus, 1)
    inside = 2 * service_copy_bytes * service_topk * (near - 1 / (decode_gpus * weight_copies)) / interconnect_bandwidth
    return ops.maximum(inside, service_copy_bytes * service_topk * (1 - near) / scale_out_bandwidth)


@result("s*GPU/token", over=("services", "chips"))
def unit_intake_time(sharing, prefill_gpus, service_copy_bytes, service_topk, interconnect_gpus, interconnect_bandwidth, scale_out_bandwidth, weight_copies):
    """The same for a token of the prompt, which goes to another group of GPUs once, whatever experts it needs there.

    Leaves out waiting. Source: DeepSeek-V3 report, Section 3.4.

    >>> unit_intake_time("expert_sharing", 16, 2.0, 1, 8, 16.0, 2.0, 1)
    0.5
    """
    if sharing == "tensor_sharing":
        return 2 * service_copy_bytes * (prefill_gpus * weight_copies - 1) / interconnect_bandwidth
    groups = ops.maximum(prefill_gpus / interconnect_gpus, 1)
    inside = 2 * service_copy_bytes * _copies(prefill_gpus * weight_copies, service_topk) / interconnect_bandwidth
    return ops.maximum(inside, service_copy_bytes * _copies(groups, service_topk) / scale_out_bandwidth)


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
    """Decode speed of a GPU at that batch, by the fitted model: `chip_decode_speed` has its error.

    Leaves out idle time and drafting.
    """
    step = _step(unit_batch, unit_attention_time, unit_matrix_time, unit_reading_time, unit_traffic_time)
    return unit_batch * decode_efficiency / step


@result("token/s/GPU", over=("services", "chips"))
def unit_prefill_speed(
    service_arithmetic, service_prefill_work, tops_fp16, tops_fp8, unit_matrix_time, unit_intake_time, service_prefill_bytes, memory_bytes, prefill_efficiency
):
    """Prefill speed of a GPU, by the fitted model, zero where the weights do not fit: `chip_prefill_speed` has its error.

    Leaves out idle time and cached input.
    """
    peak = {"fp16": tops_fp16, "fp8": tops_fp8}.get(service_arithmetic, ops.Missing(("service_arithmetic",)))
    fits = ops.floor(ops.minimum(memory_bytes / service_prefill_bytes, 1))
    return fits * prefill_efficiency / ops.maximum(service_prefill_work / peak + unit_matrix_time, unit_intake_time)
