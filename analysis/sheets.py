"""CSV files as text with line numbers, read with pandas; the one reader of numbers; patterns of ids and dates."""

import csv
import datetime
import io
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

import pandas as pd

from analysis.core.graph import nearest

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
IDENTIFIER = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?|-Q[1-4])?", re.ASCII)


def parse_number(text):
    """The one reader of numbers: digits with a point and an exponent, nothing else.

    >>> float(parse_number("1.5e3"))
    1500.0
    """
    text = str(text)
    if not NUMBER.fullmatch(text):
        raise ValueError(f"'{text}' is not a number")
    return Decimal(text)


def parse_day(text):
    """The one reader of days: ISO 8601 with hyphens, no other of its forms.

    >>> parse_day("2026-11-21")
    datetime.date(2026, 11, 21)
    """
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError(f"'{text}' is not a day")
    return datetime.date.fromisoformat(text)


def is_date(text):
    """Whether a text is a day, month, quarter or year that exists.

    >>> is_date("2026-Q3"), is_date("2026-02-30")
    (True, False)
    """
    try:
        return bool(DATE.fullmatch(text) and ("Q" in text or parse_day((text + "-01-01")[:10])))
    except ValueError:
        return False


def unseen(text):
    """The first character of a text that cannot be seen, as its code, or "": it could turn the words around it, or make two names look alike.

    >>> unseen("H100 SXM"), unseen("H100" + chr(0x202E) + "SXM")
    ('', 'U+202E')
    """
    if text.isprintable():
        return ""
    return next((f"U+{ord(one):04X}" for one in text if not one.isprintable() and unicodedata.category(one) != "Zs"), "")


@lru_cache(maxsize=512)
def _parsed(content, skipped):
    """(columns, lines) of a file's bytes; a process that reads the same file again, as tests do, has them at once."""
    frame = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, encoding="utf-8-sig", index_col=False, skiprows=list(skipped))
    return list(frame.columns), frame.to_dict("records")


class Sheet:
    """One CSV file as text, with line numbers and a list of problems."""

    def __init__(self, path, root, header=None, extra=()):
        self.path, self.problems = path, []
        self.place = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
        self.lines = self._read(header, extra)

    def _read(self, header, extra):
        try:
            numbers, skipped = self._shape()
            columns, records = _parsed(self.path.read_bytes(), frozenset(skipped))
        except UnicodeDecodeError:
            self.problems.append(f"{self.place}: is not UTF-8 text; save it as ‘CSV UTF-8’")
            return []
        except (ValueError, OSError) as error:  # pandas' parser errors are ValueErrors
            self.problems.append(f"{self.place}: {error}")
            return []
        missing = [name for name in header or () if name not in columns]
        for name in missing:
            self.problems.append(f"{self.place}:1: column '{name}' is missing; expected {', '.join(header)}")
        for name in [n for n in columns if header and n not in header and n not in extra]:
            self.wrong(1, name, name, f"one of {', '.join(header)}", nearest(name, [*header, *extra]))
        lines = [] if missing else list(zip(numbers, map(dict, records), strict=True))
        for number, record in lines:
            for column, text in record.items():
                if code := unseen(text):
                    self.problems.append(f"{self.place}:{number}: column '{column}': holds the invisible character {code}; type the cell anew")
        return lines

    def _shape(self):
        """(numbers of the whole lines, records to skip): pandas would fill up short lines and shift long ones silently."""
        with open(self.path, encoding="utf-8-sig", newline="") as file:
            reader, start, records = csv.reader(file), 1, []
            for cells in reader:
                records.append((start, reader.line_num, len(cells)))
                start = reader.line_num + 1
        columns = records[0][2] if records else 0
        skipped = {n for n, (first, last, count) in enumerate(records) if count != columns or (n and last > first)}
        for number, _, count in [records[n] for n in sorted(skipped)]:
            cells = "holds a line break within a cell" if count == columns else f"has {count} cells" if count else "is blank"
            self.problems.append(f"{self.place}:{number}: the line {cells}: expected {columns} cells, and quotes around one that holds a comma")
        return [first for n, (first, *_) in enumerate(records) if n and n not in skipped], skipped

    def wrong(self, line, column, value, expected, near=None):
        """Note one problem."""
        extra = f"; did you mean '{near}'?" if near else ""
        self.problems.append(f"{self.place}:{line}: column '{column}': '{value}': expected {expected}{extra}")

    def one_of(self, line, row, column, allowed, blank=False):
        """Check a cell against a list of words."""
        if not (blank and not row[column]) and row[column] not in allowed:
            self.wrong(line, column, row[column], "one of " + ", ".join(sorted(allowed)[:12]), nearest(row[column], allowed))

    def number(self, line, row, column, units, unit, blank=True):
        """A cell as canonical float, or None where it is blank."""
        if not row[column]:
            if not blank:
                self.wrong(line, column, "", "a number")
            return None
        try:
            return units.canonical(parse_number(row[column]), unit)
        except ValueError:
            self.wrong(line, column, row[column], "a number such as 1234.5 or 1.2e9, without commas")
            return None

    def unique(self, column):
        """Lines by the value of a column; a second line of the same value is a problem."""
        seen = {}
        for number, row in self.lines:
            if row[column] in seen:
                self.wrong(number, column, row[column], f"a value used once (already on line {seen[row[column]][0]})")
            else:
                seen[row[column]] = (number, row)
        return seen
