"""China's ledger: chips by the route on which they came, each weighed on two axes, and China's share of what the world bought.

Routes are never summed but for two that cannot overlap, chips imported legally and chips made at home. Counts stand in the
table `china_ledger`, sales of the world in `world_fleet`, specifications in `chips`.
"""

import math

from analysis.core import ops
from analysis.core.graph import result

LEGAL, DOMESTIC, SMUGGLED = "legal_imports", "domestic_chips", "smuggled_chips"


def _by_route(routes, ledger, amounts):
    """Amounts of the lines of each route; a line that is only planned is left out."""
    held = {line: ledger[line].ledger_route for line in ledger if ledger[line].ledger_status != "status_planned"}
    return {route: ops.total([amounts[line] for line in held if held[line] in (route,)]) for route in routes}


def _weighed(table, units, weight):
    return {line: units[line] * weight[table[line].chip] for line in table}


@result("GPU")
def smuggled_spring_gpus(smuggled_value_2025, b200_rack_price, gpus_per_server):
    """GPUs that the value of smuggled chips in the spring of 2025 bought at the reported price of a rack.

    Takes all of it for racks of B200, though other chips were among it, and the value for its floor. Source: Financial Times, as retold.

    >>> smuggled_spring_gpus(1e9, 500_000.0, 8.0)
    16000.0
    """
    return smuggled_value_2025 / b200_rack_price * gpus_per_server


@result("GPU")
def ascend_packages_2025(ascend_dies_2025, dies_per_package):
    """Ascend packages that the dies of 2025 make, two to a package.

    Leaves out packages lost in assembly; some dies went into parts with one die. Source: Bloomberg (dies).

    >>> ascend_packages_2025(1_000_000.0, 2.0)
    500000.0
    """
    return ascend_dies_2025 / dies_per_package


@result("GPU", by="china_ledger")
def ledger_h100e_tpp(china_ledger, ledger_units, h100e_tpp):
    """Chips of a line as so many H100s by what they can compute.

    Peaks on paper; says nothing on links, software or wear. Source: the line's (count); the table of chips.
    """
    return _weighed(china_ledger, ledger_units, h100e_tpp)


@result("GPU", by="china_ledger")
def ledger_h100e_bandwidth(china_ledger, ledger_units, h100e_bandwidth):
    """Chips of a line as so many H100s by what they can read from memory.

    Peaks on paper; says nothing on links, software or wear. Source: the line's (count); the table of chips.
    """
    return _weighed(china_ledger, ledger_units, h100e_bandwidth)


@result("GPU", by="routes")
def route_h100e_tpp(routes, china_ledger, ledger_h100e_tpp):
    """Chips of a route as so many H100s by what they can compute; what is only planned is left out.

    The lines of one route do not overlap; those of two routes may. Source: the table `china_ledger`.
    """
    return _by_route(routes, china_ledger, ledger_h100e_tpp)


@result("GPU", by="routes")
def route_h100e_bandwidth(routes, china_ledger, ledger_h100e_bandwidth):
    """Chips of a route as so many H100s by what they can read from memory; what is only planned is left out.

    The lines of one route do not overlap; those of two routes may. Source: the table `china_ledger`.
    """
    return _by_route(routes, china_ledger, ledger_h100e_bandwidth)


@result("GPU")
def counted_h100e_tpp(route_h100e_tpp):
    """Legal imports and Ascend together, as so many H100s by what they can compute.

    The two routes have other makers and cannot overlap. Leaves out smuggled chips and all abroad. Source: the table `china_ledger`.

    >>> counted_h100e_tpp({"legal_imports": 3.0, "domestic_chips": 2.0, "smuggled_chips": 9.0})
    5.0
    """
    return route_h100e_tpp[LEGAL] + route_h100e_tpp[DOMESTIC]


@result("GPU")
def counted_h100e_bandwidth(route_h100e_bandwidth):
    """Legal imports and Ascend together, as so many H100s by what they can read from memory.

    Leaves out smuggled chips and all abroad. Source: the table `china_ledger`.

    >>> counted_h100e_bandwidth({"legal_imports": 3.0, "domestic_chips": 2.0, "smuggled_chips": 9.0})
    5.0
    """
    return route_h100e_bandwidth[LEGAL] + route_h100e_bandwidth[DOMESTIC]


@result("1")
def counted_axis_ratio(counted_h100e_bandwidth, counted_h100e_tpp):
    """By how much the same chips are more on one axis than on the other: bandwidth over arithmetic, each in H100s.

    Source: the table `china_ledger` (our division).

    >>> counted_axis_ratio(6.0, 2.0)
    3.0
    """
    return ops.ratio(counted_h100e_bandwidth, counted_h100e_tpp, math.inf)


@result("1")
def huawei_lead_tpp(route_h100e_tpp):
    """Ascend over legal imports by what they can compute; above one, the home maker is the larger source.

    Source: the table `china_ledger` (our division).

    >>> huawei_lead_tpp({"legal_imports": 4.0, "domestic_chips": 5.0})
    1.25
    """
    return ops.ratio(route_h100e_tpp[DOMESTIC], route_h100e_tpp[LEGAL], math.inf)


@result("1")
def huawei_lead_bandwidth(route_h100e_bandwidth):
    """Ascend over legal imports by what they can read from memory.

    Source: the table `china_ledger` (our division).

    >>> huawei_lead_bandwidth({"legal_imports": 4.0, "domestic_chips": 1.0})
    0.25
    """
    return ops.ratio(route_h100e_bandwidth[DOMESTIC], route_h100e_bandwidth[LEGAL], math.inf)
