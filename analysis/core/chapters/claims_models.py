"""What decides published claims on models and prices and is no part of a chapter's own answer."""

import math

from analysis.core import ops
from analysis.core.graph import result


@result("date")
def first_latent_release(models):
    """When the first model with latent attention came out, of those in the table.

    Leaves out models that the table does not have. Source: the table's lines.
    """
    return sorted(models[one].release_date for one in models if models[one].attention == "mla")[0]


@result("1")
def chat_price_since(output_price):
    """DeepSeek's newest chat price over the price of the month of the forecast, output, at peak hours.

    Off-peak is half of it. Source: the table's lines.

    >>> chat_price_since({"deepseek_v41_flash_2026": 1.5, "deepseek_v4_flash_2026_04": 0.3})
    5.0
    """
    return ops.ratio(output_price["deepseek_v41_flash_2026"], output_price["deepseek_v4_flash_2026_04"], math.inf)
