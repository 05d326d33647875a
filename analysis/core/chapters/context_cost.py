"""What a token costs by its place in the context: DeepSeek's curves taken apart, and drawn again from the work behind them."""

from analysis.core import ops
from analysis.core.graph import result

NODE = "h800_sxm"


@result("USD/token/token", over="cost_segments")
def segment_slope(start_cost, end_cost, start_position, end_position):
    """How much a straight part of a published cost line rises for each position.

    Source: the line's.

    >>> segment_slope(1.0, 3.0, 0.0, 4.0)
    0.5
    """
    return (end_cost - start_cost) / (end_position - start_position)


@result("FLOP/token/token", by="cost_segments")
def segment_work(cost_segments, layers, decode_entry_work, prefill_entry_work, index_entry_work):
    """Arithmetic that each further position adds on a part of a line: that of attention, of the indexer, or of both.

    Source: FlashMLA, theoretical analysis; V3.2 report, Section 2.1.
    """
    lines = cost_segments
    return {one: _work(lines[one].segment_work_kind, layers[lines[one].segment_model], (prefill_entry_work if lines[one].phase == "prefill_phase" else decode_entry_work)[lines[one].segment_model], index_entry_work[lines[one].segment_model]) for one in lines}


def _work(kind, layers, attention, index):
    """Work of one part: attention, indexer or both, in all layers."""
    if kind == "both_work":
        return layers * (attention + index)
    return layers * index if kind == "index_work" else layers * attention


@result("FLOP/s/GPU", over="cost_segments")
def segment_speed(segment_work, segment_slope, figure_hour_price, seconds_per_hour):
    """Speed of arithmetic that a part of a published cost line implies.

    At the rent that the figure assumes; holds only if the line's cost is rent and its growth this work. Source: V3.2 report, Figure 3.

    >>> segment_speed(3.6e6, 2e-6, 2.0, 3_600)
    1000000000.0
    """
    return segment_work * figure_hour_price / (segment_slope * seconds_per_hour)


@result("1")
def v31_speed_share(segment_speed, tops_fp16):
    """Speed implied by the decode line of V3.1 in proportion to the peak of an H800.

    Source: V3.2 report, Figure 3.

    >>> v31_speed_share({"v31_decode": 600e12}, {"h800_sxm": 1000e12})
    0.6
    """
    return segment_speed["v31_decode"] / tops_fp16[NODE]


@result("1")
def v31_phases_agree(segment_speed):
    """Speed implied by the prefill line of V3.1 in proportion to that implied by its decode line.

    Two forms of attention with unlike work; one, if the lines were drawn from one assumed speed. Source: V3.2 report, Figure 3.

    >>> v31_phases_agree({"v31_prefill": 2.0, "v31_decode": 2.0})
    1.0
    """
    return segment_speed["v31_prefill"] / segment_speed["v31_decode"]


@result("USD/token/token")
def v32_start_slope(layers, decode_entry_work, index_entry_work, sparse_decode_speed, index_speed, figure_hour_price, seconds_per_hour):
    """Rise of the decode line of V3.2 before its knee, from the kernel's published speed and the indexer's.

    Source: FlashMLA on sparse decoding; V3.2 report, Figure 3.

    >>> one = {"deepseek_v32": 1.0}
    >>> v32_start_slope(one, one, one, 2.0, 2.0, 3_600, 3_600)
    1.0
    """
    model = "deepseek_v32"
    each = decode_entry_work[model] / sparse_decode_speed + index_entry_work[model] / index_speed
    return layers[model] * each * figure_hour_price / seconds_per_hour


@result("token")
def v32_prefill_knee(index_topk, decode_entry_work, prefill_entry_work):
    """Position from which prefill of V3.2 is cheaper when it picks tokens than when it reads all.

    Picking works on the compressed cache, reading all on unpacked heads. Leaves out unlike speeds of the two. Source: V3.2 report, Appendix A.

    >>> v32_prefill_knee({"deepseek_v32": 2_048}, {"deepseek_v32": 3.0}, {"deepseek_v32": 1.0})
    6144.0
    """
    return index_topk["deepseek_v32"] * decode_entry_work["deepseek_v32"] / prefill_entry_work["deepseek_v32"]


@result("USD/token", by="contexts")
def v31_decode_cost(contexts, decode_attention_flops, start_cost, attention_speed_share, tops_fp16, figure_hour_price, h800_hour_price, seconds_per_hour):
    """Rent of a token of V3.1 in decode at a place in the context: the published start plus attention over all before it.

    At the share of the peak that the published line implies, and at the rent of the book. Source: V3.2 report, Figure 3.
    """
    start, speed = start_cost["v31_decode"] / figure_hour_price, attention_speed_share * tops_fp16[NODE] * seconds_per_hour
    return {one: (start + decode_attention_flops["deepseek_v3"][one] / speed) * h800_hour_price for one in contexts}


@result("USD/token", by="contexts")
def v32_decode_cost(contexts, decode_attention_flops, index_flops, start_cost, sparse_decode_speed, index_speed, figure_hour_price, h800_hour_price, seconds_per_hour):
    """Rent of a token of V3.2 in decode at a place in the context: the published start, attention over what is picked, and the indexer.

    The indexer's speed is taken from the published line itself. Source: V3.2 report, Figure 3; FlashMLA on sparse decoding.
    """
    start, model = start_cost["v32_decode_short"] / figure_hour_price, "deepseek_v32"
    seconds = {one: decode_attention_flops[model][one] / sparse_decode_speed + index_flops[model][one] / index_speed for one in contexts}
    return {one: (start + seconds[one] / seconds_per_hour) * h800_hour_price for one in contexts}


@result("USD/token", by="contexts")
def v31_prefill_cost(contexts, layers, prefill_entry_work, context_tokens, start_cost, attention_speed_share, tops_fp16, figure_hour_price, h800_hour_price, seconds_per_hour):
    """Rent of a token of V3.1 in prefill at a place in the context: the published start plus attention over all before it.

    At the speed that the decode line implies too. Source: V3.2 report, Figure 3.
    """
    start, speed = start_cost["v31_prefill"] / figure_hour_price, attention_speed_share * tops_fp16[NODE] * seconds_per_hour
    work = layers["deepseek_v3"] * prefill_entry_work["deepseek_v3"]
    return {one: (start + work * context_tokens[one] / speed) * h800_hour_price for one in contexts}


@result("USD/token", by="contexts")
def v32_prefill_cost(contexts, layers, prefill_entry_work, decode_entry_work, index_entry_work, index_topk, context_tokens, segment_speed, start_cost, attention_speed_share, tops_fp16, figure_hour_price, h800_hour_price, seconds_per_hour):
    """Rent of a token of V3.2 in prefill at a place in the context: the published start, the cheaper way of attention, and the indexer.

    Attention at V3.1's speed; the indexer's is taken from the published line itself. Source: V3.2 report, Figure 3 and Appendix A.
    """
    start, speed, model = start_cost["v32_prefill_short"] / figure_hour_price, attention_speed_share * tops_fp16[NODE], "deepseek_v32"
    picked = decode_entry_work[model] * index_topk[model]
    read = {one: ops.minimum(prefill_entry_work[model] * context_tokens[one], picked) / speed for one in contexts}
    index = {one: index_entry_work[model] * context_tokens[one] / segment_speed["v32_prefill_long"] for one in contexts}
    return {one: (start + layers[model] * (read[one] + index[one]) / seconds_per_hour) * h800_hour_price for one in contexts}


@result("1")
def sparse_cost_cut(end_cost):
    """Cost of a token of V3.1 in proportion to one of V3.2, in decode at 128K, as read off the drawing.

    Source: V3.2 report, Figure 3.

    >>> sparse_cost_cut({"v31_decode": 2.0, "v32_decode_long": 0.25})
    8.0
    """
    return end_cost["v31_decode"] / end_cost["v32_decode_long"]


@result("token")
def sparse_break_even(start_cost, start_position, segment_slope):
    """Position at which the two published lines of decode cross: before it a token of V3.2 is the dearer one.

    Source: V3.2 report, Figure 3.

    >>> sparse_break_even({"v31_decode": 0.0, "v32_decode_long": 3.0}, {"v32_decode_long": 1.0}, {"v31_decode": 2.0, "v32_decode_long": 1.0})
    2.0
    """
    late, slope = "v32_decode_long", segment_slope
    lead = start_cost[late] - slope[late] * start_position[late] - start_cost["v31_decode"]
    return lead / (slope["v31_decode"] - slope[late])


@result("1")
def curve_service_ratio(disclosed_output_cost, start_cost, segment_slope, service_context, figure_hour_price, h800_hour_price):
    """Rent behind a written token by DeepSeek's disclosed day in proportion to the published line at that day's average context.

    The day served V3 and R1, seven months before the figure; its idle nodes are in it. Source: DeepSeek, inference system overview.

    >>> curve_service_ratio(4.0, {"v31_decode": 1.0}, {"v31_decode": 0.5}, 2.0, 1.0, 1.0)
    2.0
    """
    line = start_cost["v31_decode"] + segment_slope["v31_decode"] * service_context
    return disclosed_output_cost / (line * h800_hour_price / figure_hour_price)


@result("1")
def v31_attention_share(start_cost, end_cost):
    """Share of attention in the cost of a token of V3.1, in decode at 128K: what grew since the start.

    Source: V3.2 report, Figure 3.

    >>> v31_attention_share({"v31_decode": 0.5}, {"v31_decode": 2.0})
    0.75
    """
    return 1 - start_cost["v31_decode"] / end_cost["v31_decode"]


@result("1")
def v4_pro_work_share(token_flops):
    """Arithmetic of a token of V4-Pro in proportion to one of V3.2, in decode at a million tokens.

    Counts every precision alike. Source: Hugging Face on V4 prints 27%.

    >>> v4_pro_work_share({"deepseek_v4_pro": {"ctx_1m": 1.0}, "deepseek_v32": {"ctx_1m": 4.0}})
    0.25
    """
    return token_flops["deepseek_v4_pro"]["ctx_1m"] / token_flops["deepseek_v32"]["ctx_1m"]


@result("1")
def v4_flash_work_share(token_flops):
    """Arithmetic of a token of V4-Flash in proportion to one of V3.2, in decode at a million tokens.

    Counts every precision alike. Source: Hugging Face on V4 prints 10%.

    >>> v4_flash_work_share({"deepseek_v4_flash": {"ctx_1m": 1.0}, "deepseek_v32": {"ctx_1m": 10.0}})
    0.1
    """
    return token_flops["deepseek_v4_flash"]["ctx_1m"] / token_flops["deepseek_v32"]["ctx_1m"]
