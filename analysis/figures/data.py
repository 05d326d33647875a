"""The numbers of a figure as files: CSV for a spreadsheet, JSON for a program. Both say the same values."""

import csv
import io
import json

from analysis.figures.sources import named, used

COLUMNS = ("name", "label", "value", "low", "high", "unit", "text", "sources", "edition")
RUNS = ("=", "+", "-", "@", "\t", "\r")  # a text that begins so is a formula to a spreadsheet
BOM = "\ufeff"  # without it Excel takes Hangul for another encoding


def records(results, names, lang):
    """The numbers as they stand in the registry, in their order."""
    return [_record(results, name, lang) for name in names]


def _record(results, name, lang):
    entry = results.entry(name)
    said = {"label": entry["label"][lang], "text": entry["text"][lang]}
    return {"name": name, **{key: said.get(key, entry[key]) for key in ("label", "value", "low", "high", "unit", "text", "state", "sources")}}


def to_csv(results, found, edition, beside=(), lang="en"):
    """The records as CSV (RFC 4180, UTF-8 with a mark of its encoding); beside: for each record the cells that place it in the drawing."""
    beside = beside or [{}] * len(found)
    extra = list(dict.fromkeys(column for cells in beside for column in cells))
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([*COLUMNS, *extra])
    for record, cells in zip(found, beside, strict=True):
        sources = "; ".join(dict.fromkeys(named(results, source, lang) for source in record["sources"]))
        said = {**cells, **record, "sources": sources, "edition": edition}
        writer.writerow([cell(said.get(column)) for column in (*COLUMNS, *extra)])
    return BOM + file.getvalue()


def cell(value):
    """A cell of a CSV file: a number with every digit, a text that no spreadsheet takes for a formula.

    >>> cell(-0.1), cell(None), cell("=1+1"), cell("text")
    ('-0.1', '', "'=1+1", 'text')
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return repr(value)
    return f"'{value}" if value.startswith(RUNS) else value


def to_json(results, found, said, beside=()):
    """The records as JSON, with what is said of the figure (title, note, edition, page, citation) before them and their sources behind."""
    beside = beside or [{}] * len(found)
    keys = ("author", "year", "title", "publisher", "url")
    sources = {key: {part: results.catalogue.sources[key][part] for part in keys} for key in used(results, [record["name"] for record in found])}
    rows = [{**record, **({"beside": cells} if cells else {})} for record, cells in zip(found, beside, strict=True)]
    return json.dumps({**said, "records": rows, "sources": sources}, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
