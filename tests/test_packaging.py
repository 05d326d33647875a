"""Packaging: what others printed of packages, wafers and units comes out of the shapes, capacities and prices in `data/`.

Expected values are typed from the source named beside them, with the arithmetic that leads there.
"""

import doctest
import math
import random

import pytest

from analysis.core import packing, schedule
from analysis.core.graph import flatten
from analysis.project import loaded
from analysis.replacements import apply
from analysis.results import inputs
from helpers import ROOT, book_results


@pytest.fixture(scope="module")
def book():
    return book_results()


@pytest.fixture(scope="module")
def number(book):
    """name -> value in canonical units, as published."""
    return lambda name: book.numbers[name].value


def values(sets=(), tables=()):
    """Every value with a reader's replacements, without ranges."""
    catalogue, graph = loaded(ROOT)
    made, _ = apply(catalogue, graph.functions, "", sets, tables)
    return flatten(graph.run(*inputs(made)))


@pytest.fixture(scope="module")
def full():
    """The values where no package fails, as the published sums have it."""
    return values([("packaging_yield", 100)])


# --- Packages on a wafer ---


@pytest.mark.parametrize("width, height, at_294, at_296, at_300", [
    (33, 52, 29, 29, 30), (53.2, 53.2, 16, 16, 17),  # an industry report of 2024 prints about 29 (H100) and 16 (B200)
    (26, 66, 28, 28, 30), (40, 42.9, 30, 30, 30), (41.4, 41.4, 29, 29, 32),  # other shapes of 2 x 858 mm2
    (68.7, 68.7, 9, 9, 9),  # 5.5 x 858 mm2; JPMorgan prints 9 for Rubin
    (50, 50, 21, 21, 21),  # 2,500 mm2: about 21, against the 29 printed
])  # fmt: skip
def test_published_packages_per_wafer(width, height, at_294, at_296, at_300):
    assert [packing.best(width, height, diameter).count for diameter in (294, 296, 300)] == [at_294, at_296, at_300]


def test_the_book_has_them(number):
    assert [number(f"class_packages.{size}") for size in ("hopper_size", "blackwell_size", "rubin_size")] == [29, 16, 9]
    assert (number("fewest_packages.hopper_size"), number("most_packages.hopper_size")) == (28, 30)
    assert (number("fewest_packages.blackwell_size"), number("most_packages.blackwell_size")) == (16, 17)  # 40 x 70.8 mm: 17


def test_the_usual_formula_at_300_mm(number):
    # pi 300^2 / 4S - pi 300 / sqrt(2S): S = 1,716: 41.19 - 16.09 = 25.1; S = 2,830.24: 24.98 - 12.53 = 12.4; S = 4,719.69: 5.3
    printed = {"hopper_33x52": 25.1, "blackwell_53x53": 12.4, "rubin_69x69": 5.3}
    assert {shape: round(number(f"formula_packages.{shape}"), 1) for shape in printed} == printed


def test_reticle_classes(number):
    # TSMC, April 2025: 858 x 3.3 = 2,831; x 5.5 = 4,719; x 8 = 6,864
    areas = {"blackwell_size": 2831, "rubin_size": 4719, "eight_size": 6864}
    assert {size: round(number(f"class_area.{size}")) for size in areas} == areas


def test_sixty_is_a_wafer_of_bare_dies(number):
    # 60 / 29 = 2.07; a field of 26 by 33 mm fits 64 times
    assert number("claimed_ratio.digitimes_h100") == pytest.approx(60 / 29)
    assert number("class_packages.one_reticle") == 64


def test_no_scan_of_offsets_beats_the_exact_count():
    chance = random.Random(20261122)
    for _ in range(40):
        width, height, diameter = chance.uniform(15, 90), chance.uniform(15, 90), chance.choice((200, 294, 300))
        found = packing.best(width, height, diameter)
        offsets = [(width * i / 24, height * j / 24) for i in range(24) for j in range(24)]
        assert max(packing.count(width, height, diameter / 2, x, y) for x, y in offsets) <= found.count
        assert len(packing.cells(width, height, diameter, found.x, found.y)) == found.count


def test_drawn_cells_lie_on_the_wafer(number):
    shape = "hopper_33x52"
    cells = packing.cells(33, 52, 294, number(f"grid_left.{shape}"), number(f"grid_up.{shape}"))
    corners = [math.hypot(left + a, low + b) for left, low in cells for a in (0, 33) for b in (0, 52)]
    assert len(cells) == 29 and max(corners) <= 147 + 1e-6


@pytest.mark.parametrize("module", [packing, schedule])
def test_examples_in_docstrings(module):
    assert doctest.testmod(module).failed == 0


# --- Wafers ---


def test_the_wafers_of_2023(number):
    # 8.0 thousand at the start of January, 8.5 of July, 15 at the end of December: (8 + 8.5) / 2 x 6 + (8.5 + 15) / 2 x 6 = 120.0
    assert number("yearly_wafers.2023") == pytest.approx(120_000)
    assert number("yearly_wafers.2024") == pytest.approx((15 + 37.5) / 2 * 12_000)
    assert number("yearly_wafers.2025") == pytest.approx((37.5 + 77.5) / 2 * 12_000)
    assert number("yearly_wafers.2026") == pytest.approx(1_245_000)  # 130 x 12 = 1.56 million by the shortcut
    assert number("year_end_wafers.2026") == pytest.approx(1_560_000)


@pytest.mark.parametrize("nodes, thousand", [
    ([(0, 8.0), (6, 8.5), (11, 15.0), (12, 15.0)], 123.25),  # December's figure at its start: 49.5 + 58.75 + 15
    ([(0, 8.0), (7, 8.5), (12, 15.0)], 116.5),  # July's at its end: 57.75 + 58.75
])  # fmt: skip
def test_other_conventions_for_2023(nodes, thousand):
    assert schedule.passed(nodes, 0, 12) == pytest.approx(thousand)


def test_wafers_of_jpmorgans_rubin_and_allocations(number):
    assert number("rubin_wafers") == pytest.approx(2_900_000 / 9)  # 322,000
    assert round(number("rubin_wafers"), -3) == 322_000
    assert number("share_sum.2025") == pytest.approx(1.01)  # 63 + 13 + 8 + 8 + 3 + 2 + 1 + 3 = 101, by rounding
    assert 595 / 1000 == pytest.approx(number("wafer_count.nvidia_2026_ms") / number("wafer_count.demand_2026_ms"))  # 59.5%
    assert number("tpu_packages") == pytest.approx(2_500 / 185)
    assert number("ms_packages") == pytest.approx(5_400 / 510)


def test_forecasts_that_were_passed(number):
    assert number("forecast_hit.anandtech_end_2024") == pytest.approx(37.5 / 20)  # "about 20,000", beaten by about 75 to 90%
    assert (number("least_figure.2026"), number("greatest_figure.2026")) == (88_000, 150_000)


# --- Units by revenue: Epoch AI, nvidia_estimates.ipynb and csv_export at commit d1b1bc3 ---


@pytest.mark.parametrize("sale, units, off", [
    ("fy2024_q4_h100", 479_327, 0.002),  # 15.07e9 x 0.9775 / 30,741
    ("fy2025_q3_h100", 831_881, 0.02),  # 27.66e9 x 0.9775 x 0.88 / 28,284
    ("fy2025_q3_h20", 285_098, 0.08),  # x 0.12 / 12,247: the run seems to have used 0.13
    ("fy2025_q4_b200", 281_032, 0.01),
    ("fy2026_q1_b200", 624_682, 0.01),
    ("fy2026_q2_b300", 305_976, 0.02),
    ("fy2026_q3_b300", 631_387, 0.01),
])  # fmt: skip
def test_units_from_revenue(number, sale, units, off):
    assert number(f"revenue_units.{sale}") == pytest.approx(units, rel=off)
    assert number(f"epoch_packages.{sale}") == units


def test_every_sale_lies_within_the_stated_tolerance(book, number):
    sales = book.catalogue.tables["quarter_sales"]
    assert len(sales) == 22
    assert all(number(f"revenue_units.{sale}") == pytest.approx(number(f"epoch_packages.{sale}"), rel=0.2) for sale in sales)


def test_intervals_are_about_those_of_epoch(book):
    # 401,571 to 563,992 for FY2024 Q4
    sale = book.numbers["revenue_units.fy2024_q4_h100"]
    assert (sale.low, sale.high) == pytest.approx((401_571, 563_992), rel=0.05)


def test_totals_of_calendar_years(number):
    # Medians of quarters: 834,956 + 1,293,973 + 3,837,761 + 4,458,416 = 10,425,106; Epoch AI prints 10,477,887 for the sum
    years = {"2022": 834_956, "2023": 1_293_973, "2024": 3_837_761, "2025": 4_458_416}
    assert {year: number(f"calendar_units.{year}") for year in years} == years
    assert number("counted_units") == pytest.approx(10_477_887, rel=0.01)
    assert number("counted_h100e") == pytest.approx(13_659_258, rel=0.01)
    assert number("counted_power") == pytest.approx(8_562e6, rel=0.01)
    assert number("nvidia_power_sold") / number("nvidia_packages_sold") == pytest.approx(817, abs=1)  # watts a unit


def test_units_sold_have_the_intervals_of_epoch(book):
    # nvidia_cumulative_by_chip.csv prints 1,271,339 to 1,763,309 for the B300 to the end of 2025, the sum of its quarters
    sold = book.numbers["sold_units.b300_2025"]
    assert (sold.low, sold.high) == pytest.approx((1_271_339, 1_763_308), rel=0.01)
    counted = book.numbers["counted_units"]  # for all chips together 8,973,271 to 12,079,633; here they move together, so it is wider
    assert 8.4e6 < counted.low < 8_973_271 and 12_079_633 < counted.high < 12.8e6


def test_nvidias_own_words(number):
    # 281,032 + 624,682 + 354,242 + 305,976 + 337,377 + 631,387 = 2,534,696 packages, 5.07 million dies against 6 million
    assert number("blackwell_counted") == 2_534_696
    assert number("blackwell_die_ratio") == pytest.approx(5.07 / 6, abs=0.001)
    assert number("hopper_counted") == pytest.approx(4.43e6, rel=0.001)  # against 4 million


# --- Wafers against units ---


def test_wafers_of_2024_against_the_booking(full):
    # (2,678,614 + 958,410) / 29 + 200,737 / 16 = 137,961; an industry report has more than 140,000
    assert full["calendar_wafers.2024"] == pytest.approx(137_961, abs=1)
    assert full["calendar_wafers.2024"] / full["wafer_count.nvidia_2024_booked"] == pytest.approx(0.985, abs=0.001)


@pytest.mark.parametrize("lag, in_2024, in_2025", [(0, 0.73, 0.56), (3, 0.92, 0.67), (6, 1.18, 0.81), (9, 1.54, 1.00)])
def test_no_single_lag_fits_both_years(full, lag, in_2024, in_2025):
    # By hand for no lag: 137,961 / (315,000 x 0.60) = 0.730; 243,913 / (690,000 x 0.63) = 0.561
    found = [full[f"sold_ratio_{year}.lag_{lag}"] for year in (2024, 2025)]
    assert found == pytest.approx([in_2024, in_2025], abs=0.006)


def test_the_residual_is_the_difference_of_the_two_roads(number):
    for quarter in ("fy2025_q1", "fy2026_q4"):
        assert number(f"unit_residual.{quarter}") == pytest.approx(number(f"wafer_units.{quarter}") - number(f"quarter_units.{quarter}"))
    quarters = [f"fy2026_q{n}" for n in (1, 2, 3, 4)]
    assert number("fiscal_residual.2026") == pytest.approx(sum(number(f"unit_residual.{quarter}") for quarter in quarters))
    assert number("fiscal_ratio.2026") == pytest.approx(number("fiscal_units.2026") / number("fiscal_wafer_units.2026"))


def test_memory_is_the_second_limit(number):
    # 29 x 80 GB = 2.32 TB; 16 x 288 GB = 4.608 TB; 16.97 billion gigabits x 70% / 8 = 1,485 PB
    assert number("wafer_memory.sold_h100") == pytest.approx(2.32e12)
    assert number("wafer_memory.sold_b300") == pytest.approx(4.608e12)
    assert number("hbm_allotted.hbm_2025") == pytest.approx(16.97e18 * 0.7 / 8)
    # 708,416 x 80 + 531,486 x 96 + 1,717,823 x 192 + 1,500,691 x 288 GB = 869.7 PB in 4,458,416 packages; 1,484.9 PB fill 7.61 million
    assert number("hbm_counted.hbm_2025") == pytest.approx(869.7e15, rel=1e-3)
    assert number("memory_packages.hbm_2025") == pytest.approx(7.61e6, rel=1e-3)
