"""The drawings of the page on growth, with the page's own records: texts fit, values can be replaced, intervals go with their value."""

import json
import re

import pytest

from analysis import notebook
from analysis.book.pages import read_page
from analysis.charts import block, growth, theme
from helpers import ROOT, book_results

LANGUAGES = ("en", "ko")
TEXT = re.compile(r'<text text-anchor="(\w+)" transform="translate\(([-\d.]+),[^>]*font-size="(\d+)px"[^>]*>(.*?)</text>', re.DOTALL)


@pytest.fixture(scope="module", params=LANGUAGES)
def figures(request):
    """The charts of the page in one language, as HTML by the name of their drawing, and their records."""
    lang, made, patch = request.param, {}, pytest.MonkeyPatch()
    patch.setattr(notebook, "display", lambda shown: made.update({re.search(r'data-chart="(\w+)"', shown.html)[1]: shown.html}))
    page = notebook.Page(book_results(), book_results(), lang)
    for _, code in read_page(ROOT / "book" / lang / "training_growth.md", lang, ROOT).cells:
        if code.strip().startswith("page.chart"):
            eval(code.strip(), {"page": page})  # the page's own cell
    patch.undo()
    return made


def drawings(html):
    return dict(zip((680, 340), re.findall(r"<svg.*?</svg>", html, re.DOTALL)))


def specification(html):
    return json.loads(re.search(r'class="ledger-chart-spec">(.*?)</script>', html, re.DOTALL)[1])


def texts(svg):
    return [(re.sub("<[^>]+>", "", text), float(x), anchor, int(size)) for anchor, x, size, text in TEXT.findall(svg)]


def test_the_page_has_its_three_drawings(figures):
    assert list(figures) == ["trend", "intervals", "bars"]


@pytest.mark.parametrize("draw", ["trend", "intervals", "bars"])
@pytest.mark.parametrize("width", [340, 680])
def test_every_text_fits(figures, draw, width):
    found = texts(drawings(figures[draw])[width])
    assert found
    for text, x, anchor, size in found:
        before = {"start": 0, "middle": 0.5, "end": 1}[anchor] * theme.text_width(text, size)
        assert x - before >= -1 or anchor == "middle", text
        assert x - before + theme.text_width(text, size) <= width + 14, text  # an axis label at the edge is moved in by the axis


def test_bars_and_intervals_show_every_label_and_value(figures):
    for draw in ("intervals", "bars"):
        svg = drawings(figures[draw])[340]
        heads = [row for row in specification(figures[draw])["data"]["values"] if row["head"]]
        drawn = [text for text, *_ in texts(svg)]
        assert heads and all(row["short"] in drawn and row["text"] in drawn for row in heads)


def test_the_trend_names_the_marked_runs(figures):
    html = figures["trend"]
    rows = specification(html)["data"]["values"]
    drawn = [text for text, *_ in texts(drawings(html)[680])]
    assert len([row for row in rows if row["mark"]]) == 3
    assert all(row["short"] in drawn for row in rows if row["mark"])
    sides = {row["name"]: row["above"] for row in rows if row["mark"]}
    assert sides == {"trend_cost.gpt4": True, "later_trend_cost.grok3": True, "trend_cost.deepseek_v3": False}


def test_a_marked_run_keeps_the_form_of_its_kind(figures):
    html = figures["trend"]
    kinds = {row["name"]: row["kind"] for row in specification(html)["data"]["values"] if row["mark"]}
    assert kinds == {"trend_cost.gpt4": "dot", "trend_cost.deepseek_v3": "dot", "later_trend_cost.grok3": "ring"}
    for svg in drawings(html).values():
        assert [len(re.findall(f'<path [^>]*{form}="{re.escape(growth.SECOND)}"', svg)) for form in ("fill", "stroke")] == [2, 1]


def test_the_band_has_the_interval_of_each_year(figures):
    path = [row for row in specification(figures["trend"])["data"]["values"] if row["kind"] == "path"]
    numbers = book_results().numbers
    assert len(path) > 10
    assert all((row["low"], row["high"]) == (numbers[row["name"]].low, numbers[row["name"]].high) for row in path)


def test_an_interval_goes_where_a_slider_has_moved_its_value():
    record = {"name": "a_cost", "label": "A", "value": 3e6, "text": "$3 million", "low": 1e6, "high": 9e6}
    words = {"lang": "en", "axis": "Cost", "title": "T"}

    def rules(moved):
        chart = growth.bars([record], words, 680).to_dict(validate=False)
        chart["data"]["values"][0]["value"] = moved
        svg = block.vl_convert.vegalite_to_svg(chart, vl_version=block.VEGALITE)
        return len(re.findall(r'<line [^>]*stroke-width="1.5"', svg))

    assert (rules(3e6), rules(4e6)) == (1, 0)


@pytest.mark.parametrize("draw", [growth.intervals, growth.bars])
def test_missing_values_leave_the_drawing_whole(draw):
    record = {"base": "a", "line": "x", "line_label": "X", "name": "a.x", "label": "A (X)", "value": None, "text": "not disclosed"}
    html = block.block(draw, [record, record | {"line": "y", "name": "a.y", "value": 2.0}], {"lang": "en", "axis": "Cost", "title": "T"}, "words")
    assert not re.search("NaN|Infinity|undefined", html)
