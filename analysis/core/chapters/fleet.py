"""What an hour of a GPU costs its owner when capital, resale and idle hours count; where the fleet table's operation comes from.

At the table's own conventions (no cost of capital, nothing left at the end, every hour at work) all of it gives what the
table gives. Operation is taken as so much a year, busy or idle: the table does not say what it contains.
"""

import math

from analysis.core import ops
from analysis.core.graph import result


def _recovery(rate, residual, years, payments):
    """Share of a price to be earned back in a year by equal payments, so that what is left at the end covers the rest.

    At each payment: the annuity of what is not left at the end, and interest on what is.
    """
    each = rate / payments
    return payments * (ops.annuity(each, years * payments) * (1 - residual) + each * residual)


@result("1/year")
def capital_recovery(capital_cost_rate, residual_share, ownership_years, payments_per_year):
    """Share of the purchase that an owner has to earn back in a year, cost of capital included.

    At rate zero it is the straight line. Leaves out taxes, and what the decision to buy early or late is worth.
    Source: the present value of an annuity, as in Brealey, Myers and Allen, Principles of Corporate Finance, chapter 2.

    >>> capital_recovery(0.0, 0.0, 4, 12), round(capital_recovery(0.133, 0.0, 4, 12), 4)
    (0.25, 0.3237)
    """
    return _recovery(capital_cost_rate, residual_share, ownership_years, payments_per_year)


@result("USD/GPU/year", over="fleet")
def gpu_year_cost(server_price, capital_recovery, gpu_year_operation):
    """What one GPU costs its owner in a year, busy or not: recovery of its server's price plus operation.

    Leaves out what the price leaves out: buildings, power connection, spares. Source: SemiAnalysis, table DeepSeek AI TCO.

    >>> gpu_year_cost(31_728, 0.25, 4_250)
    12182.0
    """
    return server_price * capital_recovery + gpu_year_operation


@result("USD/GPU/hour", over="fleet")
def full_hour_price(gpu_year_cost, hours_per_year, fleet_utilisation):
    """What an hour at work costs the owner, when the hours at work pay for the idle ones too.

    Takes operation as the same whether the machine works or idles. Source: SemiAnalysis, table DeepSeek AI TCO (our division).

    >>> round(full_hour_price(12_182, 8_766, 1.0), 4), round(full_hour_price(12_182, 8_766, 0.5), 4)
    (1.3897, 2.7794)
    """
    return ops.ratio(gpu_year_cost, hours_per_year * fleet_utilisation, math.inf)


@result("USD/GPU/hour", over=("fleet", "utilisation_steps"))
def use_hour_price(gpu_year_cost, hours_per_year, utilisation_step):
    """What an hour at work costs the owner at one share of hours at work.

    Takes operation as the same whether the machine works or idles. Source: as `full_hour_price`.

    >>> round(use_hour_price(12_182, 8_766, 0.1), 3)
    13.897
    """
    return ops.ratio(gpu_year_cost, hours_per_year * utilisation_step, math.inf)


@result("1", over="fleet")
def breakeven_utilisation(gpu_year_cost, hours_per_year, h800_hour_price):
    """Share of hours at work at which the assumed rent just pays for owning.

    Above one the rent does not pay at any use. The rent was assumed for an H800: for the other kinds it is a yardstick only.

    >>> round(breakeven_utilisation(12_182, 8_766, 2.0), 3)
    0.695
    """
    return gpu_year_cost / (hours_per_year * h800_hour_price)


@result("1")
def aged_value_share(price_progress, ownership_years):
    """What a machine is worth after the years of ownership if its value falls as fast as hardware improves.

    Knows nothing of rents, which rose in 2026, or of what a dealer takes. Source: Epoch AI, training-cost model.

    >>> aged_value_share(0.0, 4), round(aged_value_share(0.3224, 4), 3)
    (1.0, 0.275)
    """
    return ops.exp(-price_progress * ownership_years)


@result("USD/GPU/hour", over=("fleet", "owner_cases"))
def case_hour_price(server_price, gpu_year_operation, case_rate, case_residual, case_years, case_utilisation, payments_per_year, hours_per_year):
    """What an hour at work costs the owner in one case of capital, resale, life and use.

    Operation goes on at the same cost a year for as long as the machine serves. Source: the case's own; formula as `full_hour_price`.

    >>> round(case_hour_price(31_728, 4_250, 0.133, 0.0, 4, 1.0, 12, 8_766), 4)
    1.6565
    """
    cost = server_price * _recovery(case_rate, case_residual, case_years, payments_per_year) + gpu_year_operation
    return ops.ratio(cost, hours_per_year * case_utilisation, math.inf)


@result("USD")
def fleet_life_cost(fleet_gpus, gpu_year_cost, ownership_years):
    """Cost of owning and running the whole fleet for its years, with the cost of capital and the residual value set.

    At the table's conventions it is `fleet_total_cost`. Leaves out staff and buildings. Source: SemiAnalysis, table DeepSeek AI TCO.

    >>> fleet_life_cost({"h800_sxm": 10_000}, {"h800_sxm": 12_182.0}, 4)
    487280000.0
    """
    return ops.total({gpu: fleet_gpus[gpu] * gpu_year_cost[gpu] for gpu in fleet_gpus}) * ownership_years


@result("USD")
def fleet_documented_cost(fire_flyer_gpus, v3_cluster_gpus, server_price, gpu_operation_cost):
    """Cost of owning the GPUs whose count their owner has stated, at the fleet table's prices and for its years.

    A floor for the counts, not for the prices, which are the newsletter's; leaves out every GPU that it alone counts.
    Source: Fire-Flyer paper and DeepSeek-V3 report (counts); SemiAnalysis, table DeepSeek AI TCO (prices).

    >>> fleet_documented_cost(100, 10, {"a100_pcie": 20_000, "h800_sxm": 30_000}, {"a100_pcie": 10_000, "h800_sxm": 20_000})
    3500000
    """
    first = fire_flyer_gpus * (server_price["a100_pcie"] + gpu_operation_cost["a100_pcie"])
    return first + v3_cluster_gpus * (server_price["h800_sxm"] + gpu_operation_cost["h800_sxm"])


@result("1")
def capital_addition(stated_capital_rate, ownership_years, payments_per_year):
    """What a loan at the stated cost of capital, paid back in equal parts, adds to the purchase.

    Nothing is left at the end. Source: SemiAnalysis, first footnote of the table (rate); formula as `capital_recovery`.

    >>> round(capital_addition(0.133, 4, 12), 4), capital_addition(0.0, 4, 12)
    (0.2949, 0.0)
    """
    return _recovery(stated_capital_rate, 0, ownership_years, payments_per_year) * ownership_years - 1


@result("USD")
def fleet_capital_cost(fleet_total_capex, capital_addition):
    """What the stated cost of capital would add to the purchase of the whole fleet.

    The table may hold part of it in operation; it does not say. Source: as `capital_addition`.

    >>> fleet_capital_cost(1_000.0, 0.25)
    250.0
    """
    return fleet_total_capex * capital_addition


@result("USD")
def fleet_cost_with_capital(fleet_total_cost, fleet_capital_cost):
    """The fleet table's total with the stated cost of capital on top.

    Counts it twice if operation already holds it. Source: as `capital_addition`.

    >>> fleet_cost_with_capital(2_000.0, 500.0)
    2500.0
    """
    return fleet_total_cost + fleet_capital_cost


@result("1", over="fleet")
def capital_in_operation(capital_addition, operation_share):
    """How much of operation the stated cost of capital would fill, were it in there.

    Above one it cannot be in there. Source: SemiAnalysis, table DeepSeek AI TCO (our division).

    >>> capital_in_operation(0.3, 0.6)
    0.5
    """
    return ops.ratio(capital_addition, operation_share, math.inf)


@result("1", by="fleet")
def operation_dollar_index(operation_share):
    """Operation per dollar of servers, with the H100 as measure.

    Source: SemiAnalysis, table DeepSeek AI TCO (our division).

    >>> operation_dollar_index({"h100_sxm": 0.5, "h20_sxm": 0.4})
    {'h100_sxm': 1.0, 'h20_sxm': 0.8}
    """
    return {gpu: ops.ratio(operation_share[gpu], operation_share["h100_sxm"], math.inf) for gpu in operation_share}


@result("1")
def operation_share_spread(operation_share):
    """The highest operation per dollar of servers over the lowest.

    Source: SemiAnalysis, table DeepSeek AI TCO (our division).

    >>> operation_share_spread({"h100_sxm": 0.6, "h20_sxm": 0.5})
    1.2
    """
    return ops.ratio(ops.greatest(operation_share), ops.least(operation_share), math.inf)


@result("1")
def recoup_gap(owner_hour_price, h100_recoup_rent):
    """How far the table's H100 hour at full use lies from the rent that another author says just recoups one.

    Source: SemiAnalysis, table DeepSeek AI TCO; Latent Space.

    >>> round(recoup_gap({"h100_sxm": 1.5}, 1.6), 4)
    -0.0625
    """
    return owner_hour_price["h100_sxm"] / h100_recoup_rent - 1


@result("W/GPU", by="fleet")
def kind_board_power(fleet, chips):
    """Rated power of one GPU of a kind, with its board.

    Leaves out the rest of the server and its cooling. Source: the table of chips.
    """
    return {gpu: chips[fleet[gpu].chip].board_power for gpu in fleet}


@result("USD/W/year", over="fleet")
def operation_per_watt(gpu_year_operation, kind_board_power):
    """Operation per watt of rated power and year; were operation electricity, it would be alike for all kinds.

    Source: SemiAnalysis, table DeepSeek AI TCO; the table of chips (our division).

    >>> operation_per_watt(4_200.0, 700.0)
    6.0
    """
    return gpu_year_operation / kind_board_power


@result("1", by="fleet")
def operation_watt_index(operation_per_watt):
    """Operation per watt of rated power, with the H100 as measure.

    Source: as `operation_per_watt`.

    >>> operation_watt_index({"h100_sxm": 8.0, "h20_sxm": 6.0})
    {'h100_sxm': 1.0, 'h20_sxm': 0.75}
    """
    return {gpu: ops.ratio(operation_per_watt[gpu], operation_per_watt["h100_sxm"], math.inf) for gpu in operation_per_watt}


@result("1")
def operation_watt_spread(operation_per_watt):
    """The highest operation per watt of rated power over the lowest.

    Source: as `operation_per_watt`.

    >>> operation_watt_spread({"h100_sxm": 8.0, "h20_sxm": 4.0})
    2.0
    """
    return ops.ratio(ops.greatest(operation_per_watt), ops.least(operation_per_watt), math.inf)
