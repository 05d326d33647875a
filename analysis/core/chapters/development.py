"""What it took to develop V3: computing for research around the final run, and the people; what other laboratories disclosed.

Nobody has published the cost of developing V3. What is known of others (the share of final runs in the computing for
research, pay, time) is put around the run that is known.
"""

from analysis.core import ops
from analysis.core.graph import result


@result("USD")
def v3_research_compute(v3_final_run_cost, final_run_share):
    """Computing for research and development around V3, its final run included, if that run is the given share of it.

    Leaves out people, data and the use of earlier models. Source: Epoch AI on OpenAI, MiniMax and Z.ai (our transfer to V3).

    >>> v3_research_compute(5.0, 0.25)
    20.0
    """
    return v3_final_run_cost / final_run_share


@result("USD")
def v3_research_extra(v3_research_compute, v3_final_run_cost):
    """Computing for research around V3 without the final run.

    >>> v3_research_extra(20.0, 5.0)
    15.0
    """
    return v3_research_compute - v3_final_run_cost


@result("USD")
def v3_research_compute_older(v3_final_run_cost, experiment_multiple):
    """The same by the multiple that Epoch AI assumed in 2024, before anybody had disclosed a share.

    Source: Epoch AI, development cost notebook.

    >>> v3_research_compute_older(5.0, 2.0)
    10.0
    """
    return v3_final_run_cost * experiment_multiple


@result("1")
def older_run_share(experiment_multiple):
    """Share of the final run that the multiple of 2024 stands for.

    >>> older_run_share(2.0)
    0.5
    """
    return 1 / experiment_multiple


@result("1")
def run_share_multiple(final_run_share):
    """Computing for research in multiples of the final run, at the given share.

    >>> run_share_multiple(0.25)
    4.0
    """
    return 1 / final_run_share


@result("person*year")
def v3_person_years(v3_research_authors, v3_project_years, v3_time_share):
    """Work that went into V3: people, times the length of the project, times the part of their time.

    Leaves out annotators, operations and the parent company. Source: V3 report, Appendix A; Epoch AI's staff model.

    >>> v3_person_years(100, 0.5, 0.5)
    25.0
    """
    return v3_research_authors * v3_project_years * v3_time_share


@result("USD")
def v3_staff_cost(v3_person_years, staff_year_cost):
    """People's cost of V3: work times what a person costs in a year.

    Leaves out shares in the company, of which nothing is known. Source: as its rows.

    >>> v3_staff_cost(25.0, 200_000)
    5000000.0
    """
    return v3_person_years * staff_year_cost


@result("USD")
def v3_development_cost(v3_research_compute, v3_staff_cost):
    """Cost of developing V3: computing for research, the final run in it, and people.

    Leaves out data that was bought, earlier models, buildings, and the purchase of the machines beyond the rent.

    >>> v3_development_cost(20e6, 5e6)
    25000000.0
    """
    return v3_research_compute + v3_staff_cost


@result("1")
def development_run_ratio(v3_development_cost, v3_final_run_cost):
    """Cost of developing V3 in multiples of its final run.

    >>> development_run_ratio(25.0, 5.0)
    5.0
    """
    return v3_development_cost / v3_final_run_cost


@result("1")
def v3_staff_part(v3_staff_cost, v3_development_cost):
    """Share of people in the cost of developing V3.

    >>> v3_staff_part(5.0, 25.0)
    0.2
    """
    return v3_staff_cost / v3_development_cost


@result("USD/year")
def staff_pay_ceiling(v3_research_authors, alleged_top_pay):
    """What the research staff would cost in a year if each earned the top offer that is alleged.

    A ceiling, not an estimate. Source: SemiAnalysis, DeepSeek Debates; V3 report, Appendix A.

    >>> staff_pay_ceiling(150, 1_300_000)
    195000000
    """
    return v3_research_authors * alleged_top_pay


@result("USD/person/year", over="job_offers")
def offer_year_least(offer_month_least, offer_month_salaries, yuan_per_dollar):
    """Lower end of an advertised salary, in dollars a year.

    Before tax; leaves out what the employer pays on top.

    >>> offer_year_least(35_000, 14, 7.0)
    70000.0
    """
    return offer_month_least * offer_month_salaries / yuan_per_dollar


@result("USD/person/year", over="job_offers")
def offer_year_most(offer_month_most, offer_month_salaries, yuan_per_dollar):
    """Upper end of an advertised salary, in dollars a year.

    Before tax; leaves out what the employer pays on top.

    >>> offer_year_most(70_000, 14, 7.0)
    140000.0
    """
    return offer_month_most * offer_month_salaries / yuan_per_dollar


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
def development_total(staff_component, chip_component, server_component, network_component, energy_component):
    """Cost of developing a model by Epoch AI's parts: the sum of their medians.

    The median of the sum lies a little higher. Source: Epoch AI, development cost notebook.

    >>> development_total(2.0, 3.0, 2.0, 1.0, 0.5)
    8.5
    """
    return staff_component + chip_component + server_component + network_component + energy_component


@result("1", over="development_costs")
def staff_share(staff_component, development_total):
    """Share of people in Epoch AI's cost of developing a model, shares in the company included.

    >>> staff_share(1.0, 4.0)
    0.25
    """
    return staff_component / development_total


@result("1", over="development_costs")
def chip_share(chip_component, development_total):
    """Share of accelerators in Epoch AI's cost of developing a model.

    >>> chip_share(1.0, 4.0)
    0.25
    """
    return chip_component / development_total


@result("1", over="development_costs")
def server_share(server_component, development_total):
    """Share of the rest of the servers in Epoch AI's cost of developing a model.

    >>> server_share(1.0, 4.0)
    0.25
    """
    return server_component / development_total


@result("1", over="development_costs")
def network_share(network_component, development_total):
    """Share of the network between servers in Epoch AI's cost of developing a model.

    >>> network_share(1.0, 4.0)
    0.25
    """
    return network_component / development_total


@result("1", over="development_costs")
def energy_share(energy_component, development_total):
    """Share of electricity in Epoch AI's cost of developing a model.

    >>> energy_share(1.0, 4.0)
    0.25
    """
    return energy_component / development_total


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
