"""What changed between two editions, or between the published numbers and a reader's own, with the cause of each change.

A cause travels only through numbers that changed. `data`: a sourced row, cell or text changed; `parameter`: an assumed one;
`method`: the formula did; `code`: none of these, so what runs the formulas did. Where a run is at hand the names that a line
reads are exact; between two frozen editions they are all that its formula asks for.
"""

import math
from dataclasses import dataclass, field

from analysis.editions.frozen import Line

KINDS = ("data", "parameter", "method", "code")
NEAR, END_NEAR = 1e-9, 1e-6  # less than this, relative, is rounding between processors


@dataclass(frozen=True)
class Changed:
    """One number that changed, came, went or was renamed."""

    name: str
    kind: str  # changed, new, gone or renamed
    before: str  # the name that it had
    was: Line
    now: Line
    units: tuple  # before, now
    causes: dict = field(default_factory=dict)  # data, parameter, method, code -> names

    @property
    def per_cent(self):
        """By how many per cent the value moved; None where that says nothing, as of a year."""
        values = self.was.value, self.now.value
        if self.units[0] != self.units[1] or self.units[0] == "year" or not all(isinstance(value, (int, float)) for value in values) or not values[0]:
            return None
        return 100 * (values[1] - values[0]) / abs(values[0])


def compare(old, new):
    """The list of Changed between two Frozen, in the order of the newer one; what went comes last."""
    return _Compared(old, new).changes()


class _Compared:
    def __init__(self, old, new):
        self.old, self.new = old, new
        self.former = {base: next((name for name in one.formerly if name in old.bases and name not in new.bases), base) for base, one in new.bases.items()}
        self.lines = {base: self._moved(base) for base in new.bases}
        self.lines = {base: found for base, found in self.lines.items() if found}
        self.texts = {table: {key for key, text in lines.items() if old.texts.get(table, {}).get(key, text) != text} for table, lines in new.texts.items()}
        self.found = {}

    def _moved(self, base):
        """Keys of a base name whose line changed."""
        before, now = self.old.bases.get(self.former[base]), self.new.bases[base]
        if before is None:
            return {}
        both = {key: (before.lines[key], line) for key, line in now.lines.items() if key in before.lines}
        return {key: True for key, pair in both.items() if before.unit != now.unit or not _equal(*pair)}

    def changes(self):
        """All of them."""
        found = [one for base in self.new.bases for one in self._of(base)]
        kept = set(self.former.values())
        gone = [(base, key) for base, one in self.old.bases.items() for key in one.lines if base not in kept or key not in self._today(base).lines]
        return found + [self._one("gone", "", base, key) for base, key in gone]

    def _today(self, base):
        return self.new.bases[next(now for now, before in self.former.items() if before == base)]

    def _of(self, base):
        before = self.former[base]
        for key in self.new.bases[base].lines:
            if key in self.lines.get(base, {}):
                yield self._one("changed", base, before, key)
            elif before not in self.old.bases or key not in self.old.bases[before].lines:
                yield self._one("new", base, "", key)
            elif before != base:
                yield self._one("renamed", base, before, key)

    def _one(self, kind, base, before, key):
        ends = [edition.bases[name] if name else None for edition, name in ((self.old, before), (self.new, base))]
        lines = [one.lines[key] if one else Line() for one in ends]
        names = [f"{name}.{key}" if key and name else name for name in (base or before, before)]
        return Changed(names[0], kind, names[1], *lines, tuple(one.unit if one else "" for one in ends), self._causes(names[0]) if kind == "changed" else {})

    def _causes(self, name):
        found = self._why(name)
        return {kind: sorted(one for group, one in found if group == kind) for kind in KINDS if any(group == kind for group, _ in found)}

    def _why(self, name):
        """(kind, name) of everything that moved a number that changed."""
        if name not in self.found:
            self.found[name] = frozenset()  # a circle is none: formulas have an order
            base, _, key = name.partition(".")
            one = self.new.bases[base]
            own = self._own(base, key, one) | self._text_causes(one, key)
            exact = self._behind(self._read(name), own) if name in self.new.read else None
            self.found[name] = exact or self._behind(self._asked(one, key), own) or frozenset({("code", name)})
        return self.found[name]

    def _behind(self, names, own):
        return frozenset(own).union(*(self._why(name) for name in names))

    def _own(self, base, key, one):
        """What changed in the number itself."""
        before, name = self.old.bases[self.former[base]], f"{base}.{key}" if key else base
        if one.formula:
            return {("method", base)} if before.formula != one.formula or before.unit != one.unit else set()
        if key in one.same and before.same.get(key) == one.same[key]:
            return set()  # the row that it repeats says why
        return {("parameter" if one.grades.get(key) == "assumption" else "data", name)}

    def _text_causes(self, one, key):
        """Lines of tables whose texts changed, of those that the formula asks for; a column of texts may stand in any table."""
        keys, text_asked = {key, *key.split(".")}, any(ask not in self.new.bases and ask not in self.texts for ask in one.asks)
        tables = [table for table in self.texts if text_asked or table in one.asks]
        return {("data", f"{table}:{line}") for table in tables for line in self.texts[table] if not one.over or line in keys}

    def _read(self, name):
        """Names that changed and that a number reads."""
        parts = [part.partition(".") for part in self.new.read[name]()]
        return [f"{base}{dot}{key}" for base, dot, key in parts if key in self.lines.get(base, {})]

    def _asked(self, one, key):
        """Names that changed, of all that a formula asks for: among them what it read before and does not read now, as an empty cell."""
        asked = [one.same[key]] if key in one.same else [part for ask in one.asks for part in self._columns(ask)]
        return [f"{ask}.{line}" if line else ask for ask in asked for line in self._bound(one, ask, key)]

    def _columns(self, ask):
        """A name that is asked for; of a table its columns, which are those that share a line with it."""
        if ask in self.new.bases or ask not in self.new.texts:
            return [ask]
        lines = set(self.new.texts[ask])
        return [base for base in self.lines if not self.new.bases[base].formula and lines >= set(self.new.bases[base].lines)]

    def _bound(self, one, ask, key):
        """Keys that changed of a name that is asked for: on the line of the number where the formula runs line by line."""
        moved = self.lines.get(ask, {})
        if not (one.over and key) or "" in moved:
            return list(moved)
        parts = {key, *key.split(".")}
        known = set(self.new.bases[ask].lines) if ask in self.new.bases else set()
        return [line for line in moved if line in parts] if parts & known else list(moved)


def _equal(was, now):
    if was.state != now.state or isinstance(was.value, str) or isinstance(now.value, str):
        return (was.value, was.state) == (now.value, now.state)
    return _near(was.value, now.value, NEAR) and _near(was.low, now.low, END_NEAR) and _near(was.high, now.high, END_NEAR)


def _near(one, other, tolerance):
    return one == other or None not in (one, other) and math.isclose(one, other, rel_tol=tolerance)


def to_list(changes):
    """The changes in the form of `diff --json`."""
    return [
        {"name": one.name, "kind": one.kind, "before": one.before, "was": _line(one.was, one.units[0]), "now": _line(one.now, one.units[1]),
         "per_cent": one.per_cent, "causes": one.causes}
        for one in changes
    ]  # fmt: skip


def _line(line, unit):
    return {**line._asdict(), "unit": unit}
