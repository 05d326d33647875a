"""Units by execution: the whole graph runs on quantities, and a planted fault in a row, a cell, a tag or a formula is named."""
# Over 300 lines: each planted fault is a whole function beside the words that must name it.

import math
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from analysis.catalogue import Catalogue, Line, Row
from analysis.core import ops
from analysis.core.graph import Graph, Same, result
from analysis.core.ops import Missing
from analysis.kinds.quantities import Measured, UnitMismatch, spelled, unit_of
from analysis.kinds.unit_check import unit_problems
from analysis.project import load
from analysis.units import Units

BOOK = load()


def part(chapter):
    """(catalogue, graph) of one chapter of the book: its functions, what they rest on, and the tables which these read.

    In it a planted fault breaks the same few functions however many chapters the book has.
    """
    catalogue, graph = BOOK
    functions, tables, new = {}, {}, [name for name, function in graph.functions.items() if Path(function.file).stem == chapter]
    while new:
        function = graph.functions[new.pop()]
        functions[function.name] = function
        for table, columns in catalogue.columns.items():
            if {table, *columns}.intersection(function.asks) or table in function.keys:
                tables[table] = catalogue.tables[table]
        cells = [cell for lines in tables.values() for line in lines.values() for cell in line.cells.values()]
        wanted = {*function.asks, *(cell.value.name for cell in cells if isinstance(getattr(cell, "value", None), Same))}
        new = sorted(({*new, *wanted} & graph.functions.keys()) - functions.keys())
    smaller = Graph([])
    smaller.functions = functions
    return replace(catalogue, tables=tables), smaller


CHAPTER = part("training_cost")
BASES = ["1", "USD", "USD_2023", "CNY", "KRW", "GPU", "hour", "second", "day", "year", "token", "1/year", "CNY/USD", "date"]
UNITS = Units({**{base: (base, Decimal(1), {}) for base in BASES}, "thousand USD": ("USD", Decimal(1000), {})})


def row(name, value, unit):
    return Row(name, value, unit, unit, where=f"rows.csv: {name}")


def book(*functions, tables=(), **rows):
    """(catalogue, graph); rows: name=(value, unit); tables: {table: {id: {column: (value, unit) or text}}}."""
    lines = {
        table: {key: Line(key, {c: row(f"{c}.{key}", *v) if isinstance(v, tuple) else v for c, v in cells.items()}, "") for key, cells in lines.items()}
        for table, lines in dict(tables).items()
    }
    graph = Graph([])
    graph.functions = {function.result.name: function.result for function in functions}
    return Catalogue(Path("."), UNITS, {}, {}, {name: row(name, *given) for name, given in rows.items()}, lines, {}), graph


UNSEEN = "no formula sees its unit"  # of prints whose formulas stand in other chapters than the one at hand


def problems(*functions, **given):
    return unit_problems(*book(*functions, **given))


def only(found):
    assert len(found) == 1, found
    return found[0]


def in_book(*units):
    """Problems of the chapter with other units at some rows or cells, (name, unit); without those of cells that repeat them."""
    catalogue, graph = CHAPTER
    for name, unit in units:
        catalogue = catalogue.with_row(replace(catalogue.leaf(name), unit=unit))
    return [problem for problem in unit_problems(catalogue, graph) if ", and repeats '" not in problem and UNSEEN not in problem]


def retagged(name, unit):
    """Problems of the chapter with another tag at one function."""
    catalogue, graph = CHAPTER
    copy = Graph([])
    copy.functions = {**graph.functions, name: replace(graph.functions[name], unit=unit)}
    return [problem for problem in unit_problems(catalogue, copy) if UNSEEN not in problem]


def test_the_book_fits():
    assert unit_problems(*BOOK) == []


def test_the_book_of_the_tests_fits():
    assert unit_problems(*load(Path(__file__).parent / "fixture_book")) == []


# Faults planted in the book


def test_a_wrong_unit_in_a_row_is_named_before_what_it_breaks():
    cause, *found = in_book(("h800_hour_price", "USD/hour"))
    assert cause.startswith("look first at 'h800_hour_price' (data/rows/training_cost.csv:5, USD/hour): all that use its unit fail: r1_added_cost, r1_misprint_cost, v3_context_cost")
    assert len(found) > 2 and not any("look first" in problem for problem in found)
    assert any(problem.startswith("v3_final_run_cost (") and "tagged 'USD': the formula gives GPU*USD; from" in problem for problem in found)


def test_a_wrong_unit_in_a_row_that_is_only_added_is_named():
    cause, *found = in_book(("v3_pretraining_hours", "GPU*day"))
    assert cause.startswith("look first at 'v3_pretraining_hours' (data/rows/training_cost.csv:2, GPU*day): ") and "v3_context_hours" not in cause
    assert any("v3_gpu_hours" in problem and "unlike units meet: GPU*day and GPU*hour" in problem for problem in found)


def test_rows_that_are_always_used_together_are_named_together():
    cause = in_book(("r1_wall_hours", "day"))[0]
    assert cause.startswith("look first at 'r1_zero_wall_hours' (data/rows/training_cost.csv:15, hour) or 'r1_wall_hours' (data/rows/training_cost.csv:16, day): ")


def test_two_wrong_units_are_two_causes():
    found = in_book(("h800_hour_price", "USD/hour"), ("ownership_years", "1"))
    causes = [problem.split(" (")[0] for problem in found if problem.startswith("look first at ")]
    assert causes == ["look first at 'h800_hour_price'", "look first at 'ownership_years'"]


def test_a_wrong_unit_in_a_column_is_named():
    cause, *found = in_book(*((f"server_price.{key}", "USD") for key in CHAPTER[0].tables["fleet"]))
    assert cause.startswith("look first at 'server_price' (data/columns.csv:5, USD): ")
    assert any("fleet_capex" in problem and "server_price in USD" in problem for problem in found)


def test_a_wrong_unit_in_one_cell_is_named():
    assert any("fleet_capex.h20_sxm" in problem and "server_price in USD/GPU/hour" in problem for problem in in_book(("server_price.h20_sxm", "USD/GPU/hour")))


def test_a_wrong_unit_that_one_function_uses_is_told_by_that_function():
    problem = only(in_book(("gpu_year_operation.h20_sxm", "USD/GPU")))
    assert problem.startswith("gpu_operation_cost.h20_sxm (") and "gpu_year_operation in USD/GPU;" in problem


def test_a_wrong_tag_is_named():
    problem = only(retagged("v3_pretraining_share", "GPU"))
    assert problem.startswith("v3_pretraining_share (") and "tagged 'GPU': the formula gives 1; from" in problem
    cause, first, *_ = retagged("v3_gpu_hours", "GPU")
    assert re.match(r"look first at 'v3_gpu_hours' \(its tag, .*training_cost\.py:\d+, GPU\): all that use its unit fail: v3_cost_at_list_rent, ", cause)
    assert first.startswith("v3_gpu_hours (") and "tagged 'GPU': the formula gives GPU*hour" in first


def test_a_wrong_tag_that_one_function_uses_is_named():
    cause, *found = retagged("r1_rl_hours", "GPU")
    assert cause.startswith("look first at 'r1_rl_hours' (its tag, ") and [problem.split(" (")[0] for problem in found] == ["r1_rl_hours", "r1_gpu_hours"]


def test_a_scalar_function_does_not_hide_a_wrong_unit():
    @result("1", scalar=True)
    def blind_class(run_hours):
        return 1.0 if run_hours > 10 else 2.0

    cause, *found = problems(run_days, whole_time, blind_class, **ROWS)
    assert cause == "look first at 'run_hours' (rows.csv: run_hours, hour): all that use its unit fail: run_days, whole_time" and len(found) == 2


def test_an_unknown_tag_names_the_nearest_unit():
    assert any("unknown unit 'USDD'; did you mean 'USD'?" in problem for problem in retagged("v3_cluster_cost", "USDD"))


# Faults planted in formulas


@result("USD")
def total_price(run_hours, hour_price):
    return run_hours + hour_price


@result("hour")
def whole_time(run_hours, rest_seconds):
    return run_hours + rest_seconds


@result("day")
def run_days(run_hours):
    return run_hours


@result("thousand USD")
def run_cost(full_cost):
    return full_cost


@result("USD")
def hidden_branch(full_cost):
    try:
        return full_cost * 24 if isinstance(full_cost, float) else full_cost
    except TypeError:
        return full_cost


@result("USD")
def real_gain(full_cost, deflated_cost):
    return full_cost - deflated_cost


@result("USD")
def cheapest_offer(full_cost, yuan_cost):
    return ops.least([full_cost, yuan_cost])


@result("1")
def log_cost(full_cost):
    return ops.log(full_cost)


@result("USD")
def limited_cost(full_cost, run_hours):
    return ops.where(run_hours > 10, full_cost, run_hours)


@result("USD")
def never_compared(full_cost, run_hours):
    return ops.where(run_hours > full_cost, full_cost, 0)


@result("USD/hour")
def hourly_cost(full_cost, run_hours):
    return ops.ratio(full_cost, run_hours, 3.0)


@result("USD")
def smuggled_number(full_cost):
    return full_cost + 5


@result("USD")
def plain_number(full_cost):
    return 5.0


ROWS = dict(
    run_hours=(30.0, "hour"), rest_seconds=(90.0, "second"), hour_price=(2.0, "USD"), full_cost=(60.0, "USD"), deflated_cost=(55.0, "USD_2023"),
    yuan_cost=(400.0, "CNY"),
)  # fmt: skip
FAULTS = [
    (total_price, "unlike units meet: hour and USD"),
    (whole_time, "unlike units meet: hour and second"),
    (run_days, "tagged 'day': the formula gives hour; from run_hours in hour"),
    (run_cost, "the value as a quantity is 60, and 60000 by the float run and the tag, 0.001 times as much: a factor is forgotten"),
    (hidden_branch, "the value as a quantity is 60, and 1440 by the float run and the tag"),
    (real_gain, "unlike units meet: USD and USD_2023"),
    (cheapest_offer, "unlike units meet: USD and CNY"),
    (log_cost, "a number without unit is needed, not one in USD"),
    (limited_cost, "unlike units meet: hour and 1"),
    (never_compared, "unlike units meet: hour and USD"),
    (hourly_cost, "unlike units meet: USD/hour and 1"),
    (smuggled_number, "unlike units meet: USD and 1"),
    (plain_number, "the formula gives a number without unit"),
]


@pytest.mark.parametrize(("function", "words"), FAULTS, ids=lambda part: getattr(part, "__name__", None))
def test_a_fault_in_a_formula_is_named(function, words):
    problem = only(problems(function, **ROWS))
    assert problem.startswith(f"{function.__name__} ({__file__}:{function.__code__.co_firstlineno})") and words in problem


def test_every_fault_of_a_book_is_named_at_once():
    found = problems(*(function for function, _ in FAULTS), **ROWS)
    told = [problem.split(" ")[0] for problem in found if not problem.startswith("look first at ")]
    assert set(told) == {function.__name__ for function, _ in FAULTS}


def test_a_cell_that_repeats_a_number_of_another_unit_is_named():
    cells = {"things": {"one_thing": {"thing_cost": (Same("run_hours"), "USD")}}}
    assert "'thing_cost.one_thing' is in USD, and repeats 'run_hours', which is in hour" in only(problems(tables=cells, **ROWS))


def test_a_text_where_a_number_is_tagged_is_named():
    @result("USD")
    def price_class(full_cost):
        return "dear"

    @result("text")
    def price_word(full_cost):
        return full_cost

    assert "the function gives str" in only(problems(price_class, **ROWS))
    assert "the function gives a number in USD" in only(problems(price_word, **ROWS))


def test_what_a_quantity_cannot_do_is_a_problem_too():
    @result("USD")
    def rounded_cost(full_cost):
        return round(full_cost)

    assert "rounded_cost" in only(problems(rounded_cost, **ROWS)) and "round() on a quantity" in only(problems(rounded_cost, **ROWS))


# What fits


@result("USD", over="things")
def thing_total(thing_cost, thing_count):
    return thing_cost * thing_count


@result("USD")
def all_things(thing_total):
    return ops.total(ops.known(thing_total))


@result("USD/GPU", over="things")
def unit_cost(thing_cost, thing_count):
    return ops.ratio(thing_cost, thing_count, math.inf)


@result("USD")
def grown_cost(full_cost, yearly_growth):
    return {year: ops.compound(full_cost, yearly_growth, year - 2024) for year in range(2024, 2028)}


@result("year")
def reach_year(grown_cost, far_cost):
    return ops.first_key(grown_cost, far_cost)


@result("1/year")
def implied_growth(full_cost, far_cost):
    return ops.growth_rate(full_cost, far_cost, 3)


@result("USD", scalar=True)
def capped_cost(full_cost, far_cost):
    return full_cost if full_cost < far_cost else far_cost


@result("text", scalar=True)
def cost_class(full_cost):
    return "low" if full_cost < 100 else "high"


@result("USD")
def class_cost(cost_class, full_cost):
    return full_cost * 2 if cost_class == "low" else full_cost


@result("USD")
def spread_cost(full_cost, far_cost):
    return ops.sqrt(full_cost**2 + far_cost**2) + 0 - ops.minimum(far_cost, math.inf) + ops.maximum(0, full_cost) * ops.exp(-full_cost / far_cost)


@result("CNY")
def cost_in_yuan(full_cost, exchange_rate):
    return full_cost * exchange_rate


def test_what_fits_is_silent():
    cells = {"things": {
        "aa": {"thing_cost": (3.0, "USD"), "thing_count": (2.0, "1"), "name": "A"},
        "bb": {"thing_cost": (Same("full_cost"), "USD"), "thing_count": (0.0, "1"), "name": "B"},
        "cc": {"thing_cost": (None, "USD"), "thing_count": (1.0, "1"), "name": "C"},
    }}  # fmt: skip
    rows = dict(ROWS, yearly_growth=(0.5, "1/year"), far_cost=(150.0, "USD"), exchange_rate=(7.1, "CNY/USD"), as_of=("2026-11-21", "date"))
    fine = [thing_total, all_things, grown_cost, reach_year, implied_growth, capped_cost, cost_class, class_cost, spread_cost, cost_in_yuan]
    assert problems(*fine, tables=cells, **rows) == []
    assert "the formula gives USD; from thing_cost in USD" in only(problems(*fine, unit_cost, tables=cells, **rows))


# Operations


def usd(value):
    return Measured(value, unit_of("USD"))


def test_units_multiply_and_cancel():
    price = Measured(2.0, unit_of("USD/GPU/hour"))
    assert repr(price * Measured(3.0, unit_of("GPU*hour"))) == "6 USD"
    assert spelled((price / price).unit) == spelled(unit_of("USD/USD")) == "1"
    assert unit_of("GPU*hour/token") == unit_of("hour/token*GPU") != unit_of("GPU/hour/token")
    assert repr(ops.floor(usd(2.5))) == "2 USD" and repr(-usd(2.0)) == "-2 USD"


@pytest.mark.parametrize("operation", [
    lambda: 2 ** usd(1.0), lambda: usd(2.0) ** (usd(1.0) / usd(2.0)), lambda: ops.compound(usd(1.0), 0.5, Measured(2.0, unit_of("day"))),
    lambda: ops.compound(usd(1.0), Measured(0.5, unit_of("1")), 2), lambda: ops.growth_rate(usd(1.0), 2.0, 3), lambda: usd(1.0) < 2.0,
    lambda: ops.first_key({2025: usd(1.0)}, 2.0), lambda: ops.greatest([usd(1.0), 2.0]), lambda: ops.maximum(usd(1.0), 2.0),
])  # fmt: skip
def test_units_that_do_not_fit_are_refused(operation):
    with pytest.raises(UnitMismatch):
        operation()


def test_missing_stays_missing():
    assert (usd(2.0) + Missing(("a_cell",))).missing == ops.compound(usd(2.0), Missing(("a_cell",)), 2).missing == ("a_cell",)


def test_a_branch_on_a_quantity_is_refused():
    with pytest.raises(TypeError, match="a branch"):
        bool(usd(2.0) > usd(1.0))
