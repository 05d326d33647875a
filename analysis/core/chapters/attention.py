"""The KV cache: elements and bytes a token for every form of attention, requests by context, and savings taken apart.

What a token leaves behind in a layer follows from the column `attention`, how much of it is kept from the column `reach`.
"""

import math

from analysis.core import ops
from analysis.core.graph import result


@result("element/token", over="models")
def entry_elements(attention, heads, kv_heads, head_dim, kv_lora_rank, qk_rope, vector_entry):
    """Elements that a token leaves in the cache of one layer that keeps it.

    Leaves out index keys and scales. Source: DeepSeek-V2 report, Table 1; for one shared vector the vLLM post on V4.

    >>> entry_elements("mla", 128, 128, 128, 512, 64, 1)
    576
    """
    if attention == "mla":
        return (kv_lora_rank + qk_rope) * vector_entry
    if attention == "shared_kv":
        return kv_heads * head_dim * vector_entry
    if attention == "mha":
        return 2 * heads * head_dim * vector_entry
    return 2 * head_dim * vector_entry if attention == "mqa" else 2 * kv_heads * head_dim * vector_entry


@result("element/token", over="models")
def rope_elements(attention, qk_rope, vector_entry):
    """Elements of an entry that carry the position apart, which formats store in a precision of their own.

    Zero where keys are rotated whole. Source: FlashMLA, format of the FP8 cache.

    >>> rope_elements("mla", 64, 1)
    64
    """
    return qk_rope * vector_entry if attention in ("mla", "shared_kv") else 0


@result("1", over="models")
def growth_layers(reach, layers, window_layers, csa_layers, csa_ratio, hca_layers, hca_ratio):
    """Layers that keep an entry of every further token once windows are full, a compressed layer counted by its ratio.

    Source: vLLM on V4, appendix; for windows the configurations.

    >>> growth_layers("window_reach", 62, 52, 0, 1, 0, 1)
    10
    """
    if reach == "window_reach":
        return layers - window_layers
    if reach == "compressed_reach":
        return csa_layers / csa_ratio + hca_layers / hca_ratio
    return layers


@result("1", over="models")
def index_layers(reach, layers, csa_layers, csa_ratio):
    """Layers that keep an index key of every token, a compressed layer counted by its ratio; zero without an indexer.

    Source: vLLM on V4, appendix.

    >>> index_layers("indexer_reach", 61, 0, 1)
    61
    """
    if reach == "compressed_reach":
        return csa_layers / csa_ratio
    return layers if reach == "indexer_reach" else 0


@result("element/token", over="models")
def index_elements(reach, index_layers, index_head_dim, vector_entry):
    """Elements of index keys that a token leaves in the whole model; zero without an indexer.

    Source: vLLM on V4, appendix.

    >>> index_elements("indexer_reach", 61, 128, 1)
    7808
    """
    return index_layers * index_head_dim * vector_entry if reach in ("indexer_reach", "compressed_reach") else 0


@result("element/token", over="models")
def kv_growth_elements(growth_layers, entry_elements, index_elements):
    """Elements that each further token adds to the cache at a long context, index keys included.

    Leaves out windows, which are full by then. Source: DeepSeek-V2 report, Table 1; vLLM on V4, appendix.

    >>> kv_growth_elements(61, 576, 0)
    35136
    """
    return growth_layers * entry_elements + index_elements


@result("element/token", over="models")
def window_elements(reach, window_layers, entry_elements):
    """Elements that a token adds in layers with a window, as long as the window holds it; zero without windows.

    Source: the configurations; vLLM on V4, appendix.

    >>> window_elements("window_reach", 52, 4096)
    212992
    """
    return window_layers * entry_elements if reach in ("window_reach", "compressed_reach") else 0


@result("element/token", over="models")
def kv_elements(kv_growth_elements, window_elements):
    """Elements of KV cache that a token takes while the context is short; with windows an upper bound for longer ones.

    Leaves out the module that drafts tokens. Source: DeepSeek-V2 report, Table 1.

    >>> kv_elements(40_960, 212_992)
    253952
    """
    return kv_growth_elements + window_elements


@result("B/token", over="models")
def kv_bytes(kv_elements, cache_bits, bits_per_byte):
    """Bytes of KV cache that a token takes while the context is short, every element in the same precision.

    Leaves out scales; see `stored_bytes` for formats that are in use. Source: as `kv_elements`.

    >>> kv_bytes(35_136, 16, 8)
    70272.0
    """
    return kv_elements * cache_bits / bits_per_byte


@result("B/token", over="models")
def kv_growth_bytes(kv_growth_elements, cache_bits, bits_per_byte):
    """Bytes of KV cache that each further token adds at a long context, every element in the same precision.

    Leaves out scales. Source: as `kv_growth_elements`.

    >>> kv_growth_bytes(40_960, 16, 8)
    81920.0
    """
    return kv_growth_elements * cache_bits / bits_per_byte


@result("B", over=("models", "contexts"))
def request_bytes(reach, kv_growth_elements, window_elements, sliding_window, context_tokens, cache_bits, bits_per_byte):
    """KV cache of one request of a given length, every element in the same precision.

    Leaves out scales, drafting layers, and beginnings shared with other requests. Source: vLLM on V4, appendix.

    >>> round(request_bytes("full_reach", 35_136, 0, 0, 131_072, 16, 8) / 1e9, 3)
    9.211
    """
    kept = kv_growth_elements * context_tokens
    if reach in ("window_reach", "compressed_reach"):
        kept = kept + window_elements * ops.minimum(context_tokens, sliding_window)
    return kept * cache_bits / bits_per_byte


@result("B", over="models")
def serving_request_bytes(reach, kv_growth_elements, window_elements, sliding_window, serving_context, cache_bits, bits_per_byte):
    """KV cache of one request of the length assumed for the comparison of servers.

    Leaves out what `request_bytes` leaves out.

    >>> serving_request_bytes("full_reach", 35_136, 0, 0, 1_000, 16, 8)
    70272000.0
    """
    kept = kv_growth_elements * serving_context
    if reach in ("window_reach", "compressed_reach"):
        kept = kept + window_elements * ops.minimum(serving_context, sliding_window)
    return kept * cache_bits / bits_per_byte


@result("B/token", over=("models", "cache_formats"))
def stored_bytes(entry_elements, rope_elements, growth_layers, index_elements, content_bits, content_scale_bits, rope_bits, index_bits, index_scale_bits, scale_group, bits_per_byte):
    """Bytes that each further token adds to the cache at a long context, as a format stores it, scales included.

    Leaves out windows. Source: FlashMLA, format of the FP8 cache; vLLM on V4, appendix.

    >>> stored_bytes(576, 64, 61, 7808, 8, 32, 16, 8, 32, 128, 8)
    48068.0
    """
    content = (entry_elements - rope_elements) * (content_bits + content_scale_bits / scale_group)
    index = index_elements * (index_bits + index_scale_bits / scale_group)
    return (growth_layers * (content + rope_elements * rope_bits) + index) / bits_per_byte


@result("GPU")
def long_request_gpus(request_bytes, memory_bytes):
    """H100s whose memory one request of 1M tokens to Llama 3.1 405B would fill, without any weights.

    Source: our division.

    >>> long_request_gpus({"llama31_405b": {"ctx_1m": 320e9}}, {"h100_sxm": 80e9})
    4.0
    """
    return ops.ratio(request_bytes["llama31_405b"]["ctx_1m"], memory_bytes["h100_sxm"], math.inf)
