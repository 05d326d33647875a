"""Running a graph in order on one kind of number: what each argument receives, what each result may be."""

import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass

from analysis.core import ops


class GraphError(Exception):
    """A function, an argument or a value breaks a rule of the graph."""


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


def number_columns(tables):
    """Names of the columns that hold numbers, in order."""
    return dict.fromkeys(c for lines in tables.values() for line in lines.values() for c, v in line.items() if not isinstance(v, str))


def aliases_of(tables):
    """Column or table -> names that its cells repeat (`=name`)."""
    aliases = {}
    for table, lines in tables.items():
        for line in lines.values():
            for column, value in line.items():
                if isinstance(value, Same):
                    aliases.setdefault(table, set()).add(value.name)
                    aliases.setdefault(column, set()).add(value.name)
    return aliases


def leaves(tables, kind):
    """The tables with each number as a named leaf of one kind."""

    def leaf(column, key, value):
        return value if isinstance(value, (str, Same)) else kind.leaf(f"{column}.{key}", value)

    return {t: {key: {c: leaf(c, key, v) for c, v in line.items()} for key, line in lines.items()} for t, lines in tables.items()}


def _resolve(value, values):
    return values[value.name] if isinstance(value, Same) else value


def column_of(column, cells, values):
    """id -> value of one column."""
    tables = [t for t, lines in cells.items() if any(column in line for line in lines.values())]
    return {key: _resolve(line[column], values) for t in tables for key, line in cells[t].items() if column in line}


class Call:
    """One function with everything its arguments may name."""

    def __init__(self, function, functions, values, cells, kind):
        self.function, self.functions, self.values, self.cells, self.kind = function, functions, values, cells, kind

    def run(self):
        """The function's value, or a mapping of values, each under its name."""
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
        return column_of(name, self.cells, self.values)

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
