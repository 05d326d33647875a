"""Charts of the chapters on models: a saving in steps, lines against context, position and batch, shares by date."""

import json
import re

import pytest

from analysis.charts import block, models, theme

MODELS = {"en": {"llama31_405b": "Llama 3.1 405B", "deepseek_v3": "DeepSeek-V3"}, "ko": {"llama31_405b": "라마 3.1 405B", "deepseek_v3": "딥시크 V3"}}
WORDS = {"en": {"lang": "en", "title": "A title", "axis": "Cache of one request|Tokens of context"}, "ko": {"lang": "ko", "title": "제목", "axis": "요청 하나의 캐시|문맥의 토큰 수"}}


def record(name, label, value, **more):
    base, _, line = name.partition(".")
    return {"name": name, "label": label, "value": value, "text": f"{value}", "mark": False, "base": base, "base_label": label, "line": line, "line_label": label, "line_labels": [label], **more}


def steps(lang):
    words = {"en": ["Baseline", "With the new number of layers", "With the new precision"], "ko": ["비교 대상", "층 수를 바꾸면", "정밀도까지 바꾸면"]}[lang]
    shares = [record(f"saving_{n}.v2_headline", words[n + 1], value) | {"mark": True} for n, value in enumerate([0.37, 0.89])]
    return [record(f"step_{n}.v2_headline", label, value) for n, (label, value) in enumerate(zip(words, [389_120.0, 245_760.0, 25_920.0], strict=True))] + shares


def memory(lang):
    return [record(f"request_bytes.{one}.ctx_{k}", label, k * 1e6 * (1 + len(one)), context_tokens=k * 1024.0, trained_context=16384.0) for one, label in MODELS[lang].items() for k in (1, 16, 1024)]


def cost(lang):
    return [record(f"{one}.ctx_{k}", label, k * 1e-9 * len(one), context_tokens=k * 1024.0) for one, label in MODELS[lang].items() for k in (1, 16, 32, 64, 128)]


def share(lang):
    return [record(f"touched_share.{one}.batch_{n}", label, min(1.0, n / 100), batch_size=float(n)) for one, label in MODELS[lang].items() for n in (1, 4, 16, 64, 256)]


def dates(lang):
    made = [("2023-12", 0.276, True), ("2024-05", 0.089, False), ("2026-04", 0.031, True), ("2026", 0.05, False)]
    return [record(f"active_share.m{n}", list(MODELS[lang].values())[n // 2], value, release_date=day, layers=None if mark else 61.0) | {"mark": mark} for n, (day, value, mark) in enumerate(made)]


def speeds(lang):
    words = {"en": ["H800, latent attention", "H800, a key for each head", "H20, grouped queries"], "ko": ["H800, MLA", "H800, MHA", "H20, GQA"]}[lang]
    return [record(f"swap_speed.line_{n}", label, value) | {"mark": n == 0} for n, (label, value) in enumerate(zip(words, [2307.7, 61.5, None], strict=True))]


DRAWINGS = [(models.speed_bars, speeds), (models.saving_steps, steps), (models.request_memory, memory), (models.position_cost, cost), (models.batch_share, share), (models.share_by_date, dates)]
CASES = [(draw, made, lang) for draw, made in DRAWINGS for lang in ("en", "ko")]


def drawn(svg):
    found = re.findall(r'<text text-anchor="(\w+)" transform="translate\(([-\d.]+),[^>]*font-size="(\d+)px"[^>]*(?<!/)>(.*?)</text>', svg)
    return [(re.sub("<[^>]+>", "", text), float(x), anchor, int(size)) for anchor, x, size, text in found]


@pytest.mark.parametrize("draw, made, lang", CASES, ids=lambda one: getattr(one, "__name__", one))
@pytest.mark.parametrize("width", [340, 680])
def test_every_series_is_named_and_every_text_fits(draw, made, lang, width):
    svg = block.drawing(draw(made(lang), WORDS[lang], width))
    texts = drawn(svg)
    assert {one["base_label"] for one in made(lang)} - {text for text, *_ in texts} == set()
    left = float(re.search(r'<g [^>]*transform="translate\(([\d.]+),', svg)[1])
    for text, x, anchor, size in texts:
        before = {"start": 0, "middle": 0.5, "end": 1}[anchor] * theme.text_width(text, size)
        assert left + x - before >= -1 and left + x - before + theme.text_width(text, size) <= width + 1, text


@pytest.mark.parametrize("draw, made", DRAWINGS)
def test_live_values_can_be_replaced_by_name(draw, made):
    data = json.loads(block.specification(draw(made("en"), WORDS["en"], "container")))["data"]
    assert data["name"] == "records"
    assert [(line["name"], line["value"]) for line in data["values"]] == [(line["name"], line["value"]) for line in made("en")]


@pytest.mark.parametrize("draw, made", DRAWINGS)
def test_what_is_missing_breaks_nothing(draw, made):
    lines = [line | {"value": value} for line, value in zip(made("en"), [None, float("inf"), float("nan"), 0, -5, *[1.0] * 20])]
    for some in (lines, []):
        assert not re.search(r"NaN|Infinity|undefined", block.block(draw, some, {**WORDS["en"], "note": "n"}, "data"))


def test_a_step_shows_what_it_took():
    svg = block.drawing(models.saving_steps(steps("en"), WORDS["en"], 680))
    lengths = [float(width) for width in re.findall(r'd="M-?[\d.]+,[\d.]+h([\d.]+)v14h', svg)]
    assert len({round(one) for one in lengths if one}) >= 3  # what is left in three lengths, what was taken beside it
    assert {"−0.37", "−0.89"} <= {text for text, *_ in drawn(svg)}


def test_beyond_the_trained_length_a_line_is_dashed():
    svg = block.drawing(models.request_memory(memory("en"), WORDS["en"], 680))
    assert svg.count("stroke-dasharray") == len(MODELS["en"])


@pytest.mark.parametrize("draw, made, lang", CASES, ids=lambda one: getattr(one, "__name__", one))
def test_drawings_follow_the_theme_have_one_height_and_do_not_vary(draw, made, lang):
    svgs = [block.drawing(draw(made(lang), WORDS[lang], width)) for width in (340, 680, 680)]
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', svgs[1])) - {"none", "transparent"}
    assert colours and all(colour.startswith("var(--") for colour in colours)
    assert len({re.search(r'viewBox="0 0 \d+ (\d+)"', svg)[1] for svg in svgs}) == 1
    assert svgs[1] == svgs[2]
