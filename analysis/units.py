"""Units as text: every spelling of `data/units.csv` to canonical units and back to words.

Canonical units are products of base units (`USD/GPU/hour`). Hour and year are different bases: nothing converts silently.
The check that formulas fit their units is made elsewhere, by running them on quantities.
"""

import re
from decimal import Decimal

from analysis.core.graph import nearest

FACTOR = re.compile(r"([*/])")
# What names a currency; letters beside it would make it another word, as in wonder, 차원 and 원소.
WON, YEN = (f"(?:(?<![가-힣])|(?<=[천만억조])){word}(?![가-힣])|{word}화|{word}(?=[에의])" for word in "원엔")
MONEY = {
    "TWD": r"TWD|NT\$|NT dollars?|Taiwan(?:ese)? dollars?|대만 ?달러",
    "USD": r"USD|(?:US )?dollars?|(?:미국 )?달러|\$",
    "CNY": r"CNY|RMB|yuan|renminbi|위안|元",
    "KRW": rf"KRW|won|{WON}|₩",
    "EUR": r"EUR|euros?|유로|€",
    "JPY": rf"JPY|yen|{YEN}|円",
}
CURRENCY = re.compile("|".join(f"(?<![A-Za-z])(?P<{key}>{words})(?![A-Za-z])" for key, words in MONEY.items()), re.IGNORECASE)
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class UnitError(ValueError):
    """A spelling that `data/units.csv` does not know; `near` is the closest one it does."""

    def __init__(self, spelling, near):
        super().__init__(f"unknown unit '{spelling}'" + (f"; did you mean '{near}'?" if near else ""))
        self.near = near


def money(text):
    """(currencies, years whose prices they are in) that a unit or its words name, in order.

    >>> money("million RMB per GPU"), money("USD_2024/USD_2023"), money("calendar year 2023")
    ((('CNY',), ()), (('USD', 'USD'), ('2024', '2023')), ((), ()))
    """
    found = tuple(match.lastgroup for match in CURRENCY.finditer(text))
    return found, tuple(YEAR.findall(text)) if found else ()


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
            _check_money(sheet, line, row)
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


def _check_money(sheet, line, row):
    """No factor turns one currency, or one year's dollars, into another: rates and deflators are rows with a date."""
    meant = money(row["unit"])
    if money(row["spelling"]) != meant and (money(row["spelling"])[0] or meant[1]):
        sheet.wrong(line, "unit", row["unit"], f"a unit in the money of '{row['spelling']}'; an exchange rate or a deflator is a row with a date, not a factor")
    for lang in ("en", "ko"):
        named = money(row[lang])
        if named[0] and any(set(one) != set(other) for one, other in zip(named, meant)):
            sheet.wrong(line, lang, row[lang], f"words in the money of '{row['unit']}'")
