"""Speed of serving as a roofline: arithmetic, memory and traffic of one token under the conditions of a measurement."""

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


def _of_kind(speeds, line, column):
    """The speeds of the precision that a line names; where it names none of them, what is missing is that cell."""
    kind = getattr(line, column)
    return speeds[kind][line.chip] if kind in speeds else ops.Missing((f"{column}.{line._key}",))


@result("token", over="serving")
def served_context(phase, prompt_tokens, answer_tokens):
    """Tokens that a computed token looks back on, on average: half the prompt in prefill, prompt and half the answer in decode.

    Source: our sum.

    >>> served_context("decode_phase", 4_096, 1_536)
    4864.0
    """
    return prompt_tokens / 2 if phase == "prefill_phase" else prompt_tokens + answer_tokens / 2


@result("FLOP/token", by="serving")
def served_matrix_work(serving, counted_active_parameters, weight_work):
    """Arithmetic of a token in the weights that it uses.

    Leaves out norms and the layers that draft tokens. Source: two operations for each weight.
    """
    return {line: weight_work * counted_active_parameters[serving[line].model] for line in serving}


@result("FLOP/token", by="serving")
def served_attention_work(serving, models, served_context, prefill_entry_work, decode_entry_work, index_entry_work, index_layers):
    """Arithmetic of a token in attention, indexer included: unpacked in prefill, on the compressed cache in decode.

    Leaves out projections, which are weights. Source: FlashMLA, theoretical analysis; V3.2 report, Appendix A.
    """
    work = {"prefill_phase": prefill_entry_work, "decode_phase": decode_entry_work}
    read = {line: _read_tokens(models[serving[line].model], served_context[line]) for line in serving}
    index = {line: index_layers[serving[line].model] * index_entry_work[serving[line].model] * served_context[line] for line in serving}
    return {line: read[line] * work[serving[line].phase][serving[line].model] + index[line] for line in serving}


@result("FLOP/s/GPU", by="serving")
def served_matrix_speed(serving, tops_fp16, tops_fp8, tops_fp4, tops_int8):
    """Peak arithmetic of the chip in the precision in which the weights are multiplied.

    Source: data sheets.
    """
    speeds = {"fp16": tops_fp16, "fp8": tops_fp8, "fp4": tops_fp4, "int8": tops_int8}
    return {line: _of_kind(speeds, serving[line], "matrix_arithmetic") for line in serving}


@result("FLOP/s/GPU", by="serving")
def served_attention_speed(serving, tops_fp16, tops_fp8):
    """Peak arithmetic of the chip in the precision in which attention is computed.

    Source: data sheets.
    """
    speeds = {"fp16": tops_fp16, "fp8": tops_fp8}
    return {line: _of_kind(speeds, serving[line], "attention_arithmetic") for line in serving}


@result("B/s/GPU", by="serving")
def served_memory_speed(serving, memory_bandwidth):
    """Bytes that the chip reads from its memory in a second.

    Source: data sheets.
    """
    return {line: memory_bandwidth[serving[line].chip] for line in serving}


@result("1", by="serving")
def served_pick_share(serving, models, topk, experts):
    """Share of the routed experts that one token picks; none in a dense model.

    Source: the configurations.
    """
    chosen = {line: serving[line].model for line in serving}
    return {line: 0 if models[chosen[line]].ffn == "dense_ffn" else topk[chosen[line]] / experts[chosen[line]] for line in serving}


@result("1", over="serving", scalar=True)
def served_touched_share(phase, served_pick_share, request_batch, unit_gpus, drafted_tokens):
    """Share of the routed experts that one step of all GPUs needs at least once, if all are picked equally often; all in prefill.

    Source: probability that none of the tokens picks an expert.

    >>> round(served_touched_share("decode_phase", 8 / 256, 2.0, 16.0, 1.0), 3)
    0.638
    """
    return 1 if phase == "prefill_phase" else 1 - (1 - served_pick_share) ** (request_batch * unit_gpus * drafted_tokens)


@result("B/GPU", by="serving")
def served_held_bytes(serving, counted_parameters, expert_parameters, served_touched_share, weight_copies):
    """Weights that one GPU reads for a step: all but the experts, and its part of the experts that are needed.

    Under shared matrices its part of everything. Leaves out copies of popular experts. Source: our sum.
    """

    def held(line, rest, routed, touched):
        if line.sharing == "tensor_sharing":
            return (rest + routed) / line.unit_gpus * line.weight_width
        return (rest * weight_copies + routed * touched / line.unit_gpus) * line.weight_width

    routed = {line: expert_parameters[serving[line].model] for line in serving}
    rest = {line: counted_parameters[serving[line].model] - routed[line] for line in serving}
    return {line: held(serving[line], rest[line], routed[line], served_touched_share[line]) for line in serving}


@result("B", by="serving")
def served_cache_bytes(serving, models, served_context, entry_elements):
    """Cache that one request makes a decode step read; nothing in prefill, where many tokens share one reading.

    Leaves out index keys. Source: V2 report, Table 1.
    """
    read = {line: _read_tokens(models[serving[line].model], served_context[line]) for line in serving}
    size = {line: read[line] * entry_elements[serving[line].model] * serving[line].cache_width for line in serving}
    return {line: 0 * size[line] if serving[line].phase == "prefill_phase" else size[line] for line in serving}


@result("B/token", by="serving")
def served_traffic(serving, models, hidden, topk, moe_layers, layers, vector_entry, dispatch_width, combine_width, activation_width, weight_copies):
    """Bytes that one GPU sends over its link for a token: to experts and back, or the sums of shared matrices.

    In prefill a server is sent a token once, in decode each expert is. Source: DeepSeek-V3 report, Section 3.4; ring reduction.
    """

    def bytes_of(line, model):
        if line.sharing == "tensor_sharing":
            return 2 * 2 * layers[model] * hidden[model] * vector_entry * activation_width * (line.unit_gpus * weight_copies - 1)
        outside = 1 - ops.minimum(line.fast_gpus / line.unit_gpus, 1)
        groups = ops.maximum(line.unit_gpus / line.fast_gpus, 1)
        picked = 0 if models[model].ffn == "dense_ffn" else topk[model]
        copies = groups * (1 - (1 - 1 / groups) ** picked) if line.phase == "prefill_phase" else picked
        return moe_layers[model] * copies * outside * hidden[model] * vector_entry * (dispatch_width + combine_width)

    return {line: bytes_of(serving[line], serving[line].model) for line in serving}


@result("s*GPU/token", over="serving")
def matrix_time(phase, served_matrix_work, served_matrix_speed, served_held_bytes, request_batch, drafted_tokens, requests_per_cache, served_memory_speed):
    """Least time of a token in the weights: their arithmetic, or in decode the reading of them if that takes longer.

    Source: roofline model.

    >>> matrix_time("decode_phase", 8.0, 2.0, 12.0, 1.0, 1.0, 1.0, 1.0)
    12.0
    """
    arithmetic = served_matrix_work / served_matrix_speed
    if phase == "prefill_phase":
        return arithmetic
    return ops.maximum(arithmetic, served_held_bytes / (request_batch * drafted_tokens / requests_per_cache * served_memory_speed))


@result("s*GPU/token", over="serving")
def attention_time(served_attention_work, served_attention_speed, served_cache_bytes, drafted_tokens, served_memory_speed):
    """Least time of a token in attention: its arithmetic, or the reading of the cache if that takes longer.

    Source: roofline model.

    >>> attention_time(8.0, 2.0, 12.0, 2.0, 1.0)
    6.0
    """
    return ops.maximum(served_attention_work / served_attention_speed, served_cache_bytes / (drafted_tokens * served_memory_speed))


@result("s*GPU/token", over="serving")
def traffic_time(served_traffic, link_bandwidth):
    """Least time of a token on the link between GPUs.

    Leaves out waiting and uneven load. Source: roofline model.

    >>> traffic_time(8.0, 2.0)
    4.0
    """
    return served_traffic / link_bandwidth


@result("token/s/GPU", over="serving")
def roofline_speed(overlap, matrix_time, attention_time, traffic_time, kept_tokens, drafted_tokens):
    """Speed of a GPU if nothing were lost: traffic beside arithmetic where they overlap, after it where they do not.

    Leaves out kernels below peak, uneven experts, scheduling and idle time. Source: roofline model.

    >>> roofline_speed("yes", 1.0, 1.0, 4.0, 1.0, 1.0), roofline_speed("no", 1.0, 1.0, 4.0, 3.0, 2.0)
    (0.25, 0.25)
    """
    arithmetic = matrix_time + attention_time
    time = ops.maximum(arithmetic, traffic_time) if overlap == "yes" else arithmetic + traffic_time
    return kept_tokens / drafted_tokens / time
