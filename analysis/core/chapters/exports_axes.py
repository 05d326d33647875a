"""Two axes and a third: an accelerator in H100s by arithmetic (training), by memory bandwidth and by memory (decoding).

`h100e_tpp` and `h100e_bandwidth` stand in `equivalents`, with the whole fleet on both.
"""

import math

from analysis.core import ops
from analysis.core.graph import result


@result("1", by="fleet")
def h100e_memory(fleet, memory_bytes):
    """A GPU of the fleet in H100 equivalents by how much it can hold: its memory over that of the H100.

    Says nothing on speed. Source: the table of chips (our division).

    >>> from collections import namedtuple; line = namedtuple("line", "chip")
    >>> h100e_memory({"h20_sxm": line("h20_sxm")}, {"h100_sxm": 80.0, "h20_sxm": 96.0})
    {'h20_sxm': 1.2}
    """
    return {gpu: ops.ratio(memory_bytes[fleet[gpu].chip], memory_bytes["h100_sxm"], math.inf) for gpu in fleet}


@result("1", by="chips")
def axis_gap(h100e_bandwidth, h100e_tpp):
    """How many times more of an H100 a chip is for reading memory than for arithmetic: what one number of equivalents hides.

    Source: the table of chips (our division).

    >>> axis_gap({"h20_sxm": 1.2}, {"h20_sxm": 0.15})
    {'h20_sxm': 8.0}
    """
    return {chip: ops.ratio(h100e_bandwidth[chip], h100e_tpp[chip], math.inf) for chip in h100e_bandwidth}


@result("1")
def fleet_axis_gap(fleet_h100e_bandwidth, fleet_h100e_tpp):
    """The same for the whole fleet: its H100 equivalents by bandwidth over those by arithmetic.

    Source: SemiAnalysis, table DeepSeek AI TCO (counts); the table of chips (our division).

    >>> fleet_axis_gap(60.0, 30.0)
    2.0
    """
    return ops.ratio(fleet_h100e_bandwidth, fleet_h100e_tpp, math.inf)


def _family(fleet, values):
    return {gpu: values[gpu] for gpu in fleet if fleet[gpu].chip_family == "Hopper"}


@result("GPU")
def hopper_gpus(fleet, fleet_gpus):
    """GPUs of the Hopper family that the newsletter counts for DeepSeek, one like the other.

    Source: SemiAnalysis, table DeepSeek AI TCO.
    """
    return ops.total(_family(fleet, fleet_gpus))


@result("GPU")
def hopper_h100e_tpp(fleet, kind_h100e_tpp):
    """The Hopper GPUs of the fleet as so many H100s by what they can compute.

    Source: SemiAnalysis, table DeepSeek AI TCO (counts); the table of chips.
    """
    return ops.total(_family(fleet, kind_h100e_tpp))


@result("GPU")
def hopper_h100e_bandwidth(fleet, kind_h100e_bandwidth):
    """The Hopper GPUs of the fleet as so many H100s by what they can read from memory.

    Source: SemiAnalysis, table DeepSeek AI TCO (counts); the table of chips.
    """
    return ops.total(_family(fleet, kind_h100e_bandwidth))


@result("GPU")
def hopper_h100e_memory(fleet, fleet_gpus, h100e_memory):
    """The Hopper GPUs of the fleet as so many H100s by what they can hold.

    Source: SemiAnalysis, table DeepSeek AI TCO (counts); the table of chips.
    """
    return ops.total({gpu: count * h100e_memory[gpu] for gpu, count in _family(fleet, fleet_gpus).items()})


@result("1")
def hopper_compute_share(hopper_h100e_tpp, hopper_gpus):
    """What the Hopper GPUs compute as a share of as many H100s.

    Source: as `hopper_h100e_tpp` (our division).

    >>> hopper_compute_share(24.5, 50.0)
    0.49
    """
    return ops.ratio(hopper_h100e_tpp, hopper_gpus, math.inf)
