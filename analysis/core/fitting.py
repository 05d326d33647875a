"""Least squares for functions tagged `scalar=True`: a straight line through points, and how far its slope may be off.

Plain floats only. The quantile of Student's t is computed, so that a line through any number of points has its own.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

from analysis.core.uncertainty import HIGH

STEPS = 200  # of Simpson's rule: an error far below the digits of any printed table
HALVINGS = 50


@dataclass(frozen=True)
class LineFit:
    """A straight line y = centre_y + slope * (x - centre_x) through points, with standard errors."""

    count: int
    centre_x: float
    centre_y: float
    slope: float
    slope_error: float
    centre_error: float
    explained: float  # share of the variance of y: R squared

    @property
    def freedom(self):
        """Degrees of freedom: points less the two numbers that the fit has taken from them."""
        return self.count - 2

    @property
    def margins(self):
        """Half the width of the book's interval, of the slope and of the line at its centre."""
        quantile = student_quantile(HIGH, self.freedom)
        return self.slope_error * quantile, self.centre_error * quantile


def line(points):
    """The least-squares line through (x, y) points; raises ValueError for fewer than three or for one x alone.

    >>> fit = line([(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)])
    >>> fit.slope, fit.centre_x, fit.centre_y, fit.explained
    (2.0, 1.0, 3.0, 1.0)
    """
    points = list(points)
    if len({x for x, _ in points}) < 2 or len(points) < 3:
        raise ValueError(f"a line with an error needs at least three points on two places, not {len(points)}")
    centre_x, centre_y = (math.fsum(values) / len(points) for values in zip(*points))
    spread = math.fsum((x - centre_x) ** 2 for x, _ in points)
    slope = math.fsum((x - centre_x) * (y - centre_y) for x, y in points) / spread
    missed = math.fsum((y - centre_y - slope * (x - centre_x)) ** 2 for x, y in points)
    total = math.fsum((y - centre_y) ** 2 for _, y in points)
    variance = missed / (len(points) - 2)
    errors = math.sqrt(variance / spread), math.sqrt(variance / len(points))
    return LineFit(len(points), centre_x, centre_y, slope, *errors, 1 - missed / total if total else 1.0)


@lru_cache(maxsize=1024)  # draws ask for the same one over and over
def student_quantile(probability, freedom):
    """The value that a Student's t variable stays below with this probability, one half or more.

    By bisection on Simpson's rule. Printed tables: 6.314 for 0.95 with one degree of freedom, 1.812 with ten.

    >>> round(student_quantile(0.95, 1), 3), round(student_quantile(0.95, 10), 3)
    (6.314, 1.812)
    """
    if not 0.5 <= probability < 1 or freedom < 1:
        raise ValueError(f"a probability from 0.5 to 1 and one degree of freedom or more are needed, not {probability} and {freedom}")
    low, high = 0.0, 1.0
    while _below(high, freedom) < probability:
        low, high = high, 2 * high
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _below(middle, freedom) < probability else (low, middle)
    return (low + high) / 2


def _below(t, freedom):
    """Probability that a Student's t variable stays below t, which is not negative.

    In the angle atan(t / sqrt(freedom)) the density is a power of the cosine, which is smooth up to the far tail.
    """
    width = math.atan(t / math.sqrt(freedom)) / STEPS
    heights = [math.cos(i * width) ** (freedom - 1) for i in range(STEPS + 1)]
    area = width / 3 * (heights[0] + heights[-1] + 4 * math.fsum(heights[1:-1:2]) + 2 * math.fsum(heights[2:-1:2]))
    constant = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(math.pi)
    return 0.5 + constant * area
