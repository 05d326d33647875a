"""NVIDIA's quarters: fiscal years summed, the newest quarter as a yearly rate."""

from analysis.core import ops
from analysis.core.graph import result


def _year(values, nvidia_quarters, year):
    """Sum of what the four quarters of one fiscal year report."""
    return ops.total([value for key, value in values.items() if nvidia_quarters[key].fiscal_year in [year]])


@result("USD")
def nvidia_datacenter_2022(datacenter_sales, nvidia_quarters):
    """Data-centre revenue of NVIDIA in fiscal 2023, which ended in January 2023: computing and networking.

    Source: Epoch AI, ai-chip-counts (our sum).
    """
    return _year(datacenter_sales, nvidia_quarters, "2023")


@result("USD")
def nvidia_datacenter_2023(datacenter_sales, nvidia_quarters):
    """Data-centre revenue of NVIDIA in fiscal 2024: computing and networking.

    The company prints the year rounded; the sum of its rounded quarters may differ in the last digit. Source: our sum.
    """
    return _year(datacenter_sales, nvidia_quarters, "2024")


@result("USD")
def nvidia_datacenter_2024(datacenter_sales, nvidia_quarters):
    """Data-centre revenue of NVIDIA in fiscal 2025: computing and networking.

    Source: our sum.
    """
    return _year(datacenter_sales, nvidia_quarters, "2025")


@result("USD")
def nvidia_datacenter_2025(datacenter_sales, nvidia_quarters):
    """Data-centre revenue of NVIDIA in fiscal 2026, within four weeks of calendar 2025: computing and networking.

    Source: our sum.
    """
    return _year(datacenter_sales, nvidia_quarters, "2026")


@result("USD")
def nvidia_compute_2023(computing_sales, nvidia_quarters):
    """Data-centre revenue of NVIDIA in fiscal 2024 without networking.

    Computing of the third quarter is a share that Epoch AI assumed. Source: Epoch AI, ai-chip-counts (our sum).
    """
    return _year(computing_sales, nvidia_quarters, "2024")


@result("USD")
def nvidia_compute_2024(computing_sales, nvidia_quarters):
    """Data-centre revenue of NVIDIA in fiscal 2025 without networking.

    Source: Epoch AI, ai-chip-counts (our sum).
    """
    return _year(computing_sales, nvidia_quarters, "2025")


@result("USD")
def nvidia_compute_2025(computing_sales, nvidia_quarters):
    """Data-centre revenue of NVIDIA in fiscal 2026 without networking.

    Source: Epoch AI, ai-chip-counts, and the results of the fourth quarter (our sum).
    """
    return _year(computing_sales, nvidia_quarters, "2026")


@result("USD", scalar=True)
def nvidia_last_quarter(datacenter_sales, nvidia_quarters):
    """Data-centre revenue of the newest quarter."""
    return datacenter_sales[max(nvidia_quarters, key=lambda key: nvidia_quarters[key].quarter_end)]


@result("USD")
def nvidia_run_rate(nvidia_last_quarter, quarters_per_year):
    """The newest quarter of data-centre revenue, as if four like it made a year.

    Says nothing on growth or season. Source: our product.
    """
    return quarters_per_year * nvidia_last_quarter


@result("1/year")
def nvidia_last_growth(nvidia_datacenter_2024, nvidia_datacenter_2025, one_year):
    """Growth of NVIDIA's data-centre revenue in its last full fiscal year.

    >>> nvidia_last_growth(100.0, 150.0, 1)
    0.5
    """
    return ops.growth_rate(nvidia_datacenter_2024, nvidia_datacenter_2025, one_year)
