"""The number graph: what an argument receives, what is missing or infinite, and what is refused with which words."""
# Over 300 lines: one tiny graph serves the tests of every rule of binding.

import datetime
import math
import re

import pytest
from helpers import chapter, fixture_book, graph

from analysis.core import ops
from analysis.core.graph import Graph, GraphError, Same, flatten
from analysis.core.ops import Missing, MissingUsed
from analysis.project import load
from analysis.results import run

ROWS = {"hour_price": 2.0, "gpu_count": 8.0, "zero_count": 0.0}
TABLES = {
    "models": {"small": {"layers": 4.0, "attention": "MLA"}, "large": {"layers": 8.0, "attention": "GQA"}},
    "chips": {"alpha": {"memory": 80.0, "maker": "A"}, "beta": {"memory": 96.0, "maker": "B"}},
}
TYPES = {"models": {"layers": "number", "attention": "text"}, "chips": {"memory": "number", "maker": "text"}}


def checked(source, rows=ROWS, tables=TABLES, types=TYPES, **more):
    """Every number of a chapter, flat, after the check of its names."""
    made = graph(source)
    made.check(rows, types)
    return flatten(made.run(rows, tables, **more))


def refused(source, rows=ROWS, tables=TABLES, types=TYPES):
    """The words with which a chapter is refused."""
    with pytest.raises(GraphError) as caught:
        checked(source, rows, tables, types)
    return str(caught.value)


# What an argument receives


def test_arguments_are_bound_by_name_whatever_their_order_and_place():
    values = checked("""
        @result("USD")
        def total_cost(gpu_count, day_cost): return gpu_count * day_cost

        @result("USD")
        def day_cost(hour_price): return hour_price * 24
    """)
    assert (values["day_cost"], values["total_cost"]) == (48.0, 384.0)


def test_a_row_can_be_replaced_and_only_what_lies_downstream_moves():
    source = """
        @result("USD")
        def day_cost(hour_price): return hour_price * 24

        @result("GPU")
        def twice_count(gpu_count): return 2 * gpu_count
    """
    before, after = checked(source), checked(source, ROWS | {"hour_price": 3.0})
    assert {name for name in before if before[name] != after[name]} == {"hour_price", "day_cost"}


def test_a_formula_on_a_line_gets_its_column_its_result_and_plain_rows():
    values = checked("""
        @result("1", over="models")
        def layer_pairs(layers): return layers / 2

        @result("1", over="models")
        def model_size(layers, layer_pairs, gpu_count, attention):
            return layers + layer_pairs + gpu_count if attention == "MLA" else layers
    """)
    assert values["model_size.small"] == 14.0 and values["model_size.large"] == 8.0


def test_a_formula_over_a_pair_gets_each_sides_line_and_the_pairs():
    values = checked("""
        @result("1", over=("models", "chips"))
        def layers_left(layers, memory): return memory - layers

        @result("1", over="chips")
        def half_memory(memory): return memory / 2

        @result("1", over=("models", "chips"))
        def pair_sum(layers_left, half_memory, hour_price): return layers_left + half_memory + hour_price
    """)
    assert values["layers_left.small.beta"] == 92.0
    assert values["pair_sum.large.alpha"] == 72.0 + 40.0 + 2.0


def test_a_pair_binds_in_its_declared_order():
    values = checked("""
        @result("1", over=("chips", "models"))
        def memory_left(layers_left): return layers_left

        @result("1", over=("models", "chips"))
        def layers_left(layers, memory): return memory - layers
    """)
    assert values["memory_left.beta.small"] == values["layers_left.small.beta"] == 92.0


def test_a_whole_column_is_a_mapping_and_a_whole_pair_is_nested():
    values = checked("""
        @result("1", over=("models", "chips"))
        def layers_left(layers, memory): return memory - layers

        @result("1")
        def picked_pair(layers_left, layers): return layers_left["small"]["beta"] + layers["large"]
    """)
    assert values["picked_pair"] == 100.0


def test_a_whole_table_is_a_mapping_of_lines_and_iterates_over_ids():
    values = checked("""
        @result("1")
        def latent_layers(models): return ops.total(models[m].layers for m in models if models[m].attention == "MLA")
    """)
    assert values["latent_layers"] == 4.0


def test_a_function_that_says_its_keys_binds_on_a_line_afterwards():
    values = checked("""
        @result("1", by="models")
        def layer_rank(layers): return {key: layers[key] / ops.total(layers) for key in layers}

        @result("1", over="models")
        def ranked_layers(layer_rank, layers): return layer_rank * layers

        @result("1", by=("models", "chips"))
        def pair_layers(layers, memory): return {m: {c: layers[m] for c in memory} for m in layers}

        @result("1", over=("chips", "models"))
        def pair_twice(pair_layers): return 2 * pair_layers
    """)
    assert values["ranked_layers.large"] == pytest.approx(8 * 8 / 12)
    assert values["pair_twice.alpha.large"] == 16.0


def test_free_keys_are_taken_whole_and_do_not_bind_on_a_line():
    series = """
        @result("USD")
        def price_path(hour_price): return {year: hour_price * year for year in range(2025, 2027)}
    """
    values = checked(series + """
        @result("USD")
        def last_price(price_path): return price_path[2026]
    """)
    assert values["last_price"] == values["price_path.2026"] == 4052.0
    said = refused(series + """
        @result("USD", over="models")
        def line_price(layers, price_path): return layers
    """)
    assert "line_price (chapter.py:" in said and "'price_path' has free keys" in said and "by=" in said


def test_a_text_is_branched_on_and_is_a_result():
    values = checked("""
        @result("text", over="models")
        def cache_kind(attention): return "latent" if attention == "MLA" else "grouped"

        @result("1", over="models")
        def cached_layers(layers, cache_kind): return layers / 4 if cache_kind == "latent" else layers
    """)
    assert values["cache_kind.small"] == "latent" and values["cached_layers.small"] == 1.0


def test_a_cell_repeats_a_row_or_a_result_and_waits_for_it():
    tables = {"models": {"small": {"layers": Same("hour_price")}, "large": {"layers": Same("day_cost")}}}
    values = checked("""
        @result("1")
        def all_layers(models): return ops.total(models[m].layers for m in models)

        @result("1", over="models")
        def twice_layers(layers): return 2 * layers

        @result("USD")
        def day_cost(hour_price): return hour_price * 24
    """, tables=tables, types={"models": {"layers": "number"}})
    assert (values["layers.small"], values["layers.large"]) == (2.0, 48.0)
    assert (values["all_layers"], values["twice_layers.large"]) == (50.0, 96.0)


def test_a_column_of_words_may_stand_in_two_tables_and_binds_where_it_is_plain():
    tables = {"runs": {"a": {"chip": "alpha"}}, "rents": {"b": {"chip": "beta", "rent": 3.0}}}
    types = {"runs": {"chip": "text"}, "rents": {"chip": "text", "rent": "number"}}
    values = checked("""
        @result("text", over="rents")
        def rented_chip(chip): return chip
    """, tables=tables, types=types)
    assert values["rented_chip.b"] == "beta"


# Missing, infinity, not a number


MISSING = {"models": {"small": {"layers": 4.0}, "large": {"layers": Missing(("layers.large",))}}}
ONE_COLUMN = {"models": {"layers": "number"}}


def test_missing_propagates_with_the_names_of_the_empty_cells_and_leaves_the_rest_alone():
    values = checked("""
        @result("1", over="models")
        def more_layers(layers, hour_price): return ops.sqrt(ops.maximum(2 * layers ** 2 + hour_price, -layers)) / 3

        @result("1", over="models")
        def chosen_layers(layers, hour_price): return ops.where(layers < hour_price, layers, hour_price)
    """, tables=MISSING, types=ONE_COLUMN)
    assert values["more_layers.large"].missing == values["chosen_layers.large"].missing == ("layers.large",)
    assert values["more_layers.small"] == pytest.approx(math.sqrt(34) / 3)


@pytest.mark.parametrize("gather", ["total", "least", "greatest"])
def test_gathering_refuses_missing_and_says_how_to_drop_it(gather):
    said = refused(f"""
        @result("1")
        def all_layers(layers): return ops.{gather}(layers)
    """, tables=MISSING, types=ONE_COLUMN)
    assert "all_layers (chapter.py:" in said and "layers.large" in said and "known(...)" in said


def test_known_drops_what_is_missing_and_reports_which():
    kept = ops.known({"a": 1.0, "b": Missing(("layers.b",)), "c": Missing(("layers.c", "layers.d"))})
    assert kept == {"a": 1.0} and kept.dropped == ("layers.b", "layers.c", "layers.d")
    values = checked("""
        @result("1")
        def known_layers(layers): return ops.total(ops.known(layers))
    """, tables=MISSING, types=ONE_COLUMN)
    assert values["known_layers"] == 4.0


def test_a_branch_on_missing_is_refused_but_makes_a_scalar_function_missing():
    branch = """
        @result("1", over="models"{extra})
        def big_layers(layers):
            if layers > 5:
                return layers
            return 0.0
    """
    assert "not disclosed: layers.large" in refused(branch.format(extra=""), tables=MISSING, types=ONE_COLUMN)
    values = checked(branch.format(extra=", scalar=True"), tables=MISSING, types=ONE_COLUMN)
    assert values["big_layers.large"].missing == ("layers.large",) and values["big_layers.small"] == 0.0


def test_a_scalar_function_of_a_whole_column_names_the_cell_that_stopped_it():
    values = checked("""
        @result("1", scalar=True)
        def top_layers(layers): return max(layers.values())

        @result("1", scalar=True)
        def top_models(models): return max(models[m].layers for m in models)
    """, tables=MISSING, types=ONE_COLUMN)
    assert values["top_layers"].missing == values["top_models"].missing == ("layers.large",)


def test_missing_names_each_cell_once():
    both = Missing(("a.x",)) * Missing(("a.y",)) + Missing(("a.x",))
    assert both.missing == ("a.x", "a.y")
    with pytest.raises(MissingUsed, match="a.x, a.y"):
        bool(both)


def test_infinity_is_a_value_that_stays_where_it_is():
    values = checked("""
        @result("USD")
        def idle_cost(hour_price, zero_count): return ops.ratio(hour_price, zero_count, math.inf)

        @result("year")
        def limit_year(hour_price): return ops.first_key({2025: hour_price, 2026: 2 * hour_price}, 5.0)

        @result("USD")
        def day_cost(hour_price): return hour_price * 24
    """)
    assert values["idle_cost"] == values["limit_year"] == math.inf and values["day_cost"] == 48.0


def test_not_a_number_is_refused_with_its_place():
    said = refused("""
        @result("1", over="models")
        def odd_layers(layers): return layers * (math.inf - math.inf)
    """)
    assert "odd_layers.small (chapter.py:4) is not a number" in said


@pytest.mark.parametrize(("body", "kind"), [("None", "NoneType"), ("hour_price > 1", "bool"), ("[hour_price]", "list"), ("(0 - hour_price) ** 0.5", "complex")])
def test_only_numbers_texts_and_mappings_are_results(body, kind):
    said = refused(f"""
        @result("1")
        def odd_result(hour_price): return {body}
    """)
    assert f"odd_result (chapter.py:4) returned {kind}" in said


def test_a_division_by_zero_is_told_how_to_be_written():
    said = refused("""
        @result("USD")
        def idle_cost(hour_price, zero_count): return hour_price / zero_count
    """)
    assert "idle_cost (chapter.py:4): ZeroDivisionError" in said and "ratio(a, b, otherwise)" in said


def test_an_error_in_a_function_names_function_and_line():
    said = refused("""
        @result("1")
        def wrong_line(models): return models["small"].layer
    """)
    assert "wrong_line (chapter.py:4): AttributeError: line 'small' has no column 'layer'; did you mean 'layers'?" in said


# What is refused before anything runs


def test_a_circle_is_refused_with_its_functions():
    said = refused("""
        @result("1")
        def first_part(third_part): return third_part

        @result("1")
        def second_part(first_part): return first_part

        @result("1")
        def third_part(second_part): return second_part
    """)
    circle = re.search(r"in a circle: (.*) \(chapter\.py:\d+\)", said)[1].split(" -> ")
    assert circle[0] == circle[-1] and set(circle) == {"first_part", "second_part", "third_part"}
    # each needs the one named after it
    assert {(a, b) for a, b in zip(circle, circle[1:])} == {("first_part", "third_part"), ("second_part", "first_part"), ("third_part", "second_part")}


def test_a_circle_through_a_cell_is_refused_too():
    said = refused("""
        @result("1")
        def all_layers(layers): return ops.total(layers)
    """, tables={"models": {"small": {"layers": Same("all_layers")}}}, types=ONE_COLUMN)
    assert "in a circle: all_layers -> all_layers" in said


def test_an_unknown_argument_is_refused_with_place_and_the_nearest_right_name():
    said = refused("""
        @result("USD")
        def day_cost(hour_prise): return hour_prise * 24
    """)
    assert "day_cost (chapter.py:4) asks for 'hour_prise'" in said and "did you mean 'hour_price'?" in said


@pytest.mark.parametrize(("asked", "right"), [("layer", "layers"), ("model", "models"), ("day_costs", "day_cost")])
def test_the_nearest_name_may_be_a_column_a_table_or_a_function(asked, right):
    said = refused(f"""
        @result("USD")
        def day_cost(hour_price): return hour_price

        @result("USD")
        def week_sum({asked}): return 1.0
    """)
    assert f"did you mean '{right}'?" in said


def test_a_name_defined_in_two_chapters_is_refused_with_both_places():
    source = '@result("1")\ndef same_name(hour_price): return hour_price\n'
    with pytest.raises(GraphError, match=r"same_name is defined twice: one\.py:4 and two\.py:4"):
        Graph([chapter(source, "one"), chapter(source, "two")])


def test_a_function_that_a_chapter_imports_is_not_defined_twice():
    one = chapter('@result("1")\ndef same_name(hour_price): return hour_price\n', "one")
    two = chapter("", "two")
    two.same_name = one.same_name
    assert list(Graph([one, two]).functions) == ["same_name"]


@pytest.mark.parametrize(("name", "kind"), [("gpu_count", "row"), ("two_words", "column"), ("two_tables", "table")])
def test_a_function_may_not_bear_the_name_of_a_row_column_or_table(name, kind):
    said = refused(f"""
        @result("1")
        def {name}(hour_price): return hour_price
    """, tables={}, types={"two_tables": {"two_words": "number"}})
    assert f"{name} (chapter.py:4) is the name of a {kind} too" in said


@pytest.mark.parametrize("arguments", ["hour_price=2.0", "*hour_price", "**hour_price", "*, hour_price", "hour_price, /"])
def test_default_values_and_collected_arguments_are_refused(arguments):
    with pytest.raises(GraphError, match=r"day_cost \(chapter\.py:4\): argument 'hour_price' must be a plain name; a default is a row"):
        chapter(f"""
            @result("USD")
            def day_cost({arguments}): return 1.0
        """)


def test_a_name_of_one_word_is_refused():
    with pytest.raises(GraphError, match=r"cost \(chapter\.py:4\): a function's name has at least two words"):
        graph("""
            @result("USD")
            def cost(hour_price): return hour_price
        """)


def test_a_column_of_two_tables_is_asked_for_with_its_table():
    types = {"runs": {"chip": "text"}, "rents": {"chip": "text"}}
    said = refused("""
        @result("text")
        def first_chip(chip): return chip["a"]
    """, tables={}, types=types)
    assert "asks for column 'chip', which stands in runs and rents: ask for the table" in said
    said = refused("""
        @result("text", over=("runs", "rents"))
        def pair_chip(chip): return chip
    """, tables={}, types=types)
    assert "runs on a line of runs and rents: 'chip' has no value there" in said


@pytest.mark.parametrize("argument", ["memory", "chips", "models", "chip_size", "pair_size"])
def test_an_argument_that_has_no_value_on_the_line_is_refused_by_name(argument):
    said = refused(f"""
        @result("1", over="chips")
        def chip_size(memory): return memory

        @result("1", over=("models", "chips"))
        def pair_size(layers, memory): return layers * memory

        @result("1", over="models")
        def line_value(layers, {argument}): return layers
    """)
    assert f"line_value (chapter.py:10) runs on a line of models: '{argument}' has no value there" in said


def test_an_unknown_table_is_refused_with_the_nearest():
    said = refused("""
        @result("1", over="model")
        def line_value(layers): return layers
    """)
    assert "line_value (chapter.py:4): no table 'model'; did you mean 'models'?" in said


def test_a_pair_is_of_two_tables():
    said = refused("""
        @result("1", over=("models", "models"))
        def line_value(layers): return layers
    """)
    assert "a pair is of two different tables" in said


def test_keys_that_are_no_lines_are_refused():
    said = refused("""
        @result("1", by="models")
        def layer_rank(layers): return {"smal": 1.0}
    """)
    assert "layer_rank (chapter.py:4) returned key 'smal', which is no line of models" in said
    said = refused("""
        @result("1", by=("models", "chips"))
        def pair_rank(layers): return {"small": {"gamma": 1.0}}
    """)
    assert "pair_rank.small (chapter.py:4) returned key 'gamma', which is no line of chips" in said


@pytest.mark.parametrize("body", ["1.0", "{'small': 1.0}"])
def test_a_function_that_says_its_keys_returns_them_all_the_way(body):
    said = refused(f"""
        @result("1", by=("models", "chips"))
        def pair_rank(layers): return {body}
    """)
    assert "says by=('models', 'chips')" in said and "must return a mapping" in said


def test_a_line_without_a_value_is_named_where_it_is_asked_for():
    said = refused("""
        @result("1", by="models")
        def layer_rank(layers): return {"small": 1.0}

        @result("1", over="models")
        def ranked_layers(layer_rank, layers): return layer_rank * layers
    """)
    assert "ranked_layers (chapter.py:7): 'layer_rank' has no value for line 'large' of models" in said


# The fixture book, which has one of everything


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    catalogue, made = load(fixture_book(tmp_path_factory.mktemp("tiny") / "book"))
    return run(catalogue, made)


def test_the_fixture_book_computes_one_of_everything(tiny):
    values = {name: number.value for name, number in tiny.numbers.items()}
    assert values["total_hours"] == values["gpu_hours.tiny_run"] == 2_788_000
    assert values["headline_cost"] == values["run_cost.tiny_run"] == values["swap_cost.tiny_run.alpha_chip"] == 5_576_000
    assert values["hour_price.alpha_chip"] == values["rented_price"] == 2.0
    assert values["run_price.other_run"] == 3.42 and values["price_ratio.beta_chip"] == 1.71
    assert values["known_cost"] == pytest.approx(5_576_000 + 147_000 * 3.42)
    assert values["cost_path.2026"] == 5_576_000 * 1.5**2 and values["limit_year"] == 2025
    assert values["size_class"] == "small_run" and values["stepped_cost"] == 5_576_000
    assert values["as_of"] == datetime.date(2026, 11, 21)
    states = {name: number.state for name, number in tiny.numbers.items() if number.state}
    assert states == {
        "gpu_hours.secret_run": "missing", "run_cost.secret_run": "missing", "swap_cost.secret_run.alpha_chip": "missing",
        "swap_cost.secret_run.beta_chip": "missing", "idle_cost": "impossible", "far_year": "never",
    }  # fmt: skip
    assert tiny.numbers["run_cost.secret_run"].missing == ("gpu_hours.secret_run",)


def test_infinite_and_missing_values_are_null_in_json_and_said_in_both_languages(tiny):
    numbers = tiny.to_dict()["numbers"]
    assert "Infinity" not in tiny.to_json() and "NaN" not in tiny.to_json()
    assert {numbers[name]["value"] for name in ("idle_cost", "far_year", "run_cost.secret_run")} == {None}
    assert numbers["idle_cost"]["text"] == {"en": "impossible", "ko": "불가능"}
    assert numbers["far_year"]["text"] == {"en": "never", "ko": "도달하지 않음"}
    assert numbers["size_class"]["text"] == {"en": "small run", "ko": "작은 학습"}
    assert numbers["run_cost.secret_run"]["text"]["en"] == "not disclosed (Hours of the run (Secret run))"
