"""Scenario to results: every number with value, unit, lineage, words and state; the record behind `results.json`.

Ranges are 90 % of seeded draws (`analysis.ranges`); an exact number has none.
"""
# Over 300 lines: one record of every number, and all that is said of one.

import datetime
import gc
import json
import math
import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path

from analysis.catalogue.formerly import former_names
from analysis.core.graph import GraphError, Same, flatten
from analysis.core.ops import Missing, MissingUsed, missing_cells
from analysis.core.recorded import Recorded, Recording
from analysis.core.uncertainty import SpreadError
from analysis.core.wording import with_particle, written, written_date, written_range
from analysis.handed import taken
from analysis.kinds.operand import inputs
from analysis.messages import LANGUAGES, Refusal, Refusals
from analysis.project import HOME, loaded
from analysis.ranges import FACTOR, ranges
from analysis.replacements import apply
from analysis.replacements.holes import met, refuse_holes, refuse_idle
from analysis.states import MOST_DIGITS, NO_BREAK, RANGE, STATES
from analysis.verdicts import decided, entry

gc.set_threshold(50_000, 20, 50)  # the numbers of a book are a million objects that stay: looked through seldom, they are computed in half the time


@dataclass(frozen=True)
class Number:
    """One number under its name, whether row, cell or result."""

    name: str
    kind: str  # row, cell or result
    unit: str
    value: object  # float, int, text or date; None where `state` says why
    state: str | None
    record: Recorded | None = None  # formula of a result
    row: object = None  # catalogue row of a leaf
    function: object = None
    missing: tuple = ()
    low: float | None = None
    high: float | None = None


def compute(root=HOME, scenario="", sets=(), tables=(), yaml_text=False):
    """Results of a project with a reader's replacements; Refusals where they cannot be used.

    sets: pairs (name, raw value). tables: pairs (table, path). Nothing is computed before everything is accepted.
    """
    kept = taken(Path(root).resolve())
    catalogue, graph = (kept.catalogue, kept.graph) if kept else loaded(Path(root).resolve())
    made, changes = apply(catalogue, graph.functions, scenario, sets, tables, yaml_text)
    if kept and not (changes or scenario):  # a value given as it is published is no change
        return kept

    def accept(numbers, below):
        refuse_holes(catalogue, made, met(made, numbers.values()))
        if any(change.published is None for change in changes):
            before = _numbers(catalogue, graph, flatten(graph.run(*inputs(catalogue), Recording())), Recording())
            moved = [name for name, one in numbers.items() if one.kind == "result" and one.value != getattr(before.get(name), "value", None)]
            refuse_idle(changes, graph.functions, {leaf for name in moved for leaf in below[name]})

    try:
        return run(made, graph, scenario, changes, kept, accept)
    except (GraphError, SpreadError) as error:
        if not changes:
            raise
        if isinstance(error.__cause__, MissingUsed):
            refuse_holes(catalogue, made, {name: [(_asker(graph, name), {})] for name in made.leaves() if _asker(graph, name)})
        raise Refusals([Refusal("fails", problem=str(error).replace(f"{Path(root).resolve()}/", ""))]) from error


def _asker(graph, cell):
    return next((function.name for function in graph.functions.values() if cell.partition(".")[0] in function.asks), None)


def run(catalogue, graph, scenario="", changes=(), before=None, accept=lambda numbers, below: None):
    """Results of a checked catalogue and graph.

    before: those without the changes, whose other ranges hold. accept: refuses numbers before their ranges, which take longest, are computed.
    """
    recording = Recording()
    values = flatten(graph.run(*inputs(catalogue), recording))
    numbers = _numbers(catalogue, graph, values, recording)
    below = _lineage(numbers, graph.functions)
    accept(numbers, below)
    found = ranges(catalogue, graph, rests_on=below, kept=_unmoved(before, below, changes) if before else None)
    numbers = {name: replace(one, low=found[name].low, high=found[name].high) if name in found else one for name, one in numbers.items()}
    return Results(catalogue, graph, scenario, list(changes), numbers, below, found)


def _lineage(numbers, functions):
    """name -> names of the rows and cells below it, in order of first use; a leaf rests on itself."""
    found, shared = {}, {}  # shared: of a call that gave many numbers, which have its operands in common

    def below(name):
        if name not in found:
            found[name] = [name]  # a leaf, unless its record says otherwise
            record = numbers[name].record
            if record is not None:
                key = (record.op, id(record.args))
                if record.op not in functions or key not in shared:
                    shared[key] = list(dict.fromkeys(chain.from_iterable(map(below, record.names()))))
                found[name] = shared[key]
        return found[name]

    for name in numbers:
        below(name)
    return found


def _unmoved(before, lineage, changes):
    """Name -> Range or None of numbers that rest on nothing that was changed, in either run; none where more changed than values."""
    changed = {change.name for change in changes}
    if FACTOR in changed or not all(isinstance(one, float) for change in changes for one in (change.published, change.value)):
        return {}
    lineages = before.rests_on, lineage
    return {name: before.ranges.get(name) for name in lineage if all(changed.isdisjoint(one.get(name, changed)) for one in lineages)}


def _numbers(catalogue, graph, values, recording):
    leaves, numbers = catalogue.leaves(), {}
    for name, found in values.items():
        value, function = getattr(found, "value", found), graph.functions.get(name.partition(".")[0])
        leaf = leaves.get(name)
        unit = leaf.unit if leaf else function.unit
        kind = "result" if function else "cell" if "." in name else "row"
        state = _state(value, unit)
        shown = None if state else leaf.value if isinstance(getattr(leaf, "value", None), datetime.date) else value
        record = recording.formulas.get(name, found if leaf and isinstance(leaf.value, Same) else None)
        numbers[name] = Number(name, kind, unit, shown, state, record, leaf, function, tuple(missing_cells(value)))
    return numbers


def _state(value, unit):
    if isinstance(value, Missing):
        return "missing"
    if isinstance(value, float) and math.isinf(value):
        return "never" if unit in ("year", "date") else "impossible"
    return None


@dataclass(frozen=True)
class Results:
    """Every number of one run, with what was replaced."""

    catalogue: object
    graph: object
    scenario: str
    changes: list
    numbers: dict = field(repr=False)
    rests_on: dict = field(repr=False)  # name -> names of the rows and cells below it
    ranges: dict = field(repr=False)  # name -> Range, of what is not exact
    edition: str = "draft"  # its name once it is frozen

    @property
    def as_of(self):
        """The date for which this edition speaks."""
        return self.catalogue.rows["as_of"].value

    @cached_property
    def formerly(self):
        """Base name of today -> names that it had before."""
        found = {}
        for old, new in former_names(self.catalogue, self.graph.functions).items():
            found.setdefault(new, []).append(old)
        return found

    @cached_property
    def claims(self):
        """id -> Decided: what others have claimed, with the verdicts of these numbers."""
        return decided(self)

    def leaves_of(self, name):
        """The catalogue rows that a number rests on."""
        return [self.numbers[leaf].row for leaf in self.rests_on[name] if self.numbers[leaf].row is not None]

    def sources(self, name):
        """Ids of the sources that a number rests on, in order."""
        return list(dict.fromkeys(row.source for row in self.leaves_of(name) if row.source))

    def unknown_rows(self, name):
        """How many rows of unknown spread a number rests on."""
        return sum(row.spread == "unknown" for row in self.leaves_of(name))

    def exact(self, name):
        """Whether a number rests on exact rows only."""
        rows = (self.numbers[leaf].row for leaf in self.rests_on[name])
        return all(row is None or row.spread == "exact" for row in rows)

    def label(self, name, lang):
        """What a reader sees for a name: its term, and for a line the labels of its ids."""
        base, *keys = name.split(".")
        term = self.catalogue.terms.get(base) or next((c[base] for c in self.catalogue.columns.values() if base in c), None)
        label = term[f"label_{lang}"] if term else base
        return f"{label}{' ' if lang == 'en' else ''}({self.line_label('.'.join(keys), lang)})" if keys else label

    def line_label(self, keys, lang):
        """What a reader sees for an id, or for a pair of ids joined by a dot."""
        terms = self.catalogue.terms
        return ", ".join(terms[key][f"label_{lang}"] if key in terms else key for key in keys.split("."))

    def cell(self, table, line, column, lang):
        """A cell of a table: a number as float (None where missing), a date as ISO text, another text by its term if it has one."""
        cell = self.catalogue.tables[table][line].cells[column]
        if not isinstance(cell, str):
            return self.numbers[f"{column}.{line}"].value
        return self.catalogue.terms[cell][f"label_{lang}"] if cell in self.catalogue.terms else cell

    def state_words(self, name, lang):
        """Why a number has no value; an empty cell whose column has words of its own for it (a term `<column>_empty`) says those."""
        own = [self.catalogue.terms.get(f"{cell.partition('.')[0]}_empty") for cell in (*self.numbers[name].missing, name)]
        return own[0][f"label_{lang}"] if own[0] else STATES[self._said(self.numbers[name])][lang]

    def words(self, name, lang, digits=None):
        """The value of a number as a reader sees it, or the words of its state."""
        number = self.numbers[name]
        if number.state:
            names = [self.label(cell, lang) for cell in number.missing]
            return self.state_words(name, lang) + (f" ({', '.join(names)})" if names else "")
        return self.worded(name, number.value, number.unit, lang, digits)

    def worded(self, name, value, unit, lang, digits=None):
        """Any value as a reader would see it under a name of today, or under one that this book no longer has."""
        if unit == "date":
            return written_date(str(value), lang)
        if isinstance(value, str):
            return self.label(value, lang)
        term = self.catalogue.terms.get(name.partition(".")[0], {})
        digits = digits or int(term.get("digits") or 3)
        return self._write(value, unit, term.get("shown_unit") or unit, lang, digits, name in self.numbers and self.exact(name))

    def _said(self, number):
        """The state of a number, by which it is worded: an empty cell on a reader's own line is the reader's."""
        own = [cell for cell in number.missing if cell in self.numbers and not self.numbers[cell].row.where.startswith("data/")]
        return "left_empty" if own else number.state

    def _write(self, value, unit, spelling, lang, digits, exact):
        pattern = self.catalogue.units.pattern(spelling, lang)
        return written(self.catalogue.units.shown(value, spelling), pattern, lang, digits, exact)

    def range_words(self, name, lang, digits=None):
        """The 90 % interval of a number as a reader sees it; empty where it has none, or an open end."""
        number = self.numbers[name]
        if number.low is None or number.high is None:
            return ""
        term = self.catalogue.terms.get(name.partition(".")[0], {})
        spelling = term.get("shown_unit") or number.unit
        ends = (self.catalogue.units.shown(end, spelling) for end in (number.low, number.high))
        words = written_range(*ends, self.catalogue.units.pattern(spelling, lang), lang, digits or min(MOST_DIGITS, int(term.get("digits") or MOST_DIGITS)))
        return re.sub(r"(?<=[만억조]) (?=\d)", NO_BREAK, words)  # an end of a range is one word: 6만 500

    def range_note(self, name, lang):
        """What an interval leaves out, or why there is none; empty where nothing needs saying."""
        found = self.ranges.get(name)
        if found is None:
            return ""
        cause = found.reason.removeprefix("unknown:")
        if cause != found.reason:
            return RANGE["unknown"][lang].format(self.label(cause, lang))
        if found.reason:
            return RANGE[found.reason][lang]
        return RANGE["fixed"][lang].format(found.unknown_rows) if found.unknown_rows else ""

    def range_phrase(self, name, lang, digits=None):
        """The interval in a sentence, with what it leaves out; or why there is none."""
        words, note = self.range_words(name, lang, digits), self.range_note(name, lang)
        if words:
            return RANGE["interval"][lang].format(words) + (RANGE["and"][lang].format(note) if note else "")
        return RANGE["none"][lang].format(note) if note else RANGE["exact"][lang]

    def causes_words(self, name, lang):
        """The rows behind most of the width of an interval, at most three, each with its part; empty where there is no interval."""
        causes = self.ranges[name].causes[:3] if self.range_words(name, lang) else ()
        return ", ".join(f"{self.label(cause.name, lang)} {cause.share:.0%}" for cause in causes if cause.share >= 0.005)

    def words_with(self, name, lang, digits=None, particle=None):
        """The worded value, followed by the Korean particle that its sound asks for."""
        words = self.words(name, lang, digits)
        return with_particle(words, particle) if particle and lang == "ko" else words

    def entry(self, name):
        """One number as it stands in the JSON."""
        number = self.numbers[name]
        value = number.value.isoformat() if isinstance(number.value, datetime.date) else number.value
        causes = self.ranges[name].causes if name in self.ranges else ()
        return {
            "value": value, "low": number.low, "high": number.high, "unit": number.unit, "kind": number.kind,
            "label": {lang: self.label(name, lang) for lang in LANGUAGES},
            "text": {lang: self.words(name, lang) for lang in LANGUAGES},
            "unknown_rows": self.unknown_rows(name), "sources": self.sources(name), "state": number.state,
            "causes": {cause.name: round(cause.share, 6) for cause in causes}, "basis": getattr(number.row, "basis", ""),
        }  # fmt: skip

    def to_dict(self):
        """Everything, in the form of `results --json`."""
        changes = [
            {"name": c.name, "published": _plain(c.published), "value": _plain(c.value), "unit": c.unit, "origin": c.origin, "reason": c.reason}
            for c in self.changes
        ]
        numbers = {name: self.entry(name) for name in sorted(self.numbers)}
        claims = {name: entry(self, one) for name, one in self.claims.items()}
        return {"edition": self.edition, "as_of": self.as_of.isoformat(), "scenario": self.scenario, "changes": changes, "numbers": numbers, "claims": claims}

    def to_json(self):
        """The same as text; infinity never reaches it."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"

    def with_prefix(self, name):
        """A name as it is, or the names of all its lines."""
        return [name] if name in self.numbers else self._below.get(name, [])

    @cached_property
    def _below(self):
        """Each beginning of a dotted name -> the names below it."""
        found = {}
        for name in self.numbers:
            parts = name.split(".")
            for depth in range(1, len(parts)):
                found.setdefault(".".join(parts[:depth]), []).append(name)
        return found


def _plain(value):
    return value.isoformat() if isinstance(value, datetime.date) else value
