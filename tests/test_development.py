"""The cost of developing V3, and what others took: sums and shares that Epoch AI and others printed, by the same functions.

Expected values are typed from the source named beside them, with the arithmetic that leads there.
"""

import csv
from pathlib import Path

import pytest
from helpers import book_results

from analysis.results import compute

pytestmark = pytest.mark.usefixtures("no_ranges")

DATA = Path(__file__).parent.parent / "data"
MILLION, BILLION = 1e6, 1e9


@pytest.fixture(scope="module")
def published():
    return book_results()


@pytest.fixture(scope="module")
def number(published):
    """name -> value in canonical units, as published."""
    return lambda name: published.numbers[name].value


def lever(published, name):
    """name of a row -> its share in the width of a number."""
    return {cause.name: cause.share for cause in published.ranges[name].causes}


# --- V3: computing for research, people, both ---


def test_research_at_the_ends_of_the_share():
    # 5.576M / 0.3 = 18.6M and 5.576M / 0.1 = 55.8M: the range of the research notes
    low, high = (compute(sets=[("final_run_share", share)]).numbers["v3_research_compute"].value for share in ("0.3", "0.1"))
    assert (low, high) == pytest.approx((18.587 * MILLION, 55.76 * MILLION), rel=1e-4)


def test_research_and_people_add_up(number):
    assert number("v3_research_compute") == pytest.approx(27.88 * MILLION)  # 5.576 / 0.2
    assert number("v3_research_extra") == pytest.approx(22.304 * MILLION)
    assert number("v3_person_years") == pytest.approx(26.88)  # 150 x 0.64 x 0.28
    assert number("v3_staff_cost") == pytest.approx(4.704 * MILLION)  # 26.88 x 175,000
    assert number("v3_development_cost") == pytest.approx(32.584 * MILLION)
    assert number("development_run_ratio") == pytest.approx(32.584 / 5.576)
    assert number("v3_staff_part") == pytest.approx(4.704 / 32.584)


def test_the_older_multiple_stands_for_another_share(number):
    assert number("v3_research_compute_older") == pytest.approx(12.267 * MILLION, rel=1e-4)  # 5.576 x 2.2
    assert number("older_run_share") == pytest.approx(0.4545, abs=0.0001)
    assert number("experiment_multiple") == pytest.approx((1.2 * 4) ** 0.5, abs=0.01)  # median of a log-normal through 1.2 and 4
    assert number("run_share_multiple") > number("experiment_multiple")


def test_the_ends_of_share_and_pay(number):
    assert number("v3_research_at_openai") == pytest.approx(58.08 * MILLION, rel=1e-3)  # 5.576 / 0.096
    assert number("v3_research_at_most") == pytest.approx(18.587 * MILLION, rel=1e-4)
    assert number("research_share_swing") == pytest.approx(39.5 * MILLION, rel=1e-3)
    assert number("staff_pay_swing") == pytest.approx(26.88 * (1_300_000 - 77_948), rel=1e-4)


def test_days_between_the_reports(number):
    # 7 May to 27 December 2024: 24 + 30 + 31 + 31 + 30 + 31 + 30 + 27 = 234 days; 234 / 365.25 = 0.64
    assert number("v3_project_years") == pytest.approx(234 / 365.25, abs=0.001)


def test_the_part_of_their_time_is_the_mean_of_epochs_distribution(number):
    # log-normal through 0.05 and 0.8 at 5% and 95%: median 0.2, sigma log(16) / 3.2897 = 0.8428, mean 0.2 x exp(0.3552) = 0.285
    assert number("v3_time_share") == pytest.approx(0.285, abs=0.006)


def test_pay_rests_on_the_advertisements(published, number):
    # 90,000 x 14 / 7.1843 = 175,382; 40,000 x 14 / 7.1843 = 77,948; 110,000 x 14 = 1.54 million yuan
    row = published.catalogue.rows["staff_year_cost"]
    assert number("offer_year_most.core_system_engineer") == pytest.approx(row.value, rel=0.005)
    assert number("offer_year_least.deep_learning_developer") == pytest.approx(row.low, rel=0.005)
    assert number("alleged_top_pay") == row.high
    assert number("offer_year_most.deep_learning_researcher") * number("yuan_per_dollar") == pytest.approx(1_540_000)
    assert number("offer_year_least.core_system_engineer") is None  # the article has the upper end only


def test_the_ceiling_of_pay(number):
    assert number("staff_pay_ceiling") == 195 * MILLION  # 150 x 1.3M


def test_the_range_of_development_and_its_causes(published):
    one = published.numbers["v3_development_cost"]
    causes = lever(published, "v3_development_cost")
    assert one.low < 20 * MILLION < one.value < 80 * MILLION < one.high < 90 * MILLION
    assert list(causes)[:3] == ["final_run_share", "h800_hour_price", "staff_year_cost"]
    assert set(causes) == {"final_run_share", "h800_hour_price", "staff_year_cost", "v3_time_share", "v3_project_years"}


@pytest.mark.parametrize("place", ["development", "growth"])
def test_no_two_rows_have_one_relative_width_without_one_basis(place):
    with open(DATA / "rows" / f"{place}.csv", encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["spread"] == "range"]
    widths = {}
    for row in rows:
        value, low, high = (float(row[column]) for column in ("value", "low", "high"))
        widths.setdefault((round(low / value, 3), round(high / value, 3)) if value else (low, high), set()).add(row["basis"])
    assert [bases for bases in widths.values() if len(bases) > 1] == []


# --- OpenAI 2024, by Epoch AI (The Tradable): 4.5 + 0.4 + 0.08 of about 5 billion, and 2 for use: 7 ---


def test_openai_2024(number):
    assert number("openai_final_runs") == 480 * MILLION
    assert number("openai_research_parts") == 4.98 * BILLION
    assert number("openai_run_share") == pytest.approx(0.096)  # Epoch AI: roughly 10%
    assert number("openai_compute_parts") == 7 * BILLION


# --- Epoch AI, development_cost.ipynb (commit 0efb2ce), outputs of cells 120 and 127 ---

SHARES = {  # per cent: staff, chips, server, interconnect, energy
    "gpt3_175b": (32.73767652436419, 30.99591347169947, 21.199562810142414, 12.265857190803564, 2.8009900029903703),
    "opt_175b": (42.7754054751457, 27.052147729300348, 17.993268572863972, 10.540028058637732, 1.6391501640522415),
    "gpt4": (28.596071825552645, 31.663534622188827, 21.067298524485047, 12.33957061783924, 6.333524409934244),
    "gemini_1_ultra": (48.746786768278966, 23.104263985506833, 14.733417585964654, 8.865519007948139, 4.550012652301406),
}
TOTALS = {"gpt3_175b": 7152666.85, "opt_175b": 2702167.43, "gpt4": 125195240.53, "gemini_1_ultra": 125896833.85}


@pytest.mark.parametrize("model", SHARES)
def test_development_by_part(number, model):
    found = [100 * number(f"{part}_share.{model}") for part in ("staff", "chip", "server", "network", "energy")]
    assert found == pytest.approx(SHARES[model], abs=0.0001)
    assert sum(found) == pytest.approx(100)
    assert number(f"development_total.{model}") == pytest.approx(TOTALS[model], abs=0.05)


def test_the_paper_prints_29_to_49_per_cent_for_people(number):
    assert (round(100 * number("least_staff_share")), round(100 * number("most_staff_share"))) == (29, 49)
