"""What development took elsewhere: OpenAI's computing in 2024, and Epoch AI's cost of developing some models by part."""

from analysis.core import ops
from analysis.core.graph import result


@result("USD")
def openai_final_runs(openai_largest_run, openai_other_runs):
    """Computing for final runs of released models at OpenAI in 2024.

    Source: Epoch AI, by The Tradable.

    >>> openai_final_runs(400e6, 80e6)
    480000000.0
    """
    return openai_largest_run + openai_other_runs


@result("USD")
def openai_research_parts(openai_final_runs, openai_experiments):
    """Computing for research at OpenAI in 2024, added up from its parts.

    Source: Epoch AI, by The Tradable.

    >>> openai_research_parts(480e6, 4.5e9)
    4980000000.0
    """
    return openai_final_runs + openai_experiments


@result("1")
def openai_run_share(openai_final_runs, openai_research_compute):
    """Share of final runs in OpenAI's computing for research in 2024.

    Source: Epoch AI (about a tenth); our division.

    >>> openai_run_share(480e6, 5e9)
    0.096
    """
    return openai_final_runs / openai_research_compute


@result("USD")
def openai_compute_parts(openai_research_compute, openai_inference_compute):
    """All computing of OpenAI in 2024: research and inference.

    Source: Epoch AI, by The Tradable.

    >>> openai_compute_parts(5e9, 2e9)
    7000000000.0
    """
    return openai_research_compute + openai_inference_compute


@result("USD_2023", over="development_costs")
def development_total(staff_outlay, chip_outlay, server_outlay, network_outlay, energy_outlay):
    """Cost of developing a model by Epoch AI's parts: the sum of their medians.

    The median of the sum lies a little higher. Source: Epoch AI, development cost notebook.

    >>> development_total(2.0, 3.0, 2.0, 1.0, 0.5)
    8.5
    """
    return staff_outlay + chip_outlay + server_outlay + network_outlay + energy_outlay


@result("1", over="development_costs")
def staff_share(staff_outlay, development_total):
    """Share of people in Epoch AI's cost of developing a model, shares in the company included.

    >>> staff_share(1.0, 4.0)
    0.25
    """
    return staff_outlay / development_total


@result("1", over="development_costs")
def chip_share(chip_outlay, development_total):
    """Share of accelerators in Epoch AI's cost of developing a model.

    >>> chip_share(1.0, 4.0)
    0.25
    """
    return chip_outlay / development_total


@result("1", over="development_costs")
def server_share(server_outlay, development_total):
    """Share of the rest of the servers in Epoch AI's cost of developing a model.

    >>> server_share(1.0, 4.0)
    0.25
    """
    return server_outlay / development_total


@result("1", over="development_costs")
def network_share(network_outlay, development_total):
    """Share of the network between servers in Epoch AI's cost of developing a model.

    >>> network_share(1.0, 4.0)
    0.25
    """
    return network_outlay / development_total


@result("1", over="development_costs")
def energy_share(energy_outlay, development_total):
    """Share of electricity in Epoch AI's cost of developing a model.

    >>> energy_share(1.0, 4.0)
    0.25
    """
    return energy_outlay / development_total


@result("1")
def least_staff_share(staff_share):
    """Smallest share of people among the models whose development Epoch AI has costed.

    >>> least_staff_share({"a": 0.25, "b": 0.5})
    0.25
    """
    return ops.least(staff_share)


@result("1")
def most_staff_share(staff_share):
    """Largest share of people among the models whose development Epoch AI has costed.

    >>> most_staff_share({"a": 0.25, "b": 0.5})
    0.5
    """
    return ops.greatest(staff_share)
