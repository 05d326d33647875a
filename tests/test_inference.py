"""Inference: the disclosed day, prices and serving come out as published, and a reader's own lines go through the same functions.

Expected values are typed from the source named beside them, or worked by hand where they are ours.
"""

import csv

import pytest
from helpers import book_results

from analysis.messages import Refusals
from analysis.project import HOME
from analysis.results import compute

MILLION, BILLION, TRILLION = 1e6, 1e9, 1e12
COSTS = ("unit_output_cost", "unit_input_cost")


@pytest.fixture(scope="module")
def published():
    return book_results()


@pytest.fixture
def value(published):
    return lambda name: published.numbers[name].value


def table(path, line):
    """A reader's table with one line."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, line)
        writer.writeheader()
        writer.writerow(line)
    return path


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


# Serving


def test_the_roofline_of_the_profile_by_hand(value):
    attention = 2 * 128 * (2 * 512 + 64) * 61 * 4096  # FLOP for a token that looks back on 4,096
    assert value("served_attention_work.profile_decode") == attention
    cache = (512 + 64) * 61 * 4096 * 2  # bytes of a request
    assert value("attention_time.profile_decode") == pytest.approx(max(attention / 989e12, cache / 3.36e12))
    traffic = 58 * 8 * 7168 * 3 * (1 - 8 / 128)  # out in FP8, back in BF16, to experts outside the server
    assert value("traffic_time.profile_decode") == pytest.approx(traffic / 50e9)
    assert value("roofline_speed.profile_decode") == pytest.approx(50e9 / traffic)  # traffic takes longest there
    assert value("decode_efficiency") == pytest.approx(18_598 / 8 / (50e9 / traffic))


def test_prefill_sends_a_token_once_to_each_other_server(value):
    servers = 4 * (1 - 0.75**8) * 0.75
    assert value("served_traffic.profile_prefill") == pytest.approx(58 * servers * 7168 * 3)
    assert value("prefill_efficiency") == pytest.approx(62_713 / 8 / (50e9 / (58 * servers * 7168 * 3)))


def test_weights_that_two_long_requests_read(value):
    share = 1 - (1 - 8 / 256) ** 32  # 16 GPUs with 2 requests each
    assert value("served_touched_share.h200_decode_2") == pytest.approx(share)
    assert share == pytest.approx(0.638, abs=0.0005)


def test_the_fit_uses_the_profile_only_and_the_tests_nothing_of_it(published, value):
    assert value("model_ratio.profile_prefill") == pytest.approx(1) and value("model_ratio.profile_decode") == pytest.approx(1)
    sources = published.rests_on["modelled_speed.h20_decode_48"]
    measured = {name for name in sources if name.startswith("printed_speed.")}
    assert measured <= {"printed_speed.profile_decode", "printed_speed.profile_prefill"}
    assert "printed_speed.profile_decode" in measured


def test_model_and_measurement_of_every_test_by_its_factor(published, value):
    lines = published.catalogue.tables["serving"]
    tests = {line: value(f"model_factor.{line}") for line in lines if lines[line].cells["role"] == "test_case"}
    assert value("tested_lines") == len(tests) == 20 and value("untested_lines") == 13
    middle = sorted(tests.values())[9:11]
    assert value("median_factor") == pytest.approx(sum(middle) / 2)
    assert value("worst_factor") == max(tests.values())


def test_production_against_profile(value):
    assert value("prefill_load") == pytest.approx(0.51, abs=0.005)  # SGLang: roughly half
    assert value("decode_load") == pytest.approx(0.80, abs=0.01)  # research notes: 0.8


def test_the_model_gives_the_disclosed_day_back(value):
    assert value("unit_day_gpus.v3_service.h800_sxm") == pytest.approx(226.75 * 8, rel=0.01)
    assert value("unit_output_cost.v3_service.h800_sxm") * MILLION == pytest.approx(0.300, rel=0.01)


def test_h20_measured_against_the_others(value):
    assert value("measured_h20_day_limit") == pytest.approx(0.386, abs=0.0005)  # 5,712 / 14,800
    assert value("measured_h20_draft_limit") == pytest.approx(0.329, abs=0.0005)  # 5,712 / 17,373
    assert value("measured_h20_batch_limit") == pytest.approx(0.256, abs=0.0005)  # 5,712 / 22,282
    assert value("h20_memory_ratio.h100_sxm") == pytest.approx(1.19, abs=0.005)


def test_a_chip_that_cannot_hold_the_model_serves_at_no_price(published):
    assert published.numbers["unit_decode_speed.v3_service.rtx4090"].value == 0
    assert published.numbers["unit_output_cost.v3_service.rtx4090"].state == "impossible"


def test_a_made_up_chip_is_served_by_the_same_functions(tmp_path):
    line = {"id": "my_chip", "maker": "Me", "tops_fp16": 989, "tops_fp8": 1979, "memory_bytes": 80, "memory_bandwidth": 3.36}
    results = compute(HOME, "", [], [("chips", table(tmp_path / "mine.csv", line))])
    for name in (*COSTS, "unit_decode_speed", "unit_prefill_speed"):
        assert results.numbers[f"{name}.v3_service.my_chip"].value == pytest.approx(results.numbers[f"{name}.v3_service.h800_sxm"].value)
    assert results.numbers["h20_day_limit.my_chip"].value == pytest.approx(results.numbers["h20_day_limit.h800_sxm"].value)


def test_a_measurement_of_the_readers_own_is_a_test(tmp_path, published):
    cells = published.catalogue.tables["serving"]["h100_decode_2k"].cells
    texts = {name: cell for name, cell in cells.items() if isinstance(cell, str)}
    numbers = {"printed_gpus": 1, "unit_gpus": 72, "request_batch": 256, "prompt_tokens": 2000, "answer_tokens": 0, "drafted_tokens": 1}
    more = {"kept_tokens": 1, "link_bandwidth": 50, "fast_gpus": 8, "cache_width": 2, "weight_width": 1, "printed_speed": 100}
    results = compute(HOME, "", [], [("serving", table(tmp_path / "mine.csv", {"id": "mine", **texts, **numbers, **more}))])
    assert results.numbers["tested_lines"].value == published.numbers["tested_lines"].value + 1
    assert results.numbers["worst_factor"].value == pytest.approx(results.numbers["modelled_speed.mine"].value / 100)
    assert results.numbers["worst_factor"].value > 20
    assert results.numbers["decode_efficiency"].value == published.numbers["decode_efficiency"].value


def test_a_measurement_without_its_precision_is_refused_and_one_without_its_batch_is_no_test(tmp_path, published):
    line = {"id": "mine", "model": "deepseek_v3", "chip": "h100_sxm", "phase": "decode_phase", "role": "test_case", "printed_speed": 100}
    with pytest.raises(Refusals) as refused:
        compute(HOME, "", [], [("serving", table(tmp_path / "mine.csv", line))])
    assert "column 'cache_width': the new line 'mine' needs a value here" in refused.value.text("en")
    texts = {"sharing": "expert_sharing", "attention_arithmetic": "fp16", "matrix_arithmetic": "fp8", "overlap": "yes"}
    numbers = {"printed_gpus": 1, "unit_gpus": 72, "prompt_tokens": 2000, "answer_tokens": 0, "drafted_tokens": 1, "kept_tokens": 1}
    more = {"link_bandwidth": 50, "fast_gpus": 8, "cache_width": 2, "weight_width": 1}
    results = compute(HOME, "", [], [("serving", table(tmp_path / "mine.csv", {**line, **texts, **numbers, **more}))])
    assert results.numbers["model_ratio.mine"].missing == ("request_batch.mine",)
    assert results.numbers["tested_lines"].value == published.numbers["tested_lines"].value
