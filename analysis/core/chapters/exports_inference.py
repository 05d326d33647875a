"""What parts say about rules that were never published, or that can be read in two ways. Inference, and labelled so.

A maker that builds as close to a limit as it can shows where it believes the limit to be.
"""

from analysis.core import ops
from analysis.core.graph import result


def _of(letter_parts, values, state):
    return ops.known({chip: values[chip] for chip in letter_parts if letter_parts[chip].letter_state in (state,)})


@result("B/s/GPU")
def letter_memory_floor(letter_parts, memory_bandwidth):
    """The greatest memory bandwidth among parts that went on sale in China after the letters of April 2025.

    The limit that was not published lies above it, if these parts needed no licence. Inference from the parts alone.

    >>> from collections import namedtuple; part = namedtuple("part", "letter_state")
    >>> letter_memory_floor({"a": part("sold_after"), "b": part("stopped_by")}, {"a": 1.3, "b": 1.8})
    1.3
    """
    return ops.greatest(_of(letter_parts, memory_bandwidth, "sold_after"))


@result("B/s/GPU")
def letter_memory_ceiling(letter_parts, memory_bandwidth):
    """The least memory bandwidth among parts that the letters of April 2025 stopped.

    The limit that was not published lies at it or below, if bandwidth to memory is what stopped them. Inference from the parts alone.
    """
    return ops.least(_of(letter_parts, memory_bandwidth, "stopped_by"))


@result("B/s/GPU")
def letter_sum_floor(letter_parts, bandwidth_sum):
    """The greatest sum of bandwidths among parts that went on sale in China after the letters of April 2025.

    Inference from the parts alone, as `letter_memory_floor`.
    """
    return ops.greatest(_of(letter_parts, bandwidth_sum, "sold_after"))


@result("B/s/GPU")
def letter_sum_ceiling(letter_parts, bandwidth_sum):
    """The least sum of bandwidths among parts that the letters of April 2025 stopped.

    Inference from the parts alone, as `letter_memory_ceiling`.
    """
    return ops.least(_of(letter_parts, bandwidth_sum, "stopped_by"))


@result("B/s/GPU")
def letter_memory_reported(conditions, gbs_unit):
    """The limit on memory bandwidth that Intel told its customers, by the press.

    Source: Financial Times, by way of The Star.
    """
    return conditions["us_2025_letter_memory_memory"].limit_value * gbs_unit


@result("B/s/GPU")
def links_limit_2022(conditions, gbs_unit):
    """The limit of October 2022 on all inputs and outputs.

    Source: 87 FR 62186, ECCN 3A090.
    """
    return conditions["us_2022_3a090_io"].limit_value * gbs_unit


def _most_below(room, port):
    """The largest whole number of ports that stays below the room, which itself is already too much."""
    return -ops.floor(-(room / port)) - 1


@result("1")
def ports_with_host(links_limit_2022, gaudi_port_bandwidth, gaudi_host_bandwidth):
    """Ports that Intel's Gaudi2 could keep below the limit of 2022 if the link to the host counts.

    Source: 87 FR 62186, ECCN 3A090 (our division).

    >>> ports_with_host(600.0, 25.0, 64.0)
    21.0
    """
    return _most_below(links_limit_2022 - gaudi_host_bandwidth, gaudi_port_bandwidth)


@result("1")
def ports_without_host(links_limit_2022, gaudi_port_bandwidth):
    """Ports that Intel's Gaudi2 could keep below the limit of 2022 if the link to the host does not count.

    Source: 87 FR 62186, ECCN 3A090 (our division).

    >>> ports_without_host(600.0, 25.0)
    23.0
    """
    return _most_below(links_limit_2022, gaudi_port_bandwidth)


@result("1")
def rtx5880_margin(rtx5880_fp32, rtx6000_ada_fp32, total_processing_performance, conditions, tpp_unit):
    """Share of the limit that an RTX 5880 Ada would leave free, were its narrow formats cut as its wide one is from the RTX 6000 Ada.

    A card that the table of chips lacks, since nobody at hand prints its narrow formats. Source: Hugging Face (speeds); our reading.
    """
    performance = total_processing_performance["rtx6000_ada"] * ops.ratio(rtx5880_fp32, rtx6000_ada_fp32, 1)
    return 1 - performance / tpp_unit / conditions["us_2023_a_other_market_tpp"].limit_value
