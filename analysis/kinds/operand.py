"""What the kinds share: an operand that answers every operation through `__op__`, and what `Graph.run` is handed."""

import datetime
from dataclasses import replace

from analysis.core.graph import Graph
from analysis.core.ops import Missing


def inputs(catalogue):
    """(rows, tables) of a catalogue as `Graph.run` takes them: floats, texts, `Same` and `Missing`; dates as ISO text."""
    rows = {name: _input(name, row) for name, row in catalogue.rows.items()}
    tables = {
        table: {key: {c: _input(f"{c}.{key}", cell) for c, cell in line.cells.items()} for key, line in lines.items()}
        for table, lines in catalogue.tables.items()
    }
    return rows, tables


def _input(name, cell):
    if isinstance(cell, str):
        return cell
    if isinstance(cell.value, datetime.date):
        return cell.value.isoformat()
    return Missing((name,)) if cell.value is None else cell.value


def rewired(graph, wrap):
    """A copy of a graph in which `wrap(function)` is called in place of each function."""
    copy = Graph([])
    copy.functions = {name: replace(function, call=wrap(function)) for name, function in graph.functions.items()}
    return copy


def _refuse(what):
    def method(self, *args):
        raise TypeError(f"{what} on {self.what}: use where, minimum, maximum or ratio, or tag the function scalar=True")

    return method


def _operator(op, swap=False):
    def method(self, other=None):
        args = (self,) if op == "negative" else (other, self) if swap else (self, other)
        return self.__op__(op, args)

    return method


class Operand:
    """Arithmetic through `__op__`; everything that would need one plain value is refused."""

    __slots__ = ()
    __hash__ = None
    __array_ufunc__ = None  # numpy's own numbers leave the operation to us
    what = "a number of this kind"

    __add__, __radd__ = _operator("+"), _operator("+", swap=True)
    __sub__, __rsub__ = _operator("-"), _operator("-", swap=True)
    __mul__, __rmul__ = _operator("*"), _operator("*", swap=True)
    __truediv__, __rtruediv__ = _operator("/"), _operator("/", swap=True)
    __pow__, __rpow__ = _operator("**"), _operator("**", swap=True)
    __neg__ = _operator("negative")
    __lt__, __le__, __gt__, __ge__ = _operator("<"), _operator("<="), _operator(">"), _operator(">=")
    __eq__, __ne__ = _refuse("== or !="), _refuse("== or !=")
    __bool__ = _refuse("a branch (if, and, or, min, max)")
    __float__, __int__, __index__ = _refuse("float()"), _refuse("int()"), _refuse("a look-up")
    __round__, __format__, __abs__ = _refuse("round()"), _refuse("text"), _refuse("abs()")


def missing(name, args):
    """The answer where an operand is missing: missing too, or refused by what must have every value."""
    return next(arg for arg in args if isinstance(arg, Missing)).__op__(name, args)
