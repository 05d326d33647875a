"""Runs compared: how far the methods lie apart, and how near our amortized cost comes to what others printed."""

from analysis.core import ops
from analysis.core.graph import result


def _known(run, *methods):
    return ops.known({place: method[run] for place, method in enumerate(methods)})


@result("1", by="runs")
def method_count(run_cost, amortized_cost, owner_cost, cloud_cost, acquisition_cost, flop_based_cost):
    """Methods by which the cost of a run can be computed from what is known about it.

    Source: our count.
    """
    methods = (run_cost, amortized_cost, owner_cost, cloud_cost, acquisition_cost, flop_based_cost)
    return {run: len(_known(run, *methods)) for run in run_cost}


@result("1", by="runs")
def method_spread(run_cost, amortized_cost, owner_cost, cloud_cost, acquisition_cost, flop_based_cost):
    """The greatest cost of a run over the least, among the methods that can be computed; missing where fewer than two can.

    Compares what answers different questions: renting, using up and buying. Source: our division.
    """
    methods = (run_cost, amortized_cost, owner_cost, cloud_cost, acquisition_cost, flop_based_cost)
    known = {run: _known(run, *methods) for run in run_cost}
    several = dict.fromkeys(run for run, costs in known.items() for _ in list(costs)[1:])
    nothing = {run: ops.Missing((f"gpu_hours.{run}",)) for run in known if run not in several}
    return {run: ops.greatest(known[run]) / ops.least(known[run]) for run in several} | nothing


@result("1")
def compared_runs(compared):
    """Runs that stand in the comparison of methods.

    Source: table `runs`.

    >>> compared_runs({"gpt4": "yes", "grok4": "no"})
    1.0
    """
    return ops.total({run: 1 for run, word in compared.items() if word == "yes"})


@result("1")
def listed_runs(gpu_hours_basis):
    """Runs in the table.

    Source: table `runs`.

    >>> listed_runs({"gpt4": "hours_estimated", "grok4": "hours_estimated"})
    2.0
    """
    return ops.total({run: 1 for run in gpu_hours_basis})


@result("1")
def disclosed_runs(gpu_hours_basis):
    """Runs whose makers disclosed their GPU-hours.

    Leaves out hours that follow from what a maker disclosed. Source: table `runs`.

    >>> disclosed_runs({"gpt4": "hours_estimated", "grok4": "hours_disclosed"})
    1.0
    """
    return ops.total({run: 1 for run, word in gpu_hours_basis.items() if word == "hours_disclosed"})


@result("1")
def widest_spread(compared, method_spread):
    """The widest spread between methods among the runs compared.

    Source: our comparison.

    >>> widest_spread({"gpt4": "yes", "grok4": "no"}, {"gpt4": 19.0, "grok4": 30.0})
    19.0
    """
    return ops.greatest(ops.known({run: method_spread[run] for run, word in compared.items() if word == "yes"}))


@result("1")
def narrowest_spread(compared, method_spread):
    """The narrowest spread between methods among the runs compared.

    Source: our comparison.

    >>> narrowest_spread({"gpt4": "yes", "grok4": "no"}, {"gpt4": 19.0, "grok4": 2.0})
    19.0
    """
    return ops.least(ops.known({run: method_spread[run] for run, word in compared.items() if word == "yes"}))


@result("USD", by="publications")
def others_amortized_cost(others_hours, amortized_hour_cost):
    """Amortized cost of a run at the hours that others used for it.

    Leaves out what `amortized_hour_cost` leaves out. Source: Epoch AI, cost code.

    >>> others_amortized_cost({"gpt4": 100.0}, {"gpt4": 0.5})
    {'gpt4': 50.0}
    """
    return {run: hours * amortized_hour_cost[run] for run, hours in others_hours.items()}


@result("USD_2024", over="publications", reproduces="printed_amortized")
def deflated_amortized_cost(others_amortized_cost, price_level, price_level_2024):
    """The same cost in dollars of December 2024, by the producer price of data processing.

    Source: Epoch AI, cost code and price index.

    >>> deflated_amortized_cost(100.0, 118.0, 119.0)
    100.84745762711864
    """
    return others_amortized_cost * price_level_2024 / price_level


@result("USD_2024", by="publications", reproduces="printed_acquisition")
def deflated_acquisition_cost(acquisition_cost, price_level, price_level_2024):
    """Purchase of the cluster in dollars of December 2024.

    Source: Epoch AI, cost code and price index.

    >>> deflated_acquisition_cost({"gpt4": 100.0}, {"gpt4": 50.0}, 75.0)
    {'gpt4': 150.0}
    """
    return {run: acquisition_cost[run] * price_level_2024 / level for run, level in price_level.items()}


@result("1", over="publications")
def reproduction_gap(deflated_amortized_cost, printed_amortized):
    """How far our amortized cost, at others' hours and in their dollars, lies above what they printed.

    >>> round(reproduction_gap(101.0, 100.0), 4)
    0.01
    """
    return deflated_amortized_cost / printed_amortized - 1


@result("1", over="publications")
def print_spread(printed_acquisition, printed_amortized):
    """Printed purchase of the cluster in multiples of the printed amortized cost of the same run.

    Source: Epoch AI, model_costs.csv (our division).

    >>> print_spread(20.0, 1.0)
    20.0
    """
    return printed_acquisition / printed_amortized


@result("USD/GPU/hour", over="publications")
def implied_cloud_price(cloud_print, price_level, price_level_2024, others_hours):
    """Price of an hour that a printed cloud price implies, in dollars of the month of publication.

    Source: Epoch AI, model_costs.csv (our division).

    >>> implied_cloud_price(200.0, 50.0, 100.0, 10.0)
    10.0
    """
    return cloud_print * price_level / price_level_2024 / others_hours
