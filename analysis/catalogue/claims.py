"""Read and check claims: what somebody printed, in our own words, and which of our numbers decides it.

Whether a deciding number exists and has the claim's unit is checked where the functions are known (`analysis.project`).
"""

import re

from analysis.catalogue import Claim
from analysis.catalogue.lines import check_unit
from analysis.core.claims import COMPARISONS, CONTRADICTED, FACTOR, IMPRECISE, MOSTLY, OUTDATED, PRINTED, SUPPORTED, UNDECIDED
from analysis.core.graph import nearest
from analysis.sheets import IDENTIFIER, Sheet, is_date, parse_number

CLAIM_FIELDS = (
    "id,seed,meaning_en,meaning_ko,printed_value,printed_high,printed_digits,unit,comparison,factor,printed_on,locator,"
    "decided_by,decided_then,override,reason_en,reason_ko"
).split(",")
SOURCED = re.compile(r"\{src\}`")
OVER_NUMBER = (IMPRECISE, CONTRADICTED, UNDECIDED)  # what a line may say against the rule's verdict
READ = (SUPPORTED, MOSTLY, IMPRECISE, OUTDATED, CONTRADICTED, UNDECIDED)  # what it may say where no number decides
LANGUAGES = ("en", "ko")


def read_claims(folder, root, units, sources, terms, problems):
    """id -> Claim of every file in a folder; problems are appended to the list."""
    claims = {}
    for path in sorted(folder.glob("*.csv")):
        sheet = Sheet(path, root, CLAIM_FIELDS)
        if f"chapter_{path.stem}" not in terms:
            sheet.problems.append(f"{sheet.place}: expected a term 'chapter_{path.stem}' in data/terms, the name of this chapter")
        for number, row in sheet.lines:
            if not IDENTIFIER.fullmatch(row["id"]):
                sheet.wrong(number, "id", row["id"], "lower-case letters, digits and single underscores")
            if row["id"] in claims:
                sheet.wrong(number, "id", row["id"], f"an id used once (already {claims[row['id']].where})")
            before = len(sheet.problems)
            _check_words(sheet, number, row, sources)
            _check_printed(sheet, number, row, units)
            _check_verdict(sheet, number, row)
            if len(sheet.problems) == before:
                claims[row["id"]] = _claim(row, path.stem, units, f"{sheet.place}:{number}")
        problems += sheet.problems
    return claims


def _check_words(sheet, number, row, sources):
    sheet.one_of(number, row, "seed", sources)
    for lang in LANGUAGES:
        text = row[f"meaning_{lang}"]
        if not text:
            sheet.wrong(number, f"meaning_{lang}", "", "what is claimed, in both languages")
        elif len(PRINTED.findall(text)) != bool(row["printed_value"]):
            expected = "{printed} once, where the printed value stands" if row["printed_value"] else "no {printed}, since no value was printed"
            sheet.wrong(number, f"meaning_{lang}", text, expected)
    if not is_date(row["printed_on"]):
        sheet.wrong(number, "printed_on", row["printed_on"], "a date such as 2026-11-21, 2026-11 or 2026")


def _check_printed(sheet, number, row, units):
    if not row["printed_value"]:
        for column in ("printed_high", "printed_digits", "unit", "comparison", "factor"):
            if row[column]:
                sheet.wrong(number, column, row[column], "an empty cell, since no value was printed")
        return
    check_unit(sheet, number, row, "unit", units)
    if row["unit"] == "date":
        _check_printed_date(sheet, number, row)
        return
    low, high = (_number(sheet, number, row, column) for column in ("printed_value", "printed_high"))
    factor = _number(sheet, number, row, "factor")
    if not re.fullmatch(r"[1-9]|1[0-7]", row["printed_digits"]):
        sheet.wrong(number, "printed_digits", row["printed_digits"], "how many digits are meant, a whole number from 1 to 17")
    sheet.one_of(number, row, "comparison", COMPARISONS[1:], blank=True)
    if high is not None and (row["comparison"] or (low is not None and high <= low)):
        sheet.wrong(number, "printed_high", row["printed_high"], "the upper end of a printed range, above its lower end and without a comparison")
    if factor is not None and factor < 1:
        sheet.wrong(number, "factor", row["factor"], "a factor of at least 1")


def _check_printed_date(sheet, number, row):
    if not is_date(row["printed_value"]):
        sheet.wrong(number, "printed_value", row["printed_value"], "a date such as 2026-11-21, 2026-11 or 2026")
    for column in ("printed_high", "printed_digits", "comparison", "factor"):
        if row[column]:
            sheet.wrong(number, column, row[column], "an empty cell, since a date was printed")


def _number(sheet, number, row, column):
    try:
        return parse_number(row[column]) if row[column] else None
    except ValueError:
        sheet.wrong(number, column, row[column], "a number such as 1234.5 or 1.2e9, without commas")
        return None


def _check_verdict(sheet, number, row):
    decided, override = row["decided_by"], row["override"]
    if decided and not row["printed_value"]:
        sheet.wrong(number, "decided_by", decided, "an empty cell, since no value was printed that a number could decide")
    if row["decided_then"] and not decided:
        sheet.wrong(number, "decided_then", row["decided_then"], "an empty cell where decided_by is empty")
    allowed = OVER_NUMBER if decided else READ
    if override and override not in allowed:
        sheet.wrong(number, "override", override, "one of " + ", ".join(allowed), nearest(override, allowed))
    for lang in LANGUAGES:
        reason = row[f"reason_{lang}"]
        if (decided or override) and not reason:
            sheet.wrong(number, f"reason_{lang}", "", "the reason of the verdict, in both languages")
        if override and not decided and override != UNDECIDED and not SOURCED.search(reason):
            sheet.wrong(number, f"reason_{lang}", reason, "a reason that cites its source, {src}`id`, since no number decides")


def _claim(row, chapter, units, where):
    unit = row["unit"]
    printed, high, factor = (parse_number(row[c]) if row[c] and unit != "date" else None for c in ("printed_value", "printed_high", "factor"))
    return Claim(
        row["id"], chapter, row["seed"], {lang: row[f"meaning_{lang}"] for lang in LANGUAGES}, row["printed_value"] if unit == "date" else printed, high,
        int(row["printed_digits"] or 0), units.parse(unit)[0] if unit else "", unit, row["comparison"], float(factor or FACTOR), row["printed_on"],
        row["locator"], row["decided_by"], row["decided_then"], row["override"], {lang: row[f"reason_{lang}"] for lang in LANGUAGES}, where,
    )  # fmt: skip
