"""Numbers that a page sets beside each other have one unit: the two sides of a condition, the names of a chart.

A chart may show as many units as the text of its axis has parts, joined by `|`: one for each axis.
"""

import ast

from analysis import sentences
from analysis.kinds.quantities import unit_of


def condition_problem(results, content):
    """What is wrong with the units in the condition of an `{if}`, or None."""
    for condition in content.partition("|")[0].split(" and "):
        match = sentences.CONDITION.fullmatch(condition)
        units = [results.numbers[side].unit for side in (match["left"], match["right"]) if side in results.numbers] if match else []
        if len(_unlike(units)) > 1:
            return f"'{match['left']}' is in {units[0]}, '{match['right']}' in {units[1]}: these cannot be compared"
    return None


def chart_problem(results, node):
    """What is wrong with the units in a call of `page.chart`, or None."""
    given = {keyword.arg: keyword.value for keyword in node.keywords}
    asked = [part.value for part in ast.walk(given.get("names", node)) if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    units = {results.numbers[name].unit: name for one in asked for name in results.with_prefix(one)}
    axes = sentences.FIELD.sub("", str(getattr(given.get("axis"), "value", ""))).split("|")
    if len(_unlike(units)) <= len(axes):
        return None
    named = ", ".join(f"'{name}' in {unit}" for unit, name in units.items())
    return f"a chart of unlike units ({named}): draw one of them, or name an axis for each in axis=\"… | …\""


def _unlike(units):
    """Units that differ, whatever order their parts are written in."""
    return {unit if unit in ("text", "date") else unit_of(unit) for unit in units}
