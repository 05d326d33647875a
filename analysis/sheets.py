"""CSV files as text with line numbers, read with pandas; the one reader of numbers; patterns of ids and dates."""

import csv
import re
from decimal import Decimal

import pandas as pd

from analysis.core.graph import nearest

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
IDENTIFIER = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?|-Q[1-4])?")


def parse_number(text):
    """The one reader of numbers: digits with a point and an exponent, nothing else.

    >>> float(parse_number("1.5e3"))
    1500.0
    """
    text = str(text)
    if not NUMBER.fullmatch(text):
        raise ValueError(f"'{text}' is not a number")
    return Decimal(text)


class Sheet:
    """One CSV file as text, with line numbers and a list of problems."""

    def __init__(self, path, root, header=None, extra=()):
        self.path, self.problems = path, []
        self.place = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
        self.lines = self._read(header, extra)

    def _read(self, header, extra):
        try:
            frame = pd.read_csv(self.path, dtype=str, keep_default_na=False, skip_blank_lines=False, encoding="utf-8-sig", quoting=csv.QUOTE_MINIMAL)
        except (ValueError, OSError) as error:  # pandas' parser errors are ValueErrors
            self.problems.append(f"{self.place}: {error}")
            return []
        for name in [n for n in header or () if n not in frame.columns]:
            self.problems.append(f"{self.place}:1: column '{name}' is missing; expected {', '.join(header)}")
        for name in [n for n in frame.columns if header and n not in header and n not in extra]:
            self.wrong(1, name, name, f"one of {', '.join([*header, *extra])}", nearest(name, [*header, *extra]))
        return [(number, row) for number, row in enumerate(frame.to_dict("records"), 2) if self._whole(number, row)]

    def _whole(self, number, row):
        short = [name for name, value in row.items() if not isinstance(value, str)]
        if short:
            self.problems.append(f"{self.place}:{number}: the line ends before column '{short[0]}'; a blank line or a missing comma")
        elif any("\n" in value for value in row.values()):
            self.problems.append(f"{self.place}:{number}: a cell holds a line break")
        return not short

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
