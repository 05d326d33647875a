"""Operations that mean the same on every kind of number: floats, draws, quantities and recording operands.

One rule of dispatch: an operand that is no plain number answers ``__op__(name, args)``; otherwise the plain
implementation runs. Kinds never import each other. Formulas use these and ``+ - * / **``, never ``if`` on a number.
"""

import math


class MissingUsed(ValueError):
    """A missing number was branched on, summed or compared: only its absence can be reported; `.names` holds the cells."""

    def __init__(self, message, names):
        super().__init__(message)
        self.names = tuple(names)


class Missing:
    """An empty cell, or what was computed from one; it names the cells that are empty.

    >>> (2 * Missing(("gpu_hours.x",)) + 1).missing
    ('gpu_hours.x',)
    """

    __slots__ = ("missing",)
    __hash__ = None

    def __init__(self, names):
        self.missing = tuple(names)

    def __op__(self, name, args):
        names = dict.fromkeys(cell for arg in args for cell in missing_cells(arg))
        if name in GATHER:
            raise MissingUsed(f"{name} refuses missing numbers ({', '.join(names)}); drop them with known(...)", names)
        return Missing(names)

    def _arithmetic(self, *others):
        return self.__op__("arithmetic", (self, *others))

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _arithmetic
    __pow__ = __rpow__ = __neg__ = __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __ne__ = _arithmetic

    def __bool__(self):
        raise MissingUsed(f"not disclosed: {', '.join(self.missing)}", self.missing)

    def __repr__(self):
        return f"Missing({', '.join(self.missing)})"


def missing_cells(number):
    """Names of the empty cells behind a number; empty where it is known."""
    return getattr(number, "missing", ())


def _ratio(a, b, otherwise):
    return a / b if b != 0 else otherwise


def _first_key(level, *pairs):
    return next((key for key, value in zip(pairs[::2], pairs[1::2]) if value >= level), math.inf)


PLAIN = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": lambda a, b: a**b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "negative": lambda a: -a,
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
    "floor": lambda a: float(math.floor(a)) if math.isfinite(a) else a,  # "impossible" stays what it is
    "where": lambda condition, a, b: a if condition else b,
    "ratio": _ratio,
    "minimum": min,
    "maximum": max,
    "total": lambda *values: math.fsum(values),  # builtin sum differs between Python versions
    "least": lambda *values: min(values),
    "greatest": lambda *values: max(values),
    "first_key": _first_key,
}
GATHER = {"total", "least", "greatest", "first_key"}


def apply(name, *args):
    """Run one operation by name on operands of any kind.

    >>> apply("total", 0.1, 0.2, 0.3)
    0.6
    """
    for arg in args:
        answer = getattr(arg, "__op__", None)
        if answer is not None:
            return answer(name, args)
    return PLAIN[name](*args)


def exp(a):
    """e to the power a."""
    return apply("exp", a)


def log(a):
    """Natural logarithm."""
    return apply("log", a)


def sqrt(a):
    """Square root."""
    return apply("sqrt", a)


def floor(a):
    """Largest whole number not above a."""
    return apply("floor", a)


def where(condition, a, b):
    """a where the condition holds, else b; both are computed, so neither may fail."""
    return apply("where", condition, a, b)


def ratio(a, b, otherwise):
    """a / b, or `otherwise` where b is zero: for divisions that a reader's value can make x/0.

    >>> ratio(1.0, 0.0, math.inf)
    inf
    """
    return apply("ratio", a, b, otherwise)


def minimum(a, b):
    """The smaller of two numbers."""
    return apply("minimum", a, b)


def maximum(a, b):
    """The larger of two numbers."""
    return apply("maximum", a, b)


def _values(numbers):
    return list(numbers.values()) if hasattr(numbers, "values") else list(numbers)


def total(numbers):
    """Sum of a mapping's values or of a sequence; refuses missing numbers.

    >>> total({"a": 1.0, "b": 2.0})
    3.0
    """
    return apply("total", *_values(numbers))


def least(numbers):
    """Smallest of a mapping's values or of a sequence; refuses missing numbers."""
    return apply("least", *_values(numbers))


def greatest(numbers):
    """Largest of a mapping's values or of a sequence; refuses missing numbers."""
    return apply("greatest", *_values(numbers))


def first_key(series, level):
    """First key (a year, say) at which a series reaches a level; infinity ("never") where it does not.

    >>> first_key({2025: 1.0, 2026: 3.0}, 2.0)
    2026
    """
    return apply("first_key", level, *(part for pair in series.items() for part in pair))


def _compound(start, rate, years):
    return start * (1 + rate) ** years


def _growth_rate(first, last, years):
    return (last / first) ** (1 / years) - 1


def _whole(plain, *args):
    """Units of growth (1/year) fit as a whole, not part by part: an operand that checks units answers for the whole."""
    for arg in args:
        answer = getattr(arg, "__whole__", None)
        if answer is not None:
            return answer(plain.__name__.removeprefix("_"), args)
    return plain(*args)


def compound(start, rate, years):
    """Value after growing at a yearly rate: start * (1 + rate) ** years.

    >>> compound(100.0, 0.5, 2)
    225.0
    """
    return _whole(_compound, start, rate, years)


def growth_rate(first, last, years):
    """Yearly rate that leads from first to last.

    >>> growth_rate(100.0, 225.0, 2)
    0.5
    """
    return _whole(_growth_rate, first, last, years)


class Known(dict):
    """A mapping without its missing numbers; `dropped` lists the cells that were empty."""

    dropped = ()


def known(numbers):
    """Drop what is missing from a mapping and report it in `.dropped`.

    >>> known({"a": 1.0, "b": Missing(("gpu_hours.b",))}).dropped
    ('gpu_hours.b',)
    """
    dropped = tuple(cell for value in numbers.values() if type(value) is not float for cell in missing_cells(value))
    kept = Known((key, value) for key, value in numbers.items() if not missing_cells(value)) if dropped else Known(numbers)
    kept.dropped = dropped
    return kept
