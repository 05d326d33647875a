"""What passes between two moments, for a rate that is known at dated nodes and runs along straight lines between them.

For formulas on any kind of number; dates are text, moments count in months.
"""

from itertools import pairwise

from analysis.core import ops


def moment(date, months_per_year, days_per_month):
    """A date as a number of months: the beginning of its day, or of its month where no day is named.

    >>> moment("2023-07", 12, 30.5) - moment("2023-01-01", 12, 30.5)
    6.0
    """
    year, month, day, *_ = [*map(int, date.split("-")), 1, 1]
    return year * months_per_year + month - 1 + (day - 1) / days_per_month


def disorder(moments):
    """The first two neighbours of a mapping whose later moment is not later, or None.

    >>> disorder({"a": 1.0, "b": 3.0, "c": 2.0})
    ('b', 'c')
    """
    return next(((one, other) for one, other in pairwise(moments) if moments[other] <= moments[one]), None)


def passed(nodes, start, end):
    """What passes between two moments; nodes are (moment, rate) in order. Before the first and after the last nothing is counted.

    >>> passed([(0, 8.0), (6, 8.5), (12, 15.0)], 0, 12), passed([(0, 8.0), (6, 8.5), (12, 15.0)], 12, 24)
    (120.0, 0.0)
    """
    return ops.total([_stretch(one, other, start, end) for one, other in pairwise(nodes)])


def _stretch(one, other, start, end):
    """The part of a stretch between two nodes that lies between two moments: its length times the rate in its middle."""
    (first, low), (last, high) = one, other
    left, right = (ops.minimum(ops.maximum(edge, first), last) for edge in (start, end))
    return (right - left) * (low + (high - low) * ((left + right) / 2 - first) / (last - first))


def neighbours(keys):
    """Each key with the one after it.

    >>> list(neighbours("abc"))
    [('a', 'b'), ('b', 'c')]
    """
    return pairwise(keys)
