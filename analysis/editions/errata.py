"""Errata: what a frozen edition said wrong. `data/errata.csv` has edition, number, was, is, why_en, why_ko, date.

`was` and `is` are in the unit of `results --json`, written to as many digits as are meant; `is` stays empty where the right
value is not known. The edition's own bytes stay: its pages read the errata beside it.
"""

from dataclasses import dataclass

from analysis.catalogue.formerly import current
from analysis.core.graph import hint
from analysis.core.wording import written_date
from analysis.editions import frozen
from analysis.editions.frozen import Line
from analysis.editions.words import value_words
from analysis.messages import LANGUAGES
from analysis.sheets import Sheet, parse_day, parse_number

FIELDS = "edition,number,was,is,why_en,why_ko,date".split(",")
SAID = {
    "en": "Erratum of {date} to edition {edition}. {label}: {was} is wrong, {now} is right. {why}",
    "ko": "{edition}판 정정({date}). {label}: {was}[은/는] 틀렸고 {now}[이/가] 맞다. {why}",
}
UNKNOWN = {
    "en": "Erratum of {date} to edition {edition}. {label}: {was} is wrong; the right value is not known. {why}",
    "ko": "{edition}판 정정({date}). {label}: {was}[은/는] 틀렸으나 맞는 값은 아직 모른다. {why}",
}


@dataclass(frozen=True)
class Erratum:
    """One line of `data/errata.csv`, with the unit that the number had."""

    edition: str
    number: str
    was: str
    now: str
    why: dict
    date: str
    unit: str


def errata(root):
    """(list of Erratum, newest first; list of problems with file, line and column)."""
    path = root / "data" / "errata.csv"
    if not path.exists():
        return [], []
    sheet, found, known = Sheet(path, root, FIELDS), [], {}
    for name in frozen.editions(root) if sheet.lines else ():
        known[name] = frozen.read(root, name)
    for number, row in sheet.lines:
        if line := _line(sheet, number, row, known):
            found.append(line)
    return sorted(found, key=lambda one: (one.date, one.edition, one.number), reverse=True), sheet.problems


def _line(sheet, number, row, known):
    edition = known.get(row["edition"])
    if edition is None:
        return sheet.wrong(number, "edition", row["edition"], f"a frozen edition{hint(row['edition'], known)}")
    base, _, key = row["number"].partition(".")
    line = edition.bases[base].lines.get(key) if base in edition.bases else None
    if line is None:
        return sheet.wrong(number, "number", row["number"], f"a number of edition {edition.edition}{hint(row['number'], edition.names())}")
    for column in ("was", "is"):
        _check_value(sheet, number, column, row[column], line)
    if not _said(row["was"], line.value):
        sheet.wrong(number, "was", row["was"], f"what edition {edition.edition} says: {line.state or line.value}")
    for lang in LANGUAGES:
        if not row[f"why_{lang}"]:
            sheet.wrong(number, f"why_{lang}", "", "a reason in both languages")
    try:
        parse_day(row["date"])
    except ValueError:
        return sheet.wrong(number, "date", row["date"], "a date such as 2026-11-21")
    return Erratum(row["edition"], row["number"], row["was"], row["is"], {lang: row[f"why_{lang}"] for lang in LANGUAGES}, row["date"], edition.bases[base].unit)


def _check_value(sheet, number, column, text, line):
    if text and not isinstance(line.value, str):
        try:
            parse_number(text)
        except ValueError:
            sheet.wrong(number, column, text, "a number in the unit of `results --json`")


def _said(text, value):
    """Whether a text is a value, to as many digits as the text writes."""
    if isinstance(value, str) or value is None:
        return text == (value or "")
    try:
        given = parse_number(text)
    except ValueError:
        return True  # told already
    return float(f"{value:.{max(1, len(given.as_tuple().digits))}g}") == float(given)


def sentence(results, one, lang):
    """An erratum in words."""
    name = current(results.catalogue, results.graph.functions, one.number)
    was, now = (_worded(results, name, text, one.unit, lang) for text in (one.was, one.now))
    fields = {"date": written_date(one.date, lang), "edition": one.edition, "label": results.label(name, lang), "was": was, "now": now, "why": one.why[lang]}
    return (SAID if one.now else UNKNOWN)[lang].format(**fields)


def _worded(results, name, text, unit, lang):
    if not text:
        return value_words(results, name, Line(state="missing"), unit, lang)
    try:
        value, digits = float(parse_number(text)), len(parse_number(text).as_tuple().digits)
    except ValueError:
        value, digits = text, None
    return value_words(results, name, Line(value), unit, lang, min(17, max(3, digits)) if digits else None)
