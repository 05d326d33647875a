"""Needed revenue against observed revenue, the estimates of others by one formula, and prices inside nominal spending."""

import math

from analysis.core import ops
from analysis.core.graph import result


@result("1")
def compute_gap(needed_compute_revenue, cloud_ai_revenue):
    """Needed over observed revenue from computing, by year: clouds.

    The observed side is a floor, and leaves out what the four firms earn with computing in their own products.

    >>> compute_gap({2025: 120.0}, {2025: 100.0})
    {2025: 1.2}
    """
    return {year: ops.ratio(needed_compute_revenue[year], seen, math.inf) for year, seen in cloud_ai_revenue.items() if year in needed_compute_revenue}


@result("1")
def end_gap(needed_end_revenue, enterprise_spending):
    """Needed over observed end revenue, by year: enterprises.

    The observed side leaves out consumers and advertising.

    >>> end_gap({2025: 120.0}, {2023: 1.0, 2025: 40.0})
    {2025: 3.0}
    """
    return {year: ops.ratio(needed_end_revenue[year], seen, math.inf) for year, seen in enterprise_spending.items() if year in needed_end_revenue}


@result("USD")
def needed_last(needed_compute_revenue):
    """Revenue from computing needed in the last year counted, for all capital guided to before it.

    >>> needed_last({2025: 120.0, 2026: 300.0})
    300.0
    """
    return list(needed_compute_revenue.values())[-1]


@result("1/year")
def breakeven_growth(needed_compute_revenue, cloud_ai_revenue, one_year):
    """Yearly growth at which the observed revenue of clouds meets the needed one in the last year counted.

    >>> round(breakeven_growth({2025: 1.0, 2026: 2.0, 2027: 4.0}, {2025: 1.0}, 1), 6)
    1.0
    """
    (seen_year, seen), (last_year, needed) = list(cloud_ai_revenue.items())[-1], list(needed_compute_revenue.items())[-1]
    return (ops.ratio(needed, seen, math.inf) ** (1 / (last_year - seen_year)) - 1) / one_year


@result("USD")
def chip_implied_capital(chip_revenue, chip_cost_share):
    """Capital of AI data centres in a year by another route: revenue of NVIDIA over the part that chips take in the cost.

    Counts all buyers, not four firms, and no other maker's chips. Source: Sequoia's first doubling.
    """
    return {year: ops.ratio(earned, chip_cost_share["sequoia_2024"], math.inf) for year, earned in chip_revenue.items()}


@result("USD", over="needed_estimates", reproduces="printed_needed")
def estimate_needed(chip_run_rate, chip_cost_share, user_compute_share):
    """Revenue needed by Sequoia's arithmetic: chips over their part of the cost, over the part that users pay on.

    No return, no life. Source: Sequoia Capital.

    >>> estimate_needed(150.0, 0.5, 0.5)
    600.0
    """
    return chip_run_rate / chip_cost_share / user_compute_share


@result("1/year")
def jpm_charge(jpm_needed, jpm_capital):
    """Yearly revenue per dollar of capital in J.P. Morgan's estimate.

    >>> jpm_charge(650.0, 5000.0)
    0.13
    """
    return jpm_needed / jpm_capital


@result("year", scalar=True)
def jpm_implied_years(jpm_charge, jpm_return, one_year):
    """Life of the capital at which J.P. Morgan's revenue pays for it at its return, operation left out.

    The capital recovery factor solved for the life: -log(1 - r / a) / log(1 + r). Never, if revenue does not cover the return.

    >>> round(jpm_implied_years(0.13, 0.1, 1), 2)
    15.38
    """
    left = 1 - jpm_return / jpm_charge
    return -ops.log(left) / ops.log(1 + jpm_return * one_year) * one_year if left > 0 else math.inf


@result("USD/year")
def jpm_at_our_charge(jpm_capital, revenue_charge):
    """Revenue a year that J.P. Morgan's capital needs at the lives, return and operation of this page.

    >>> jpm_at_our_charge(5000.0, 0.3)
    1500.0
    """
    return jpm_capital * revenue_charge


@result("1")
def bain_multiple(bain_needed, bain_capex):
    """Revenue a year in multiples of capital spending a year, in Bain's estimate.

    >>> bain_multiple(2000.0, 500.0)
    4.0
    """
    return ops.ratio(bain_needed, bain_capex, math.inf)


@result("1")
def steady_multiple(short_lived_share, server_recovery, server_years, building_recovery, building_years, operating_share):
    """Revenue a year in multiples of capital spending a year, where the same is spent each year for good.

    As many vintages are in use as a life has years. Source: as `needed_compute_revenue`.

    >>> steady_multiple(0.5, 0.25, 4, 0.1, 10, 0.5)
    2.0
    """
    alive = short_lived_share * server_recovery * server_years + (1 - short_lived_share) * building_recovery * building_years
    return ops.ratio(alive, 1 - operating_share, math.inf)


@result("1")
def steady_end_multiple(steady_multiple, buyer_compute_share):
    """The same for the revenue of those who use the computing.

    >>> steady_end_multiple(2.0, 0.5)
    4.0
    """
    return ops.ratio(steady_multiple, buyer_compute_share, math.inf)


@result("1")
def memory_price_share(memory_price_rise, memory_spend_2026, memory_spend_2025):
    """Part of the rise of memory spending in 2026 that is price and not quantity.

    >>> round(memory_price_share(98.0, 237.0, 107.0), 3)
    0.754
    """
    return ops.ratio(memory_price_rise, memory_spend_2026 - memory_spend_2025, math.inf)


@result("1")
def memory_capex_share(memory_price_share, memory_growth_share):
    """Part of the growth of ten firms' capital spending in 2026 that is the price of memory alone.

    >>> round(memory_capex_share(0.75, 0.45), 4)
    0.3375
    """
    return memory_price_share * memory_growth_share


@result("1/year")
def memory_volume_growth(capex_growth, memory_capex_share):
    """Growth of the four firms' capital spending in 2026 less the part that dearer memory alone makes of it.

    Takes RBC's part, found on ten firms, for that of four. Source: RBC Capital Markets (our product).

    >>> round(memory_volume_growth(0.75, 0.36), 2)
    0.48
    """
    return capex_growth * (1 - memory_capex_share)
