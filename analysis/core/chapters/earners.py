"""Who earns: what chips, clouds, laboratories and enterprises took in or spent by year, each in its own scope.

Layers are never added up: a chip is in the cost of a cloud, and a cloud in the cost of a laboratory.
"""

import math

from analysis.core import ops
from analysis.core.graph import result


def _by_year(lines, wanted, years):
    """The value of each year on the lines of one kind: lines as (kind, year, value), years as plain numbers."""
    return {year: value for year in years for kind, when, value in lines if (kind, when) in ((wanted, f"{year}"),)}


def _outcomes(actuals):
    return [(line.scope, line.actual_year, line.actual_value) for line in (actuals[key] for key in actuals)]


@result("USD")
def chip_revenue(actuals, reported_years):
    """Data-centre revenue of NVIDIA alone, by the calendar year that its fiscal year nearly is.

    Leaves out every other maker of chips. Source: the table's lines.
    """
    return _by_year(_outcomes(actuals), "nvidia_datacenter", reported_years)


@result("USD")
def enterprise_spending(actuals, reported_years):
    """What enterprises spent on generative AI, by year: applications and models together.

    Leaves out consumers. A survey, whose past editions differ. Source: Menlo Ventures, edition of 2025.
    """
    return _by_year(_outcomes(actuals), "enterprise_genai", reported_years)


@result("USD")
def openai_revenue(lab_dates, reported_years):
    """Revenue that OpenAI recognised in a year.

    Leaves out what Microsoft keeps of sales through its cloud. Source: the table's lines.
    """
    lines = [(line.lab_name, line.lab_year, line.lab_recognised) for line in (lab_dates[key] for key in lab_dates)]
    return dict(ops.known(_by_year(lines, "OpenAI", reported_years)))


@result("USD")
def openai_outlay_2025(lab_recognised, openai_burn_2025):
    """What OpenAI paid out in 2025: its revenue and the cash that it burned on top.

    Leaves out pay in shares, and money owed and not yet paid. Source: as reported (our sum).

    >>> openai_outlay_2025({"openai_2025": 13.0}, 9.0)
    22.0
    """
    return lab_recognised["openai_2025"] + openai_burn_2025


@result("1")
def chip_enterprise_ratio(chip_revenue, enterprise_spending):
    """Data-centre revenue of NVIDIA in multiples of what enterprises spent on generative AI, by year.

    Unlike scopes, for the order of size. Source: the table's lines.

    >>> chip_enterprise_ratio({2025: 200.0}, {2025: 40.0})
    {2025: 5.0}
    """
    return {year: ops.ratio(chip_revenue[year], spent, math.inf) for year, spent in enterprise_spending.items()}


@result("1")
def chip_application_ratio(actual_value):
    """Data-centre revenue of NVIDIA in 2025 in multiples of what enterprises spent on applications alone.

    Source: NVIDIA and Menlo Ventures.

    >>> chip_application_ratio({"nvidia_datacenter_2025_actual": 200.0, "enterprise_genai_apps_2025_actual": 20.0})
    10.0
    """
    return ops.ratio(actual_value["nvidia_datacenter_2025_actual"], actual_value["enterprise_genai_apps_2025_actual"], math.inf)


@result("USD")
def cloud_ai_revenue(actuals, reported_years, synergy_2022_sales, genai_cloud_share):
    """Revenue of clouds that generative AI brought, by the share of the rise since 2022.

    A floor, since Synergy says at least half. Leaves out what firms use themselves. Source: Synergy Research Group.
    """
    sold = _by_year(_outcomes(actuals), "cloud_synergy", reported_years)
    return {year: genai_cloud_share * (revenue - synergy_2022_sales) for year, revenue in sold.items()}


@result("1/year")
def cloud_ai_growth(cloud_ai_revenue, one_year):
    """Growth of that revenue in its last year.

    >>> round(cloud_ai_growth({2024: 51.0, 2025: 95.3}, 1), 3)
    0.869
    """
    *_, before, last = cloud_ai_revenue.values()
    return (ops.ratio(last, before, math.inf) - 1) / one_year


@result("USD")
def two_cloud_run_rate(microsoft_ai_run_rate, amazon_ai_run_rate, one_year):
    """Run rates of what Microsoft and Amazon count as AI, together, early in 2026, over a year.

    Each counts by a definition of its own. Source: the companies, as reported.

    >>> two_cloud_run_rate(37.0, 15.0, 1)
    52.0
    """
    return (microsoft_ai_run_rate + amazon_ai_run_rate) * one_year


@result("1", over="lab_dates")
def recognised_share(lab_recognised, lab_run_rate, one_year):
    """Revenue of a year as a part of the run rate at its end.

    >>> recognised_share(13.1, 20.0, 1)
    0.655
    """
    return ops.ratio(lab_recognised, lab_run_rate * one_year, math.inf)


@result("USD/W/year", over="lab_dates")
def revenue_per_watt(lab_run_rate, lab_power):
    """Run rate per watt of computing power.

    Source: OpenAI's chief of finance, as retold (our division).

    >>> revenue_per_watt(20.0, 2.0)
    10.0
    """
    return ops.ratio(lab_run_rate, lab_power, math.inf)


@result("USD/year")
def net_run_rate(lab_run_rate, alleged_partner_part, gross_run_rate):
    """Anthropic's run rate of May 2026 on OpenAI's basis, if the part that its partners are said to keep is right and has not changed.

    >>> net_run_rate({"anthropic_2026_05": 40.0}, 8.0, 32.0)
    30.0
    """
    return lab_run_rate["anthropic_2026_05"] * (1 - ops.ratio(alleged_partner_part, gross_run_rate, 0))


@result("1", over="foundry_years")
def foundry_capex_share(foundry_capex, foundry_revenue):
    """TSMC's capital spending as a part of its revenue.

    >>> foundry_capex_share(40.0, 120.0)
    0.3333333333333333
    """
    return ops.ratio(foundry_capex, foundry_revenue, math.inf)


@result("1")
def deepseek_openai_share(valuation):
    """DeepSeek's valuation of June 2026 as a part of OpenAI's of March.

    >>> deepseek_openai_share({"deepseek_2026_06": 50.0, "openai_2026_03": 1000.0})
    0.05
    """
    return valuation["deepseek_2026_06"] / valuation["openai_2026_03"]


@result("USD")
def alphabet_value_2024(alphabet_value_2025_09, alphabet_gain_2025_09):
    """Alphabet's market value at the end of 2024, from a later one and the rise of its shares in between.

    Leaves out shares bought back. Source: Reuters (our division).

    >>> alphabet_value_2024(3.0, 0.5)
    2.0
    """
    return alphabet_value_2025_09 / (1 + alphabet_gain_2025_09)
