"""The drawings of inference and of prices: every label in its language, all of it inside the drawing, nothing that is no number."""

import json
import re

import pytest

from analysis.charts import block, inference, prices, theme

AXES = {"en": ("Share of tokens that must be billed", "Measured|Model", "US dollars per million tokens"), "ko": ("요금을 받아야 하는 토큰 비율", "측정값|모형값", "100만 토큰당 달러")}


def words(lang, which):
    return {"title": "A finding", "axis": AXES[lang][which], "lang": lang, "note": ""}


def shares():
    values = [(0.155, "15.5%"), (0.978, "97.8%"), (float("inf"), "impossible")]
    return [{"name": f"share.l{n}", "label": f"Line {n}", "line": f"l{n}", "line_label": f"Line {n}", "base": "share", "value": v, "text": t} for n, (v, t) in enumerate(values)]


def pairs():
    lines = [("a", 100.0, 120.0, "Test"), ("b", 2000.0, 1500.0, "Fitted"), ("c", 500.0, None, "Test")]
    across = [{"name": f"measured.{k}", "base": "measured", "line": k, "label": k, "value": x, "text": str(x), "role": r, "phase": "Decode", "mark": k == "a"} for k, x, y, r in lines]
    return across + [{"name": f"modelled.{k}", "base": "modelled", "line": k, "label": k, "value": y, "text": str(y), "role": r, "phase": "Decode", "mark": k == "a"} for k, x, y, r in lines]


def steps():
    across = [{"name": f"target.s{n}", "base": "target", "line": f"s{n}", "line_label": f"Step {n}", "label": "", "value": v, "text": str(v)} for n, v in enumerate((10, 20, 40))]
    chips = [("H20 SXM", "h20", (500, 400, 0)), ("B200", "b200", (2000, 2000, 1500))]
    return across + [
        {"name": f"speed.{i}.s{n}", "base": "speed", "line": f"{i}.s{n}", "line_label": f"{label}, Step {n}", "label": label, "value": v, "text": str(v)}
        for label, i, found in chips
        for n, v in enumerate(found)
    ]


def dated():
    found = [("floor", "Level of GPT-3", "2022-01", 60e-6, True), ("floor", "Level of GPT-3", "2024-09", 0.05e-6, True), ("shelf", "Flagship", "2023-03", 60e-6, False), ("shelf", "Flagship", "2025-08", 10e-6, False), ("shelf", "Flagship", "2025-01", 0, False)]
    return [{"name": f"{b}.{n}", "base": b, "base_label": label, "line": str(n), "label": label, "series": label, "price_date": d, "value": v, "text": str(v), "mark": m} for n, (b, label, d, v, m) in enumerate(found)]


CASES = [(inference.share_bars, shares, 0), (inference.model_and_measurement, pairs, 1), (inference.frontier, steps, 1), (prices.dated_prices, dated, 2)]


def texts(svg):
    found = re.findall(r'<text text-anchor="(\w+)" transform="translate\(([-\d.]+),[^>]*font-size="(\d+)px"[^>]*>(.*?)</text>', svg)
    return [(re.sub("<[^>]+>", "", text), float(x), anchor, int(size)) for anchor, x, size, text in found]


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("draw, records, which", CASES, ids=lambda one: getattr(one, "__name__", None))
def test_a_drawing_is_whole_in_both_widths(draw, records, which, lang):
    html = block.block(draw, records(), words(lang, which), "the data in words")
    assert not re.search(r"NaN|Infinity|undefined", html)
    for svg in re.findall(r"<svg.*?</svg>", html, re.DOTALL):
        drawn = [text for text, *_ in texts(svg)]
        assert all(title in drawn for title in AXES[lang][which].split("|"))
        width = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
        assert width in (340, 680)


@pytest.mark.parametrize("draw, records, which", CASES, ids=lambda one: getattr(one, "__name__", None))
def test_live_values_keep_their_names(draw, records, which):
    spec = json.loads(block.specification(draw(records(), words("en", which), "container")))
    values = next(found["values"] for found in [spec.get("data", {}), *(layer.get("data", {}) for layer in spec["layer"])] if found.get("name") == "records")
    assert {value["name"] for value in values} <= {record["name"] for record in records()}


def test_what_cannot_be_drawn_leaves_its_text():
    svg = block.drawing(inference.share_bars(shares(), words("en", 0), 680))
    assert "impossible" in [text for text, *_ in texts(svg)]


def test_bars_grow_with_their_share():
    rows = json.loads(block.specification(inference.share_bars(shares(), words("en", 0), "container")))["data"]["values"]
    assert [row["value"] for row in rows] == [0.155, 0.978, None]
    assert theme.drawable(shares()[2]["value"]) is None
