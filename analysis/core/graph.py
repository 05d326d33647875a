"""The number graph: functions whose argument names are the names of the numbers they need.

`result` tags a function; `Graph` joins names, checks them, orders the functions and runs them on any kind of number.
Every error names the function, its file and line, and the nearest right word. Pure: no files, no clock, no globals.
"""

import difflib
import graphlib
import inspect
import math
from collections.abc import Mapping
from dataclasses import dataclass

from analysis.core import ops


class GraphError(Exception):
    """A function, an argument or a value breaks a rule of the graph."""


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

    @property
    def keys(self):
        """Tables whose lines index the result; empty for one number or for free keys."""
        return self.over or self.by

    @property
    def where(self):
        """The place of the function, as `file:line`."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Same:
    """A cell that is the same fact as a row or one-number result: in the file it says `=name`."""

    name: str


class Line:
    """One line of a table: cells as attributes, e.g. `runs["deepseek_v3"].chip`."""

    def __init__(self, key, cells):
        self.__dict__.update(cells)
        self.__dict__["_key"] = key

    def __getattr__(self, column):
        cells = [name for name in self.__dict__ if not name.startswith("_")]
        raise AttributeError(f"line '{self.__dict__.get('_key')}' has no column '{column}'{hint(column, cells)}")


def hint(word, words):
    """The nearest right word, ready to append to an error; empty where none is near.

    >>> hint("h800_hour_prise", ["h800_hour_price"])
    "; did you mean 'h800_hour_price'?"
    """
    near = nearest(word, words)
    return f"; did you mean '{near}'?" if near else ""


def nearest(word, words):
    """The known word closest in spelling, or None."""
    return next(iter(difflib.get_close_matches(word, list(words), n=1, cutoff=0.6)), None)


def result(unit, over=None, by=None, scalar=False):
    """Tag a function as a result of the graph.

    unit: canonical unit, or "text" or "date". over: table (or pair of tables) on whose lines a scalar formula runs.
    by: table (or pair) whose ids are the keys of a returned mapping. scalar: needs plain numbers (branches, sorts,
    fits), so it is re-run draw by draw and gets no slider.
    """

    def tag(function):
        code = function.__code__
        function.result = Result(
            function.__name__, unit, _tuple(over), _tuple(by), scalar, tuple(_asked(function)), function, code.co_filename, code.co_firstlineno
        )
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


class Floats:
    """The plain kind of number: values stay as they are."""

    def leaf(self, name, value):
        """Wrap one row or cell."""
        return value

    def finish(self, function, name, value, arguments):
        """Take over one computed number under its name."""
        return value

    def plain(self, argument):
        """What a `scalar` function receives."""
        return argument


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

    def run(self, rows, tables, kind=Floats()):
        """Compute every number.

        rows: name -> value. tables: table -> id -> column -> value, text or `Same`. kind: Floats, a recording, draws...
        Returns name -> value or nested mapping, for rows, columns and functions.
        """
        values = {name: kind.leaf(name, value) for name, value in rows.items()}
        cells = _leaves(tables, kind)
        for name in self.order(_aliases(tables)):
            values[name] = _Call(self.functions[name], self.functions, values, cells, kind).run()
        return {**values, **{column: _column(column, cells, values) for column in _number_columns(tables)}}


def _number_columns(tables):
    return dict.fromkeys(c for lines in tables.values() for line in lines.values() for c, v in line.items() if not isinstance(v, str))


def _aliases(tables):
    aliases = {}
    for table, lines in tables.items():
        for line in lines.values():
            for column, value in line.items():
                if isinstance(value, Same):
                    aliases.setdefault(table, set()).add(value.name)
                    aliases.setdefault(column, set()).add(value.name)
    return aliases


def _leaves(tables, kind):
    def leaf(column, key, value):
        return value if isinstance(value, (str, Same)) else kind.leaf(f"{column}.{key}", value)

    return {t: {key: {c: leaf(c, key, v) for c, v in line.items()} for key, line in lines.items()} for t, lines in tables.items()}


def _resolve(value, values):
    return values[value.name] if isinstance(value, Same) else value


def _column(column, cells, values, table=None):
    tables = [table] if table else [t for t, lines in cells.items() if any(column in line for line in lines.values())]
    return {key: _resolve(line[column], values) for t in tables for key, line in cells[t].items() if column in line}


class _Call:
    """One function with everything its arguments may name."""

    def __init__(self, function, functions, values, cells, kind):
        self.function, self.functions, self.values, self.cells, self.kind = function, functions, values, cells, kind

    def run(self):
        over = self.function.over
        if not over:
            return self._finish(self.function.name, self._evaluate({name: self._whole(name) for name in self.function.asks}))
        first, *second = (self.cells[table] for table in over)
        if not second:
            return {key: self._on({over[0]: key}) for key in first}
        return {one: {two: self._on({over[0]: one, over[1]: two}) for two in second[0]} for one in first}

    def _on(self, line):
        arguments = {name: self._bound(name, line) for name in self.function.asks}
        return self._finish(".".join([self.function.name, *line.values()]), self._evaluate(arguments))

    def _whole(self, name):
        if name in self.values:
            return self.values[name]
        if name in self.cells:
            return {key: Line(key, {c: _resolve(v, self.values) for c, v in line.items()}) for key, line in self.cells[name].items()}
        return _column(name, self.cells, self.values)

    def _bound(self, name, line):
        """This line's value of a row, a column, or a result over one or both sides."""
        if name in self.functions:
            value = self.values[name]
            for table in self.functions[name].keys:
                if line[table] not in value:
                    raise GraphError(f"{self.function.name} ({self.function.where}): '{name}' has no value for line '{line[table]}' of {table}")
                value = value[line[table]]
            if isinstance(value, Mapping):
                raise GraphError(f"{self.function.name} ({self.function.where}): '{name}' has free keys; say by=... there, or take it whole")
            return value
        if name in self.values:
            return self.values[name]
        table = next(t for t in line if any(name in cells for cells in self.cells[t].values()))
        return _resolve(self.cells[table][line[table]][name], self.values)

    def _evaluate(self, arguments):
        function = self.function
        given = {name: self.kind.plain(value) for name, value in arguments.items()} if function.scalar else arguments
        try:
            value = function.call(**given)
        except ops.MissingUsed as error:
            if not function.scalar or function.by:
                raise GraphError(f"{function.name} ({function.where}): {error}") from error
            value = ops.Missing(error.names)
        except Exception as error:
            extra = "; a division that can meet zero is written ratio(a, b, otherwise)" if isinstance(error, ZeroDivisionError) else ""
            raise GraphError(f"{function.name} ({function.where}): {type(error).__name__}: {error}{extra}") from error
        self.arguments = arguments
        return value

    def _finish(self, name, value):
        if isinstance(value, Mapping):
            self._check_keys(name, value)
            return {key: self._finish(f"{name}.{key}", part) for key, part in value.items()}
        if name.count(".") < len(self.function.by):
            raise GraphError(f"{name} ({self.function.where}) says by={self.function.by}: it must return a mapping with those keys")
        plain = getattr(value, "value", value)
        if isinstance(plain, float) and math.isnan(plain):
            raise GraphError(f"{name} ({self.function.where}) is not a number (NaN)")
        if not isinstance(plain, (int, float, str, ops.Missing)) and not hasattr(value, "__array__") or isinstance(plain, bool):
            raise GraphError(f"{name} ({self.function.where}) returned {type(plain).__name__}, not a number, text or mapping")
        return self.kind.finish(self.function, name, value, self.arguments)

    def _check_keys(self, name, value):
        depth = name.count(".")
        if self.function.by and depth < len(self.function.by):
            unknown = [key for key in value if key not in self.cells[self.function.by[depth]]]
            if unknown:
                raise GraphError(f"{name} ({self.function.where}) returned key '{unknown[0]}', which is no line of {self.function.by[depth]}")


def flatten(values):
    """Nested results as dotted names.

    >>> flatten({"kv_bytes": {"deepseek_v3": 1.0}, "v3_cost": 2.0})
    {'kv_bytes.deepseek_v3': 1.0, 'v3_cost': 2.0}
    """
    flat = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            flat.update({f"{name}.{key}": part for key, part in flatten(value).items()})
        else:
            flat[name] = value
    return flat
