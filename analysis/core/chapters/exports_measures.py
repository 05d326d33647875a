"""What the American export rules measure: density, bandwidth to memory and to all else, density of memory.

Total processing performance stands in `equivalents`. The limits are lines of the table `conditions`.
"""

from analysis.core import ops
from analysis.core.graph import result


@result("FLOP*bit/s/mm2", over="chips")
def performance_density(total_processing_performance, die_area):
    """Performance density of a chip: total processing performance over the applicable area of its dies.

    The rule counts all logic dies made with non-planar transistors; the column dies_counted says which a source counted. A chip
    without such a die has an area of zero: its density is undefined, stands as zero here, and meets no limit.
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


@result("B/s/mm2", over="memory_stacks")
def memory_bandwidth_density(stack_bandwidth, stack_area):
    """Memory bandwidth density of a stack of memory: its bandwidth over the area of the stack or of its package.

    Leaves out memory that is packed with a processor. Source: 15 CFR 774, ECCN 3A090.c, Technical Note.

    >>> memory_bandwidth_density(300.0, 100.0)
    3.0
    """
    return ops.ratio(stack_bandwidth, stack_area, 0)
