"""The timeline of rules and parts: strips from launch to the last day, a key of groups, all within both widths."""

import datetime
import re

import pytest

from analysis.charts import block, exports, theme

WORDS = {
    "en": {"lang": "en", "title": "What was free when", "axis": "No licence | Licence, exception possible | Case by case, or approval announced | Licence | Cannot be decided"},
    "ko": {"lang": "ko", "title": "언제 무엇이 합법이었나", "axis": "허가 불필요 | 허가예외 가능 | 건별 심사·승인 발표 | 허가 필요 | 판단 불가"},
}
MARKS = {"2022-10-21": {"en": "Rule of 2022", "ko": "2022년 규칙"}, "2023-11-17": {"en": "Rule of 2023", "ko": "2023년 규칙"}, "2026-01-15": {"en": "Eased", "ko": "심사 완화"}}
ERAS = ("2022-08-01", "2022-10-21", "2023-11-17", "2026-01-15")
PARTS = {"h800_sxm": ("2023-03-21", ["class_free", "class_free", "class_a", "shade_review"]), "rtx4090": ("2022-09-20", ["class_free", "class_free", "class_a_other_market", "class_a_other_market"]), "b30a": ("", ["class_undecided"] * 4)}  # fmt: skip


def records(lang="en"):
    made = [
        {"name": f"era_class.{part}.{n}", "label": part, "value": value, "text": value, "base": "era_class", "line": f"{part}.{n}", "line_labels": [part, n], "era_start": era, "launch_date": launch, "era_rule": MARKS.get(era, {}).get(lang, "")}
        for part, (launch, values) in PARTS.items() for n, (era, value) in enumerate(zip(ERAS, values, strict=True))
    ]  # fmt: skip
    return [*made, {"name": "as_of", "label": "as of", "value": datetime.date(2026, 11, 21), "text": "21 November 2026", "base": "as_of"}]


def test_a_strip_begins_with_the_launch_and_neighbours_are_one():
    rows = exports._segments(records(), 0)
    found = [(row["part"], row["begin"], row["end"], row["group"]) for row in rows]
    assert found == [
        ("h800_sxm", "2023-03-21", "2023-11-17", "free"), ("h800_sxm", "2023-11-17", "2026-01-15", "licence"), ("h800_sxm", "2026-01-15", "2026-11-21", "review"),
        ("rtx4090", "2022-09-20", "2023-11-17", "free"), ("rtx4090", "2023-11-17", "2026-11-21", "exception"), ("b30a", "2022-08-01", "2026-11-21", "undecided"),
    ]  # fmt: skip
    assert [row["head"] for row in rows if row["head"]] == list(PARTS)


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("width", [340, 680])
def test_every_text_fits_the_drawing(lang, width):
    svg = block.drawing(exports.strips(records(lang), WORDS[lang], width))
    found = re.findall(r'<text text-anchor="(\w+)" transform="translate\(([-\d.]+),[^>]*font-size="(\d+)px"[^>]*>(.*?)</text>', svg)
    assert len(found) >= len(PARTS) + 5 + len(MARKS)
    assert all(any(mark[lang] in text for *_, text in found) for mark in MARKS.values())
    for anchor, x, size, text in found:
        wide = theme.text_width(re.sub("<[^>]+>", "", text), int(size))
        start = float(x) - {"start": 0, "middle": 0.5, "end": 1}[anchor] * wide
        assert start >= -2 and start + wide <= width + 2, text


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_block_stands_with_texts_for_values(lang):
    html = block.block(exports.strips, records(), WORDS[lang], "what it says")
    assert 'data-name="era_class.rtx4090.0" value="class_free"' in html and "ledger-chart-wide" in html


def test_nothing_to_draw_is_still_a_drawing():
    assert "svg" in block.drawing(exports.strips([], WORDS["en"], 340))
