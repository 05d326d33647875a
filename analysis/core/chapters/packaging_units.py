"""Packages by two roads, quarter by quarter: from wafers, and from NVIDIA's revenue; and what is left between them.

The road from revenue is Epoch AI's: revenue times the share of hardware times the share of a chip, over its price. The road
from wafers takes the capacity of some months earlier, a share of it, and the packages that a wafer carries.
"""

import math

from analysis.core import ops, schedule
from analysis.core.graph import result


@result("month", over="nvidia_quarters", scalar=True)
def quarter_from(quarter_start, months_per_year, days_per_month):
    """When a fiscal quarter begins, as a number of months.

    Source: Epoch AI's file of revenue (dates of NVIDIA's quarters).

    >>> quarter_from("2024-01-01", 12, 30.4375)
    24288.0
    """
    return schedule.moment(quarter_start, months_per_year, days_per_month)


@result("month", over="nvidia_quarters", scalar=True)
def quarter_to(quarter_end, months_per_year, days_per_month):
    """When a fiscal quarter is over, as a number of months: the end of its last day.

    Source: Epoch AI's file of revenue (dates of NVIDIA's quarters).

    >>> round(quarter_to("2024-01-30", 12, 30.0), 9)
    24289.0
    """
    return schedule.moment(quarter_end, months_per_year, days_per_month) + 1 / days_per_month


@result("package", by="quarter_sales")
def revenue_units(quarter_sales, fiscal_quarters, computing_sales, hardware_share, chip_price):
    """Packages of a chip sold in a quarter: revenue times shares, over the price.

    Leaves out small data-centre chips and what NVIDIA keeps. Source: Epoch AI, nvidia_estimates.ipynb.
    """
    sales = {quarter: computing_sales[line.told_quarter] for quarter, line in fiscal_quarters.items()}
    return {
        key: sales[line.sold_quarter] * hardware_share * line.sale_share / chip_price[line.sold_price]
        for key, line in quarter_sales.items()
    }  # fmt: skip


def _sales(quarter_sales, quarter):
    """The sales of one quarter."""
    return {key: line for key, line in quarter_sales.items() if line.sold_quarter in (quarter,)}


@result("package", by="fiscal_quarters")
def quarter_units(fiscal_quarters, quarter_sales, revenue_units):
    """Packages that NVIDIA sold in a quarter, from its revenue.

    Leaves out small data-centre chips. Source: Epoch AI's method.
    """
    return {quarter: ops.total([revenue_units[key] for key in _sales(quarter_sales, quarter)]) for quarter in fiscal_quarters}


@result("wafer", by="quarter_sales")
def sale_wafers(quarter_sales, sold_chips, revenue_units, wafer_packages, packaging_yield):
    """Wafers that the sold packages of a chip take: packages over those a wafer carries, less what fails.

    Leaves out stock and samples. Our division.
    """
    sizes = {key: sold_chips[line.sold_chip].made_size for key, line in quarter_sales.items()}
    return {key: ops.ratio(revenue_units[key], wafer_packages[size] * packaging_yield, math.inf) for key, size in sizes.items()}


@result("wafer", by="fiscal_quarters")
def quarter_needed(fiscal_quarters, quarter_sales, sale_wafers):
    """Wafers that NVIDIA's sales of a quarter take.

    Leaves out chips of NVIDIA that take packaging and are no GPU. Our sum.
    """
    return {quarter: ops.total([sale_wafers[key] for key in _sales(quarter_sales, quarter)]) for quarter in fiscal_quarters}


def _taken(fiscal_quarters):
    """The quarters for which a share of the wafers is known."""
    return {key: line for key, line in fiscal_quarters.items() if line.share_known == "yes"}


@result("wafer", by="fiscal_quarters")
def quarter_wafers(fiscal_quarters, quarter_from, quarter_to, node_month, node_capacity, packaging_lag, taken_share, line_use):
    """NVIDIA's wafers of a quarter: the capacity some months before, times the use of the lines, times its share.

    Leaves out suppliers other than TSMC. Our integral over straight lines between the nodes.
    """
    nodes = [(node_month[key], node_capacity[key]) for key in node_month]
    return {
        key: schedule.passed(nodes, quarter_from[line.told_quarter] - packaging_lag, quarter_to[line.told_quarter] - packaging_lag) * line_use * taken_share[key]
        for key, line in _taken(fiscal_quarters).items()
    }  # fmt: skip


@result("package", by="fiscal_quarters")
def wafer_units(fiscal_quarters, quarter_wafers, quarter_units, quarter_needed):
    """Packages that NVIDIA's wafers of a quarter would have made, in the mix of chips of that quarter's revenue.

    Takes the mix from revenue, since nobody publishes one by wafers. Our multiplication.
    """
    return {key: quarter_wafers[key] * ops.ratio(quarter_units[key], quarter_needed[key], 0) for key in _taken(fiscal_quarters)}


@result("package", by="fiscal_quarters")
def unit_residual(wafer_units, quarter_units):
    """Packages by wafers less packages by revenue, in one quarter: what the two roads do not agree on.

    It holds stock, waste, wafers for other products, and every error of either road. Our subtraction.
    """
    return {key: units - quarter_units[key] for key, units in wafer_units.items()}


@result("1", by="fiscal_quarters")
def unit_ratio(wafer_units, quarter_units):
    """Packages by revenue over packages by wafers, in one quarter.

    One would be agreement. Our division.
    """
    return {key: ops.ratio(quarter_units[key], units, 0) for key, units in wafer_units.items()}


def _years(fiscal_quarters, nvidia_quarters):
    """Fiscal year -> its quarters, of those with a share."""
    years = {key: nvidia_quarters[line.told_quarter].fiscal_year for key, line in _taken(fiscal_quarters).items()}
    return {year: [key for key in years if years[key] in (year,)] for year in dict.fromkeys(years.values())}


@result("package")
def fiscal_units(fiscal_quarters, nvidia_quarters, quarter_units):
    """Packages sold in a fiscal year, from revenue.

    Our sum of the quarters.
    """
    return {year: ops.total([quarter_units[key] for key in keys]) for year, keys in _years(fiscal_quarters, nvidia_quarters).items()}


@result("package")
def fiscal_wafer_units(fiscal_quarters, nvidia_quarters, wafer_units):
    """Packages of a fiscal year, from wafers.

    Our sum of the quarters.
    """
    return {year: ops.total([wafer_units[key] for key in keys]) for year, keys in _years(fiscal_quarters, nvidia_quarters).items()}


@result("package")
def fiscal_residual(fiscal_wafer_units, fiscal_units):
    """Packages by wafers less packages by revenue, in a fiscal year.

    Our subtraction.

    >>> fiscal_residual({"2026": 5.0}, {"2026": 4.0})
    {'2026': 1.0}
    """
    return {year: units - fiscal_units[year] for year, units in fiscal_wafer_units.items()}


@result("1")
def fiscal_ratio(fiscal_wafer_units, fiscal_units):
    """Packages by revenue over packages by wafers, in a fiscal year.

    One would be agreement. Our division.

    >>> fiscal_ratio({"2026": 5.0}, {"2026": 4.0})
    {'2026': 0.8}
    """
    return {year: ops.ratio(fiscal_units[year], units, 0) for year, units in fiscal_wafer_units.items()}
