"""Unlike accelerators counted on two axes: in H100s by what they can compute, and by what they can read from memory.

There is no bare H100 equivalent: a chip with little arithmetic and a wide memory is a small H100 on one axis and a large
one on the other. Specifications stand in the table `chips`.
"""

import math

from analysis.core import ops
from analysis.core.graph import result


@result("FLOP*bit/s/GPU", over="chips")
def chip_tpp(tops_fp64, tops_tf32, tops_fp16, tops_fp8, tops_int8, tops_fp4, fp64_bits, tf32_bits, fp16_bits, fp8_bits, int8_bits, fp4_bits):
    """Total processing performance of a chip: operations a second times bits of the operand, the greatest over formats.

    Dense, as the maker states it; formats that it does not state are left out, and missing where it states none. Source: 15 CFR 774, ECCN 3A090, Technical Notes 1 to 3.

    >>> chip_tpp(67e12, 494.7e12, 989.4e12, 1979e12, 1979e12, 0.0, 64, 19, 16, 8, 8, 4) / 1e12
    15832.0
    """
    wide = {"fp64": tops_fp64 * fp64_bits, "tf32": tops_tf32 * tf32_bits, "fp16": tops_fp16 * fp16_bits}
    narrow = {"fp8": tops_fp8 * fp8_bits, "int8": tops_int8 * int8_bits, "fp4": tops_fp4 * fp4_bits}
    stated = ops.known({**wide, **narrow}).values()
    most = next(iter(stated), wide["fp16"])
    for speed in stated:
        most = ops.maximum(most, speed)
    return most


@result("1", by="chips")
def h100e_tpp(chip_tpp):
    """A chip in H100 equivalents by what it can compute: its total processing performance over that of the H100.

    Says nothing on memory or links. Source: as `chip_tpp` (our division).

    >>> h100e_tpp({"h100_sxm": 16.0, "h20_sxm": 2.0})
    {'h100_sxm': 1.0, 'h20_sxm': 0.125}
    """
    return {chip: ops.ratio(chip_tpp[chip], chip_tpp["h100_sxm"], math.inf) for chip in chip_tpp}


@result("1", by="chips")
def h100e_bandwidth(memory_bandwidth):
    """A chip in H100 equivalents by what it can read: its memory bandwidth over that of the H100.

    Says nothing on arithmetic or links. Source: the table of chips (our division).

    >>> h100e_bandwidth({"h100_sxm": 3.2, "h20_sxm": 4.0})
    {'h100_sxm': 1.0, 'h20_sxm': 1.25}
    """
    return {chip: ops.ratio(memory_bandwidth[chip], memory_bandwidth["h100_sxm"], math.inf) for chip in memory_bandwidth}


@result("GPU", by="fleet")
def kind_h100e_tpp(fleet, h100e_tpp):
    """GPUs of one kind as so many H100s by what they can compute.

    Source: SemiAnalysis, table DeepSeek AI TCO (count); the table of chips.
    """
    return {gpu: fleet[gpu].fleet_gpus * h100e_tpp[fleet[gpu].chip] for gpu in fleet}


@result("GPU", by="fleet")
def kind_h100e_bandwidth(fleet, h100e_bandwidth):
    """GPUs of one kind as so many H100s by what they can read from memory.

    Source: SemiAnalysis, table DeepSeek AI TCO (count); the table of chips.
    """
    return {gpu: fleet[gpu].fleet_gpus * h100e_bandwidth[fleet[gpu].chip] for gpu in fleet}


@result("GPU")
def fleet_h100e_tpp(kind_h100e_tpp):
    """The whole fleet as so many H100s by what it can compute.

    >>> fleet_h100e_tpp({"h100_sxm": 10.0, "h20_sxm": 2.5})
    12.5
    """
    return ops.total(kind_h100e_tpp)


@result("GPU")
def fleet_h100e_bandwidth(kind_h100e_bandwidth):
    """The whole fleet as so many H100s by what it can read from memory.

    >>> fleet_h100e_bandwidth({"h100_sxm": 10.0, "h20_sxm": 2.5})
    12.5
    """
    return ops.total(kind_h100e_bandwidth)


@result("1")
def v3_fleet_share_tpp(v3_gpu_hours, h100e_tpp, fleet_h100e_tpp, ownership_years, hours_per_year):
    """Share of what the fleet can compute while it is owned that V3 took, an hour of each kind counted by its arithmetic.

    Counts peaks, which no run reaches. Source: DeepSeek-V3 report; SemiAnalysis (our division).

    >>> v3_fleet_share_tpp(1_000.0, {"h800_sxm": 1.0}, 50.0, 4, 100)
    0.05
    """
    return ops.ratio(v3_gpu_hours * h100e_tpp["h800_sxm"], fleet_h100e_tpp * ownership_years * hours_per_year, math.inf)
