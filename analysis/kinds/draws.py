"""`Draws`: many values of one number at once, and functions that must run draw by draw."""

import functools
import itertools
import math
import operator
from collections.abc import Mapping

import numpy as np

from analysis.core import ops
from analysis.core.ops import Missing
from analysis.core.operand import Operand
from analysis.core.running import Line
from analysis.kinds.operand import missing, rewired


class Draws(Operand):
    """Many values of one number, draw by draw; `array` is a float array (bool for a comparison), None once released.

    >>> (2 * Draws(np.array([1.0, 3.0])) + 1).array.tolist()
    [3.0, 7.0]
    """

    __slots__ = ("array",)
    what = "draws, which differ"

    def __init__(self, array):
        self.array = array

    def __op__(self, name, args):
        if any(isinstance(arg, Missing) for arg in args):
            return missing(name, args)
        value = ARRAYS.get(name, ops.PLAIN.get(name))(*(arg.array if isinstance(arg, (Draws, Texts)) else arg for arg in args))
        if not isinstance(value, np.ndarray) or not value.ndim:
            return value
        return Draws(value) if value.dtype.kind in "bf" else _gathered(value.tolist())

    def __array__(self, dtype=None, copy=None):
        return np.array(self.array, dtype=dtype, copy=copy)

    def __repr__(self):
        return f"Draws({self.array})"


class Texts(Operand):
    """A text that differs from draw to draw; a function that reads it runs draw by draw."""

    __slots__ = ("array",)
    what = "a text that differs from draw to draw"

    def __init__(self, array):
        self.array = array

    def __op__(self, name, args):
        raise TypeError(f"{name} of {self.what}")

    def __array__(self, dtype=None, copy=None):
        return np.array(self.array, dtype=dtype, copy=copy)


def _ratio(a, b, otherwise):
    a, b, otherwise = np.broadcast_arrays(a, b, otherwise)
    return np.divide(a, b, out=otherwise.astype(float), where=b != 0)


def _first_key(level, *pairs):
    found = math.inf
    for key, value in list(zip(pairs[::2], pairs[1::2]))[::-1]:
        if isinstance(key, str):
            raise TypeError(f"first_key over keys that are no numbers ('{key}'): tag the function scalar=True")
        found = np.where(np.asarray(value) >= level, key, found)
    return found


def _where(condition, a, b):
    return np.where(condition, a, b) if isinstance(condition, np.ndarray) else a if condition else b


ARRAYS = {
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "floor": np.floor,
    "where": _where,
    "ratio": _ratio,
    "minimum": np.minimum,
    "maximum": np.maximum,
    "total": lambda *values: functools.reduce(operator.add, values),
    "least": lambda *values: functools.reduce(np.minimum, values),
    "greatest": lambda *values: functools.reduce(np.maximum, values),
    "first_key": _first_key,
}


def draw_by_draw(graph):
    """A copy of a graph whose scalar functions, and those that read a text which differs, are called once for each draw.

    Missing in one draw is missing in all. A mapping must have the same keys in every draw. A text that only such texts read
    has no range: it is taken from the first draw alone.
    """
    read = _read_by_numbers(graph.functions)
    return rewired(graph, lambda function: _draw_by_draw(function, function.name not in read))


def _read_by_numbers(functions):
    """Names of the functions that are numbers, and of those on which a number rests."""
    found, left = set(), [name for name, function in functions.items() if function.unit != "text"]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += [asked for asked in functions[name].asks if asked in functions]
    return found


def _draw_by_draw(function, first_only):
    wanted = (Draws, Texts) if function.scalar else Texts

    def call(**arguments):
        if not any(isinstance(part, wanted) for part in _parts(arguments)):
            return function.call(**arguments)
        read, now, results = set(), [0], []
        same, draws = _opened(arguments, now, read)
        count = next(len(part.array) for part in _parts(arguments) if isinstance(part, (Draws, Texts)))
        for now[0], given in enumerate(draws or itertools.repeat(same, count)):
            results.append(function.call(**given))
            if now[0] == 0 and (first_only or not read):  # what reads nothing that differs is the same in every draw
                return results[0]
        return _gathered(results)

    return call


def _parts(argument):
    """Every single number or text in an argument, through mappings and lines of tables."""
    inner = argument if isinstance(argument, Mapping) else vars(argument) if hasattr(argument, "_key") else None
    if inner is None:
        yield argument
    else:
        for part in inner.values():
            yield from _parts(part)


def _opened(argument, now, read):
    """(what is the same in all draws, what differs in the order of the draws or None).

    A line of a table is one object for all draws and looks up what differs in the draw `now`. read: collects what differs
    and was looked at. A cell of a line counts when the function reads it, all else at once.
    """
    if isinstance(argument, (Draws, Texts)):
        return argument, argument.array.tolist()
    if hasattr(argument, "_key"):
        varying = {column: cell.array.tolist() for column, cell in vars(argument).items() if isinstance(cell, (Draws, Texts))}
        return LineOfDraw(argument, varying, now, read) if varying else argument, None
    if not isinstance(argument, Mapping):
        return argument, None
    parts = {key: _opened(part, now, read) for key, part in argument.items()}
    same, varying = {key: part for key, (part, _) in parts.items()}, {key: draws for key, (_, draws) in parts.items() if draws is not None}
    read.update(key for key in varying if not isinstance(argument[key], Mapping))
    return same, (same | dict(zip(varying, values)) for values in zip(*varying.values())) if varying else None


class LineOfDraw(Line):
    """One line of a table, draw by draw: a cell that differs is looked up when it is read, and `read` then names it."""

    def __init__(self, line, varying, now, read):
        super().__init__(line._key, {column: cell for column, cell in vars(line).items() if column not in varying})
        self.__dict__.update(_varying=varying, _now=now, _read=read)

    def __getattr__(self, column):
        """Called for what is not among the cells that are the same in all draws."""
        if column not in self._varying:
            return super().__getattr__(column)
        self._read.add(column)
        return self._varying[column][self._now[0]]


def _gathered(results):
    """What a function returned in each draw, as one result."""
    if {float, int}.issuperset(map(type, results)):
        return Draws(np.array(results, dtype=float))
    first = results[0]
    if isinstance(first, Mapping):
        keys = list(first)
        if any(list(result) != keys for result in results):
            raise TypeError("the keys differ from draw to draw")
        return {key: _gathered(values) for key, values in zip(keys, zip(*(result.values() for result in results)))}
    missing = [cell for result in results for cell in ops.missing_cells(result)]
    if missing:
        return Missing(dict.fromkeys(missing))
    if all(isinstance(result, str) for result in results):
        return first if len(set(results)) == 1 else Texts(np.array(results, dtype=object))
    if any(isinstance(result, (str, bool)) or not isinstance(result, (int, float)) for result in results):
        raise TypeError(f"returned {type(first).__name__}, which is no number, text or mapping in every draw")
    return Draws(np.array(results, dtype=float))
