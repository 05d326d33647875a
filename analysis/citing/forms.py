"""One record in every form that a citer asks for.

APA, Chicago and the Korean form are styles in CSL, three small files beside this one, rendered by citeproc-py. The official
styles know fifty kinds of things and come as a package of 89 MB; here one kind is cited. BibTeX is written here: the
writer of pybtex lets dollars, backslashes and braces through as they are, and an amount begins with a dollar.

All forms of one edition differ in title, place and key only. So each is made once, with marks in their place, and filled in;
the script of a page fills in the same ones.
"""

import calendar
import datetime
import json
import re
from functools import lru_cache
from pathlib import Path

from analysis.citing.note import note
from analysis.citing.record import WORK, date_parts, place

CSL = {"apa": "apa.csl", "chicago": "chicago.csl", "korean": "korean.csl"}
STYLES = ("note", "apa", "chicago", "korean", "bibtex", "csl-json")
TITLE, PLACE, KEY = MARKS = ("\ue000", "\ue001", "\ue002")  # no title holds these: `plain_line` takes them out
TEX = {**{one: f"\\{one}" for one in "&%$#_"}, "\\": "\\textbackslash{}", "{": "\\lbrace{}", "}": "\\rbrace{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}"}
LIGATURE = "(?<=[-`'?!<>,])(?=[-`'<>,])"  # between two marks that TeX would draw as one


def forms(record, accessed=None):
    """style -> text of the record. accessed: the day on which the reader read it, where a form is to say it; only of what has an address."""
    record = with_access(record, accessed)
    made = {style: fill(text, style, record["title"], place(record), record["id"]) for style, text in templates(record).items()}
    return {style: csl_json(record) if style == "csl-json" else made[style] for style in STYLES}


def csl_json(record):
    """The record as a file that reference managers read: a list of one, a line for each field."""
    lines = [f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in record.items()]
    return "[{\n" + ",\n".join(lines) + "\n}]"


def with_access(record, accessed):
    """The record with the day on which its address was read; as it is without a day, or where it has no address: a path is no place that changes."""
    return record | {"accessed": date_parts(accessed)} if accessed and "URL" in record else record


def templates(record):
    """style -> its text with marks in the place of title, place and key, but for CSL-JSON, which is the record itself."""
    at = "URL" if "URL" in record else "archive_location"
    shape = {key: value for key, value in record.items() if key != "custom"} | {"id": KEY, "title": TITLE, at: PLACE}
    return {"note": note(shape | {"custom": record["custom"]}), **{style: _rendered(style, json.dumps(shape)) for style in CSL}, "bibtex": _bibtex(shape)}


def fill(text, style, title, where, key):
    """A template filled in. In BibTeX what TeX would take for a command is escaped, but for an address, which stands as it is."""
    if title.endswith(("?", "!", ".")):
        text = text.replace(f"{TITLE}.", TITLE)  # one mark ends a sentence
    said = dict(zip(MARKS, (title, where, key)))
    if style == "bibtex":
        said[TITLE], said[PLACE] = tex(title), where if "url = " in text else tex(where)
    return re.sub(f"[{''.join(MARKS)}]", lambda found: said[found[0]], text)


def tex(text):
    """A text that TeX sets as it is.

    >>> tex("$5 & {x}")
    '\\\\$5 \\\\& \\\\lbrace{}x\\\\rbrace{}'
    """
    return re.sub(LIGATURE, "{}", "".join(TEX.get(one, one) for one in text))


@lru_cache(maxsize=64)
def _rendered(style, shape):
    """A record, as JSON, in a style of CSL."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    record = json.loads(shape)
    sheet = CitationStylesStyle(str(Path(__file__).with_name(CSL[style])), validate=False)
    made = CitationStylesBibliography(sheet, CiteProcJSON([record]), formatter.plain)
    made.register(Citation([CitationItem(record["id"])]))
    return str(made.bibliography()[0])


def _bibtex(record):
    """An entry of a kind that every version of BibTeX knows; what is held by two pairs of braces keeps its capitals."""
    (year, month, _), accessed = record["issued"]["date-parts"][0], record.get("accessed")
    at = {"url" if "URL" in record else "note": f"{{{place(record)}}}"}
    fields = {
        "author": f"{{{{{record['author'][0]['literal']}}}}}", "title": f"{{{{{record['title']}}}}}", "year": f"{{{year}}}",
        "month": calendar.month_abbr[month].lower(), "howpublished": f"{{{WORK[record['language']]}, {record['edition']}}}", **at,
        **({"urldate": f"{{{datetime.date(*accessed['date-parts'][0])}}}"} if accessed else {}),
    }  # fmt: skip
    lines = [f"  {name} = {value}," for name, value in fields.items()]
    return "\n".join([f"@misc{{{record['id']},", *lines, "}"])
