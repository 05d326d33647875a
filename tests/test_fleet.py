"""The fleet, the owner's hour, H100 equivalents and rents: published cases to their digits, the annuity by hand, properties.

Inputs are the cells of `data/` through the whole book; expected values are typed, with their source or arithmetic beside them.
"""

import csv
import re

import pytest
from helpers import ROOT, book_results
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.core.chapters import fleet as chapter
from analysis.core.chapters import rents as rents_chapter
from analysis.results import compute

pytestmark = pytest.mark.usefixtures("no_ranges")

GPUS = ("a100_pcie", "h20_sxm", "h800_sxm", "h100_sxm")
HOURS = 35_064  # 4 years of 8,766 hours
# Below a millionth a year the powers of the annuity lose their digits; at zero they are not used.
RATES, SHARES = st.just(0.0) | st.floats(1e-6, 1), st.floats(0.01, 1)


@pytest.fixture(scope="module")
def book():
    return book_results()


def value(results, name):
    return results.numbers[name].value


def each(results, name, keys=GPUS):
    return [value(results, f"{name}.{key}") for key in keys]


# --- SemiAnalysis, table DeepSeek AI TCO, corrected edition. Columns A100, H20, H800, H100; Total ---


def test_purchase_to_half_a_million(book):
    # 10,000 x 23,716; 30,000 x 24,228; 10,000 x 31,728; 10,000 x 34,728
    assert each(book, "fleet_capex") == [237.16e6, 726.84e6, 317.28e6, 347.28e6]
    assert [round(one / 1e6) for one in each(book, "fleet_capex")] == [237, 727, 317, 347]  # as printed
    assert round(value(book, "fleet_total_capex") / 1e6) == 1_629


def test_operation_and_ownership_as_printed(book):
    assert [one / 1e6 for one in each(book, "fleet_operation")] == [157, 387, 170, 230]
    assert value(book, "fleet_total_operation") == 944e6
    printed = [395, 1_114, 487, 577]
    assert [one / 1e6 for one in each(book, "fleet_ownership")] == pytest.approx(printed, abs=1)
    assert value(book, "fleet_total_cost") / 1e6 == pytest.approx(2_573, abs=0.5)


def test_hour_at_full_use(book):
    # printed cost of ownership / (count x 35,064 h): 1.127, 1.059, 1.389, 1.646; the A100's printed total is a million too high
    printed = [395e6 / (10_000 * HOURS), 1_114e6 / (30_000 * HOURS), 487e6 / (10_000 * HOURS), 577e6 / (10_000 * HOURS)]
    assert [round(one, 3) for one in printed] == [1.127, 1.059, 1.389, 1.646]
    assert each(book, "owner_hour_price") == pytest.approx(printed, abs=0.003)


def test_the_table_is_the_case_without_capital_resale_and_idle_hours(book):
    """The parameters stand at the table's own conventions, so nothing that was published moves."""
    assert each(book, "full_hour_price") == pytest.approx(each(book, "owner_hour_price"), rel=1e-12)
    assert [value(book, f"case_hour_price.{gpu}.table_case") for gpu in GPUS] == pytest.approx(each(book, "owner_hour_price"), rel=1e-12)
    assert [value(book, f"use_hour_price.{gpu}.use_100") for gpu in GPUS] == pytest.approx(each(book, "owner_hour_price"), rel=1e-12)
    assert value(book, "fleet_life_cost") == pytest.approx(value(book, "fleet_total_cost"), rel=1e-12)
    assert value(book, "breakeven_utilisation.h800_sxm") == pytest.approx(value(book, "h800_breakeven_use"), rel=1e-12)


def test_what_the_owner_documents(book):
    # 10,000 A100 x (23,716 + 4 x 3,925) + 2,048 H800 x (31,728 + 4 x 4,250) = 394,160,000 + 99,794,944
    assert value(book, "fleet_documented_cost") == 493_954_944
    made = compute(ROOT, sets=[("fleet_gpus.h800_sxm", "20000"), ("v3_cluster_gpus", "1000")])
    assert value(made, "fleet_documented_cost") == 394_160_000 + 48_728_000  # what the newsletter alone counts does not enter


def test_break_even_against_two_dollars(book):
    assert value(book, "breakeven_utilisation.h800_sxm") == pytest.approx(1.389 / 2, abs=0.001)  # 69.4%


def test_first_edition_left_a_column_out(book):
    # 237 + 727 + 317 = 1,281, quoted as about 1.3 billion; + 347 = 1,628
    assert value(book, "printed_first_capex") == 1_281e6 and value(book, "printed_total_capex") == 1_628e6
    assert round(value(book, "printed_first_capex") / 1e9, 1) == value(book, "first_edition_capex") / 1e9 == 1.3


def test_operation_follows_the_purchase(book):
    # 66.2% for A100 and H100; 53.2% and 53.6% for H20 and H800
    assert [round(one, 3) for one in each(book, "operation_share")] == [0.662, 0.532, 0.536, 0.662]
    # a year per GPU 3,925, 3,225, 4,250, 5,750 over 300, 400, 700, 700 W
    assert each(book, "operation_per_watt") == pytest.approx([13.083, 8.0625, 6.0714, 8.2143], rel=1e-4)
    assert value(book, "operation_share_spread") == pytest.approx(0.6623 / 0.5324, rel=1e-3)
    assert value(book, "operation_watt_spread") == pytest.approx(13.083 / 6.0714, rel=1e-3)


def test_another_route_to_the_same_rent(book):
    assert abs(value(book, "recoup_gap")) < 0.005  # Latent Space: $1.65; the table: $1.646


# --- The cost of capital ---


def test_annuity_by_hand():
    """13.3% over 48 months, each month paid one by one, leaves nothing owed."""
    monthly = chapter.capital_recovery(0.133, 0.0, 4, 12) / 12
    owed = 1.0
    for _ in range(48):
        owed += owed * 0.133 / 12 - monthly
    assert owed == pytest.approx(0, abs=1e-12)


def test_annuity_with_a_sale_at_the_end():
    monthly, owed = chapter.capital_recovery(0.1, 0.25, 3, 12) / 12, 1.0
    for _ in range(36):
        owed += owed * 0.1 / 12 - monthly
    assert owed == pytest.approx(0.25, abs=1e-12)


def test_capital_adds_480_million(book):
    # 1.013 3 / 12: i = 0.0110833; 48 i (1 + i)^48 / ((1 + i)^48 - 1) = 1.2949
    assert value(book, "capital_addition") == pytest.approx(0.295, abs=0.0005)
    assert value(book, "fleet_capital_cost") / 1e6 == pytest.approx(480, abs=0.5)
    assert value(book, "fleet_cost_with_capital") / 1e6 == pytest.approx(2_573 + 480, abs=1)
    # 0.2949 / 0.662 and 0.2949 / 0.536
    assert value(book, "capital_in_operation.h100_sxm") == pytest.approx(0.445, abs=0.001)
    assert value(book, "capital_in_operation.h800_sxm") == pytest.approx(0.550, abs=0.001)


def test_a_changed_rate_moves_the_hour_but_not_the_table():
    made = compute(ROOT, sets=[("capital_cost_rate", "13.3"), ("fleet_utilisation", "80")])
    # (31,728 x 1.29488 / 4 + 4,250) / (8,766 x 0.8)
    assert value(made, "full_hour_price.h800_sxm") == pytest.approx(2.0706, abs=1e-3)
    assert value(made, "fleet_total_cost") == 2_572_560_000
    assert value(made, "fleet_life_cost") == pytest.approx(2_572.56e6 + 480.23e6, rel=1e-5)
    assert value(made, "case_hour_price.h800_sxm.table_case") == value(made, "full_hour_price.h800_sxm")


@given(RATES, st.floats(0, 0.9), st.floats(0.5, 15), st.integers(1, 365))
@settings(max_examples=100, deadline=None)
def test_capital_never_makes_it_cheaper(rate, residual, years, payments):
    line = chapter.capital_recovery(0.0, residual, years, payments)
    assert line == pytest.approx((1 - residual) / years)  # rate zero is the straight line
    assert chapter.capital_recovery(rate, residual, years, payments) >= line * (1 - 1e-6)


@given(st.floats(1e-8, 1e-6), st.floats(1, 15))
@settings(max_examples=50, deadline=None)
def test_no_jump_at_rate_zero(rate, years):
    assert chapter.capital_recovery(rate, 0.0, years, 12) == pytest.approx(1 / years, rel=1e-4)


@given(RATES, RATES, st.floats(1, 15))
@settings(max_examples=100, deadline=None)
def test_dearer_capital_costs_more(one, other, years):
    low, high = sorted((one, other))
    assert chapter.capital_recovery(low, 0.0, years, 12) <= chapter.capital_recovery(high, 0.0, years, 12) * (1 + 1e-6)


@given(st.floats(1, 1e6), SHARES, SHARES)
@settings(max_examples=100, deadline=None)
def test_more_use_makes_an_hour_cheaper(cost, one, other):
    low, high = sorted((one, other))
    assert chapter.full_hour_price(cost, 8_766, high) <= chapter.full_hour_price(cost, 8_766, low)
    assert chapter.full_hour_price(cost, 8_766, 0.0) == float("inf")  # never at work: no price pays


@given(st.floats(1, 1e6), st.floats(0.1, 50))
@settings(max_examples=100, deadline=None)
def test_at_break_even_the_hour_costs_the_rent(cost, rent):
    use = chapter.breakeven_utilisation(cost, 8_766, rent)
    assert chapter.full_hour_price(cost, 8_766, use) == pytest.approx(rent)


def test_cases(book):
    def case(name):
        return value(book, f"case_hour_price.h800_sxm.{name}")

    assert case("measured_use") == pytest.approx(1.3897 / 0.8, abs=1e-3)
    assert case("alphabet_life") == pytest.approx((31_728 / 6 + 4_250) / 8_766, abs=1e-9)
    assert case("critics_life") == pytest.approx((31_728 / 2.5 + 4_250) / 8_766, abs=1e-9)
    assert value(book, "case_residual.epoch_resale") == pytest.approx(10 ** (-0.14 * 4), abs=1e-4)
    assert case("epoch_resale") == pytest.approx((31_728 * (1 - 0.2754) / 4 + 4_250) / 8_766, abs=1e-4)
    assert case("dear_case") > max(case(name) for name in ("stated_capital", "measured_use", "critics_life"))


# --- H100 equivalents ---


@pytest.mark.parametrize("chip, tpp", [("a100_sxm_80", 4_992), ("h100_sxm", 15_832), ("h800_sxm", 15_832), ("h200_sxm", 15_832), ("h20_sxm", 2_368)])
def test_total_processing_performance_as_published(book, chip, tpp):
    """Epoch AI's chip dataset and the tool chip-export-controls print these; 148 x 16 = 296 x 8 = 2,368."""
    assert value(book, f"total_processing_performance.{chip}") / 1e12 == pytest.approx(tpp, rel=1e-9)


def test_fleet_on_two_axes(book):
    # 10,000 x 4,992/15,832 + 30,000 x 2,368/15,832 + 20,000 = 3,153 + 4,487 + 20,000
    assert value(book, "fleet_h100e_tpp") == pytest.approx(27_640, abs=1)
    # 10,000 x 1.94/3.35 + 30,000 x 4.0/3.35 + 10,000 x 3.36/3.35 + 10,000
    assert value(book, "fleet_h100e_bandwidth") == pytest.approx(5_791 + 35_821 + 10_030 + 10_000, abs=1)
    assert value(book, "v3_fleet_share_tpp") == pytest.approx(2_788_000 / (27_640 * HOURS), rel=1e-4)


def test_how_tf32_is_counted_decides_for_one_maker_alone():
    """With 32 bits instead of 19 the greatest stays the greatest, but for Amazon's chips, as the row's note says."""
    made = compute(ROOT, sets=[("tf32_bits", "32")])
    plain = book_results()
    chips = [name for name in plain.numbers if name.startswith("total_processing_performance.") and value(plain, name) is not None]
    moved = [name for name in chips if value(made, name) != pytest.approx(value(plain, name), rel=1e-2)]
    assert len(chips) > 60 and moved == ["total_processing_performance.trainium1", "total_processing_performance.trainium3", "total_processing_performance.inferentia2"]
    assert value(made, "total_processing_performance.trainium1") / 1e12 == 190 * 32


def test_a_readers_fleet(tmp_path):
    (tmp_path / "mine.csv").write_text(
        "id,chip_family,chip,fleet_gpus,gpu_selling_price,server_price,gpu_year_operation\nh100_sxm,,,0,,,\nmy_h200,Hopper,h200_sxm,2000,30000,42000,5000\n"
    )
    made = compute(ROOT, tables=[("fleet", tmp_path / "mine.csv")])
    assert value(made, "fleet_total_gpus") == 52_000
    assert value(made, "kind_h100e_bandwidth.my_h200") == pytest.approx(2_000 * 4.8 / 3.35)
    assert value(made, "full_hour_price.my_h200") == pytest.approx((42_000 / 4 + 5_000) / 8_766)


# --- Rents ---


def lines(table):
    with open(ROOT / "data" / "tables" / f"{table}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_rents_are_many_dated_and_of_each_kind():
    rents = lines("rents")
    assert len(rents) >= 30 and all(re.fullmatch(r"20\d\d-\d\d(-\d\d)?", one["rent_date"]) for one in rents)
    assert {one["kind"] for one in rents} == {"assumed", "contract", "list", "spot"}
    assert {one["rent_date"][:4] for one in rents} == {"2023", "2024", "2025", "2026"}
    assert {one["chip"] for one in rents} == {"h100_sxm", "h100_pcie", "h800_sxm"}


def test_kinds_are_told_apart_and_cards_left_out(book):
    rents = {one["id"]: one for one in lines("rents")}
    for kind in ("assumed", "contract", "list", "spot"):
        shown = {name.partition(".")[2] for name in book.numbers if name.startswith(f"{kind}_rent.")}
        assert shown == {key for key, one in rents.items() if one["kind"] == kind and one["chip"] != "h100_pcie"}


def test_listings_across_january(book):
    # Epoch AI, Hardware prices: Lambda 3.29/3.29 and 2.49/2.49 (PCIe), CR8DL 3.95/3.95 and 3.42/3.42 (H800), Oracle 10/10,
    # RunPod 3.99/2.99 and 3.29/2.39, Oblivus 3.45/2.94 and 3.25/1.98
    assert [value(book, f"listings_{word}") for word in ("compared", "risen", "unmoved", "fallen")] == [9, 0, 5, 4]
    assert value(book, "listing_move.runpod_sxm") == pytest.approx(2.99 / 3.99 - 1)
    assert value(book, "steepest_listing_fall") == pytest.approx(1 - 1.98 / 3.25)  # 39.1%


def test_every_pair_is_one_vendor_and_chip_on_both_sides():
    rents = {one["id"]: one for one in lines("rents")}
    for pair in lines("listing_pairs"):
        before, after = rents[pair["listing_before"]], rents[pair["listing_after"]]
        assert (before["vendor"], before["chip"], before["kind"]) == (after["vendor"], after["chip"], after["kind"])
        assert before["rent_date"] < "2025-01" < "2025-02" <= after["rent_date"]


def test_published_points(book):
    # SemiAnalysis, quoted: 1.70 (October 2025), 2.35 (March 2026, up about 40%), 2.65 (June 2026)
    assert value(book, "lowest_contract_rent") == 1.7
    assert value(book, "contract_rent.h100_contract_2026_03") / 1.7 == pytest.approx(1.38, abs=0.005)
    assert value(book, "contract_rebound") == pytest.approx(2.65 / 1.7 - 1)
    assert value(book, "spot_peak_rent") == pytest.approx(4.03, abs=0.005)  # 2.42 / 0.6
    assert value(book, "aws_cut_rent") == pytest.approx(6.88, abs=0.005)  # 12.29 x 0.56


@given(st.dictionaries(st.text(min_size=1), st.floats(0.01, 100), min_size=1), st.floats(0.1, 50))
@settings(max_examples=100, deadline=None)
def test_counting_without_a_comparison(prices, rent):
    assert rents_chapter.list_rents_below(prices, rent) == sum(price < rent for price in prices.values())
    assert rents_chapter.list_rents_counted(prices) == len(prices)


def test_ranges_share_a_width_only_with_a_basis(book):
    """Rows of this subject: no relative width twice, but for one basis."""
    widths = {}
    for row in book.catalogue.leaves().values():
        if row.spread == "range" and row.where.split(":")[0] in ("data/rows/fleet.csv", "data/rows/rents.csv"):
            widths.setdefault((round(row.low / row.value, 4), round(row.high / row.value, 4)), set()).add(row.basis)
    assert widths and all(len(found) == 1 for found in widths.values())


def test_unknown_counts_show_no_interval(book):
    for name in ("fleet_life_cost", "fleet_cost_with_capital", "fleet_h100e_tpp", "full_hour_price.h800_sxm"):
        assert book.numbers[name].low is None and "unknown" in book.range_phrase(name, "en")
