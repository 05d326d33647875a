"""All numbers as files for other programs, beside the two languages: JSON as `results --json` prints it, its schema, and CSV."""

import csv
import io
import json
from pathlib import Path

FILES = JSON, SCHEMA, CSV = "numbers.json", "numbers.schema.json", "numbers.csv"
MEDIA = {JSON: "application/json", SCHEMA: "application/schema+json", CSV: "text/csv"}
FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # with one of these a spreadsheet takes a text for a formula, or part of one
HEADS = ("name", "value", "low", "high", "unit", "label_en", "label_ko", "sources")
MARK = "\ufeff"  # tells a spreadsheet that the text is UTF-8


def data_files(results):
    """Name -> text of each file; of a reader's own calculation no CSV, which could not say what it is."""
    record = results.to_dict()
    schema = Path(__file__).with_name(SCHEMA).read_text(encoding="utf-8")
    files = {JSON: json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n", SCHEMA: schema}
    return files if results.changes else files | {CSV: MARK + table(record["numbers"])}


def table(numbers):
    """All numbers as CSV; an empty value is infinite or not known, which the JSON tells apart."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(HEADS)
    for name, one in numbers.items():
        cells = (name, one["value"], one["low"], one["high"], one["unit"], one["label"]["en"], one["label"]["ko"], ";".join(one["sources"]))
        writer.writerow(map(inert, cells))
    return file.getvalue()


def inert(cell):
    """A cell that no spreadsheet runs: a text that begins like a formula has an apostrophe before it; numbers stay as they are.

    >>> inert("=1+1"), inert(-2.5), inert(None), inert("hour_price")
    ("'=1+1", -2.5, '', 'hour_price')
    """
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
