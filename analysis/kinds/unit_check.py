"""The unit check: the whole graph run on quantities, and every unit that does not fit named.

What it cannot see: the inside of a `scalar` function (it gets plain numbers, its tag is believed), and a function whose
operands are all missing. A result that fails goes on with the unit of its tag, so that one fault is not blamed on all above it.
"""

import math
from collections.abc import Mapping

from analysis.core.graph import GraphError, Same
from analysis.core.ops import Missing
from analysis.kinds.operand import inputs, rewired
from analysis.kinds.prints import print_problems
from analysis.kinds.quantities import Measured, UnitMismatch, any_unit, bare, spelled, unit_of

LABELS = ("1", "year")  # units that a plain number may have: a calendar year is a label
WORDS = ("text", "date")


def unit_problems(catalogue, graph):
    """Problems of the units of rows, cells and tags, one sentence each, likely causes first; none where everything fits.

    Raises GraphError where the graph does not even run on floats.
    """
    rows, tables = inputs(catalogue)
    leaves = catalogue.leaves()
    floats = dict(_every(graph.run(rows, tables)))
    kind = Quantities({name: leaf.unit for name, leaf in leaves.items()}, floats, catalogue.units.parse)
    try:
        rewired(graph, _watched).run(rows, tables, kind)
    except GraphError as error:
        kind.problems[""] = str(error)
    units = {**{name: leaf.unit for name, leaf in leaves.items()}, **{name: f.unit for name, f in graph.functions.items()}}
    places = _places(catalogue, graph)
    prints = print_problems(graph, (rows, tables), units, floats, places)
    return [*_causes(graph, set(kind.problems), places), *_copies(leaves, units), *kind.problems.values(), *prints]


def _copies(leaves, units):
    """Cells that repeat a number of another unit."""
    for name, leaf in leaves.items():
        if isinstance(leaf.value, Same) and unit_of(units[leaf.value.name]) != unit_of(leaf.unit):
            yield f"{leaf.where}: '{name}' is in {leaf.unit}, and repeats '{leaf.value.name}', which is in {units[leaf.value.name]}"


def _every(values, prefix=""):
    """(dotted name, value) of everything in a run, mappings before their parts."""
    for key, value in values.items():
        yield f"{prefix}{key}", value
        if isinstance(value, Mapping):
            yield from _every(value, f"{prefix}{key}.")


class _Failed:
    """What a function gives whose units do not fit."""

    __array__ = None  # by this the graph takes it for a number

    def __init__(self, problem):
        self.problem = problem


def _watched(function):
    def call(**arguments):
        try:
            return function.call(**arguments)
        except UnitMismatch as error:
            return _Failed(str(error))

    return call


class Quantities:
    """The kind of number that has a unit; after a run `problems` maps functions to what does not fit in them.

    units: leaf -> canonical unit. floats: dotted name -> value of the float run. parse: spelling -> (canonical unit, factor).
    """

    def __init__(self, units, floats, parse):
        self.units, self.floats, self.parse, self.problems = units, floats, parse, {}

    def leaf(self, name, value):
        """Wrap one row or cell."""
        return self._tagged(value, unit_of(self.units[name])) if not isinstance(value, str) else value

    def plain(self, argument):
        """What a `scalar` function receives: values without their unit."""
        if isinstance(argument, Mapping):
            return {key: self.plain(part) for key, part in argument.items()}
        if hasattr(argument, "_key"):
            return type(argument)(argument._key, {key: self.plain(part) for key, part in vars(argument).items() if key != "_key"})
        return bare(argument)

    def finish(self, function, name, value, arguments):
        """Compare the unit with the tag and the value with the float run; hand on what the tag and that run promise."""
        problem = value.problem if isinstance(value, _Failed) else self._problem(function, name, value)
        if problem:
            given = "; ".join(f"{asked} in {found}" for asked, part in arguments.items() if (found := _units_in(part)))
            self.problems.setdefault(function.name, f"{name} ({function.where}), tagged '{function.unit}': {problem}; from {given or 'nothing'}")
        if function.unit in WORDS or isinstance(value, Missing):
            return value
        return self._tagged(self.floats[name], self._tag(function)[0])

    def _tagged(self, value, unit):
        if isinstance(value, Mapping):
            return {key: self._tagged(part, unit) for key, part in value.items()}
        return value if isinstance(value, (str, Missing)) else Measured(value, unit)

    def _tag(self, function):
        try:
            canonical, factor = self.parse(function.unit)
            return unit_of(canonical), float(factor), ""
        except ValueError as error:
            return unit_of("1"), 1.0, str(error)

    def _problem(self, function, name, value):
        if isinstance(value, Missing):
            return None
        if isinstance(value, str) or function.unit in WORDS:
            never = function.unit == "date" and value == math.inf
            return None if never or isinstance(value, str) and function.unit in WORDS else f"the function gives {_kind_of(value)}"
        unit, factor, unknown = self._tag(function)
        found = Measured(value, unit) if function.scalar else value
        if unknown or not _fits(found, unit):
            return unknown or f"the formula gives {spelled(found.unit) if isinstance(found, Measured) else 'a number without unit'}"
        expected, magnitude = self.floats[name] * factor, bare(found)
        if not math.isclose(magnitude, expected, rel_tol=1e-9):
            times = f", {magnitude / expected:g} times as much: a factor is forgotten" if expected else ""
            return f"the value as a quantity is {magnitude:g}, and {expected:g} by the float run and the tag{times}"
        return None


def _fits(found, unit):
    if isinstance(found, Measured):
        return found.unit == unit
    return any_unit(found) or spelled(unit) in LABELS


def _kind_of(value):
    return f"a number in {spelled(value.unit)}" if isinstance(value, Measured) else type(value).__name__


def _units_in(argument):
    """The units in an argument, through mappings and lines of tables."""
    inner = argument if isinstance(argument, Mapping) else vars(argument) if hasattr(argument, "_key") else None
    if inner is not None:
        return ", ".join(dict.fromkeys(filter(None, map(_units_in, inner.values()))))
    return spelled(argument.unit) if isinstance(argument, Measured) else ""


def _causes(graph, failing, places):
    """Where to look first: names of which every user fails, at least two counted with the name's own formula, until no more are explained.

    Names that explain the same functions stand together. A scalar function sees no units and cannot bear witness.
    """
    users = {}
    for function in graph.functions.values():
        for name in () if function.scalar else function.asks:
            users.setdefault(name, set()).add(function.name)
    explained = {name: found | {name} & failing for name, found in users.items() if found <= failing}
    while len(most := max((found & failing for found in explained.values()), key=len, default=())) > 1:
        alike = [name for name, found in explained.items() if found & failing == most]
        alike.sort(key=graph.functions.__contains__)  # rows before tags
        named = " or ".join(f"'{name}' ({places.get(name, 'its columns')})" for name in alike)
        yield f"look first at {named}: all that use its unit fail: {', '.join(sorted(most))}"
        failing = failing - most


def _places(catalogue, graph):
    """Where the unit of a name stands, and the unit."""
    columns = {name: line["where"] for lines in catalogue.columns.values() for name, line in lines.items()}
    bases = {name: name.partition(".")[0] for name in catalogue.leaves()}
    leaves = {bases[name]: f"{columns.get(bases[name], leaf.where)}, {leaf.unit}" for name, leaf in catalogue.leaves().items()}
    return leaves | {name: f"its tag, {function.where}, {function.unit}" for name, function in graph.functions.items()}
