"""Designed to the threshold: how far a part stays under the nearest limit of the rule it was built for.

A rule is a set of paragraphs: those with one citation, for one market. A paragraph asks for all conditions of one of its
limbs, so a part is free of a limb by its
widest gap to one of them, and free of the rule by the narrowest such gap. Upper ends of a range are left out: whoever
passes one is in a stricter paragraph. Limits are lines of the table `conditions`, in the units of the rules.
"""

import math

from analysis.core import ops
from analysis.core.graph import result


def _measures(performance, density, memory, links, both, tpp_unit, density_unit, gbs_unit):
    """Each quantity of the rules with the unit in which limits are written; values by chip."""
    bandwidths = {"memory_bandwidth": (memory, gbs_unit), "io_bandwidth": (links, gbs_unit), "bandwidth_sum": (both, gbs_unit)}
    return {"total_processing_performance": (performance, tpp_unit), "performance_density": (density, density_unit), **bandwidths}


def _gap(condition, chip, measures):
    """Share of a limit that a chip leaves free; zero where it reaches the limit."""
    values, unit = measures[condition.quantity]
    return ops.maximum(1 - ops.ratio(values[chip] / unit, condition.limit_value, math.inf), 0)


def _paragraphs(named, rules):
    """The rules with the citation and the market of the one that a line names."""
    return [key for key in rules if (rules[key].citation, rules[key].market) in ((rules[named].citation, rules[named].market),)]


def _limbs(case, rules, conditions, measures):
    """Conditions that a value must reach, by paragraph and limb; none where the rule of the line has none on a chip."""
    tried, reached = _paragraphs(case.design_rule, rules), ("at_least", "more_than")
    asked = [key for key in conditions if conditions[key].rule in tried and conditions[key].comparison in reached and conditions[key].quantity in measures]
    names = dict.fromkeys((conditions[key].rule, conditions[key].limb) for key in asked)
    return [[key for key in asked if (conditions[key].rule, conditions[key].limb) in (name,)] for name in names]


def _widest(gaps):
    most = gaps[0]
    for gap in gaps:
        most = ops.maximum(most, gap)
    return most


def _narrowest(gaps):
    """The least of some gaps; all of a limit where there is none."""
    least = 1
    for gap in gaps:
        least = ops.minimum(least, gap)
    return least


@result("1", by="design_cases")
def case_margin(
    design_cases, rules, conditions, total_processing_performance, performance_density, memory_bandwidth, io_bandwidth, bandwidth_sum,
    tpp_unit, density_unit, gbs_unit,
):
    """Share by which a part stays under the nearest limit of the rule of its line; zero where the rule catches it.

    Leaves out what a licence allows. Source: the rule's text for the limits; the table of chips (our division).
    """
    bandwidths = (memory_bandwidth, io_bandwidth, bandwidth_sum)
    measures = _measures(total_processing_performance, performance_density, *bandwidths, tpp_unit, density_unit, gbs_unit)

    def margin(case):
        limbs = _limbs(case, rules, conditions, measures)
        return _narrowest([_widest([_gap(conditions[key], case.chip, measures) for key in limb]) for limb in limbs])

    return {key: margin(design_cases[key]) for key in design_cases}


@result("text", by="design_cases", scalar=True)
def case_condition(
    design_cases, case_margin, rules, conditions, total_processing_performance, performance_density, memory_bandwidth, io_bandwidth, bandwidth_sum,
    tpp_unit, density_unit, gbs_unit,
):
    """The limit that the part of a line would reach first.

    Source: as `case_margin`.
    """
    bandwidths = (memory_bandwidth, io_bandwidth, bandwidth_sum)
    measures, stated = _measures(total_processing_performance, performance_density, *bandwidths, tpp_unit, density_unit, gbs_unit), ops.known(case_margin)

    def nearest(case):
        limbs = _limbs(case, rules, conditions, measures)
        return min((max((_gap(conditions[key], case.chip, measures), key) for key in limb) for limb in limbs), default=(1, "margin_no_limit"))[1]

    return {key: nearest(design_cases[key]) if key in stated else "margin_unpublished" for key in design_cases}


def _group(design_cases, case_margin, groups):
    return ops.known({key: case_margin[key] for key in design_cases if design_cases[key].design_group in groups})


@result("1")
def late_margin_widest(design_cases, case_margin):
    """The widest margin among the parts that were made for China after October 2023.

    Leaves out parts whose figures nobody has published. Source: as `case_margin`.
    """
    return ops.greatest(_group(design_cases, case_margin, ("late_part",)))


def _close(margins, near_limit):
    return ops.total({key: ops.where(margins[key] < near_limit, 1, 0) for key in margins})


@result("1", scalar=True)
def late_cases_close(design_cases, case_margin, near_limit):
    """Cases of parts made for China after October 2023 that stay within the assumed closeness of a limit.

    Source: as `case_margin`.
    """
    return _close(_group(design_cases, case_margin, ("late_part",)), near_limit)


@result("1")
def late_cases_counted(design_cases, case_margin):
    """Cases of parts made for China after October 2023 whose margin can be computed.

    Source: the table of cases.
    """
    return ops.total({key: 1 for key in _group(design_cases, case_margin, ("late_part",))})


@result("1", scalar=True)
def world_cases_close(design_cases, case_margin, near_limit):
    """Parts made for the world before the rule of 2023 that happen to stay within the assumed closeness of its limits.

    Source: as `case_margin`.
    """
    return _close(_group(design_cases, case_margin, ("world_part",)), near_limit)


@result("1")
def world_cases_counted(design_cases, case_margin):
    """Parts made for the world before the rule of 2023 that it leaves free, as far as the table of cases lists them.

    Source: the table of cases.
    """
    return ops.total({key: 1 for key in _group(design_cases, case_margin, ("world_part",))})
