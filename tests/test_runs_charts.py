"""Charts of the training runs: one strip a run, one mark a method, and the readings of one utilisation."""

import json
import re

import pytest

from analysis.charts import block, runs, theme

METHODS = {
    "en": {"run_cost": "Rented", "amortized_cost": "Amortized", "owner_cost": "At the owner's cost", "cloud_cost": "At a listed price", "acquisition_cost": "Cluster bought"},
    "ko": {"run_cost": "빌린 비용", "amortized_cost": "상각 비용", "owner_cost": "보유 원가 비용", "cloud_cost": "공시가 비용", "acquisition_cost": "클러스터 구입비"},
}
RUNS = {"en": {"llama31_405b": "Llama 3.1 405B", "gpt4": "GPT-4"}, "ko": {"llama31_405b": "라마 3.1 405B", "gpt4": "GPT-4"}}
COSTS = {"llama31_405b": [61.7e6, 45e6, 50.8e6, 101e6, 900e6], "gpt4": [77.5e6, 40.2e6, None, 194e6, 768e6]}
WORDS = {"en": {"lang": "en", "title": "One run, many prices", "axis": "Cost (US dollars)"}, "ko": {"lang": "ko", "title": "값이 여럿이다", "axis": "비용 (달러)"}}


def records(lang):
    return [
        {"name": f"{base}.{line}", "label": f"{method} ({RUNS[lang][line]})", "value": value, "text": "-", "mark": False,
         "base": base, "base_label": method, "line": line, "line_label": RUNS[lang][line]}
        for line, values in COSTS.items() for (base, method), value in zip(METHODS[lang].items(), values, strict=True)
    ]  # fmt: skip


def readings(lang):
    made = [("v3_reading_fp8", 0.173, "17.3%"), ("v3_reading_bf16", 0.346, "34.6%"), ("v3_reading_layers", None, "not disclosed")]
    return [{"name": f"reading_utilisation.{id}", "label": id, "value": value, "text": text, "mark": id == "v3_reading_bf16", "line_label": f"{lang} {id}"} for id, value, text in made]


def drawn(svg):
    found = re.findall(r'<text text-anchor="(\w+)" transform="translate\(([-\d.]+),[^>]*font-size="(\d+)px"[^>]*>(.*?)</text>', svg)
    return [(re.sub("<[^>]+>", "", text), float(x), anchor, int(size)) for anchor, x, size, text in found]


CASES = [(draw, made, lang) for draw, made in ((runs.method_strips, records), (runs.reading_bars, readings)) for lang in ("en", "ko")]


@pytest.mark.parametrize("draw, made, lang", CASES, ids=lambda one: getattr(one, "__name__", one))
@pytest.mark.parametrize("width", [340, 680])
def test_every_text_fits_the_drawing(draw, made, lang, width):
    for text, x, anchor, size in drawn(block.drawing(draw(made(lang), WORDS[lang], width))):
        before = {"start": 0, "middle": 0.5, "end": 1}[anchor] * theme.text_width(text, size)
        assert x - before >= -1 and x - before + theme.text_width(text, size) <= width + 1, text


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_strip_names_its_run_once_and_the_key_each_method_once(lang):
    texts = [text.replace("&#39;", "'") for text, *_ in drawn(block.drawing(runs.method_strips(records(lang), WORDS[lang], 340)))]
    assert [texts.count(name) for name in RUNS[lang].values()] == [1, 1]
    assert [texts.count(name) for name in METHODS[lang].values()] == [1] * 5


def test_a_method_is_told_by_its_shape_not_by_colour_alone():
    rows = json.loads(block.specification(runs.method_strips(records("en"), WORDS["en"], 340)))["data"]["values"]
    looks = {row["name"].partition(".")[0]: (row["shape"], row["colour"]) for row in rows}
    assert len({shape for shape, _ in looks.values()}) == len({colour for _, colour in looks.values()}) == 5


@pytest.mark.parametrize("draw, made", [(runs.method_strips, records), (runs.reading_bars, readings)])
def test_live_values_can_be_replaced_by_name(draw, made):
    data = json.loads(block.specification(draw(made("en"), WORDS["en"], "container")))["data"]
    assert data["name"] == "records"
    assert [(line["name"], line["value"], line["text"]) for line in data["values"]] == [(line["name"], line["value"], line["text"]) for line in made("en")]


def test_what_is_missing_has_no_mark_and_breaks_nothing():
    lines = [line | {"value": value} for line, value in zip(records("en"), [None, float("inf"), float("nan"), 0, -5, 1e6, None, None, None, 1e7])]
    html = block.block(runs.method_strips, lines, {**WORDS["en"], "note": "n"}, "data")
    assert not re.search(r"NaN|Infinity|undefined", html)
    assert "not disclosed" in block.drawing(runs.reading_bars(readings("en"), WORDS["en"], 340))
    assert block.block(runs.method_strips, [], {**WORDS["en"], "note": "n"}, "data")


def test_drawings_follow_the_theme_and_do_not_vary():
    for draw, made, lang in CASES:
        svg = block.drawing(draw(made(lang), WORDS[lang], 680))
        colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg)) - {"none", "transparent"}
        assert colours and all(colour.startswith("var(--") for colour in colours)
        assert svg == block.drawing(draw(made(lang), WORDS[lang], 680))


def test_both_drawings_have_one_height():
    for draw, made, lang in CASES:
        heights = {re.search(r'viewBox="0 0 \d+ (\d+)"', block.drawing(draw(made(lang), WORDS[lang], width)))[1] for width in (340, 680)}
        assert len(heights) == 1
