"""How fast training grows dearer, and how fast it grows more efficient: a line through published costs, and who said what.

The costs are Epoch AI's estimates in dollars of December 2023. Functions tagged scalar take the line through them; the
others carry its error on, by two rows that stand for how far the true line may lie off the one that was found.
"""

from analysis.core import fitting, ops
from analysis.core.graph import result


def _moment(date, months_per_year, days_per_common_year):
    """A date as a number of years: whole months count alike, leap days are left out, as Epoch AI's code does it."""
    year, month, day, *_ = [*map(int, date.split("-")), 1, 1]
    return year + (month - 1) / months_per_year + (day - 1) / days_per_common_year


@result("year", over="cost_trend", scalar=True)
def trend_year(trend_date, months_per_year, days_per_common_year):
    """When a model of the trend was published, as a number of years.

    Source: Epoch AI, training-cost-trends, utils.py.

    >>> trend_year("2023-07-01", 12, 365)
    2023.5
    """
    return _moment(trend_date, months_per_year, days_per_common_year)


@result("year", over="later_costs", scalar=True)
def later_year(trend_date, months_per_year, days_per_common_year):
    """When a model after the trend was published, as a number of years.

    Source: Epoch AI, training-cost-trends, utils.py.

    >>> later_year("2025-01", 12, 365)
    2025.0
    """
    return _moment(trend_date, months_per_year, days_per_common_year)


def _fitted(cost_trend, trend_year):
    """(year, logarithm of the cost) of each line of the table that takes part in the fit."""
    return [(trend_year[key], ops.log(cost_trend[key].trend_cost)) for key in cost_trend if cost_trend[key].fitted == "yes"]


@result("1", scalar=True)
def trend_models(cost_trend, trend_year):
    """How many models the trend goes through.

    Source: Epoch AI, cost analysis notebook (41).
    """
    return fitting.line(_fitted(cost_trend, trend_year)).count


@result("1/year", scalar=True)
def trend_slope(cost_trend, trend_year):
    """Yearly rise of the logarithm of cost, by least squares.

    Leaves out that the published costs are estimates themselves. Source: Epoch AI, cost analysis notebook.
    """
    return fitting.line(_fitted(cost_trend, trend_year)).slope


@result("1/year", scalar=True)
def trend_slope_margin(cost_trend, trend_year):
    """Half the width of the interval of that rise: its standard error times a quantile of Student's t.

    Source: Epoch AI, regression.py (ordinary least squares).
    """
    return fitting.line(_fitted(cost_trend, trend_year)).margins[0]


@result("year", scalar=True)
def trend_centre_year(cost_trend, trend_year):
    """Mean date of the models of the trend.

    Source: Epoch AI, cost analysis notebook (our reading of it).
    """
    return fitting.line(_fitted(cost_trend, trend_year)).centre_x


@result("USD_2023", scalar=True)
def trend_centre_cost(cost_trend, trend_year):
    """Cost on the line at the mean date: the geometric mean of all.

    Source: Epoch AI, cost analysis notebook (our reading of it).
    """
    return ops.exp(fitting.line(_fitted(cost_trend, trend_year)).centre_y)


@result("1", scalar=True)
def trend_centre_margin(cost_trend, trend_year):
    """Half the width of the interval of the line's logarithm at the mean date.

    Source: Epoch AI, regression.py (ordinary least squares).
    """
    return fitting.line(_fitted(cost_trend, trend_year)).margins[1]


@result("1", scalar=True)
def trend_explained(cost_trend, trend_year):
    """Share of the scatter in the logarithm of cost that the date explains: R squared.

    Source: Epoch AI, cost analysis notebook.
    """
    return fitting.line(_fitted(cost_trend, trend_year)).explained


@result("1", scalar=True)
def trend_scatter(cost_trend, trend_year):
    """Factor by which models typically lie off the line, to either side: one standard deviation of what is left.

    Source: Epoch AI, cost analysis notebook (our reading of it).
    """
    fit = fitting.line(_fitted(cost_trend, trend_year))
    return ops.exp(fit.centre_error * ops.sqrt(fit.count))


@result("1/year")
def cost_growth_rate(trend_slope, trend_slope_error, trend_slope_margin):
    """Yearly rise of the logarithm of cost, with the error of the fit.

    Source: Epoch AI, cost analysis notebook.

    >>> cost_growth_rate(0.875, 0.0, 0.25)
    0.875
    """
    return trend_slope + trend_slope_error * trend_slope_margin


@result("1", reproduces="printed_growth")
def cost_growth(cost_growth_rate, one_year):
    """How many times as much a frontier run cost after a year.

    Leaves out quality: later models also do more. Source: Epoch AI, cost analysis notebook (2.40981).

    >>> cost_growth(0.0, 1)
    1.0
    """
    return ops.exp(cost_growth_rate * one_year)


@result("1/year")
def cost_magnitudes(cost_growth_rate, order_of_magnitude):
    """Yearly growth of cost in orders of magnitude.

    Source: Epoch AI, cost analysis notebook (0.38198).

    >>> round(cost_magnitudes(2.302585, 10), 6)
    1.0
    """
    return cost_growth_rate / ops.log(order_of_magnitude)


@result("month")
def cost_doubling_time(cost_growth_rate, months_per_year):
    """Months in which the cost of a frontier run doubles.

    Source: Epoch AI, cost analysis notebook (9.45686).

    >>> round(cost_doubling_time(0.693147, 12), 3)
    12.0
    """
    return months_per_year * ops.log(2) / cost_growth_rate


@result("year", scalar=True)
def trend_axis(cost_trend, trend_last_day):
    """New Year of each year for which the line is drawn, from the first model on.

    The years come from dates alone, so that no other number changes which there are.
    """
    first, last = (int(date.split("-")[0]) for date in (min(cost_trend[key].trend_date for key in cost_trend), trend_last_day))
    return {year: float(year) for year in range(first, last + 1)}


@result("USD_2023")
def trend_path(trend_axis, trend_centre_year, trend_centre_cost, trend_centre_error, trend_centre_margin, cost_growth_rate):
    """Cost on the line at each New Year.

    The average frontier run, not the dearest one. Source: Epoch AI, cost analysis notebook.

    >>> trend_path({2020: 2020.0}, 2020.0, 3.0, 0.0, 0.5, 0.9)
    {2020: 3.0}
    """
    level = trend_centre_error * trend_centre_margin
    return {year: trend_centre_cost * ops.exp(level + cost_growth_rate * (moment - trend_centre_year)) for year, moment in trend_axis.items()}


@result("1", scalar=True, reproduces="printed_longer_growth")
def longer_growth(cost_trend, trend_year, later_trend_cost, later_year):
    """Yearly growth of cost by a line through the models of the fit and those after it.

    Mixes two editions of Epoch AI's costs. Source: Epoch AI's own later fit, through other models, is `printed_longer_growth`.
    """
    later = [(later_year[key], ops.log(cost)) for key, cost in later_trend_cost.items()]
    return ops.exp(fitting.line([*_fitted(cost_trend, trend_year), *later]).slope)
