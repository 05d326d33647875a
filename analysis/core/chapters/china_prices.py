"""Prices as a signal: what a restricted chip costs in China over what it costs elsewhere, and what a yuan buys on each axis."""

import math

from analysis.core import ops
from analysis.core.graph import result


@result("USD/GPU")
def h100_china_price(h100_server_yuan, gpus_per_server, yuan_per_dollar):
    """A smuggled H100 in China in July 2024, an eighth of a server.

    At an exchange rate of December 2024. Source: Huxiu, as retold (price).

    >>> h100_china_price(2_800_000.0, 8.0, 7.0)
    50000.0
    """
    return h100_server_yuan / gpus_per_server / yuan_per_dollar


@result("USD/GPU")
def h100_outside_price(server_price):
    """An H100 outside China, its share of a server, as in the fleet table.

    Half a year later than the prices in China. Source: SemiAnalysis, table DeepSeek AI TCO.

    >>> h100_outside_price({"h100_sxm": 34_728.0})
    34728.0
    """
    return server_price["h100_sxm"]


@result("USD/GPU")
def h100_order_price(h100_order_value, h100_order_gpus):
    """An H100 in one smuggled order of servers.

    Source: CNAS (our division).

    >>> h100_order_price(120e6, 2_400.0)
    50000.0
    """
    return h100_order_value / h100_order_gpus


@result("USD/GPU")
def b200_china_price(b200_rack_price, gpus_per_server):
    """A smuggled B200 in 2025, an eighth of a rack.

    Source: Financial Times, as retold (our division).

    >>> b200_china_price(480_000.0, 8.0)
    60000.0
    """
    return b200_rack_price / gpus_per_server


@result("USD/GPU")
def b200_outside_price(b200_china_price, b200_premium_printed):
    """A B200 outside China as the printed premium implies it.

    Source: Financial Times, as retold (our division).

    >>> b200_outside_price(60_000.0, 0.5)
    40000.0
    """
    return b200_china_price / (1 + b200_premium_printed)


@result("USD/GPU")
def b300_china_2025(b300_server_yuan, gpus_per_server, yuan_per_dollar):
    """A B300 in China in December 2025, an eighth of a system.

    At an exchange rate of December 2024. Source: StockWireX.

    >>> b300_china_2025(4_200_000.0, 8.0, 7.0)
    75000.0
    """
    return b300_server_yuan / gpus_per_server / yuan_per_dollar


@result("USD/GPU")
def b300_china_2026(b300_server_grey, gpus_per_server):
    """A B300 on China's grey market in June 2026, an eighth of a system.

    Source: StockWireX (our division).

    >>> b300_china_2026(1_100_000.0, 8.0)
    137500.0
    """
    return b300_server_grey / gpus_per_server


@result("USD/GPU")
def b300_outside_price(b300_server_list, gpus_per_server):
    """A B300 outside China, an eighth of a system.

    Source: StockWireX (our division).

    >>> b300_outside_price(550_000.0, 8.0)
    68750.0
    """
    return b300_server_list / gpus_per_server


@result("1", over="china_prices")
def price_premium(china_price, outside_price):
    """How much dearer a chip is in China than outside.

    Holds the risk of the smuggler, a scarcity and the seller's margin in one. Source: the line's.

    >>> price_premium(60_000.0, 40_000.0)
    0.5
    """
    return ops.ratio(china_price, outside_price, math.inf) - 1


@result("USD/GPU", by="china_prices")
def premium_per_h100e_tpp(china_prices, h100e_tpp):
    """What the control adds to the price of as much arithmetic as an H100 has.

    A shadow price of the control where a market exists. Source: the line's; the table of chips.
    """
    lines = {line: china_prices[line] for line in china_prices}
    return {line: (one.china_price - one.outside_price) / h100e_tpp[one.chip] for line, one in lines.items()}


@result("USD/GPU", by="china_prices")
def premium_per_h100e_bandwidth(china_prices, h100e_bandwidth):
    """What the control adds to the price of as much memory bandwidth as an H100 has.

    A shadow price of the control where a market exists. Source: the line's; the table of chips.
    """
    lines = {line: china_prices[line] for line in china_prices}
    return {line: (one.china_price - one.outside_price) / h100e_bandwidth[one.chip] for line, one in lines.items()}


@result("1")
def a100_rent_premium(a100_rent_china, a100_rent_outside):
    """How much dearer an hour of A100s was to rent in China than in the United States; below zero it was cheaper.

    Source: Financial Times, as retold (our division).

    >>> a100_rent_premium(6.0, 10.0)
    -0.4
    """
    return a100_rent_china / a100_rent_outside - 1


@result("1")
def h200_quote_premium(h200_module_yuan, gpus_per_server, yuan_per_dollar, h200_outside_price):
    """How much dearer an H200 was quoted in China in December 2025 than outside; below zero it was cheaper.

    The price outside is eleven months older, and prices fell. Source: Tencent Technology, as retold; Epoch AI (our division).

    >>> h200_quote_premium(1_400_000.0, 8.0, 7.0, 50_000.0)
    -0.5
    """
    return h200_module_yuan / gpus_per_server / yuan_per_dollar / h200_outside_price - 1


@result("1")
def h100_yuan_tpp(h100e_tpp, h100_server_yuan, h20_server_yuan):
    """Arithmetic that a yuan buys in a smuggled H100 over that in an H20.

    Source: Huxiu, as retold (prices); the table of chips.

    >>> h100_yuan_tpp({"h100_sxm": 1.0, "h20_sxm": 0.2}, 2.0, 1.0)
    2.5
    """
    return ops.ratio(h100e_tpp["h100_sxm"], h100e_tpp["h20_sxm"], math.inf) / (h100_server_yuan / h20_server_yuan)


@result("1")
def h20_yuan_bandwidth(h100e_bandwidth, h100_server_yuan, h20_server_yuan):
    """Memory bandwidth that a yuan buys in an H20 over that in a smuggled H100.

    Source: Huxiu, as retold (prices); the table of chips.

    >>> h20_yuan_bandwidth({"h100_sxm": 1.0, "h20_sxm": 1.25}, 2.0, 1.0)
    2.5
    """
    return ops.ratio(h100e_bandwidth["h20_sxm"], h100e_bandwidth["h100_sxm"], math.inf) * (h100_server_yuan / h20_server_yuan)


@result("1")
def h200_h20_tpp_ratio(h100e_tpp):
    """Arithmetic of an H200 over that of an H20.

    Source: the table of chips (our division).

    >>> h200_h20_tpp_ratio({"h200_sxm": 1.0, "h20_sxm": 0.125})
    8.0
    """
    return ops.ratio(h100e_tpp["h200_sxm"], h100e_tpp["h20_sxm"], math.inf)


@result("1")
def h200_h20_price_ratio(h200_module_yuan, h20_module_yuan):
    """Price of an H200 module in China over that of an H20 module.

    Source: Tencent Technology, as retold (our division).

    >>> round(h200_h20_price_ratio(1.40, 1.05), 4)
    1.3333
    """
    return h200_module_yuan / h20_module_yuan


@result("1")
def b30a_chip_cost_ratio(b30a_price, b300_model_price):
    """Cost of the chips of a B30A cluster over those of a B300 cluster of the same performance, two for one.

    The rest of the published surcharge lies in links, energy and servers. Source: Institute for Progress, as retold (prices).

    >>> b30a_chip_cost_ratio(22_500.0, 45_000.0)
    1.0
    """
    return 2 * b30a_price / b300_model_price
