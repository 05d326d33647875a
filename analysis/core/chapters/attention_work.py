"""What attention costs in arithmetic and room: work for each token in context, where it binds, and requests that fit.

Decode of latent attention works on the compressed cache itself, which takes several times the arithmetic of prefill.
"""

from analysis.core import ops
from analysis.core.graph import result

NODE = "h800_sxm"


@result("FLOP/token/token", over="models")
def decode_entry_work(attention, heads, head_dim, kv_lora_rank, qk_rope, multiply_add_work):
    """Arithmetic of decode for one new token, one cached token and one layer.

    Leaves out projections. Latent attention multiplies with the compressed vector itself (the absorbed form).
    Source: FlashMLA, theoretical analysis.

    >>> decode_entry_work("mla", 128, 128, 512, 64, 2)
    278528
    """
    if attention == "mla":
        return multiply_add_work * heads * (2 * kv_lora_rank + qk_rope)
    return multiply_add_work * heads * 2 * head_dim


@result("FLOP/token/token", over="models")
def prefill_entry_work(attention, heads, head_dim, qk_nope, qk_rope, v_head, multiply_add_work):
    """Arithmetic of prefill or training for one token, one earlier token and one layer.

    Leaves out projections. Latent attention is unpacked into keys and values of each head first.
    Source: V3.2 report, Appendix A.

    >>> prefill_entry_work("mla", 128, 128, 128, 64, 128, 2)
    81920
    """
    if attention == "mla":
        return multiply_add_work * heads * (qk_nope + qk_rope + v_head)
    return multiply_add_work * heads * 2 * head_dim


@result("FLOP/token/token", over="models")
def index_entry_work(reach, index_n_heads, index_head_dim, multiply_add_work):
    """Arithmetic of the indexer for one token, one indexed token and one layer; zero without an indexer.

    Source: V3.2 report, Section 2.1.

    >>> index_entry_work("indexer_reach", 64, 128, 2)
    16384
    """
    return multiply_add_work * index_n_heads * index_head_dim if reach in ("indexer_reach", "compressed_reach") else 0


@result("token", over=("models", "contexts"))
def read_tokens(reach, layers, window_layers, sliding_window, csa_layers, csa_ratio, hca_layers, hca_ratio, index_topk, context_tokens):
    """Entries that one new token reads in decode, added over the layers.

    Leaves out what the indexer reads. Source: the configurations; vLLM on V4, appendix.

    >>> read_tokens("indexer_reach", 61, 0, 0, 0, 1, 0, 1, 2_048, 131_072)
    124928
    """
    if reach == "window_reach":
        return (layers - window_layers) * context_tokens + window_layers * ops.minimum(context_tokens, sliding_window)
    if reach == "compressed_reach":
        picked = ops.minimum(context_tokens / csa_ratio, index_topk)
        return window_layers * ops.minimum(context_tokens, sliding_window) + csa_layers * picked + hca_layers * context_tokens / hca_ratio
    return layers * (ops.minimum(context_tokens, index_topk) if reach == "indexer_reach" else context_tokens)


@result("FLOP/token", over=("models", "contexts"))
def decode_attention_flops(read_tokens, decode_entry_work):
    """Arithmetic of attention for one new token in decode.

    Leaves out indexer and projections. Source: FlashMLA, theoretical analysis.

    >>> decode_attention_flops(124_928, 278_528)
    34795945984
    """
    return read_tokens * decode_entry_work


@result("FLOP/token", over=("models", "contexts"))
def index_flops(index_layers, index_entry_work, context_tokens):
    """Arithmetic of the indexer for one new token: it looks at every key that is kept.

    Source: V3.2 report, Section 2.1.

    >>> index_flops(61, 16_384, 131_072)
    130996502528
    """
    return index_layers * index_entry_work * context_tokens


@result("FLOP/token", over=("models", "contexts"))
def token_flops(counted_active_parameters, weight_work, decode_attention_flops, index_flops):
    """Arithmetic of one new token in decode: weights, attention and indexer.

    Counts every precision alike. Source: our sum.

    >>> token_flops(37.5e9, 2, 34.8e9, 131e9)
    240800000000.0
    """
    return counted_active_parameters * weight_work + decode_attention_flops + index_flops


@result("FLOP/B", over="models")
def decode_intensity(decode_entry_work, entry_elements, step_tokens, cache_bits, bits_per_byte):
    """Arithmetic for each byte of cache that decode reads: high means bound by arithmetic, low by memory.

    Leaves out weights and the indexer. Source: FlashMLA, theoretical analysis.

    >>> round(decode_intensity(278_528, 576, 1, 16, 8), 1)
    241.8
    """
    return decode_entry_work * step_tokens / (entry_elements * cache_bits / bits_per_byte)


@result("FLOP/B", over="chips")
def chip_balance(tops_fp16, memory_bandwidth):
    """Arithmetic that a chip can do in 16 bits for each byte that it reads from memory: its ridge.

    At the peaks of the data sheet. Source: roofline model.

    >>> chip_balance(148e12, 4e12)
    37.0
    """
    return tops_fp16 / memory_bandwidth


@result("1", by="chips")
def v3_binding(decode_intensity, chip_balance):
    """How much more arithmetic V3's attention wants for each byte than a chip can do; above one, arithmetic binds.

    At the peaks of the data sheet. Source: roofline model.

    >>> v3_binding({"deepseek_v3": 240.0}, {"h20_sxm": 40.0})
    {'h20_sxm': 6.0}
    """
    return {chip: decode_intensity["deepseek_v3"] / chip_balance[chip] for chip in chip_balance}


@result("FLOP/B")
def h800_sustained_balance(h800_sustained_speed, memory_bandwidth):
    """The ridge of an H800 at the speed that it sustains instead of the data sheet's.

    Source: FlashMLA, theoretical analysis.

    >>> h800_sustained_balance(865e12, {"h800_sxm": 3.46e12})
    250.0
    """
    return h800_sustained_speed / memory_bandwidth[NODE]


@result("1")
def binding_heads(heads, decode_intensity, h800_sustained_balance):
    """Heads at which latent attention of V3's sizes leaves memory and becomes bound by arithmetic on an H800.

    FlashMLA rounds the ratio and says 128. Source: FlashMLA, theoretical analysis.

    >>> binding_heads({"deepseek_v3": 128}, {"deepseek_v3": 250.0}, 250.0)
    128.0
    """
    return heads["deepseek_v3"] * h800_sustained_balance / decode_intensity["deepseek_v3"]


@result("element/token/GPU", over="models")
def tensor_elements(attention, entry_elements, heads, kv_heads, vector_cut_gpus, tensor_gpus):
    """Elements a token in one layer that each GPU keeps when the heads are shared out.

    A vector that all heads read is copied to each GPU. Source: TPLA paper, abstract.

    >>> tensor_elements("gqa", 2048, 64, 8, 1, 8)
    256.0
    """
    return entry_elements * _cache_share(attention, heads, kv_heads, vector_cut_gpus, tensor_gpus)


def _cache_share(attention, heads, kv_heads, vector_cut_gpus, gpus):
    """Share of a cache that each GPU keeps where `gpus` share the heads and one vector is cut over `vector_cut_gpus`."""
    if attention in ("mla", "shared_kv", "mqa"):
        return 1 / vector_cut_gpus
    return ops.maximum(1 / gpus, 1 / (vector_cut_gpus * (heads if attention == "mha" else kv_heads)))


@result("B/GPU", over=("models", "layouts"))
def gpu_weight_bytes(four_bit_experts, counted_parameters, expert_parameters, tensor_ways, expert_ways, serving_weight_bits, four_bit_weight, bits_per_byte):
    """Weights on each GPU of a layout: experts spread over some GPUs, all else cut over others.

    Experts that are published in four bits take no more. Leaves out copies of busy experts and the module that drafts tokens.
    Source: the layouts.

    >>> gpu_weight_bytes("", 671e9, 654e9, 1, 144, 8, 4, 8) / 1e9
    21.541666666666668
    """
    rest = (counted_parameters - expert_parameters) * serving_weight_bits
    expert_bits = ops.minimum(serving_weight_bits, four_bit_weight) if four_bit_experts == "yes" else serving_weight_bits
    return (expert_parameters * expert_bits / expert_ways + rest / tensor_ways) / bits_per_byte


@result("B/GPU", over=("models", "layouts"))
def gpu_request_bytes(attention, serving_request_bytes, heads, kv_heads, vector_cut_gpus, tensor_ways):
    """Cache that one request takes on each GPU that works on it.

    A vector that all heads read is copied to each of them. Source: TPLA paper, abstract.

    >>> gpu_request_bytes("mla", 2e9, 128, 128, 1, 8)
    2000000000.0
    """
    return serving_request_bytes * _cache_share(attention, heads, kv_heads, vector_cut_gpus, tensor_ways)


@result("B/GPU", by="layouts")
def layout_memory(layouts, memory_bytes, memory_use_share):
    """Memory of each GPU of a layout that weights and caches may fill.

    Leaves out the rest, which activations and communication take. Source: the chips; a common engine's default.
    """
    return {layout: memory_bytes[layouts[layout].chip] * memory_use_share for layout in layouts}


@result("request", over=("models", "layouts"))
def layout_requests(layout_memory, gpu_weight_bytes, gpu_request_bytes, requests_per_cache, layout_gpus, tensor_ways):
    """Requests that a layout holds at once beside the weights; zero where the weights alone do not fit.

    Says nothing on how fast they are served. Source: our division.

    >>> layout_requests(72e9, 22e9, 1e9, 1, 144, 1)
    7200.0
    """
    free = ops.maximum(0, layout_memory - gpu_weight_bytes)
    return requests_per_cache * ops.floor(free / gpu_request_bytes) * layout_gpus / tensor_ways


@result("request/GPU", over=("models", "layouts"))
def requests_per_gpu(layout_requests, layout_gpus):
    """Requests at once for each GPU of a layout.

    >>> requests_per_gpu(7_200.0, 144)
    50.0
    """
    return layout_requests / layout_gpus
