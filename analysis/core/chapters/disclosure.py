"""DeepSeek's own account of one day of service: nodes, tokens, cost, the income it might have had, and what must be paid."""

import math

from analysis.core import ops
from analysis.core.graph import result


@result("GPU")
def day_gpus(day_nodes, node_gpu_count):
    """GPUs at work on the disclosed day, averaged over its hours.

    Leaves out research, training and spare machines. Source: DeepSeek, inference system overview.

    >>> day_gpus(226.75, 8)
    1814.0
    """
    return day_nodes * node_gpu_count


@result("USD/day")
def day_cost(day_gpus, hours_per_day, h800_hour_price):
    """Rented price of the day: GPUs times hours times an assumed rent.

    Leaves out staff, research, training, and machines kept for the peak of another day. Source: DeepSeek, inference system overview.

    >>> day_cost(1814.0, 24, 2.0)
    87072.0
    """
    return day_gpus * hours_per_day * h800_hour_price


@result("token/day")
def day_missed_tokens(day_input_tokens, day_hit_tokens):
    """Input tokens that had to be computed, since no cache held them.

    Source: DeepSeek, inference system overview (our subtraction).

    >>> day_missed_tokens(608.0, 342.0)
    266.0
    """
    return day_input_tokens - day_hit_tokens


@result("1")
def cache_hit_share(day_hit_tokens, day_input_tokens):
    """Share of the input that a cache on disk already held.

    Source: DeepSeek, inference system overview.

    >>> round(cache_hit_share(342.0, 608.0), 4)
    0.5625
    """
    return ops.ratio(day_hit_tokens, day_input_tokens, 0)


@result("USD/day", over="prices")
def day_income(day_hit_tokens, cached_price, day_missed_tokens, input_price, day_output_tokens, output_price):
    """What the day's tokens come to at one price list if every token is billed.

    Leaves out that the app and the web page are free and that prices differ by model and hour. Source: DeepSeek, inference system overview.

    >>> round(day_income(342e9, 0.14e-6, 266e9, 0.55e-6, 168e9, 2.19e-6))
    562100
    """
    return day_hit_tokens * cached_price + day_missed_tokens * input_price + day_output_tokens * output_price


@result("USD/day")
def theoretical_income(day_income):
    """What the day's tokens come to at the price list of R1, which DeepSeek published as its theoretical income.

    Leaves out what `day_income` leaves out. Source: DeepSeek, inference system overview.

    >>> theoretical_income({"deepseek_r1_2025": 562_100.0})
    562100.0
    """
    return day_income["deepseek_r1_2025"]


@result("1")
def income_gap(theoretical_income, printed_day_income):
    """How far our theoretical income stands above the printed one: the tokens reached us rounded.

    >>> round(income_gap(562_100.0, 562_027.0), 5)
    0.00013
    """
    return theoretical_income / printed_day_income - 1


@result("1", reproduces="printed_day_markup")
def printed_markup(printed_day_income, printed_day_cost):
    """Profit in proportion to cost by the printed income and the printed cost: a check on the printed percentage.

    Source: DeepSeek, inference system overview (our division).

    >>> round(printed_markup(562_027.0, 87_072.0), 4)
    5.4547
    """
    return printed_day_income / printed_day_cost - 1


@result("1", over="prices")
def day_markup(day_income, day_cost):
    """Profit in proportion to cost if every token is billed at one price list.

    Leaves out what `day_income` and `day_cost` leave out. Source: DeepSeek, inference system overview.

    >>> round(day_markup(562_027.0, 87_072.0), 3)
    5.455
    """
    return ops.ratio(day_income, day_cost, math.inf) - 1


@result("1", over="prices")
def day_margin(day_income, day_cost):
    """Profit in proportion to income if every token is billed at one price list.

    The same profit as in `day_markup`, over another base. Source: DeepSeek, inference system overview (our division).

    >>> round(day_margin(562_027.0, 87_072.0), 3)
    0.845
    """
    return 1 - ops.ratio(day_cost, day_income, math.inf)


@result("1", over="prices")
def breakeven_paid_share(day_cost, day_income):
    """Share of the day's tokens that must be billed at one price list to cover the rent; above one, none is enough.

    Leaves out what `day_cost` leaves out. Source: DeepSeek, inference system overview (our division).

    >>> round(breakeven_paid_share(87_072.0, 562_027.0), 3)
    0.155
    """
    return ops.ratio(day_cost, day_income, math.inf)


@result("USD/GPU/hour", over="prices")
def breakeven_rent(day_income, day_gpus, hours_per_day, billed_share):
    """Rent of a GPU-hour at which the billed share of the day just pays for the machines, at one price list.

    Leaves out what `day_income` leaves out.

    >>> breakeven_rent(96.0, 2.0, 24, 0.5)
    1.0
    """
    return ops.ratio(day_income * billed_share, day_gpus * hours_per_day, math.inf)


@result("USD/day", over="prices")
def billed_profit(day_income, billed_share, day_cost):
    """What is left of the day if only a share of its tokens is billed, at one price list; negative is a loss.

    Leaves out what `day_cost` leaves out.

    >>> billed_profit(100.0, 0.5, 20.0)
    30.0
    """
    return day_income * billed_share - day_cost


@result("s/day")
def day_seconds(hours_per_day, seconds_per_hour):
    """Seconds in a day.

    >>> day_seconds(24, 3_600)
    86400
    """
    return hours_per_day * seconds_per_hour


@result("node")
def decode_nodes(day_output_tokens, day_seconds, decode_node_speed):
    """Nodes that write answers: the day's output over the disclosed speed of a node.

    Source: DeepSeek, inference system overview (our division).

    >>> round(decode_nodes(168e9, 86_400, 14_800), 2)
    131.38
    """
    return day_output_tokens / (day_seconds * decode_node_speed)


@result("node")
def prefill_nodes(day_input_tokens, day_seconds, prefill_node_speed):
    """Nodes that read prompts: the day's input, cached or not, over the disclosed speed of a node.

    Source: DeepSeek, inference system overview (our division).

    >>> round(prefill_nodes(608e9, 86_400, 73_700), 2)
    95.48
    """
    return day_input_tokens / (day_seconds * prefill_node_speed)


@result("node")
def balanced_nodes(decode_nodes, prefill_nodes):
    """Nodes that the disclosed tokens and speeds ask for together.

    If it meets the disclosed count, the speeds are averages over all nodes and hours, idle ones included.

    >>> round(balanced_nodes(131.38, 95.48), 2)
    226.86
    """
    return decode_nodes + prefill_nodes


@result("1")
def node_gap(balanced_nodes, day_nodes):
    """How far the nodes that follow from tokens and speeds stand above the disclosed ones.

    >>> round(node_gap(226.86, 226.75), 5)
    0.00049
    """
    return balanced_nodes / day_nodes - 1


@result("1")
def prefill_node_share(prefill_nodes, balanced_nodes):
    """Share of the nodes that read prompts; costs quoted for decode alone leave them out.

    >>> round(prefill_node_share(95.48, 226.86), 3)
    0.421
    """
    return prefill_nodes / balanced_nodes


@result("token/s/node")
def missed_node_speed(prefill_node_speed, cache_hit_share):
    """Input that one prefill node really computed in a second: without what the cache held.

    Source: DeepSeek, inference system overview (our product).

    >>> round(missed_node_speed(73_700, 342 / 608))
    32244
    """
    return prefill_node_speed * (1 - cache_hit_share)


@result("USD/node/hour")
def node_hour_price(node_gpu_count, h800_hour_price):
    """Rent of a node for an hour.

    >>> node_hour_price(8, 2.0)
    16.0
    """
    return node_gpu_count * h800_hour_price


@result("USD/token")
def disclosed_output_cost(node_hour_price, decode_node_speed, seconds_per_hour):
    """Rent behind one output token by the disclosed speed: decode nodes only.

    Leaves out the nodes that read the prompt. Source: DeepSeek, inference system overview (our division).

    >>> round(disclosed_output_cost(16.0, 14_800, 3_600) * 1e6, 3)
    0.3
    """
    return node_hour_price / (decode_node_speed * seconds_per_hour)


@result("USD/token")
def disclosed_input_cost(node_hour_price, prefill_node_speed, seconds_per_hour):
    """Rent behind one input token by the disclosed speed, cached or not: prefill nodes only.

    Source: DeepSeek, inference system overview (our division).

    >>> round(disclosed_input_cost(16.0, 73_700, 3_600) * 1e6, 3)
    0.06
    """
    return node_hour_price / (prefill_node_speed * seconds_per_hour)


@result("request")
def day_streams(day_output_tokens, day_seconds, user_speed):
    """Answers being written at once, on average: output in a second over the speed that one user sees.

    Source: DeepSeek, inference system overview (our division).

    >>> round(day_streams(168e9, 86_400, 21.0))
    92593
    """
    return day_output_tokens / day_seconds / user_speed


@result("request/GPU")
def day_batch(day_streams, decode_nodes, node_gpu_count):
    """Answers that one decode GPU writes at once, on average.

    Source: DeepSeek, inference system overview (our division).

    >>> round(day_batch(92_593, 131.38, 8))
    88
    """
    return day_streams / (decode_nodes * node_gpu_count)
