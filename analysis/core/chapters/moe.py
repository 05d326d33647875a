"""Mixture of experts: stated against counted parameters, active shares, and experts that a batch touches."""

from analysis.core import ops
from analysis.core.graph import result

NODE = "h800_sxm"


@result("parameter", over="models")
def counted_with_input(counted_active_parameters, input_parameters):
    """Parameters that one token uses, the input embedding counted in.

    Source: the configurations.

    >>> counted_with_input(36.6e9, 0.9e9)
    37500000000.0
    """
    return counted_active_parameters + input_parameters


@result("parameter", over="models")
def counted_as_stated(active_convention, counted_active_parameters, counted_with_input):
    """Active parameters counted the way in which the maker's figure comes out.

    Where both or neither do, without the input embedding; a dense model with it. Source: the lines' notes.

    >>> counted_as_stated("convention_with", 12.7e9, 12.9e9)
    12900000000.0
    """
    return counted_with_input if active_convention in ("convention_with", "convention_dense") else counted_active_parameters


@result("1", over="models")
def total_gap(counted_parameters, stated_parameters):
    """How far the counted parameters stand above the stated ones; nothing where none are stated.

    Names are rounded. Source: our division.

    >>> round(total_gap(68.975e9, 70e9), 4)
    -0.0146
    """
    return counted_parameters / stated_parameters - 1


@result("1", over="models")
def active_gap(counted_as_stated, stated_active_parameters):
    """How far the counted active parameters stand above the stated ones; nothing where none are stated.

    Source: our division.

    >>> round(active_gap(36.62e9, 37e9), 4)
    -0.0103
    """
    return counted_as_stated / stated_active_parameters - 1


@result("parameter", over="models")
def model_parameters(active_convention, stated_parameters, counted_parameters):
    """Parameters of a model: those stated, or those counted where nothing is stated.

    Source: the lines.

    >>> model_parameters("", 0, 9e9)
    9000000000.0
    """
    return counted_parameters if active_convention == "" else stated_parameters


@result("parameter", over="models")
def model_active(active_convention, stated_active_parameters, counted_active_parameters):
    """Parameters that one token uses in decode: those stated, or those counted where nothing is stated.

    Source: the lines.

    >>> model_active("", 0, 2e9)
    2000000000.0
    """
    return counted_active_parameters if active_convention == "" else stated_active_parameters


@result("parameter", over="models")
def prefill_active(active_convention, stated_prefill_parameters, model_active):
    """Parameters that one token uses in prefill; as in decode unless the maker says otherwise.

    Source: the lines.

    >>> prefill_active("convention_phases", 8e9, 16e9)
    8000000000.0
    """
    return stated_prefill_parameters if active_convention == "convention_phases" else model_active


@result("1", over="models")
def active_share(model_active, model_parameters):
    """Share of its parameters that a model uses for one token.

    Source: our division.

    >>> round(active_share(37e9, 671e9), 4)
    0.0551
    """
    return model_active / model_parameters


@result("parameter", over="models")
def draft_parameters(ffn, mtp_layers, query_parameters, cache_parameters, output_parameters, experts, shared, expert_size, hidden, matrix_entry):
    """Parameters of the layers that draft further tokens, embeddings not counted; zero in a dense model.

    Source: DeepSeek-V3, page on the weights, which prints 11.5B.

    >>> round(draft_parameters("mixed_ffn", 1, 52.1e6, 20.9e6, 117e6, 256, 1, 44.04e6, 7_168, 1) / 1e9, 1)
    11.6
    """
    layer = query_parameters + cache_parameters + output_parameters + (experts + shared) * expert_size + (experts + 2 * hidden) * hidden * matrix_entry
    return 0 if ffn == "dense_ffn" else mtp_layers * layer


@result("1", over="models")
def arithmetic_saving(active_share):
    """Share of the arithmetic in the weights that a model saves against one that used all its parameters.

    Such a model would be another one, and perhaps a better one. Source: our subtraction.

    >>> arithmetic_saving(0.25)
    0.75
    """
    return 1 - active_share


@result("B", over="models")
def weight_bytes(four_bit_experts, model_parameters, expert_parameters, serving_weight_bits, four_bit_weight, bits_per_byte):
    """Memory that the weights take: all of them, however few one token uses.

    Experts that are published in four bits take no more. Leaves out scales. Source: our product.

    >>> weight_bytes("", 671e9, 654e9, 8, 4, 8), weight_bytes("yes", 284e9, 277e9, 8, 4, 8)
    (671000000000.0, 145500000000.0)
    """
    whole = model_parameters * serving_weight_bits / bits_per_byte
    if four_bit_experts != "yes":
        return whole
    return whole - expert_parameters * ops.maximum(0, serving_weight_bits - four_bit_weight) / bits_per_byte


@result("1", over=("models", "batches"))
def touched_share(ffn, topk, experts, batch_size):
    """Share of a layer's routed experts that a batch of tokens needs at least once, if all are picked equally often.

    A dense model counts as one expert. Source: our formula.

    >>> round(touched_share("moe_ffn", 8, 256, 32), 3)
    0.638
    """
    return 1 if ffn == "dense_ffn" else 1 - (1 - ops.minimum(topk / experts, 1)) ** batch_size


@result("1", over="models")
def batch_touched_share(ffn, topk, experts, batch_tokens):
    """Share of a layer's routed experts that a batch of the assumed size needs at least once, if all are picked equally often.

    Source: our formula.

    >>> round(batch_touched_share("moe_ffn", 8, 256, 128), 3)
    0.983
    """
    return 1 if ffn == "dense_ffn" else 1 - (1 - ops.minimum(topk / experts, 1)) ** batch_tokens


@result("1", by="batches")
def read_share(batches, touched_share, counted_active_parameters, picked_parameters, expert_parameters):
    """Share of V3's weights that a step reads from memory, by batch.

    On one pool of memory; spread over many GPUs each reads its own experts. Source: our formula.
    """
    model = "deepseek_v3"
    fixed = counted_active_parameters[model] - picked_parameters[model]
    whole = fixed + expert_parameters[model]
    return {batch: (fixed + touched_share[model][batch] * expert_parameters[model]) / whole for batch in batches}


@result("token")
def expert_balance(tops_fp8, memory_bandwidth, serving_weight_bits, bits_per_byte, weight_work):
    """Tokens that an expert must see at once on an H800 before its arithmetic, and no longer the reading of its weights, sets the pace.

    At the peaks of the data sheet in FP8. Source: roofline model.

    >>> expert_balance({"h800_sxm": 2000e12}, {"h800_sxm": 4e12}, 8, 8, 2)
    250.0
    """
    return tops_fp8[NODE] / memory_bandwidth[NODE] * serving_weight_bits / bits_per_byte / weight_work


@result("token")
def v3_balance_batch(expert_balance, experts, topk):
    """Tokens at once in all at which each of V3's experts sees that many.

    If all are picked equally often. Source: our product.

    >>> v3_balance_batch(295.0, {"deepseek_v3": 256}, {"deepseek_v3": 8})
    9440.0
    """
    return expert_balance * experts["deepseek_v3"] / topk["deepseek_v3"]


@result("1")
def draft_gain_ratio(draft_gain):
    """Gain of drafting at a small batch in proportion to the gain at a large one, both measured by the same team.

    The small one against a baseline with the same schedule. Hardware and inputs differ too. Source: SGLang on token prediction.

    >>> draft_gain_ratio({"mtp_sglang_equal": 0.5, "mtp_sglang_large": 0.25})
    2.0
    """
    return draft_gain["mtp_sglang_equal"] / draft_gain["mtp_sglang_large"]


@result("1")
def user_draft_gain(v4_draft_speed, v4_plain_speed):
    """Speed of a GPU with drafting in proportion to that without, where one user waits equally long.

    Not at one batch: drafting lets more requests run at the same user's speed. Source: InferenceX on V4-Pro.

    >>> user_draft_gain(9_000.0, 3_000.0)
    3.0
    """
    return v4_draft_speed / v4_plain_speed


@result("1")
def small_prefill_gain(printed_speed):
    """Speed of prefill with experts in FP4 and attention in FP8 in proportion to FP8 and BF16, for each GPU.

    Other numbers of GPUs share the model. Source: SGLang on GB200.

    >>> small_prefill_gain({"gb200_prefill_fp4": 3.0, "gb200_prefill_fp8": 2.0})
    1.5
    """
    return printed_speed["gb200_prefill_fp4"] / printed_speed["gb200_prefill_fp8"]


@result("1")
def small_decode_gain(printed_speed):
    """Speed of decode with experts in FP4 and attention in FP8 in proportion to FP8 and BF16, for each GPU.

    The batch of the second is not printed. Source: SGLang on GB200.

    >>> small_decode_gain({"gb200_decode_fp4": 3.0, "gb200_decode_fp8": 2.0})
    1.5
    """
    return printed_speed["gb200_decode_fp4"] / printed_speed["gb200_decode_fp8"]


@result("1")
def cache_precision_slowdown(sparse_decode_speed, dense_decode_speed):
    """Speed of the decode kernel that reads an FP8 cache and picks tokens in proportion to the dense one in BF16.

    Two kernels that do unlike work. Source: FlashMLA.

    >>> cache_precision_slowdown(400.0, 500.0)
    0.8
    """
    return sparse_decode_speed / dense_decode_speed


@result("parameter")
def gpt4_leak_active(gpt4_picked_experts, gpt4_expert_size, gpt4_shared_size):
    """Active parameters of GPT-4 by the parts that the leak gives.

    Never confirmed. Source: SemiAnalysis, in summaries.

    >>> gpt4_leak_active(2, 111e9, 55e9)
    277000000000.0
    """
    return gpt4_picked_experts * gpt4_expert_size + gpt4_shared_size


@result("parameter")
def gpt4_leak_total(gpt4_experts, gpt4_expert_size, gpt4_shared_size):
    """Parameters of GPT-4 by the parts that the leak gives.

    Never confirmed. Source: SemiAnalysis, in summaries.

    >>> gpt4_leak_total(16, 111e9, 55e9)
    1831000000000.0
    """
    return gpt4_experts * gpt4_expert_size + gpt4_shared_size
