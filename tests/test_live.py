"""Functions traced to JavaScript: equal to Python on random inputs, in words too, and refused where they cannot be followed."""
# Over 300 lines: formulas, operations and words are each held against Python here, by the same means.

import json
import math
import random
import re
import types
from decimal import Decimal

import numpy as np
import pytest
from helpers import ROOT, book_results, copies, edit, fixture_book, graph, sampled

from analysis.core import ops
from analysis.core.recorded import Recording
from analysis.core.wording import PARTICLES, with_particle, written
from analysis.kinds.operand import inputs
from analysis.live.javascript import INFIX, NAMED, Trace, identifier
from analysis.live.page import panel, script, slider, tables, words
from analysis.project import load
from analysis.ranges import run_on_arrays
from analysis.results import compute, run

pytestmark = pytest.mark.usefixtures("no_ranges")
LANGUAGES = ("en", "ko")
PAGE_SCRIPT = ROOT / "book" / "_static" / "live.js"
RANDOM_SETS, WORDED_SETS, NUMBERS = 1_000, 10, 400


def live(chromium, source):
    """An empty page with one page's script."""
    page = chromium.new_page()
    page.add_script_tag(content=source)
    page.add_script_tag(path=PAGE_SCRIPT)
    return page


def fixture_results(tmp_path, **edits):
    """Results of the fixture book after changes of its one chapter: old text -> new text."""
    root = fixture_book(tmp_path)
    for old, new in edits.get("chapter", {}).items():
        edit(root / "analysis" / "core" / "chapters" / "tiny.py", old, new)
    return run(*load(root))


def movable(results):
    """Rows and cells with a number of their own."""
    return [name for name, row in results.catalogue.leaves().items() if isinstance(row.value, float)]


def traceable(results):
    """Those of them on which no scalar function rests: a page can have a slider for them whatever it shows."""
    scalar = [name for name, number in results.numbers.items() if number.function is not None and number.function.scalar]
    opaque = {leaf for name in scalar for leaf in results.rests_on[name]}
    return [name for name in movable(results) if name not in opaque]


def free(results):
    """Those of them that may be something else."""
    rows = {name: results.catalogue.leaf(name) for name in movable(results)}
    return [name for name, row in rows.items() if row.low_bound is None or row.low_bound != row.high_bound]


def moved(results, parameters):
    trace = Trace(results, parameters)
    return [name for name in results.numbers if trace.mover(name)]


# Equal to Python


def random_sets(results, parameters):
    """Texts as a reader may give them, in the units of the rows and within their bounds; reproducible."""
    chance = random.Random(20261121)

    def text(name):
        row = results.catalogue.leaf(name)
        shown = results.catalogue.units.shown(row.value * 10 ** chance.uniform(-0.5, 0.5), row.spelling)
        given = chance.choice([f"{shown:.3g}", f"{shown:.6g}", repr(shown)])
        return given if _allowed(results, row, given) else _text(results, name)

    return [{name: text(name) for name in parameters} for _ in range(RANDOM_SETS)]


def _allowed(results, row, text):
    value, low, high = results.catalogue.units.canonical(Decimal(text), row.spelling), row.low_bound, row.high_bound
    return (low is None or value >= low) and (high is None or value <= high)


def _text(results, name):
    row = results.catalogue.leaf(name)
    return repr(results.catalogue.units.shown(row.value, row.spelling))


EVALUATE = """(sets) => JSON.stringify(sets.map((texts) => {
  const rows = window.ledgerPage.parameters;
  const given = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, ledgerLive.canonical(text, rows[name].factor)]));
  const values = ledgerLive.evaluate(given);
  const changed = new Set(Object.keys(given).filter((name) => given[name] !== rows[name].value));
  return Object.keys(window.ledgerPage.numbers).map((name) => [name, String(values[name]), ledgerLive.worded(name, values[name], changed)]);
}))"""


def evaluated(page, sets):
    """For each set of parameters (name, value, words) of the numbers that move; as one text, since a browser's answer is slow to take apart."""
    return [[(name, float(value), told) for name, value, told in answer] for answer in json.loads(page.evaluate(EVALUATE, sets))]


def test_values_and_words_equal_those_of_python_on_random_inputs(chromium):
    results = book_results()
    bound = {column for _, parts, whole in results.catalogue.limits for column in (*parts, whole)}  # what fits depends on the rest of the line
    parameters = sampled([name for name in set(free(results)) & set(traceable(results)) if name.partition(".")[0] not in bound], 60)
    names = sampled(moved(results, parameters), NUMBERS)
    assert len(parameters) > 20 and len(names) > 60
    sets = random_sets(results, parameters)
    answers = {lang: evaluated(live(chromium, script(results, lang, parameters, names)), sets) for lang in LANGUAGES}
    assert len({json.dumps(one, sort_keys=True) for one in sets}) == RANDOM_SETS
    names = [name for name, *_ in answers["en"][0]]  # those, and what lies between
    python = values_of_python(results, sets, names)
    for lang in LANGUAGES:
        assert all([name for name, *_ in answer] == names for answer in answers[lang])
        for place, name in enumerate(names):
            np.testing.assert_allclose([answer[place][1] for answer in answers[lang]], python[name], rtol=1e-12, atol=1e-15, err_msg=name)
    for i, texts in enumerate(sets[:WORDED_SETS]):
        replaced = compute(sets=list(texts.items()))
        for lang in LANGUAGES:
            for name, value, told in answers[lang][i]:
                assert value == pytest.approx(math.inf if replaced.numbers[name].state else replaced.numbers[name].value, rel=1e-12, abs=1e-15), (name, texts)
                assert told == replaced.words(name, lang), (name, texts)


def values_of_python(results, sets, names):
    """name -> its value for each set of parameters: the same functions, run once on arrays."""
    rows = {name: results.catalogue.leaf(name) for name in sets[0]}
    arrays = {name: np.array([results.catalogue.units.canonical(Decimal(texts[name]), row.spelling) for texts in sets]) for name, row in rows.items()}
    found = {}
    run_on_arrays(results.graph, *inputs(results.catalogue), arrays, lambda name, array: found.update({name: array.tolist()}))
    originals = copies(results.catalogue)
    return {name: found.get(originals.get(name, name), [results.numbers[name].value] * len(sets)) for name in names}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("book", ["main", "fixture"])
def test_published_numbers_are_worded_to_the_character(chromium, tmp_path, lang, book):
    """As many rows and cells as parameters as make most numbers move, and the script words them."""
    results = book_results() if book == "main" else fixture_results(tmp_path / "book")
    parameters = sampled(traceable(results), 200) if book == "main" else movable(results)
    names = [name for name, number in results.numbers.items() if number.unit not in ("date", "text") and number.state != "missing"]
    names = [name for name in names if name not in ("size_fee", "size_class", "stepped_cost")]
    page = live(chromium, script(results, lang, parameters, names))
    [answer] = evaluated(page, [{name: _text(results, name) for name in parameters}])
    moving = set(moved(results, parameters))
    differing = {name: (told, results.words(name, lang)) for name, _, told in answer if told != results.words(name, lang)}
    assert differing == {} and {name for name, *_ in answer} == moving.intersection(names)
    assert len(answer) > (90 if book == "main" else 20)


def test_states_that_are_no_number_are_worded(chromium, tmp_path):
    results = fixture_results(tmp_path / "book")
    page = live(chromium, script(results, "en", ["idle_gpus", "far_limit"], ["idle_cost", "far_year", "run_cost.secret_run"]))
    answers = evaluated(page, [{"idle_gpus": "0", "far_limit": "1000"}, {"idle_gpus": "4", "far_limit": "6"}])
    told = [{name: words for name, _, words in answer} for answer in answers]
    assert told[0]["idle_cost"] == "impossible" and told[0]["far_year"] == "never" and "run_cost.secret_run" not in told[0]
    python = compute(tmp_path / "book", sets=[("idle_gpus", "4"), ("far_limit", "6")])
    assert told[1] == {name: python.words(name, "en") for name in told[1]} and told[1]["idle_cost"].startswith("$1.39 million")


# Operations


ARGUMENTS = (0.0, 1.0, -1.0, 2.5, -3.25, 0.1, 1e-12, 1e300, -1e300, 750.0, math.inf)


def test_every_operation_gives_what_python_gives_and_nan_where_it_raises(chromium):
    chance = random.Random(7)
    calls = []
    for name in sorted(set(ops.PLAIN) - INFIX - {"negative", "where"}):
        count = {"/": 2, "**": 2, "minimum": 2, "maximum": 2, "ratio": 3, "exp": 1, "log": 1, "sqrt": 1, "floor": 1}.get(name, 5)
        calls += [(name, [chance.choice(ARGUMENTS) for _ in range(count)]) for _ in range(300)]
    asked = [[NAMED.get(name, name), [_plain(a) for a in args]] for name, args in calls]
    page = live(chromium, script(book_results(), "en", ["h800_hour_price"], []))
    answers = page.evaluate("(calls) => calls.map(([name, args]) => String(ledgerLive.operations[name](...args.map(Number))))", asked)
    for (name, args), answer in zip(calls, answers, strict=True):
        assert float(answer) == pytest.approx(_python(name, args), rel=1e-12, abs=0, nan_ok=True), (name, args)


def _plain(number):
    return "Infinity" if math.isinf(number) else number


def _python(name, args):
    try:
        value = ops.apply(name, *args)
    except (ArithmeticError, ValueError):
        return math.nan
    return math.nan if isinstance(value, complex) else value


def test_a_total_is_exact(chromium):
    chance = random.Random(3)
    sums = [[chance.uniform(-1, 1) * 10 ** chance.randint(-20, 20) for _ in range(50)] for _ in range(200)]
    sums += [[1e100, 1.0, -1e100, 1e-30], [0.1] * 10]
    page = live(chromium, script(book_results(), "en", ["h800_hour_price"], []))
    answers = page.evaluate("(sums) => sums.map((values) => ledgerLive.operations.total(...values))", sums)
    assert answers == pytest.approx([math.fsum(values) for values in sums], rel=1e-12, abs=0)


# Wording


@pytest.mark.parametrize("lang", LANGUAGES)
def test_any_number_is_worded_as_in_python(chromium, lang):
    chance = random.Random(11)
    patterns = [told[lang] for *_, told in book_results().catalogue.units.spellings.values() if told[lang]]
    sizes = [0.0, 1.0, 9.995, 999.5, 999_500.0, 9_999.5, 9_999.6, 10_000.0, 99_995.0, 0.00001, 2_048.0, 1e15, 1e16, 3.29e24, 0.125, 1.005, 12_345.678]
    numbers = sizes + [chance.choice([1, -1]) * chance.random() * 10 ** chance.randint(-8, 26) for _ in range(2_000)]
    cases = [[number, chance.choice(patterns), chance.choice([1, 2, 3, 3, 4, 8, 17]), chance.random() < 0.3] for number in numbers]
    page = live(chromium, script(book_results(), lang, ["h800_hour_price"], []))
    answers = page.evaluate("(cases) => cases.map((one) => ledgerLive.written(...one))", cases)
    assert answers == [written(number, pattern, lang, digits, exact) for number, pattern, digits, exact in cases]
    if lang == "ko":
        pairs = [(told, chance.choice([*PARTICLES, "를/을", "로/으로"])) for told in answers]
        endings = page.evaluate("(pairs) => pairs.map(([text, pair]) => text + ledgerLive.particle(text, pair))", pairs)
        assert endings == [with_particle(*pair) for pair in pairs]


@pytest.mark.parametrize("text", ["전력사용효율(PUE)", "「AI 인덱스」", "‘수율’", "3.35TB/s", "H100", "CAGR", "10²⁶FLOP", "10²⁶", "2.0", "1조", "500tCO₂e", "HBM", "불가능"])
def test_a_particle_follows_the_sound_as_in_python(chromium, text):
    page = live(chromium, script(book_results(), "ko", ["h800_hour_price"], []))
    assert page.evaluate("([text, pairs]) => pairs.map((pair) => text + ledgerLive.particle(text, pair))", [text, PARTICLES]) == [
        with_particle(text, pair) for pair in PARTICLES
    ]  # fmt: skip


def test_the_tables_of_the_page_are_those_of_the_module(monkeypatch):
    monkeypatch.setattr("analysis.core.wording.KOREAN_SCALES", ("", "만", "억", "조", "경"))
    monkeypatch.setattr("analysis.core.wording.FULL_BELOW", 5)
    assert tables("ko")["scales"][-1] == "경" and tables("en")["fullBelow"] == 5


# The script follows the functions


def test_a_changed_function_changes_the_script_and_nothing_else_has_to(tmp_path):
    before = fixture_results(tmp_path / "before")
    after = fixture_results(tmp_path / "after", chapter={"return total_hours * rented_price": "return 1.25 * total_hours * rented_price"})
    asked = (["rented_price"], ["headline_cost", "price_ratio.beta_chip"])
    changed = set(script(after, "en", *asked).splitlines()) - set(script(before, "en", *asked).splitlines())
    assert changed == {"const headline_cost = (3485000 * rented_price);"}


def test_a_formula_that_gives_the_same_number_still_changes_the_script(tmp_path):
    after = fixture_results(tmp_path / "after", chapter={"return total_hours * rented_price": "return rented_price * total_hours"})
    assert "const headline_cost = (rented_price * 2788000);" in script(after, "en", ["rented_price"], ["headline_cost"])


def test_the_script_is_the_same_each_time_and_small():
    names = ["r1_added_cost", "r1_cost_share", "v3_context_cost", "v3_final_run_cost", "v3_posttraining_cost", "v3_pretraining_cost", "v3_r1_cost"]
    made = script(book_results(), "ko", ["h800_hour_price"], names)
    assert made == script(run(*load()), "ko", ["h800_hour_price"], list(reversed(names)))
    assert len(made.encode()) < 8_000


def test_only_what_lies_between_parameters_and_names_is_computed():
    made = script(book_results(), "en", ["h800_hour_price"], ["r1_cost_share", "fleet_total_cost"])
    assert re.findall(r"^const (\w+) =", made, re.MULTILINE) == ["h800_hour_price", "r1_added_cost", "v3_final_run_cost", "r1_cost_share"]
    assert '"fleet_total_cost"' not in made


def test_a_guard_gets_the_numbers_that_it_compares():
    made = script(book_results(), "en", ["h800_hour_price"], [], ["r1_misprint_cost > r1_published_cost", "v3_fleet_share < 0.01 and v2_saving>0"])
    assert '"r1_published_cost": 294000' in made and '"v2_saving": 0.42' in made
    assert '"v2_saving"' not in script(book_results(), "en", ["h800_hour_price"], [], ["v2_saving > 0"])


def test_a_part_that_is_used_often_is_computed_once():
    made = graph("""
        @result("1")
        def grown_value(first_value):
            value = first_value
            for _ in range(60):
                value = value + value * 0.5
            return value
    """)
    recording = Recording()
    made.run({"first_value": 2.0}, {}, recording)
    numbers = {name: types.SimpleNamespace(record=record, state=None, value=record.value) for name, record in recording.formulas.items()}
    trace = Trace(types.SimpleNamespace(numbers=numbers, graph=made), ["first_value"])
    trace.add("grown_value")
    assert len(trace.lines) == 60


def test_identifiers_of_different_names_differ():
    names = ["a_b.c", "a_b.c-d", "a_b.c.d", "a_b.2030", "a_b.c d"]
    assert len({identifier(name) for name in names}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z][\w$]*", identifier(name)) for name in names)


# What cannot be followed is refused


@pytest.mark.parametrize(
    ("name", "line", "why"),
    [
        ("stepped_cost", "scalar=True)\ndef stepped_cost", "tagged scalar=True"),
        ("size_class", "scalar=True)\ndef size_class", "tagged scalar=True"),
        ("size_fee", 'USD")\ndef size_fee', "the text 'size_class' chooses its formula"),
    ],
)
def test_what_cannot_be_traced_is_refused_with_its_place(tmp_path, name, line, why):
    results = fixture_results(tmp_path / "book")
    source = (tmp_path / "book" / "analysis" / "core" / "chapters" / "tiny.py").read_text(encoding="utf-8")
    number = source[: source.index(line)].count("\n") + 1
    with pytest.raises(ValueError, match=rf"{name} \(.*tiny\.py:{number}\) moves with 'rented_price' but cannot be traced .*{why}.*parameters cell"):
        script(results, "en", ["rented_price"], [name])


def test_a_scalar_function_that_no_parameter_moves_is_no_obstacle(tmp_path):
    results = fixture_results(tmp_path / "book")
    assert "size_fee" not in script(results, "en", ["idle_gpus"], ["idle_cost", "size_fee", "size_class", "stepped_cost"])


def test_a_row_that_allows_one_value_is_no_parameter():
    with pytest.raises(ValueError, match=r"hours_per_day \(data/rows/shared\.csv:\d+\) can be nothing but 24"):
        panel(book_results(), "en", ["hours_per_day"])


# The panel


@pytest.mark.parametrize(
    ("name", "ends"),
    [
        ("h800_hour_price", 'data-scale="linear" min="0.7" max="6.8" step="0.1"'),
        ("v3_cluster_gpus", 'data-scale="log" min="2.72" max="3.9" step="0.02"'),
        ("ownership_years", 'data-scale="log" min="0" max="1.16" step="0.02"'),
    ],
)
def test_a_slider_spans_the_range_of_its_row_and_more(name, ends):
    results = book_results()
    row = results.catalogue.leaf(name)
    assert slider(row, lambda value: results.catalogue.units.shown(value, row.spelling)) == ends


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_row_and_cell_can_have_a_slider(lang):
    results = book_results()
    found = re.findall(r'id="live-([^"]+)" data-scale="\w+" min="([^"]+)" max="([^"]+)"', panel(results, lang, free(results)))
    assert [name for name, *_ in found] == free(results)
    assert [name for name, low, high in found if not float(low) < float(high)] == []


def test_words_stand_in_both_languages_and_a_custom_edition_has_its_own():
    custom = compute(sets=[("h800_hour_price", "3")])
    for results in (book_results(), custom):
        assert all(text and "[" not in text for lang in LANGUAGES for text in words(results, lang).values())
    assert "published" in words(book_results(), "en")["scenario"] and "published" not in json.dumps(words(custom, "en"))
    assert "원래 값" in words(book_results(), "ko")["before"] and "이 판의 값" in words(custom, "ko")["before"]
