"""The one rule that judges a claim: what was printed, to its last printed digit, against our number with its range.

Standard library only. Everything is in the unit in which the claim was printed; dates are compared as days.
"""

import datetime
import math
import re
from decimal import Decimal

SUPPORTED, MOSTLY, IMPRECISE, OUTDATED = "supported", "mostly_supported", "imprecise", "outdated"
CONTRADICTED, UNDECIDED, UNTESTED = "contradicted", "undecided", "untested"
VERDICTS = (SUPPORTED, MOSTLY, IMPRECISE, OUTDATED, CONTRADICTED, UNDECIDED, UNTESTED)
COMPARISONS = ("", "more_than", "at_least", "less_than", "at_most")  # empty: the printed value itself
FACTOR = 1.25  # so near is "mostly supported", where the claim's line says no other factor
TINY = 1e-9  # of a ratio: less than this is rounding of the machine
PRINTED = re.compile(r"\{printed(?:\|([가-힣]+/[가-힣]+))?\}")  # where a meaning says the printed value, with a particle in Korean
DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?|-Q([1-4]))?", re.ASCII)


def verdict(printed, digits, comparison, value, low, high, factor=FACTOR, printed_high=None):
    """The verdict on a printed value, in one word of VERDICTS.

    printed, printed_high: the printed number, or the two ends of a printed range. digits: how many of its digits are meant.
    value, low, high: our number with its range; value None where it is not known, low and high None where it is exact.
    factor: how far off is still mostly supported; 1 where there is no such middle, as for "more" or "less".

    >>> verdict(944, 3, "", 943.9, None, None), verdict(6, 1, "", 5.3, 4.9, 6.4), verdict(500, 1, "more_than", 940, None, None)
    ('supported', 'supported', 'supported')
    >>> verdict(1.6, 2, "", 1.9, None, None), verdict(10, 1, "", 54.5, None, None), verdict(10, 1, "", None, None, None)
    ('mostly_supported', 'contradicted', 'undecided')
    """
    if value is None:
        return UNDECIDED
    ours = (value if low is None else low, value if high is None else high)
    claimed = claimed_interval(printed, digits, comparison, printed_high)
    strict = {"more_than": ours[1] > claimed[0], "less_than": ours[0] < claimed[1]}.get(comparison, True)
    apart = distance(claimed, ours)
    if strict and apart <= 1 + TINY:
        return SUPPORTED
    nearly = 1 < factor and apart <= factor * (1 + TINY)
    return MOSTLY if nearly and (strict or printed != 0) else CONTRADICTED  # no factor leads from nought to more than nought


def claimed_interval(printed, digits, comparison="", printed_high=None):
    """What a printed value claims: all that rounds to it, or all beyond it.

    >>> claimed_interval(93.3, 3), claimed_interval(50_000, 1), claimed_interval(28, 2, printed_high=32)
    ((93.25, 93.35), (45000.0, 55000.0), (27.5, 32.5))
    >>> claimed_interval(500, 1, "more_than")
    (500.0, inf)
    """
    if comparison in ("more_than", "at_least"):
        return float(printed), math.inf
    if comparison in ("less_than", "at_most"):
        return -math.inf, float(printed)
    last = printed if printed_high is None else printed_high
    return float(_decimal(printed) - _half_step(printed, digits)), float(_decimal(last) + _half_step(last, digits))


def _decimal(number):
    return number if isinstance(number, Decimal) else Decimal(repr(number))


def _half_step(number, digits):
    """Half of the last printed digit's place."""
    return Decimal(5).scaleb(_decimal(number).adjusted() - digits)


def distance(claimed, ours):
    """The factor by which the nearest points of two intervals differ: 1 where they meet, infinite where no factor leads over.

    >>> distance((9.5, 10.5), (4.0, 5.0)), distance((1.0, 2.0), (2.0, 3.0)), distance((1.0, 2.0), (-3.0, -2.0))
    (1.9, 1.0, inf)
    """
    if claimed[0] <= ours[1] and ours[0] <= claimed[1]:
        return 1.0
    near, far = sorted((claimed[1], ours[0]) if claimed[1] < ours[0] else (ours[1], claimed[0]), key=abs)
    return far / near if near * far > 0 else math.inf


def date_verdict(printed, value):
    """The verdict on a printed day, month, quarter or year; our own date may be one, too.

    >>> date_verdict("2024-05", "2024-05-07"), date_verdict("2024-05", "2024"), date_verdict("2021", "2022-03")
    ('supported', 'supported', 'contradicted')
    """
    if value is None:
        return UNDECIDED
    (first, last), (ours, ours_last) = period(printed), period(value)
    return SUPPORTED if first <= ours_last and ours <= last else CONTRADICTED


def period(text):
    """First and last day, as ordinals, of a date such as 2026-11-21, 2026-11, 2026-Q3 or 2026.

    >>> [str(datetime.date.fromordinal(day)) for day in period("2025-Q1")]
    ['2025-01-01', '2025-03-31']
    """
    year, month, day, quarter = (int(part or 0) for part in DATE.fullmatch(str(text)).groups())
    if day:
        return (datetime.date(year, month, day).toordinal(),) * 2
    first, months = (month, 1) if month else (3 * quarter - 2, 3) if quarter else (1, 12)
    after = year * 12 + first - 1 + months
    return datetime.date(year, first, 1).toordinal(), datetime.date(after // 12, after % 12 + 1, 1).toordinal() - 1


def surely_after(date, other):
    """Whether a date lies after another, however either is meant: "2025" is not surely after 2025-01-31.

    >>> surely_after("2025-09-17", "2025-01-31"), surely_after("2025", "2025-01-31")
    (True, False)
    """
    return period(date)[0] > period(other)[1]


def aged(now, then):
    """The verdict of today in the light of the one when printed: what was right then and is wrong now is outdated.

    >>> aged("contradicted", "supported"), aged("contradicted", "undecided"), aged("supported", "contradicted")
    ('outdated', 'contradicted', 'supported')
    """
    return OUTDATED if now == CONTRADICTED and then in (SUPPORTED, MOSTLY) else now
