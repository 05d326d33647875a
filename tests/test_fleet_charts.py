"""The drawings of the fleet and of rents: every word in its place at both widths, numbers replaced by name, nothing invented."""

import re

import pytest
from helpers import book_results

from analysis.charts import block, theme
from analysis.charts import fleet as drawings
from analysis.notebook import Page

AXES = {"en": "Across | Up", "ko": "가로 | 세로"}
CHARTS = {
    "cost_by_use": (["use_hour_price.h800_sxm", "use_hour_price.h20_sxm", "utilisation_step", "breakeven_utilisation.h800_sxm", "h800_hour_price"], ()),
    "rents_by_date": (["assumed_rent", "contract_rent", "spot_rent", "list_rent", "rents_rise_seen"], ("rent_date",)),
    "before_after": (["listing_before_price", "listing_after_price"], ()),
    "paired_bars": (["operation_dollar_index", "operation_watt_index"], ()),
}


@pytest.fixture(scope="module")
def book():
    return book_results()


def records(results, lang, names, cells):
    page = Page(results, results, lang)
    return [{**page._record_of(name), "mark": False, **page._beside(name, cells)} for base in names for name in results.with_prefix(base)]


@pytest.fixture(params=[(draw, lang) for draw in CHARTS for lang in ("en", "ko")], ids="-".join)
def drawn(request, book):
    draw, lang = request.param
    return getattr(drawings, draw), records(book, lang, *CHARTS[draw]), {"lang": lang, "title": "T", "axis": AXES[lang], "note": ""}


def texts(svg):
    found = re.findall(r'<text text-anchor="(\w+)" transform="translate\(([-\d.]+),([-\d.]+)\)[^>]*font-size="(\d+)px"[^>]*>(.*?)</text>', svg)
    # lines of one text stand each in a tspan
    return [(re.sub("<[^>]+>", "", line), anchor, float(x), int(size)) for anchor, x, _, size, words in found for line in words.split("</tspan>") if line]


def test_drawings_have_one_height_at_both_widths_and_follow_the_theme(drawn):
    draw, rows, words = drawn
    sizes = [re.search(r'viewBox="0 0 (\d+) (\d+)"', block.drawing(draw(rows, words, width))).groups() for width in (340, 680)]
    assert [int(width) for width, _ in sizes] == [340, 680] and sizes[0][1] == sizes[1][1]
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', block.drawing(draw(rows, words, 680)))) - {"none", "transparent"}
    assert colours and all(colour.startswith("var(--") for colour in colours)


def test_every_series_has_its_words_in_the_key(drawn):
    draw, rows, words = drawn
    shown = [text for text, *_ in texts(block.drawing(draw(rows, words, 340)))]
    series = {row["line_label"].rpartition(", ")[0] for row in rows if row["base"] == "use_hour_price"} or {row["base_label"] for row in rows} - {"Assumed rent", "가정한 임대료", "The newsletter sees a rise", "뉴스레터가 상승을 주장"}
    assert series <= set(shown) and not any(re.search("NaN|undefined|null", text) for text in shown)


def test_every_text_fits(drawn):
    draw, rows, words = drawn
    svg = block.drawing(draw(rows, words, 340))
    left = theme.text_width("", 1) + (drawings.LEFT if draw.__name__ in ("cost_by_use", "rents_by_date") else 0)
    for text, anchor, x, size in texts(svg):
        start = x - {"start": 0, "middle": 0.5, "end": 1}[anchor] * theme.text_width(text, size)
        assert start >= -left - 1 and start + theme.text_width(text, size) <= 341, text


def test_what_is_missing_or_infinite_leaves_no_trace_of_a_number(drawn):
    draw, rows, words = drawn
    empty = [{**row, "value": number} for row, number in zip(rows, [None, float("inf"), float("nan")] * len(rows))]
    for some in (empty, []):
        assert not re.search("NaN|Infinity", block.block(draw, some, words, "T"))


def test_replaced_by_name(drawn):
    draw, rows, words = drawn
    names = [row["name"] for row in draw(rows, words, "container").to_dict()["data"]["values"]]
    assert names == [row["name"] for row in rows]


def test_a_month_stands_in_its_middle():
    day = 24 * 3600 * 1000
    assert drawings._day("2025-10") - drawings._day("2025-10-01") == 14 * day
    assert drawings._day("2024") == drawings._day("2024-07-01")


@pytest.mark.parametrize("lang, told", [("en", ["The newsletter", "sees a rise"]), ("ko", ["뉴스레터가", "상승을 주장"])])
def test_what_begins_or_happens_on_a_day_stands_at_it(book, lang, told):
    """The level of the assumed rent begins on the day of its report; the words of January 2025 stand at theirs."""
    words = {"lang": lang, "title": "T", "axis": AXES[lang], "note": ""}
    chart = drawings.rents_by_date(records(book, lang, *CHARTS["rents_by_date"]), words, 340)
    days = {row["part"]: row["day"] for row in chart.to_dict()["data"]["values"] if row["part"] != "point"}
    assert days == {"level": drawings._day("2024-12-27"), "upright": drawings._day("2025-01-31")}
    assert set(told) <= {text for text, *_ in texts(block.drawing(chart))}
