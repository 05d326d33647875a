"""Recording operands: what they refuse, and that a formula says what was computed; on whole books in test_lineage."""

import math
import re

import pytest
from helpers import graph
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis.core import ops
from analysis.core.graph import Same, flatten
from analysis.core.ops import Missing
from analysis.core.recorded import Recorded, Recording

LEAVES = {"price": 2.5, "count": 8.0, "share": 0.25, "loss": -3.0, "years": 4.0}


def named(name):
    return Recorded.named(name, LEAVES[name])


def evaluated(formula):
    """A formula as text, evaluated by Python's own grammar; thousands are written with commas in it."""
    text = re.sub(r"(?<=\d),(?=\d{3})", "", formula)
    return eval(text, {**{name: getattr(ops, name) for name in CALLS}, **LEAVES, "inf": math.inf, "__builtins__": {}})


# What a recording refuses


@pytest.mark.parametrize(
    "use",
    [
        lambda a: a if a else 0, lambda a: a > 1 and a, lambda a: a or 1, lambda a: not a, lambda a: max(a, 1.0), lambda a: min(a, 1.0),
        lambda a: sorted([a, 1.0]), lambda a: a == 1, lambda a: a != 1, lambda a: a in [1.0, 2.0], lambda a: 1 < a < 2,
        lambda a: float(a), lambda a: int(a), lambda a: round(a), lambda a: round(a, 2), lambda a: abs(a), lambda a: math.exp(a), lambda a: math.floor(a),
        lambda a: f"{a}", lambda a: f"{a:.2f}", lambda a: str(a), lambda a: format(a), lambda a: "%s" % a,
        lambda a: [1.0, 2.0][a], lambda a: range(a), lambda a: {a: 1}, lambda a: {2.5: 1}[a], lambda a: a // 2, lambda a: a % 2, lambda a: math.fsum([a]),
    ],
)  # fmt: skip
def test_a_recording_refuses_what_it_cannot_follow(use):
    with pytest.raises(TypeError):
        use(named("price"))


def test_a_refusal_says_on_which_number_and_what_to_write_instead():
    with pytest.raises(TypeError, match=r"a branch .* on the number price \* 2 < share: use where, minimum, maximum or ratio, or tag .* scalar=True"):
        bool(named("price") * 2 < named("share"))


def test_a_branch_on_a_number_is_refused_when_recorded_with_function_and_line():
    made = graph("""
        @result("1")
        def stepped_price(price): return price if price > 1 else 0.0
    """)
    with pytest.raises(Exception, match=r"stepped_price \(chapter\.py:4\): TypeError: a branch .* on the number price > 1"):
        made.run(LEAVES, {}, Recording())


# A formula says what was computed

UNARY = ["negative", "exp", "log", "sqrt", "floor"]
BINARY = ["+", "-", "*", "/", "**", "minimum", "maximum"]
CALLS = ["exp", "log", "sqrt", "floor", "where", "ratio", "minimum", "maximum"]
CONSTANTS = st.sampled_from([0, 1, 2, -2, -1, 10, 1000, 2048, 1_000_000, 0.5, -0.5, 1.25, -1234567, 1e-6, 1e12])
LEAF = st.one_of(st.sampled_from(sorted(LEAVES)), CONSTANTS)


def _branches(inner):
    return st.one_of(
        st.tuples(st.sampled_from(UNARY), inner), st.tuples(st.sampled_from(BINARY), inner, inner), st.tuples(st.just("ratio"), inner, inner, inner),
        st.tuples(st.just("where"), st.tuples(st.sampled_from(["<", "<=", ">", ">="]), inner, inner), inner, inner),
    )  # fmt: skip


TREES = st.recursive(LEAF, _branches, max_leaves=12)
# Small, of operators alone and heavy in powers, where parentheses matter most.
SMALL = st.sampled_from(["price", "share", "loss", 2, -2, 3, -1])
OPERATORS = st.recursive(SMALL, lambda inner: st.tuples(st.sampled_from(["negative"]), inner) | st.tuples(st.sampled_from(["+", "-", "*", "/", "**", "**"]), inner, inner), max_leaves=5)


def named_throughout(tree):
    """The tree without operations on constants alone: Python computes those before anything is recorded."""
    if not isinstance(tree, tuple):
        return tree
    parts = [named_throughout(part) for part in tree[1:]]
    return (tree[0], *parts) if any(isinstance(part, (tuple, str)) for part in parts) else "share"


def built(tree, leaf):
    """A number from a tree, its names made by `leaf`."""
    if isinstance(tree, tuple):
        return ops.apply(tree[0], *(built(part, leaf) for part in tree[1:]))
    return leaf(tree) if isinstance(tree, str) else tree


@settings(max_examples=1000, deadline=None)
@given(st.one_of(OPERATORS, TREES).map(named_throughout))
def test_an_arbitrary_formula_evaluates_to_the_recorded_value(tree):
    try:
        plain = built(tree, LEAVES.__getitem__)
    except (ArithmeticError, ValueError, TypeError):  # no number, or a complex one where none can be
        assume(False)
    assume(not isinstance(plain, complex) and plain == plain)
    made = built(tree, named)
    if isinstance(made, Recorded):
        assert made.value == plain
        assert evaluated(made.formula()) == plain


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda a, b, c: a - (b - c), "price - (count - share)"),
        (lambda a, b, c: a - b - c, "price - count - share"),
        (lambda a, b, c: a / (b * c), "price / (count * share)"),
        (lambda a, b, c: (a + b) * c, "(price + count) * share"),
        (lambda a, b, c: a * b + c, "price * count + share"),
        (lambda a, b, c: (a**b) ** c, "(price ** count) ** share"),
        (lambda a, b, c: (-a) ** b, "(-price) ** count"),
        (lambda a, b, c: -(a**b), "-price ** count"),
        (lambda a, b, c: (-2) ** a, "(-2) ** price"),
        (lambda a, b, c: 2048 * a, "2,048 * price"),
        (lambda a, b, c: ops.ratio(a, b + c, math.inf), "ratio(price, count + share, inf)"),
        (lambda a, b, c: ops.where(a < b, c, 0), "where(price < count, share, 0)"),
        (lambda a, b, c: ops.total({"x": a, "y": b}), "total(price, count)"),
        (lambda a, b, c: ops.compound(a, c, 3), "price * (1 + share) ** 3"),
    ],
)
def test_a_formula_is_written_with_the_parentheses_that_it_needs(make, text):
    made = make(named("price"), named("count"), named("share"))
    assert made.formula() == text and evaluated_or_skip(made, text)


def evaluated_or_skip(made, text):
    """The formula evaluates to its value; `total` has another form in a formula than in Python."""
    return text.startswith("total") or evaluated(text) == made.value


def test_a_formula_in_values_sets_a_negative_base_apart():
    made = named("loss") ** 2 + named("price")
    assert made.formula(lambda name, value: f"{value:g}") == "(-3) ** 2 + 2.5"


def test_a_recorded_missing_number_stays_missing_with_its_names():
    gone = Recorded.named("hours.x", Missing(("hours.x",)))
    assert (2 * gone + named("price")).missing == ("hours.x",)
    with pytest.raises(ops.MissingUsed):
        ops.total([gone, named("price")])


# Formula and lineage of a whole graph


def recorded(source, rows, tables=None):
    recording = Recording()
    values = flatten(graph(source).run(rows, tables or {}, recording))
    return recording.formulas, {name: getattr(value, "value", value) for name, value in values.items()}


def test_the_formula_of_each_line_is_in_the_names_of_that_line():
    formulas, values = recorded("""
        @result("1", over="models")
        def twice_layers(layers, price): return 2 * layers / price

        @result("1")
        def all_layers(twice_layers): return ops.total(twice_layers)
    """, LEAVES, {"models": {"a": {"layers": 4.0}, "b": {"layers": Same("count")}}})
    assert formulas["twice_layers.a"].formula() == "2 * layers.a / price"
    assert formulas["twice_layers.b"].formula() == "2 * count / price"  # a cell that repeats a row is that row
    assert formulas["all_layers"].formula() == "total(twice_layers.a, twice_layers.b)"
    assert values["all_layers"] == 2 * 4 / 2.5 + 2 * 8 / 2.5


def test_a_scalar_function_rests_on_everything_that_it_was_handed():
    formulas, _ = recorded("""
        @result("1", scalar=True)
        def top_layers(models, price, share): return max(models[m].layers for m in models) if price > share else 0.0
    """, LEAVES, {"models": {"a": {"layers": 4.0, "maker": "A"}, "b": {"layers": Same("count"), "maker": "B"}}})
    assert formulas["top_layers"].names() == ["layers.a", "count", "price", "share"]


def test_a_text_that_chose_a_formula_belongs_to_its_lineage():
    formulas, values = recorded("""
        @result("text", scalar=True)
        def price_class(price, share): return "dear" if price > share else "cheap"

        @result("1")
        def class_fee(price_class, count): return 2 * count if price_class == "dear" else count

        @result("1")
        def edition_fee(as_of, count): return count if as_of < "2026" else 3 * count

        @result("text")
        def class_name(price_class): return price_class
    """, LEAVES | {"as_of": "2026-11-21"})
    assert values["class_fee"] == 16.0 and formulas["class_fee"].formula() == "2 * count"
    assert formulas["class_fee"].names() == ["count", "price_class"]
    assert formulas["edition_fee"].names() == ["count", "as_of"]
    assert formulas["class_name"].names() == ["price_class"] and formulas["price_class"].names() == ["price", "share"]
