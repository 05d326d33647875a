"""The number graph: functions whose argument names are the names of the numbers they need.

`result` tags a function; `Graph` joins names, checks them, orders the functions and runs them on any kind of number.
Every error names the function, its file and line, and the nearest right word. Pure: no files, no clock, no globals.
"""

import graphlib
import inspect
from dataclasses import dataclass

from analysis.core.running import Call, Floats, GraphError, Line, Same, aliases_of, column_of, flatten, hint, leaves, nearest, number_columns

__all__ = ["Floats", "Graph", "GraphError", "Line", "Result", "Same", "flatten", "hint", "nearest", "result"]


@dataclass(frozen=True)
class Result:
    """What `@result` says about one function."""

    name: str
    unit: str
    over: tuple
    by: tuple
    scalar: bool
    asks: tuple
    call: object
    file: str
    line: int
    reproduces: tuple = ()

    @property
    def keys(self):
        """Tables whose lines index the result; empty for one number or for free keys."""
        return self.over or self.by

    @property
    def where(self):
        """The place of the function, as `file:line`."""
        return f"{self.file}:{self.line}"


def result(unit, over=None, by=None, scalar=False, reproduces=None):
    """Tag a function as a result of the graph.

    unit: canonical unit, or "text" or "date". over: table (or pair of tables) on whose lines a scalar formula runs.
    by: table (or pair) whose ids are the keys of a returned mapping. scalar: needs plain numbers (branches, sorts,
    fits), so it is re-run draw by draw and gets no slider. reproduces: a number (or several) that somebody printed for this;
    the check compares units and values.
    """

    def tag(function):
        code = function.__code__
        function.result = Result(
            function.__name__, unit, _tuple(over), _tuple(by), scalar, tuple(_asked(function)), function, code.co_filename, code.co_firstlineno,
            _tuple(reproduces),
        )  # fmt: skip
        return function

    return tag


def _tuple(tables):
    return () if tables is None else (tables,) if isinstance(tables, str) else tuple(tables)


def _asked(function):
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is not parameter.POSITIONAL_OR_KEYWORD or parameter.default is not parameter.empty:
            where = f"{function.__code__.co_filename}:{function.__code__.co_firstlineno}"
            raise GraphError(f"{function.__name__} ({where}): argument '{name}' must be a plain name; a default is a row, not a default value")
        yield name


class Graph:
    """All tagged functions of some modules, ready to check against names and to run."""

    def __init__(self, modules):
        self.functions = {}
        for module in modules:
            for value in vars(module).values():
                tag = getattr(value, "result", None)
                if isinstance(tag, Result) and value.__module__ == module.__name__:
                    self._add(tag)

    def _add(self, tag):
        if tag.name in self.functions:
            raise GraphError(f"{tag.name} is defined twice: {self.functions[tag.name].where} and {tag.where}")
        if "_" not in tag.name:
            raise GraphError(f"{tag.name} ({tag.where}): a function's name has at least two words")
        self.functions[tag.name] = tag

    def check(self, rows, tables):
        """Refuse unknown names, names used twice, arguments that do not fit a line, and cycles.

        rows: names of rows. tables: table -> {column: "number" | "text" | ...}. Returns the functions in running order.
        """
        owners = {column: [t for t, columns in tables.items() if column in columns] for t in tables.values() for column in t}
        taken = {**{name: "row" for name in rows}, **{name: "table" for name in tables}, **{name: "column" for name in owners}}
        for function in self.functions.values():
            if function.name in taken:
                raise GraphError(f"{function.name} ({function.where}) is the name of a {taken[function.name]} too")
            if len(set(function.keys)) < len(function.keys):
                raise GraphError(f"{function.name} ({function.where}): a pair is of two different tables, not {function.keys[0]} twice")
            for table in function.keys:
                if table not in tables:
                    raise GraphError(f"{function.name} ({function.where}): no table '{table}'{hint(table, tables)}")
            for name in function.asks:
                self._check_argument(function, name, rows, tables, owners)
        return self.order()

    def _check_argument(self, function, name, rows, tables, owners):
        if name in self.functions:
            keys, free = self.functions[name].keys, False
        elif name in rows:
            keys, free = (), False
        elif name in owners:
            keys, free = tuple(owners[name]), len(owners[name]) > 1
        elif name in tables:
            keys, free = (name,), True
        else:
            words = [*self.functions, *rows, *owners, *tables]
            raise GraphError(f"{function.name} ({function.where}) asks for '{name}', which is no row, column, table or function{hint(name, words)}")
        if function.over and (name in tables or not self._binds(function, name, keys, free)):
            raise GraphError(f"{function.name} ({function.where}) runs on a line of {' and '.join(function.over)}: '{name}' has no value there")
        if not function.over and free and name not in tables:
            raise GraphError(f"{function.name} ({function.where}) asks for column '{name}', which stands in {' and '.join(keys)}: ask for the table")

    @staticmethod
    def _binds(function, name, keys, free):
        return sum(key in function.over for key in keys) == 1 if free else all(key in function.over for key in keys)

    def order(self, aliases=None):
        """Functions in running order; aliases maps a column or table to the names that its cells repeat."""
        needs = {f.name: {n for asked in f.asks for n in self._needs(asked, aliases or {})} for f in self.functions.values()}
        try:
            return [name for name in graphlib.TopologicalSorter(needs).static_order() if name in self.functions]
        except graphlib.CycleError as error:
            circle = " -> ".join(reversed(error.args[1]))
            raise GraphError(f"these functions need each other in a circle: {circle} ({self.functions[error.args[1][0]].where})") from None

    def _needs(self, asked, aliases):
        return [asked] if asked in self.functions else [name for name in aliases.get(asked, ()) if name in self.functions]

    def with_needs(self, names, aliases):
        """Names of some functions and of all that they need, through cells that repeat a result too."""
        found, left = set(), [name for name in names if name in self.functions]
        while left:
            name = left.pop()
            if name not in found:
                found.add(name)
                left += [needed for asked in self.functions[name].asks for needed in self._needs(asked, aliases)]
        return found

    def run(self, rows, tables, kind=Floats(), only=None):
        """Compute every number, or only some functions and what they need.

        rows: name -> value. tables: table -> id -> column -> value, text or `Same`. kind: Floats, a recording, draws...
        Returns name -> value or nested mapping, for rows, columns and functions; without columns where `only` says which functions.
        """
        values = {name: kind.leaf(name, value) for name, value in rows.items()}
        cells, aliases = leaves(tables, kind), aliases_of(tables)
        wanted = set(self.functions) if only is None else self.with_needs(only, aliases)
        for name in self.order(aliases):
            if name in wanted:
                values[name] = Call(self.functions[name], self.functions, values, cells, kind).run()
        if only is not None:
            return values
        return {**values, **{column: column_of(column, cells, values) for column in number_columns(tables)}}
