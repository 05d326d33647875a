"""China's share of the world's chips on two axes, and what others have published beside it.

Sales of the world stand in the table `world_fleet`, by Epoch AI's model; Ascend is added, as it is not in that file.
"""

import math

from analysis.core import ops
from analysis.core.graph import result

DOMESTIC, SMUGGLED = "domestic_chips", "smuggled_chips"


@result("GPU", by="world_fleet")
def world_h100e_tpp(world_fleet, world_units, h100e_tpp):
    """Chips of one kind sold in the world as so many H100s by what they can compute.

    Leaves out chips sold before 2022 and those retired. Source: Epoch AI, AI chip counts (units); the table of chips.
    """
    return {line: world_units[line] * h100e_tpp[world_fleet[line].chip] for line in world_fleet}


@result("GPU", by="world_fleet")
def world_h100e_bandwidth(world_fleet, world_units, h100e_bandwidth):
    """Chips of one kind sold in the world as so many H100s by what they can read from memory.

    Leaves out chips sold before 2022 and those retired. Source: Epoch AI, AI chip counts (units); the table of chips.
    """
    return {line: world_units[line] * h100e_bandwidth[world_fleet[line].chip] for line in world_fleet}


@result("GPU")
def world_total_tpp(world_h100e_tpp, route_h100e_tpp):
    """All chips of the world as so many H100s by what they can compute, Ascend included.

    Leaves out parts without a line in the table of chips. Source: Epoch AI, AI chip counts; the table `china_ledger`.

    >>> world_total_tpp({"h100_sxm": 90.0, "h20_sxm": 5.0}, {"domestic_chips": 5.0})
    100.0
    """
    return ops.total(world_h100e_tpp) + route_h100e_tpp[DOMESTIC]


@result("GPU")
def world_total_bandwidth(world_h100e_bandwidth, route_h100e_bandwidth):
    """All chips of the world as so many H100s by what they can read from memory, Ascend included.

    Leaves out parts without a line in the table of chips. Source: Epoch AI, AI chip counts; the table `china_ledger`.

    >>> world_total_bandwidth({"h100_sxm": 90.0, "h20_sxm": 5.0}, {"domestic_chips": 5.0})
    100.0
    """
    return ops.total(world_h100e_bandwidth) + route_h100e_bandwidth[DOMESTIC]


@result("1")
def china_share_tpp(counted_h100e_tpp, world_total_tpp):
    """Share of the world's arithmetic in legal imports and Ascend.

    Leaves out smuggled chips and all abroad. Source: Epoch AI, AI chip counts; the table `china_ledger` (our division).

    >>> china_share_tpp(5.0, 100.0)
    0.05
    """
    return ops.ratio(counted_h100e_tpp, world_total_tpp, math.inf)


@result("1")
def china_share_bandwidth(counted_h100e_bandwidth, world_total_bandwidth):
    """Share of the world's memory bandwidth in legal imports and Ascend.

    Leaves out smuggled chips and all abroad. Source: as `china_share_tpp`.

    >>> china_share_bandwidth(12.0, 100.0)
    0.12
    """
    return ops.ratio(counted_h100e_bandwidth, world_total_bandwidth, math.inf)


@result("1")
def smuggled_added_tpp(route_h100e_tpp, world_total_tpp):
    """What smuggled chips would add to that share of arithmetic; they stand in the world's total already, with other owners.

    Covers a year and a quarter only. Source: CNAS; Financial Times, as retold; Epoch AI (our division).

    >>> smuggled_added_tpp({"smuggled_chips": 1.0}, 100.0)
    0.01
    """
    return ops.ratio(route_h100e_tpp[SMUGGLED], world_total_tpp, math.inf)


@result("1")
def rest_ratio_tpp(china_share_tpp):
    """The rest of the world over China by what their chips can compute.

    Source: as `china_share_tpp` (our division).

    >>> rest_ratio_tpp(0.125)
    7.0
    """
    return ops.ratio(1 - china_share_tpp, china_share_tpp, math.inf)


@result("1")
def rest_ratio_bandwidth(china_share_bandwidth):
    """The rest of the world over China by what their chips can read from memory.

    Source: as `china_share_tpp` (our division).

    >>> rest_ratio_bandwidth(0.2)
    4.0
    """
    return ops.ratio(1 - china_share_bandwidth, china_share_bandwidth, math.inf)


def _smuggled_share(weight, smuggled, h20, ascend):
    """Smuggled chips over what was acquired in 2024, H20 and Ascend 910B being the rest."""
    amount = smuggled * weight["h100_sxm"]
    return ops.ratio(amount, amount + h20 * weight["h20_sxm"] + ascend * weight["ascend_910b"], math.inf)


@result("1")
def smuggled_share_tpp(h100e_tpp, smuggled_2024, h20_sold_2024, ascend_910b_2024):
    """Smuggled share of what China acquired in 2024 by what it can compute, were all of it H100s.

    Leaves out other parts and all abroad. Source: CNAS; Epoch AI; Financial Times, as retold (our division).

    >>> smuggled_share_tpp({"h100_sxm": 1.0, "h20_sxm": 0.2, "ascend_910b": 0.5}, 4.0, 10.0, 4.0)
    0.5
    """
    return _smuggled_share(h100e_tpp, smuggled_2024, h20_sold_2024, ascend_910b_2024)


@result("1")
def smuggled_share_bandwidth(h100e_bandwidth, smuggled_2024, h20_sold_2024, ascend_910b_2024):
    """Smuggled share of what China acquired in 2024 by what it can read from memory, were all of it H100s.

    Leaves out other parts and all abroad. Source: as `smuggled_share_tpp`.

    >>> smuggled_share_bandwidth({"h100_sxm": 1.0, "h20_sxm": 1.0, "ascend_910b": 0.5}, 4.0, 10.0, 4.0)
    0.25
    """
    return _smuggled_share(h100e_bandwidth, smuggled_2024, h20_sold_2024, ascend_910b_2024)


@result("1")
def nvidia_world_share(world_fleet, world_h100e_tpp, world_total_tpp):
    """NVIDIA's share of the world's arithmetic.

    Counts chips for training and inference alike, in use or not. Source: Epoch AI, AI chip counts (our division).
    """
    return ops.ratio(ops.total([world_h100e_tpp[line] for line in world_fleet if world_fleet[line].world_maker == "NVIDIA"]), world_total_tpp, math.inf)


@result("1")
def ifp_policy_factor(ifp_closed_ratio, ifp_open_ratio):
    """By how much one licensing decision moves the ratio of the Institute for Progress.

    A ratio of chips gained in a year, not of stocks. Source: Institute for Progress, as retold (our division).

    >>> ifp_policy_factor(31.0, 4.0)
    7.75
    """
    return ops.ratio(ifp_closed_ratio, ifp_open_ratio, math.inf)


@result("1")
def chinese_chip_share(chinese_chip_models, chinese_notable_models):
    """Share of China's notable models that were trained on Chinese chips, where the hardware is known.

    Source: CNAS (our division).

    >>> chinese_chip_share(2.0, 20.0)
    0.1
    """
    return chinese_chip_models / chinese_notable_models
