"""Any training run by every method: rented, amortized, at the owner's cost, at a listed price, and with the cluster bought.

Each run is a line of the table `runs`, each chip's server a line of `purchases`. What a line leaves empty is missing here too.
"""

from analysis.core import ops
from analysis.core.graph import result


def _of_chip(values, name, line):
    """This column's value for the chip of a run; missing under its name where the chip has no line."""
    return values.get(line.chip, ops.Missing((f"{name}.{line.chip}",)))


@result("USD", over="runs")
def run_cost(gpu_hours, run_rent):
    """Rented price of a run: hours times the rent at which it is priced.

    Leaves out research, failed runs, salaries and idle time. Source: DeepSeek-V3 report, Table 1.

    >>> run_cost(2_788_000, 2.0)
    5576000.0
    """
    return gpu_hours * run_rent


@result("USD", over="runs")
def cloud_cost(gpu_hours, cloud_rent):
    """Price of a run at a listed rent, on demand: hours times list price.

    Leaves out the discount that a buyer of this size would get. Source: Epoch AI, hardware prices.

    >>> cloud_cost(1_000_000, 3.5)
    3500000.0
    """
    return gpu_hours * cloud_rent


@result("USD", by="runs")
def owner_cost(runs, gpu_hours, owner_hour_price):
    """Cost of a run at what an hour costs the owner of the fleet at full use; missing where the fleet has no such kind.

    Leaves out idle hours. Source: SemiAnalysis, table DeepSeek AI TCO.
    """
    prices = {run: owner_hour_price.get(line.owner_kind, ops.Missing((f"owner_kind.{run}",))) for run, line in runs.items()}
    return {run: gpu_hours[run] * price for run, price in prices.items()}


@result("USD", by="runs")
def acquisition_cost(runs, gpu_count, purchase_price, interconnect_share):
    """Purchase of the cluster of a run: servers and the network between them.

    Leaves out buildings, operation and what the cluster does afterwards. Source: Epoch AI, cost code.
    """
    servers = {run: gpu_count[run] * _of_chip(purchase_price, "purchase_price", line) for run, line in runs.items()}
    return {run: cost / (1 - interconnect_share) for run, cost in servers.items()}


@result("USD/GPU", by="runs")
def start_value(runs, purchase_price, price_progress, start_days, hours_per_day, hours_per_year):
    """Value of one GPU with its server when the run started: the price, fallen since the earliest purchase.

    Leaves out scarcity: a rent that rises makes an old chip worth more. Source: Epoch AI, cost code.
    """
    years = {run: days * hours_per_day / hours_per_year for run, days in start_days.items()}
    prices = {run: _of_chip(purchase_price, "purchase_price", line) for run, line in runs.items()}
    return {run: price * ops.exp(-price_progress * years[run]) for run, price in prices.items()}


@result("USD/GPU/hour", over="runs")
def hardware_hour_cost(start_value, price_progress, hours_per_year):
    """Fall in value of one GPU with its server in an hour of use, at the pace at which chips are best replaced.

    Leaves out the cost of capital, idle hours and the network. Source: Epoch AI, cost code.

    >>> round(hardware_hour_cost(14_165.05, 0.32236, 8_766), 4)
    0.5209
    """
    return start_value * price_progress / hours_per_year


@result("W/GPU", by="runs")
def run_power(runs, board_power, server_power_ratio, average_load, run_pue):
    """Power drawn on average for one GPU, with its server and the data center around it.

    Leaves out the network between servers. Source: Epoch AI, cost code.
    """
    chips = {run: _of_chip(board_power, "board_power", line) for run, line in runs.items()}
    ratios = {run: _of_chip(server_power_ratio, "server_power_ratio", line) for run, line in runs.items()}
    loads = {run: _of_chip(average_load, "average_load", line) for run, line in runs.items()}
    return {run: chips[run] * ratios[run] * loads[run] * run_pue[run] for run in runs}


@result("USD/GPU/hour", over="runs")
def amortized_hour_cost(hardware_hour_cost, interconnect_share, run_power, electricity_price):
    """Amortized cost of a GPU-hour: server, its share of the network, and electricity.

    Leaves out staff, buildings, idle hours and the cost of capital. Source: Epoch AI, cost code.

    >>> round(amortized_hour_cost(0.81, 0.19, 1_000.0, 0.0001), 2)
    1.1
    """
    return hardware_hour_cost / (1 - interconnect_share) + run_power * electricity_price


@result("USD", over="runs")
def amortized_cost(gpu_hours, amortized_hour_cost):
    """Amortized hardware and electricity of a run, at the hours of its own line.

    Leaves out what `amortized_hour_cost` leaves out. Source: Epoch AI, cost code.

    >>> amortized_cost(2_000_000, 1.5)
    3000000.0
    """
    return gpu_hours * amortized_hour_cost


@result("USD", by="runs")
def chip_component(runs, gpu_hours, hardware_hour_cost, server_overhead):
    """Part of the amortized cost that is the bare chips.

    Source: Epoch AI, cost code.
    """
    overheads = {run: _of_chip(server_overhead, "server_overhead", line) for run, line in runs.items()}
    return {run: gpu_hours[run] * hardware_hour_cost[run] / overheads[run] for run in runs}


@result("USD", over="runs")
def server_component(gpu_hours, hardware_hour_cost, chip_component):
    """Part of the amortized cost that is the rest of the servers.

    Source: Epoch AI, cost code.

    >>> server_component(100.0, 2.0, 150.0)
    50.0
    """
    return gpu_hours * hardware_hour_cost - chip_component


@result("USD", over="runs")
def network_component(gpu_hours, hardware_hour_cost, interconnect_share):
    """Part of the amortized cost that is the network between servers.

    Source: Epoch AI, cost code.

    >>> network_component(100.0, 2.0, 0.5)
    200.0
    """
    return gpu_hours * hardware_hour_cost * interconnect_share / (1 - interconnect_share)


@result("W*hour", over="runs")
def run_energy(gpu_hours, run_power):
    """Electricity of a run, with servers and data center.

    Leaves out the making of the chips. Source: Epoch AI, cost code.

    >>> run_energy(2_000_000, 1_000.0)
    2000000000.0
    """
    return gpu_hours * run_power


@result("USD", over="runs")
def energy_component(run_energy, electricity_price):
    """Part of the amortized cost that is electricity.

    Source: Epoch AI, cost code.

    >>> energy_component(2e9, 0.0001)
    200000.0
    """
    return run_energy * electricity_price
