"""The drawings of parts under limits and on two axes: every label in place at both widths, nothing that is no number."""

import re

import pytest

from analysis.charts import block, exports_parts

AXIS = {"en": "Margin to the nearest limit", "ko": "가장 가까운 기준까지 여유"}


def margins():
    values = [(0.0014, "0.14%", True), (0.53, "53%", False), (0.0, "0%", True), (None, "not disclosed (Peak, 16-bit)", False)]
    return [{"name": f"margin.l{n}", "base": "margin", "base_label": "Margin", "line": f"l{n}", "line_label": f"Line {n}", "label": "", "value": v, "text": t, "mark": m} for n, (v, t, m) in enumerate(values)]


def axes():
    found = [("tpp", "By TPP", (0.15, 1.0, None)), ("bandwidth", "By bandwidth", (1.19, 1.0, 0.5))]
    return [{"name": f"{b}.l{n}", "base": b, "base_label": w, "line": f"l{n}", "line_label": f"Line {n}", "label": "", "value": v, "text": str(v)} for b, w, values in found for n, v in enumerate(values)]


CASES = [(exports_parts.margin_bars, margins), (exports_parts.two_axes, axes)]


def drawn(draw, records, lang):
    html = block.block(draw, records(), {"title": "A finding", "axis": AXIS[lang], "lang": lang, "note": ""}, "the data in words")
    return html, re.findall(r"<svg.*?</svg>", html, re.DOTALL)


def texts(svg):
    return [re.sub("<[^>]+>", "", text) for text in re.findall(r"<text [^>]*>(.*?)</text>", svg)]


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("draw, records", CASES, ids=lambda one: one.__name__)
def test_a_drawing_is_whole_in_both_widths(draw, records, lang):
    html, drawings = drawn(draw, records, lang)
    assert not re.search(r"NaN|Infinity|undefined", html)
    assert sorted({int(re.search(r'viewBox="0 0 (\d+)', svg)[1]) for svg in drawings}) == [340, 680]
    assert len({re.search(r'viewBox="0 0 \d+ (\d+)', svg)[1] for svg in drawings}) == 1
    for svg in drawings:
        assert {row["line_label"] for row in records()} | {AXIS[lang]} <= set(texts(svg))
        colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg)) - {"none", "transparent"}
        assert colours and all(colour.startswith("var(--") for colour in colours)


def test_what_has_no_value_is_said_in_words():
    _, drawings = drawn(exports_parts.margin_bars, margins, "en")
    assert all("not disclosed" in texts(svg) and "0%" in texts(svg) for svg in drawings)


def test_the_key_names_both_measures():
    _, drawings = drawn(exports_parts.two_axes, axes, "en")
    assert all({"By TPP", "By bandwidth"} <= set(texts(svg)) for svg in drawings)
