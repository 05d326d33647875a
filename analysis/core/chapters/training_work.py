"""Arithmetic of training for one token: weights, and causal attention over the tokens before it."""

from analysis.core import ops
from analysis.core.graph import result


@result("FLOP/token", over="models")
def weight_training_flops(training_passes, weight_work, counted_active_parameters):
    """Arithmetic of training for one token in the weights: forward and backward.

    Leaves out attention over other tokens and what is computed twice to save memory. Source: our product.

    >>> weight_training_flops(3, 2, 37e9)
    222000000000.0
    """
    return training_passes * weight_work * counted_active_parameters


@result("token", over="models")
def training_read_tokens(reach, layers, window_layers, sliding_window, csa_layers, csa_ratio, hca_layers, hca_ratio, index_topk, training_context):
    """Entries that one token reads in training on average, added over the layers: half of the sequence where nothing cuts it.

    Leaves out what the indexer reads. Source: our sum over positions.

    >>> training_read_tokens("full_reach", 61, 0, 0, 0, 1, 0, 1, 0, 4_096)
    124928.0
    """
    if reach == "window_reach":
        return (layers - window_layers) * _mean_read(training_context, training_context, 1) + window_layers * _mean_read(training_context, sliding_window, 1)
    if reach == "indexer_reach":
        return layers * _mean_read(training_context, index_topk, 1)
    if reach == "compressed_reach":
        windows = window_layers * _mean_read(training_context, sliding_window, 1)
        return windows + csa_layers * _mean_read(training_context, index_topk, csa_ratio) + hca_layers * training_context / (2 * hca_ratio)
    return layers * _mean_read(training_context, training_context, 1)


def _mean_read(context, most, tokens_each):
    """Entries read on average over a sequence, where an entry holds some tokens and at most `most` entries are read."""
    reached = ops.minimum(context / tokens_each, most)
    return reached - reached**2 * tokens_each / (2 * context)


@result("FLOP/token", over="models")
def attention_training_flops(training_passes, training_read_tokens, prefill_entry_work, index_layers, index_entry_work, training_context):
    """Arithmetic of training for one token in attention over the tokens before it, indexer included.

    Causal: no token reads those after it. Source: ISCA paper on V3, Table 2 (our formula).

    >>> attention_training_flops(3, 124_928, 81_920, 0, 0, 4_096)
    30702305280.0
    """
    return training_passes * (training_read_tokens * prefill_entry_work + index_layers * index_entry_work * training_context / 2)


@result("FLOP/token", over="models")
def token_training_flops(weight_training_flops, attention_training_flops):
    """Arithmetic of training for one token: weights and causal attention.

    Leaves out what is computed twice to save memory. Source: ISCA paper on V3, Table 2.

    >>> token_training_flops(219.7e9, 30.7e9)
    250400000000.0
    """
    return weight_training_flops + attention_training_flops
