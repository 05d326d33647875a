"""The drawings of the page on China's compute, with the page's own records: texts fit, and a missing value keeps its words."""

import json
import re

import pytest
from helpers import ROOT, book_results

from analysis import notebook
from analysis.book.pages import read_page
from analysis.charts import china, theme

TEXT = re.compile(r'<text text-anchor="(\w+)" transform="translate\(([-\d.]+),[^>]*font-size="(\d+)px"[^>]*>(.*?)</text>', re.DOTALL)


@pytest.fixture(scope="module", params=("en", "ko"))
def figures(request):
    """The charts of the page in one language, as HTML in the page's order."""
    lang, made, patch = request.param, [], pytest.MonkeyPatch()
    patch.setattr(notebook, "display", lambda shown: made.append(shown.html))
    page = notebook.Page(book_results(), book_results(), lang)
    for _, code in read_page(ROOT / "book" / lang / "china_compute.md", lang, ROOT).cells:
        if code.strip().startswith("page.chart"):
            eval(code.strip(), {"page": page})  # the page's own cell
    patch.undo()
    return made


def texts(svg):
    return [(re.sub("<[^>]+>", "", text), float(x), anchor, int(size)) for anchor, x, size, text in TEXT.findall(svg)]


def test_the_page_has_its_drawings(figures):
    assert [re.search(r'data-chart="(\w+)"', html)[1] for html in figures] == ["pairs", "pairs", "pairs", "share_bars"]


def test_every_text_fits_both_widths(figures):
    for html in figures[:3]:
        for width, svg in zip((680, 340), re.findall(r"<svg.*?</svg>", html, re.DOTALL), strict=True):
            found = texts(svg)
            assert found
            for text, x, anchor, size in found:
                before = {"start": 0, "middle": 0.5, "end": 1}[anchor] * theme.text_width(text, size)
                assert x - before + theme.text_width(text, size) <= width + 14, text


def test_two_bars_for_each_line_in_two_colours(figures):
    spec = json.loads(re.search(r'class="ledger-chart-spec">(.*?)</script>', figures[0], re.DOTALL)[1])
    rows = next(data for name, data in spec["datasets"].items() if name == "records") if "datasets" in spec else spec["data"]["values"]
    assert len(rows) == 10 and [row["colour"] for row in rows].count(0) == 5
    assert len({row["middle"] for row in rows}) == 10  # no bar lies on another


def test_an_interval_is_drawn_and_its_amount_stands_after_it(figures):
    spec = json.loads(re.search(r'class="ledger-chart-spec">(.*?)</script>', figures[0], re.DOTALL)[1])
    rows = {row["name"]: row for row in (spec["datasets"]["records"] if "datasets" in spec else spec["data"]["values"])}
    abroad, rented = rows["route_h100e_tpp.offshore_owned"], rows["route_h100e_tpp.offshore_rented"]
    assert abroad["low"] < abroad["value"] == abroad["at"] < abroad["high"] and rented["low"] is None
    assert "max(datum.high, datum.value)" in json.dumps(spec)


def test_a_missing_value_keeps_its_words():
    records = [
        {"name": "a.x", "base": "a", "base_label": "A", "line": "x", "line_label": "X", "value": None, "text": "not disclosed"},
        {"name": "b.x", "base": "b", "base_label": "B", "line": "x", "line_label": "X", "value": 2.0, "text": "2"},
    ]
    made = china.pairs(records, {"axis": "Chips", "title": "", "note": "", "lang": "en"}, 340).to_dict()
    assert "not disclosed" in json.dumps(made) and '"value": null' in json.dumps(made)
