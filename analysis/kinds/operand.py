"""What the kinds share: what `Graph.run` is handed, a graph whose functions are wrapped, and the answer where a number is missing."""

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


def missing(name, args):
    """The answer where an operand is missing: missing too, or refused by what must have every value."""
    return next(arg for arg in args if isinstance(arg, Missing)).__op__(name, args)
