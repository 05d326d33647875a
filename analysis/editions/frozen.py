"""The results of an edition as compact JSON: by base name unit, formula hash, the names it asks, and every line.

`data/editions/2026.11.json` has one line of text for each base name, so that `grep` and `diff` work on it. A line of a
number is its value, or [value, low, high], or [state] where it has none; keys that several names share stand once.
"""

import datetime
import hashlib
import json
import re
from collections import namedtuple
from dataclasses import dataclass, field
from pathlib import Path

from analysis.core.graph import Same, nearest
from analysis.editions.formula import formula_hash
from analysis.messages import Refusal

NAME = re.compile(r"[0-9]{4}\.(0[1-9]|1[0-2])")  # year and month
DRAFT, EXAMPLE = "draft", "2026.11"
DIGITS, END_DIGITS = 12, 7  # of a value and of an end of a range: what processors agree on, and what fits below 1 MB
STATED = {"missing", "impossible", "never"}

Line = namedtuple("Line", "value low high state", defaults=(None, None, None, None))


@dataclass(frozen=True)
class Base:
    """What one base name held: a row, the cells of a column, or the lines of a function."""

    unit: str
    lines: dict  # key ("" for a row or a single number) -> Line
    formula: str = ""  # hash of the function; empty for rows and cells
    asks: tuple = ()
    over: bool = False  # whether the function runs line by line
    grades: dict = field(default_factory=dict)  # key -> grade, of rows and cells
    same: dict = field(default_factory=dict)  # key -> the name that a cell repeats
    formerly: tuple = ()


@dataclass(frozen=True)
class Frozen:
    """All numbers of an edition, or of the draft."""

    edition: str
    as_of: str
    bases: dict
    texts: dict  # table -> id -> hash of the cells of the line that are no numbers
    read: dict = field(default_factory=dict, repr=False)  # name -> names that it reads, where the run is at hand

    def names(self):
        """name -> Line of every number."""
        return {f"{base}.{key}" if key else base: line for base, one in self.bases.items() for key, line in one.lines.items()}


def freeze(results, edition=DRAFT):
    """The Frozen of a run."""
    functions, catalogue = results.graph.functions, results.catalogue
    found, read = {}, {}
    for name, number in results.numbers.items():
        base, _, key = name.partition(".")
        found.setdefault(base, {})[key] = number
        if number.record is not None:
            read[name] = number.record.names
    columns = {name: column for table in catalogue.columns.values() for name, column in table.items()}
    former = {name: tuple(column.get("formerly", "").split()) for name, column in columns.items()} | {n: tuple(r.formerly.split()) for n, r in catalogue.rows.items()}
    names = {new: old[0] for new, old in {**former, **{f.name: f.formerly for f in functions.values()}}.items() if old}
    bases = {base: _base(lines, functions.get(base), former.get(base, ()), names) for base, lines in found.items()}
    texts = {table: {line.key: _digest(line) for line in lines.values()} for table, lines in catalogue.tables.items()}
    return Frozen(edition, results.as_of.isoformat(), bases, texts, read)


def _base(numbers, function, formerly, names):
    first, lines = next(iter(numbers.values())), {key: _line(number) for key, number in numbers.items()}
    if function:
        return Base(first.unit, lines, formula_hash(function, names), function.asks, bool(function.over), formerly=function.formerly)
    same = {key: number.row.value.name for key, number in numbers.items() if isinstance(number.row.value, Same)}
    return Base(first.unit, lines, grades={key: number.row.grade for key, number in numbers.items()}, same=same, formerly=formerly)


def _line(number):
    value = number.value.isoformat() if isinstance(number.value, datetime.date) else number.value
    return Line(_short(value, DIGITS), _short(number.low, END_DIGITS), _short(number.high, END_DIGITS), number.state)


def _short(value, digits):
    return float(f"{value:.{digits}g}") if isinstance(value, float) else value


def _digest(line):
    texts = [f"{name}={cell}" for name, cell in line.cells.items() if isinstance(cell, str)]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:8]


def to_json(frozen):
    """The text of the file of an edition; infinity never reaches it."""
    shared = _Shared()
    numbers = [f"{json.dumps(base)}:{_dumps(_packed(one, shared))}" for base, one in sorted(frozen.bases.items())]
    texts = [f"{json.dumps(table)}:{_dumps({'keys': shared.place(lines), 'hash': list(lines.values())})}" for table, lines in sorted(frozen.texts.items())]
    keys = [_dumps(list(found)) for found in shared.found]
    head = f'"edition":{json.dumps(frozen.edition)},"as_of":{json.dumps(frozen.as_of)}'
    return f'{{{head},"keys":[\n' + ",\n".join(keys) + '\n],"numbers":{\n' + ",\n".join(numbers) + '\n},"texts":{\n' + ",\n".join(texts) + "\n}}\n"


class _Shared:
    """Lists of keys, each kept once."""

    def __init__(self):
        self.found = {}

    def place(self, lines):
        return self.found.setdefault(tuple(lines), len(self.found))


def _dumps(thing):
    return json.dumps(thing, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _packed(base, shared):
    made = {"unit": base.unit, "keys": shared.place(base.lines), "lines": [_said(line) for line in base.lines.values()]}
    grades = list(base.grades.values())
    more = {"formula": base.formula, "asks": list(base.asks), "over": base.over, "same": base.same, "formerly": list(base.formerly),
            "grade": grades[0] if len(set(grades)) == 1 else grades}  # fmt: skip
    return made | {key: value for key, value in more.items() if value}


def _said(line):
    return [line.state] if line.state else line.value if (line.low, line.high) == (None, None) else [line.value, line.low, line.high]


def from_json(text):
    """The Frozen of such a text."""
    found = json.loads(text)
    keys = found["keys"]
    bases = {name: _unpacked(one, keys[one["keys"]]) for name, one in found["numbers"].items()}
    texts = {table: dict(zip(keys[one["keys"]], one["hash"])) for table, one in found["texts"].items()}
    return Frozen(found["edition"], found["as_of"], bases, texts)


def _unpacked(one, keys):
    grade = one.get("grade", [])
    grades = dict.fromkeys(keys, grade) if isinstance(grade, str) else dict(zip(keys, grade))
    lines = {key: _read_line(said) for key, said in zip(keys, one["lines"])}
    return Base(one["unit"], lines, one.get("formula", ""), tuple(one.get("asks", ())), one.get("over", False), grades, one.get("same", {}), tuple(one.get("formerly", ())))


def _read_line(said):
    if not isinstance(said, list):
        return Line(said)
    return Line(state=said[0]) if len(said) == 1 else Line(*said)


def folder(root):
    """Where the results of the editions lie."""
    return Path(root) / "data" / "editions"


def editions(root):
    """Names of the frozen editions, oldest first."""
    return sorted(path.stem for path in folder(root).glob("*.json") if NAME.fullmatch(path.stem))


def read(root, name):
    """The Frozen of an edition; a Refusal with the nearest name where there is none."""
    known = editions(root)
    if not known:
        raise Refusal("no_edition", name=name, example=EXAMPLE)
    if name not in known:
        raise Refusal("unknown_edition", nearest(name, known), name=name, allowed=", ".join([*known, DRAFT]))
    return from_json((folder(root) / f"{name}.json").read_text(encoding="utf-8"))
