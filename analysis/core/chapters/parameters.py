"""Parameters counted from configurations: attention, feed-forward networks, experts, router and embeddings; no norms, no biases."""

from analysis.core import ops
from analysis.core.graph import result


@result("parameter", over="models")
def query_parameters(attention, hidden, heads, head_dim, q_lora_rank, qk_nope, qk_rope, matrix_entry):
    """Parameters that make the queries of one layer.

    A rank of zero says that queries are not compressed. Source: the configurations; V2 report, Section 2.1.

    >>> query_parameters("mla", 2_048, 16, 0, 0, 128, 64, 1)
    6291456
    """
    if attention not in ("mla", "shared_kv"):
        return hidden * heads * head_dim * matrix_entry
    key_size = qk_nope + qk_rope if attention == "mla" else head_dim
    direct = 1 - ops.minimum(q_lora_rank, 1)
    return (hidden * q_lora_rank + (q_lora_rank + direct * hidden) * heads * key_size) * matrix_entry


@result("parameter", over="models")
def cache_parameters(attention, hidden, heads, kv_heads, head_dim, kv_lora_rank, qk_nope, qk_rope, v_head, matrix_entry):
    """Parameters that make keys and values of one layer.

    Source: the configurations; V2 report, Section 2.1.

    >>> cache_parameters("gqa", 8_192, 64, 8, 128, 0, 0, 0, 0, 1)
    16777216
    """
    if attention == "mla":
        return (hidden * (kv_lora_rank + qk_rope) + kv_lora_rank * heads * (qk_nope + v_head)) * matrix_entry
    if attention == "shared_kv":
        return hidden * kv_heads * head_dim * matrix_entry
    if attention == "mqa":
        return 2 * hidden * head_dim * matrix_entry
    return 2 * hidden * (heads if attention == "mha" else kv_heads) * head_dim * matrix_entry


@result("parameter", over="models")
def output_parameters(attention, hidden, heads, head_dim, v_head, o_groups, o_lora_rank, matrix_entry):
    """Parameters that bring the heads of one layer back together.

    Source: the configurations; for V4 the class in transformers.

    >>> output_parameters("mla", 7_168, 128, 0, 128, 0, 0, 1)
    117440512
    """
    if attention == "mla":
        return heads * v_head * hidden * matrix_entry
    if attention == "shared_kv":
        return o_lora_rank * (heads * head_dim + o_groups * hidden) * matrix_entry
    return heads * head_dim * hidden * matrix_entry


@result("parameter", over="models")
def index_parameters(reach, layers, csa_layers, hidden, q_lora_rank, index_n_heads, index_head_dim, matrix_entry):
    """Parameters of the indexer in all layers; zero without one.

    Source: the classes in transformers.

    >>> index_parameters("indexer_reach", 61, 0, 7_168, 1_536, 64, 128, 1)
    851509248
    """
    if reach not in ("indexer_reach", "compressed_reach"):
        return 0
    direct = 1 - ops.minimum(q_lora_rank, 1)
    queries = (q_lora_rank + direct * hidden) * index_n_heads * index_head_dim + hidden * index_n_heads
    keys = hidden * index_head_dim
    return (csa_layers * (queries + 2 * 2 * keys) if reach == "compressed_reach" else layers * (queries + keys)) * matrix_entry


@result("parameter", over="models")
def compressor_parameters(reach, csa_layers, hca_layers, hidden, head_dim, matrix_entry):
    """Parameters that merge tokens into one entry, in all layers; zero without compression.

    Leaves out the weights of positions. Source: the class of V4 in transformers.

    >>> compressor_parameters("compressed_reach", 21, 20, 4_096, 512, 1)
    260046848
    """
    if reach == "compressed_reach":
        return 2 * hidden * head_dim * (hca_layers + 2 * csa_layers) * matrix_entry
    return 0


@result("parameter", over="models")
def attention_parameters(layers, query_parameters, cache_parameters, output_parameters, index_parameters, compressor_parameters):
    """Parameters of attention in the whole model.

    Leaves out the layers that draft tokens. Source: our sum.

    >>> attention_parameters(2, 10.0, 4.0, 6.0, 1.0, 0.0)
    41.0
    """
    return layers * (query_parameters + cache_parameters + output_parameters) + index_parameters + compressor_parameters


@result("1", over="models")
def moe_layers(ffn, layers, dense_layers):
    """Layers that hold experts.

    Source: the configurations.

    >>> moe_layers("mixed_ffn", 61, 3)
    58
    """
    if ffn == "dense_ffn":
        return 0
    return layers - dense_layers if ffn == "mixed_ffn" else layers


@result("parameter", over="models")
def dense_parameters(ffn, layers, dense_layers, ffn_matrices, hidden, intermediate, matrix_entry):
    """Parameters of the feed-forward networks that every token uses.

    Leaves out shared experts. Source: the configurations.

    >>> dense_parameters("mixed_ffn", 61, 3, 3, 7_168, 18_432, 1)
    1189085184
    """
    if ffn == "moe_ffn":
        return 0
    return (dense_layers if ffn == "mixed_ffn" else layers) * ffn_matrices * hidden * intermediate * matrix_entry


@result("parameter", over="models")
def expert_size(ffn, ffn_matrices, hidden, moe_intermediate, matrix_entry):
    """Parameters of one expert; zero in a dense model.

    Source: the configurations.

    >>> expert_size("moe_ffn", 3, 7_168, 2_048, 1)
    44040192
    """
    return 0 if ffn == "dense_ffn" else ffn_matrices * hidden * moe_intermediate * matrix_entry


@result("parameter", over="models")
def expert_parameters(ffn, moe_layers, experts, expert_size):
    """Parameters of all routed experts: those from which a token's few are picked.

    Leaves out shared experts. Source: the configurations.

    >>> expert_parameters("mixed_ffn", 58, 256, 44_040_192)
    653908770816
    """
    return 0 if ffn == "dense_ffn" else moe_layers * experts * expert_size


@result("parameter", over="models")
def picked_parameters(ffn, moe_layers, topk, expert_size):
    """Parameters of the routed experts that one token uses.

    Source: the configurations.

    >>> picked_parameters("mixed_ffn", 58, 8, 44_040_192)
    20434649088
    """
    return 0 if ffn == "dense_ffn" else moe_layers * topk * expert_size


@result("parameter", over="models")
def router_parameters(ffn, moe_layers, experts, shared, expert_size, hidden, matrix_entry):
    """Parameters of shared experts and of the router, which every token uses.

    Source: the configurations.

    >>> router_parameters("mixed_ffn", 58, 256, 1, 44_040_192, 7_168, 1)
    2660761600
    """
    return 0 if ffn == "dense_ffn" else moe_layers * (shared * expert_size + experts * hidden * matrix_entry)


@result("parameter", over="models")
def embedding_parameters(vocab, hidden, matrix_entry):
    """Parameters of one embedding: a vector for each word of the vocabulary.

    Source: the configurations.

    >>> embedding_parameters(129_280, 7_168, 1)
    926679040
    """
    return vocab * hidden * matrix_entry


@result("parameter", over="models")
def input_parameters(tied_embeddings, vocab, hidden, matrix_entry):
    """Parameters of the input embedding beside those of the output; zero where both are one.

    Source: the configurations.

    >>> input_parameters("no", 129_280, 7_168, 1)
    926679040
    """
    return 0 if tied_embeddings == "yes" else vocab * hidden * matrix_entry


@result("parameter", over="models")
def counted_active_parameters(attention_parameters, dense_parameters, picked_parameters, router_parameters, embedding_parameters):
    """Parameters that the arithmetic of one token uses, counted from the configuration.

    Leaves out the input embedding, which is looked up and not multiplied, norms and biases. Source: the configurations.

    >>> counted_active_parameters(11e9, 1e9, 20e9, 3e9, 1e9)
    36000000000.0
    """
    return attention_parameters + dense_parameters + picked_parameters + router_parameters + embedding_parameters


@result("parameter", over="models")
def counted_parameters(counted_active_parameters, expert_parameters, picked_parameters, input_parameters):
    """Parameters of a model, counted from the configuration.

    Leaves out norms, biases, layers that draft tokens, and what reads images. Source: the configurations.

    >>> counted_parameters(36e9, 654e9, 20e9, 1e9)
    671000000000.0
    """
    return counted_active_parameters + expert_parameters - picked_parameters + input_parameters
