"""Wafers through packaging: monthly capacity between dated nodes, integrated; and what sources print for capacity, wafers and shares.

Between two nodes capacity is taken to grow along a straight line. The nodes are in the order of their dates; where they are not,
or where two have one date, nothing is computed.
"""

import math

from analysis.core import ops, schedule
from analysis.core.graph import result

EDGES = {"month_start": 0, "month_end": 1}


@result("month", over="capacity_nodes", scalar=True)
def node_moment(capacity_date, node_edge, months_per_year, days_per_month):
    """When a node of the capacity stands, as a number of months.

    A convention: "start" and "end" say which end of the month is meant.

    >>> node_moment("2023-12", "month_end", 12, 30.4375) - node_moment("2023-07", "month_start", 12, 30.4375)
    6.0
    """
    return schedule.moment(capacity_date, months_per_year, days_per_month) + EDGES[node_edge]


@result("month", by="capacity_nodes", scalar=True)
def node_month(node_moment):
    """The same for all nodes, in order.

    Refuses nodes that are out of order or at one moment.

    >>> node_month({"a": 1.0, "b": 2.0})
    {'a': 1.0, 'b': 2.0}
    """
    wrong = schedule.disorder(node_moment)
    if wrong:
        raise ValueError(f"capacity_nodes: {' and '.join(wrong)} overlap or are out of order; each line needs a later date than the line before it")
    return node_moment


@result("year", scalar=True)
def wafer_years(node_month, months_per_year):
    """The years that lie wholly between the first and the last node.

    They come from dates alone.

    >>> wafer_years({"a": 24276.0, "b": 24300.0}, 12)
    {'2023': 2023.0, '2024': 2024.0}
    """
    moments = list(node_month.values())
    return {str(year): float(year) for year in range(-int(-moments[0] // months_per_year), int(moments[-1] // months_per_year))}


def _curve(node_month, node_capacity):
    """The nodes as (moment, capacity), in order."""
    return [(node_month[key], node_capacity[key]) for key in node_month]


@result("wafer")
def yearly_wafers(wafer_years, node_month, node_capacity, months_per_year, one_year):
    """Wafers that a year's capacity can pass: the integral of monthly capacity, full use.

    Leaves out idle lines and other suppliers. Source: makers of equipment print more than 120,000 for 2023, made from other data.
    """
    nodes = _curve(node_month, node_capacity)
    return {year: schedule.passed(nodes, begin * months_per_year, (begin + one_year) * months_per_year) for year, begin in wafer_years.items()}


@result("wafer")
def year_end_wafers(wafer_years, capacity_nodes, node_capacity, months_per_year, one_year):
    """Wafers of a year if its last month's capacity had held all year: the usual shortcut.

    It counts capacity that was not there yet. Our multiplication.
    """
    ends = {key: line.capacity_date.split("-")[0] for key, line in capacity_nodes.items() if "-12" in line.capacity_date and line.node_edge == "month_end"}
    return {year: node_capacity[key] * months_per_year * one_year for key, year in ends.items() if year in wafer_years}


@result("1")
def year_end_excess(year_end_wafers, yearly_wafers):
    """The shortcut over the integral, year by year.

    Our division.
    """
    return {year: ops.ratio(wafers, yearly_wafers[year], 1) for year, wafers in year_end_wafers.items()}


@result("1")
def capacity_growth(year_end_wafers):
    """Capacity at the end of a year over that at the end of the year before.

    Our division.

    >>> capacity_growth({"2023": 100.0, "2024": 250.0})
    {'2024': 2.5}
    """
    return {later: ops.ratio(year_end_wafers[later], year_end_wafers[year], math.inf) for year, later in schedule.neighbours(year_end_wafers)}


def _for_year_end(capacity_figures):
    """Year -> the figures that are given for its December."""
    dates = sorted({line.capacity_date for line in capacity_figures.values() if "-12" in line.capacity_date})
    return {date.split("-")[0]: [line for line in capacity_figures.values() if line.capacity_date in (date,)] for date in dates}


@result("wafer/month")
def least_figure(capacity_figures):
    """The lowest figure that any source at hand gives for the end of a year.

    Leaves out ranges of single sources. Source: the table capacity_figures.
    """
    return {year: ops.least([line.monthly_figure for line in lines]) for year, lines in _for_year_end(capacity_figures).items()}


@result("wafer/month")
def greatest_figure(capacity_figures):
    """The highest figure that any source at hand gives for the end of a year.

    Leaves out ranges of single sources. Source: the table capacity_figures.
    """
    return {year: ops.greatest([line.monthly_figure for line in lines]) for year, lines in _for_year_end(capacity_figures).items()}


@result("1", by="capacity_figures")
def forecast_hit(capacity_figures, capacity_nodes, node_capacity):
    """What the capacity became over what was forecast, for year ends that have passed.

    Takes the node used here for what became. Our division.
    """
    nodes = {line.capacity_date: node_capacity[key] for key, line in capacity_nodes.items() if line.node_edge == "month_end" and line.capacity_kind == "capacity_reported"}
    asked = {key: line for key, line in capacity_figures.items() if line.capacity_kind == "capacity_forecast" and line.capacity_date in nodes}
    return {key: ops.ratio(nodes[line.capacity_date], line.monthly_figure, math.inf) for key, line in asked.items()}


@result("1", scalar=True)
def share_sum(customer_shares, rounding_slack):
    """Shares of the customers in a year, added up.

    Refuses more than the whole, but for rounding. Source: the table customer_shares.
    """
    years = sorted({line.share_year for line in customer_shares.values()})
    sums = {year: ops.total([line.wafer_share for line in customer_shares.values() if line.share_year == year]) for year in years}
    over = [year for year, total in sums.items() if total > 1 + rounding_slack]
    if over:
        raise ValueError(f"customer_shares: the shares of {over[0]} add up to {sums[over[0]]:.4g} of the whole, which is more than all")
    return sums


@result("wafer", by="customer_shares")
def customer_wafers(customer_shares, share_sum, yearly_wafers):
    """Wafers of a customer in a year: its share of that year's wafers.

    Takes shares of demand for shares of output, as no source gives the second. Our multiplication.
    """
    known = {key: line for key, line in customer_shares.items() if line.share_year in yearly_wafers}
    return {key: line.wafer_share * yearly_wafers[line.share_year] for key, line in known.items()}
