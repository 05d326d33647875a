"""Parts of markets that follow from a share which somebody stated: TSMC's AI processors, AI in the cloud."""

from analysis.core.graph import result


@result("USD")
def tsmc_sales_2024(tsmc_sales_2025, tsmc_rise_2025):
    """Revenue of TSMC in 2024, worked back from 2025 and its growth.

    >>> tsmc_sales_2024(135.0, 0.35)
    100.0
    """
    return tsmc_sales_2025 / (1 + tsmc_rise_2025)


@result("USD")
def tsmc_packaging_sales(tsmc_sales_2024, tsmc_packaging_share):
    """Advanced packaging of every kind at TSMC in 2024, chips for phones included.

    Leaves out packaging at other firms. Source: share said on a call (our product).

    >>> tsmc_packaging_sales(90.0, 0.1)
    9.0
    """
    return tsmc_sales_2024 * tsmc_packaging_share


@result("USD")
def tsmc_ai_sales(tsmc_sales_2024, tsmc_ai_share):
    """Revenue of TSMC from AI processors for servers in 2024: wafers and packaging together.

    Source: share said on a call (our product).

    >>> tsmc_ai_sales(100.0, 0.2)
    20.0
    """
    return tsmc_sales_2024 * tsmc_ai_share


@result("USD")
def tsmc_ai_sales_2023(tsmc_ai_sales, tsmc_ai_rise):
    """The most that TSMC can have taken from AI processors for servers in 2023, if they more than tripled after.

    Wafers and packaging together, at one firm that makes most of them. Source: the same call (our division).

    >>> tsmc_ai_sales_2023(12.0, 3)
    4.0
    """
    return tsmc_ai_sales / tsmc_ai_rise


@result("USD")
def synergy_2022_sales(synergy_sales_2024, synergy_rise_2022):
    """Cloud infrastructure services in 2022: those of 2024 less the growth of two years.

    >>> synergy_2022_sales(330.0, 102.0)
    228.0
    """
    return synergy_sales_2024 - synergy_rise_2022


@result("USD")
def cloud_genai_2024(synergy_rise_2022, genai_cloud_share):
    """Cloud revenue of 2024 that generative AI brought at least, by Synergy's statement on its growth since 2022.

    A lower end, not a count. Source: Synergy Research Group (our product).

    >>> cloud_genai_2024(102.0, 0.5)
    51.0
    """
    return synergy_rise_2022 * genai_cloud_share


@result("USD")
def cloud_genai_2025(synergy_sales_2025, synergy_2022_sales, genai_cloud_share):
    """Cloud revenue of 2025 that generative AI brought at least, if Synergy's statement still held.

    A lower end, not a count; the statement was made on the growth up to 2024. Source: Synergy Research Group (our product).

    >>> cloud_genai_2025(419.0, 219.0, 0.5)
    100.0
    """
    return (synergy_sales_2025 - synergy_2022_sales) * genai_cloud_share
