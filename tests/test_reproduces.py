"""What others published comes out of the graph: rows of `data/` through the chapter's functions, as a reader gets them.

The bare functions are held to the same sources, case by case, in test_training_cost; here the headline numbers, through
`compute`. Expected values are typed from the source named beside them, with the arithmetic that leads there.
"""

import pytest
from helpers import book_results

from analysis.results import compute

pytestmark = pytest.mark.usefixtures("no_ranges")

GPUS = ("a100_pcie", "h20_sxm", "h800_sxm", "h100_sxm")
MILLION = 1_000_000


@pytest.fixture(scope="module")
def number():
    """name -> value in canonical units, as published."""
    numbers = book_results().numbers
    return lambda name: numbers[name].value


@pytest.fixture(scope="module")
def column(number):
    """The four values of a column or result of the fleet, in the order of the printed table."""
    return lambda name: [number(f"{name}.{gpu}") for gpu in GPUS]


# --- DeepSeek-V3 report (arXiv:2412.19437), Table 1: training costs, assuming $2 for an H800 hour ---


@pytest.mark.parametrize("name, printed", [
    ("v3_pretraining_hours", 2_664_000), ("v3_context_hours", 119_000), ("v3_posttraining_hours", 5_000),
    ("v3_gpu_hours", 2_788_000),  # 2,664K + 119K + 5K
    ("h800_hour_price", 2),
    ("v3_pretraining_cost", 5_328_000), ("v3_context_cost", 238_000), ("v3_posttraining_cost", 10_000),  # $5.328M, $0.238M, $0.01M
    ("v3_final_run_cost", 5_576_000),  # $5.576M = 2,788K x 2
])  # fmt: skip
def test_deepseek_v3_table_1(number, name, printed):
    assert number(name) == printed


def test_deepseek_v3_text_agrees_with_its_table(number):
    # Section 1: 180K hours for each trillion of 14.8T tokens = 2,664K hours; 2,664,000 / (2,048 x 24) = 54.2 days.
    assert number("v3_implied_pretraining_hours") == pytest.approx(2_664_000, rel=1e-12)
    assert number("v3_hours_gap") == pytest.approx(0, abs=1e-12)
    assert number("v3_pretraining_days") == pytest.approx(54.2, abs=0.05)  # the report: less than two months


# --- R1: supplement of the Nature paper, as reported by The Register ---


def test_r1_hours_and_cost(number):
    assert number("r1_rl_hours") == 101_376 + 40_960  # 512 x 198, 512 x 80
    assert number("r1_gpu_hours") == 147_336  # and 5,000 to make the data
    assert number("r1_added_cost") == 294_672  # x $2; printed as $294K
    assert number("r1_published_cost") == 294_000


# --- DeepSeek-V2 report (arXiv:2405.04434), Section 3.2.3: saves 42.5 % of the training cost of DeepSeek 67B ---


def test_v2_saving(number):
    assert f"{number('v2_saving'):.3f}" == "0.425"  # 1 - 172.8 / 300.6 = 0.42515
    assert number("v2_token_hours") == pytest.approx(172_800 / 1e12) and number("dense67b_token_hours") == pytest.approx(300_600 / 1e12)
    assert number("v2_gpu_hours") == pytest.approx(1_399_680)  # 172.8K x 8.1
    assert number("dense67b_gpu_hours") == pytest.approx(601_200)  # 300.6K x 2


# --- SemiAnalysis, DeepSeek Debates (31 January 2025), table DeepSeek AI TCO, corrected edition ---


def test_semianalysis_inputs(column):
    assert column("fleet_gpus") == [10_000, 30_000, 10_000, 10_000]
    assert column("gpu_selling_price") == [13_500, 12_500, 20_000, 23_000]
    assert column("server_price") == [23_716, 24_228, 31_728, 34_728]
    assert column("gpu_year_operation") == [3_925, 3_225, 4_250, 5_750]  # $157M, $387M, $170M, $230M over count and 4 years
    assert column("printed_operation") == column("fleet_operation") == [157 * MILLION, 387 * MILLION, 170 * MILLION, 230 * MILLION]


def test_semianalysis_server_spending(column):
    # 10,000 x 23,716 = 237.16; 30,000 x 24,228 = 726.84; 317.28; 347.28: printed to the million.
    assert column("fleet_capex") == [237_160_000, 726_840_000, 317_280_000, 347_280_000]
    assert [round(value / MILLION) for value in column("fleet_capex")] == [237, 727, 317, 347]


def test_semianalysis_cost_of_ownership(column):
    # 237.16 + 157 = 394.16, printed 395; 1,113.84; 487.28; 577.28: two roundings, so a million apart at most.
    assert column("fleet_ownership") == pytest.approx([value * MILLION for value in (395, 1_114, 487, 577)], abs=MILLION)


@pytest.mark.parametrize("name, printed, unit", [
    ("fleet_total_gpus", 60_000, 1),
    ("fleet_total_capex", 1_629, MILLION),  # 1,628.56
    ("fleet_total_operation", 944, MILLION),
    ("fleet_total_cost", 2_573, MILLION),  # 2,572.56
    ("printed_first_capex", 1_281, MILLION),  # 237 + 727 + 317, without the H100: printed as $1.3B in the first edition
])  # fmt: skip
def test_semianalysis_totals(number, name, printed, unit):
    assert round(number(name) / unit) == printed


def test_hour_of_the_fleet_for_its_owner(column):
    # Server price and operation of one GPU over 4 years of 8,766 hours: printed sums give 1.127, 1.059, 1.389, 1.646; ours are unrounded.
    assert column("owner_hour_price") == pytest.approx([1.127, 1.059, 1.389, 1.646], abs=0.004)


def test_two_headlines_count_different_things(number):
    # 60,000 x 4 x 8,766 = 2,103,840,000 hours, of which the run took 2.788M: 0.13 %.
    assert number("fleet_gpu_hours") == 2_103_840_000
    assert number("v3_fleet_share") == pytest.approx(0.0013, abs=5e-5)
    assert number("fleet_to_run_ratio") == pytest.approx(461.4, abs=0.1)  # 2,572.56 / 5.576
    assert number("v3_cluster_cost") == 64_978_944  # 2,048 x 31,728


def test_the_assumed_rent_ranges_from_the_owners_cost_to_the_listed_rent():
    """The ends that the row states in digits are the numbers that its basis names, rounded to cents."""
    numbers, rent = book_results().numbers, book_results().catalogue.rows["h800_hour_price"]
    assert (rent.low, rent.high) == (round(numbers["h800_owner_price"].value, 2), numbers["h800_list_price"].value)
    assert compute(scenario="owner_cost").numbers["h800_hour_price"].value == rent.low
