"""Serving: roofline, fit, tests, chips and their networks come out as published, and a reader's own lines go through the same functions.

Expected values are typed from the source named beside them, or worked by hand where they are ours.
"""

import pytest
from helpers import book_results
from helpers import one_line as table

from analysis.messages import Refusals
from analysis.project import HOME
from analysis.replacements import apply
from analysis.results import compute

pytestmark = pytest.mark.usefixtures("no_ranges")

MILLION = 1e6


@pytest.fixture(scope="module")
def published():
    return book_results()


@pytest.fixture
def value(published):
    return lambda name: published.numbers[name].value


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
    tests = {line: published.numbers[f"model_factor.{line}"] for line in lines if lines[line].cells["role"] in ("test_case", "frontier_case")}
    served = sorted(one.value for one in tests.values() if one.state is None)
    assert value("tested_lines") == len(tests) == 26 and value("untested_lines") == 7
    assert value("missed_lines") == len(tests) - len(served) == 2  # measured on an H100 at 71 and 100 tokens/s
    assert value("median_factor") == pytest.approx(sum(served[12:14]) / 2)  # the two that are missed lie beyond all others
    assert value("worst_factor") == value("worst_frontier_factor") == served[-1]
    assert value("worst_decode_factor") == value("model_factor.gb200_decode_fp4") and value("tested_series") == 5


def percentile(values, share):
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    return ordered[below] + (place - below) * (ordered[min(below + 1, len(ordered) - 1)] - ordered[below])


@pytest.mark.parametrize("row, phase, roles", [
    ("decode_model_error", "decode_phase", ("test_case",)),
    ("frontier_model_error", "decode_phase", ("test_case", "frontier_case")),
    ("prefill_model_error", "prefill_phase", ("test_case",)),
])  # fmt: skip
def test_the_range_of_the_model_is_what_its_tests_found(published, value, row, phase, roles):
    lines = published.catalogue.tables["serving"]
    chosen = [line for line in lines if lines[line].cells["role"] in roles and lines[line].cells["phase"] == phase]
    found = [1 / value(f"model_ratio.{line}") for line in chosen if value(f"model_ratio.{line}") > 0]
    ends = published.catalogue.rows[row]
    assert (ends.low, ends.high) == pytest.approx((percentile(found, 0.05), percentile(found, 0.95)), rel=2e-3)
    shown = published.numbers["modelled_speed.h100_decode_2k" if row == "decode_model_error" else "chip_decode_speed.b200" if "frontier" in row else "chip_prefill_speed.b200"]
    assert shown.low < shown.value < shown.high


# A user's speed: the page of InferenceX prints 18 requests at once for the MI300X, 32 tokens/s each, 601.1 tokens/s a GPU


def test_inferencex_counts_the_tokens_of_prompts_too():
    assert 18 * 32 * (1 + 8192 / 1024) / 601.1 == pytest.approx(8.6, abs=0.05)  # a server of eight; without prompts it would be one GPU


def test_the_frontier_by_hand(value):
    """B200, 1,024 in and 1,024 out, 42 tokens/s: over 48 GPUs the network stops it at 57 requests, 42 tokens/s each."""
    bytes_out = 58 * 8 * 7168 * 3 * (1 - 8 / 48)
    decode = value("decode_efficiency") * 50e9 / bytes_out
    assert value("latency_decode_speed.inferencex_b200_42") == pytest.approx(decode)
    assert value("latency_speed.inferencex_b200_42") == pytest.approx(2 / (1 / decode + 1 / value("latency_prefill_speed.inferencex_b200_42")))
    assert value("model_ratio.inferencex_b200_42") == pytest.approx(0.99, abs=0.005)


def test_production_against_profile(value):
    assert value("prefill_load") == pytest.approx(0.51, abs=0.005)  # SGLang: roughly half
    assert value("decode_load") == pytest.approx(0.80, abs=0.01)  # research notes: 0.8


def test_the_model_gives_the_disclosed_day_back(value):
    assert value("chip_day_gpus.h800_sxm") == pytest.approx(226.75 * 8, rel=0.015)
    assert value("rented_output_cost.h800_assumed") * MILLION == pytest.approx(0.300, rel=0.015)
    assert value("unit_decode_speed.v3_service.h800_sxm") == pytest.approx(value("fitted_speed.day_decode"), rel=0.001)


def test_h20_measured_against_the_others(value):
    assert value("measured_h20_day_limit") == pytest.approx(0.386, abs=0.0005)  # 5,712 / 14,800
    assert value("measured_h20_draft_limit") == pytest.approx(0.329, abs=0.0005)  # 5,712 / 17,373
    assert value("measured_h20_batch_limit") == pytest.approx(0.256, abs=0.0005)  # 5,712 / 22,282
    assert value("h20_memory_ratio.h100_sxm") == pytest.approx(1.19, abs=0.005)


def test_a_chip_that_cannot_hold_the_model_serves_at_no_price(published):
    assert published.numbers["unit_decode_speed.v3_server_service.h800_sxm"].value == 0  # 99 GB on 80
    assert published.numbers["unit_prefill_speed.v3_server_service.h800_sxm"].value == 0
    assert published.numbers["chip_deployment.h800_sxm"].value == "v3_rack_service"


# Chips and their networks


def test_what_stops_a_chip_and_where_it_serves(value):
    found = {chip: (value(f"chip_deployment.{chip}"), value(f"chip_limit.{chip}")) for chip in ("h20_sxm", "h200_sxm", "b200", "gb200")}
    assert found["h20_sxm"][1] == found["gb200"][1] == "limit_arithmetic" and found["h200_sxm"][1] == "limit_traffic"
    assert found["b200"] == ("v3_server_service", "limit_reading")  # in one server nothing crosses the network
    speeds = [value(f"chip_decode_speed.{chip}") for chip in ("h20_sxm", "ascend_910c", "h800_sxm", "h200_sxm", "b200", "b300", "gb200")]
    assert speeds == sorted(speeds) and speeds[-1] / speeds[0] > 10


def test_the_line_of_the_h20_hangs_on_the_network_of_the_other_chip(value):
    """Reckoned by hand: on half the link an H800 is half as fast; from 800 Gb/s on, its arithmetic and memory stop it."""
    assert value("linked_decode_speed.link_50") == pytest.approx(2 * value("linked_decode_speed.link_25"))
    assert [round(100 * value(f"h20_link_limit.link_{link}")) for link in (25, 50, 100, 392)] == [46, 23, 18, 18]


def test_what_cannot_be_served_stays_in_its_cell():
    numbers = compute(HOME, "", [("user_speed", 100), ("memory_use_share", 10), ("memory_bytes.h20_sxm", 20)]).numbers
    assert numbers["chip_decode_speed.h20_sxm"].value == 0 and numbers["h20_day_limit.h20_sxm"].state == "impossible"
    assert numbers["rented_output_cost.h800_assumed"].state == "impossible" and numbers["day_cost"].value == 87_072


@pytest.mark.parametrize("column", ["memory_bandwidth", "interconnect_bandwidth"])
def test_a_chip_that_moves_nothing_is_refused(column):
    with pytest.raises(Refusals) as refused:
        compute(HOME, "", [(f"{column}.h20_sxm", 0)])
    assert f"{column}.h20_sxm: 0 is out of bounds" in refused.value.text("en")


def test_a_made_up_chip_is_served_by_the_same_functions(tmp_path):
    line = {"id": "my_chip", "maker": "Me", "tops_fp16": 989, "tops_fp8": 1979, "memory_bytes": 80, "memory_bandwidth": 3.36, "interconnect_bandwidth": 400, "interconnect_gpus": 8, "scale_out_bandwidth": 50}
    results = compute(HOME, "", [], [("chips", table(tmp_path / "mine.csv", line))])
    for name in ("chip_decode_speed", "chip_prefill_speed", "h20_decode_limit"):
        assert results.numbers[f"{name}.my_chip"].value == pytest.approx(results.numbers[f"{name}.h800_sxm"].value)
    assert results.numbers["h20_day_limit.my_chip"].value == pytest.approx(results.numbers["h20_day_limit.h800_sxm"].value)


def test_a_measurement_of_the_readers_own_is_a_test(tmp_path, published):
    cells = published.catalogue.tables["serving"]["h100_decode_2k"].cells
    texts = {name: cell for name, cell in cells.items() if isinstance(cell, str)}
    numbers = {"printed_gpus": 1, "unit_gpus": 72, "request_batch": 256, "prompt_tokens": 2000, "answer_tokens": 0, "drafted_tokens": 1}
    more = {"kept_tokens": 1, "link_bandwidth": 50, "fast_gpus": 8, "cache_width": 2, "weight_width": 1, "printed_speed": 100}
    results = compute(HOME, "", [], [("serving", table(tmp_path / "mine.csv", {"id": "mine", **texts, **numbers, **more}))])
    assert results.numbers["tested_lines"].value == published.numbers["tested_lines"].value + 1
    assert results.numbers["worst_decode_factor"].value == pytest.approx(results.numbers["fitted_speed.mine"].value / 100)
    assert results.numbers["worst_factor"].value > 20
    assert results.numbers["decode_efficiency"].value == published.numbers["decode_efficiency"].value


def test_a_measurement_without_its_precision_is_refused_and_one_without_its_batch_is_no_test(tmp_path, published):
    line = {"id": "mine", "model": "deepseek_v3", "chip": "h100_sxm", "phase": "decode_phase", "role": "test_case", "printed_speed": 100}
    with pytest.raises(Refusals) as refused:
        compute(HOME, "", [], [("serving", table(tmp_path / "mine.csv", line))])
    text = refused.value.text("en")  # everything that is missing, at once
    assert all(f"column '{name}': the new line 'mine' needs a line of table {other} here" in text for name, other in (("sharing", "sharing_forms"), ("matrix_arithmetic", "precisions")))
    texts = {"sharing": "expert_sharing", "attention_arithmetic": "fp16", "matrix_arithmetic": "fp8", "overlap": "yes"}
    numbers = {"printed_gpus": 1, "unit_gpus": 72, "prompt_tokens": 2000, "answer_tokens": 0, "drafted_tokens": 1, "kept_tokens": 1}
    more = {"link_bandwidth": 50, "fast_gpus": 8, "cache_width": 2, "weight_width": 1}
    results = compute(HOME, "", [], [("serving", table(tmp_path / "mine.csv", {**line, **texts, **numbers, **more}))])
    assert results.numbers["model_ratio.mine"].missing == ("request_batch.mine",)
    assert results.numbers["tested_lines"].value == published.numbers["tested_lines"].value


DENSE = {"model": "llama3_70b", "chip": "h100_sxm", "phase": "decode_phase", "role": "test_case", "series_of": "mine", "printed_speed": 1000, "printed_gpus": 1}
DENSE |= {"unit_gpus": 8, "request_batch": 16, "prompt_tokens": 2000, "answer_tokens": 0, "drafted_tokens": 1, "kept_tokens": 1, "link_bandwidth": 450}
DENSE |= {"fast_gpus": 1, "cache_width": 2, "weight_width": 1, "attention_arithmetic": "fp16", "matrix_arithmetic": "fp8", "overlap": "no"}


def test_a_dense_model_is_a_test_in_either_sharing_and_what_a_reader_leaves_empty_is_called_so(tmp_path):
    path = tmp_path / "mine.csv"
    lines = [{"id": sharing, **DENSE, "sharing": sharing} for sharing in ("tensor_sharing", "expert_sharing")]
    path.write_text("\n".join([",".join(lines[0]), *(",".join(str(cell) for cell in ({**line, "id": f"my_{line['sharing']}"}).values()) for line in lines)]))
    chip = {"id": "my_chip", "maker": "Me", "tops_fp16": 989, "tops_fp8": 1979, "memory_bytes": 80}
    results = compute(HOME, "", [], [("serving", path), ("chips", table(tmp_path / "chips.csv", chip))])
    assert results.numbers["tested_lines"].value == 28
    assert results.numbers["fitted_speed.my_tensor_sharing"].value > results.numbers["fitted_speed.my_expert_sharing"].value > 0
    assert results.numbers["served_pick_share.my_tensor_sharing"].value == 0
    assert results.words("chip_decode_speed.my_chip", "en").startswith("left empty in your table (")
    assert results.words("chip_decode_speed.my_chip", "ko").startswith("직접 만든 표에서 비워 둠")


@pytest.mark.parametrize("column, wrong, right", [
    ("phase", "decod_phase", "decode_phase"), ("role", "test_cas", "test_case"), ("sharing", "tensor_shring", "tensor_sharing"),
    ("attention_arithmetic", "fp32", "fp16"), ("matrix_arithmetic", "fp9", "fp8"),
])  # fmt: skip
def test_a_misspelt_condition_is_refused_with_the_right_words(tmp_path, column, wrong, right):
    with pytest.raises(Refusals) as refused:
        compute(HOME, "", [], [("serving", table(tmp_path / "mine.csv", {"id": "mine", **DENSE, "sharing": "tensor_sharing", column: wrong}))])
    assert f"column '{column}'" in refused.value.text("en") and right in refused.value.text("en")


def test_tables_may_come_in_any_order(tmp_path, published):
    """A layout of a chip of the reader's own: what it refers to may stand in a table given after it."""
    layout = table(tmp_path / "layouts.csv", {"id": "my_node", "chip": "my_chip", "layout_gpus": 8, "tensor_ways": 8, "expert_ways": 8})
    chip = table(tmp_path / "chips.csv", {"id": "my_chip", "maker": "Me", "memory_bytes": 80})
    for tables in ([("layouts", layout), ("chips", chip)], [("chips", chip), ("layouts", layout)]):
        made, _ = apply(published.catalogue, tables=tables)
        assert made.tables["layouts"]["my_node"].cells["chip"] == "my_chip"
