"""Inference: the disclosed day and prices come out as published, and a reader's own lines go through the same functions.

Expected values are typed from the source named beside them, or worked by hand where they are ours.
"""

import pytest
from helpers import book_results
from helpers import one_line as table

from analysis.project import HOME
from analysis.results import compute

MILLION = 1e6


@pytest.fixture(scope="module")
def published():
    return book_results()


@pytest.fixture
def value(published):
    return lambda name: published.numbers[name].value


# The disclosed day: DeepSeek, inference system overview, 1 March 2025


def test_the_day_costs_what_deepseek_prints(value):
    assert value("day_cost") == 87_072 == value("printed_day_cost")  # 226.75 * 8 * 24 * 2


def test_the_theoretical_income_comes_out_within_its_rounding(value):
    assert value("theoretical_income") == pytest.approx(562_027, rel=0.0002)
    assert value("theoretical_income") == pytest.approx(342e9 * 0.14e-6 + 266e9 * 0.55e-6 + 168e9 * 2.19e-6)


def test_markup_and_margin_are_one_profit_over_two_bases(value):
    assert value("printed_markup") == pytest.approx(5.45, abs=0.005)  # printed: 545 %
    assert value("day_margin.deepseek_r1_2025") == pytest.approx(0.845, abs=0.0005)  # 1 - 87,072 / 562,027
    assert value("day_markup.deepseek_v3_2025") == pytest.approx(2.222, abs=0.0005)  # 280,560 / 87,072 - 1
    assert value("day_margin.deepseek_offpeak_2025") == pytest.approx(0.379, abs=0.0005)


@pytest.mark.parametrize("line, share", [("deepseek_r1_2025", 0.155), ("deepseek_v3_2025", 0.310), ("deepseek_offpeak_2025", 0.621)])
def test_breakeven_paid_share_at_each_price_list(value, line, share):
    assert value(f"breakeven_paid_share.{line}") == pytest.approx(share, abs=0.0005)
    assert value(f"day_income.{line}") * value(f"breakeven_paid_share.{line}") == pytest.approx(87_072)


def test_tokens_and_speeds_ask_for_the_disclosed_nodes(value):
    assert value("decode_nodes") == pytest.approx(131.38, abs=0.005)  # 168e9 / 86,400 / 14,800
    assert value("prefill_nodes") == pytest.approx(95.48, abs=0.005)  # 608e9 / 86,400 / 73,700
    assert value("balanced_nodes") == pytest.approx(226.86, abs=0.005)
    assert value("balanced_nodes") == pytest.approx(value("day_nodes"), rel=0.001)


def test_what_else_follows_from_the_day(value):
    assert value("cache_hit_share") == pytest.approx(0.563, abs=0.001)  # printed: 56.3 %
    assert value("missed_node_speed") == pytest.approx(32_206, rel=0.002)  # as SGLang derives it
    assert value("disclosed_output_cost") * MILLION == pytest.approx(0.300, abs=0.0005)
    assert value("disclosed_input_cost") * MILLION == pytest.approx(0.060, abs=0.0005)
    assert value("day_batch") == pytest.approx(88, abs=0.5)


def test_a_dearer_rent_and_a_paid_share_move_the_answer():
    changed = compute(HOME, "", [("h800_hour_price", 4), ("billed_share", 50)])
    assert changed.numbers["breakeven_paid_share.deepseek_offpeak_2025"].value == pytest.approx(1.241, abs=0.001)
    assert changed.numbers["billed_profit.deepseek_v3_2025"].value == pytest.approx(280_560 / 2 - 174_144)


# Prices


@pytest.mark.parametrize(
    "name, factor, by",
    [
        ("mmlu42_fall", 1200, 0.5),  # SemiAnalysis
        ("decline_factor.a16z_mmlu42", 1000, 0.5),  # Andreessen Horowitz
        ("decline_factor.aiindex_gpt35", 286, 0.5),  # 20 / 0.07
        ("yearly_decline.aiindex_gpt35", 18.9, 0.05),  # 280 in 23 months
        ("yearly_decline.a16z_mmlu83", 11.9, 0.05),  # 62 in 20 months: about 12 times a year
        ("yearly_decline.a16z_mmlu42", 10, 0.005),
        ("gpt4_class_fall", 54.5, 0.05),
        ("gpt4o_input_fall", 12, 0.005),
        ("gpt4o_output_fall", 6, 0.005),
        ("reasoning_output_fall", 5.2, 0.05),
        ("chat_output_fall", 2.6, 0.05),
        ("reasoning_input_fall", 2.0, 0.05),
        ("deepseek_pro_rise", 4.55, 0.005),
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
    assert results.numbers["openai_flagship_price.my_flagship"].value * MILLION == pytest.approx(5)
    assert results.numbers["openai_flagship_rise"].value == 1
    assert results.numbers["day_income.my_flagship"].value == pytest.approx(342e9 * 0.1e-6 + 266e9 * 1e-6 + 168e9 * 5e-6)
