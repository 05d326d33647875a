"""The drawings of the page on packaging, with the page's own records: texts fit, cells are those counted, values can be replaced."""

import json
import re

import pytest

from analysis import notebook
from analysis.book.pages import read_page
from analysis.charts import block, packaging, theme
from helpers import ROOT, book_results

TEXT = re.compile(r'<text text-anchor="(\w+)" transform="translate\(([-\d.]+),[^>]*font-size="(\d+)px"[^>]*>(.*?)</text>', re.DOTALL)
DRAWINGS = ["wafers", "capacity", "residuals", "lead_times"]


@pytest.fixture(scope="module")
def book():
    return book_results()


@pytest.fixture(scope="module", params=("en", "ko"))
def figures(request, book):
    """The charts of the page in one language, as HTML by the name of their drawing."""
    lang, made, patch = request.param, {}, pytest.MonkeyPatch()
    patch.setattr(notebook, "display", lambda shown: made.update({re.search(r'data-chart="(\w+)"', shown.html)[1]: shown.html}))
    page = notebook.Page(book, book, lang)
    for _, code in read_page(ROOT / "book" / lang / "packaging.md", lang, ROOT).cells:
        if code.strip().startswith("page.chart"):
            eval(code.strip(), {"page": page})  # the page's own cell
    patch.undo()
    return made


def drawings(html):
    return dict(zip((680, 340), re.findall(r"<svg.*?</svg>", html, re.DOTALL)))


def rows(html):
    return json.loads(re.search(r'class="ledger-chart-spec">(.*?)</script>', html, re.DOTALL)[1])["data"]["values"]


def texts(svg):
    return [(re.sub("<[^>]+>", "", text), float(x), anchor, int(size)) for anchor, x, size, text in TEXT.findall(svg)]


def test_the_page_has_its_drawings(figures):
    assert list(figures) == DRAWINGS


@pytest.mark.parametrize("draw", DRAWINGS)
@pytest.mark.parametrize("width", [340, 680])
def test_every_text_fits(figures, draw, width):
    found = texts(drawings(figures[draw])[width])
    assert found
    for text, x, anchor, size in found:
        before = {"start": 0, "middle": 0.5, "end": 1}[anchor] * theme.text_width(text, size)
        left = x - before + (packaging.LEFT if draw in ("capacity", "lead_times") else 0)
        assert left >= -1 or anchor == "middle", text
        assert left + theme.text_width(text, size) <= width + 14, text


def test_each_wafer_shows_the_cells_that_were_counted(figures):
    wafers = rows(figures["wafers"])
    assert [row["value"] for row in wafers] == [29, 16, 9]
    assert [row["cells"].count("M") for row in wafers] == [29, 16, 9]
    corners = [tuple(map(float, point.split(","))) for row in wafers for point in re.findall(r"[ML]([-\d.]+,[-\d.]+)", row["cells"])]
    assert max(x * x + y * y for x, y in corners) < 1


def test_bars_of_the_residual_go_to_both_sides(figures, book):
    bars = rows(figures["residuals"])
    assert [row["value"] for row in bars] == [book.numbers[row["name"]].value for row in bars]
    assert min(row["value"] for row in bars) < 0 < max(row["value"] for row in bars)


def test_every_figure_of_capacity_has_a_dot(figures, book):
    drawn = rows(figures["capacity"])
    assert len(drawn) == len(book.catalogue.tables["capacity_figures"]) + len(book.catalogue.tables["capacity_nodes"])
    assert len({row["part"] for row in drawn}) == 3


@pytest.mark.parametrize("value", [None, float("inf"), 0.0])
@pytest.mark.parametrize("draw", [packaging.residuals, packaging.capacity, packaging.lead_times])
def test_what_cannot_be_drawn_leaves_the_drawing_whole(draw, value):
    record = {"base": "a", "base_label": "A", "line": "x", "line_label": "X", "name": "a.x", "label": "A (X)", "value": value, "text": "not disclosed"}
    record |= {"capacity_date": "2024-01", "capacity_kind": "Reported", "lead_date": "2024-01", "lead_item": "Server"}
    html = block.block(draw, [record, record | {"line": "y", "name": "b.y", "base": "b", "value": 2.0}], {"lang": "en", "axis": "Less|More|Packages", "title": "T"}, "words")
    assert not re.search("NaN|Infinity|undefined", html)


def test_a_wafer_without_a_size_is_an_empty_ring():
    names = ("count", "width", "height", "left", "up")
    records = [{"base": name, "line": "x", "line_label": "X", "name": f"{name}.x", "label": name, "value": None, "text": "not disclosed"} for name in names]
    plain = [{"base": name, "name": name, "label": name, "value": value, "text": str(value)} for name, value in (("usable", 294.0), ("whole", 300.0))]
    html = block.block(packaging.wafers, [*records, *plain], {"lang": "en", "axis": "", "title": "T"}, "words")
    assert not re.search("NaN|Infinity|undefined", html) and "not disclosed" in html
