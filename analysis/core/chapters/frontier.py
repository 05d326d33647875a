"""The dearest runs against the line through all: when one costs a billion dollars, what came after the fit, where V3 lies."""

from analysis.core import ops
from analysis.core.graph import result


@result("year")
def trend_billion_year(trend_centre_year, trend_centre_cost, trend_centre_error, trend_centre_margin, cost_growth_rate, billion_mark):
    """When the line, the average frontier run, reaches a billion dollars.

    Leaves out whether anybody could pay. Source: as `cost_growth`.

    >>> trend_billion_year(2020.0, 1e9, 0.0, 0.5, 0.9, 1e9)
    2020.0
    """
    rise = ops.log(billion_mark / trend_centre_cost) - trend_centre_error * trend_centre_margin
    return trend_centre_year + rise / cost_growth_rate


@result("USD_2023")
def largest_trend_cost(cost_trend):
    """Cost of the dearest run in the fit.

    Source: Epoch AI, cost analysis notebook (GPT-4).
    """
    return ops.greatest({key: cost_trend[key].trend_cost for key in cost_trend if cost_trend[key].fitted == "yes"})


@result("year", scalar=True)
def largest_trend_year(cost_trend, trend_year, largest_trend_cost):
    """When the dearest run in the fit was published.

    Source: Epoch AI, cost analysis notebook (GPT-4).
    """
    return min(trend_year[key] for key in cost_trend if cost_trend[key].fitted == "yes" and cost_trend[key].trend_cost == largest_trend_cost)


@result("year")
def billion_year(largest_trend_year, largest_trend_cost, cost_growth_rate, billion_mark):
    """When the dearest run would cost a billion dollars, if the dearest of the fit grew as the line does.

    Source: Cottier et al., abstract (by 2027).

    >>> billion_year(2023.25, 1e9, 0.9, 1e9)
    2023.25
    """
    return largest_trend_year + ops.log(billion_mark / largest_trend_cost) / cost_growth_rate


@result("USD_2023", over="later_costs")
def later_trend_cost(later_cost, price_rise_2024):
    """Cost of a model after the trend, in the dollars of the trend.

    Source: Epoch AI, model costs (our conversion by the price index that Epoch AI uses).

    >>> later_trend_cost(1.5, 1.5)
    1.0
    """
    return later_cost / price_rise_2024


@result("USD_2023")
def largest_later_cost(later_trend_cost):
    """Cost of the dearest run of the table of later costs.

    Leaves out estimates of runs that stand elsewhere, such as that of Grok 4. Source: Epoch AI, model costs (Grok-3).

    >>> largest_later_cost({"grok3": 3e8, "gpt45": 2e8})
    300000000.0
    """
    return ops.greatest(later_trend_cost)


@result("year", scalar=True)
def largest_later_year(later_trend_cost, later_year, largest_later_cost):
    """When the dearest run after the fit was published.

    >>> largest_later_year({"grok3": 3e8, "gpt45": 2e8}, {"grok3": 2025.125, "gpt45": 2025.25}, 3e8)
    2025.125
    """
    return min(later_year[key] for key, cost in later_trend_cost.items() if cost == largest_later_cost)


@result("year")
def later_billion_year(largest_later_year, largest_later_cost, cost_growth_rate, billion_mark):
    """The same from the dearest run published after the fit.

    >>> later_billion_year(2025.125, 1e9, 0.9, 1e9)
    2025.125
    """
    return largest_later_year + ops.log(billion_mark / largest_later_cost) / cost_growth_rate


@result("1")
def largest_run_growth(largest_trend_cost, largest_trend_year, largest_later_cost, largest_later_year, one_year):
    """Yearly growth from the dearest run of the fit to the dearest one after it.

    Two points, of two editions of the same data: no more than a check.

    >>> largest_run_growth(1e8, 2023.0, 4e8, 2025.0, 1.0)
    2.0
    """
    return (largest_later_cost / largest_trend_cost) ** (one_year / (largest_later_year - largest_trend_year))


@result("USD_2023")
def v3_trend_level(trend_year, trend_centre_year, trend_centre_cost, trend_centre_error, trend_centre_margin, cost_growth_rate):
    """Cost on the line on the day when V3 appeared.

    Source: as `cost_growth`.

    >>> v3_trend_level({"deepseek_v3": 2024.0}, 2024.0, 3.0, 0.0, 0.5, 0.9)
    3.0
    """
    years = trend_year["deepseek_v3"] - trend_centre_year
    return trend_centre_cost * ops.exp(trend_centre_error * trend_centre_margin + cost_growth_rate * years)


@result("1")
def v3_trend_ratio(trend_cost, v3_trend_level):
    """Epoch AI's estimate for V3 in proportion to the line on that day.

    Leaves out that the line is of the models that took most computing, of which V3 need not be one.

    >>> v3_trend_ratio({"deepseek_v3": 5.0}, 10.0)
    0.5
    """
    return trend_cost["deepseek_v3"] / v3_trend_level


@result("1")
def v3_trend_gap(v3_trend_ratio):
    """The same as a distance from the line, to whichever side: one is on it.

    >>> v3_trend_gap(0.5), v3_trend_gap(2.0)
    (2.0, 2.0)
    """
    return ops.maximum(v3_trend_ratio, 1 / v3_trend_ratio)
