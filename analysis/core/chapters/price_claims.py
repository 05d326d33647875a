"""What others print of falling prices, and R1's scores beside o1's."""

import math

from analysis.core import ops
from analysis.core.graph import result


@result("1", over="declines")
def decline_factor(start_price, end_price):
    """How many times a price fell between the two prices that a publisher gives.

    Source: the table's lines (our division).

    >>> decline_factor(60.0, 0.06)
    1000.0
    """
    return ops.ratio(start_price, end_price, math.inf)


@result("year", over="declines", scalar=True)
def decline_years(start_date, end_date, months_per_year):
    """Years between the two months that a publisher gives.

    Leaves out the days.

    >>> decline_years("2021-11", "2024-11", 12)
    3.0
    """
    (first, month, *_), (last, end, *_) = start_date.split("-"), end_date.split("-")
    return int(last) - int(first) + (int(end) - int(month)) / months_per_year


@result("1", over="declines", scalar=True)
def yearly_decline(printed_decline, decline_years):
    """The printed decline as a factor for each year: how many times cheaper after twelve months.

    Assumes an even fall between the two dates. Source: the table's lines (our root).

    >>> round(yearly_decline(1000.0, 3.0), 9)
    10.0
    """
    return printed_decline ** (1 / decline_years)


@result("1", over="declines")
def decline_print_ratio(decline_factor, printed_decline):
    """The fall between a publisher's two prices in multiples of the fall that it prints.

    One where the print follows from the prices.

    >>> decline_print_ratio(54.0, 10.0)
    5.4
    """
    return decline_factor / printed_decline


@result("point", over="benchmarks")
def r1_lead(r1_score, o1_score):
    """Points by which R1 leads o1 on one benchmark; negative where o1 leads.

    Leaves out the error of each score, which nobody printed. Source: DeepSeek-R1 report, Table 4.

    >>> r1_lead(2.0, 1.0)
    1.0
    """
    return r1_score - o1_score


@result("1", scalar=True)
def r1_wins(r1_lead):
    """Benchmarks on which R1 scores above o1, of those where both have a score.

    Counts a lead of a tenth of a point like a lead of ten. Source: DeepSeek-R1 report, Table 4.

    >>> r1_wins({"a": 0.3, "b": -1.0})
    1.0
    """
    return ops.total({line: ops.where(lead > 0, 1, 0) for line, lead in r1_lead.items()})


@result("1", scalar=True)
def o1_wins(r1_lead):
    """Benchmarks on which o1 scores above R1, of those where both have a score.

    Counts a lead of a tenth of a point like a lead of ten. Source: DeepSeek-R1 report, Table 4.

    >>> o1_wins({"a": 0.3, "b": -1.0})
    1.0
    """
    return ops.total({line: ops.where(lead < 0, 1, 0) for line, lead in r1_lead.items()})
