"""Ranges: the quantile function of a row, draws through the graph, quantiles, causes, and what an unknown row does to them."""
# Over 300 lines: one small model is drawn, moved and read off in many ways, each beside the analytic answer.

import functools
import math
import re
from dataclasses import replace
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from helpers import book_results
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.catalogue import Catalogue, Line, Row
from analysis.core import ops
from analysis.core.graph import Graph, GraphError, Same, result
from analysis.core.ops import Missing
from analysis.core.uncertainty import HIGH, LEVELS, LOW, SpreadError, constant, spread, to_90
from analysis.kinds.draws import Draws
from analysis.kinds.operand import inputs
from analysis.ranges import FACTOR, Sampled, ranges, run_on_arrays, spread_of
from analysis.project import HOME, loaded
from analysis.units import Units

unhurried = settings(deadline=None)  # the first example pays for what is loaded late
Z = NormalDist().inv_cdf(0.95)
BOOK = loaded(HOME)


def row(name, value, low=None, high=None, level="90", spread=None, **more):
    return Row(name, value, "1", "1", spread=spread or ("exact" if low is None else "range"), low=low, high=high, level=level, where="rows.csv:2", **more)


def book(*rows, functions=(), tables=()):
    """(catalogue, graph) of a few rows and functions; tables: {name: {id: {column: cell}}}."""
    lines = {t: {key: Line(key, cells, "t.csv:2") for key, cells in lines.items()} for t, lines in dict(tables).items()}
    graph = Graph([])
    graph.functions = {function.result.name: function.result for function in functions}
    return Catalogue(Path("."), Units({}), {}, {}, {one.name: one for one in (*rows, row(FACTOR, 1.5))}, lines, {}), graph


def ranged(*rows, functions=(), tables=(), **how):
    return ranges(*book(*rows, functions=functions, tables=tables), **how)


@result("1")
def the_sum(first_row, second_row):
    return first_row + second_row


@result("1")
def the_difference(first_row, second_row):
    return first_row - second_row


@result("1")
def the_product(first_row, second_row):
    return first_row * second_row


# The quantile function of one row

finite = st.floats(-1e6, 1e6, allow_subnormal=False).filter(lambda number: number == 0 or abs(number) > 1e-9)  # no data is smaller
positive = st.floats(1e-3, 1e6)
levels = st.sampled_from([*LEVELS, "bounds"])


@unhurried
@given(st.lists(finite, min_size=3, max_size=3).map(sorted), levels, st.lists(st.floats(0.001, 0.999), min_size=2, max_size=2).map(sorted))
def test_quantiles_rise_with_probability(numbers, level, probabilities):
    low, value, high = numbers
    one = spread(value, low, high, level)
    first, second = (one.at(u) for u in probabilities)
    assert first <= second + 1e-12 * abs(second)


@unhurried
@given(st.lists(finite, min_size=3, max_size=3).map(sorted), st.sampled_from(list(LEVELS)))
def test_the_value_is_the_median_and_the_ends_are_where_they_are_said_to_be(numbers, level):
    low, value, high = numbers
    one, tail = spread(value, low, high, level), 0.5 - int(level) / 200
    assert one.at(0.5) == value
    assert [one.at(tail), one.at(1 - tail)] == pytest.approx([low, high], rel=1e-9, abs=1e-9 * (high - low) + 1e-300)


@unhurried
@given(positive, st.floats(1, 100), st.floats(1, 100))
def test_a_positive_range_is_drawn_in_the_logarithm(value, below, above):
    one = spread(value, value / below, value * above)
    assert all(one.at(u) > 0 for u in (1e-9, 0.01, 0.5, 0.99))
    assert one.at(0.05) * below == pytest.approx(value) == pytest.approx(one.at(0.95) / above)


@unhurried
@given(st.lists(finite, min_size=3, max_size=3).map(sorted), levels)
def test_scalar_and_vector_are_the_same(numbers, level):
    low, value, high = numbers
    one, u = spread(value, low, high, level), [0.001, 0.3, 0.5, 0.9]
    at_once = one.draw(Draws(np.array(u)), Draws(np.array([NormalDist().inv_cdf(p) for p in u])))
    expected = [one.at(p) for p in u]
    assert np.broadcast_to(getattr(at_once, "array", at_once), 4).tolist() == pytest.approx(expected, rel=1e-12)


def test_levels_become_90_per_cent():
    assert to_90(0, 10, 20, "90") == pytest.approx((0, 20))
    assert to_90(-5, 10, 30, "95") == pytest.approx((10 - 15 * 1.644854 / 1.959964, 10 + 20 * 1.644854 / 1.959964), rel=1e-5)
    assert to_90(5, 10, 20, "80") == pytest.approx((10 / 2 ** (1.644854 / 1.281552), 10 * 2 ** (1.644854 / 1.281552)), rel=1e-5)
    assert to_90(100, 101, 200, "bounds") == pytest.approx((105, 195))  # the value is not its median, 150 is


def test_draws_stop_at_what_a_row_may_be():
    share = spread(0.9, 0.8, 0.99, least=0.0, most=1.0)
    assert (share.at(0.9999), share.at(0.5), round(share.at(HIGH), 12)) == (1.0, 0.9, 0.99)
    count = spread(2.0, 0.0, 5.0, least=0.0)  # a low of zero is drawn on straight lines
    assert (count.at(0.01), round(count.at(LOW), 12)) == (0.0, 0.0)


@pytest.mark.parametrize(("how", "words"), [
    (dict(value=1, low=2, high=3), "low <= value <= high"),
    (dict(value=4, low=2, high=3), "low <= value <= high"),
    (dict(value=2, low=None, high=3), "needs value, low and high"),
    (dict(value=2, low=1, high=math.inf), "all finite"),
    (dict(value=2, low=1, high=math.nan), "all finite"),
    (dict(value=2, low=1, high=3, level="99"), "level '99'"),
    (dict(value=2, low=1, high=3, shape="beta"), "shape 'beta'"),
    (dict(value=2, low=0, high=3, shape="lognormal"), "positive low"),
    (dict(value=2, low=1, high=3, shape="uniform"), "need each other"),
    (dict(value=2, low=1, high=3, level="bounds", shape="normal"), "need each other"),
    (dict(value=2, low=1, high=3, least=1.5), "leave what the row may be"),
])  # fmt: skip
def test_what_does_not_fit_is_refused(how, words):
    with pytest.raises(SpreadError, match=words):
        spread(**how)


def test_a_refused_range_names_the_row_and_its_place():
    with pytest.raises(SpreadError, match=r"rows\.csv:2: 'first_row': .*low <= value <= high"):
        ranged(row("first_row", 1.0, 2.0, 3.0))


def test_exact_and_degenerate_rows_are_constant():
    assert constant(3.0).at(0.01) == spread(3.0, 3.0, 3.0).at(0.99) == 3.0
    assert ranged(row("first_row", 1.0), row("second_row", 3.0, 3.0, 3.0), functions=[the_sum]) == {}


# Against analytic answers


def test_sum_of_normals():
    found = ranged(row("first_row", 10.0, 7.0, 13.0, shape="normal"), row("second_row", 20.0, 16.0, 24.0, shape="normal"), functions=[the_sum])
    one = found["the_sum"]
    assert (one.low, one.median, one.high) == pytest.approx((25, 30, 35), abs=0.2)  # 3 and 4 in quadrature: 5
    assert [(cause.name, cause.share) for cause in one.causes] == [("second_row", pytest.approx(0.64)), ("first_row", pytest.approx(0.36))]


def test_product_of_lognormals():
    one = ranged(row("first_row", 2.0, 1.0, 4.0), row("second_row", 5.0, 2.5, 10.0), functions=[the_product])["the_product"]
    width = 2 ** math.sqrt(2)  # factors of two either way, in quadrature in the logarithm
    assert (one.low, one.median, one.high) == pytest.approx((10 / width, 10, 10 * width), rel=0.03)


def test_uniform_between_bounds():
    one = ranged(row("first_row", 1.0, 0.0, 10.0, "bounds"))["first_row"]
    assert (one.low, one.median, one.high) == pytest.approx((0.5, 5.0, 9.5), abs=1e-9)


def test_two_seeds_agree_on_every_number_of_the_book():
    one, two = (ranges(*BOOK, seed=seed) for seed in (1, 2))
    shown = [name for name in one if one[name].low is not None]
    assert shown and set(one) == set(two)
    for name in shown:
        width = one[name].high - one[name].low
        ends = [abs(getattr(one[name], end) - getattr(two[name], end)) for end in ("low", "high", "median")]
        assert max(ends) < 0.05 * width, name


def test_seeds_draw_differently():
    rows = [row("first_row", 2.0, 1.0, 4.0), row("second_row", 5.0, 2.5, 10.0)]
    assert len({ranged(*rows, functions=[the_product], seed=seed)["the_product"].low for seed in (1, 2, 3)}) == 3


def test_a_seed_gives_the_same_range_each_time_whatever_else_is_in_the_book():
    rows = [row("first_row", 2.0, 1.0, 4.0), row("second_row", 5.0, 2.5, 10.0)]
    again = ranged(row("another_row", 1.0, 0.5, 2.0), *reversed(rows), functions=[the_product])
    assert ranged(*rows, functions=[the_product])["the_product"] == again["the_product"]


def test_rows_of_the_book_keep_the_ends_that_they_state():
    found = book_results().ranges
    rows = [leaf for leaf in BOOK[0].leaves().values() if leaf.spread == "range" and not isinstance(leaf.value, Same)]
    assert rows
    for leaf in rows:
        ends = to_90(leaf.low, leaf.value, leaf.high, leaf.level)
        assert (found[leaf.name].low, found[leaf.name].high) == pytest.approx(ends, rel=1e-3)


# What moves together


def test_a_group_moves_together():
    alone = [row("first_row", 10.0, 7.0, 13.0), row("second_row", 10.0, 7.0, 13.0)]
    found = ranged(*(replace(one, group="prices") for one in alone), functions=[the_sum, the_difference])
    assert (found["the_sum"].low, found["the_sum"].high) == pytest.approx((14, 26), rel=1e-3)
    assert "the_difference" not in found  # they rise and fall as one
    assert [(cause.name, cause.rows) for cause in found["the_sum"].causes] == [("prices", ("first_row", "second_row"))]
    assert ranged(*alone, functions=[the_sum])["the_sum"].high < 25


def test_a_cell_that_repeats_a_row_is_that_row():
    cells = {"things": {"one_thing": {"thing_size": row("thing_size.one_thing", Same("first_row"))}}}

    @result("1", over="things")
    def thing_ratio(thing_size, first_row):
        return thing_size / first_row

    @result("1")
    def all_things(thing_size):
        return ops.total(thing_size)

    found = ranged(row("first_row", 2.0, 1.0, 4.0), functions=[thing_ratio, all_things], tables=cells)
    assert found["thing_size.one_thing"] == found["first_row"]
    assert "thing_ratio.one_thing" not in found
    assert found["all_things"].high == pytest.approx(4.0, rel=1e-3)


# Draws as operands

VALUES = [0.25, 1.0, 2.0, 7.5]
OPERATIONS = {
    "exp": ops.exp,
    "log": ops.log,
    "sqrt": ops.sqrt,
    "floor": ops.floor,
    "negative": lambda x: -x,
    "reflected": lambda x: 2 - 3 / x + 2**x,
    "power": lambda x: x**2 - x,
    "where": lambda x: ops.where(x > 1, x, 10.0),
    "where_not": lambda x: ops.where(x <= 1, -1.0, x * 2),
    "ratio": lambda x: ops.ratio(x, x - 1, math.inf),
    "minimum": lambda x: ops.minimum(x, 1.5),
    "maximum": lambda x: ops.maximum(1.5, x),
    "total": lambda x: ops.total({"a": x, "b": 2.0, "c": x}),
    "least": lambda x: ops.least([x, 2.0, 1.0]),
    "greatest": lambda x: ops.greatest([0.5, x]),
    "first_key": lambda x: ops.first_key({2025: 1.0, 2026: x, 2027: 2 * x}, 2.0),
    "compound": lambda x: ops.compound(x, 0.5, 3),
    "growth_rate": lambda x: ops.growth_rate(1.0, x, 2),
    "nothing": lambda x: ops.total([]) + x,
}


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_an_operation_on_draws_is_the_operation_on_each(operation):
    found = operation(Draws(np.array(VALUES)))
    assert isinstance(found, Draws)
    assert found.array.tolist() == pytest.approx([operation(value) for value in VALUES], rel=1e-14)


@pytest.mark.parametrize("operation", [
    bool, float, int, round, abs, str.format.__get__("{}"),
    lambda x: x == 1, lambda x: x != 1, lambda x: 1 if x > 1 else 0, lambda x: max(x, 1), lambda x: [1, 2][x], lambda x: {x},
])  # fmt: skip
def test_what_needs_one_plain_value_is_refused(operation):
    with pytest.raises(TypeError):
        operation(Draws(np.array(VALUES)))


def test_a_branch_on_a_draw_names_the_function_and_the_way_out():
    @result("1")
    def some_branch(first_row):
        return first_row if first_row > 1 else 0.0

    with pytest.raises(GraphError, match=r"some_branch .*test_uncertainty.py:\d+.*branch.*scalar=True"):
        ranged(row("first_row", 1.0, 0.5, 2.0), functions=[some_branch])


def test_missing_and_infinite_survive():
    draws = Draws(np.array(VALUES))
    assert (Missing(("some_cell",)) * draws).missing == (draws - Missing(("some_cell",))).missing == ("some_cell",)
    assert ops.where(draws > 1, Missing(("some_cell",)), 1.0).missing == ("some_cell",)
    with pytest.raises(ops.MissingUsed, match="some_cell"):
        ops.total([draws, Missing(("some_cell",))])
    assert ops.minimum(draws * math.inf, 3.0).array.tolist() == [3.0] * 4
    assert (np.float64(2) * draws).array.tolist() == [2 * value for value in VALUES]


@pytest.mark.parametrize("formula", [lambda x: 1 / (x - x), lambda x: ops.log(x - x), lambda x: ops.sqrt(-x), lambda x: ops.exp(1000 * x)])
def test_what_fails_in_some_draws_fails_by_name(formula):
    @result("1")
    def bad_formula(first_row):
        return formula(first_row)

    with pytest.raises(GraphError, match="bad_formula"):
        ranged(row("first_row", 1.0, 0.5, 2.0), functions=[bad_formula])


def test_a_comparison_is_no_number():
    @result("1")
    def some_comparison(first_row):
        return first_row > 1

    with pytest.raises(GraphError, match="some_comparison .* returned a comparison"):
        ranged(row("first_row", 1.0, 0.5, 2.0), functions=[some_comparison])


# Draw by draw


@result("1", scalar=True)
def scalar_rebate(first_row, second_row):
    return first_row if first_row < second_row else second_row + (first_row - second_row) / 2


@result("1")
def vector_rebate(first_row, second_row):
    return ops.where(first_row < second_row, first_row, second_row + (first_row - second_row) / 2)


@result("text", scalar=True)
def size_class(first_row):
    return "small" if first_row < 2 else "large"


@result("1")
def class_fee(size_class, second_row):
    return second_row if size_class == "small" else 2 * second_row


@result("1", scalar=True)
def both_ways(first_row, lines_here):
    return {key: first_row * lines_here[key].line_size if first_row > 2 else math.inf for key in lines_here}


def drawn(catalogue, graph, count=500):
    """Name -> array of every varying number."""
    found = {}
    rng = np.random.default_rng(7)
    arrays = {leaf.name: np.array([spread_of(leaf).at(u) for u in rng.random(count)]) for leaf in catalogue.leaves().values() if leaf.spread == "range"}
    run_on_arrays(graph, *inputs(catalogue), arrays, lambda name, array: found.update({name: array.copy()}))
    return found


ROWS = [row("first_row", 2.0, 1.0, 4.0), row("second_row", 2.2, 2.0, 3.0)]


def test_scalar_functions_run_draw_by_draw():
    found = drawn(*book(*ROWS, functions=[scalar_rebate, vector_rebate]))
    assert found["scalar_rebate"].tolist() == pytest.approx(found["vector_rebate"].tolist(), rel=1e-14)
    assert np.ptp(found["scalar_rebate"]) > 1


def test_a_scalar_function_runs_once_where_it_reads_only_cells_that_are_the_same_in_all_draws():
    calls = []

    @result("1", by="lines_here", scalar=True)
    def lazy_kind(lines_here):
        calls.append(1)
        return {key: lines_here[key].line_kind if key == "fixed" else lines_here[key].line_size for key in lines_here}

    @result("1", by="lines_here", scalar=True)
    def kind_alone(lines_here):
        calls.append(1)
        return {key: lines_here[key].line_kind for key in lines_here}

    lines = {"moving": {"line_size": row("line_size.moving", 2.0, 1.0, 4.0), "line_kind": row("line_kind.moving", 3.0)}}
    drawn(*book(functions=[kind_alone], tables={"lines_here": lines}))
    assert len(calls) == 1
    found = drawn(*book(functions=[lazy_kind], tables={"lines_here": lines}), count=20)
    assert len(calls) == 1 + 20 and np.ptp(found["lazy_kind.moving"]) > 1


def test_a_text_that_differs_is_read_draw_by_draw():
    found = drawn(*book(*ROWS, functions=[size_class, class_fee]))
    assert found["class_fee"].tolist() == (np.where(found["first_row"] < 2, 1, 2) * found["second_row"]).tolist()


def test_mappings_and_lines_run_draw_by_draw():
    cells = {"lines_here": {"aa": {"line_size": row("line_size.aa", 3.0, 2.0, 4.0), "name": "A"}, "bb": {"line_size": row("line_size.bb", 1.0), "name": "B"}}}
    found = drawn(*book(*ROWS, functions=[both_ways], tables=cells))
    first = found["first_row"]
    assert found["both_ways.bb"].tolist() == np.where(first > 2, first, math.inf).tolist()
    assert found["both_ways.aa"].tolist() == np.where(first > 2, first * found["line_size.aa"], math.inf).tolist()


def test_numbers_are_let_go_after_their_last_use():
    held = []

    class Watching(Sampled):
        def finish(self, *arguments):
            held.append(set(self.held))
            return super().finish(*arguments)

    @result("1")
    def later_sum(the_sum):
        return the_sum * 2

    @result("1")
    def last_sum(later_sum):
        return later_sum * 2

    @result("1")
    def very_last(last_sum):
        return last_sum

    catalogue, graph = book(*ROWS, functions=[the_sum, later_sum, last_sum, very_last])
    needs = {f.name: set(f.asks) for f in graph.functions.values()}
    arrays = {one.name: np.array([1.0, 2.0]) for one in ROWS}
    graph.run(*inputs(catalogue), Watching(arrays, lambda name, array: None, needs))
    assert held == [set(), {"the_sum"}, {"the_sum", "later_sum"}, {"later_sum", "last_sum"}]


# Infinite draws


def test_an_end_that_is_infinite_is_left_open():
    @result("year")
    def reach_year(first_row):
        return ops.first_key({2025: first_row, 2026: 2 * first_row, 2027: 4 * first_row}, 5.0)

    @result("1")
    def rarely_impossible(first_row):
        return ops.where(first_row > 6, math.inf, first_row)

    @result("1")
    def always_impossible(first_row):
        return first_row * math.inf

    found = ranged(row("first_row", 2.0, 1.0, 4.0), functions=[reach_year, rarely_impossible, always_impossible])
    assert (found["reach_year"].low, found["reach_year"].high, found["reach_year"].reason) == (2026, None, "infinite")
    assert found["reach_year"].infinite == pytest.approx(1 - NormalDist().cdf(math.log(2 / 1.25) / math.log(2) * Z), abs=0.001)
    assert (found["rarely_impossible"].reason, found["rarely_impossible"].infinite > 0) == ("", True)
    assert found["rarely_impossible"].high == pytest.approx(4.0, rel=1e-3)
    assert "always_impossible" not in found  # nothing moves it


def test_what_is_missing_has_no_range():
    @result("1")
    def hidden_product(first_row, secret_row):
        return first_row * secret_row

    assert set(ranged(row("first_row", 2.0, 1.0, 4.0), row("secret_row", None, spread="unknown"), functions=[hidden_product])) == {"first_row"}


# Rows of unknown spread


def test_unknown_rows_are_counted_and_do_not_move():
    found = ranged(row("first_row", 2.0, 0.1, 40.0), row("second_row", 5.0, spread="unknown"), functions=[the_product])
    assert (found["the_product"].unknown_rows, found["the_product"].reason) == (1, "")
    assert found["the_product"].high == pytest.approx(200, rel=0.01)
    assert [cause.name for cause in found["the_product"].causes] == ["first_row"]
    assert found["first_row"].unknown_rows == 0


def test_an_unknown_row_that_moves_a_number_most_takes_its_interval():
    one = ranged(row("first_row", 2.0, 1.9, 2.1), row("second_row", 5.0, spread="unknown"), functions=[the_product])["the_product"]
    assert (one.low, one.high, one.median, one.reason) == (None, None, None, "unknown:second_row")
    assert [(cause.name, cause.share) for cause in one.causes] == [("first_row", 1.0)]


@settings(max_examples=25, deadline=None)
@given(st.floats(1.01, 4.0))
def test_the_rule_for_unknown_rows_is_its_probe(factor):
    """A range wider than a factor of 1.5 either way keeps the interval; a narrower one loses it."""
    one = ranged(row("first_row", 2.0, 2 / factor, 2 * factor), row("second_row", 5.0, spread="unknown"), functions=[the_product], draws=100)["the_product"]
    assert (one.reason == "") == (factor > 1.5) or factor == pytest.approx(1.5, rel=1e-6)


@functools.cache
def with_factor(factor):
    """Ranges of what the page on training cost names, of a few draws, with another factor for rows of unknown spread."""
    (catalogue, graph), rests_on = BOOK, book_results().rests_on
    page = set(re.findall(r"[a-z0-9_]+", (Path(__file__).parents[1] / "book/en/training_cost.md").read_text(encoding="utf-8")))
    others = {name: None for name in rests_on if name not in page}
    return ranges(catalogue.with_row(replace(catalogue.rows[FACTOR], value=factor)), graph, draws=100, rests_on=rests_on, kept=others)


def without_interval(factor):
    """Those that show no interval at this factor, since unknown rows outweigh the known ones."""
    return {name for name, one in with_factor(factor).items() if one.reason.startswith("unknown:")}


def test_the_factor_for_unknown_rows_is_read_from_its_row():
    """At a factor just above the reach of its range the rent is outweighed, and so it is for each number that the factor decides."""
    assert with_factor(1.0)["v3_cluster_ratio"].reason == "" != with_factor(1.6)["v3_cluster_ratio"].reason


def test_a_book_without_that_row_is_refused_by_name():
    catalogue, graph = book(row("second_row", 5.0, spread="unknown"), functions=[])
    with pytest.raises(SpreadError, match=rf"rows.csv:2: 'second_row' is of unknown spread, and there is no row '{FACTOR}'"):
        ranges(replace(catalogue, rows={"second_row": catalogue.rows["second_row"]}), graph)


def test_the_factor_is_about_the_reach_of_the_assumed_rent():
    """As the page `method` says: 3.42 over 1.39 is 2.46, so 1.57 either way of the middle."""
    rent, factor = BOOK[0].rows["h800_hour_price"], BOOK[0].rows[FACTOR].value
    assert math.sqrt(rent.high / rent.low) == pytest.approx(factor, rel=0.1)


EDGE = {1.25: {"fleet_to_run_ratio"}, 1.6: {"h800_breakeven_use", "v3_cluster_ratio"}, 2.0: {"h800_breakeven_use", "v3_cluster_ratio"}}


@pytest.mark.parametrize("factor", EDGE)
def test_the_numbers_that_hang_on_the_factor_are_those_that_the_page_names(factor):
    assert without_interval(factor) ^ without_interval(BOOK[0].rows[FACTOR].value) == EDGE[factor]
    for lang in ("en", "ko"):
        page = (Path(__file__).parents[1] / "book" / lang / "method.md").read_text(encoding="utf-8")
        assert all(f"{{label}}`{name}`" in page for name in EDGE[factor])


def test_the_headlines_do_not_hang_on_the_factor():
    found = book_results().ranges
    assert [found[name].unknown_rows for name in ("v3_final_run_cost", "v3_r1_cost")] == [0, 0]
    assert [found[name].causes for name in ("fleet_total_cost", "v3_fleet_share")] == [(), ()]


def test_a_row_cut_into_several_gives_the_same_answer():
    """One unknown row of 8, or four of 2: added up they move the sum as far, so neither has an interval."""

    @result("1")
    def whole_sum(first_row, second_row):
        return first_row + second_row

    @result("1")
    def cut_sum(first_row, part_one, part_two, part_three, part_four):
        return first_row + part_one + part_two + part_three + part_four

    known = row("first_row", 10.0, 8.0, 12.0)
    whole = ranged(known, row("second_row", 8.0, spread="unknown"), functions=[whole_sum])["whole_sum"]
    parts = [row(name, 2.0, spread="unknown") for name in ("part_one", "part_two", "part_three", "part_four")]
    cut = ranged(known, *parts, functions=[cut_sum])["cut_sum"]
    assert (whole.low, whole.reason) == (None, "unknown:second_row")
    assert (cut.low, cut.reason) == (None, "unknown:part_one")


def test_the_probe_stops_at_what_a_row_may_be():
    share = row("second_row", 0.9, spread="unknown", high_bound=1.0, low_bound=0.0)

    @result("1")
    def the_rest(first_row, second_row):
        return first_row + ops.sqrt(1 - second_row)

    assert ranged(row("first_row", 9.0, 1.0, 20.0), share, functions=[the_rest])["the_rest"].reason == ""


# Causes


def total_order(formula, count, inputs, seed=3):
    """Total-order Sobol indices: the variance left when all inputs but one are fixed (Jansen's estimator on Saltelli's design)."""
    rng = np.random.default_rng(seed)
    a, b = rng.random((2, inputs, count))
    base = formula(a)
    swapped = (formula(np.where(np.arange(inputs)[:, None] == k, b, a)) for k in range(inputs))
    return [float(np.mean((base - other) ** 2) / 2 / base.var()) for other in swapped]


# SALib 1.6.0, Sobol total order over 2**14 points, of these functions with these rows; `benchmarks/draws.py` runs it again.
SALIB = {
    "r1_added_cost": {"h800_hour_price": 0.9943, "r1_wall_hours": 0.0065, "r1_data_hours": 0.00005},
    "v3_r1_cost": {"h800_hour_price": 1.0002, "r1_wall_hours": 0.00002},
    "r1_cost_share": {"r1_wall_hours": 0.9929, "r1_data_hours": 0.0070},
    "r1_misprint_cost": {"h800_hour_price": 0.9943, "r1_wall_hours": 0.0066, "r1_data_hours": 0.00003},
}
FROZEN = {"h800_hour_price": (2.0, 1.39, 3.42, "90"), "r1_wall_hours": (80.0, 75.0, 96.0, "90"), "r1_data_hours": (5000.0, 4500.0, 5500.0, "bounds")}


@functools.cache
def frozen_book():
    """The book with the rows as they were when SALib was run, all others exact."""
    catalogue, graph = BOOK
    rows = {name: replace(one, spread="exact") for name, one in catalogue.rows.items()}
    for name, (value, low, high, level) in FROZEN.items():
        rows[name] = replace(rows[name], spread="range", value=value, low=low, high=high, level=level)
    return replace(catalogue, rows=rows), graph


@functools.cache
def frozen_ranges():
    """Ranges of these four as the book was then."""
    rests_on = book_results().rests_on
    return ranges(*frozen_book(), rests_on=rests_on, kept={name: None for name in rests_on if name not in SALIB})


@pytest.mark.parametrize("name", SALIB)
def test_causes_rank_as_sobol_indices_do(name):
    catalogue, graph = frozen_book()
    u = (np.arange(4000) + 0.5) / 4000
    z = Draws(np.array([NormalDist().inv_cdf(p) for p in u]))
    curves = {row: spread_of(catalogue.rows[row]).draw(Draws(u), z).array for row in FROZEN}

    def formula(points):
        found = {}
        arrays = {row: np.interp(p, u, curve) for (row, curve), p in zip(curves.items(), points)}
        run_on_arrays(graph, *inputs(catalogue), arrays, lambda key, array: found.update({key: array.copy()}), {name})
        return found[name]

    own = dict(zip(FROZEN, total_order(formula, 20_000, len(FROZEN))))
    causes = {cause.name: cause.share for cause in frozen_ranges()[name].causes}
    assert list(causes) == list(SALIB[name]) == [key for key in sorted(own, key=own.get, reverse=True) if key in causes]
    assert own == pytest.approx({**dict.fromkeys(own, 0.0), **SALIB[name]}, abs=0.03)
    assert causes == pytest.approx(SALIB[name], abs=0.02)


def test_shares_of_causes_add_to_one():
    for name, one in book_results().ranges.items():
        assert not one.causes or sum(cause.share for cause in one.causes) == pytest.approx(1, abs=1e-5), name


def test_a_number_that_no_row_moves_has_no_range():
    @result("1")
    def cancelled_row(first_row, second_row):
        return (first_row * second_row) / (second_row * first_row * 3)

    assert "cancelled_row" not in ranged(*ROWS, functions=[cancelled_row])
