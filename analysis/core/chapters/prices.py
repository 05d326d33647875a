"""What a token sold for: list prices at one tier and at one level of capability, and the declines that others printed."""

import math

from analysis.core import ops
from analysis.core.graph import result


def _grouped(lines, column):
    """Series -> line -> value, of the series that are no remainder, each from its oldest line to its newest."""
    ordered = sorted(lines, key=lambda line: lines[line].price_date)
    kept = [line for line in ordered if lines[line].series not in ("other_tier",)]
    return {lines[line].series: {one: getattr(lines[one], column) for one in kept if lines[one].series in (lines[line].series,)} for line in kept}


def _last(values):
    return [*values.values()][-1]


@result("USD/token", by="prices")
def shelf_price(prices, drawn):
    """Output price of the tiers that the chart draws, by version.

    Leaves out the other tiers, long prompts and discounts for batches. Source: the table's lines.
    """
    return {line: prices[line].output_price for line in prices if drawn[prices[line].series] in ("yes",)}


@result("USD/token", by="price_series")
def tier_dearest(prices):
    """Highest output price that each tier has had.

    Leaves out versions of which no dated price was at hand. Source: the table's lines.
    """
    return {tier: ops.greatest(values) for tier, values in _grouped(prices, "output_price").items()}


@result("USD/token", by="price_series")
def tier_floor(prices):
    """Lowest output price that each tier has had.

    Leaves out versions of which no dated price was at hand. Source: the table's lines.
    """
    return {tier: ops.least(values) for tier, values in _grouped(prices, "output_price").items()}


@result("USD/token", by="price_series")
def tier_newest(prices):
    """Newest output price of each tier; at peak hours where there are two.

    The model changed each time: it is a price of a name, not of an ability. Source: the table's lines.
    """
    return {tier: _last(values) for tier, values in _grouped(prices, "output_price").items()}


@result("1", by="price_series")
def tier_rise(tier_newest, tier_floor):
    """Each tier's newest output price in multiples of its lowest ever: one where it is at its lowest.

    The newest model also does more. Source: the table's lines.

    >>> tier_rise({"a": 30.0, "b": 5.0}, {"a": 10.0, "b": 5.0})
    {'a': 3.0, 'b': 1.0}
    """
    return {tier: ops.ratio(newest, tier_floor[tier], math.inf) for tier, newest in tier_newest.items()}


@result("1")
def sold_tiers(tier_newest):
    """Tiers with a price in the table.

    >>> sold_tiers({"a": 30.0, "b": 5.0})
    2.0
    """
    return ops.total({tier: 1 for tier in tier_newest})


@result("1")
def risen_tiers(tier_newest, tier_floor):
    """Tiers whose newest output price stands above their lowest.

    Counts a rise of a cent like one to ten times. Source: the table's lines.

    >>> risen_tiers({"a": 30.0, "b": 5.0}, {"a": 10.0, "b": 5.0})
    1.0
    """
    above = {tier: newest - tier_floor[tier] for tier, newest in tier_newest.items()}  # never below
    return ops.total({tier: ops.ratio(rise, rise, 0) for tier, rise in above.items()})


@result("1", by="ability_levels")
def level_fall(capability_prices):
    """How many times the lowest price found at each level of ability fell, first date to last.

    A fall of list prices, not of costs, on one benchmark each. Source: the table's lines.
    """
    falls = _grouped(capability_prices, "capability_price").items()
    return {level: ops.ratio([*values.values()][0], _last(values), math.inf) for level, values in falls}


@result("1")
def gpt5_gpt55_rise(output_price):
    """GPT-5.5 over GPT-5, output price: the flagship from August 2025 to April 2026.

    Source: the table's lines.

    >>> gpt5_gpt55_rise({"gpt5_2025": 10.0, "gpt55_2026": 30.0})
    3.0
    """
    return ops.ratio(output_price["gpt55_2026"], output_price["gpt5_2025"], math.inf)


@result("1")
def reasoning_output_fall(output_price):
    """R1 over V3.2, output price: what DeepSeek asked for reasoning, January to September 2025.

    V3.2 reasons in the same model that chats. Source: the table's lines.

    >>> round(reasoning_output_fall({"deepseek_r1_2025": 2.19, "deepseek_v32_2025": 0.42}), 2)
    5.21
    """
    return ops.ratio(output_price["deepseek_r1_2025"], output_price["deepseek_v32_2025"], math.inf)


@result("1")
def reasoning_input_fall(input_price):
    """R1 over V3.2, price of input that misses the cache.

    Source: the table's lines.

    >>> round(reasoning_input_fall({"deepseek_r1_2025": 0.55, "deepseek_v32_2025": 0.28}), 2)
    1.96
    """
    return ops.ratio(input_price["deepseek_r1_2025"], input_price["deepseek_v32_2025"], math.inf)


@result("1")
def chat_output_fall(output_price):
    """V3 at list price over V3.2, output price, February to September 2025.

    Source: the table's lines.

    >>> round(chat_output_fall({"deepseek_v3_2025": 1.1, "deepseek_v32_2025": 0.42}), 2)
    2.62
    """
    return ops.ratio(output_price["deepseek_v3_2025"], output_price["deepseek_v32_2025"], math.inf)


@result("1")
def gpt4o_output_fall(output_price):
    """GPT-4 over GPT-4o of August 2024, output price.

    Source: the table's lines.

    >>> gpt4o_output_fall({"gpt4_2023": 60.0, "gpt4o_2024_08": 10.0})
    6.0
    """
    return ops.ratio(output_price["gpt4_2023"], output_price["gpt4o_2024_08"], math.inf)


@result("1")
def gpt4o_input_fall(input_price):
    """GPT-4 over GPT-4o of August 2024, input price.

    Source: the table's lines.

    >>> gpt4o_input_fall({"gpt4_2023": 30.0, "gpt4o_2024_08": 2.5})
    12.0
    """
    return ops.ratio(input_price["gpt4_2023"], input_price["gpt4o_2024_08"], math.inf)


@result("1")
def o1_r1_ratio(output_price):
    """o1 over R1, output price, in January 2025.

    Says nothing on how many tokens each spends. Source: the table's lines.

    >>> round(o1_r1_ratio({"o1_2024": 60.0, "deepseek_r1_2025": 2.19}), 1)
    27.4
    """
    return ops.ratio(output_price["o1_2024"], output_price["deepseek_r1_2025"], math.inf)
