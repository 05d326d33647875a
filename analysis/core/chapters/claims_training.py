"""What decides published claims on training and is no part of the chapter's own answer: sales, shares."""

import math

from analysis.core import ops
from analysis.core.graph import result


@result("GPU")
def h20_sold_nine_months(h20_sold_2024_q2, h20_sold_2024_q3, h20_sold_2024_q4):
    """H20 sold from April to December 2024.

    Leaves out what was made and not sold, and the chips of other makers. Source: Epoch AI, AI chip counts (our sum).

    >>> h20_sold_nine_months(223_064, 272_247, 324_380)
    819691
    """
    return h20_sold_2024_q2 + h20_sold_2024_q3 + h20_sold_2024_q4


@result("1")
def fleet_h800_sales_share(fleet_gpus, h800_sold_total):
    """The H800 that DeepSeek is said to have, in all H800 ever sold.

    Leaves out rented and resold GPUs. Sources: SemiAnalysis (count), Epoch AI (sales).

    >>> fleet_h800_sales_share({"h800_sxm": 10_000}, 100_000)
    0.1
    """
    return ops.ratio(fleet_gpus["h800_sxm"], h800_sold_total, math.inf)


@result("1")
def v2_active_share(v2_activated_parameters, v2_total_parameters):
    """Share of V2's parameters that one token uses.

    Leaves out that all of them must be held in memory. Source: DeepSeek-V2 report, abstract (our division).

    >>> v2_active_share(21.0, 210.0)
    0.1
    """
    return v2_activated_parameters / v2_total_parameters


@result("1")
def highest_listing_move(listing_move):
    """Of the listings with a price before and after January 2025, the change that helps a claim of rising rents the most.

    Leaves out spot prices and vendors without two listings. Source: Epoch AI, hardware prices (our comparison).

    >>> highest_listing_move({"one": -0.25, "two": 0.0})
    0.0
    """
    return ops.greatest(ops.known(listing_move))


@result("1")
def h800_link_share(interconnect_bandwidth):
    """Bandwidth of the links between chips of one server, H800 over H100.

    Leaves out the network between servers, which is no part of the chip. Source: the table of chips (our division).

    >>> h800_link_share({"h800_sxm": 400.0, "h100_sxm": 800.0})
    0.5
    """
    return ops.ratio(interconnect_bandwidth["h800_sxm"], interconnect_bandwidth["h100_sxm"], math.inf)


@result("1")
def h20_memory_share(memory_bytes):
    """Memory of an H20 over that of an H100.

    Leaves out what the memory is used for. Source: the table of chips (our division).

    >>> h20_memory_share({"h20_sxm": 100.0, "h100_sxm": 80.0})
    1.25
    """
    return ops.ratio(memory_bytes["h20_sxm"], memory_bytes["h100_sxm"], math.inf)
