"""Quantiles of recorded cases, for functions tagged `scalar=True`: nothing is fitted, the cases are the distribution.

Plain floats only. Between two neighbouring cases the quantile lies on a straight line, so that it moves with its cases.
"""


def quantile(values, share):
    """The value below which a share of the cases lies; the least of them at zero, the greatest at one.

    >>> quantile([1.0, 2.0, 4.0], 0.5), quantile([1.0, 2.0, 4.0], 0.75)
    (2.0, 3.0)
    """
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def grouped(values, classes):
    """Class -> values of its keys, the classes in rising order.

    >>> grouped({"a": 0.5, "b": 0.25}, {"a": 2, "b": 1})
    {1: [0.25], 2: [0.5]}
    """
    found = {one: [] for one in sorted({classes[key] for key in values})}
    for key, value in values.items():
        found[classes[key]].append(value)
    return found
