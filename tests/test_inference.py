"""Inference: the disclosed day and serving come out as published, and a reader's own lines go through the same functions.

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
