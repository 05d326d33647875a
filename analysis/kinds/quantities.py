"""`Measured`: a value with its unit; every operation refuses units that do not fit.

Base units (USD, USD_2023, GPU, hour, day, ...) are all that the pint registry holds, and nothing converts into anything.
"""

import functools
import math

from analysis.core import ops
from analysis.core.ops import Missing
from analysis.core.operand import Operand
from analysis.kinds.operand import missing


class UnitMismatch(TypeError):
    """Numbers meet whose units do not fit."""


class Measured(Operand):
    """A value with its unit.

    >>> 3 * Measured(2.0, unit_of("USD/GPU/hour")) / Measured(4.0, unit_of("USD"))
    1.5 1/GPU/hour
    """

    __slots__ = ("magnitude", "unit")
    __array__ = None  # by this the graph takes a quantity for a number
    what = "a quantity"

    def __init__(self, magnitude, unit):
        self.magnitude, self.unit = magnitude, unit

    def __op__(self, name, args):
        if any(isinstance(arg, Missing) for arg in args):
            return missing(name, args)
        value = ops.apply(name, *map(bare, args))
        unit = UNITS[name](*args)
        return value if unit is None else Measured(value, unit)

    def __whole__(self, name, args):
        """Growth: the rate is 1/year, and years are years or plain."""
        if any(isinstance(arg, Missing) for arg in args):
            return missing(name, args)
        unit = GROWTH[name](*args)
        return Measured(getattr(ops, name)(*map(bare, args)), unit)

    def __repr__(self):
        return f"{self.magnitude:g} {spelled(self.unit)}"


def bare(operand):
    """The value without its unit."""
    return operand.magnitude if isinstance(operand, Measured) else operand


@functools.cache
def _registry():
    import pint  # here, since only the unit check needs it and it loads slowly

    return pint.UnitRegistry(None)


@functools.cache
def unit_of(text):
    """The pint unit of a canonical expression such as `USD/GPU/hour`; each new word becomes a base unit."""
    registry, unit, sign = _registry(), _registry().Unit(""), 1
    for part in text.replace("*", " * ").replace("/", " / ").split():
        if part in ("*", "/"):
            sign = 1 if part == "*" else -1
        elif part != "1":
            if part not in registry:
                registry.define(f"{part} = [{part}]")
            unit = unit * registry.Unit(part) ** sign
    return unit


def spelled(unit):
    """A unit as text in the way of `data/units.csv`.

    >>> spelled(unit_of("1")), spelled(unit_of("GPU*hour"))
    ('1', 'GPU*hour')
    """
    text = f"{unit:C}"
    return "1" if text == "dimensionless" else text


def _own(operand):
    return operand.unit if isinstance(operand, Measured) else unit_of("1")


def any_unit(operand):
    """Whether an operand is a plain zero or infinity, which have every unit."""
    return not isinstance(operand, Measured) and (operand == 0 or math.isinf(operand))


def _like(*operands):
    """The unit that all have."""
    units = [_own(operand) for operand in operands if not any_unit(operand)] or [unit_of("1")]
    if any(unit != units[0] for unit in units):
        raise UnitMismatch("unlike units meet: " + " and ".join(dict.fromkeys(map(spelled, units))))
    return units[0]


def _plain_number(*operands):
    for operand in operands:
        if _own(operand) != unit_of("1"):
            raise UnitMismatch(f"a number without unit is needed, not one in {spelled(_own(operand))}")
    return unit_of("1")


def _power(base, exponent):
    _plain_number(exponent)
    if not isinstance(exponent, Measured):
        return _own(base) ** exponent
    return _plain_number(base)  # the power of a unit must not hang on a value


def _compare(a, b):
    _like(a, b)
    return unit_of("1")


def _chosen(condition, a, b):
    return None if isinstance(a, str) else _like(a, b)


def _ratio(a, b, otherwise):
    return _like(Measured(1.0, _own(a) / _own(b)), otherwise)


def _key(level, *pairs):
    _like(level, *pairs[1::2])  # the key itself is a label and stays plain


def _years(years):
    if _own(years) not in (unit_of("1"), unit_of("year")):
        raise UnitMismatch(f"years are needed, not {spelled(_own(years))}")


def _compound(start, rate, years):
    _years(years)
    _like(Measured(1.0, unit_of("1/year")), rate)
    return _own(start)


def _growth_rate(first, last, years):
    _years(years)
    _like(first, last)
    return unit_of("1/year")


GROWTH = {"compound": _compound, "growth_rate": _growth_rate}
UNITS = {
    **dict.fromkeys(("+", "-", "negative", "floor", "minimum", "maximum", "total", "least", "greatest"), _like),
    **dict.fromkeys(("<", "<=", ">", ">="), _compare),
    **dict.fromkeys(("exp", "log"), _plain_number),
    "*": lambda a, b: _own(a) * _own(b),
    "/": lambda a, b: _own(a) / _own(b),
    "**": _power,
    "sqrt": lambda a: _own(a) ** 0.5,
    "where": _chosen,
    "ratio": _ratio,
    "first_key": _key,
}
