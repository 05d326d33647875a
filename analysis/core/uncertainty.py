"""How sure a row is: its value, low and high as a quantile function.

Each probability u has the standard normal point z(u). A row through (low, value, high) takes value + z * width, with one
width below the value and another above: two straight lines through three points, so the value is the median. Where low is
positive the lines are drawn in the logarithm, and the row cannot change its sign. Source of the two lines: R. Barlow,
Asymmetric Systematic Errors (2003), physics/0306138. It is not Fechner's two-piece normal, in which the value is the mode.

Rows are independent of each other unless they share a `group`; rows of a group move together, all at the same u. What else
moves together in the world (prices of one year, guesses of one author) is not correlated here, so a sum of many rows comes
out too narrow where they err the same way.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

from analysis.core import ops

NORMAL = NormalDist()
LEVELS = {level: NORMAL.inv_cdf(0.5 + int(level) / 200) for level in ("80", "90", "95")}  # z at the upper end
BOUNDS = "bounds"
SHAPES = ("", "normal", "lognormal", "uniform")
LOW, HIGH = 0.05, 0.95


class SpreadError(ValueError):
    """Value, low, high, level and shape of a row do not fit together."""


@dataclass(frozen=True)
class Spread:
    """A quantile function: `at(u)` for one probability, `draw(u, z)` for many at once."""

    shape: str  # constant, normal, lognormal or uniform
    value: float
    below: float = 0.0  # width below the value for each unit of z (uniform: the low bound)
    above: float = 0.0  # width above it (uniform: the high bound)
    least: float = -math.inf
    most: float = math.inf

    def at(self, u):
        """The value at probability u, 0 < u < 1.

        >>> round(spread(2.0, 1.0, 4.0).at(0.95), 9)
        4.0
        """
        return self.draw(u, NORMAL.inv_cdf(u))

    def draw(self, u, z):
        """The same for any kind of number that `ops` knows; z is the standard normal point of u."""
        if self.shape == "constant":
            return self.value
        return ops.minimum(ops.maximum(self._free(u, z), self.least), self.most)

    def _free(self, u, z):
        if self.shape == "uniform":
            return self.below + u * (self.above - self.below)
        moved = z * ops.where(z < 0, self.below, self.above)
        return self.value * ops.exp(moved) if self.shape == "lognormal" else self.value + moved


def constant(value):
    """The spread of what is exact, or of unknown spread: its value at every probability."""
    return Spread("constant", value)


def spread(value, low, high, level="90", shape="", least=None, most=None):
    """The quantile function through low, value and high.

    level: the probability between low and high in per cent (80, 90, 95), or `bounds`: uniform between low and high, whose
    median is their middle, wherever the value stands. shape: normal, lognormal or uniform; empty chooses. least, most: what
    the row may be at all; further draws stop there, which leaves the median and all that lies between as it is.
    Raises SpreadError.

    >>> spread(2.0, 1.0, 4.0).at(0.5), spread(2.0, 1.0, 4.0, "bounds").at(0.5)
    (2.0, 2.5)
    """
    shape = shape or ("uniform" if level == BOUNDS else "lognormal" if low is not None and low > 0 else "normal")
    limits = (-math.inf if least is None else least, math.inf if most is None else most)
    _check(value, low, high, level, shape, *limits)
    if low == high:
        return constant(value)
    if shape == "uniform":
        return Spread(shape, value, low, high, *limits)
    sides = (math.log(value / low), math.log(high / value)) if shape == "lognormal" else (value - low, high - value)
    return Spread(shape, value, *(side / LEVELS[level] for side in sides), *limits)


def _check(value, low, high, level, shape, least, most):
    if any(number is None or not math.isfinite(number) for number in (value, low, high)):
        raise SpreadError(f"a range needs value, low and high, all finite: {value}, {low}, {high}")
    if not low <= value <= high:
        raise SpreadError(f"low <= value <= high does not hold: {low:g}, {value:g}, {high:g}")
    if not least <= low <= high <= most:
        raise SpreadError(f"low and high ({low:g}, {high:g}) leave what the row may be ({least:g} to {most:g})")
    if level != BOUNDS and level not in LEVELS:
        raise SpreadError(f"level '{level}': expected one of {', '.join([*LEVELS, BOUNDS])}")
    if shape not in SHAPES:
        raise SpreadError(f"shape '{shape}': expected one of {', '.join(SHAPES[1:])}, or nothing")
    if (shape == "uniform") != (level == BOUNDS):
        raise SpreadError(f"shape '{shape}' does not go with level '{level}': uniform and bounds need each other")
    if shape == "lognormal" and low <= 0:
        raise SpreadError(f"shape 'lognormal' needs a positive low, not {low:g}")


def to_90(low, value, high, level="90", shape=""):
    """(low, high) at 90 %: the points below which 5 % and 95 % lie.

    >>> tuple(round(end, 3) for end in to_90(0.0, 10.0, 20.0, "bounds"))
    (1.0, 19.0)
    """
    found = spread(value, low, high, level, shape)
    return found.at(LOW), found.at(HIGH)
