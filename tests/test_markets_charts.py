"""The drawings of the pages on markets, with the pages' own records: texts fit, counts are printed, a fan only where it may be."""

import json
import re

import pytest

from analysis import notebook
from analysis.book.pages import read_page
from analysis.charts import block, markets, theme
from helpers import ROOT, book_results

TEXT = re.compile(r'<text text-anchor="(\w+)" transform="translate\(([-\d.]+),[^>]*font-size="(\d+)px"[^>]*>(.*?)</text>', re.DOTALL)
WORDS = {"lang": "en", "axis": "Revenue", "title": "T"}


@pytest.fixture(scope="module")
def results():
    return book_results()


@pytest.fixture(scope="module", params=("en", "ko"))
def figures(request, results):
    """The charts of both pages in one language, as HTML by the name of their drawing."""
    lang, made, patch = request.param, {}, pytest.MonkeyPatch()
    patch.setattr(notebook, "display", lambda shown: made.update({re.search(r'data-chart="(\w+)"', shown.html)[1]: shown.html}))
    page = notebook.Page(results, results, lang)
    for name in ("markets", "market_outlook"):
        for _, code in read_page(ROOT / "book" / lang / f"{name}.md", lang, ROOT).cells:
            if code.strip().startswith("page.chart"):
                eval(code.strip(), {"page": page})  # the page's own cell
    patch.undo()
    return made


def drawings(html):
    return dict(zip((680, 340), re.findall(r"<svg.*?</svg>", html, re.DOTALL)))


def rows(html):
    return json.loads(re.search(r'class="ledger-chart-spec">(.*?)</script>', html, re.DOTALL)[1])["data"]["values"]


def texts(svg):
    """(line, x, anchor, size) of every line of text; of several lines each stands in a tspan of its own."""
    found = [(part, float(x), anchor, int(size)) for anchor, x, size, text in TEXT.findall(svg) for part in re.split("<[^>]+>", text)]
    return [one for one in found if one[0]]


def test_the_pages_have_their_three_drawings(figures):
    assert list(figures) == ["path", "errors", "fan"]


@pytest.mark.parametrize("draw", ["path", "errors", "fan"])
@pytest.mark.parametrize("width", [340, 680])
def test_every_text_fits(figures, draw, width):
    found = texts(drawings(figures[draw])[width])
    assert found
    for text, x, anchor, size in found:
        before = {"start": 0, "middle": 0.5, "end": 1}[anchor] * theme.text_width(text, size)
        assert x - before + theme.text_width(text, size) <= width + 14, text


def test_the_path_names_each_series_once_where_the_reports_end(figures):
    named = [row for row in rows(figures["path"]) if row["last"]]
    assert [(row["series"], row["x"], row["drawn"]) for row in named] == [
        ("segment_path.segment_chips", 2025, True),
        ("nvidia_compute", 2025, False),
        ("nvidia_datacenter", 2025, False),
    ]


def test_every_scored_forecast_is_a_dot(figures, results):
    drawn = {row["name"] for row in rows(figures["errors"])}
    assert drawn == {name for name in results.numbers if name.startswith(("forecast_ratio.", "forecast_hit."))}
    assert {row["name"].partition(".")[0] for row in rows(figures["errors"]) if row["ring"]} == {"forecast_hit"}


def test_the_fan_prints_its_cases_and_names_every_outlook(figures, results):
    svg, found = drawings(figures["fan"])[340], rows(figures["fan"])
    drawn = [text for text, *_ in texts(svg)]
    assert all(f"n={results.words(f'fan_cases.{year}', 'en')}" in drawn for year in range(2026, 2031))
    places = sorted((row["place"], row["short"].count("\n")) for row in found if row.get("place") is not None)
    assert len(places) == len(results.catalogue.tables["outlooks"])
    assert all(later - earlier >= markets.SMALL_LINE * (more + 1) for (earlier, more), (later, _) in zip(places, places[1:]))
    fan = {row["x"] for row in found if row["kind"] in ("fan_low", "fan_high")}
    single = {row["x"] for row in found if row["kind"] == "single_cases"}
    assert fan and single and min(single) > max(fan)


@pytest.mark.parametrize("value", [None, float("inf")])
def test_missing_values_leave_the_drawing_whole(value):
    record = {"base": "outlook_path", "line": "a.2026", "line_label": "A", "line_labels": ["A", "2026"], "base_label": "Outlook", "name": "outlook_path.a.2026", "label": "A", "text": "never"}
    for draw in (markets.path, markets.fan):
        html = block.block(draw, [record | {"value": value}, record | {"value": 2e9, "name": "outlook_path.a.2027", "line": "a.2027"}], WORDS, "words")
        assert not re.search("NaN|Infinity|undefined", html)
    dated = record | {"forecast_date": "2024-05", "base": "forecast_ratio"}
    html = block.block(markets.errors, [dated | {"value": value}, dated | {"value": 1.2}], WORDS, "words")
    assert not re.search("NaN|Infinity|undefined", html)
