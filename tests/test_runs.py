"""Training runs: published cases come out of the general functions, each with its source and arithmetic beside it.

Everything goes through `compute`, as a reader gets it; where a case used another input than the table, it is set here.
"""

import pytest
from helpers import book_results

from analysis.results import compute

pytestmark = pytest.mark.usefixtures("no_ranges")

MILLION = 1_000_000
EPOCH = ("gpt3_175b", "opt_175b", "gpt4", "gemini_1_ultra", "llama31_405b", "grok3")


@pytest.fixture(scope="module")
def results():
    return book_results()


@pytest.fixture(scope="module")
def number(results):
    """name -> value in canonical units, as published."""
    return lambda name: results.numbers[name].value


# --- Epoch AI, training-cost-trends: amortized hardware and energy ---


def test_gpt4_components(number):
    # cost_analysis.ipynb (commit 0efb2ce), nominal: 4.015593e7. Value at the start: 24,875 x 10^(-0.14 x 638/365.25) = 14,165.0547;
    # x 0.14 ln 10 / 8,766 x 57.0M h = 29,691,721 hardware, of which 1/1.66 chips; x 0.19/0.81 network;
    # 0.8125 kW x 0.75 x 1.25 x 57.0M h x $0.0806 electricity.
    assert number("start_value.gpt4") == pytest.approx(14_165.0547, abs=5e-5)
    parts = {"chip_component": 17_886_579, "server_component": 11_805_142, "network_component": 6_964_725, "energy_component": 3_499_488}
    for name, dollars in parts.items():
        assert number(f"{name}.gpt4") == pytest.approx(dollars, abs=0.5), name
    assert number("amortized_cost.gpt4") == pytest.approx(40_155_934, abs=0.5)
    assert sum(number(f"{name}.gpt4") for name in parts) == pytest.approx(number("amortized_cost.gpt4"), rel=1e-12)


def test_gemini_with_the_power_that_epoch_ai_first_derived():
    # cost_analysis.ipynb, nominal: 2.982734e7, with 373 W for a TPU v4: 8,473.88 x 10^(-0.14 x 720/365.25) = 4,488.5591;
    # 132M h; 0.373 x 1.56 kW x 0.43 x 1.1 x $0.0806. The dataset has 170 W now, which the table holds.
    numbers = compute(sets=[("board_power.tpu_v4", "373")]).numbers
    assert numbers["start_value.gemini_1_ultra"].value == pytest.approx(4_488.5591, abs=5e-5)
    assert numbers["amortized_cost.gemini_1_ultra"].value == pytest.approx(29_827_342, abs=1)


@pytest.mark.parametrize("run, amortized, acquisition", [
    # model_costs.csv (2025-07-04), dollars of December 2024: columns Hardware_Capex_Energy_Cost and Hardware_Acquisition_Cost
    ("gpt3_175b", 2_198_104.5650957455, 242_000_906.32961005),
    ("opt_175b", 733_634.6369766009, 32_030_088.831235822),
    ("gpt4", 40_695_706.40406813, 778_066_898.6709992),
    ("gemini_1_ultra", 28_309_604.039022215, 597_913_206.2830626),
    ("llama31_405b", 51_040_524.06093853, 896_044_948.8696929),  # 2,142 h x 16,384; x 119.349/119.863 = 0.995712
    ("grok3", 300_872_431.98936605, 5_481_967_429.336009),
])  # fmt: skip
def test_epoch_model_costs(number, run, amortized, acquisition):
    assert number(f"deflated_amortized_cost.{run}") == pytest.approx(amortized, rel=1e-9)
    assert number(f"deflated_acquisition_cost.{run}") == pytest.approx(acquisition, rel=1e-9)
    assert number(f"printed_amortized.{run}") == amortized and number(f"printed_acquisition.{run}") == acquisition
    assert number(f"reproduction_gap.{run}") == pytest.approx(0, abs=1e-9)


def test_nominal_acquisitions(number):
    # 25,000 x 24,875 / 0.81 = $767.7M; 57,000 x 8,473.88 / 0.81 = $596.3M; 16,384 x 44,489.88 / 0.81 = $899.9M
    found = [round(number(f"acquisition_cost.{run}") / MILLION, 1) for run in ("gpt4", "gemini_1_ultra", "llama31_405b")]
    assert found == [767.7, 596.3, 899.9]


def test_disclosed_hours_give_less_than_epoch_ai_printed(number):
    # 30.84M disclosed against 2,142 x 16,384 = 35.09M; in dollars of December 2024 44.9M against 51.04M
    assert number("gpu_hours.llama31_405b") == 30_840_000 and number("others_hours.llama31_405b") == 35_094_528
    ours = number("amortized_cost.llama31_405b") * number("price_level_2024") / number("price_level.llama31_405b")
    assert round(ours / MILLION, 1) == 44.9
    assert number("others_amortized_cost.llama31_405b") == pytest.approx(51_260_340, abs=1)  # nominal


@pytest.mark.parametrize("run, price", [
    # Price rows of the same dataset: three-year commitments. Gemini's printed price fits 57,000 x 2,400 h = 136.8M h at 1.45.
    ("gpt3_175b", 1.16), ("opt_175b", 1.80), ("gpt4", 1.36), ("gemini_1_ultra", 1.45 * 136.8 / 132), ("llama31_405b", 4.86), ("grok3", 4.86),
])  # fmt: skip
def test_cloud_prices_imply_a_price_row(number, run, price):
    assert number(f"implied_cloud_price.{run}") == pytest.approx(price, rel=1e-6)


def test_spread_between_methods(number):
    # Llama 3.1 405B: $51.0M amortized, $61.7M at $2/h, $73.4M in the second file, $169.8M cloud, $896M to buy. GPT-4: $40.7M to $778M.
    assert number("run_cost.llama31_405b") == pytest.approx(61_680_000)
    assert [round(number(f"{name}.llama31_405b") / MILLION, 1) for name in ("undocumented_print", "cloud_print")] == [73.4, 169.8]
    assert [round(number(f"{name}.gpt4") / MILLION, 1) for name in ("printed_amortized", "undocumented_print", "cloud_print")] == [40.7, 68.8, 78.6]
    assert [round(number(f"print_spread.{run}"), 1) for run in ("gpt4", "gemini_1_ultra", "llama31_405b")] == [19.1, 21.1, 17.6]
    assert round(number("index_print.gemini_1_ultra") / number("printed_amortized.gemini_1_ultra"), 1) == 6.8  # 192 / 28.3
    for run in EPOCH:  # the cluster bought over what it was used up for
        known = [number(f"{name}.{run}") for name in ("run_cost", "cloud_cost", "owner_cost", "amortized_cost", "acquisition_cost", "flop_based_cost")]
        known = [value for value in known if value is not None]
        assert number(f"method_spread.{run}") == pytest.approx(max(known) / min(known))
        assert number(f"method_count.{run}") == len(known)


# --- DeepSeek ---


def test_v3_is_the_same_run_on_both_pages(number):
    assert number("run_cost.deepseek_v3") == number("v3_final_run_cost") == 5_576_000  # 2.788M h x $2
    assert number("cloud_cost.deepseek_v3") == number("v3_cost_at_list_rent") == pytest.approx(9_534_960)  # x 3.42
    assert number("owner_cost.deepseek_v3") == number("v3_cost_at_owner_price")
    assert round(number("owner_cost.deepseek_v3") / MILLION, 1) == 3.9
    assert number("run_energy.deepseek_v3") == pytest.approx(3.33e9, rel=2e-3)  # 2.788M h x 1.275 kW x 0.75 x 1.25


def test_one_row_moves_both_pages():
    numbers = compute(sets=[("h800_hour_price", "3")]).numbers
    assert numbers["run_cost.deepseek_v3"].value == numbers["v3_final_run_cost"].value == 8_364_000


def test_r1_and_v2(number):
    assert number("run_cost.deepseek_r1") == number("r1_added_cost") == 294_672  # 147,336 h x $2
    assert number("gpu_hours.deepseek_v2") == pytest.approx(1_399_680)  # 172.8K x 8.1, not the 172,800 that Epoch AI books
    assert number("others_hours.deepseek_v2") == 172_800
    assert number("run_cost.deepseek_v2") == pytest.approx(2.80e6, rel=1e-3)


def test_v32_exp_tokens_and_what_is_missing(results, number):
    assert number("v32_sparse_tokens") == 943_718_400_000  # 15,000 x 480 x 131,072 = 943.7B
    assert number("v32_warmup_tokens") == 2_097_152_000  # 1,000 x 16 x 131,072 = 2.1B
    assert number("tokens.deepseek_v32_exp") == 945_815_552_000
    assert results.numbers["gpu_hours.deepseek_v32_exp"].state == results.numbers["run_cost.deepseek_v32_exp"].state == "missing"
    assert number("method_count.deepseek_v32_exp") == 1 and results.numbers["method_spread.deepseek_v32_exp"].state == "missing"
    assert results.words("run_cost.deepseek_v32_exp", "en").startswith("not disclosed (GPU-hours")


def test_one_mfu_of_v3_under_many_names(number):
    # 6 x 37e9 x 14.8e12 = 3.2856e24. Note: / (2.688M x 3,600 x 1,513e12) = 22.4 %. Field: 385 / 1,979 = 19.5 %.
    # Over 2.664M h: 342.6 TFLOP/s, 34.6 % of 989 and 17.3 % of 1,979; causal 385 / 989 = 38.9 %.
    assert number("v3_training_flop") == pytest.approx(3.2856e24)
    readings = {"note": 0.2244, "field": 0.195, "fp8": 0.173, "bf16": 0.346, "causal": 0.389}
    for name, value in readings.items():
        assert number(f"reading_utilisation.v3_reading_{name}") == pytest.approx(value, abs=6e-4), name
    assert number("printed_utilisation.v3_reading_layers") == 0.37 and number("reading_utilisation.v3_reading_layers") is None


# --- Meta: Llama 3.1 and Llama 4 model cards ---


def test_meta_hours_energy_and_emissions(number):
    assert number("llama31_hours") == 39_300_000 and number("llama31_emissions") == 11_390  # 1.46 + 7.0 + 30.84; 420 + 2,040 + 8,930
    assert number("llama4_hours") == 7_380_000 and number("llama4_emissions") == 1_999  # 5.0 + 2.38; 1,354 + 645
    assert number("board_energy.llama31_405b") == pytest.approx(21.59e9, rel=1e-3)  # 30.84M h x 0.7 kW
    assert number("emission_intensity.llama31_405b") * 1e9 == pytest.approx(413.7, abs=0.05)  # g/kWh
    both = number("llama4_emissions") / (number("board_energy.llama4_scout") + number("board_energy.llama4_maverick"))
    assert both * 1e9 == pytest.approx(386.9, abs=0.1)


def test_hours_of_llama_against_its_reported_utilisation(number):
    # 6 x 405e9 x 15.6e12 = 3.79e25 over 30.84M h x 989.4 TFLOP/s: 34.5 %, below the 38 to 43 % of the paper
    assert number("training_flop.llama31_405b") == pytest.approx(3.79e25, rel=1e-3)
    assert number("model_flop_utilisation.llama31_405b") == pytest.approx(0.345, abs=5e-4)
    assert number("reported_utilisation.llama31_405b") == 0.4042
    assert number("unexplained_share.llama31_405b") == pytest.approx(1 - 0.34510 / 0.4042, abs=1e-4)


# --- Others ---


def test_minimax_grok_and_the_parts_of_a_server(number):
    assert number("minimax_gpu_hours") == 258_048  # 512 x 21 x 24
    assert round(number("minimax_hour_price"), 3) == 2.072 and number("run_cost.minimax_m1") == pytest.approx(534_700)
    assert round(number("grok4_hour_price"), 2) == 1.99 and number("nominal_print.grok4") == 490e6  # $490M / 246M h
    assert number("run_cost.grok4") == pytest.approx(492e6)  # 246M h x $2: not the print over its own hours
    assert number("grok4_power") / 1_000 == pytest.approx(1.26, abs=5e-4)  # 310 GWh / 246M h
    assert 5200 + 7860 + 3456 + 10908 + 563 + 875 + 463 + 1200 + 1485 == number("dgx_h100_other_parts") == 32_010
    assert number("h100_part_cost") == 5_875  # (269,010 - 190,000 - 32,010) / 8


# --- The tables ---


def test_every_run_has_a_method_and_enough_have_many(results, number):
    runs = results.catalogue.tables["runs"]
    assert len(runs) == 17 and all(number(f"method_count.{run}") >= 1 for run in runs)
    four = [run for run in runs if all(number(f"{name}.{run}") is not None for name in ("run_cost", "cloud_cost", "amortized_cost", "acquisition_cost"))]
    assert len(four) >= 6 and {run for run in four} == {run for run, line in runs.items() if line.cells["compared"] == "yes"}
    owned = [run for run in four if number(f"owner_cost.{run}") is not None]
    assert set(owned) == {"opt_175b", "gpt4", "llama31_405b", "deepseek_v3", "deepseek_r1", "grok3", "minimax_m1"}  # the fleet has no V100 or TPU


def test_tables_refer_to_each_other(results):
    tables = results.catalogue.tables
    assert set(tables["publications"]) <= set(tables["runs"]) and set(tables["purchases"]) <= set(tables["chips"])
    assert set(tables["fleet"]) <= set(tables["chips"])


def test_a_reader_adds_a_run_with_what_is_known(tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_text("id,chip,owner_kind,gpu_hours,run_rent,cloud_rent,run_pue,electricity_price\nmy_run,h100_sxm,h100_sxm,1000000,2.5,4,1.2,0.1\n")
    results = compute(tables=[("runs", mine)])
    assert results.numbers["run_cost.my_run"].value == 2_500_000 and results.numbers["cloud_cost.my_run"].value == 4_000_000
    assert results.numbers["owner_cost.my_run"].value == pytest.approx(1e6 * results.numbers["owner_hour_price.h100_sxm"].value)
    assert results.numbers["run_power.my_run"].value == pytest.approx(700 * 1.8214285714 * 0.75 * 1.2)
    assert results.numbers["acquisition_cost.my_run"].state == results.numbers["amortized_cost.my_run"].state == "missing"
    assert results.words("acquisition_cost.my_run", "en") == "left empty in your table (GPUs of the cluster (my_run))"
    assert results.numbers["method_count.my_run"].value == 3
    assert results.numbers["run_cost.deepseek_v3"].value == 5_576_000


def test_a_readers_run_that_lacks_what_every_run_has_is_refused(tmp_path):
    from analysis.messages import Refusals

    mine = tmp_path / "mine.csv"
    mine.write_text("id,chip,gpu_hours\nmy_run,h100_sxm,1000000\n")
    with pytest.raises(Refusals) as refused:
        compute(tables=[("runs", mine)])
    told = refused.value.text("en")
    assert "run_rent" in told and "gpu_count" not in told


def test_a_run_of_which_nothing_is_known_is_missing_not_an_error(tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_text("id,chip,run_rent,cloud_rent,run_pue,electricity_price\nmy_run,h100_sxm,2.5,4,1.2,0.1\n")
    assert compute(tables=[("runs", mine)]).numbers["method_spread.my_run"].state == "missing"
