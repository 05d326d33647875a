"""Units as text: every spelling of `data/units.csv` to canonical units and back to words.

Canonical units are products of base units (`USD/GPU/hour`). Hour and year are different bases: nothing converts silently.
The check that formulas fit their units is made elsewhere, by running them on quantities.
"""

import re
from decimal import Decimal

from analysis.core.graph import nearest

FACTOR = re.compile(r"([*/])")


class UnitError(ValueError):
    """A spelling that `data/units.csv` does not know; `near` is the closest one it does."""

    def __init__(self, spelling, near):
        super().__init__(f"unknown unit '{spelling}'" + (f"; did you mean '{near}'?" if near else ""))
        self.near = near


class Units:
    """Spellings with their canonical unit, factor and words."""

    def __init__(self, spellings):
        self.spellings = spellings  # spelling -> (canonical unit, Decimal factor, {"en": pattern, "ko": pattern})

    @classmethod
    def read(cls, sheet):
        """From the sheet of `data/units.csv`; problems go to the sheet."""
        units = cls({})
        lines = sheet.unique("spelling")
        for spelling, (line, row) in lines.items():
            try:
                factor = Decimal(row["factor"])
            except ArithmeticError:
                sheet.wrong(line, "factor", row["factor"], "a number")
                factor = Decimal(1)
            units.spellings[spelling] = (row["unit"], factor, {"en": row["en"], "ko": row["ko"]})
        for spelling, (line, row) in lines.items():
            bad = [part for part in FACTOR.split(row["unit"])[::2] if units.spellings.get(part, (None,))[0] != part]
            if bad and row["unit"] not in units.spellings:
                sheet.wrong(line, "unit", row["unit"], f"base units that stand in this file; '{bad[0]}' does not")
        return units

    def known(self, spelling):
        """Whether a spelling can be read."""
        try:
            return bool(self.parse(spelling))
        except ValueError:
            return False

    def parse(self, spelling):
        """(canonical unit, factor) of a spelling, whole or as a product of known spellings.

        Raises UnitError, which names the nearest known spelling.
        """
        if spelling in self.spellings:
            return self.spellings[spelling][:2]
        parts = FACTOR.split(spelling)
        if len(parts) == 1 or any(part not in self.spellings for part in parts[::2]):
            raise UnitError(spelling, nearest(spelling, self.spellings))
        found = [self.spellings[part] for part in parts[::2]]
        unit = "".join(f"{sign}{unit}" for sign, (unit, *_) in zip(["", *parts[1::2]], found))
        factor = found[0][1]
        for sign, (_, scale, _) in zip(parts[1::2], found[1:]):
            factor = factor * scale if sign == "*" else factor / scale
        return unit, factor

    def canonical(self, number, spelling):
        """A Decimal in some spelling as float in canonical units; decimal arithmetic, so 2.664 million is 2664000 exactly."""
        return float(number * self.parse(spelling)[1])

    def shown(self, value, spelling):
        """A canonical float in some spelling."""
        return float(Decimal(repr(float(value))) / self.parse(spelling)[1])

    def worded(self, spelling, lang):
        """Whether there are words for a value in this spelling."""
        return bool(self.spellings.get(spelling, (None, None, {}))[2].get(lang))

    def pattern(self, spelling, lang):
        """How a value in this spelling is worded; raises UnitError where no words are given."""
        words = self.spellings.get(spelling, (None, None, {}))[2].get(lang)
        if not words:
            raise UnitError(spelling, None)
        return words
