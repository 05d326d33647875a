"""Prices: declines, tiers and levels come out as published, disputed ones carry their range, and a reader's own go through the same functions.

Expected values are typed from the source named beside them, or worked by hand where they are ours.
"""

import pytest
from helpers import book_results
from helpers import one_line as table

from analysis.messages import Refusals
from analysis.project import HOME
from analysis.results import compute

pytestmark = pytest.mark.usefixtures("no_ranges")

MILLION = 1e6


@pytest.fixture(scope="module")
def published():
    return book_results()


@pytest.fixture
def value(published):
    return lambda name: published.numbers[name].value


@pytest.mark.parametrize(
    "name, factor, by",
    [
        ("decline_factor.semianalysis_gpt3", 1200, 0.5),
        ("level_fall.mmlu_42", 3000, 0.5),  # 60 / 0.02
        ("level_fall.gpt4_class", 353, 0.5),  # 60 / 0.17
        ("level_fall.r1_class", 353, 0.5),  # 60 / 0.17
        ("decline_factor.a16z_mmlu42", 1000, 0.5),  # Andreessen Horowitz
        ("decline_factor.aiindex_gpt35", 286, 0.5),  # 20 / 0.07
        ("yearly_decline.aiindex_gpt35", 18.9, 0.05),  # 280 in 23 months
        ("yearly_decline.a16z_mmlu83", 11.9, 0.05),  # 62 in 20 months: about 12 times a year
        ("yearly_decline.a16z_mmlu42", 10, 0.005),
        ("decline_factor.semianalysis_gpt4", 54.5, 0.05),
        ("gpt4o_input_fall", 12, 0.005),
        ("gpt4o_output_fall", 6, 0.005),
        ("reasoning_output_fall", 5.2, 0.05),
        ("chat_output_fall", 2.6, 0.05),
        ("reasoning_input_fall", 2.0, 0.05),
        ("tier_rise.deepseek_pro", 4.55, 0.005),  # 3.96 / 0.87
        ("tier_rise.deepseek_chat", 4.29, 0.005),  # 1.20 / 0.28
        ("tier_rise.google_flash", 12.5, 0.005),  # 3.75 / 0.30
        ("tier_rise.google_pro", 2.4, 0.005),  # 12 / 5
        ("tier_rise.openai_mini", 7.5, 0.005),  # 4.50 / 0.60
        ("tier_rise.openai_flagship", 1, 0),  # 10 / 10
        ("sold_tiers", 12, 0),
        ("risen_tiers", 5, 0),
        ("gpt5_gpt55_rise", 3.0, 0.005),
        ("o1_r1_ratio", 27.4, 0.05),
        ("r1_wins", 5, 0),
        ("o1_wins", 6, 0),
    ],
)
def test_declines_rises_and_scores(value, name, factor, by):
    assert value(name) == pytest.approx(factor, abs=by)


def test_gemini_35_flash_asks_22_times_the_output_price_of_20(value):
    assert value("output_price.gemini35_flash_2026") / value("output_price.gemini20_flash_2025") == pytest.approx(22.5)


def test_a_price_of_the_readers_own_is_the_newest_of_its_series(tmp_path):
    line = {"id": "my_flagship", "priced_model": "Mine", "maker": "Me", "series": "openai_flagship", "price_kind": "list_price"}
    mine = table(tmp_path / "mine.csv", {**line, "price_date": "2026-11-20", "input_price": 1, "cached_price": 0.1, "output_price": 5})
    results = compute(HOME, "", [], [("prices", mine)])
    assert results.numbers["shelf_price.my_flagship"].value * MILLION == pytest.approx(5)
    assert results.numbers["tier_floor.openai_flagship"].value * MILLION == pytest.approx(5)
    assert results.numbers["day_income.my_flagship"].value == pytest.approx(342e9 * 0.1e-6 + 266e9 * 1e-6 + 168e9 * 5e-6)


def test_disputed_prices_carry_their_range(published):
    flash, sol = published.numbers["output_price.gemini38_flash_2026"].row, published.numbers["output_price.gpt56_sol_2026"].row
    assert [round(end * MILLION, 9) for end in (flash.low, flash.high, sol.low, sol.high)] == [3.75, 7.5, 20, 30]
    rise = published.numbers["tier_rise.google_flash"]
    assert (rise.low, rise.high) == (pytest.approx(12.5, rel=0.02), pytest.approx(25, rel=0.05))  # 3.75 / 0.30, 7.50 / 0.30


def test_a_price_that_nobody_hid_is_not_called_undisclosed(published):
    assert published.words("cached_price.gpt4_2023", "en").startswith("none recorded")
    assert published.words("day_income.gpt4_2023", "ko").startswith("기록 없음")


def test_prices_of_a_level_pass_its_score_and_repeat_the_table(published):
    tables, value = published.catalogue.tables, lambda name: published.numbers[name].value
    for key, line in tables["capability_prices"].items():
        score = line.cells["level_score"].value
        assert score is None or score >= tables["ability_levels"][line.cells["series"]].cells["level_threshold"].value
    same = {"gpt4_class_v3_promo": "deepseek_v3_2024", "gpt4_class_v3_list": "deepseek_v3_2025", "gpt4_class_v4_flash": "deepseek_v4_flash_2026_04"}
    same |= {"r1_class_o1": "o1_2024", "r1_class_r1": "deepseek_r1_2025", "r1_class_v4_flash": "deepseek_v4_flash_2026_04"}
    assert all(value(f"capability_price.{a}") == value(f"output_price.{b}") for a, b in same.items())
    assert value("capability_price.gpt4_class_oss_2026") == value("capability_price.r1_class_oss_2026")


@pytest.mark.parametrize(
    "cell, told",
    [
        ({"series": "openai_flagshp"}, "'openai_flagshp' is no line of table price_series"),
        ({"price_kind": "lst_price"}, "'lst_price' is no line of table price_kinds"),
        ({"price_date": ""}, "price_date: '' is not a date"),
        ({"price_date": "1999"}, "price_date: 1999 is out of bounds. Allowed: at least 2015-01-01"),
    ],
)
def test_a_wrong_word_and_a_missing_date_of_a_price_are_refused(tmp_path, cell, told):
    line = {"id": "my_price", "series": "other_tier", "price_kind": "list_price", "price_date": "2026-11-20", "input_price": 1, "output_price": 5}
    with pytest.raises(Refusals) as refused:
        compute(HOME, "", [], [("prices", table(tmp_path / "mine.csv", {**line, **cell}))])
    assert told in refused.value.text("en")
