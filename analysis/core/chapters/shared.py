"""What several chapters use: what the fleet of DeepSeek and High-Flyer costs its owner, and dated rents.

Counts, prices and operation stand in the table `fleet`, an estimate by one newsletter; see the notes of its lines.
"""

from analysis.core import ops
from analysis.core.graph import result

# The list price that the scope ladder uses: the H800 listing nearest to the V3 run.
H800_LISTING = "h800_cr8dl_2024_08"


@result("USD", over="fleet", reproduces="printed_capex")
def fleet_capex(fleet_gpus, server_price):
    """Purchase of the servers with one kind of GPU: count times server price per GPU.

    Leaves out buildings, power connection, spares and what the servers could be sold for.
    Source: SemiAnalysis, table DeepSeek AI TCO.

    >>> fleet_capex(10_000, 31_728)
    317280000
    """
    return fleet_gpus * server_price


@result("USD/GPU", over="fleet")
def gpu_operation_cost(gpu_year_operation, ownership_years):
    """Cost to operate one GPU for the ownership period.

    Says nothing on what operation contains. Source: SemiAnalysis, table DeepSeek AI TCO (our division by count and years).

    >>> gpu_operation_cost(4_250, 4)
    17000
    """
    return gpu_year_operation * ownership_years


@result("USD", over="fleet", reproduces="printed_operation")
def fleet_operation(fleet_gpus, gpu_operation_cost):
    """Cost to operate one kind of GPU for the ownership period: count times operation per GPU.

    Says nothing on what operation contains. Source: SemiAnalysis, table DeepSeek AI TCO.

    >>> fleet_operation(10_000, 17_000)
    170000000
    """
    return fleet_gpus * gpu_operation_cost


@result("USD", over="fleet", reproduces="printed_ownership")
def fleet_ownership(fleet_capex, fleet_operation):
    """Cost of owning one kind of GPU for the ownership period: purchase plus operation.

    Leaves out the cost of capital unless operation holds it, which the table does not say; counts no residual value.
    Source: SemiAnalysis, table DeepSeek AI TCO.

    >>> fleet_ownership(317_280_000, 170_000_000)
    487280000
    """
    return fleet_capex + fleet_operation


@result("USD/GPU/hour", over="fleet")
def owner_hour_price(server_price, gpu_operation_cost, ownership_years, hours_per_year):
    """What an hour of one GPU costs its owner at full use, however many there are.

    Leaves out idle hours: at half the use an hour costs double.
    Source: SemiAnalysis, table DeepSeek AI TCO (our division).

    >>> round(owner_hour_price(31_728, 17_000, 4, 8_766), 4)
    1.3897
    """
    return (server_price + gpu_operation_cost) / (ownership_years * hours_per_year)


@result("1", over="fleet")
def operation_share(gpu_operation_cost, server_price):
    """Cost to operate in proportion to the purchase, however many GPUs there are.

    Says nothing on what operation contains. Source: SemiAnalysis, table DeepSeek AI TCO (our division).

    >>> round(operation_share(17_000, 31_728), 3)
    0.536
    """
    return gpu_operation_cost / server_price


@result("USD/GPU", over="fleet")
def server_rest_price(server_price, gpu_selling_price):
    """Server price per GPU without NVIDIA's part: processors, memory, network, assembly.

    Source: SemiAnalysis, table DeepSeek AI TCO (our subtraction).

    >>> server_rest_price(31_728, 20_000)
    11728
    """
    return server_price - gpu_selling_price


@result("USD", over="fleet")
def chip_spend(fleet_gpus, gpu_selling_price):
    """Paid to NVIDIA for one kind of GPU: count times its average selling price.

    Leaves out the rest of the server. Source: SemiAnalysis, table DeepSeek AI TCO.

    >>> chip_spend(10_000, 20_000)
    200000000
    """
    return fleet_gpus * gpu_selling_price


@result("USD")
def fleet_total_chip_spend(chip_spend):
    """Paid to NVIDIA for the whole fleet.

    Leaves out the rest of the servers. Source: as `chip_spend`.

    >>> fleet_total_chip_spend({"h800_sxm": 2e8, "h100_sxm": 2.3e8})
    430000000.0
    """
    return ops.total(chip_spend)


@result("GPU")
def fleet_total_gpus(fleet_gpus):
    """GPUs of every kind in the fleet, unlike as they are.

    Source: SemiAnalysis, table DeepSeek AI TCO.

    >>> fleet_total_gpus({"a100_pcie": 10_000, "h20_sxm": 30_000})
    40000.0
    """
    return ops.total(fleet_gpus)


@result("GPU")
def fleet_hopper_gpus(fleet):
    """GPUs of the Hopper family in the fleet: H20, H800 and H100 counted alike.

    Source: SemiAnalysis, table DeepSeek AI TCO.
    """
    return ops.total({gpu: fleet[gpu].fleet_gpus for gpu in fleet if fleet[gpu].chip_family == "Hopper"})


@result("USD", reproduces="printed_total_capex")
def fleet_total_capex(fleet_capex):
    """Purchase of the servers of the whole fleet.

    Leaves out what `fleet_capex` leaves out. Source: SemiAnalysis, table DeepSeek AI TCO.

    >>> fleet_total_capex({"h800_sxm": 317e6, "h100_sxm": 347e6})
    664000000.0
    """
    return ops.total(fleet_capex)


@result("USD", reproduces="first_edition_capex")
def printed_first_capex(printed_capex):
    """Purchase that the table prints without its H100 servers: what its first edition added up to.

    Follows the print, not the counts and prices of a reader. Source: SemiAnalysis, table DeepSeek AI TCO; a reader's thread
    on the first edition, whose total this explains.

    >>> printed_first_capex({"a100_pcie": 237e6, "h20_sxm": 727e6, "h800_sxm": 317e6, "h100_sxm": 347e6})
    1281000000.0
    """
    return printed_capex["a100_pcie"] + printed_capex["h20_sxm"] + printed_capex["h800_sxm"]


@result("USD")
def printed_total_capex(printed_first_capex, printed_capex):
    """Purchase that the table prints for its kinds of GPU, H100 included.

    A sum of rounded figures: a million dollars below the total that the table prints. Source: SemiAnalysis, table DeepSeek AI TCO.

    >>> printed_total_capex(1_281e6, {"h100_sxm": 347e6})
    1628000000.0
    """
    return printed_first_capex + printed_capex["h100_sxm"]


@result("USD")
def fleet_total_operation(fleet_operation):
    """Cost to operate the whole fleet for the ownership period.

    Source: SemiAnalysis, table DeepSeek AI TCO.

    >>> fleet_total_operation({"h800_sxm": 170e6, "h100_sxm": 230e6})
    400000000.0
    """
    return ops.total(fleet_operation)


@result("USD")
def fleet_total_cost(fleet_ownership):
    """Cost of owning and running the whole fleet for the ownership period.

    Leaves out staff, buildings and, it seems, the cost of capital. Source: SemiAnalysis, table DeepSeek AI TCO.

    >>> fleet_total_cost({"h800_sxm": 487e6, "h100_sxm": 577e6})
    1064000000.0
    """
    return ops.total(fleet_ownership)


@result("GPU*hour")
def fleet_gpu_hours(fleet_total_gpus, ownership_years, hours_per_year):
    """Hours that the whole fleet can deliver while it is owned, at full use.

    Counts an hour of every GPU alike, though an H20 computes far less than an H100.

    >>> fleet_gpu_hours(60_000, 4, 8_766)
    2103840000
    """
    return fleet_total_gpus * ownership_years * hours_per_year


@result("USD/GPU/hour")
def h800_owner_price(owner_hour_price):
    """What an H800 hour costs its owner at full use.

    Leaves out idle hours. Source: as `owner_hour_price`.

    >>> h800_owner_price({"h800_sxm": 1.39})
    1.39
    """
    return owner_hour_price["h800_sxm"]


@result("USD/GPU/hour")
def h800_list_price(rent_price):
    """Rent listed for an H800 hour in August 2024, before the V3 run was priced.

    One small vendor's offer, not a large buyer's contract. Source: Epoch AI, hardware prices.

    >>> h800_list_price({"h800_cr8dl_2024_08": 3.42})
    3.42
    """
    return rent_price[H800_LISTING]


@result("1")
def h800_breakeven_use(h800_owner_price, h800_hour_price):
    """Use of the machines at which the assumed rent just pays for owning them.

    Above one the rent does not cover ownership at any use.

    >>> h800_breakeven_use(1.5, 2.0)
    0.75
    """
    return h800_owner_price / h800_hour_price


@result("1")
def h100_listing_change(rent_price):
    """Change of one vendor's H100 list price across January 2025, when R1 appeared.

    Leaves out every other vendor, spot prices and contracts. Source: Epoch AI, hardware prices.

    >>> round(h100_listing_change({"h100_lambda_2024_11": 3.0, "h100_lambda_2025_02": 3.3}), 3)
    0.1
    """
    return rent_price["h100_lambda_2025_02"] / rent_price["h100_lambda_2024_11"] - 1
