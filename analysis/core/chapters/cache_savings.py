"""Savings of cache taken apart: what fewer layers, another attention and a smaller number format contribute to each headline."""

from analysis.core.graph import result


@result("B/token", by="comparisons")
def base_cache(comparisons, stored_bytes):
    """Cache a token of the model that a saving is measured against, as it is stored.

    Source: the line's.
    """
    return {one: stored_bytes[comparisons[one].base_model][comparisons[one].base_format] for one in comparisons}


@result("B/token", by="comparisons")
def layer_step_cache(comparisons, base_cache, layers):
    """The same with as many layers as the new model has.

    Source: our step between the two ends.
    """
    return {one: base_cache[one] * layers[comparisons[one].new_model] / layers[comparisons[one].base_model] for one in comparisons}


@result("B/token", by="comparisons")
def form_step_cache(comparisons, base_cache, kv_growth_elements):
    """The same with the new model's attention, still in the old precision.

    Source: our step between the two ends.
    """
    elements = kv_growth_elements
    return {one: base_cache[one] * elements[comparisons[one].new_model] / elements[comparisons[one].base_model] for one in comparisons}


@result("B/token", by="comparisons")
def new_cache(comparisons, stored_bytes):
    """Cache a token of the new model, as it is stored.

    Source: the line's.
    """
    return {one: stored_bytes[comparisons[one].new_model][comparisons[one].new_format] for one in comparisons}


@result("1", over="comparisons", reproduces="printed_saving")
def cache_saving(new_cache, base_cache):
    """Saving as headlines count it: everything at once.

    >>> round(cache_saving(25_920.0, 389_120.0), 4)
    0.9334
    """
    return 1 - new_cache / base_cache


@result("1", over="comparisons")
def layer_saving(layer_step_cache, base_cache):
    """Part of the cache that fewer layers save; negative where there are more.

    >>> layer_saving(245_760.0, 491_520.0)
    0.5
    """
    return 1 - layer_step_cache / base_cache


@result("1", over="comparisons")
def form_saving(form_step_cache, layer_step_cache):
    """Part that the attention saves, layer for layer and at equal precision.

    >>> round(form_saving(69_120.0, 245_760.0), 5)
    0.71875
    """
    return 1 - form_step_cache / layer_step_cache


@result("1", over="comparisons")
def precision_saving(new_cache, form_step_cache):
    """Part of what is then left that a smaller number format saves.

    >>> precision_saving(25_920.0, 69_120.0)
    0.625
    """
    return 1 - new_cache / form_step_cache


@result("1", over="comparisons")
def equal_saving(form_step_cache, base_cache):
    """Saving at equal precision: layers and attention together.

    >>> round(equal_saving(69_120.0, 389_120.0), 4)
    0.8224
    """
    return 1 - form_step_cache / base_cache


@result("1")
def v41_to_v4_cache(stated_kv_bytes, stored_bytes):
    """Cache that V4.1-Flash states for a token in proportion to what V4-Flash stores.

    Source: abstract of V4.1-Flash, which says about a quarter.

    >>> v41_to_v4_cache({"deepseek_v41_flash": 1.0}, {"deepseek_v4_flash": {"v4_mixed": 4.0}})
    0.25
    """
    return stated_kv_bytes["deepseek_v41_flash"] / stored_bytes["deepseek_v4_flash"]["v4_mixed"]
