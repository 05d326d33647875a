"""What a token sold for: list prices at one tier and at one level of capability, and the declines that others printed."""

import math

from analysis.core import ops
from analysis.core.graph import result


def _of(lines, series, column):
    """The values of a column on the lines of one series."""
    return {line: getattr(lines[line], column) for line in lines if lines[line].series in (series,)}


def _dated(lines, values):
    """The values of some lines from the oldest date to the newest."""
    return [values[line] for line in sorted(values, key=lambda line: lines[line].price_date)]


def _fall(lines, values):
    first, *_, last = _dated(lines, values)
    return ops.ratio(first, last, math.inf)


def _rise(lines, values):
    return ops.ratio(_dated(lines, values)[-1], ops.least(values), math.inf)


@result("USD/token", by="prices")
def openai_flagship_price(prices):
    """Output price of OpenAI's flagship of the day, by version.

    Leaves out reasoning models, long-context tiers and discounts for batches. Source: the table's lines.
    """
    return _of(prices, "openai_flagship", "output_price")


@result("USD/token", by="prices")
def anthropic_flagship_price(prices):
    """Output price of Anthropic's flagship, by version.

    Leaves out the versions for which no dated price was at hand. Source: the table's lines.
    """
    return _of(prices, "anthropic_flagship", "output_price")


@result("USD/token", by="prices")
def google_flash_price(prices):
    """Output price of Google's Flash tier, by version.

    Leaves out free quotas and surcharges for long prompts. Source: the table's lines.
    """
    return _of(prices, "google_flash", "output_price")


@result("USD/token", by="prices")
def deepseek_chat_price(prices):
    """Output price of DeepSeek's ordinary chat tier, by version; the peak price where there are two.

    Leaves out the off-peak price. Source: the table's lines.
    """
    return _of(prices, "deepseek_chat", "output_price")


@result("USD/token", by="prices")
def deepseek_pro_price(prices):
    """Output price of DeepSeek's Pro tier, by date; the peak price where there are two.

    Leaves out the off-peak price. Source: the table's lines.
    """
    return _of(prices, "deepseek_pro", "output_price")


@result("USD/token", by="capability_prices")
def mmlu42_price(capability_prices):
    """Lowest price of a model above 42 points on MMLU, by date.

    One old, leaked benchmark, on which small models now pass. Source: SemiAnalysis, chart of the cheapest models.
    """
    return _of(capability_prices, "mmlu_42", "capability_price")


@result("USD/token", by="capability_prices")
def gpt4_class_price(capability_prices):
    """Lowest price of a model of GPT-4's class on MMLU, by date.

    Leaves out every other ability. Source: SemiAnalysis, chart of the cheapest models.
    """
    return _of(capability_prices, "gpt4_class", "capability_price")


@result("1")
def mmlu42_fall(capability_prices, mmlu42_price):
    """How many times the price at 42 points on MMLU fell, first date to last.

    A fall of list prices, not of costs. Source: SemiAnalysis, chart of the cheapest models.
    """
    return _fall(capability_prices, mmlu42_price)


@result("1")
def gpt4_class_fall(capability_prices, gpt4_class_price):
    """How many times the price of GPT-4's class fell, first date to last.

    A fall of list prices, not of costs. Source: SemiAnalysis, chart of the cheapest models.
    """
    return _fall(capability_prices, gpt4_class_price)


@result("1")
def openai_flagship_fall(openai_flagship_price):
    """How many times OpenAI's flagship fell from its dearest output price to its cheapest.

    The model changed each time: it is a fall at fixed tier. Source: the table's lines.

    >>> openai_flagship_fall({"a": 60.0, "b": 10.0, "c": 30.0})
    6.0
    """
    return ops.ratio(ops.greatest(openai_flagship_price), ops.least(openai_flagship_price), math.inf)


@result("1")
def openai_flagship_rise(prices, openai_flagship_price):
    """OpenAI's newest flagship in multiples of its cheapest ever, output price.

    The newest model also does more. Source: the table's lines.
    """
    return _rise(prices, openai_flagship_price)


@result("1")
def google_flash_rise(prices, google_flash_price):
    """Google's newest Flash in multiples of its cheapest ever, output price.

    The newest model also does more. Source: the table's lines.
    """
    return _rise(prices, google_flash_price)


@result("1")
def deepseek_chat_rise(prices, deepseek_chat_price):
    """DeepSeek's newest chat price in multiples of its cheapest ever, output, at peak hours.

    Off-peak is half of it. Source: the table's lines.
    """
    return _rise(prices, deepseek_chat_price)


@result("1")
def deepseek_pro_rise(prices, deepseek_pro_price):
    """DeepSeek's newest Pro price in multiples of its cheapest ever, output, at peak hours.

    Off-peak is half of it. Source: the table's lines.
    """
    return _rise(prices, deepseek_pro_price)


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
