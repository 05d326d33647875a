"""What a reader replaces: `--set name=value`, papermill parameters, scenarios and `--table name=file`.

Everything is refused or accepted before any number is computed; a refusal says the name, the value received, what is
allowed and the nearest right name.
"""

from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from analysis.catalogue import Scenario
from analysis.catalogue.limits import contradictions
from analysis.core.graph import nearest
from analysis.messages import Refusal, Refusals, gather
from analysis.replacements.tables import add_table
from analysis.replacements.values import Change, plain, replaced


def split_settings(settings, example="h800_hour_price=3"):
    """`name=value` texts as a list of pairs; refuses other forms and names given twice."""

    def split(text):
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise Refusal("no_equals", value=text, example=example)
        return name.strip().replace("__", "."), value.strip()

    return gather(split, settings)


def apply(catalogue, functions=(), scenario="", sets=(), tables=(), yaml_text=False):
    """(catalogue with everything replaced, list of Change).

    sets: pairs (name, raw value). tables: pairs (table, path). Tables are applied first, then the scenario, then sets,
    so that `--set` wins. Raises Refusals, which holds every refusal found.
    """
    made, changes = catalogue, {}
    for name, path in _in_order(catalogue, gather(lambda pair: _known_table(catalogue, *pair), _unique(tables))):
        made = add_table(made, name, path, changes)
    for name, row in _scenario(catalogue, scenario).rows.items():
        made = _put(catalogue, made, row, changes, "scenario", catalogue.scenarios[scenario].reasons[name])
    for row in _no_doubles(gather(lambda pair: (pair, replaced(made, *pair, functions, yaml_text)), sets)):
        made = _put(catalogue, made, row, changes, "set")
    if wrong := [_contradiction(*one) for one in (contradictions(made) if changes else ())]:
        raise Refusals(wrong)
    return made, list(changes.values())


def _contradiction(line, parts, given, whole, most):
    problem = Refusal("contradiction", line=line.key, parts=" + ".join(parts), given=f"{given:.10g}", whole=whole, most=f"{most:.10g}")
    return Refusal("table", place=line.where, column=parts[0], problem=problem)


def _put(published, made, row, changes, origin, reason=None):
    """Replace one row; a value equal to the published one restores the published row, range and all."""
    before = published.leaf(row.name)
    changes.pop(row.name, None)
    if before and row.value == before.value and row.spread != "range":
        return made.with_row(before)
    changes[row.name] = Change(row.name, plain(published, before), row.value, row.unit, origin, reason)
    return made.with_row(row)


def _scenario(catalogue, name):
    if not name:
        return Scenario("", {}, {}, {})
    if name not in catalogue.scenarios:
        name = str(name)
        raise Refusals([Refusal("unknown_scenario", nearest(name, catalogue.scenarios), name=name, allowed=", ".join(catalogue.scenarios))])
    return catalogue.scenarios[name]


def _no_doubles(pairs):
    """Rows to set; two settings of one number are refused, whatever names they came under."""
    seen, refusals = {}, []
    for (name, raw), row in pairs:
        if row.name in seen:
            refusals.append(Refusal("duplicate", name=row.name, value=f"{seen[row.name][0]}, {raw}"))
        seen.setdefault(row.name, (raw, row))
    if refusals:
        raise Refusals(refusals)
    return [row for _, row in seen.values()]


def _unique(tables):
    names = [name for name, _ in tables]
    doubled = [Refusal("duplicate", name=name, value=path) for i, (name, path) in enumerate(tables) if name in names[:i]]
    if doubled:
        raise Refusals(doubled)
    return tables


def _in_order(catalogue, tables):
    """Tables with those first to whose lines others refer, in whatever order they were given."""
    paths = dict(tables)
    refers = {name: {column["type"] for column in catalogue.columns[name].values()} & set(paths) - {name} for name in paths}
    try:
        return [(name, paths[name]) for name in TopologicalSorter(refers).static_order()]
    except CycleError:
        return tables  # two tables that refer to each other: as given


def _known_table(catalogue, name, path):
    if name not in catalogue.tables:
        raise Refusal("unknown_table", nearest(name, catalogue.tables), name=name, value=path, allowed=", ".join(catalogue.tables))
    if not Path(path).is_file():
        raise Refusal("no_file", name=name, value=path)
    return name, Path(path)
