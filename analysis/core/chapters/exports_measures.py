"""What the American export rules measure of a chip: density, and bandwidth to memory and to all else.

Total processing performance stands in `equivalents`. Limits are lines of the table `conditions`.
"""

from analysis.core import ops
from analysis.core.graph import result


@result("FLOP*bit/s/mm2", over="chips")
def performance_density(total_processing_performance, die_area):
    """Performance density of a chip: total processing performance over the area of its logic dies.

    Source: 15 CFR 774, ECCN 3A090, Technical Note 4.

    >>> performance_density(4800.0, 800.0), performance_density(4800.0, 0.0)
    (6.0, 0)
    """
    return ops.ratio(total_processing_performance, die_area, 0)


@result("B/s/GPU", over="chips")
def bandwidth_sum(memory_bandwidth, io_bandwidth):
    """Bandwidth of a chip to its memory and over all other inputs and outputs together.

    Source: Silicon UK on the letters of April 2025, after the Financial Times.

    >>> bandwidth_sum(4000.0, 1028.0)
    5028.0
    """
    return memory_bandwidth + io_bandwidth
