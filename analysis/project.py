"""A project folder: its catalogue and its graph, each read and checked, and checked against each other."""

import importlib
import importlib.util
import sys
from functools import lru_cache
from pathlib import Path

from analysis.catalogue import CatalogueError
from analysis.catalogue.formerly import former_problems
from analysis.catalogue.reading import read
from analysis.core.graph import Graph, Same, hint
from analysis.messages import LANGUAGES
from analysis.replacements.scenarios import with_scenarios

CHAPTERS = Path("analysis/core/chapters")
HOME = Path(__file__).resolve().parents[1]


def chapters(root):
    """The chapter modules of a project folder."""
    root = Path(root).resolve()
    paths = [p for p in sorted((root / CHAPTERS).glob("*.py")) if p.stem != "__init__"]
    if root == HOME:
        return [importlib.import_module(f"analysis.core.chapters.{path.stem}") for path in paths]
    return [_import_file(path) for path in paths]


def _import_file(path):
    name = "chapters_" + "_".join(path.parts[-5:]).removesuffix(".py").replace("-", "_")
    spec = importlib.util.spec_from_file_location(name, path)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load(root=HOME):
    """(catalogue, graph) of a project folder, both checked against each other.

    Raises CatalogueError or GraphError.
    """
    graph = Graph(chapters(root))
    catalogue = with_scenarios(read(root), graph.functions)
    graph.check(catalogue.rows, catalogue.types())
    problems = list(_check_names(catalogue, graph))
    if problems:
        raise CatalogueError(problems)
    return catalogue, graph


def _check_names(catalogue, graph):
    """Problems where rows, functions, units and terms meet."""
    shown, units = {**catalogue.rows, **graph.functions}, catalogue.units
    spare = [name for name in catalogue.terms if name not in shown]
    for name, thing in shown.items():
        if name not in catalogue.terms:
            yield f"{thing.where}: '{name}': expected a term of that name in data/terms{hint(name, spare)}"
    for function in graph.functions.values():
        if function.unit not in ("text", "date") and (not units.known(function.unit) or units.parse(function.unit)[0] != function.unit):
            yield f"{function.where}: {function.name}: '{function.unit}': expected a canonical unit of data/units.csv"
        elif function.name in catalogue.terms:
            yield from _check_words(units, catalogue.terms[function.name], function.unit, function.where)
    for cell in catalogue.leaves().values():
        yield from _check_words(units, catalogue.terms.get(cell.name.partition(".")[0], {}), cell.unit, cell.where)
        if isinstance(cell.value, Same):
            yield from _check_same(cell, shown)
    yield from former_problems(catalogue, graph.functions)
    for claim in catalogue.claims.values():
        for column in ("decided_by", "decided_then"):
            if getattr(claim, column):
                yield from _check_decider(catalogue, graph, claim, column)


def _check_decider(catalogue, graph, claim, column):
    """Problems in the number that decides a claim: it exists, is one number and not many, and has the claim's unit."""
    name, place = getattr(claim, column), f"{claim.where}: column '{column}': '{getattr(claim, column)}'"
    base, *keys = name.split(".")
    leaf, function = catalogue.leaf(name), graph.functions.get(base)
    if leaf is None and function is None:
        yield f"{place}: expected the name of a row, cell or result{hint(name, [*catalogue.leaves(), *graph.functions])}"
        return
    if leaf is None and function.keys:
        wrong = [(key, catalogue.tables[table]) for key, table in zip(keys, function.keys) if key not in catalogue.tables[table]]
        if wrong or len(keys) != len(function.keys):
            near = hint(*wrong[0]) if wrong else ""
            yield f"{place}: expected one line of it, {base}{''.join(f'.ID of {table}' for table in function.keys)}{near}"
    unit = (leaf or function).unit
    if unit != claim.unit:
        yield f"{place}: expected a number in {claim.unit}, the unit of the claim, not in {unit}"


def _check_words(units, term, unit, where):
    """Problems in how a number is shown: its term's unit is of its kind and has words in both languages."""
    shown = term.get("shown_unit") or unit
    if unit in ("text", "date") or not units.known(shown):
        return
    if units.parse(shown)[0] != unit:
        yield f"{term['where']}: column 'shown_unit': '{shown}': expected a spelling of {unit}, in which {where} gives it; one of the two is wrong"
    elif not all(units.worded(shown, lang) for lang in LANGUAGES):
        yield f"{term.get('where', where)}: unit '{shown}': expected its words (en, ko) in data/units.csv"


def _check_same(cell, shown):
    """Problems in a cell that says `=name`."""
    place, name = f"{cell.where}: column '{cell.name.partition('.')[0]}'", cell.value.name
    if name not in shown or getattr(shown[name], "keys", ()):
        single = [other for other, thing in shown.items() if not getattr(thing, "keys", ())]
        yield f"{place}: '={name}': expected the name of a row or one-number result{hint(name, single)}"
    elif shown[name].unit != cell.unit:
        yield f"{place}: '={name}': expected a number in {cell.unit}, not in {shown[name].unit}"


@lru_cache(maxsize=4)
def loaded(root):
    """The same, kept: data and functions do not change while a process runs."""
    return load(root)
