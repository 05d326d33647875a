"""What China can make and get in a year: packages limited by dies or by memory, and policies side by side.

A package needs its dies and its stacks of memory, so the smaller of the two counts decides. Policies are lines of the
table `supply_policies`; each is set against the line `as_it_stands`.
"""

import math

from analysis.core import ops
from analysis.core.graph import result

ASCEND, SMUGGLED, BASE = "ascend_910c", "h100_sxm", "as_it_stands"


def _gained(supply_policies, packages, weight):
    """Packages made at home, chips imported and chips smuggled of each line, weighed on one axis."""
    lines = {line: supply_policies[line] for line in supply_policies}
    return {
        line: packages[line] * weight[ASCEND] + one.import_units * weight[one.import_chip] + one.smuggled_units * weight[SMUGGLED]
        for line, one in lines.items()
    }


@result("GPU")
def die_bank_packages(tsmc_die_bank, dies_per_package):
    """Packages that the dies from TSMC make, two to a package.

    Leaves out losses in assembly. Source: SemiAnalysis, as retold (dies).

    >>> die_bank_packages(2_900_000.0, 2.0)
    1450000.0
    """
    return tsmc_die_bank / dies_per_package


@result("GPU")
def memory_stock_packages(hbm_stock, stacks_per_package):
    """Packages for which the memory that reached China suffices.

    Leaves out losses in assembly and other users of memory. Source: SemiAnalysis, as retold.

    >>> memory_stock_packages(13_000_000.0, 8.0)
    1625000.0
    """
    return hbm_stock / stacks_per_package


@result("GPU")
def stock_packages(die_bank_packages, memory_stock_packages):
    """Packages from the stock of foreign parts alone: the smaller of those that dies and those that memory allow.

    Leaves out dies made at home. Source: SemiAnalysis, as retold (our minimum).

    >>> stock_packages(1.5, 1.6)
    1.5
    """
    return ops.minimum(die_bank_packages, memory_stock_packages)


@result("GPU")
def die_bank_h100e(heim_die_bank, dies_per_910b, h100e_tpp):
    """Heim's number of dies from TSMC as so many H100s by what they can compute, one die to a 910B.

    Takes every die as working in the bin B2. Source: Heim (dies); the table of chips.

    >>> die_bank_h100e(3.0, 1.0, {"ascend_910b": 0.5})
    1.5
    """
    return heim_die_bank / dies_per_910b * h100e_tpp["ascend_910b"]


@result("1")
def implied_wafer_share(ascend_dies_2026, smic_wafers_2026, months_per_year, one_year, ascend_dies_per_wafer, smic_yield):
    """Share of SMIC's advanced wafers that the dies planned for 2026 take at a yield.

    Takes all of them as made in the year, though some come from stock. Source: Bloomberg; SemiAnalysis; FT, as retold (our division).

    >>> implied_wafer_share(1_000.0, 100.0, 12.0, 1.0, 80.0, 0.5)
    0.020833333333333332
    """
    return ops.ratio(ascend_dies_2026, smic_wafers_2026 * months_per_year * one_year * ascend_dies_per_wafer * smic_yield, math.inf)


@result("stack")
def memory_stacks_2026(memory_packages_2026, stacks_per_package):
    """Stacks of memory behind what SemiAnalysis expects for 2026.

    Source: SemiAnalysis, as retold (our product).

    >>> memory_stacks_2026(300_000.0, 8.0)
    2400000.0
    """
    return memory_packages_2026 * stacks_per_package


@result("stack")
def plan_stacks_2026(ascend_910c_2026, stacks_per_package):
    """Stacks of memory that the plan of 910C for 2026 takes.

    Source: Bloomberg (plan); SemiAnalysis, as retold (stacks).

    >>> plan_stacks_2026(600_000.0, 8.0)
    4800000.0
    """
    return ascend_910c_2026 * stacks_per_package


@result("GPU")
def b30a_imports(h20_sold_2024, h20_price, b30a_price):
    """B30As that the money for the H20s of 2024 would buy.

    The part was never sold; its price is an assumption of others. Source: Epoch AI (H20); Institute for Progress, as retold (price).

    >>> b30a_imports(1_800.0, 10_000.0, 20_000.0)
    900.0
    """
    return ops.ratio(h20_sold_2024 * h20_price, b30a_price, math.inf)


@result("GPU", over="supply_policies")
def policy_die_packages(ascend_dies_2026, policy_yield, smic_yield, dies_per_package):
    """Packages for which the dies of 2026 suffice, if they rise with the yield.

    Takes all dies as made at home, though stock is among them. Source: Bloomberg (dies); FT, as retold (yield).

    >>> policy_die_packages(1_200_000.0, 0.5, 0.25, 2.0)
    1200000.0
    """
    return ascend_dies_2026 * (policy_yield / smic_yield) / dies_per_package


@result("GPU", over="supply_policies")
def policy_memory_packages(policy_stacks, stacks_per_package):
    """Packages for which the memory of 2026 suffices.

    Source: the line's.

    >>> policy_memory_packages(2_400_000.0, 8.0)
    300000.0
    """
    return policy_stacks / stacks_per_package


@result("GPU", over="supply_policies")
def policy_packages(policy_die_packages, policy_memory_packages):
    """Packages made in 2026: the smaller of those that dies and those that memory allow.

    Leaves out other makers. Source: SemiAnalysis, as retold (the rule).

    >>> policy_packages(800_000.0, 300_000.0)
    300000.0
    """
    return ops.minimum(policy_die_packages, policy_memory_packages)


@result("GPU", by="supply_policies")
def policy_h100e_tpp(supply_policies, policy_packages, h100e_tpp):
    """What China gains in the year as so many H100s by what it can compute: made at home, imported and smuggled.

    The three have other origins and do not overlap. Leaves out all abroad. Source: the table `supply_policies`.
    """
    return _gained(supply_policies, policy_packages, h100e_tpp)


@result("GPU", by="supply_policies")
def policy_h100e_bandwidth(supply_policies, policy_packages, h100e_bandwidth):
    """What China gains in the year as so many H100s by what it can read from memory.

    Leaves out all abroad. Source: the table `supply_policies`.
    """
    return _gained(supply_policies, policy_packages, h100e_bandwidth)


@result("1", by="supply_policies")
def policy_effect_tpp(policy_h100e_tpp):
    """What China gains in the year by arithmetic over the line `as_it_stands`.

    >>> policy_effect_tpp({"as_it_stands": 2.0, "h20_again": 3.0})
    {'as_it_stands': 1.0, 'h20_again': 1.5}
    """
    return {line: ops.ratio(policy_h100e_tpp[line], policy_h100e_tpp[BASE], math.inf) for line in policy_h100e_tpp}


@result("1", by="supply_policies")
def policy_effect_bandwidth(policy_h100e_bandwidth):
    """What China gains in the year by memory bandwidth over the line `as_it_stands`.

    >>> policy_effect_bandwidth({"as_it_stands": 2.0, "h20_again": 6.0})
    {'as_it_stands': 1.0, 'h20_again': 3.0}
    """
    return {line: ops.ratio(policy_h100e_bandwidth[line], policy_h100e_bandwidth[BASE], math.inf) for line in policy_h100e_bandwidth}
