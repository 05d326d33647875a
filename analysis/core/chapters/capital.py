"""Capital of AI data centres and the revenue that has to pay for it: recovery by vintage, needed revenue by year.

Capital is what four firms spend in a calendar year; the revenue that it needs begins in the year after. Servers and
buildings are recovered apart, each by equal yearly payments over its life at the return that is asked for.
"""

import math

from analysis.core import ops
from analysis.core.graph import result


def _paid(years, age, one_year):
    """Part of a year in which payments still run, for capital that was spent `age` years before."""
    return ops.minimum(1, ops.maximum(0, years / one_year - (age - 1)))


def _charges(count, short, servers, buildings, one_year):
    """Yearly payment per dollar of capital in its first, second and further years; servers and buildings as (recovery, life)."""
    parts = [(_paid(servers[1], age + 1, one_year), _paid(buildings[1], age + 1, one_year)) for age in range(count)]
    return [short * servers[0] * server + (1 - short) * buildings[0] * building for server, building in parts]


def _needed(capital, charges):
    """Payments of the year after the last one, for capital in the order of its years."""
    return ops.total([spent * charge for spent, charge in zip(capital[::-1], charges)])


@result("USD")
def guided_lower_total(guide_low):
    """Sum of the lower ends of what the four firms guide to for 2026.

    Leaves out Oracle, xAI and all firms outside the United States. Source: the table's lines.

    >>> guided_lower_total({"a": 1.0, "b": 2.0})
    3.0
    """
    return ops.total(guide_low)


@result("USD", reproduces="capex_four_2026")
def guided_upper_total(guide_high):
    """Sum of the upper ends of what the four firms guide to for 2026.

    Leaves out Oracle, xAI and all firms outside the United States. Source: the table's lines.

    >>> guided_upper_total({"a": 1.0, "b": 2.0})
    3.0
    """
    return ops.total(guide_high)


@result("USD")
def guided_capex(guided_lower_total, guided_upper_total, guidance_position):
    """Capital spending of the four firms in 2026, at a point in the span of their guidance.

    A plan, not an outcome. Source: the table's lines.

    >>> guided_capex(100.0, 120.0, 0.5)
    110.0
    """
    return guided_lower_total + guidance_position * (guided_upper_total - guided_lower_total)


@result("USD", reproduces="capex_four_2025")
def quarters_total(quarter_capex):
    """Capital spending of the four firms in 2025, by adding up quarters.

    Source: Platformonomics.

    >>> quarters_total({"a": 1.0, "b": 2.0})
    3.0
    """
    return ops.total(quarter_capex)


@result("year", scalar=True)
def reported_years(capex_years, guided_year):
    """Calendar years for which spending is reported, up to the one before the year of the guidance.

    The years come from dates alone, so that no other number changes which there are. Refuses a gap and a year of the guidance or after it.
    """
    years = sorted({int(line.capex_year) for line in capex_years.values()})
    if years != list(range(years[0], int(guided_year))):
        told = ", ".join(map(str, years))
        raise ValueError(f"capex_years: has lines of {told}; needed is every year up to the one before {guided_year:.0f}, for which capex_guides holds the plans")
    return {year: float(year) for year in years}


@result("USD")
def year_capex(capex_years, reported_years, guided_capex):
    """Capital spending of Amazon, Microsoft, Alphabet and Meta by calendar year, the last by guidance.

    Whole companies: Amazon's warehouses are in it. Source: the table's lines.
    """
    spent = {year: ops.total([capex_years[line].capex for line in capex_years if capex_years[line].capex_year in (f"{year}",)]) for year in reported_years}
    return {**spent, list(spent)[-1] + 1: guided_capex}


@result("1/year", reproduces="printed_capex_growth")
def capex_growth_2025(capex_four_2024, capex_four_2025, one_year):
    """Growth of the four firms' capital spending from 2024 to 2025, by the printed sums.

    Source: Platformonomics (416 over 251).

    >>> round(capex_growth_2025(251.0, 416.0, 1), 4)
    0.6574
    """
    return ops.growth_rate(capex_four_2024, capex_four_2025, one_year)


@result("USD")
def ai_capital(year_capex, ai_capex_share):
    """Part of each year's spending that goes to AI, by one share for all years.

    >>> ai_capital({2024: 100.0}, 0.75)
    {2024: 75.0}
    """
    return {year: spent * ai_capex_share for year, spent in year_capex.items()}


@result("USD")
def ai_capital_total(ai_capital):
    """AI capital of all years counted.

    Leaves out what was spent before 2023, and everybody but the four firms.

    >>> ai_capital_total({2024: 75.0, 2025: 125.0})
    200.0
    """
    return ops.total(ai_capital)


@result("1/year")
def server_recovery(required_return, server_years, one_year):
    """Share of the price of servers to be earned back each year: the capital recovery factor r / (1 - (1 + r)**-n).

    Leaves out taxes and what is left at the end. Source: any textbook, such as Brealey, Myers and Allen, chapter 2.

    >>> round(server_recovery(0.08, 7, 1), 4)
    0.1921
    """
    return ops.annuity(required_return * one_year, server_years / one_year) / one_year


@result("1/year")
def building_recovery(required_return, building_years, one_year):
    """Share of the price of buildings, power and cooling to be earned back each year.

    Leaves out taxes and what is left at the end. Source: as `server_recovery`.

    >>> round(building_recovery(0.05, 25, 1), 4)
    0.071
    """
    return ops.annuity(required_return * one_year, building_years / one_year) / one_year


@result("1/year")
def capital_charge(short_lived_share, server_recovery, building_recovery):
    """Yearly payment per dollar of capital while all of it is in use.

    >>> capital_charge(0.5, 0.3, 0.1)
    0.2
    """
    return short_lived_share * server_recovery + (1 - short_lived_share) * building_recovery


@result("1/year")
def revenue_charge(capital_charge, operating_share):
    """Yearly revenue that a dollar of capital needs: its payment, and operation on top.

    >>> round(revenue_charge(0.2, 0.36), 4)
    0.3125
    """
    return ops.ratio(capital_charge, 1 - operating_share, math.inf)


@result("USD/year")
def vintage_needed(ai_capital, revenue_charge):
    """Revenue a year that the AI capital of one year's spending needs while all of it is in use.

    >>> vintage_needed({2024: 100.0}, 0.3)
    {2024: 30.0}
    """
    return {year: capital * revenue_charge for year, capital in ai_capital.items()}


@result("USD")
def needed_compute_revenue(ai_capital, short_lived_share, server_recovery, server_years, building_recovery, building_years, operating_share, one_year):
    """Revenue from computing that all capital spent before a year needs in that year.

    Leaves out capital from before 2023 and of all other firms. A machine past its life needs nothing more.
    """
    charges = _charges(len(ai_capital), short_lived_share, (server_recovery, server_years), (building_recovery, building_years), one_year)
    capital = list(ai_capital.values())
    paid = {year + 1: _needed(capital[: n + 1], charges) * one_year for n, year in enumerate(ai_capital)}
    return {year: ops.ratio(payment, 1 - operating_share, math.inf) for year, payment in paid.items()}


@result("USD")
def needed_end_revenue(needed_compute_revenue, buyer_compute_share):
    """Revenue of those who use the computing, if they pay on a share of theirs for it.

    Leaves out that the four firms use a part themselves. Source: Sequoia's second doubling, with our share.

    >>> needed_end_revenue({2025: 100.0}, 0.5)
    {2025: 200.0}
    """
    return {year: ops.ratio(needed, buyer_compute_share, math.inf) for year, needed in needed_compute_revenue.items()}


def _case(case, spent, one_year):
    """Revenue that all spending needs in the year after the last, on the assumptions of one line."""
    lives = (case.case_server_years, case.case_building_years)
    servers, buildings = ((ops.annuity(case.case_return * one_year, life / one_year) / one_year, life) for life in lives)
    charges = _charges(len(spent), case.case_short_share, servers, buildings, one_year)
    return ops.ratio(_needed(list(spent.values()), charges) * one_year * case.case_ai_share, 1 - case.case_operating, math.inf)


@result("USD", by="return_cases")
def case_needed(return_cases, year_capex, one_year):
    """Revenue from computing needed in the last year counted, under sets of assumptions.

    Source: as `needed_compute_revenue`; the assumptions are those of the table's lines.
    """
    return {case: _case(return_cases[case], year_capex, one_year) for case in return_cases}
