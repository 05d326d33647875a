"""China's compute: published quantities come out of general functions, and lines of a reader's own go through them.

Expected values are typed from the source named beside them, with the arithmetic that leads there.
"""

import pytest
from helpers import book_results

from analysis import messages
from analysis.core.chapters import china_prices, china_record, china_supply, china_world, equivalents
from analysis.results import compute

pytestmark = pytest.mark.usefixtures("no_ranges")

BITS = {"fp64_bits": 64, "tf32_bits": 19, "fp16_bits": 16, "fp8_bits": 8, "int8_bits": 8, "fp4_bits": 4}
LEDGER = "id,ledger_route,chip,ledger_units,ledger_from,ledger_until,ledger_status,as_of,source,locator,grade,note\n"
OUTLOOK = "id,import_chip,import_units,smuggled_units,policy_yield,policy_stacks,as_of,source,locator,grade,note\n"
SOURCED = "2026-04-26,nvidia_10q_2026,Own,assumption,Mine.\n"


@pytest.fixture(scope="module")
def published():
    return book_results()


@pytest.fixture(scope="module")
def number(published):
    """name -> value in canonical units, as published."""
    return lambda name: published.numbers[name].value


@pytest.fixture
def own(tmp_path):
    """Results with lines of a reader's own in one table."""

    def results(table, text, **given):
        path = tmp_path / "mine.csv"
        path.write_text(text, encoding="utf-8")
        return compute(tables=[(table, str(path))], **given)

    return results


def tpp(**tops):
    """Total processing performance of a chip that states only these."""
    return equivalents.total_processing_performance(**{f"tops_{kind}": tops.get(kind, 0.0) for kind in ("fp64", "tf32", "fp16", "fp8", "int8", "fp4")}, **BITS)


# --- Quantities that others have published (research notes, section B5) ---


def test_stacks_of_memory_into_packages(number):
    # SemiAnalysis, 8 September 2025: 13 million stacks, 8 a package, 1.6 million packages: 13 / 8 = 1.625.
    assert number("memory_stock_packages") == 1_625_000
    # Two dies a package: 2.9 / 2 = 1.45 million, the scarcer of the two.
    assert number("die_bank_packages") == 1_450_000
    assert number("stock_packages") == 1_450_000


def test_revenue_that_nvidia_lost_and_its_quarters(number):
    # The Register, 28 May 2025: 2.5 + 8.0 = 10.5 billion dollars.
    assert number("h20_revenue_lost") == pytest.approx(10.5e9)
    # Fiscal 2025: 17.11 - 2.49 = 14.62; less 3.67 and 5.42, 5.53 for the last quarter.
    assert number("nvidia_china_nine_months") == pytest.approx(14.62e9)
    assert number("nvidia_china_last_quarter") == pytest.approx(5.53e9)
    # A million at 12,000 dollars is 12.0 of 14.62 billion: 82%.
    assert number("million_gpu_revenue_share") == pytest.approx(0.82, abs=0.005)


def test_heims_dies_in_h100s(number):
    # 3,000,000 dies x 6,016 / 15,832 = 1.14 million; Heim says about 1 million.
    assert number("die_bank_h100e") == pytest.approx(1.14e6, rel=0.001)
    assert number("heim_h100e") == 1_000_000


def test_ascend_910c_against_h200():
    # 752 TFLOP/s x 16 bits = 12,032 TPP; the commentary rounds the H200 to 990 x 16 = 15,840: 76%.
    assert tpp(fp16=752e12) == pytest.approx(12_032e12)
    assert tpp(fp16=752e12) / tpp(fp16=990e12) == pytest.approx(0.76, abs=0.0005)


def test_h100_against_h20_on_two_axes(number):
    # 1,979 / 296 = 6.686; 4.0 / 3.35 = 1.194: the 20% of SemiAnalysis.
    assert 1 / number("h100e_tpp.h20_sxm") == pytest.approx(6.686, abs=0.0005)
    assert number("h100e_bandwidth.h20_sxm") == pytest.approx(1.194, abs=0.0005)


def test_h200_against_h20_as_quoted(number):
    # Tencent Technology: 6.7 times the performance at 1.3 times the price (1.40 / 1.05 million yuan).
    assert number("h200_h20_tpp_ratio") == pytest.approx(6.7, abs=0.05)
    assert number("h200_h20_price_ratio") == pytest.approx(1.3, abs=0.05)


def test_what_a_yuan_buys(number):
    # July 2024, servers at 2.7 and 1.2 million yuan, a price ratio of 2.25: 6.686 / 2.25 = 2.97; 1.194 x 2.25 = 2.69.
    assert number("h100_yuan_tpp") == pytest.approx(2.97, abs=0.005)
    assert number("h20_yuan_bandwidth") == pytest.approx(2.69, abs=0.005)


@pytest.mark.parametrize(("petaflops", "over_h20", "over_threshold", "holds"), [(7.5, 12.67, 18.75, True), (7.0, 11.82, 17.5, False)])
def test_the_b30a_claim_depends_on_the_b300(petaflops, over_h20, over_threshold, holds):
    # IFP: more than 12 H20 and more than 18 times the threshold. Half of 15 PFLOP/s at four bits is 30,000 TPP; half of 14 is 28,000.
    b30a = tpp(fp4=petaflops * 1e15) / 1e12
    assert b30a / 2_368 == pytest.approx(over_h20, abs=0.01)
    assert b30a / 1_600 == pytest.approx(over_threshold, abs=0.005)
    assert (b30a / 2_368 > 12 and b30a / 1_600 > 18) is holds


def test_the_interval_of_redirected_chips_is_symmetric_in_logarithms(number):
    # CNAS 2023: median 18,000, 95% interval 1,600 to 200,000; sqrt(1,600 x 200,000) = 17,889.
    assert number("pathway_midpoint") == pytest.approx(17_889, abs=0.5)
    assert number("pathway_midpoint") == pytest.approx(number("pathway_median"), rel=0.01)


def test_price_of_one_smuggled_order(number):
    # CNAS 2025: 2,400 H100 for 120 million dollars.
    assert number("h100_order_price") == 50_000


def test_smuggled_gpus_of_the_spring_of_2025(number):
    # 1 billion dollars at 489,000 for eight: 16,360.
    assert number("smuggled_spring_gpus") == pytest.approx(16_360, abs=1)


def test_the_surcharge_of_a_b30a_cluster_is_not_in_its_chips(number):
    # IFP: two at 22,500 for one at 45,000; the 20% (a digest has 24%) lie in links, energy and servers.
    assert number("b30a_chip_cost_ratio") == 1
    assert number("ifp_cluster_premium") == 0.2
    assert number("ifp_policy_factor") == 7.75  # 31 / 4


# --- The ledger ---


def test_legal_imports_agree_with_epochs_own_total(number):
    # nvidia_owners_cumulative_totals.csv: China, 401,698 H100 equivalents of 8-bit operations to the end of 2025.
    # Ours count TPP, the same for these chips but for the A100s: 8-bit operations 624 against 4,992 / 8 = 624.
    assert number("route_h100e_tpp.legal_imports") == pytest.approx(401_698, rel=0.01)


def test_the_ledger_line_by_line(number):
    # 1,489,899 H20 at 2,368 / 15,832 and at 4.0 / 3.35.
    assert number("ledger_h100e_tpp.legal_h20") == pytest.approx(222_845, abs=1)
    assert number("ledger_h100e_bandwidth.legal_h20") == pytest.approx(1_778_984, abs=1)
    # 500,000 packages at 12,800 / 15,832 and at 3.2 / 3.35.
    assert number("ledger_h100e_tpp.domestic_910c_2025") == pytest.approx(404_245, abs=1)
    assert number("ledger_h100e_bandwidth.domestic_910c_2025") == pytest.approx(477_612, abs=1)


def test_only_routes_that_cannot_overlap_are_summed(number):
    for axis in ("tpp", "bandwidth"):
        assert number(f"counted_h100e_{axis}") == number(f"route_h100e_{axis}.legal_imports") + number(f"route_h100e_{axis}.domestic_chips")


def test_a_plan_stands_in_no_sum(number):
    assert number("ledger_h100e_tpp.rented_oracle") > 0
    assert number("route_h100e_tpp.offshore_rented") == number("ledger_h100e_tpp.rented_malaysia")


def test_the_world_agrees_with_epochs_totals(number, published):
    # Totals of the files, in H100 equivalents of 8-bit operations: NVIDIA 13.66, TPU 3.81, AMD 1.24, Trainium 1.02 million. Ours count
    # TPP, so that the B300 weighs more (its four-bit peak is the widest); the order of magnitude has to be theirs.
    world = number("world_total_tpp") - number("route_h100e_tpp.domestic_chips")
    assert world == pytest.approx(19.73e6, rel=0.06)
    google = sum(number(f"world_h100e_tpp.tpu_{kind}") for kind in ("v4", "v5e", "v5p", "v6e", "v7"))
    assert google == pytest.approx(3.81e6, rel=0.02)


def test_a_share_near_epochs(number, published):
    # Epoch AI, April 2026: just over 5%, with more makers and by 8-bit operations.
    one = published.numbers["china_share_tpp"]
    assert one.low < 0.05 < one.high
    assert number("china_share_bandwidth") > 2 * number("china_share_tpp")


# --- Supply and policies ---


def test_the_scarcer_part_decides():
    assert china_supply.policy_packages(800_000.0, 300_000.0) == 300_000
    assert china_supply.policy_packages(200_000.0, 300_000.0) == 200_000


def test_yield_moves_nothing_while_memory_is_short(number):
    assert number("policy_die_packages.yield_to_target") == pytest.approx(1_200_000)
    assert number("policy_effect_tpp.yield_to_target") == 1
    assert number("policy_packages.memory_to_plan") == 600_000


def test_the_wafers_that_the_plan_takes(number):
    # 1.6 million dies over 60,000 x 12 wafers x 80 dies x 40%: 6.9%, a single digit as SemiAnalysis says.
    assert number("implied_wafer_share") == pytest.approx(0.0694, abs=0.0001)


def test_policies_on_two_axes(number):
    # 958,411 H20: 143,350 and 1,144,372 H100s on top of 382,547 and 426,567.
    assert number("policy_h100e_tpp.as_it_stands") == pytest.approx(300_000 * 12_800 / 15_832 + 140_000, rel=1e-6)
    assert number("policy_effect_tpp.h20_again") == pytest.approx(1 + 143_350 / 382_547, rel=1e-4)
    assert number("policy_effect_bandwidth.h20_again") == pytest.approx(1 + 1_144_372 / 426_567, rel=1e-4)


def test_the_same_money_in_the_part_that_the_table_of_chips_holds(number):
    # 958,411 x 12,500 / 22,500 = 532,451 B30As at 28,000 / 15,832 and 4.0 / 3.35: 941,665 and 635,762 H100s.
    assert number("import_units.b30a_same_money") == pytest.approx(532_451, abs=1)
    assert number("policy_effect_tpp.b30a_same_money") == pytest.approx(1 + 941_665 / 382_547, rel=1e-4)
    assert number("policy_effect_bandwidth.b30a_same_money") == pytest.approx(1 + 635_762 / 426_567, rel=1e-4)


@pytest.mark.parametrize("state, said", [("planed", "Did you mean 'status_planned'"), ("", "needs a line of table ledger_states")])
def test_a_misspelt_plan_is_no_delivery(own, state, said):
    with pytest.raises((messages.Refusal, messages.Refusals)) as refused:
        own("china_ledger", LEDGER + f"mine,legal_imports,h100_sxm,1000,2026-05,2026-06,{state}," + SOURCED)
    assert said in refused.value.text("en")


def test_lines_and_dies_of_a_readers_own(tmp_path, number):
    """One run: a chip more in the ledger, a policy of one's own, and dies so few that the yield matters again."""
    lines = {"china_ledger": LEDGER + "mine,legal_imports,h100_sxm,1000,2026-05,2026-06,status_reported,", "supply_policies": OUTLOOK + "mine,h100_sxm,100000,0,40,2400000,"}
    for table, text in lines.items():
        (tmp_path / f"{table}.csv").write_text(text + SOURCED, encoding="utf-8")
    mine = compute(sets=[("ascend_dies_2026", "400000")], tables=[(table, str(tmp_path / f"{table}.csv")) for table in lines])
    own = {name: one.value for name, one in mine.numbers.items()}
    assert own["route_h100e_tpp.legal_imports"] == pytest.approx(number("route_h100e_tpp.legal_imports") + 1000)
    assert own["china_share_tpp"] > number("china_share_tpp")
    assert own["policy_h100e_tpp.mine"] == pytest.approx(own["policy_h100e_tpp.no_smuggling"] + 100_000)
    assert (own["policy_packages.as_it_stands"], own["policy_packages.yield_to_target"]) == pytest.approx((200_000, 300_000))


# --- Forecasts and prices ---


def test_outcomes_over_forecasts(number):
    assert number("outcome_ratio.cnas_for_2025") == pytest.approx(11.2)  # 140,000 / 12,500
    assert number("outcome_ratio.grunewald_imports_2026") == 0
    assert number("outcome_ratio.semianalysis_h20_2024") == pytest.approx(0.958, abs=0.0005)
    assert china_record.h20_charge_ratio(4.5, 5.5) == pytest.approx(0.818, abs=0.0005)


def test_an_open_forecast_is_not_scored(published):
    assert published.numbers["outcome_ratio.grunewald_total_2026"].state == "missing"


def test_premiums_in_order(number):
    assert number("price_premium.b200_rack_2025") == pytest.approx(0.5)  # the printed one comes back
    assert number("price_premium.b300_server_2026") == pytest.approx(1.0)  # 1.1 over 0.55 million
    assert abs(number("price_premium.b300_server_2025")) < 0.02
    assert number("a100_rent_premium") == pytest.approx(-0.4)
    # Tencent Technology, December 2025: 1.4 million yuan for eight; / 8 / 7.1843 = 24,359 against 39,083: a case that does not fit.
    assert number("h200_quote_premium") == pytest.approx(-0.377, abs=0.001)
    assert china_prices.price_premium(60.0, 40.0) == 0.5


def test_smuggled_share_beside_cnas():
    weight = {"h100_sxm": 1.0, "h20_sxm": 0.15, "ascend_910b": 0.38}
    # 140 / (140 + 958 x 0.15 + 200 x 0.38) = 39%, four times the CNAS median of 10%: shown as a disagreement, not resolved.
    assert china_world.smuggled_share_tpp(weight, 140.0, 958.0, 200.0) == pytest.approx(0.389, abs=0.001)


# --- Refusals ---


@pytest.mark.parametrize(
    ("table", "text", "says"),
    [
        ("china_ledger", LEDGER + "mine,legal_import,h100_sxm,1000,2026-05,2026-06,status_reported," + SOURCED, "legal_imports"),
        ("china_ledger", LEDGER + "mine,legal_imports,h1000_sxm,1000,2026-05,2026-06,status_reported," + SOURCED, "h100_sxm"),
        ("china_ledger", LEDGER + "mine,legal_imports,h100_sxm,-5,2026-05,2026-06,status_reported," + SOURCED, "-5"),
        ("supply_policies", OUTLOOK + "mine,h100_sxm,100000,0,140,2400000," + SOURCED, "140"),
    ],
)
def test_bad_lines_are_refused_by_name(own, table, text, says):
    with pytest.raises(messages.Refusals, match=says):
        own(table, text)
