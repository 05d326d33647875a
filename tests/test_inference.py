"""Inference: the disclosed day and prices come out as published, and a reader's own lines go through the same functions.

Expected values are typed from the source named beside them, or worked by hand where they are ours.
"""

import pytest
from helpers import book_results

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
