"""Forecasts of others against outcomes, and what NVIDIA's revenue in China allows."""

import math

from analysis.core import ops
from analysis.core.graph import result


@result("1", over="china_forecasts")
def outcome_ratio(outcome_units, forecast_units):
    """Outcome over forecast; one where the forecast came true.

    An outcome is itself an estimate where its line says so. Source: the line's.

    >>> outcome_ratio(140_000.0, 12_500.0)
    11.2
    """
    return ops.ratio(outcome_units, forecast_units, math.inf)


@result("GPU")
def pathway_midpoint(pathway_least, pathway_most):
    """Geometric middle of the published interval of redirected chips; near the published median where it is symmetric in logarithms.

    Source: CNAS, chart of 2023 (our root).

    >>> pathway_midpoint(100.0, 10_000.0)
    1000.0
    """
    return ops.sqrt(pathway_least) * ops.sqrt(pathway_most)


@result("USD")
def h20_revenue_lost(h20_unshipped, h20_expected_loss):
    """H20 revenue that NVIDIA lost in the first half of fiscal 2026 by the licence requirement of April 2025.

    Part of it is an outlook. Source: The Register, on NVIDIA's results.

    >>> h20_revenue_lost(2.5e9, 8.0e9)
    10500000000.0
    """
    return h20_unshipped + h20_expected_loss


@result("USD")
def nvidia_china_nine_months(nvidia_china_fy2025, nvidia_china_fy2025_q1):
    """NVIDIA's revenue in China from May 2024 to January 2025, all segments.

    By billing location. Source: NVIDIA's results, as retold (our difference).

    >>> nvidia_china_nine_months(17.0, 2.0)
    15.0
    """
    return nvidia_china_fy2025 - nvidia_china_fy2025_q1


@result("USD")
def nvidia_china_last_quarter(nvidia_china_nine_months, nvidia_china_fy2025_q2, nvidia_china_fy2025_q3):
    """NVIDIA's revenue in China in the last quarter of fiscal 2025, what the year leaves.

    Source: NVIDIA's results, as retold (our difference).

    >>> nvidia_china_last_quarter(15.0, 4.0, 5.0)
    6.0
    """
    return nvidia_china_nine_months - nvidia_china_fy2025_q2 - nvidia_china_fy2025_q3


@result("1")
def million_gpu_revenue_share(claimed_china_gpus, claimed_h20_price, nvidia_china_nine_months):
    """What a million H20 would be of NVIDIA's revenue in China in nine months, at the price of the projection.

    Made is not sold: the test is one of size. Source: SemiAnalysis, as retold; NVIDIA's results, as retold.

    >>> round(million_gpu_revenue_share(1_000_000.0, 12_000.0, 15e9), 3)
    0.8
    """
    return claimed_china_gpus * claimed_h20_price / nvidia_china_nine_months


@result("1")
def h20_charge_ratio(h20_charge_booked, h20_charge_expected):
    """The charge for unsold H20 that NVIDIA booked over the one that it had expected.

    Source: NVIDIA, filings of April and July 2025 (our division).

    >>> h20_charge_ratio(4.5, 6.0)
    0.75
    """
    return h20_charge_booked / h20_charge_expected


@result("1")
def h20_guide_ratio(h20_guide_outcome, h20_guide_least):
    """H20 sold in the quarter to October 2025 over the low end of what NVIDIA had guided.

    Source: NVIDIA's results, as retold (our division).

    >>> h20_guide_ratio(0.05, 2.0)
    0.025
    """
    return h20_guide_outcome / h20_guide_least
