"""Dated conditions: which rules are in force on a day, which of their conditions a thing meets, and what follows from that.

No threshold, no name of a rule and no order of strictness stands here: rules, conditions and states are lines of tables.
A rule holds when one of its limbs does, a limb when all of its conditions do. A condition on a number that is missing is
neither true nor false, and carries through: what is missing decides nothing unless it cannot matter.
"""

import operator
from dataclasses import dataclass, field

from analysis.core.ops import missing_cells

COMPARISONS = {"at_least": operator.ge, "more_than": operator.gt, "at_most": operator.le, "less_than": operator.lt}
UPWARDS = ("at_least", "more_than")
COLUMNS = ("control", "exception", "licence_policy", "duty", "enforcement")
FREE, UNDECIDED = "class_free", "class_undecided"
NOTHING = dict(zip(COLUMNS, ("no_licence", "no_exception_needed", "no_review", "no_duty", "nothing_to_enforce")))
OPEN_STATE = "state_undecided"
CHINA, LAW = "china", ("regulation", "letter", "proclamation", "announcement", "guidance")


@dataclass(frozen=True)
class Test:
    """One condition with its numbers; `holds` is None where the value is missing."""

    condition: str
    quantity: str
    comparison: str
    limit: float
    value: object
    holds: object

    @property
    def margin(self):
        """How far the value lies from the limit, as a share of the limit: above it positive, below it negative; None without a value, or for a limit of zero."""
        return None if self.value is None or not self.limit else self.value / self.limit - 1


@dataclass(frozen=True)
class Verdict:
    """One rule on one thing: whether it holds, and the tests of each of its limbs."""

    rule: str
    holds: object
    limbs: dict


@dataclass(frozen=True)
class Answer:
    """What all rules in force make of one thing: its class, the rule that decides it, the five columns, and every verdict."""

    rule_class: str
    decided_by: str
    columns: dict
    verdicts: dict = field(repr=False)
    open_rules: tuple = ()

    @property
    def met(self):
        """Ids of the rules that hold."""
        return [name for name, one in self.verdicts.items() if one.holds]


def in_force(rule, on):
    """Whether a rule is in force on a day: its effective date decides, not the one of its publication or of compliance.

    `rule` has effective, ended (the first day without it), suspended_from and suspended_until as ISO text, empty where there is none.
    """
    if not rule.effective or rule.effective > on or (rule.ended and rule.ended <= on):
        return False
    return not (rule.suspended_from and rule.suspended_from <= on <= (rule.suspended_until or on))


def all_hold(parts):
    """Whether all hold, where some may be unknown (None).

    >>> all_hold([True, None]), all_hold([False, None]), all_hold([True])
    (None, False, True)
    """
    parts = list(parts)
    return False if False in parts else None if None in parts else True


def one_holds(parts):
    """Whether at least one holds, where some may be unknown (None).

    >>> one_holds([True, None]), one_holds([False, None]), one_holds([])
    (True, None, False)
    """
    parts = list(parts)
    return True if True in parts else None if None in parts else False


def tested(conditions, scales, facts):
    """Rule -> limb -> its tests of one thing. facts: quantity -> value in canonical units, or None; scales: quantity -> size of the unit of its limits."""
    found = {}
    for name in sorted(conditions):
        line = conditions[name]
        limit, value = line.limit_value * scales[line.quantity], facts.get(line.quantity)
        value = None if missing_cells(value) else value
        holds = None if value is None else COMPARISONS[line.comparison](value, limit)
        test = Test(name, line.quantity, line.comparison, limit, value, holds)
        found.setdefault(line.rule, {}).setdefault(line.limb, []).append(test)
    return found


def verdict(name, rule, limbs, facts):
    """Whether one rule holds for one thing: whom it addresses, what it is made for, and one of its limbs.

    Without conditions it holds for all that it addresses if it names parts or takes the place of another; else it only describes an instrument.
    """
    conditions = one_holds(all_hold(test.holds for test in tests) for tests in limbs.values()) if limbs else bool(rule.parts or rule.replaces)
    return Verdict(name, all_hold([addressed(rule, facts), conditions]), limbs)


def addressed(rule, facts):
    """Whether a rule is about a thing at all: the kind of item, its maker, its name, the market that it is made for."""
    lists = ((rule.makers, "maker"), (rule.parts, "part"), (rule.market, "datacenter"))
    return all_hold([facts.get("item", "processor") == rule.item, *(_listed(names, facts.get(key)) for names, key in lists)])


def _listed(names, value):
    """Whether a value stands in a list; anything does where there is no list, and an unknown value may."""
    return True if not names else None if not value else value in names.split(" ")


def answer(rules, conditions, scales, severities, facts, on, destination=CHINA):
    """The Answer of all rules in force on a day (ISO text) for one thing; rules may come in any order.

    rules, conditions: id -> line of the table. severities: state -> how strict it is. facts: what is known of the thing.
    """
    tests = tested(conditions, scales, facts)
    live = [name for name in sorted(rules) if in_force(rules[name], on) and rules[name].rule_kind in LAW and rules[name].destination == destination]
    verdicts = {name: verdict(name, rules[name], tests.get(name, {}), facts) for name in live}
    classing = sorted((name for name in live if rules[name].rule_class), key=lambda name: (-rules[name].rule_rank, name))
    top = next((name for name in classing if verdicts[name].holds), "")
    above = classing[: classing.index(top)] if top else classing
    open_rules = tuple(name for name in above if verdicts[name].holds is None and not (top and rules[name].rule_class == rules[top].rule_class))
    if not open_rules:
        return Answer(rules[top].rule_class if top else FREE, top, _columns(rules, verdicts, severities, top), verdicts)
    markets = {rules[name].market for name in open_rules} - {""}
    if markets and not facts.get("datacenter"):  # either market, and nothing else, may be the right one
        both = sorted({rule.market for rule in rules.values()} - {""})
        found = [answer(rules, conditions, scales, severities, {**facts, "datacenter": market}, on, destination).columns for market in both]
    else:
        found = [_columns(rules, verdicts, severities, name) for name in (*open_rules, top)]
    return Answer(UNDECIDED, open_rules[0], _agreed(found), verdicts, open_rules)


def _agreed(found):
    """The five columns of a class that is not decided: each says what it would say whichever rule gives the class, or that it is open."""
    return {column: found[0][column] if len({one[column] for one in found}) == 1 else OPEN_STATE for column in COLUMNS}


def _columns(rules, verdicts, severities, top):
    """The five columns where one rule gives the class; `top` is empty where none does."""
    same = {name for name, one in verdicts.items() if top and one.holds and rules[name].rule_class == rules[top].rule_class}
    apart = [name for name in verdicts if not rules[name].rule_class and not rules[name].replaces]
    saying = {top, *same, *(name for name in apart if verdicts[name].holds)} - {""}
    unsure = [name for name in apart if verdicts[name].holds is None]
    return {column: OPEN_STATE if any(getattr(rules[name], column) for name in unsure) else _state(rules, verdicts, severities, column, saying) for column in COLUMNS}


def _state(rules, verdicts, severities, column, saying):
    """What the rules of a class say in one column, the strictest where they differ; a rule without a class may take the place of some.

    Open where it hangs on a rule of which it is not known whether it holds.
    """
    changing = {name for name, one in verdicts.items() if one.holds is not False and saying & set(rules[name].replaces.split(" ")) and getattr(rules[name], column)}
    sure = {name for name in changing if verdicts[name].holds}
    found = {_said(rules, severities, column, saying, some) for some in (sure, changing, *({*sure, one} for one in changing))}
    return found.pop() if len(found) == 1 else OPEN_STATE


def _said(rules, severities, column, saying, changing):
    gone = {old for name in changing for old in rules[name].replaces.split(" ")}
    said = {getattr(rules[name], column) for name in (saying | changing) - gone} - {""}
    return max(said, key=lambda state: (severities[state], state)) if said else NOTHING[column]


def nearest_limits(rules, conditions, scales, severities, facts, on):
    """The tests that alone keep a thing out of a stricter class on a day, nearest first.

    Each is the only condition of its limb that fails, and fails because the value is too small.
    """
    found = answer(rules, conditions, scales, severities, facts, on)
    rank = rules[found.decided_by].rule_rank if found.decided_by and not found.open_rules else 0
    tests = []
    for name, one in found.verdicts.items():
        if rules[name].rule_class and rules[name].rule_rank > rank and addressed(rules[name], facts):
            tests += [failing[0] for failing in map(_failing, one.limbs.values()) if len(failing) == 1 and failing[0].comparison in UPWARDS]
    return sorted((test for test in tests if test.margin is not None), key=lambda test: (-test.margin, test.condition))


def _failing(tests):
    return [test for test in tests if test.holds is not True]


def rule_days(rules, destination=CHINA):
    """Every day on which what is in force for a destination changes, in order: a rule begins, ends, is suspended or comes back."""
    live = [rule for rule in rules.values() if rule.rule_kind in LAW and rule.destination == destination and (rule.rule_class or rule.replaces or rule.parts or rule.duty)]
    return sorted({day for rule in live for day in (rule.effective, rule.ended, rule.suspended_from) if day})


def chip_facts(chips, performance, density, both):
    """Chip -> what the rules ask of it: its line of the table, and what is computed from it."""
    measures = {"total_processing_performance": performance, "performance_density": density, "bandwidth_sum": both}
    own = ("maker", "datacenter", "memory_bandwidth", "io_bandwidth")
    return {
        chip: {"part": chip, **{name: getattr(line, name) for name in own}, **{name: found[chip] for name, found in measures.items()}}
        for chip, line in chips.items()
    }


def shade(found):
    """A class and how its licences are decided, in one word where the decision is not the one that the class is known for."""
    softer = found.columns["licence_policy"] in ("case_by_case", "approval_announced") and found.rule_class not in (FREE, UNDECIDED)
    return "shade_review" if softer and found.columns["exception"] == "no_exception" else found.rule_class


def column_of(column, timeline, facts, *tables):
    """Part -> what the rules in force say of it in one column; tables: rules, conditions, scales, severities, and the day."""
    *given, on = tables
    return {part: answer(*given, facts[timeline[part].chip], on).columns[column] for part in timeline}


def first_day(rules, conditions, scales, severities, facts):
    """The first day on which a thing is in a class; empty where it never is."""
    days = (day for day in rule_days(rules) if answer(rules, conditions, scales, severities, facts, day).rule_class not in (FREE, UNDECIDED))
    return next(days, "")
