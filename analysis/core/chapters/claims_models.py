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


@result("date")
def v2_latent_release(release_date):
    """When DeepSeek-V2 came out, for what could be known in January 2025.

    Source: the table's line.
    """
    return release_date["deepseek_v2"]


@result("1")
def luna_output_fall(output_price):
    """Part by which OpenAI cut the output price of GPT-5.6 Luna in July 2026.

    Source: the table's lines.

    >>> luna_output_fall({"gpt56_luna_2026_06": 10.0, "gpt56_luna_2026_07": 2.5})
    0.75
    """
    return 1 - ops.ratio(output_price["gpt56_luna_2026_07"], output_price["gpt56_luna_2026_06"], math.inf)


@result("1")
def terra_output_fall(output_price):
    """Part by which OpenAI cut the output price of GPT-5.6 Terra in July 2026.

    Source: the table's lines.

    >>> terra_output_fall({"gpt56_terra_2026_06": 10.0, "gpt56_terra_2026_07": 7.5})
    0.25
    """
    return 1 - ops.ratio(output_price["gpt56_terra_2026_07"], output_price["gpt56_terra_2026_06"], math.inf)


@result("1")
def chat_price_since(output_price):
    """DeepSeek's newest chat price over the price of the month of the forecast, output, at peak hours.

    Off-peak is half of it. Source: the table's lines.

    >>> chat_price_since({"deepseek_v41_flash_2026": 1.5, "deepseek_v4_flash_2026_04": 0.3})
    5.0
    """
    return ops.ratio(output_price["deepseek_v41_flash_2026"], output_price["deepseek_v4_flash_2026_04"], math.inf)
