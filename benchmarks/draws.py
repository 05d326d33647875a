"""Draws of all numbers of the book: ours and the same model in squigglepy, side by side in one run; and our causes beside SALib's.

    python benchmarks/draws.py [DRAWS]

squigglepy and SALib are not in the locked environment; install them beside it (`pip install squigglepy SALib`) or only our times
are printed. What is compared: the 5 %, 50 % and 95 % points of every number that varies. Ours includes the sensitivity of all
rows, the count of unknown rows and the check for NaN. In squigglepy the model is written twice: with whole arrays, where the
author keeps each row's draws in a variable so that it means the same everywhere, and as the function of single draws that its
guide shows (timed on fewer draws and scaled up). squigglepy has no two-piece distribution: a row with a range is its lognormal
or uniform there, so the ends differ a little.
"""

import statistics
import sys
import time
from functools import partial
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analysis.core.graph import flatten  # noqa: E402
from analysis.kinds.draws import Draws  # noqa: E402
from analysis.kinds.operand import inputs  # noqa: E402
from analysis.ranges import ranges, run_on_arrays, spread_of  # noqa: E402
from analysis.project import load  # noqa: E402

AIM = 2.0  # seconds for 100,000 draws
SINGLE = 500  # draws of the model that runs draw by draw
REPEATS = 5
GPUS = ("a100_pcie", "h20_sxm", "h800_sxm", "h100_sxm")
SHOWN = ("h800_hour_price", "v3_final_run_cost", "r1_added_cost", "r1_cost_share", "v3_r1_cost", "h800_breakeven_use")


def fleet_model(x):
    """The numbers of the fleet; x: name -> value of a row or cell."""
    by = {}
    for gpu in GPUS:
        count = x["fire_flyer_gpus"] if gpu == "a100_pcie" else x[f"fleet_gpus.{gpu}"]
        server, sold, yearly = (x[f"{column}.{gpu}"] for column in ("server_price", "gpu_selling_price", "gpu_year_operation"))
        each = yearly * x["ownership_years"]
        capex, operation = count * server, count * each
        owned = capex + operation
        by[gpu] = {
            "fleet_capex": capex, "fleet_operation": operation, "fleet_ownership": owned, "operation_share": each / server, "gpu_operation_cost": each,
            "owner_hour_price": (server + each) / (x["ownership_years"] * x["hours_per_year"]),
            "server_rest_price": server - sold, "chip_spend": count * sold, "count": count,
        }  # fmt: skip

    def add(column, gpus=GPUS):
        return sum(by[gpu][column] for gpu in gpus)

    y = {f"{name}.{gpu}": value for gpu, line in by.items() for name, value in line.items() if name != "count"}
    y["fleet_total_chip_spend"], y["fleet_total_gpus"], y["fleet_hopper_gpus"] = add("chip_spend"), add("count"), add("count", GPUS[1:])
    y["fleet_total_capex"], y["fleet_total_operation"], y["fleet_total_cost"] = add("fleet_capex"), add("fleet_operation"), add("fleet_ownership")
    y["printed_first_capex"] = sum(x[f"printed_capex.{gpu}"] for gpu in GPUS[:3])
    y["printed_total_capex"] = y["printed_first_capex"] + x["printed_capex.h100_sxm"]
    y["fleet_gpu_hours"] = y["fleet_total_gpus"] * x["ownership_years"] * x["hours_per_year"]
    y["h800_owner_price"], y["h800_list_price"] = by["h800_sxm"]["owner_hour_price"], x["rent_price.h800_cr8dl_2024_08"]
    y["h800_breakeven_use"] = y["h800_owner_price"] / x["h800_hour_price"]
    y["h100_listing_change"] = x["rent_price.h100_lambda_2025_02"] / x["rent_price.h100_lambda_2024_11"] - 1
    return y


def training_model(x):
    """The numbers of the training chapter, on those of the fleet."""
    y, price = fleet_model(x), x["h800_hour_price"]
    before, context, after = (x[f"v3_{phase}_hours"] for phase in ("pretraining", "context", "posttraining"))
    hours = y["v3_gpu_hours"] = before + context + after
    y["v3_pretraining_cost"], y["v3_context_cost"], y["v3_posttraining_cost"] = before * price, context * price, after * price
    run = y["v3_final_run_cost"] = hours * price
    y["v3_pretraining_share"] = before / hours
    y["v3_pretraining_days"] = before / (x["v3_cluster_gpus"] * x["hours_per_day"])
    y["v3_implied_pretraining_hours"] = x["v3_stated_token_hours"] * x["v3_tokens"]
    y["v3_hours_gap"] = y["v3_implied_pretraining_hours"] / before - 1
    clock = x["r1_zero_wall_hours"] + x["r1_wall_hours"]
    y["r1_rl_hours"] = x["r1_gpus"] * clock
    y["r1_gpu_hours"] = y["r1_rl_hours"] + x["r1_data_hours"]
    y["r1_added_cost"] = y["r1_gpu_hours"] * price
    y["r1_cost_share"], y["v3_r1_cost"] = y["r1_added_cost"] / run, run + y["r1_added_cost"]
    y["r1_misprint_cost"] = (x["r1_misprinted_gpus"] * clock + x["r1_data_hours"]) * price
    y["v2_saving"] = 1 - x["v2_token_hours"] / x["dense67b_token_hours"]
    y["v2_gpu_hours"], y["dense67b_gpu_hours"] = x["v2_token_hours"] * x["v2_tokens"], x["dense67b_token_hours"] * x["dense67b_tokens"]
    y["v2_hours_ratio"] = y["v2_gpu_hours"] / y["dense67b_gpu_hours"]
    y["v3_cost_at_owner_price"], y["v3_cost_at_list_rent"] = hours * y["h800_owner_price"], hours * y["h800_list_price"]
    y["v3_cluster_cost"] = x["v3_cluster_gpus"] * x["server_price.h800_sxm"]
    y["v3_cluster_ratio"], y["v3_fleet_share"] = y["v3_cluster_cost"] / run, hours / y["fleet_gpu_hours"]
    y["fleet_to_run_ratio"] = y["fleet_total_cost"] / run
    return y


def distributions(sq, leaves):
    """Name -> squigglepy distribution of each row with a range."""
    found = {}
    for leaf in leaves.values():
        if leaf.spread == "range":
            level = None if leaf.level == "bounds" else int(leaf.level) / 100
            found[leaf.name] = sq.lognorm(leaf.low, leaf.high, credibility=round(100 * level)) if level else sq.uniform(leaf.low, leaf.high)
    return found


def arrays(sq, model, fixed, spreads, draws):
    """Three points of each number that varies, each row drawn once as an array."""
    y = model({**fixed, **{name: sq.sample(one, n=draws) for name, one in spreads.items()}})
    return {name: np.quantile(value, (0.05, 0.5, 0.95)) for name, value in y.items() if isinstance(value, np.ndarray)}


def single(sq, model, fixed, spreads, draws):
    """The same with a function of single draws."""
    drawn = sq.sample(lambda: model({**fixed, **{name: sq.sample(one) for name, one in spreads.items()}}), n=draws)
    return {name: np.quantile([draw[name] for draw in drawn], (0.05, 0.5, 0.95)) for name in drawn[0]}


def seconds(call):
    """(median seconds of some repeats, what the last one gave)."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        found = call()
        times.append(time.perf_counter() - start)
    return statistics.median(times), found


def check_same_model(model, fixed, graph, rows_and_tables):
    """Stop where the model written here is not the book's: each result at the published values."""
    floats = flatten(graph.run(*rows_and_tables))
    computed = {name: floats[name] for name in floats if name.partition(".")[0] in graph.functions}
    written = model(fixed)
    wrong = [name for name, value in computed.items() if not np.isclose(written.get(name, np.nan), value, rtol=1e-12)]
    if wrong:
        sys.exit(f"The model in this file is not the book's any more: {', '.join(wrong)}")
    return len(computed)


def compare_squigglepy(catalogue, graph, draws, ours, own_time):
    """Times of both, and some intervals of both."""
    try:
        import squigglepy as sq
    except ImportError:
        print("squigglepy is not installed: nothing to compare with")
        return
    leaves = catalogue.leaves()
    fixed = {name: leaf.value for name, leaf in leaves.items()}
    print(f"the same {check_same_model(training_model, fixed, graph, inputs(catalogue))} results in squigglepy:")
    spreads = distributions(sq, leaves)
    whole, theirs = seconds(partial(arrays, sq, training_model, fixed, spreads, draws))
    start = time.perf_counter()
    single(sq, training_model, fixed, spreads, SINGLE)
    scaled = (time.perf_counter() - start) * draws / SINGLE
    for name, taken in (("arrays kept by hand", whole), ("its own way, draw by draw (scaled)", scaled)):
        print(f"  {name:<40}{taken:>9.3f} s{taken / own_time:>9.2f} of ours")
    print(f"{'90 % interval':<24}{'ours':>30}{'squigglepy':>30}")
    for name in SHOWN[1:]:
        low, _, high = theirs[name]
        print(f"{name:<24}{ours[name].low:>15,.4g}{ours[name].high:>15,.4g}{low:>15,.4g}{high:>15,.4g}")


def compare_salib(catalogue, graph, ours):
    """Our shares beside SALib's total-order Sobol indices."""
    try:
        from SALib.analyze import sobol as analyse
        from SALib.sample import sobol as sample
    except ImportError:
        print("SALib is not installed: causes are not compared")
        return
    leaves = [leaf for leaf in catalogue.leaves().values() if leaf.spread == "range"]
    problem = {"num_vars": len(leaves), "names": [leaf.name for leaf in leaves], "bounds": [[0, 1]] * len(leaves)}
    points = np.clip(sample.sample(problem, 2**13, calc_second_order=False, seed=1), 1e-9, 1 - 1e-9)
    normal = np.vectorize(statistics.NormalDist().inv_cdf)(points)
    drawn = {leaf.name: spread_of(leaf).draw(Draws(points[:, i]), Draws(normal[:, i])).array for i, leaf in enumerate(leaves)}
    found = {}
    run_on_arrays(graph, *inputs(catalogue), drawn, lambda name, array: found.update({name: array}))
    for name in SHOWN[1:]:
        y = (found[name] - found[name].mean()) / found[name].std()
        total = dict(zip(problem["names"], analyse.analyze(problem, y, calc_second_order=False, seed=1)["ST"]))
        print(f"causes of {name}: " + "; ".join(f"{c.name} {c.share:.4f} (SALib {total[c.name]:.4f})" for c in ours[name].causes if c.share > 1e-4))


def main():
    """Run and print."""
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    catalogue, graph = load()
    first = time.perf_counter()
    ranges(catalogue, graph, draws)
    first = time.perf_counter() - first
    taken, ours = seconds(lambda: ranges(catalogue, graph, draws))
    print(f"{draws:,} draws, {len(graph.functions)} functions, {len(ours)} numbers that are not exact")
    print(f"  {'ours, first call':<40}{first:>9.3f} s   aim {AIM * draws / 100_000:g} s")
    print(f"  {'ours, again':<40}{taken:>9.3f} s")
    compare_squigglepy(catalogue, graph, draws, ours, taken)
    compare_salib(catalogue, graph, ours)


if __name__ == "__main__":
    main()
