"""Algorithmic progress: how much less computing the same result takes after a year, by everybody who said so.

One function turns a halving time, a total gain or a stated factor into a factor a year.
"""

from analysis.core.graph import result


def _yearly(measure, halving, factor, total, total_years, months_per_year, one_year):
    """The factor a year of one estimate, by the way in which it was stated."""
    if measure == "halving":
        return 2 ** (one_year * months_per_year / halving)
    if measure == "total":
        return total ** (one_year / total_years)
    return factor


@result("1", over="progress_estimates")
def progress_factor(progress_measure, halving_months, stated_factor, total_gain, total_years, months_per_year, one_year):
    """Factor a year by which the computing for the same result falls, as each source has it.

    The sources measure unlike things; see the note of each line.

    >>> progress_factor("halving", 12.0, 0.0, 0.0, 0.0, 12.0, 1.0)
    2.0
    >>> progress_factor("total", 0.0, 0.0, 9.0, 2.0, 12.0, 1.0)
    3.0
    """
    return _yearly(progress_measure, halving_months, stated_factor, total_gain, total_years, months_per_year, one_year)


@result("1", over="progress_estimates")
def progress_least(progress_measure, slowest_halving, least_factor, total_years, months_per_year, one_year):
    """Lower end of the interval that the source gives, as a factor a year.

    >>> progress_least("halving", 24.0, 0.0, 0.0, 12.0, 2.0)
    2.0
    """
    return _yearly(progress_measure, slowest_halving, least_factor, least_factor, total_years, months_per_year, one_year)


@result("1", over="progress_estimates")
def progress_most(progress_measure, fastest_halving, most_factor, total_years, months_per_year, one_year):
    """Upper end of the interval that the source gives, as a factor a year.

    >>> progress_most("factor", 0.0, 10.0, 0.0, 12.0, 1.0)
    10.0
    """
    return _yearly(progress_measure, fastest_halving, most_factor, most_factor, total_years, months_per_year, one_year)


@result("1")
def algorithmic_progress(algorithm_halving_time, months_per_year, one_year):
    """Factor a year by which the computing for the same result of a language model fell.

    Pre-training only, by models to 2023. Source: Ho et al., halving time of the reviewed version.

    >>> round(algorithmic_progress(8.0, 12.0, 1.0), 3)
    2.828
    """
    return 2 ** (one_year * months_per_year / algorithm_halving_time)


@result("1")
def price_fall_factor(amodei_price_ratio, amodei_price_months, months_per_year, one_year):
    """Factor a year by which the price of using a model of one quality fell, by the essay that is cited for progress.

    A price: margins and chips are in it. Source: Amodei, On DeepSeek and Export Controls.

    >>> price_fall_factor(9.0, 24.0, 12.0, 1.0)
    3.0
    """
    return amodei_price_ratio ** (one_year * months_per_year / amodei_price_months)


@result("1")
def progress_claim_ratio(progress_factor):
    """What the newsletter printed for the paper that it links, over what the paper says.

    >>> progress_claim_ratio({"semianalysis_2025": 4.0, "epoch_2024": 2.0})
    2.0
    """
    return progress_factor["semianalysis_2025"] / progress_factor["epoch_2024"]
