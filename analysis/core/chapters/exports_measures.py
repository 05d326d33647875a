"""What the American export rules measure: density, bandwidth to memory and to all else, density of memory.

Total processing performance stands in `equivalents`. The limits are lines of the table `conditions`.
"""

import math

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


@result("FLOP*bit/s/GPU", scalar=True)
def limit_small_tpp(limit_value, limit_scale):
    """Total processing performance from which the density of a part counts.

    Source: 15 CFR 774, ECCN 3A090.a.2.

    >>> limit_small_tpp({"us_2023_a2_tpp": 1600.0}, {"total_processing_performance": 1e12})
    1600000000000000.0
    """
    return limit_value["us_2023_a2_tpp"] * limit_scale["total_processing_performance"]


@result("FLOP*bit/s/mm2", scalar=True)
def limit_density(limit_value, limit_scale):
    """Performance density that reaches the limit of paragraph a.2.

    Source: 15 CFR 774, ECCN 3A090.a.2.

    >>> limit_density({"us_2023_a2_density": 6.0}, {"performance_density": 1e12})
    6000000000000.0
    """
    return limit_value["us_2023_a2_density"] * limit_scale["performance_density"]


@result("FLOP*bit/s/GPU")
def tried_tpp(tried_operations, fp16_bits):
    """Total processing performance of the part on trial, by its arithmetic at 16 bits.

    Leaves out its other formats, which can give more. Source: 15 CFR 774, ECCN 3A090, Technical Note 2.

    >>> tried_tpp(300.0, 16)
    4800.0
    """
    return tried_operations * fp16_bits


@result("FLOP*bit/s/mm2")
def tried_density(tried_tpp, tried_area):
    """Performance density of the part on trial.

    Source: 15 CFR 774, ECCN 3A090, Technical Note 4.

    >>> tried_density(4800.0, 800.0)
    6.0
    """
    return ops.ratio(tried_tpp, tried_area, 0)


@result("1")
def tried_tpp_share(tried_operations, limit_fp16):
    """Arithmetic of the part on trial over what reaches the limit of paragraph a.1.

    Source: 15 CFR 774, ECCN 3A090.a.1 (our division).

    >>> tried_tpp_share(150.0, 300.0)
    0.5
    """
    return ops.ratio(tried_operations, limit_fp16, math.inf)


@result("1")
def tried_density_share(tried_density, limit_density):
    """Density of the part on trial over the limit of paragraph a.2, which binds from a smaller performance on.

    Source: 15 CFR 774, ECCN 3A090.a.2 (our division).

    >>> tried_density_share(3.0, 6.0)
    0.5
    """
    return ops.ratio(tried_density, limit_density, math.inf)
