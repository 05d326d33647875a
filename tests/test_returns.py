"""Who earns and who must: printed sums, growth rates and estimates come out of the tables; capital recovery as in textbooks.

Expected values are typed from the source named beside them, with the arithmetic that leads there.
"""

import math

import pytest
from helpers import ROOT, book_results

from analysis.core import ops
from analysis.core.graph import flatten
from analysis.messages import Refusal, Refusals
from analysis.project import loaded
from analysis.replacements import apply
from analysis.results import compute, inputs

pytestmark = pytest.mark.usefixtures("no_ranges")

BILLION = 1e9


@pytest.fixture(scope="module")
def published():
    return book_results()


@pytest.fixture(scope="module")
def number(published):
    """name -> value in canonical units, as published."""
    return lambda name: published.numbers[name].value


def values(sets=(), tables=()):
    """Every value with a reader's replacements, without ranges."""
    catalogue, graph = loaded(ROOT)
    made, _ = apply(catalogue, graph.functions, "", sets, tables)
    return flatten(graph.run(*inputs(made)))


# --- capital recovery, textbook cases by hand ---


@pytest.mark.parametrize(
    "rate, years, factor",
    [
        (0.08, 7, 0.19207),  # tables of engineering economics, A/P at 8% and 7: 0.08 x 1.71382 / 0.71382
        (0.10, 5, 0.26380),  # 0.1 x 1.61051 / 0.61051
        (0.05, 25, 0.07095),  # 300,000 at 5% over 25 years is about 21,300 a year (rami_recovery): 21,286
        (0.10, 1, 1.10),  # one year: the sum and its return
        (0.0, 4, 0.25),  # no return: the straight line
    ],
)
def test_the_annuity_of_the_textbooks(rate, years, factor):
    assert ops.annuity(rate, years) == pytest.approx(factor, abs=5e-6)


def test_the_annuity_repays_the_sum():
    owed = 1000.0
    for _ in range(5):  # 1,000 at 10% over five years: 263.80 a year
        owed = owed * 1.1 - 1000 * ops.annuity(0.1, 5)
    assert owed == pytest.approx(0, abs=1e-9)


# --- sums and growth as printed ---


def test_platformonomics_quarters_and_growth(number):
    # V2: 77.4 + 96.78 + 114 + 128 = 416.18 (published 416); 416 / 251 - 1 = 65.7% (published 66%)
    assert number("quarters_total") == pytest.approx(416.18 * BILLION)
    assert number("capex_growth_2025") == pytest.approx(0.6574, abs=0.0001)
    assert number("year_capex.2025") == pytest.approx(416.007 * BILLION)  # 134.74 + 117.6 + 91.447 + 72.22
    assert number("year_capex.2024") == pytest.approx(250.299 * BILLION)  # 82.999 + 75.6 + 52.5 + 39.2; published 251, with leases
    assert number("year_capex.2023") == pytest.approx(149 * BILLION)  # 48 + 41 + 32 + 28


def test_the_guidance_of_2026(number):
    # V23b: four firms 416 and 725 = +74%; the IEA has +75% for five
    assert number("capex_growth") == pytest.approx(0.743, abs=0.0005)
    # 725 is the sum of the upper ends: 200 + 190 + 190 + 145; the lower ends: 200 + 165.9 + 180 + 125
    assert number("guided_upper_total") == pytest.approx(725 * BILLION) == number("capex_four_2026")
    assert number("guided_lower_total") == pytest.approx(670.9 * BILLION)
    assert number("guided_capex") == pytest.approx(697.95 * BILLION)


def test_tsmc_revenue_of_the_year_before(number):
    # V4: 122.42 / 1.359 = 90.08
    assert number("tsmc_sales_2024") == pytest.approx(90.08 * BILLION, rel=1e-4)
    assert number("foundry_capex_share.tsmc_2025") == pytest.approx(0.3341, abs=0.0001)  # 40.9 / 122.42


def test_openai_per_gigawatt(number):
    # V24: 0.2, 0.6, 1.9 GW with 2, 6, 20 billion: 10.0, 10.0, 10.5 billion per GW, which is dollars per watt
    assert [round(number(f"revenue_per_watt.openai_{year}"), 1) for year in (2023, 2024, 2025)] == [10.0, 10.0, 10.5]
    assert number("recognised_share.openai_2025") == pytest.approx(0.655)  # 13.1 / 20
    assert number("openai_outlay_2025") == pytest.approx(22.1 * BILLION)  # 13.1 + 9
    assert [number(f"openai_revenue.{year}") for year in (2024, 2025)] == [3.7 * BILLION, 13.1 * BILLION]


def test_who_earns(number):
    assert number("chip_enterprise_ratio.2025") == pytest.approx(5.235, abs=0.001)  # 193.7 / 37
    assert number("chip_application_ratio") == pytest.approx(10.19, abs=0.01)  # 193.7 / 19
    assert number("enterprise_genai_growth") == pytest.approx(3.665, abs=0.001)  # (37 / 1.7) ** 0.5 - 1, 366.5% in the notes
    assert number("cloud_ai_revenue.2025") == pytest.approx(95.3 * BILLION)  # 0.5 x (419 - 228.4)
    assert number("net_run_rate") == pytest.approx(34.47 * BILLION, rel=1e-3)  # 47 x 22 / 30


# --- needed revenue, by hand ---


def test_needed_revenue_by_hand(number):
    # servers 0.2638 on 60%, buildings 0.1 / (1 - 1.1 ** -17.5) = 0.12325 on 40%: 0.20758; over 0.61: 0.34029
    assert number("server_recovery") == pytest.approx(0.2638, abs=0.0001)
    assert number("building_recovery") == pytest.approx(0.12325, abs=0.0001)
    assert number("capital_charge") == pytest.approx(0.20758, abs=0.0001)
    assert number("revenue_charge") == pytest.approx(0.34029, abs=0.0001)
    # 2025: (149 + 250.299) x 0.75 x 0.34029 = 101.9; 2027: all four years, 1,513.256 x 0.75 x 0.34029 = 386.2
    assert number("needed_compute_revenue.2025") == pytest.approx(101.9 * BILLION, rel=1e-3)
    assert number("needed_compute_revenue.2027") == pytest.approx(386.2 * BILLION, rel=1e-3)
    assert number("needed_end_revenue.2025") == pytest.approx(203.8 * BILLION, rel=1e-3)
    assert number("breakeven_growth") == pytest.approx((386.2 / 95.3) ** 0.5 - 1, abs=0.002)
    assert number("needed_last") == pytest.approx(number("case_needed.central_case"))
    assert sum(number(f"vintage_needed.{year}") for year in range(2023, 2027)) == pytest.approx(number("needed_last"))


def test_a_short_life_ends_the_payments():
    # servers of two years: in 2027 those of 2023 and 2024 ask for nothing, so 2025 and 2026 pay 0.57619 each
    numbers = values(sets=[("server_years", "2"), ("short_lived_share", "100"), ("operating_share", "0"), ("required_return", "10")])
    capital = [numbers[f"ai_capital.{year}"] for year in (2025, 2026)]
    assert numbers["needed_compute_revenue.2027"] == pytest.approx(sum(capital) * 0.57619, rel=1e-5)


def test_half_a_year_left_asks_for_half_a_payment():
    numbers = values(sets=[("server_years", "1.5"), ("short_lived_share", "100"), ("operating_share", "0"), ("required_return", "0")])
    capital = {year: numbers[f"ai_capital.{year}"] for year in (2025, 2026)}
    assert numbers["needed_compute_revenue.2027"] == pytest.approx(capital[2026] / 1.5 + capital[2025] / 1.5 / 2)


def test_no_return_is_the_straight_line(number):
    # 1,513.256 x 0.75 x (0.6 / 5 + 0.4 / 17.5) / 0.61
    assert number("case_needed.no_return") == pytest.approx(1513.256 * 0.75 * (0.12 + 0.4 / 17.5) / 0.61 * BILLION, rel=1e-4)


# --- estimates of others ---


def test_the_estimates_of_others(number):
    assert number("estimate_needed.sequoia_2023") == pytest.approx(200 * BILLION)  # 50 x 2 x 2
    assert number("estimate_needed.sequoia_2024") == pytest.approx(600 * BILLION)  # 150 x 2 x 2
    assert number("jpm_charge") == pytest.approx(0.13)  # 650 / 5,000
    years = number("jpm_implied_years")
    assert ops.annuity(0.1, years) == pytest.approx(0.13)  # the life at which the factor is 13%
    assert years == pytest.approx(15.38, abs=0.01)
    assert number("bain_multiple") == pytest.approx(4)
    assert number("steady_multiple") == pytest.approx((0.6 * 0.2638 * 5 + 0.4 * 0.12325 * 17.5) / 0.61, rel=1e-3)


def test_a_revenue_below_the_return_never_pays():
    assert values(sets=[("jpm_needed", "450")])["jpm_implied_years"] == math.inf


def test_prices_inside_nominal_spending(number):
    assert number("component_price_share") == pytest.approx(0.1316, abs=0.0001)  # 25 / 190
    assert number("memory_price_share") == pytest.approx(0.7538, abs=0.0001)  # 98 / 130; printed as around three quarters
    assert number("memory_capex_share") == pytest.approx(0.3392, abs=0.0001)
    assert number("capex_volume_growth") == pytest.approx(725 * (1 - 25 / 190) / 416 - 1, abs=1e-4)
    assert number("memory_volume_growth") == pytest.approx((725 / 416 - 1) * (1 - 98 / 130 * 0.45), abs=1e-4)  # 49.1%


# --- what a reader may do, and may not ---


def test_a_reader_adds_a_firm(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("id,capex_firm,capex_year,capex_kind,capex,as_of,source,locator,grade,note\noracle_2025,Oracle,2025,cash,30,2026,,,assumption,mine\n", encoding="utf-8")
    assert values(tables=[("capex_years", str(path))])["year_capex.2025"] == pytest.approx(446.007 * BILLION)


FIRMS = "id,capex_firm,capex_year,capex_kind,capex,as_of,source,locator,grade,note"


@pytest.mark.parametrize("year, told", [
    ("2026", "has lines of 2023, 2024, 2025, 2026; needed is every year up to the one before 2026"),
    ("2030", "has lines of 2023, 2024, 2025, 2030"),
    ("2021", "has lines of 2021, 2023, 2024, 2025"),
    ("soon", "'soon' is not a year"),
])  # fmt: skip
def test_a_year_that_makes_a_gap_or_is_that_of_the_plans_is_refused(tmp_path, year, told):
    path = tmp_path / "mine.csv"
    path.write_text(f"{FIRMS}\noracle_x,Oracle,{year},cash,30,2026,,,assumption,mine\n", encoding="utf-8")
    with pytest.raises(Refusals) as refused:
        compute(tables=[("capex_years", str(path))])
    assert told in refused.value.text("en")


def test_an_earlier_year_is_one_vintage_more(tmp_path, number):
    path = tmp_path / "mine.csv"
    path.write_text(f"{FIRMS}\nfour_2022,Four firms,2022,cash,100,2026,,,assumption,mine\n", encoding="utf-8")
    found = values(tables=[("capex_years", str(path))])
    # in 2027 its servers are five years old, for the last time paid for: 100 x 0.75 x 0.34029 on top
    assert found["needed_compute_revenue.2027"] == pytest.approx(number("needed_compute_revenue.2027") + 100 * 0.75 * 0.34029 * BILLION, rel=1e-4)


def test_no_observed_revenue_can_never_grow_enough():
    assert values(sets=[("genai_cloud_share", "0")])["breakeven_growth"] == math.inf


def test_one_fact_stands_once(published):
    cells = {"capex.meta_2025": "actual_value.meta_capex_2025_actual", "foundry_capex.tsmc_2024": "actual_value.tsmc_capex_2024_actual"}
    for one, other in (cells | {"lab_recognised.openai_2025": "actual_value.openai_sales_2025_actual"}).items():
        assert published.numbers[one].value == published.numbers[other].value
    moved = values(sets=[("actual_value.meta_capex_2025_actual", "80")])
    assert moved["capex.meta_2025"] == 80 * BILLION


@pytest.mark.parametrize("name, value", [("ai_capex_share", "120"), ("operating_share", "100"), ("server_years", "0"), ("required_return", "-1"), ("guidance_position", "nan")])
def test_impossible_inputs_are_refused(name, value):
    with pytest.raises((Refusal, Refusals)) as refused:
        compute(sets=[(name, value)])
    assert name in str(refused.value) or name in refused.value.text("en")
