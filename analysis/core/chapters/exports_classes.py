"""The class of each chip under the dated rules: on the day of this edition, and day by day for the parts of the timeline.

What a rule says, its limits and its dates are lines of `rules` and `conditions`; how they are evaluated stands in
`analysis.core.rules`. All answers are for exports to China with Hong Kong and Macau. They are an analysis of public
texts and reports, not legal advice.
"""

import math

from analysis.core import ops
from analysis.core import rules as dated
from analysis.core.graph import result


@result("text", by="chips", scalar=True)
def chip_class(chips, rules, conditions, limit_scale, state_severity, total_processing_performance, performance_density, bandwidth_sum, as_of):
    """Class of a chip under the rules in force on the day of this edition.

    Leaves out buyer, end use and systems built of the chip. Source: the tables `rules` and `conditions`.
    """
    facts = dated.chip_facts(chips, total_processing_performance, performance_density, bandwidth_sum)
    return {chip: dated.answer(rules, conditions, limit_scale, state_severity, facts[chip], as_of).rule_class for chip in chips}


@result("1", scalar=True)
def control_counts(chips, rules, conditions, limit_scale, state_severity, total_processing_performance, performance_density, bandwidth_sum, as_of):
    """Parts by whether a licence is needed for China on the day of this edition; a part may need one whichever class it has.

    Leaves out who buys them and for what. Source: the tables `rules` and `conditions` (our count).
    """
    facts = dated.chip_facts(chips, total_processing_performance, performance_density, bandwidth_sum)
    found = [dated.answer(rules, conditions, limit_scale, state_severity, facts[chip], as_of).columns["control"] for chip in chips]
    return {state: found.count(state) for state in ("licence_needed", "no_licence", dated.OPEN_STATE)}


@result("1")
def parts_counted(control_counts):
    """How many parts the table of chips holds.

    >>> parts_counted({"licence_needed": 7, "no_licence": 2, "state_undecided": 1})
    10.0
    """
    return ops.total(control_counts)


@result("1")
def parts_free(control_counts):
    """Parts that no rule in force on the day of this edition catches.

    Leaves out who buys them and for what. Source: `control_counts`.

    >>> parts_free({"licence_needed": 7, "no_licence": 2, "state_undecided": 1})
    2
    """
    return control_counts["no_licence"]


@result("1")
def parts_undecided(control_counts):
    """Parts of which it cannot be said whether they need a licence: a figure that decides is missing from the table.

    Source: `control_counts`.

    >>> parts_undecided({"licence_needed": 7, "no_licence": 2, "state_undecided": 1})
    1
    """
    return control_counts["state_undecided"]


@result("1")
def parts_controlled(control_counts):
    """Parts that need a licence for China on the day of this edition.

    Source: `control_counts`.

    >>> parts_controlled({"licence_needed": 7, "no_licence": 2, "state_undecided": 1})
    7
    """
    return control_counts["licence_needed"]


@result("text", by=("timeline", "eras"), scalar=True)
def era_class(timeline, eras, chips, rules, conditions, limit_scale, state_severity, total_processing_performance, performance_density, bandwidth_sum):
    """Class of a part of the timeline at the beginning of each era, whether or not it was on sale then.

    Source: the tables `rules` and `conditions`.
    """
    facts = dated.chip_facts(chips, total_processing_performance, performance_density, bandwidth_sum)
    settled = {
        part: {era: dated.answer(rules, conditions, limit_scale, state_severity, facts[timeline[part].chip], eras[era].era_start) for era in eras}
        for part in timeline
    }
    return {part: {era: dated.shade(settled[part][era]) for era in eras} for part in timeline}


@result("text", by="timeline", scalar=True)
def part_exception(timeline, chips, rules, conditions, limit_scale, state_severity, total_processing_performance, performance_density, bandwidth_sum, as_of):
    """Licence exception of a part of the timeline on the day of this edition. Source: the tables `rules` and `conditions`."""
    facts = dated.chip_facts(chips, total_processing_performance, performance_density, bandwidth_sum)
    return dated.column_of("exception", timeline, facts, rules, conditions, limit_scale, state_severity, as_of)


@result("text", by="timeline", scalar=True)
def part_policy(timeline, chips, rules, conditions, limit_scale, state_severity, total_processing_performance, performance_density, bandwidth_sum, as_of):
    """How a licence for a part of the timeline is decided on the day of this edition. Source: the tables `rules` and `conditions`."""
    facts = dated.chip_facts(chips, total_processing_performance, performance_density, bandwidth_sum)
    return dated.column_of("licence_policy", timeline, facts, rules, conditions, limit_scale, state_severity, as_of)


@result("text", by="timeline", scalar=True)
def part_duty(timeline, chips, rules, conditions, limit_scale, state_severity, total_processing_performance, performance_density, bandwidth_sum, as_of):
    """Duty or share that falls on a part of the timeline on the day of this edition. Source: the tables `rules` and `conditions`."""
    facts = dated.chip_facts(chips, total_processing_performance, performance_density, bandwidth_sum)
    return dated.column_of("duty", timeline, facts, rules, conditions, limit_scale, state_severity, as_of)


@result("date", by="timeline", scalar=True)
def caught_since(timeline, chips, rules, conditions, limit_scale, state_severity, total_processing_performance, performance_density, bandwidth_sum):
    """First day on which a part of the timeline needed a licence for China, whether or not it was on sale; infinity ("never") for a part that never did.

    Source: the tables `rules` and `conditions`.
    """
    facts = dated.chip_facts(chips, total_processing_performance, performance_density, bandwidth_sum)
    return {part: dated.first_day(rules, conditions, limit_scale, state_severity, facts[timeline[part].chip]) or math.inf for part in timeline}


@result("date")
def newest_rule(rules):
    """Day on which the newest line of the table of rules was published.

    Bills and the measures of China count. Source: the table `rules`.
    """
    return sorted(rules[rule].published for rule in rules)[-1]


@result("FLOP/s/GPU", scalar=True, reproduces="printed_limit_fp16")
def limit_fp16(limit_value, limit_scale, fp16_bits):
    """Dense operations a second at 16 bits that reach the limit of total processing performance of paragraph a.1.

    Source: 15 CFR 774, ECCN 3A090.a.1 and Technical Notes 1 and 2.
    """
    return limit_value["us_2023_a1_tpp"] * limit_scale["total_processing_performance"] / fp16_bits


@result("FLOP/s/GPU", scalar=True, reproduces="printed_limit_int8")
def limit_int8(limit_value, limit_scale, int8_bits):
    """Dense operations a second at 8 bits that reach the same limit.

    Source: as `limit_fp16`.
    """
    return limit_value["us_2023_a1_tpp"] * limit_scale["total_processing_performance"] / int8_bits
