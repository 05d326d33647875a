"""What would have to be true: packages, wafers and electricity behind an outlook, and lines that two of them draw."""

from analysis.core import ops
from analysis.core.graph import result


@result("USD/package")
def package_revenue(nvidia_datacenter_2025, nvidia_packages_2025):
    """Data-centre revenue of NVIDIA in 2025 for each package sold, networking and systems included.

    Leaves out that later packages are larger and dearer. Source: our division of a reported sum by an estimate.

    >>> package_revenue(200.0, 5.0)
    40.0
    """
    return nvidia_datacenter_2025 / nvidia_packages_2025


@result("W/package")
def package_power(calendar_sales, unit_power):
    """Power of a package among those that NVIDIA sold in 2025; chips alone.

    Of the same packages as their revenue: those of earlier years draw less. Source: Epoch AI, sales and rated power by chip (our mean).
    """
    sold = [line for line in calendar_sales.values() if line.sale_year in ("2025",)]
    return ops.total([line.sold_units * unit_power[line.sale_chip] for line in sold]) / ops.total([line.sold_units for line in sold])


@result("1")
def hall_factor(ai_hall_power, counted_chip_power):
    """Power that AI data centres can draw over the power of the chips counted in them: servers, cooling and reserve.

    The two are counted by others, by other rules and at other dates. Source: our division.

    >>> hall_factor(30.0, 12.0)
    2.5
    """
    return ai_hall_power / counted_chip_power


@result("package", by="outlooks")
def outlook_packages(outlook_end, package_revenue):
    """Packages that an outlook takes in its last year, at the revenue for each of 2025."""
    return {key: end / package_revenue for key, end in outlook_end.items()}


@result("wafer/month", by="outlooks")
def outlook_wafers(outlook_packages, packages_per_wafer, nvidia_wafer_share, months_per_year, one_year):
    """CoWoS capacity that an outlook takes in its last year, if NVIDIA's part of it stays.

    Leaves out losses, stocks and the time from wafer to sale.
    """
    return {key: packages / packages_per_wafer / nvidia_wafer_share / (months_per_year * one_year) for key, packages in outlook_packages.items()}


@result("1", by="outlooks")
def outlook_wafer_multiple(outlook_wafers, cowos_end_2026):
    """CoWoS capacity of an outlook in its last year over the capacity expected at the end of 2026."""
    return {key: wafers / cowos_end_2026 for key, wafers in outlook_wafers.items()}


@result("W", by="outlooks")
def outlook_power(outlook_sum, package_revenue, package_power, hall_factor):
    """Power that the data centres which an outlook fills from 2026 on can draw, at the power and revenue of a package of 2025.

    A capacity, of which only a part is drawn on average. Leaves out what is switched off meanwhile and what other makers' chips draw.
    """
    return {key: revenue / package_revenue * package_power * hall_factor for key, revenue in outlook_sum.items()}


@result("W")
def electricity_room(data_centre_use_2024, data_centre_rise_2025, data_centre_use_2030, hours_per_year, one_year):
    """Power that the IEA expects all data centres of the world to add from 2025 to 2030, averaged over the year.

    Not a physical limit: an expectation of an agency, AI or not. Source: IEA (our arithmetic).
    """
    return (data_centre_use_2030 - data_centre_use_2024 * (1 + data_centre_rise_2025)) / (hours_per_year * one_year)


@result("1", by="outlooks")
def outlook_power_share(outlook_power, hall_load, electricity_room):
    """Average use of what an outlook fills over what the IEA expects all data centres to add; above one, more than all of it."""
    return {key: power * hall_load / electricity_room for key, power in outlook_power.items()}


@result("USD")
def electricity_line(electricity_room, hall_load, package_power, hall_factor, package_revenue):
    """Revenue after 2025 that would use up all electricity that the IEA expects data centres to add to 2030.

    Leaves out other makers' chips, other uses of data centres, and chips that are switched off.

    >>> electricity_line(1000.0, 0.5, 50.0, 2.0, 3.0)
    60.0
    """
    return electricity_room / hall_load / (package_power * hall_factor) * package_revenue


@result("USD/wafer")
def wafer_worth(nvidia_wafer_share, packages_per_wafer, package_revenue):
    """Revenue of NVIDIA for each wafer of CoWoS capacity, whoever takes it.

    >>> wafer_worth(0.5, 16.0, 40.0)
    320.0
    """
    return nvidia_wafer_share * packages_per_wafer * package_revenue


@result("USD")
def packaging_line(fan_horizon, yearly_wafers, node_month, node_capacity, wafer_worth, months_per_year, one_year):
    """Revenue that CoWoS capacity carries: the wafers of a year while nodes of capacity are at hand, after them those of the last node.

    After the last node it is what would hold if nothing were added: capacity doubled in each of the last years.
    """
    held = node_capacity[list(node_month)[-1]] * months_per_year * one_year
    return {year: yearly_wafers.get(f"{year}", held) * wafer_worth for year in fan_horizon}
