"""Growth of cost and algorithmic progress: what Epoch AI and others printed comes out of the costs and times in `data/`.

Expected values are typed from the source named beside them, with the arithmetic that leads there.
"""

import doctest

import pytest
from helpers import book_results

from analysis.core import fitting
from analysis.results import compute

pytestmark = pytest.mark.usefixtures("no_ranges")

HEADER = "id,trend_date,fitted,trend_cost,as_of,source,locator,grade,note\n"


@pytest.fixture(scope="module")
def published():
    return book_results()


@pytest.fixture(scope="module")
def number(published):
    """name -> value in canonical units, as published."""
    return lambda name: published.numbers[name].value


@pytest.fixture(scope="module")
def interval(published):
    """name -> its 90% interval."""
    return lambda name: (published.numbers[name].low, published.numbers[name].high)


@pytest.fixture
def own(tmp_path):
    """Results with lines of a reader's own in the table of costs."""

    def results(lines, **given):
        path = tmp_path / "mine.csv"
        path.write_text(HEADER + lines, encoding="utf-8")
        return compute(tables=[("cost_trend", str(path))], **given)

    return results


# --- Epoch AI, training-cost-trends, cost_analysis.ipynb (commit 0efb2ce), output of cells 26 and 27 ---


def test_the_growth_of_cost_to_the_printed_digits(number):
    # N=41.0; R^2=0.58 (summary: 0.583); 0.38198 OOMs/year; 2.40981x/year; doubling time of 9.45686 months
    assert number("trend_models") == 41
    assert number("trend_explained") == pytest.approx(0.583, abs=0.0005)
    assert number("cost_magnitudes") == pytest.approx(0.38198, abs=0.000005)
    assert number("cost_growth") == pytest.approx(2.40981, abs=0.000005)
    assert number("cost_growth") == pytest.approx(number("printed_growth"), abs=0.000005)
    assert number("cost_doubling_time") == pytest.approx(9.45686, abs=0.000005)


def test_the_interval_of_the_growth(interval):
    # 90% CI: 0.29474, 0.46922; 1.97125x, 2.94595x; 7.69857, 12.25605 months
    assert interval("cost_magnitudes") == pytest.approx((0.29474, 0.46922), rel=1e-4)
    assert interval("cost_growth") == pytest.approx((1.97125, 2.94595), rel=1e-4)
    assert interval("cost_doubling_time") == pytest.approx((7.69857, 12.25605), rel=1e-4)


def test_the_standard_error_and_the_intercept(number):
    # coef 0.3820, std err 0.052, const -766.4197: the line at year 0 in powers of ten
    margin = number("trend_slope_margin") / 2.302585093
    assert margin / 1.684875 == pytest.approx(0.052, abs=0.0005)  # t(0.95; 39) of printed tables: 1.685
    level = fitting.math.log10(number("trend_centre_cost")) - number("cost_magnitudes") * number("trend_centre_year")
    assert level == pytest.approx(-766.4197, abs=0.0001)


def test_the_band_is_that_of_least_squares(number, interval):
    # At a date x the mean has the error s * sqrt(1/n + (x - mean)^2 / Sxx): margins of level and slope, added as squares.
    for year in (2016, 2022, 2030):
        half = (number("trend_centre_margin") ** 2 + (number("trend_slope_margin") * (year - number("trend_centre_year"))) ** 2) ** 0.5
        low, high = interval(f"trend_path.{year}")
        assert fitting.math.log(high / low) / 2 == pytest.approx(half, rel=0.02)  # quantiles of draws


def test_the_record_run_reaches_a_billion_by_2027(number, interval):
    # Abstract of the paper: by 2027. From GPT-4, 40.58659M on 2023-03-15: 2023.205 + log(1000/40.58659)/0.8795 = 2026.85.
    assert number("largest_trend_cost") == 40_586_590
    assert number("billion_year") == pytest.approx(2026.85, abs=0.01)
    assert interval("billion_year")[1] == pytest.approx(2023.205 + 3.2043 / (0.29474 * 2.302585), abs=0.01)
    # The line itself: (9 + 766.4197) / 0.38198 = 2030.0.
    assert number("trend_billion_year") == pytest.approx(2030.0, abs=0.02)


def test_later_models_and_epochs_own_later_fit(number):
    # July 2025 notebook (commit 1075758): 2.76748x through 61 models; ours goes through 41 and 18, of which the costs differ.
    assert number("printed_longer_growth") == 2.76748
    assert number("longer_growth") == pytest.approx(2.76748, rel=0.01)
    # Price index: 119.349 / 119.029; Grok-3 300,872,431.99 / 1.00269 = 300.07M
    assert number("price_rise_2024") == pytest.approx(119.349 / 119.029, abs=0.000005)
    assert number("largest_later_cost") == pytest.approx(300.07e6, rel=1e-4)
    # (300.065 / 40.587) ** (1 / 1.92215) = 2.83
    assert number("largest_run_growth") == pytest.approx(2.83, abs=0.005)


def test_v3_against_the_line(number):
    # 10 ** (-766.4197 + 0.381983 * 2024.97968) = 12.25M; 5.39 / 12.25 = 0.44
    assert number("v3_trend_level") == pytest.approx(12.25e6, rel=2e-3)
    assert number("v3_trend_ratio") == pytest.approx(0.44, abs=0.002)
    assert number("v3_trend_gap") == pytest.approx(1 / 0.44, abs=0.01)


# --- A reader's own line ---


def test_a_run_of_the_readers_own_enters_the_line(own, number):
    mine = own("my_run,2025-06-01,yes,500000000,2025-06-01,,,assumption,A run of mine.\n")
    assert mine.numbers["trend_models"].value == 42
    assert mine.numbers["cost_growth"].value > number("cost_growth")
    assert mine.numbers["largest_trend_cost"].value == 500_000_000


def test_a_line_can_be_taken_out_of_the_fit(own, number):
    gpt4 = "gpt4,2023-03-15,no,40586590,2024-06-19,epoch_cost_notebook,cell 22,dataset,Taken out.\n"
    without = own(gpt4)
    assert without.numbers["trend_models"].value == 40
    assert without.numbers["cost_growth"].value < number("cost_growth")
    assert without.numbers["largest_trend_cost"].value == number("trend_cost.gemini_1_ultra")


def test_dearer_v3_moves_no_growth(own, number):
    v3 = "deepseek_v3,2024-12-24,no,53900000,2025-07-04,epoch_models,line,dataset,Ten times as much.\n"
    assert own(v3).numbers["cost_growth"].value == number("cost_growth")


# --- Least squares on its own ---


def test_examples_in_docstrings():
    assert doctest.testmod(fitting).failed == 0


@pytest.mark.parametrize("probability, freedom, printed", [
    (0.95, 1, 6.314), (0.95, 2, 2.920), (0.95, 5, 2.015), (0.95, 39, 1.685), (0.95, 120, 1.658), (0.975, 10, 2.228), (0.995, 30, 2.750), (0.5, 4, 0.0),
])  # fmt: skip
def test_student_quantiles_of_printed_tables(probability, freedom, printed):
    assert fitting.student_quantile(probability, freedom) == pytest.approx(printed, abs=0.0006)


def test_a_line_by_hand():
    # (1, 2), (2, 4), (3, 5), (4, 4), (5, 5): slope 6/10, mean 3 and 4, residuals 2.4, R squared 0.6, error sqrt(0.8/10)
    fit = fitting.line([(1, 2), (2, 4), (3, 5), (4, 4), (5, 5)])
    assert (fit.slope, fit.centre_x, fit.centre_y) == pytest.approx((0.6, 3, 4))
    assert (fit.explained, fit.slope_error, fit.freedom) == pytest.approx((0.6, 0.08**0.5, 3))


@pytest.mark.parametrize("points", [[], [(0, 1), (1, 2)], [(1, 1), (1, 2), (1, 3)]])
def test_too_few_points_are_refused(points):
    with pytest.raises(ValueError, match="at least three points"):
        fitting.line(points)


@pytest.mark.parametrize("probability, freedom", [(0.4, 5), (1, 5), (0.9, 0)])
def test_quantiles_that_do_not_exist_are_refused(probability, freedom):
    with pytest.raises(ValueError):
        fitting.student_quantile(probability, freedom)


# --- Algorithmic progress ---


@pytest.mark.parametrize("line, value, low, high", [
    ("openai_2020", 1.68, None, None),  # 2 ** (12/16); Amodei's essay gives 1.68 for 2020
    ("epoch_2024", 2.83, 1.81, 5.28),  # 2 ** (12/8), 2 ** (12/14), 2 ** (12/5)
    ("epoch_neurips_2024", 2.83, 1.46, 64),  # 2 ** (12/22), 2 ** (12/2)
    ("amodei_2025", 4, None, None),
    ("semianalysis_2025", 4, None, None),
    ("semianalysis_amodei_2025", 10, None, None),
    ("gundlach_2025", 2.48, None, None),  # 22,000 ** (1/11)
    ("scher_2025", 60, 16, 60),
    ("epoch_2026", 3, 3, 10),
])  # fmt: skip
def test_who_said_what(number, line, value, low, high):
    assert number(f"progress_factor.{line}") == pytest.approx(value, abs=0.005)
    for name, end in (("progress_least", low), ("progress_most", high)):
        assert number(f"{name}.{line}") == (None if end is None else pytest.approx(end, abs=0.005))


def test_the_estimate_that_is_used_and_its_interval(number, interval):
    assert number("algorithmic_progress") == pytest.approx(2 ** (12 / 8))
    assert interval("algorithmic_progress") == pytest.approx((2 ** (12 / 22), 2 ** (12 / 2)), rel=1e-4)
    assert number("progress_claim_ratio") == pytest.approx(4 / 2 ** (12 / 8))  # 4x printed for a paper that says 2.83x


def test_the_price_that_fell_tenfold(number):
    assert number("price_fall_factor") == pytest.approx(6.31, abs=0.005)  # 10 ** (12/15)
