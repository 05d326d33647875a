"""Formulas and lineage of whole books, the main one and the fixture: a formula computes its number, lineage holds what moves it and no more.

What moves is found by moving: many leaves in one run on arrays, one draw for each leaf and value, so that a larger book takes
little longer. Above `MOST` leaves a seeded choice of them is moved.
"""

import math
import re
from dataclasses import replace

import numpy as np
import pytest
from helpers import Still, book_results, copies, fixture_book, sampled, sampled_leaves

from analysis.core import ops
from analysis.core.graph import GraphError, Same, flatten
from analysis.core.ops import Missing
from analysis.core.recorded import Recorded, Recording
from analysis.kinds.draws import Texts, draw_by_draw
from analysis.kinds.operand import inputs
from analysis.project import load
from analysis.ranges import Sampled, _needs
from analysis.results import run

MOST, TOGETHER = 160, 160


@pytest.fixture(scope="module", params=["main", "fixture"])
def book(request, tmp_path_factory):
    """(catalogue, graph, results) of a book."""
    if request.param == "main":
        return book_results().catalogue, book_results().graph, book_results()
    catalogue, made = load(fixture_book(tmp_path_factory.mktemp("lineage") / "book"))
    return catalogue, made, run(catalogue, made)


def same(one, other):
    return one.missing == other.missing if isinstance(one, Missing) else one == other


def test_the_recorded_run_equals_the_float_run_for_every_number(book):
    catalogue, made, results = book
    rows, tables = inputs(catalogue)
    floats, recording = flatten(made.run(rows, tables)), Recording()
    values = flatten(made.run(rows, tables, recording))
    assert set(floats) == set(values) == set(results.numbers) and len(floats) > 40
    for name, value in floats.items():
        assert same(getattr(values[name], "value", values[name]), value), name


def test_every_formula_computes_its_number_from_the_numbers_that_it_names(book):
    """Each result again, from its formula's own operations and the published values of the names in it."""
    _, _, results = book
    values = {name: math.inf if number.state in ("impossible", "never") else number.value for name, number in results.numbers.items()}

    def again(node):
        if not isinstance(node, Recorded):
            return node
        return values[node.args[0]] if node.op == "name" else ops.PLAIN[node.op](*map(again, node.args))

    checked = 0
    for name, number in results.numbers.items():
        if number.record is None or number.state == "missing" or number.record.op not in {*ops.PLAIN, "name"}:
            continue
        assert all(part in values for part in number.record.names()), name
        assert again(number.record) == values[name], name
        checked += 1
    assert checked > 15


class Moves(Sampled):
    """Draws, and texts that differ, both reported."""

    def finish(self, function, name, value, arguments):
        if isinstance(value, Texts):
            self.seen(name, value.array)
        return super().finish(function, name, value, arguments)


def moved(catalogue, made, moves, failures=None):
    """Leaf -> names of the numbers that change when it takes any of its values in `moves` (leaf -> values, as many for each).

    failures: a list that is told of values with which a function fails.
    """
    found = {}
    for start in range(0, len(moves), TOGETHER):
        part = list(moves)[start : start + TOGETHER]
        found.update(_moved(catalogue, made, {leaf: moves[leaf] for leaf in part}, [] if failures is None else failures))
    return found


def _moved(catalogue, made, moves, failures):
    rows, tables = inputs(catalogue)
    count, found = len(next(iter(moves.values()))), {leaf: set() for leaf in moves}
    arrays = {leaf: np.full(count * len(moves) + 1, catalogue.leaf(leaf).value) for leaf in moves}
    for k, (leaf, values) in enumerate(moves.items()):
        arrays[leaf][k * count : (k + 1) * count] = values

    def seen(name, array):
        differs = (array[:-1] != array[-1]).reshape(-1, count).any(axis=1)
        for leaf in (leaf for leaf, one in zip(moves, differs.tolist()) if one):
            found[leaf].add(name)

    try:
        with np.errstate(divide="raise", invalid="raise", over="raise"):
            draw_by_draw(made).run(rows, tables, Moves(arrays, seen, _needs(made, tables)))
    except GraphError:  # of one leaf among them, which is looked for
        if len(moves) == 1:
            return {leaf: _moved_alone(catalogue, made, leaf, values, failures) for leaf, values in moves.items()}
        halves = list(moves)[: len(moves) // 2], list(moves)[len(moves) // 2 :]
        return {leaf: names for half in halves for leaf, names in _moved(catalogue, made, {leaf: moves[leaf] for leaf in half}, failures).items()}
    return {leaf: names | {name for name, other in copies(catalogue).items() if other in names} for leaf, names in found.items()}


def _moved_alone(catalogue, made, leaf, values, failures):
    """The same of one leaf on plain floats: where it decides which keys a result has, draws have no common shape."""
    rows, tables = inputs(catalogue)
    before, found = flatten(made.run(rows, tables)), set()
    for value in values:
        try:
            after = flatten(made.run(*inputs(catalogue.with_row(replace(catalogue.leaf(leaf), value=value)))))
        except GraphError as error:
            if type(error.__cause__) is ValueError and "domain" not in str(error):  # a formula that refuses what contradicts itself, in words of its own
                continue
            failures.append(f"a reader may set {leaf} to {value:g}, but then {error}")
            continue
        found |= {name for name in before if name not in after or not same(before[name], after[name])}
    return found


def within(row, value):
    """A value as near to the given one as a reader may set."""
    return min(max(value, -math.inf if row.low_bound is None else row.low_bound), math.inf if row.high_bound is None else row.high_bound)


def leaves_to_move(catalogue, made):
    leaves = sampled_leaves(catalogue, made.functions, MOST)
    assert len(leaves) >= 8
    return {leaf: catalogue.leaf(leaf) for leaf in leaves}


def resting_on(results):
    """Leaf -> names of the numbers whose lineage holds it."""
    found = {}
    for name, leaves in results.rests_on.items():
        for leaf in leaves:
            found.setdefault(leaf, set()).add(name)
    return found


def test_a_changed_leaf_moves_only_numbers_whose_lineage_holds_it(book):
    """Up and down, a little and a lot: so that branches are taken that the published run did not take."""
    catalogue, made, results = book
    rows, resting = leaves_to_move(catalogue, made), resting_on(results)
    factors = lambda old: [old * 1.01, old * 0.99, old * 40 + 1, old / 40, 0.0]  # noqa: E731
    failures = []
    found = moved(catalogue, made, {leaf: [within(row, value) for value in factors(row.value)] for leaf, row in rows.items()}, failures)
    assert not failures, "\n".join(["write ratio(a, b, otherwise), or say in min or max what a reader may set:", *failures])
    stray = {leaf: names - resting[leaf] for leaf, names in found.items() if names - resting[leaf]}
    assert not stray, f"these leaves move numbers whose lineage does not hold them: {stray}"
    assert sum(map(len, found.values())) > 2 * len(rows)


def test_a_number_moves_with_every_leaf_of_its_lineage(book):
    """The other direction: lineage holds no leaf that does not matter."""
    catalogue, made, results = book
    rows, resting = leaves_to_move(catalogue, made), resting_on(results)
    found = moved(catalogue, made, {leaf: [within(row, row.value * factor + (row.value == 0)) for factor in (1.01, 0.99)] for leaf, row in rows.items()})
    still = Still(results)
    idle = {leaf: [name for name in resting[leaf] - names if results.numbers[name].state is None and not still.may(name, leaf)] for leaf, names in found.items()}
    idle = {leaf: names for leaf, names in idle.items() if names and rows[leaf].low_bound != rows[leaf].high_bound}
    assert not idle, f"these leaves stand in the lineage of numbers that they do not move: {idle}"
    smooth = sum(not still.may(name, leaf) for leaf in sampled(rows, 25) for name in resting[leaf] - {leaf})
    assert smooth > 10  # the rule above excuses some, not all


def test_what_stands_still_is_told_from_what_moves(book):
    """A formula that forgets a number, or reads one that it does not name, would be seen."""
    catalogue, made, results = book
    leaf = next(leaf for leaf, row in leaves_to_move(catalogue, made).items() if within(row, row.value * 2) != row.value)
    row = catalogue.leaf(leaf)
    assert leaf in moved(catalogue, made, {leaf: [within(row, row.value * 2)]})[leaf]
    assert moved(catalogue, made, {leaf: [row.value]}) == {leaf: set()}


def test_every_leaf_rests_on_itself_and_every_result_on_leaves_only(book):
    catalogue, _, results = book
    leaves = {name for name, row in catalogue.leaves().items() if not isinstance(row.value, Same)}
    for name, below in results.rests_on.items():
        assert below == [name] if name in leaves else leaves.issuperset(below), name


def test_explain_says_each_formula_of_the_tree(book):
    from analysis.explain import explain

    _, _, results = book
    for name in sampled(results.numbers, 300):
        number, text = results.numbers[name], explain(results, name)
        assert text.startswith(f"{name} = ")
        if number.record is not None:
            assert f"= {number.record.formula()}\n" in text
        said = set(re.findall(r"(?:^|[─ ])([a-z0-9_.]+) = ", text, re.MULTILINE))
        assert said.issuperset(results.rests_on[name]), f"{name}: {set(results.rests_on[name]) - said} not in the tree"
