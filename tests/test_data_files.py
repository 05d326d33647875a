"""All numbers as files of the site: the JSON with its schema, and the CSV."""

import copy
import csv
import io
import json
from types import SimpleNamespace

import pytest
from helpers import ROOT, book_results
from jsonschema import Draft202012Validator

from analysis.book import data_files


@pytest.fixture(scope="module")
def record():
    return book_results().to_dict()


@pytest.fixture(scope="module")
def schema():
    found = json.loads((ROOT / "analysis" / "book" / data_files.SCHEMA).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


def test_the_json_of_the_site_is_that_of_results_and_fits_its_schema(book_site, record, schema):
    text = (book_site.site / "latest" / data_files.JSON).read_text(encoding="utf-8")
    assert json.loads(text) == record
    assert [error.message for error in schema.iter_errors(record)] == []
    assert (book_site.site / "latest" / data_files.SCHEMA).read_bytes() == (ROOT / "analysis" / "book" / data_files.SCHEMA).read_bytes()
    for lang in ("en", "ko"):
        page = (book_site.site / "latest" / lang / "numbers.html").read_text(encoding="utf-8")
        assert all(f'href="../{name}"' in page for name in data_files.FILES)


@pytest.mark.parametrize(("path", "value"), [
    (("numbers", "as_of", "value"), None),  # without a state
    (("numbers", "as_of", "state"), "missing"),  # with a value
    (("numbers", "as_of", "state"), "unknown"),
    (("numbers", "as_of", "low"), "1"),
    (("numbers", "as_of", "kind"), "forecast"),
    (("numbers", "as_of", "more"), 1),
    (("numbers", "as_of", "label"), {"en": "Day"}),
    (("numbers", "As of"), {}),
    (("edition",), "2026.13"),
    (("claims", "a_claim"), {"now": "likely"}),
    (("changes",), [{"name": "a"}]),
    (("spare",), 1),
])  # fmt: skip
def test_the_schema_refuses_what_does_not_fit(record, schema, path, value):
    small = {**record, "numbers": {"as_of": copy.deepcopy(record["numbers"]["as_of"])}, "claims": {}}
    assert list(schema.iter_errors(small)) == []
    place = small
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert list(schema.iter_errors(small)) != []


def test_the_csv_holds_every_number_and_is_inert(book_site, record):
    with open(book_site.site / "latest" / data_files.CSV, encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["name"] for line in lines] == list(record["numbers"]) and tuple(lines[0]) == data_files.HEADS
    for line in lines[::50]:
        one = record["numbers"][line["name"]]
        value = float(line["value"]) if isinstance(one["value"], (int, float)) else line["value"] or None
        assert (value, line["label_ko"], line["sources"]) == (one["value"], one["label"]["ko"], ";".join(one["sources"]))
    own = SimpleNamespace(changes=["one"], to_dict=lambda: {"numbers": {}})
    assert {*data_files.data_files(own)} == {data_files.JSON, data_files.SCHEMA}  # a CSV could not say that it is a reader's own
    hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "＝1"]
    number = {"value": -1.5, "low": None, "high": None, "unit": "1", "sources": []}
    made = data_files.table({text: {**number, "label": {"en": text, "ko": "값"}} for text in hostile})
    cells = list(csv.reader(io.StringIO(made, newline="")))[1:]
    assert [line[0] for line in cells] == [line[5] for line in cells] == [f"'{text}" for text in hostile]
    assert {line[1] for line in cells} == {"-1.5"}
