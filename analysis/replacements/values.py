"""One value that a reader gives for a row or cell: found by name, read, converted and checked.

Bare numbers are in the unit in which the row is written, and exact; `3 USD/GPU/hour` and `3 (2.5 to 4)` work too.
"""

import math
import re
from dataclasses import dataclass, replace
from decimal import Decimal

from analysis.catalogue.formerly import current
from analysis.core.graph import Same, nearest
from analysis.messages import Allowed, Refusal
from analysis.sheets import parse_day, parse_number

RANGE = re.compile(r"\(\s*(?P<low>\S+)\s+(?:to|~)\s+(?P<high>\S+?)\s*\)")
EXPONENT_WITHOUT_POINT = re.compile(r"[+-]?(\d+)[eE]([+-]?\d+)|[+-]?\d+\.\d*[eE]\d+")


@dataclass(frozen=True)
class Change:
    """One value that differs from the published one."""

    name: str
    published: object
    value: object
    unit: str
    origin: str  # scenario, set or table
    reason: dict | None = None


def replaced(catalogue, name, raw, functions=(), yaml_text=False):
    """The row or cell of a name with a new value, or a Refusal.

    raw: text, or what papermill or YAML made of it. yaml_text: text came through YAML, where `1e13` is no number.
    A cell that repeats a row (`=name`) sets that row; one that repeats a result is refused.
    """
    row = _find(catalogue, name, raw, functions)
    if isinstance(row.value, Same):
        return replaced(catalogue, row.value.name, raw, functions, yaml_text)
    if row.unit == "date":
        value = _date(row, raw)
        check_bounds(catalogue.units, row, raw, [value])
        return replace(row, value=value)
    value, low, high = read_value(catalogue.units, row, raw, yaml_text)
    check_bounds(catalogue.units, row, raw, [value, low, high])
    ranged = low is not None
    own = {"source": "", "locator": "", "basis": "", "grade": "assumption"}  # the reader's value is not the source's
    return replace(row, value=value, low=low, high=high, spread="range" if ranged else "exact", level="90" if ranged else "", shape="", **own)


def plain(catalogue, cell):
    """The value of a cell; of one that says `=name` the value of that row, or its name where it is a result."""
    value = getattr(cell, "value", cell)
    if isinstance(value, Same):
        row = catalogue.rows.get(value.name)
        return row.value if row else f"={value.name}"
    return value


def _find(catalogue, name, raw, functions):
    name = current(catalogue, functions, name)
    if row := catalogue.leaf(name):
        return row
    base, *keys = name.split(".")
    leaves = list(catalogue.leaves())
    if base in functions:
        filled = [leaf for leaf, cell in catalogue.leaves().items() if cell.value is not None]  # what is empty on a line does not matter there
        raise Refusal("not_a_row", name=name, value=raw, allowed=_some(_inputs(base, functions, filled, keys)))
    if cells := [leaf for leaf in leaves if leaf.startswith(f"{name}.")]:
        raise Refusal("column", name=name, value=raw, allowed=_some(cells))
    raise Refusal("unknown_name", nearest(name.lower(), leaves), name=name, value=raw)


def _inputs(base, functions, leaves, keys):
    """Rows and cells that a result rests on, those of the given lines where it names some."""
    if base in functions:
        return dict.fromkeys(leaf for asked in functions[base].asks for leaf in _inputs(asked, functions, leaves, keys))
    cells = [leaf for leaf in leaves if leaf.startswith(f"{base}.")]
    return [base] if base in leaves else [cell for cell in cells if cell.partition(".")[2] in keys] or ([] if keys else cells)


def _some(names, most=6):
    return ", ".join(list(names)[:most]) + (", …" if len(names) > most else "")


def allowed(units, row):
    """What a row may be set to, for messages."""
    ends = [units.shown(end, row.spelling) if isinstance(end, float) else end and str(end) for end in (row.low_bound, row.high_bound)]
    return Allowed(*ends, row.spelling)


def _date(row, raw):
    try:
        return parse_day(str(raw))
    except ValueError:
        raise Refusal("bad_date", name=row.name, value=raw) from None


def read_value(units, row, raw, yaml_text=False):
    """(value, low, high) in canonical units of what a reader gave for a row; Refusal where it cannot be read."""
    allow = allowed(units, row)
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float, type(None))):
        raise Refusal("wrong_type", name=row.name, value=raw, type=type(raw).__name__, allowed=allow)
    if isinstance(raw, (int, float)):
        if not math.isfinite(raw):
            raise Refusal("not_finite", name=row.name, value=raw, allowed=allow)
        return units.canonical(Decimal(repr(raw)), row.spelling), None, None
    text = (raw or "").strip()
    if not text:
        raise Refusal("empty", name=row.name, allowed=allow)
    if yaml_text and EXPONENT_WITHOUT_POINT.fullmatch(text):
        raise Refusal("yaml_exponent", name=row.name, value=text, hint=_yaml_spelling(text), allowed=allow)
    return _read_text(units, row, text, allow)


def _yaml_spelling(text):
    digits, _, exponent = text.lower().partition("e")
    return f"{digits if '.' in digits else digits + '.0'}e{int(exponent):+d}"


def _read_text(units, row, text, allow):
    span = RANGE.search(text)
    rest = (text[: span.start()] + text[span.end() :]).strip() if span else text
    if span and not rest:
        raise Refusal("bad_range", name=row.name, value=text, allowed=allow)
    number, _, spelling = rest.partition(" ")
    unit = _unit(units, row, text, spelling.strip(), allow)
    parts = [number, *(span.groups() if span else ())]
    values = [units.canonical(_decimal(row, part, allow), unit) for part in parts]
    if span and not values[1] <= values[0] <= values[2]:
        raise Refusal("bad_range", name=row.name, value=text, allowed=allow)
    return (*values, None, None)[:3]


def _unit(units, row, text, spelling, allow):
    if not spelling:
        return row.spelling
    if units.known(spelling) and units.parse(spelling)[0] == row.unit:
        return spelling
    near = nearest(spelling, [row.spelling, *(known for known, (unit, *_) in units.spellings.items() if unit == row.unit)])
    raise Refusal("wrong_unit", near, name=row.name, value=text, unit=spelling, expected=row.spelling, allowed=allow)


def _decimal(row, text, allow):
    if re.fullmatch(r"[+-]?(nan|inf|infinity|\.nan|\.inf|∞)", text, re.IGNORECASE):
        raise Refusal("not_finite", name=row.name, value=text, allowed=allow)
    try:
        number = parse_number(text)
    except ValueError:
        if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", text):
            raise Refusal("comma", name=row.name, value=text, hint=text.replace(",", ""), allowed=allow) from None
        raise Refusal("not_a_number", name=row.name, value=text, allowed=allow) from None
    if not math.isfinite(float(number)):
        raise Refusal("not_finite", name=row.name, value=text, allowed=allow)
    return number


def check_bounds(units, row, raw, values):
    """Refuse values outside the bounds of a row."""
    for value in [v for v in values if v is not None]:
        if (row.low_bound is not None and value < row.low_bound) or (row.high_bound is not None and value > row.high_bound):
            raise Refusal("out_of_bounds", name=row.name, value=raw, allowed=allowed(units, row))
