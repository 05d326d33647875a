"""Markets and forecasts: sums and growth that were published come out of the tables, nothing unlike is compared, bad lines are refused.

Expected values are typed from the source named beside them, with the arithmetic that leads there.
"""

import csv
import doctest
import math
from collections import Counter

import pytest

from analysis.catalogue.order import early, late, missing_scope, order_problems, twin
from analysis.core import empirical
from analysis.core.chapters import market_parts, markets, nvidia_sales, outlook_limits, outlooks, vintages
from analysis.messages import Refusals
from analysis.project import load
from analysis.results import compute
from helpers import ROOT, book_results

pytestmark = pytest.mark.usefixtures("no_ranges")

BILLION = 1e9
SEGMENT = "id,segment_scope,start_year,start_size,goal_year,goal_size,printed_segment_growth\n"
OUTLOOK = "id,outlook_scope,outlook_base_year,outlook_base,outlook_growth,growth_fade,fan_centre\n"
FORECAST = "id,issuer,forecast_date,target_year,scope,forecast_value,forecast_kind,found_as\n"


@pytest.fixture(scope="module")
def published():
    return book_results()


@pytest.fixture(scope="module")
def number(published):
    """name -> value in canonical units, as published."""
    return lambda name: published.numbers[name].value


def lines(table):
    with open(ROOT / "data" / "tables" / f"{table}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- the article's table and NVIDIA's quarters ---


@pytest.mark.parametrize(
    "segment, start, goal, growth",
    [  # (goal / start) ** (1 / 4) - 1, over the four years from 2023 to 2027
        ("segment_chips", 45, 110, 0.2504),
        ("segment_clouds", 50, 150, 0.3161),
        ("segment_packaging", 12, 35, 0.3068),
        ("segment_software", 15, 75, 0.4953),
    ],
)
def test_the_growth_of_a_segment(number, segment, start, goal, growth):
    assert number(f"segment_growth.{segment}") == pytest.approx(growth, abs=0.00005)
    assert markets.segment_growth(start, goal, 4) == pytest.approx(growth, abs=0.00005)
    assert number(f"segment_path.{segment}.2027") == pytest.approx(goal * BILLION)
    assert number(f"segment_path.{segment}.2025") == pytest.approx(math.sqrt(start * goal) * BILLION)  # half way on a smooth path


def test_the_fiscal_years_of_nvidia(number):
    # printed for the years: 47.5 (fiscal 2024), 115.2 (2025), 193.7 (2026); sums of rounded quarters: 4.28 + 10.32 + 14.51 + 18.4,
    # 22.6 + 26.3 + 30.8 + 35.6, 39.1 + 41.1 + 51.2 + 62.314
    sums = {"2023": (47.51, 47.5), "2024": (115.3, 115.2), "2025": (193.714, 193.7)}
    for year, (own, printed) in sums.items():
        assert number(f"nvidia_datacenter_{year}") == pytest.approx(own * BILLION)
        assert number(f"nvidia_datacenter_{year}") == pytest.approx(printed * BILLION, rel=0.001)
        assert number(f"actual_value.nvidia_datacenter_{year}_actual") == pytest.approx(printed * BILLION)
    assert number("nvidia_compute_2025") == pytest.approx((34.13 + 33.87 + 43.01 + 51.3) * BILLION)
    assert number("nvidia_market_ratio") == pytest.approx(193.7 / math.sqrt(45 * 110))  # 2.75
    assert number("nvidia_run_rate") == pytest.approx(4 * 75.246 * BILLION)


def test_quarters_follow_each_other_and_parts_do_not_pass_the_whole():
    rows = lines("nvidia_quarters")
    assert [row["quarter_start"] for row in rows] == sorted(row["quarter_start"] for row in rows)
    for row in rows:
        whole = float(row["nvidia_sales"])
        parts = [float(row[name]) for name in ("computing_sales", "networking_sales") if row[name]]
        assert sum(parts) <= float(row["datacenter_sales"]) * 1.005 < whole  # parts are rounded
        if len(parts) == 2:
            assert sum(parts) == pytest.approx(float(row["datacenter_sales"]), rel=0.01)


# --- arithmetic that others printed ---


def test_growth_that_forecasters_printed(number):
    growth = lambda first, last, years=1: markets.segment_growth(first, last, years)
    assert growth(44.22, 53.445) == pytest.approx(0.209, abs=0.0005)  # Gartner, August 2023: 20.9% in 2023
    assert growth(53.445, 67.148) == pytest.approx(0.256, abs=0.0005)  # Gartner: 25.6% in 2024
    assert growth(53.445, 119.4, 4) == pytest.approx(0.2226, abs=0.00005)  # 2023 to 2027
    assert number("idc_infrastructure_growth") == pytest.approx(0.282, abs=0.0005)  # 334 to 902 in four years
    assert 77.4 + 96.78 + 114 + 128 == pytest.approx(416.2, abs=0.05)  # the four quarters of four firms in 2025
    assert growth(number("capex_four_2024"), number("capex_four_2025")) == pytest.approx(0.657, abs=0.0005)  # 251 to 416
    assert number("capex_growth") == pytest.approx(725 / 416 - 1)
    assert number("capex_volume_growth") == pytest.approx(725 * (1 - 25 / 190) / 416 - 1)


def test_what_follows_from_shares(number):
    assert number("tsmc_sales_2024") == pytest.approx(122.42 / 1.359 * BILLION)  # 90.08
    assert number("tsmc_packaging_sales") == pytest.approx(0.08 * 122.42 / 1.359 * BILLION)
    assert number("tsmc_ai_sales_2023") == pytest.approx(4.5 * BILLION, rel=0.01)  # mid-teens of 90, more than tripled
    assert number("cloud_genai_2025") == pytest.approx((419 - (330.4 - 102)) / 2 * BILLION)
    assert number("enterprise_genai_growth") == pytest.approx(math.sqrt(37 / 1.7) - 1)


# --- what is compared with what ---


def test_only_a_part_above_or_a_whole_below_decides(published):
    verdict, ratio = (lambda key: published.numbers[f"reading_verdict.{key}"].value), (lambda key: published.numbers[f"reading_ratio.{key}"].value)
    for row in lines("segment_readings"):
        side = {"role_part": ratio(row["id"]) > 1, "role_whole": ratio(row["id"]) < 1, "role_kin": False}[row["reading_role"]]
        assert (verdict(row["id"]) != "path_open") == side
    assert verdict("reading_nvidia_compute_2025") == "path_too_low"
    assert verdict("reading_enterprise_genai_2023") == "path_too_high"
    assert verdict("reading_nvidia_datacenter_2025") == "path_open"  # networking may not belong to the segment


def test_the_archive_is_broad():
    rows = lines("forecasts") + [row for row in lines("capacity_figures") if row["capacity_kind"] == "capacity_forecast"]
    issuers = Counter(row["issuer"] for row in rows)
    assert len(rows) >= 60 and len(issuers) >= 8
    assert max(issuers.values()) <= len(rows) / 3
    assert all(row["source"] and row["found_as"] and (row.get("scope") or row["capacity_date"]) for row in rows)


def test_a_forecast_meets_the_outcome_of_its_own_scope_and_year(published):
    outcomes = {(row["scope"], row["actual_year"]): row["id"] for row in lines("actuals")}
    for row in lines("forecasts"):
        met = (row["scope"], row["target_year"]) in outcomes
        assert (f"forecast_ratio.{row['id']}" in published.numbers) == met
        if met:
            ratio = published.numbers[f"actual_value.{outcomes[row['scope'], row['target_year']]}"].value / published.numbers[f"forecast_value.{row['id']}"].value
            assert published.numbers[f"forecast_error.{row['id']}"].value == pytest.approx(math.log(ratio))


def test_errors_that_were_told(number):
    # CoWoS at the end of 2024: 20 thousand planned in September 2023, 35 to 40 reached
    assert number("forecast_hit.anandtech_end_2024") == pytest.approx(37.5 / 20)
    assert number("forecast_ratio.amd_2310_amd_instinct_2024") == pytest.approx(5 / 2)  # "2 billion" became "more than 5"


def test_the_fan_is_the_distribution_of_recorded_errors(published):
    number = lambda name: published.numbers[name].value
    horizons = {name.partition(".")[2]: one.value for name, one in published.numbers.items() if name.startswith(("forecast_horizon.", "capacity_horizon."))}
    ratios = {name.partition(".")[2]: one.value for name, one in published.numbers.items() if name.startswith(("forecast_ratio.", "forecast_hit."))}
    cases = sorted(ratios[key] for key, years in horizons.items() if 0.5 <= years < 1.5)
    assert number("fan_cases.2026") == len(cases) == number("horizon_cases.1")
    inside = [ratio for ratio in cases if number("fan_low.2026") <= ratio * number("fan_path.2026") <= number("fan_high.2026")]
    assert len(inside) / len(cases) == pytest.approx(0.8, abs=0.03)
    for year in range(2026, 2031):
        enough = number(f"fan_cases.{year}") >= number("least_cases")
        assert (f"fan_low.{year}" in published.numbers) == (f"fan_high.{year}" in published.numbers) == enough
        singles = [name for name in published.numbers if name.startswith(f"single_cases.{year}.")]
        assert len(singles) == (0 if enough else number(f"fan_cases.{year}"))


def test_below_the_least_number_of_cases_there_is_no_fan():
    groups = empirical.grouped({"a": 2.0, "b": 1.0, "c": 4.0}, {"a": 1, "b": 1, "c": 3})
    assert groups == {1: [2.0, 1.0], 3: [4.0]}
    ratios, horizons = {f"f{i}": 1 + i / 10 for i in range(11)}, {f"f{i}": 1.2 if i < 10 else 2.9 for i in range(11)}
    given = (ratios, {}, horizons, {})
    low, high = vintages.horizon_low(*given, 0.8, 10), vintages.horizon_high(*given, 0.8, 10)
    assert list(low) == list(high) == [1]
    assert vintages.horizon_low(*given, 0.8, 11) == {}
    assert (low[1], high[1]) == pytest.approx((1.09, 1.81))  # between the neighbours: 0.1 and 0.9 of the way from first to last


def test_the_limits_compare_like_with_like(number):
    # packages of 2025 by Epoch AI: 708,416 of 700 W, 531,486 of 400, 1,717,823 of 1,200, 1,500,691 of 1,400, 4,458,416 in all
    watts = (708_416 * 700 + 531_486 * 400 + 1_717_823 * 1_200 + 1_500_691 * 1_400) / 4_458_416  # 1,092.5
    assert number("package_power") == pytest.approx(watts)
    room = (950 - 415 * 1.17) * 1e12 / 8_760  # average use, so that halls count by their load: 53.0 GW
    halls = 29.6 / 12.387 * watts
    assert number("electricity_line") == pytest.approx(room / 0.75 / halls * number("package_revenue"), rel=1e-3)
    assert 325e12 / 8_760 / 74e9 == pytest.approx(0.5, abs=0.005) and 580e12 / 8_760 / 132e9 == pytest.approx(0.5, abs=0.005)  # Berkeley Lab, 2028
    # wafers of 2026: capacity from 77.5 to 130 thousand a month along a straight line; after the last node nothing is added
    assert number("packaging_line.2026") == pytest.approx((77.5 + 130) / 2 * 12_000 * number("wafer_worth"), rel=1e-6)
    assert number("packaging_line.2027") == number("packaging_line.2030") == pytest.approx(130 * 12_000 * number("wafer_worth"))


@pytest.mark.parametrize("name, value, asked", [("least_cases", "11", "fan_low.2027"), ("projection_day", "2026-12-31", "fan_low.2027"), ("projection_day", "2026-01-01", "fan_low.2027"), ("outlook_last_day", "2030-01-01", "fan_cases.2030")])
def test_what_may_be_set_leaves_what_the_page_names(name, value, asked):
    found = compute(sets=[(name, value)]).numbers
    assert asked in found and "packaging_line.2026" in found and any(one.startswith("single_cases.") for one in found)


@pytest.mark.parametrize("name, value", [("least_cases", "12"), ("projection_day", "2027-01-01"), ("outlook_last_day", "2029-12-31")])
def test_what_would_empty_the_page_is_refused(name, value):
    with pytest.raises(Refusals, match="out of bounds"):
        compute(sets=[(name, value)])


# --- a reader's own lines ---


def test_a_projection_and_a_forecast_of_the_reader(tmp_path):
    # from 100 in 2022 to 225 in 2024: 50% a year, so 150 in 2023
    own = {
        "market_segments": SEGMENT + "segment_mine,hbm_market,2022,100,2024,225,50\n",
        "actuals": "id,scope,actual_year,actual_value\nmine_2023_actual,hbm_market,2023,300\n",
        "segment_readings": "id,segment,reading,reading_role\nreading_mine,segment_mine,mine_2023_actual,role_part\n",
        "forecasts": FORECAST + "mine_forecast,idc,2022-07-01,2023,hbm_market,150,of_market,found_single\n",
    }
    tables = []
    for table, text in own.items():
        path = tmp_path / f"{table}.csv"
        path.write_text(text, encoding="utf-8")
        tables.append((table, str(path)))
    found = compute(tables=tables).numbers
    assert found["segment_growth.segment_mine"].value == pytest.approx(0.5)
    assert found["reading_ratio.reading_mine"].value == pytest.approx(300 / 150)
    assert found["reading_verdict.reading_mine"].value == "path_too_low"
    assert found["goal_passed_year.segment_mine"].value == 2023
    assert found["forecast_ratio.mine_forecast"].value == pytest.approx(2)
    assert found["forecast_horizon.mine_forecast"].value == pytest.approx(1.5)


@pytest.mark.parametrize(
    "table, text, said",
    [
        ("forecasts", FORECAST + "mine,idc,2026-02-01,2025,nvidia_datacenter,200,of_market,found_single\n", ("'2026-02-01' lies after the end of 2025", "‘2026-02-01’은 목표인 2025년이 끝난 뒤입니다")),
        ("actuals", "id,scope,actual_year,actual_value\nmine,,2025,200\n", ("the new line 'mine' needs a line of table scopes here", "새 줄 ‘mine’에는 표 scopes의 줄 이름이 있어야 합니다")),
        ("actuals", "id,scope,actual_year,actual_value\nmine,nvidia_datacentre,2025,200\n", ("'nvidia_datacentre' is no line of table scopes. Did you mean 'nvidia_datacenter'?", "‘nvidia_datacenter’을 찾으셨습니까?")),
        ("forecasts", FORECAST + "mine,idc,2024-02-01,2025,,200,of_market,found_single\n", ("needs a line of table scopes here", "표 scopes의 줄 이름이 있어야 합니다")),
        ("forecasts", FORECAST + "mine,idc,,2025,hbm_market,200,of_market,found_single\n", ("'' is not a date", "날짜가 아닙니다")),
        ("forecasts", FORECAST + "mine,idc,2024-02-01,,hbm_market,200,of_market,found_single\n", ("'' is not a year", "연도가 아닙니다")),
        ("forecasts", FORECAST + "mine,idc,2024-02-01,2025,hbm_market,200,of_market,found_sngle\n", ("Did you mean 'found_single'?", "‘found_single’")),
        ("segment_readings", "id,segment,reading,reading_role\nmine,segment_chips,amd_instinct_2024_actual,role_prt\n", ("'role_prt' is not one of the words of this column", "이 열에 쓰는 낱말이 아닙니다")),
        ("actuals", "id,scope,actual_year,actual_value\nmine,nvidia_datacenter,2025,300\n", ("of one outcome there is one line", "실제 값은 하나만 둘 수 있으니")),
        ("market_segments", SEGMENT + "mine,hbm_market,2024,100,2024,225,50\n", ("'2024' is no later than 2024", "시작인 2024년보다 늦지 않습니다")),
        ("market_segments", SEGMENT + "mine,hbm_market,2027,100,2024,225,50\n", ("Allowed: a year after 2027", "2027년 뒤의 연도")),
        ("outlooks", OUTLOOK + "mine,nvidia_datacenter,2025,100,20,1,yes\n", ("the fan has 2 centres (outlook_idc, mine)",) * 2),
        ("outlooks", OUTLOOK + "outlook_idc,nvidia_datacenter,2025,100,20,1,no\n", ("the fan has 0 centres",) * 2),
        ("outlooks", OUTLOOK + "mine,nvidia_datacenter,2031,100,20,1,no\n", ("outlooks: mine starts in 2031, after 2030",) * 2),
    ],
)
def test_what_is_refused(tmp_path, table, text, said):
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusals) as refused:
        compute(tables=[(table, str(path))])
    assert all(words in refused.value.text(lang) for lang, words in zip(("en", "ko"), said))
    assert str(ROOT) not in refused.value.text()


def test_a_published_line_is_held_to_the_same():
    assert late({"forecast_date": "2026", "target_year": "2026"}) is None
    assert late({"forecast_date": "2027-01", "target_year": "2026"}) == ("forecast_date", "2027-01", "2026")
    assert late({"forecast_date": "2027"}) is None
    catalogue, _ = load(ROOT)
    assert missing_scope(catalogue, "actuals", {"scope": ""}) == "scope"
    assert missing_scope(catalogue, "actuals", {"scope": "hbm_market"}) is None
    assert list(order_problems(catalogue)) == []
    assert early({"start_year": "2026", "goal_year": "2026"}) == ("goal_year", "2026", "2026")
    assert twin(catalogue, "actuals", "hbm_market_2025_actual") is None


def test_an_outlook_that_starts_before_the_projection_leaves_the_others_alone(tmp_path, number):
    path = tmp_path / "mine.csv"
    path.write_text(OUTLOOK + "mine,nvidia_datacenter,2020,100,0,1,no\n", encoding="utf-8")
    found = compute(tables=[("outlooks", str(path))]).numbers
    assert found["outlook_sum.mine"].value == pytest.approx(500 * BILLION)  # 100 in each year from 2026 to 2030
    assert found["outlook_sum.outlook_idc"].value == pytest.approx(number("outlook_sum.outlook_idc"))


@pytest.mark.parametrize("module", [empirical, nvidia_sales, markets, market_parts, vintages, outlooks, outlook_limits])
def test_examples(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("met, of, low, high", [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)])
def test_the_interval_of_a_sample_is_wilsons(met, of, low, high):
    """Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), Table I, method 3, at 95 %."""
    for deviate, end in ((-1.959964, low), (1.959964, high)):
        assert vintages.low_forecast_rate(met / of, float(of), deviate) == pytest.approx(end, abs=5e-5)
