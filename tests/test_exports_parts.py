"""Parts under limits and on two axes: published margins to their digits, inference by hand, planted bad inputs.

Inputs are the cells of `data/` through the whole book; expected values are typed, with their source or arithmetic beside them.
"""

import csv

import pytest
from helpers import ROOT, book_results

from analysis.catalogue.reading import read
from analysis.messages import Refusal, Refusals
from analysis.results import compute

pytestmark = pytest.mark.usefixtures("no_ranges")

FIGURES = ["tops_fp64", "tops_tf32", "tops_fp16", "tops_fp8", "tops_int8", "tops_fp4"]


@pytest.fixture(scope="module")
def book():
    return book_results()


@pytest.fixture(scope="module")
def chips():
    with open(ROOT / "data" / "tables" / "chips.csv", encoding="utf-8", newline="") as file:
        return {line["id"]: line for line in csv.DictReader(file)}


@pytest.fixture(scope="module")
def better(tmp_path_factory):
    """Three parts with more than they have, a tighter bound of closeness, a wider link to the host, two parts that are caught and a rule without limits on chips."""
    lines = [["id", "chip", "design_rule", "design_group"], ["a100_case", "a100_sxm_80", "us_2022_3a090", "early_part"], ["h20_case", "h20_sxm", "us_2025_letter", "early_part"], ["no_limit", "h20_sxm", "us_2024_hbm", "early_part"]]
    cells = [("tops_fp8.h20_sxm", "2000"), ("tops_fp8.l20", "2000"), ("memory_bandwidth.rtx6000d", "1.3999"), ("near_limit", "1.2"), ("gaudi_host_bandwidth", "75")]
    return compute(ROOT, sets=cells, tables=[("design_cases", table(tmp_path_factory.mktemp("cases") / "mine.csv", lines))])


def value(results, name):
    return results.numbers[name].value


# --- The table ---


def test_the_table_holds_the_parts_that_the_rules_are_about(chips):
    china = {"a800_sxm", "h800_sxm", "h20_sxm", "l20", "l2", "rtx4090d", "rtx5090d", "rtx5090d_v2", "rtx6000d", "mi308x", "gaudi2_china", "gaudi3_hl328", "gaudi3_hl388", "b30a"}
    assert len(chips) >= 60 and {key for key in chips if chips[key]["china_variant"] == "yes"} >= china
    makers = {"Huawei", "Biren", "Cambricon", "Hygon", "Moore Threads", "MetaX", "Intel", "Google", "Amazon", "AMD", "NVIDIA"}
    assert makers <= {line["maker"] for line in chips.values()}
    assert {key for key in chips if chips[key]["datacenter"] == "no"} >= {"rtx4090", "rtx4090d", "rtx5090d", "rtx6000_ada", "rtx6000d"}


def test_every_area_says_which_dies_it_counts(chips):
    assert [key for key, line in chips.items() if line["die_area"] and not line["dies_counted"]] == []


def test_an_odd_ratio_of_formats_has_its_answer(chips):
    """Sixteen, eight and four bits run at 1, 2 or 4 times each other, to two per cent; whoever does not says why."""

    def odd(line):
        speeds = [[float(line[c]) for c in columns if line[c]] for columns in (["tops_fp16"], ["tops_fp8", "tops_int8"], ["tops_fp4"])]
        known = [one[0] for one in speeds if one]
        return any(min(abs(b / a / n - 1) for n in (1, 2, 4)) > 0.02 for a, b in zip(known, known[1:]))

    unanswered = [key for key, line in chips.items() if odd(line) and not line["input_answer"]]
    assert unanswered == []
    assert {line["input_answer"] for line in chips.values()} - {""} <= set(read(ROOT).terms)


def test_no_line_counts_sparsity(book):
    # dense: L40S 733 x 8, not 1,466 x 8 = 11,728; H100 1,979 x 8, not 2,000 x 16 = 32,000; RTX 5090 3,352 / 2 x 4
    expected = {"l40s": 5_864, "h100_sxm": 15_832, "rtx5090": 6_704, "rtx5090d": 4_750, "mi210": 2_896, "ascend_910b": 6_016, "ascend_910b4": 4_480}
    assert {chip: round(value(book, f"total_processing_performance.{chip}") / 1e12) for chip in expected} == expected


# --- Published margins (research note, from the rules and the data sheets) ---


@pytest.mark.parametrize(
    "case, percent, limit",
    [
        ("h20_2023", 1.33, "us_2023_b1_tpp"),  # 2,368 under 2,400
        ("l20_2023", 1.81, "us_2023_b2_density"),  # 1,912 / 608.5 = 3.142 under 3.2
        ("l2_2023", 3.5, "us_2023_b2_tpp"),  # 1,544 under 1,600
        ("rtx4090d_2023", 1.94, "us_2023_a_other_market_tpp"),  # 660.6 x 456/512 x 8 = 4,707 under 4,800
        ("rtx5090d_2023", 1.04, "us_2023_a_other_market_tpp"),  # 2,375 / 2 x 4 = 4,750 under 4,800
        ("rtx5090d_v2_letter", 4.0, "us_2025_letter_memory_memory"),  # 1,344 under 1,400
        ("rtx6000d_letter", 0.14, "us_2025_letter_memory_memory"),  # 1,398 under 1,400
        ("gaudi2_2022", 1.83, "us_2022_3a090_io"),  # 21 x 25 + 64 = 589 under 600
        ("h800_2022", 12.0, "us_2022_3a090_io"),  # 400 + 128 = 528 under 600
    ],
)
def test_margins_as_published(book, case, percent, limit):
    assert 100 * value(book, f"case_margin.{case}") == pytest.approx(percent, abs=0.006)
    assert value(book, f"case_condition.{case}") == limit


def test_what_a_rule_catches_has_no_margin(better):
    """An A100 under the rule of 2022, an H20 under the letters of 2025: zero, not less."""
    assert value(better, "case_margin.a100_case") == value(better, "case_margin.h20_case") == 0


def test_a_rule_without_a_limit_on_chips_leaves_all_of_it(better):
    """The rule of December 2024 limits stacks of memory, not chips."""
    assert value(better, "case_margin.no_limit") == 1 and value(better, "case_condition.no_limit") == "margin_no_limit"


def test_the_part_that_does_not_fit(book):
    # 729 x 8 = 5,832 TPP of the RTX 6000 Ada; x 69.3 / 91.1 = 4,436 under 4,800: 7.6 per cent, outside the five
    assert 100 * value(book, "rtx5880_margin") == pytest.approx(7.57, abs=0.01)


def test_a_part_without_published_arithmetic_has_no_margin(book):
    for case in ("hl328_2023", "mi308x_2023"):
        assert value(book, f"case_margin.{case}") is None and value(book, f"case_condition.{case}") == "margin_unpublished"


def test_counts_of_close_parts(book):
    # late: 1.33, 1.81, 3.5, 1.94, 1.04, 4.0, 0.14; earlier: A10 0.48, V100 16.7, cards for games 35 and more
    assert [value(book, name) for name in ("late_cases_counted", "late_cases_close", "world_cases_counted", "world_cases_close")] == [7, 7, 7, 1]
    assert 100 * value(book, "late_margin_widest") == pytest.approx(4.0)


def test_a_better_part_is_never_farther_from_a_limit(book, better):
    for case in ("h20_2023", "l20_2023", "rtx6000d_letter"):
        assert value(better, f"case_margin.{case}") < value(book, f"case_margin.{case}")
    # caught now: H20 and L20; within 1.2 per cent: 5090 D and 6000D, and the two that are caught
    assert value(better, "late_cases_close") == 4


# --- Inference ---


def test_the_unpublished_limits_from_the_parts(book):
    # 1,398 sold and 1,792 stopped; with PCIe 5.0: 1,526 and 1,920. Reported: 1,400 and 1,700.
    assert [value(book, f"letter_memory_{end}") / 1e9 for end in ("floor", "reported", "ceiling")] == pytest.approx([1398, 1400, 1792])
    assert [value(book, f"letter_sum_{end}") / 1e9 for end in ("floor", "ceiling")] == pytest.approx([1526, 1920])


def test_ports_of_the_gaudi(book, better):
    # 21 x 25 + 64 = 589 and 22 x 25 + 64 = 614; 23 x 25 = 575 and 24 x 25 = 600, which is already too much
    assert [value(book, f"ports_{how}_host") for how in ("with", "without")] == [21, 23]
    assert value(better, "ports_with_host") == 20  # 21 x 25 + 75 = 600


# --- Two axes ---


def test_the_h20_on_two_axes(book):
    assert value(book, "h100e_tpp.h20_sxm") == pytest.approx(1 / 6.686, rel=1e-4)  # 1,979 / 296
    assert value(book, "h100e_bandwidth.h20_sxm") == pytest.approx(1.194, abs=5e-4)  # 4,000 / 3,350
    assert value(book, "h100e_memory.h20_sxm") == pytest.approx(96 / 80)
    assert value(book, "axis_gap.h20_sxm") == pytest.approx(7.98, abs=0.01)  # "up to 8x"


def test_the_hoppers_of_the_fleet(book):
    assert value(book, "hopper_gpus") == 50_000
    assert value(book, "hopper_h100e_tpp") == pytest.approx(24_487, abs=1)  # (20,000 x 15,832 + 30,000 x 2,368) / 15,832
    assert value(book, "hopper_h100e_bandwidth") == pytest.approx((120_000 + 33_600 + 33_500) / 3.35, abs=1)
    assert value(book, "hopper_h100e_memory") == 30_000 * 96 / 80 + 20_000
    assert value(book, "fleet_axis_gap") == pytest.approx(61_622 / 27_640, abs=1e-3)


# --- Planted bad inputs ---


def table(path, lines):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    return path


@pytest.mark.parametrize(
    "lines, said",
    [
        ([["id", "chip", "design_rule", "design_group"], ["mine", "h20_smx", "us_2023_a1", "late_part"]], "Did you mean 'h20_sxm'"),
        ([["id", "chip", "paragraph", "design_group"], ["mine", "h20_sxm", "us_2023_a1", "late_part"]], "paragraph"),
        ([["id", "chip", "design_rule", "design_group"], ["mine", "h20_sxm", "us_2023_a3", "late_part"]], "Did you mean 'us_2023_a2'"),
        ([["id", "chip", "design_rule", "design_group"], ["mine", "h20_sxm", "", "late_part"]], "needs a line of table rules"),
        ([["id", "chip", "design_rule", "design_group"], ["mine", "h20_sxm", "us_2023_a1", "late_prt"]], "Did you mean 'late_part'"),
    ],
)
def test_bad_cases_are_refused(tmp_path, lines, said):
    with pytest.raises((Refusal, Refusals)) as refused:
        compute(ROOT, tables=[("design_cases", table(tmp_path / "mine.csv", lines))])
    assert said in refused.value.text("en")


@pytest.mark.parametrize("name, given", [("near_limit", "150"), ("io_bandwidth.h20_sxm", "-1"), ("gaudi_port_bandwidth", "0")])
def test_values_out_of_bounds_are_refused(name, given):
    with pytest.raises((Refusal, Refusals)) as refused:
        compute(ROOT, sets=[(name, given)])
    assert name in refused.value.text("en")
