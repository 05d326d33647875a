"""A chapter of the tests: one function of every kind that the graph knows."""

import math

from analysis.core import ops
from analysis.core.graph import result


@result("GPU*hour")
def total_hours(first_phase_hours, second_phase_hours):
    """Hours of both phases."""
    return first_phase_hours + second_phase_hours


@result("USD")
def headline_cost(total_hours, rented_price):
    """Rented price of the run."""
    return total_hours * rented_price


@result("1", over="chips")
def price_ratio(hour_price, rented_price):
    """Price of a chip's hour in multiples of the assumed rent: a formula on a line."""
    return hour_price / rented_price


@result("USD/GPU/hour", by="runs")
def run_price(runs, hour_price):
    """Price of an hour on the chip that a run used: a reference followed, and bound on a line afterwards."""
    return {run: hour_price[runs[run].chip] for run in runs}


@result("USD", over="runs")
def run_cost(gpu_hours, run_price):
    """Cost of each run; missing where the hours are not disclosed."""
    return gpu_hours * run_price


@result("USD")
def known_cost(run_cost):
    """Cost of the runs whose hours are disclosed."""
    return ops.total(ops.known(run_cost))


@result("USD", over=("runs", "chips"))
def swap_cost(gpu_hours, hour_price):
    """Cost of each run on each chip: a formula over a pair."""
    return gpu_hours * hour_price


@result("USD")
def cost_path(headline_cost, yearly_growth):
    """Cost in later years: a series with free keys."""
    return {year: ops.compound(headline_cost, yearly_growth, year - 2024) for year in range(2024, 2028)}


@result("year")
def limit_year(cost_path, budget_limit):
    """Year in which the cost reaches the budget."""
    return ops.first_key(cost_path, budget_limit)


@result("year")
def far_year(cost_path, far_limit):
    """Year in which the cost reaches a limit far away: infinity, worded as never."""
    return ops.first_key(cost_path, far_limit)


@result("USD/GPU")
def idle_cost(headline_cost, idle_gpus):
    """Cost of the run for each idle GPU: impossible where there is none."""
    return ops.ratio(headline_cost, idle_gpus, math.inf)


@result("text", scalar=True)
def size_class(headline_cost, budget_limit):
    """Whether the run is small or large: a text, worded by its term."""
    return "small_run" if headline_cost < budget_limit else "large_run"


@result("USD")
def size_fee(size_class, second_phase_hours, rented_price):
    """A fee that a text decides."""
    if size_class == "small_run":
        return second_phase_hours * rented_price
    return 2 * second_phase_hours * rented_price


@result("USD", scalar=True)
def stepped_cost(headline_cost, budget_limit):
    """Cost after a rebate on what exceeds the budget: branches on numbers, so it is scalar."""
    if headline_cost < budget_limit:
        return headline_cost
    return budget_limit + (headline_cost - budget_limit) / 2
