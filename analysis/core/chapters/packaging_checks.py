"""Packaging against what others print: sales of calendar years, the lag, dies that NVIDIA names, packages that forecasts imply, memory."""

import math

from analysis.core import ops, schedule
from analysis.core.graph import result


def _by_year(calendar_sales):
    """Year -> the sales of that year."""
    years = dict.fromkeys(line.sale_year for line in calendar_sales.values())
    return {year: {key: line for key, line in calendar_sales.items() if line.sale_year in (year,)} for year in years}


@result("package")
def calendar_units(calendar_sales):
    """Packages that NVIDIA sold in a calendar year, by Epoch AI.

    Sums of medians, which are not the median of the sum. Source: Epoch AI, ai-chip-counts.
    """
    return {year: ops.total([line.sold_units for line in lines.values()]) for year, lines in _by_year(calendar_sales).items()}


@result("wafer")
def calendar_wafers(calendar_sales, sold_chips, wafer_packages, packaging_yield):
    """Wafers that a calendar year's sales take.

    Leaves out stock and samples. Our division; for 2024 an industry report prints more than 140,000 booked.
    """
    size = {chip: line.made_size for chip, line in sold_chips.items()}
    return {
        year: ops.total([ops.ratio(line.sold_units, wafer_packages[size[line.sale_chip]] * packaging_yield, math.inf) for line in lines.values()])
        for year, lines in _by_year(calendar_sales).items()
    }  # fmt: skip


def _sold_over_made(year, share, case_lag, calendar_wafers, nodes, wafer_years, months_per_year, one_year):
    """Lag -> wafers that a year's sales take, over a share of the capacity of those months before."""
    begin, end = wafer_years[year] * months_per_year, (wafer_years[year] + one_year) * months_per_year
    return {case: ops.ratio(calendar_wafers[year], share * schedule.passed(nodes, begin - lag, end - lag), math.inf) for case, lag in case_lag.items()}


@result("1", by="lag_cases")
def sold_ratio_2024(case_lag, nvidia_share_2024, line_use, calendar_wafers, node_month, node_capacity, wafer_years, months_per_year, one_year):
    """Wafers that the sales of 2024 take, over NVIDIA's share of the capacity some months before, for several lags.

    One would be agreement. Leaves out suppliers other than TSMC. Our division.
    """
    nodes = [(node_month[key], node_capacity[key]) for key in node_month]
    return _sold_over_made("2024", nvidia_share_2024 * line_use, case_lag, calendar_wafers, nodes, wafer_years, months_per_year, one_year)


@result("1", by="lag_cases")
def sold_ratio_2025(case_lag, nvidia_share_2025, line_use, calendar_wafers, node_month, node_capacity, wafer_years, months_per_year, one_year):
    """The same for the sales of 2025.

    One would be agreement. Leaves out suppliers other than TSMC. Our division.
    """
    nodes = [(node_month[key], node_capacity[key]) for key in node_month]
    return _sold_over_made("2025", nvidia_share_2025 * line_use, case_lag, calendar_wafers, nodes, wafer_years, months_per_year, one_year)


@result("package", reproduces="nvidia_packages_sold")
def counted_units(calendar_units):
    """Packages of all calendar years added up.

    Source: Epoch AI prints a median of 10.48 million for the sum.

    >>> counted_units({"2024": 3.0, "2025": 4.0})
    7.0
    """
    return ops.total(calendar_units)


@result("GPU", reproduces="epoch_h100e_total")
def counted_h100e(calendar_sales, unit_speed, one_h100):
    """The same in H100 equivalents by 8-bit speed.

    Leaves out memory and everything else that makes chips unlike. Source: Epoch AI prints 13.66 million.
    """
    return ops.total([line.sold_units * unit_speed[line.sale_chip] for line in calendar_sales.values()]) / unit_speed["sold_h100"] * one_h100


@result("W", reproduces="nvidia_power_sold")
def counted_power(calendar_sales, unit_power):
    """Rated power of all of them.

    Leaves out servers, cooling and retirement. Source: Epoch AI prints 8,562 MW.
    """
    return ops.total([line.sold_units * unit_power[line.sale_chip] for line in calendar_sales.values()])


@result("package")
def blackwell_counted(quarter_sales, epoch_packages, fiscal_quarters, sold_chips):
    """Blackwell packages by Epoch AI in the quarters up to NVIDIA's statement.

    Source: Epoch AI, ai-chip-counts, fiscal quarters.
    """
    before = {key for key, line in fiscal_quarters.items() if line.huang_count == "yes"}
    lines = {key: line for key, line in quarter_sales.items() if line.sold_quarter in before}
    return ops.total([epoch_packages[key] for key, line in lines.items() if sold_chips[line.sold_chip].made_size == "blackwell_size"])


@result("die")
def blackwell_dies(blackwell_counted, dies_per_blackwell):
    """The same in dies.

    NVIDIA's chief counts dies. Source: GTC 2024 (two dies a package).

    >>> blackwell_dies(2.5, 2.0)
    5.0
    """
    return blackwell_counted * dies_per_blackwell


@result("1")
def blackwell_die_ratio(blackwell_dies, blackwell_dies_said):
    """Dies counted from revenue over dies that NVIDIA's chief names.

    Our division.

    >>> blackwell_die_ratio(3.0, 6.0)
    0.5
    """
    return blackwell_dies / blackwell_dies_said


@result("package")
def hopper_counted(calendar_sales):
    """H100, H200 and H800 packages by Epoch AI to the end of 2025.

    Leaves out the H20. Source: Epoch AI, ai-chip-counts.
    """
    return ops.total([line.sold_units for line in calendar_sales.values() if line.sale_chip == "sold_h100"])


@result("wafer")
def rubin_wafers(rubin_units_2026, class_packages):
    """Wafers that JPMorgan's Rubin forecast takes.

    Leaves out yield. Source: JPMorgan prints nine chips a wafer, which the grid gives too.
    """
    return ops.ratio(rubin_units_2026, class_packages["rubin_size"], math.inf)


@result("package/wafer")
def tpu_packages(tpu_units_2026, wafer_count):
    """Packages a wafer that JPMorgan's figures for Google's TPU imply, if all of Broadcom's wafers were for it.

    Leaves out Broadcom's other chips. Our division.
    """
    return tpu_units_2026 / wafer_count["broadcom_2026_jpm"]


@result("package/wafer")
def tpu_packages_later(tpu_units_2026_later, wafer_count):
    """The same from JPMorgan's figures two months later.

    Leaves out Broadcom's other chips. Our division.
    """
    return tpu_units_2026_later / wafer_count["broadcom_2026_jpm_later"]


@result("package/wafer")
def ms_packages(nvidia_units_2026_ms, nvidia_tsmc_wafers_2026_ms):
    """Packages a wafer that Morgan Stanley's figures for NVIDIA in 2026 imply.

    Leaves out wafers at other suppliers. Our division.

    >>> ms_packages(5.4, 0.5)
    10.8
    """
    return nvidia_units_2026_ms / nvidia_tsmc_wafers_2026_ms


@result("B/wafer", by="sold_chips")
def wafer_memory(sold_chips, wafer_packages, unit_memory):
    """Memory that one wafer of packages of a chip calls for.

    Leaves out yield. Our multiplication.
    """
    return {chip: wafer_packages[line.made_size] * unit_memory[chip] for chip, line in sold_chips.items()}


@result("B", by="hbm_years")
def hbm_allotted(hbm_consumption, hbm_share):
    """Memory that NVIDIA is said to take in a year.

    Source: a newsletter's projection of 2025.
    """
    return {key: total * hbm_share[key] for key, total in hbm_consumption.items()}


@result("B", by="hbm_years")
def hbm_counted(hbm_years, calendar_sales, unit_memory):
    """Memory in the packages that NVIDIA sold in that year, by Epoch AI's count.

    Counts an H200 as an H100, so it is too low. Our sum.
    """
    sales = _by_year(calendar_sales)
    return {key: ops.total([one.sold_units * unit_memory[one.sale_chip] for one in sales[line.hbm_year].values()]) for key, line in hbm_years.items()}


@result("package", by="hbm_years")
def memory_packages(hbm_years, hbm_ratio, calendar_units):
    """Packages that the memory NVIDIA is said to take would fill, in the mix of chips that it sold that year.

    Leaves out memory for other products and memory not yet built in. Our division.
    """
    return {key: ops.ratio(calendar_units[line.hbm_year], hbm_ratio[key], math.inf) for key, line in hbm_years.items()}


@result("1", by="hbm_years")
def hbm_ratio(hbm_counted, hbm_allotted):
    """Memory in sold packages over memory that NVIDIA is said to take.

    One would be agreement. Our division.
    """
    return {key: ops.ratio(counted, hbm_allotted[key], 0) for key, counted in hbm_counted.items()}
