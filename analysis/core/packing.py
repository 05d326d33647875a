"""Exact packing of a regular rectangular grid on a round wafer, for functions tagged `scalar=True`.

How many cells lie wholly on the wafer depends on where the grid lies. A cell at a fixed place of the grid fits for the offsets
that lie in four discs, one for each of its corners; where most cells fit is therefore bounded by arcs of such discs, and one
of the places where arcs cross each other, or an axis of symmetry, belongs to it. Those places are tried, no others.
Plain floats only.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

NEAR = 1e-9  # of the wafer's radius: a corner on the edge counts as on the wafer


@dataclass(frozen=True)
class Packing:
    """A grid on a wafer: how many whole cells, and where a corner of the grid lies from the centre."""

    count: int
    x: float
    y: float


@lru_cache(maxsize=None)
def best(width, height, diameter):
    """The offset of a regular grid of width by height at which most cells lie wholly within a circle.

    >>> best(1.0, 1.0, 2.0).count, best(2.0, 2.0, 3.0).count, best(3.0, 3.0, 4.0).count
    (1, 1, 0)
    """
    radius = diameter / 2
    found = [Packing(count(width, height, radius, x, y), x, y) for x, y in _places(width, height, radius)]
    return max(found, key=lambda one: (one.count, -one.x, -one.y))


def count(width, height, radius, x, y):
    """Whole cells of a grid with a corner at (x, y) within a circle around the origin.

    >>> count(1.0, 1.0, 2.0, 0.0, 0.0), count(1.0, 1.0, 2.0, 0.5, 0.5)
    (4, 5)
    """
    total = 0
    for row in range(math.floor((-radius - y) / height) - 1, math.ceil((radius - y) / height) + 1):
        far = max(abs(y + row * height), abs(y + (row + 1) * height))
        if far <= radius * (1 + NEAR):
            half = math.sqrt(max(0.0, radius * radius - far * far)) + radius * NEAR
            total += max(0, math.floor((half - x) / width) + math.floor((half + x) / width))
    return total


def cells(width, height, diameter, x, y):
    """Left and lower edge of each whole cell of a grid with a corner at (x, y).

    >>> cells(1.0, 1.0, 3.0, 0.0, 0.0)
    [(-1.0, -1.0), (0.0, -1.0), (-1.0, 0.0), (0.0, 0.0)]
    """
    radius, steps = diameter / 2, range(-math.ceil(diameter / min(width, height)), math.ceil(diameter / min(width, height)))
    corners = [(x + i * width, y + j * height) for j in steps for i in steps]
    return [corner for corner in corners if _far(*corner, width, height) <= radius * (1 + NEAR)]


def one_each(table, mark, pairs, classes):
    """The mapping of pairs (class, line), where each class has exactly one line with the mark; a ValueError names the first that has not.

    >>> one_each("shapes", "used", [("a", "x")], {"a"})
    {'a': 'x'}
    """
    found = [size for size, _ in pairs]
    wrong = sorted(size for size in classes if found.count(size) != 1)
    if wrong:
        raise ValueError(f"{table}: {wrong[0]} has {found.count(wrong[0])} lines marked {mark}; each needs one")
    return dict(pairs)


def _far(left, low, width, height):
    return math.hypot(max(abs(left), abs(left + width)), max(abs(low), abs(low + height)))


def _places(width, height, radius):
    """Offsets worth trying, in the quarter of a cell to which symmetry leads every other."""
    ends = (width / 2, height / 2)
    arcs = [(i * width, j * height) for i, j in _corners(width, height, radius)]
    crossings = [point for k, one in enumerate(arcs) for other in arcs[:k] for point in _crossings(one, other, radius)]
    edges = [point for arc in arcs for point in _on_edges(arc, radius, ends)]
    inside = [(x, y) for x, y in (*crossings, *edges) if -NEAR <= x <= ends[0] + NEAR and -NEAR <= y <= ends[1] + NEAR]
    return [(0.0, 0.0), (ends[0], 0.0), (0.0, ends[1]), ends, *dict.fromkeys(inside)]


def _corners(width, height, radius):
    """Corners (i, j) of the grid that are on the edge of the wafer for some offset within the quarter cell."""
    reach = (math.ceil(radius / width) + 1, math.ceil(radius / height) + 1)
    for i in range(-reach[0], reach[0] + 1):
        for j in range(-reach[1], reach[1] + 1):
            spans = [sorted((abs(i * width), abs(i * width + width / 2))), sorted((abs(j * height), abs(j * height + height / 2)))]
            if math.hypot(spans[0][0], spans[1][0]) <= radius * (1 + NEAR) and math.hypot(spans[0][1], spans[1][1]) >= radius * (1 - NEAR):
                yield i, j


def _crossings(one, other, radius):
    """Offsets at which two corners of the grid both lie on the edge of the wafer."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    apart = math.hypot(dx, dy)
    if not 0 < apart <= 2 * radius:
        return
    half = math.sqrt(radius * radius - apart * apart / 4)
    middle = (-(one[0] + other[0]) / 2, -(one[1] + other[1]) / 2)
    for side in (1, -1):
        yield middle[0] - side * half * dy / apart, middle[1] + side * half * dx / apart


def _on_edges(arc, radius, ends):
    """Offsets on an axis of symmetry at which a corner of the grid lies on the edge of the wafer."""
    for x in (0.0, ends[0]):
        rest = radius * radius - (arc[0] + x) ** 2
        yield from ((x, side * math.sqrt(rest) - arc[1]) for side in (1, -1) if rest >= 0)
    for y in (0.0, ends[1]):
        rest = radius * radius - (arc[1] + y) ** 2
        yield from ((side * math.sqrt(rest) - arc[0], y) for side in (1, -1) if rest >= 0)
