"""What decides published claims on training and is no part of the chapter's own answer: sales, price falls, shares."""

from analysis.core.graph import result


@result("GPU")
def h20_sold_nine_months(h20_sold_2024_q2, h20_sold_2024_q3, h20_sold_2024_q4):
    """H20 sold from April to December 2024.

    Leaves out what was made and not sold, and the chips of other makers. Source: Epoch AI, AI chip counts (our sum).

    >>> h20_sold_nine_months(223_064, 272_247, 324_380)
    819691
    """
    return h20_sold_2024_q2 + h20_sold_2024_q3 + h20_sold_2024_q4


@result("1")
def fleet_h800_sales_share(fleet_gpus, h800_sold_total):
    """The H800 that DeepSeek is said to have, in all H800 ever sold.

    Leaves out rented and resold GPUs. Sources: SemiAnalysis (count), Epoch AI (sales).

    >>> fleet_h800_sales_share({"h800_sxm": 10_000}, 100_000)
    0.1
    """
    return fleet_gpus["h800_sxm"] / h800_sold_total


@result("1")
def gpt3_class_price_fall(gpt3_class_first_price, gpt3_class_last_price):
    """List price of the first model at GPT-3's level over that of the cheapest later one.

    Leaves out what serving costs, and every other test. Source: chart in SemiAnalysis, DeepSeek Debates.

    >>> round(gpt3_class_price_fall(60.0, 0.05))
    1200
    """
    return gpt3_class_first_price / gpt3_class_last_price


@result("1")
def gpt4_class_price_fall(gpt4_class_first_price, gpt4_class_last_price):
    """List price of the first model at GPT-4's level over that of the cheapest later one.

    Leaves out what serving costs, and every other test. Source: chart in SemiAnalysis, DeepSeek Debates.

    >>> gpt4_class_price_fall(60.0, 1.2)
    50.0
    """
    return gpt4_class_first_price / gpt4_class_last_price


@result("1")
def gpt4o_price_fall(gpt4_class_first_price, gpt4o_class_price):
    """List price of GPT-4 over that of GPT-4o.

    Leaves out every later and cheaper model. Source: chart in SemiAnalysis, DeepSeek Debates.

    >>> gpt4o_price_fall(60.0, 10.0)
    6.0
    """
    return gpt4_class_first_price / gpt4o_class_price


@result("1")
def v2_active_share(v2_activated_parameters, v2_total_parameters):
    """Share of V2's parameters that one token uses.

    Leaves out that all of them must be held in memory. Source: DeepSeek-V2 report, abstract (our division).

    >>> v2_active_share(21.0, 210.0)
    0.1
    """
    return v2_activated_parameters / v2_total_parameters
