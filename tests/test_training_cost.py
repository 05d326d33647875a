"""Training cost: the chapter's functions reproduce what others printed, from the cells of `data/`.

Inputs come from the CSV files, so that a changed cell fails here; expected values are typed from the source named beside them.
"""

import csv
from pathlib import Path

import pytest

from analysis.core.chapters import shared
from analysis.core.chapters import training_cost as chapter

DATA = Path(__file__).parent.parent / "data"
HALF_MILLION, MILLION = 500_000, 1_000_000
GPUS = ("a100_pcie", "h20_sxm", "h800_sxm", "h100_sxm")


def read(place):
    """Lines of a data file by their first column."""
    with open(DATA / place, encoding="utf-8", newline="") as lines:
        return {next(iter(line.values())): line for line in csv.DictReader(lines)}


def column(table, name, scale=1.0):
    """A number column of a table; a cell that says =row is that row's value."""
    cells = {key: line[name] for key, line in read(f"tables/{table}.csv").items()}
    return {key: scale * (row(cell[1:]) if cell.startswith("=") else float(cell)) for key, cell in cells.items()}


def row(name):
    """A row's value in the unit in which it is written."""
    return float(next(rows[name]["value"] for rows in (read("rows/training_cost.csv"), read("rows/shared.csv")) if name in rows))


def unit(name):
    """The spelling of the unit in which a row is written."""
    return read("rows/training_cost.csv")[name]["unit"]


@pytest.fixture
def phases():
    return [row("v3_pretraining_hours"), row("v3_context_hours"), row("v3_posttraining_hours")]


@pytest.fixture
def hours(phases):
    return chapter.v3_gpu_hours(*phases)


@pytest.fixture
def fleet():
    """The fleet by kind of GPU: count, price, operation of one and of all, purchase, cost of ownership."""
    gpus, price = column("fleet", "fleet_gpus"), column("fleet", "server_price")
    each = {gpu: shared.gpu_operation_cost(cost, row("ownership_years")) for gpu, cost in column("fleet", "gpu_year_operation").items()}
    operation = {gpu: shared.fleet_operation(gpus[gpu], each[gpu]) for gpu in GPUS}
    capex = {gpu: shared.fleet_capex(gpus[gpu], price[gpu]) for gpu in GPUS}
    owned = {gpu: shared.fleet_ownership(capex[gpu], operation[gpu]) for gpu in GPUS}
    return {"gpus": gpus, "price": price, "each": each, "operation": operation, "capex": capex, "owned": owned}


def hour_price(fleet, gpu):
    return shared.owner_hour_price(fleet["price"][gpu], fleet["each"][gpu], row("ownership_years"), row("hours_per_year"))


# --- DeepSeek-V3 report, Table 1: 2,664K + 119K + 5K = 2,788K hours; at $2: $5.328M + $0.238M + $0.01M = $5.576M ---


def test_v3_table_to_its_digits(phases, hours):
    price = row("h800_hour_price")
    functions = (chapter.v3_pretraining_cost, chapter.v3_context_cost, chapter.v3_posttraining_cost)
    assert [cost(part, price) for cost, part in zip(functions, phases)] == [5_328_000, 238_000, 10_000]
    assert hours == 2_788_000
    assert chapter.v3_final_run_cost(hours, price) == 5_576_000


def test_v3_days_on_the_cluster(phases):
    # 2,664,000 / (2,048 x 24) = 54.2; the report says less than two months.
    days = chapter.v3_pretraining_days(phases[0], row("v3_cluster_gpus"), row("hours_per_day"))
    assert days == pytest.approx(54.2, abs=0.05)
    # 180,000 / (2,048 x 24) = 3.66; the report prints 3.7 days per trillion tokens.
    assert days / row("v3_tokens") == pytest.approx(3.7, abs=0.05)


def test_v3_stated_speed_closes_on_the_table(phases):
    # Section 1: 180K hours per trillion tokens; abstract: 14.8T tokens. 180 x 14.8 = 2,664 thousand hours.
    assert (unit("v3_stated_token_hours"), unit("v3_tokens")) == ("K H800 GPU-hours/T tokens", "T tokens")
    implied = chapter.v3_implied_pretraining_hours(row("v3_stated_token_hours") * 1_000, row("v3_tokens"))
    assert implied == pytest.approx(phases[0], rel=1e-12)
    assert chapter.v3_hours_gap(implied, phases[0]) == pytest.approx(0, abs=1e-12)


def test_v3_pretraining_is_nearly_all(phases, hours):
    assert chapter.v3_pretraining_share(phases[0], hours) == pytest.approx(0.9555, abs=5e-5)  # 2,664 / 2,788


# --- R1, Nature supplement by way of The Register: 512 GPUs, 198 h and 80 h, 5K GPU-hours for data, $294K at $2 ---


def r1_hours(gpus):
    return chapter.r1_gpu_hours(chapter.r1_rl_hours(gpus, row("r1_zero_wall_hours"), row("r1_wall_hours")), row("r1_data_hours"))


def test_r1_hours_and_cost(hours):
    added = r1_hours(row("r1_gpus"))
    assert added == 147_336  # 512 x 198 + 512 x 80 + 5,000 = 101,376 + 40,960 + 5,000
    cost = chapter.r1_added_cost(added, row("h800_hour_price"))
    assert cost == 294_672
    assert unit("r1_published_cost") == "thousand USD"
    assert cost == pytest.approx(row("r1_published_cost") * 1_000, abs=1_000)  # printed as $294K: cut, not rounded
    v3 = chapter.v3_final_run_cost(hours, row("h800_hour_price"))
    assert chapter.r1_cost_share(cost, v3) == pytest.approx(0.0528, abs=5e-5)
    assert chapter.v3_r1_cost(v3, cost) == pytest.approx(5_870_000, abs=5_000)  # The Register: about $5.87M


def test_r1_misprint_does_not_close():
    # 648 x 278 + 5,000 = 185,144 hours; x $2 = $370,288, not $294K.
    asked = [row(name) for name in ("r1_misprinted_gpus", "r1_zero_wall_hours", "r1_wall_hours", "r1_data_hours", "h800_hour_price")]
    assert chapter.r1_misprint_cost(*asked) == 370_288


# --- DeepSeek-V2 report, Section 3.2.3: 172.8K against 300.6K hours per trillion tokens, saving 42.5 % ---


def test_v2_saving_per_token_and_in_all():
    v2, dense = row("v2_token_hours"), row("dense67b_token_hours")
    assert unit("v2_token_hours") == unit("dense67b_token_hours") == "K H800 GPU-hours/T tokens"
    assert chapter.v2_saving(v2, dense) == pytest.approx(0.425, abs=0.0005)  # 1 - 172.8 / 300.6
    whole = chapter.v2_gpu_hours(v2 * 1_000, row("v2_tokens")), chapter.dense67b_gpu_hours(dense * 1_000, row("dense67b_tokens"))
    assert whole == pytest.approx((1_399_680, 601_200))  # 172.8K x 8.1; 300.6K x 2
    assert chapter.v2_hours_ratio(*whole) == pytest.approx(2.328, abs=0.001)


# --- SemiAnalysis, table DeepSeek AI TCO, corrected edition (31 January 2025) ---


def test_fleet_rows_as_printed(fleet):
    # Server capex, $M: 237 727 317 347, rounded to the million; 4-year TCO, $M: 395 1,114 487 577, two roundings.
    printed = column("fleet", "printed_capex", MILLION), column("fleet", "printed_ownership", MILLION)
    assert printed[0] == {"a100_pcie": 237e6, "h20_sxm": 727e6, "h800_sxm": 317e6, "h100_sxm": 347e6}
    assert printed[1] == {"a100_pcie": 395e6, "h20_sxm": 1_114e6, "h800_sxm": 487e6, "h100_sxm": 577e6}
    # Operation, $M: 157 387 170 230; the cells per GPU and year are these over count and years, and lead back to them.
    assert column("fleet", "printed_operation", MILLION) == fleet["operation"] == dict(zip(GPUS, (157e6, 387e6, 170e6, 230e6)))
    assert fleet["capex"] == pytest.approx(printed[0], abs=HALF_MILLION)
    assert fleet["owned"] == pytest.approx(printed[1], abs=MILLION)


def test_fleet_totals_as_printed(fleet):
    # Total column: 60,000 GPUs; $1,629M + $944M = $2,573M.
    assert shared.fleet_total_gpus(fleet["gpus"]) == 60_000
    assert shared.fleet_total_capex(fleet["capex"]) == pytest.approx(1_629e6, abs=HALF_MILLION)
    assert shared.fleet_total_operation(fleet["operation"]) == 944e6
    assert shared.fleet_total_cost(fleet["owned"]) == pytest.approx(2_573e6, abs=HALF_MILLION)


def test_paid_to_nvidia(fleet):
    # 10,000 x 13,500 + 30,000 x 12,500 + 10,000 x 20,000 + 10,000 x 23,000 = $940M.
    price = column("fleet", "gpu_selling_price")
    assert shared.fleet_total_chip_spend({gpu: shared.chip_spend(fleet["gpus"][gpu], price[gpu]) for gpu in GPUS}) == 940e6
    # Server less GPU: 10,216 for the A100, 11,728 for the other kinds.
    assert [shared.server_rest_price(fleet["price"][gpu], price[gpu]) for gpu in GPUS] == [10_216, 11_728, 11_728, 11_728]


def test_owner_hour_prices_of_the_printed_table(fleet):
    # Printed TCO over (count x 4 x 8,766): 395M / 350.64M = 1.127; 1,114M / 1,051.92M = 1.059; 1.389; 1.646.
    expected = dict(zip(GPUS, (1.127, 1.059, 1.389, 1.646)))
    printed = column("fleet", "printed_ownership", MILLION)
    hours = row("ownership_years") * row("hours_per_year")
    assert {gpu: printed[gpu] / (fleet["gpus"][gpu] * hours) for gpu in GPUS} == pytest.approx(expected, abs=0.001)
    # Ours adds unrounded purchase to rounded operation: up to a million dollars over 350.64 million hours, 0.003.
    ours = {gpu: hour_price(fleet, gpu) for gpu in GPUS}
    assert ours == pytest.approx(expected, abs=0.003)
    assert ours == pytest.approx({gpu: fleet["owned"][gpu] / (fleet["gpus"][gpu] * hours) for gpu in GPUS})  # whatever the count
    assert {**ours, "a100_pcie": 1.127} == pytest.approx(expected, abs=0.001)


def test_operation_follows_purchase_not_power(fleet):
    # 157/237.16 and 230/347.28 = 66.2 %; 387/726.84 = 53.2 %; 170/317.28 = 53.6 %.
    shares = [shared.operation_share(fleet["each"][gpu], fleet["price"][gpu]) for gpu in GPUS]
    assert shares == pytest.approx([0.662, 0.532, 0.536, 0.662], abs=0.0005)
    # H800 and H100 have the same rated power, yet $170M and $230M over 10,000 GPUs each.
    assert [fleet["each"][gpu] for gpu in ("h800_sxm", "h100_sxm")] == [17_000, 23_000]


def test_first_edition_left_out_the_h100():
    # 237 + 727 + 317 = 1,281, printed as about $1.3B; with 347 for the H100 1,628, of which the table makes 1,629 by its unrounded parts.
    printed = column("fleet", "printed_capex", MILLION)
    first = shared.printed_first_capex(printed)
    assert (first, shared.printed_total_capex(first, printed)) == (1_281e6, 1_628e6)
    assert first == pytest.approx(row("first_edition_capex") * 1e9, abs=50e6)


def test_run_in_a_fleet_of_none_is_impossible(hours):
    assert chapter.v3_fleet_share(hours, 0.0) == float("inf")


# --- One run at every scope ---


def test_scope_ladder(hours, fleet):
    owner = hour_price(fleet, "h800_sxm")
    listed = shared.h800_list_price(column("rents", "rent_price"))
    assert listed == 3.42  # CR8DL, August 2024, in Epoch AI's prices
    assert chapter.v3_cost_at_owner_price(hours, owner) == pytest.approx(3.87e6, abs=5_000)  # 2.788M x 1.390
    assert chapter.v3_cost_at_list_rent(hours, listed) == pytest.approx(9_534_960)  # 2.788M x 3.42
    assert chapter.v3_cluster_cost(row("v3_cluster_gpus"), fleet["price"]) == 64_978_944  # 2,048 x 31,728


def test_the_run_in_the_fleet(hours, fleet):
    # 60,000 x 4 x 8,766 = 2,103,840,000 hours; 2.788M of them are 0.13 %.
    every = shared.fleet_gpu_hours(shared.fleet_total_gpus(fleet["gpus"]), row("ownership_years"), row("hours_per_year"))
    assert every == 2_103_840_000
    assert chapter.v3_fleet_share(hours, every) == pytest.approx(0.0013, abs=5e-5)


def test_range_of_the_rent_is_the_owners_cost_to_the_listing(fleet):
    price = read("rows/training_cost.csv")["h800_hour_price"]
    assert float(price["low"]) == pytest.approx(hour_price(fleet, "h800_sxm"), abs=0.005)
    assert float(price["high"]) == shared.h800_list_price(column("rents", "rent_price"))


def test_breakeven_use_of_the_assumed_rent(fleet):
    owner = hour_price(fleet, "h800_sxm")
    assert shared.h800_breakeven_use(owner, row("h800_hour_price")) == pytest.approx(0.694, abs=0.001)  # 1.389 / 2


def test_h100_listing_did_not_move_in_january_2025():
    assert shared.h100_listing_change(column("rents", "rent_price")) == 0  # Lambda: 3.29 and 3.29
