"""Results: what a replacement changes, the JSON of `results --json`, scenarios, states, and `explain`."""
# Over 300 lines: the record, its changes and its explanation are one thing to those who build on it.

import importlib
import inspect
import json
import pkgutil
import re
import shutil
from functools import lru_cache
from html import escape
from pathlib import Path

import pytest
from helpers import Still, book_results, repeats, sampled, sampled_leaves

from analysis import results as running
from analysis.book.all_numbers import letter_pages
from analysis.core import chapters
from analysis.core.chapters import shared, training_cost
from analysis.explain import explain
from analysis.messages import Refusals
from analysis.replacements import split_settings
from analysis.project import load
from analysis.core.graph import Same
from analysis.results import compute

ROOT = Path(__file__).resolve().parent.parent
NUMBER_KEYS = ["value", "low", "high", "unit", "kind", "label", "text", "unknown_rows", "sources", "state", "causes", "basis"]


@pytest.fixture(scope="module")
def published():
    return book_results()


@pytest.fixture(scope="module")
def record(published):
    """`results --json`, read strictly: NaN and Infinity, which JSON has not, fail."""

    def refuse(word):
        raise AssertionError(f"{word} in the JSON")

    return json.loads(published.to_json(), parse_constant=refuse)


@pytest.fixture
def project(tmp_path):
    """A copy of the book's data and chapters, to be changed."""
    for part in ("data", "analysis/core/chapters"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


# --- A change moves what lies downstream, and nothing else. What lies downstream is read from the arguments of the
# --- chapters' functions with `inspect`, without the graph.


@lru_cache
def functions():
    """name -> arguments of every tagged function of every chapter."""
    modules = [importlib.import_module(f"analysis.core.chapters.{module.name}") for module in pkgutil.iter_modules(chapters.__path__)]
    found = {name: thing for module in modules for name, thing in vars(module).items()}
    return {name: list(inspect.signature(thing).parameters) for name, thing in found.items() if hasattr(thing, "result")}


def downstream(name, repeated):
    """Functions that ask for a name, columns and tables whose cells repeat it, and what is downstream of those."""
    found, new = set(), [name]
    while new:
        name = new.pop()
        new += ({function for function, asks in functions().items() if name in asks} | repeated.get(name, set())) - found
        found.update(new)
    return found


def changed(before, after):
    return {name for name in before["numbers"] if before["numbers"][name] != after["numbers"][name]}


def bases(names):
    return {name.partition(".")[0] for name in names}


def test_a_dearer_hour_changes_exactly_what_lies_downstream(published, record):
    after = json.loads(compute(sets=[("h800_hour_price", "3")]).to_json())
    found = changed(record, after)
    # Typed from the formulas, lest the test be wrong in the same way as the code.
    assert found >= {
        "h800_hour_price", "v3_pretraining_cost", "v3_context_cost", "v3_posttraining_cost", "v3_final_run_cost", "r1_added_cost", "v3_r1_cost",
        "r1_misprint_cost", "v3_cluster_ratio", "fleet_to_run_ratio", "h800_breakeven_use",
    }  # fmt: skip
    assert bases(found) <= downstream("h800_hour_price", repeats(published.catalogue)) | {"h800_hour_price"}
    resting = {name for name, leaves in published.rests_on.items() if "h800_hour_price" in leaves}
    assert found <= resting
    # What rests on the price and stays: it has the price above and below the line, as the share of R1 in V3, 147,336 / 2,788,000 at any price; or a step.
    still = {name for name in resting - found if published.numbers[name].state is None}
    assert "r1_cost_share" in still and all(Still(published).may(name, "h800_hour_price") for name in still)
    assert after["numbers"].keys() == record["numbers"].keys()
    assert after["numbers"]["v3_final_run_cost"]["value"] == 2_788_000 * 3


def moved(published, row):
    """A value within the bounds of a row that differs from its own by enough to be seen."""
    for value in (row.value * 1.25, row.value * 0.75, row.value + 1):
        if value != row.value and (row.low_bound is None or row.low_bound <= value) and (row.high_bound is None or value <= row.high_bound):
            return published.catalogue.units.shown(value, row.spelling)
    return None


def test_a_row_changes_nothing_but_what_lies_downstream(published, no_ranges):
    """As a reader changes it; every leaf, on the bare graph, is moved in test_lineage."""
    repeated, tried = repeats(published.catalogue), 0
    for name in sampled_leaves(published.catalogue, published.graph.functions, 2):
        value = moved(published, published.catalogue.leaf(name))
        if value is None:
            continue
        tried += 1
        try:
            after = compute(sets=[(name, value)]).numbers
        except Refusals as refused:  # by a limit between two columns
            assert "contradicts itself" in str(refused), name
            continue
        column = name.partition(".")[0]
        above = {column, *(table for table, columns in published.catalogue.columns.items() if column in columns)} if "." in name else {name}
        may = {column}.union(*(downstream(one, repeated) for one in {*above, name}))
        found = {one for one, number in published.numbers.items() if (number.value, number.state) != (after[one].value, after[one].state)}
        assert name in found and bases(found) <= may, name
        assert found <= {one for one, leaves in published.rests_on.items() if name in leaves}, name  # and the lineage knows it
    assert tried > 12


def ends(results):
    """Name -> its range, with shares as the JSON rounds them."""
    said = {}
    for name, number in results.numbers.items():
        one = results.ranges.get(name)
        causes = {cause.name: round(cause.share, 6) for cause in one.causes} if one else {}
        said[name] = number.low, number.high, one and (one.low, one.median, one.high, one.unknown_rows, one.reason, one.infinite), causes
    return said


@pytest.mark.parametrize(("name", "value"), [("h800_hour_price", "3"), ("nvidia_share_2025", "50 (40 to 60)"), ("board_power.h100_sxm", "650 (600 to 700)")])
def test_ranges_that_a_change_leaves_alone_are_those_of_a_run_of_everything(published, monkeypatch, name, value):
    """Most numbers rest on nothing that was changed: their ranges are taken over, which must not show."""
    quick = compute(sets=[(name, value)])
    kept = running._unmoved(published, quick.rests_on, quick.changes)
    assert len(published.numbers) > len(kept) > len(published.numbers) / 2
    monkeypatch.setattr(running, "_unmoved", lambda *given: None)
    assert ends(compute(sets=[(name, value)])) == ends(quick)
    assert any(quick.ranges.get(one) != published.ranges.get(one) for one in set(quick.numbers) - set(kept))


def test_nothing_given_and_the_published_value_given_are_the_same(record):
    assert compute(sets=[("h800_hour_price", "2"), ("fleet_gpus.h20_sxm", "30e3"), ("as_of", "2026-11-21")]).to_dict() == record


# --- The JSON that others build on ---


def test_keys_of_the_record(record):
    assert list(record) == ["edition", "as_of", "scenario", "changes", "numbers", "claims"]
    assert (record["edition"], record["as_of"], record["scenario"], record["changes"]) == ("draft", "2026-11-21", "", [])
    assert all(list(number) == NUMBER_KEYS for number in record["numbers"].values())
    assert list(record["numbers"]) == sorted(record["numbers"])


def test_every_row_cell_and_function_is_there_under_its_kind(published, record):
    rows = {"v3_tokens", "h800_hour_price", "as_of"}
    cells = {"server_price.h800_sxm", "rent_price.h100_lambda_2024_11"}
    assert rows | cells | functions().keys() <= record["numbers"].keys() | {name.partition(".")[0] for name in record["numbers"]}
    kinds = {name: number["kind"] for name, number in record["numbers"].items()}
    assert {kinds[name] for name in rows} == {"row"} and {kinds[name] for name in cells} == {"cell"}
    assert all((kind == "result") == (name.partition(".")[0] in functions()) for name, kind in kinds.items())
    assert {name for name, kind in kinds.items() if kind != "result"} == set(published.catalogue.leaves())


def test_values_are_numbers_in_canonical_units(published, record):
    units = published.catalogue.units
    for name, number in record["numbers"].items():
        assert number["state"] in (None, "missing", "impossible", "never") and (number["value"] is None) == (number["state"] is not None), name
        assert number["state"] or isinstance(number["value"], str if number["unit"] in ("date", "text") else float | int), name
        assert number["unit"] in ("date", "text") or units.parse(number["unit"]) == (number["unit"], 1), name
    numbers = record["numbers"]
    assert (numbers["v3_tokens"]["value"], numbers["v3_tokens"]["unit"]) == (14.8e12, "token")
    assert (numbers["v2_token_hours"]["value"], numbers["v2_token_hours"]["unit"]) == (172_800 / 1e12, "GPU*hour/token")
    assert (numbers["printed_operation.h20_sxm"]["value"], numbers["printed_operation.h20_sxm"]["unit"]) == (387e6, "USD")


def test_what_is_not_exact_has_a_range(record):
    numbers = record["numbers"]
    assert (numbers["h800_hour_price"]["low"], numbers["h800_hour_price"]["high"]) == pytest.approx((1.39, 3.42))
    assert numbers["v3_gpu_hours"]["low"] is None  # exact
    assert numbers["v3_final_run_cost"]["low"] < numbers["v3_final_run_cost"]["value"] < numbers["v3_final_run_cost"]["high"]
    assert numbers["fleet_total_cost"]["low"] is None and numbers["fleet_total_cost"]["unknown_rows"] > 0


def test_words_in_both_languages_and_nothing_left_to_fill(record):
    for name, number in record["numbers"].items():
        for words in (number["label"], number["text"]):
            assert list(words) == ["en", "ko"] and all(words.values()), name
            for text in words.values():
                assert not re.search(r"[{}\[\]|_]|\bNone\b|\bnan\b|\binf\b|/[을를은는이가]", text), (name, text)
            assert not re.search("[가-힣]", words["en"]), name
        assert re.search("[가-힣]", number["label"]["ko"]), name
        assert not re.search(r"million|billion|trillion|GPU-hour|\bper\b|\bhours?\b|\$", number["text"]["ko"]), name
        worded = number["state"] or number["unit"] == "text"  # by words alone
        assert worded or re.search(r"\d", number["text"]["en"]) and re.search(r"\d", number["text"]["ko"]), name


def test_words_of_the_headline(record):
    cost = record["numbers"]["v3_final_run_cost"]
    assert cost["text"] == {"en": "$5.58 million", "ko": "558만 달러"}
    assert record["numbers"]["server_price.h800_sxm"]["label"]["en"].startswith("Server price per GPU (H800")


def test_sources_are_those_of_the_rows_below(record):
    numbers = record["numbers"]
    assert numbers["v3_tokens"]["sources"] == ["deepseek_v3_report"]
    assert numbers["v3_final_run_cost"]["sources"] == ["deepseek_v3_report"]
    assert numbers["v3_r1_cost"]["sources"] == ["deepseek_v3_report", "register_r1"]
    # The count of A100s has a source of its own, though it stands in the newsletter's table.
    assert numbers["fleet_gpus.a100_pcie"]["sources"] == ["fire_flyer_paper"]
    assert numbers["fleet_capex.a100_pcie"]["sources"] == ["fire_flyer_paper", "semianalysis_debates"]
    assert numbers["fleet_capex.h20_sxm"]["sources"] == ["semianalysis_debates"]
    assert numbers["hours_per_day"]["sources"] == []


def test_every_source_is_listed_and_every_result_has_one(published, record):
    assert all(source in published.catalogue.sources for number in record["numbers"].values() for source in number["sources"])
    leaves, rests_on = published.catalogue.leaves(), published.rests_on
    bare = [name for name, number in record["numbers"].items() if number["kind"] == "result" and not number["sources"]]
    grades = {name: {leaves[leaf].grade for leaf in rests_on[name]} for name in bare}
    assert all(found <= {"assumption", "derived"} for found in grades.values())  # assumed shapes, days of a month; texts and definitions rest on nothing
    assert not any("headline" in name or "_cost" in name or "_price" in name for name in bare)


def test_unknown_rows_are_counted_once(record):
    # fleet.csv: count, prices and operation have the spread `unknown`; the A100's count is the row fire_flyer_gpus, exact.
    expected = {
        "v3_final_run_cost": 0,
        "fleet_gpus.h20_sxm": 1,
        "fleet_gpus.a100_pcie": 0,
        "fleet_capex.h20_sxm": 2,
        "fleet_capex.a100_pcie": 1,
        "owner_hour_price.h20_sxm": 2,  # price, operation: no count
        "fleet_ownership.h20_sxm": 3,  # count, price, operation; the count stands in the formula twice
        "fleet_total_gpus": 3,
        "fleet_total_cost": 3 + 4 + 4,
        "v3_cluster_cost": 1,
    }
    assert {name: record["numbers"][name]["unknown_rows"] for name in expected} == expected


# --- Changes, scenarios ---


def test_scenario_is_applied_with_its_reason():
    record = compute(scenario="dearer_rent").to_dict()
    assert (record["scenario"], record["numbers"]["v3_final_run_cost"]["value"]) == ("dearer_rent", 8_364_000)  # 2,788,000 x 3
    (change,) = record["changes"]
    assert list(change) == ["name", "published", "value", "unit", "origin", "reason"]
    assert [change[key] for key in ("name", "published", "value", "unit", "origin")] == ["h800_hour_price", 2.0, 3.0, "USD/GPU/hour", "scenario"]
    assert set(change["reason"]) == {"en", "ko"} and all(change["reason"].values())


def test_set_wins_over_the_scenario(published, record):
    dearer = compute(scenario="dearer_rent", sets=[("h800_hour_price", "4")])
    assert dearer.numbers["h800_hour_price"].value == 4
    assert [(change.name, change.value, change.origin) for change in dearer.changes] == [("h800_hour_price", 4.0, "set")]
    back = compute(scenario="dearer_rent", sets=[("h800_hour_price", "2")])
    assert (back.to_dict()["numbers"], back.changes) == (record["numbers"], [])


def test_set_wins_over_a_table(tmp_path):
    (tmp_path / "mine.csv").write_text("id,fleet_gpus\nh20_sxm,1\na100_pcie,1\n")
    results = compute(tables=[("fleet", tmp_path / "mine.csv")], sets=[("fleet_gpus.h20_sxm", "2"), ("fleet_gpus.a100_pcie", "3")])
    assert {name: (change.published, change.value, change.origin) for change in results.changes for name in [change.name]} == {
        "fleet_gpus.h20_sxm": (30_000, 2, "set"),
        "fleet_gpus.a100_pcie": (10_000, 3, "set"),
    }
    assert results.numbers["fleet_total_gpus"].value == 2 + 3 + 20_000
    json.loads(results.to_json())


def test_a_range_around_the_published_value_is_a_change():
    assert [change.name for change in compute(sets=[("r1_gpus", "512 (400 to 600)")]).changes] == ["r1_gpus"]


def test_every_scenario_of_the_book_changes_something(published):
    for name in published.catalogue.scenarios:
        assert compute(scenario=name).changes, name


# --- States ---


def test_impossible_is_null_and_said_in_words(tmp_path):
    (tmp_path / "mine.csv").write_text("id,fleet_gpus\na100_pcie,0\nh20_sxm,0\nh800_sxm,0\nh100_sxm,0\n")
    results = compute(tables=[("fleet", tmp_path / "mine.csv")])
    number = json.loads(results.to_json())["numbers"]["v3_fleet_share"]
    assert (number["value"], number["state"], number["text"]) == (None, "impossible", {"en": "impossible", "ko": "불가능"})
    assert results.numbers["fleet_total_gpus"].value == 0 and results.numbers["fleet_total_cost"].state is None


def test_missing_is_null_and_names_the_empty_cell(project, no_ranges):
    path = project / "data/tables/rents.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2024-08-24,3.42,", "2024-08-24,,", 1), encoding="utf-8")
    results = compute(project)
    record = {name: results.entry(name) for name in ("v3_cost_at_list_rent", "v3_final_run_cost")}
    assert (record["v3_cost_at_list_rent"]["value"], record["v3_cost_at_list_rent"]["state"]) == (None, "missing")
    assert record["v3_cost_at_list_rent"]["text"]["en"] == "not disclosed (Rent per GPU-hour (H800, CR8DL, August 2024))"
    assert record["v3_cost_at_list_rent"]["text"]["ko"].startswith("공개되지 않음 (GPU 시간당 임대료")
    assert record["v3_final_run_cost"]["state"] is None


def test_year_that_does_not_come_is_never(project, no_ranges):
    (project / "analysis/core/chapters/late.py").write_text(
        "import math\nfrom analysis.core import ops\nfrom analysis.core.graph import result\n\n\n"
        '@result("year")\ndef payback_year(h800_hour_price):\n    """When the machines are paid for."""\n'
        "    return ops.where(h800_hour_price < 3, math.inf, 2030.0)\n"
    )
    (project / "data/terms/late.csv").write_text(
        "name,label_en,label_ko,short_en,short_ko,reading_ko,digits,shown_unit\npayback_year,Year of payback,회수 연도,,,,,\n", encoding="utf-8"
    )
    number = compute(project).entry("payback_year")
    assert (number["value"], number["state"], number["text"]) == (None, "never", {"en": "never", "ko": "도달하지 않음"})
    assert compute(project, sets=[("h800_hour_price", "3")]).numbers["payback_year"].state is None


# --- explain ---


def places(tree):
    """file:line of the functions in an explanation, in order."""
    return re.findall(r"analysis/core/chapters/\w+\.py:\d+", tree)


def test_explain_names_every_source_and_every_function_below(published):
    tree = explain(published, "fleet_to_run_ratio")
    leaves = published.leaves_of("fleet_to_run_ratio")
    # Hours and price of V3; four counts, prices and operations of the fleet, of which one count is a row of its own; its years.
    assert {row.name for row in leaves} == {
        "v3_pretraining_hours", "v3_context_hours", "v3_posttraining_hours", "h800_hour_price", "fire_flyer_gpus", "ownership_years",
        *(f"fleet_gpus.{gpu}" for gpu in ("h20_sxm", "h800_sxm", "h100_sxm")),
        *(f"{column}.{gpu}" for column in ("server_price", "gpu_year_operation") for gpu in ("a100_pcie", "h20_sxm", "h800_sxm", "h100_sxm")),
    }  # fmt: skip
    for row in leaves:
        source = published.catalogue.sources[row.source]
        detail = tree.split(f" {row.name} = ", 1)[1].split("─ ", 1)[0]  # up to the next branch
        assert source["title"] in detail and source["author"] in detail and source["url"] in detail and row.locator in detail and row.where in detail, row.name
    for module, name in ((training_cost, "fleet_to_run_ratio"), (training_cost, "v3_gpu_hours"), (shared, "fleet_total_cost"), (shared, "fleet_capex")):
        line = inspect.getsourcelines(getattr(module, name))[1]
        assert f"{Path(module.__file__).name}:{line}" in tree, name
    # Eight functions on the way down, the four over the fleet once for each of its four lines.
    assert len(places(tree)) == 4 + 4 * 4


def test_explain_gives_formulas_in_names_and_in_values(published):
    tree = explain(published, "v3_final_run_cost")
    assert "= v3_gpu_hours * h800_hour_price\n" in tree and "= 2,788,000 * 2\n" in tree
    assert "= v3_pretraining_hours + v3_context_hours + v3_posttraining_hours\n" in tree and "= 2,664,000 + 119,000 + 5,000\n" in tree
    assert tree.startswith("v3_final_run_cost = $5.58 million  [Final training run of V3]\n")


def test_explain_shows_a_shared_part_once(published):
    tree = explain(published, "v3_r1_cost")
    assert len(re.findall(r" h800_hour_price = ", tree)) == 2  # it stands in two formulas
    assert tree.count("An assumed rent, not a price that anybody paid") == 1  # and is explained in the first
    assert tree.count("(shown above)") == 1
    tree = explain(published, "fleet_ownership.h20_sxm")
    assert len(places(tree)) == len(set(places(tree))) == 4
    assert tree.count("Table DeepSeek AI TCO, column H20") == 3  # count, price, operation


def test_explain_of_a_name_with_lines_explains_each(published):
    tree = explain(published, "fleet_capex")
    assert [line.split(" = ")[0] for line in tree.splitlines() if line.startswith("fleet_capex")] == [
        f"fleet_capex.{gpu}" for gpu in ("a100_pcie", "h20_sxm", "h800_sxm", "h100_sxm")
    ]


def test_explain_in_korean(published):
    tree = explain(published, "v3_final_run_cost", "ko")
    assert tree.startswith("v3_final_run_cost = 558만 달러  [")
    assert "자료: DeepSeek-AI(2024)" in tree and "행 data/rows/training_cost.csv:5" in tree


def test_explain_says_what_was_replaced():
    results = compute(sets=split_settings(["fleet_gpus.a100_pcie=5000", "h800_hour_price=3"]))
    tree = explain(results, "fleet_to_run_ratio")
    assert tree.count("replaced by you; published: 10,000\n") == 1 and tree.count("replaced by you; published: 2\n") == 1
    assert "fire_flyer_paper" not in tree and "2408.14158" not in tree  # the reader's number has not that source
    assert "바꾼 값, 원래 값: 2" in explain(results, "v3_final_run_cost", "ko")


def test_explain_says_what_a_readers_table_replaced(tmp_path):
    (tmp_path / "mine.csv").write_text("id,fleet_gpus\na100_pcie,5000\n")
    tree = explain(compute(tables=[("fleet", tmp_path / "mine.csv")]), "fleet_capex.a100_pcie")
    assert "cell mine.csv:2" in tree and "replaced by you; published: 10,000\n" in tree


def test_explain_ends_in_rows(published):
    for name in sampled(published.numbers, 300):
        tree = explain(published, name)
        assert all(row.where in tree for row in published.leaves_of(name)), name
        assert "Recorded" not in tree and "None" not in tree and "Same(" not in tree, name


def test_where_rows_stand_is_right(published):
    lines = (ROOT / "data/rows/training_cost.csv").read_text(encoding="utf-8").splitlines()
    for name, row in load(ROOT)[0].rows.items():
        place, _, number = row.where.partition(":")
        if place.endswith("training_cost.csv"):
            assert lines[int(number) - 1].startswith(f"{name},")


# --- What a range rests on, and what its width comes from ---


@pytest.mark.parametrize("name, lang, lines", [
    ("h800_hour_price", "en", ["range: 1.39 to 3.42 USD/GPU-hour, level 90%", "basis: From what an H800 hour costs the owner"]),
    ("h800_hour_price", "ko", ["구간: 1.39~3.42 USD/GPU-hour, 수준 90%", "근거: From what an H800 hour costs the owner"]),
    ("r1_data_hours", "en", ["range: 4500 to 5500 H800 GPU-hours, level bounds (uniform between them)", "basis: Rounding to the thousand"]),
    ("r1_gpu_hours", "en", ["90% interval 145,000 to 156,000 H800 GPU-hours", "width from: Clock hours of R1 99%, Hours to make R1's data 1%"]),
    ("r1_gpu_hours", "ko", ["90% 구간 H800 14만\u00a05000~15만\u00a06000시간", "구간이 넓은 이유: R1 소요 시간 99%, R1 데이터 제작 시간 1%"]),
    ("h800_breakeven_use", "en", ["90% interval ", "inputs of unknown spread held fixed: 2", "width from: Assumed rent of an H800 hour 100%"]),
    ("fleet_total_cost", "en", ["no interval: the error of ‘GPU count (H20 SXM)’ is unknown", "inputs of unknown spread: 11"]),
    ("v3_gpu_hours", "en", ["without an interval"]),
    ("fleet_gpus.h20_sxm", "en", ["spread unknown"]),
])  # fmt: skip
def test_an_explanation_says_the_range_and_what_it_rests_on(published, name, lang, lines):
    own = explain(published, name, lang).split("├─")[0]
    assert all(line in own for line in lines), own


def test_a_range_of_the_readers_own_does_not_claim_the_published_basis():
    told = explain(compute(sets=[("h800_hour_price", "3 (2.5 to 4)")]), "h800_hour_price")
    assert "range: 2.5 to 4 USD/GPU-hour, level 90%" in told and "basis:" not in told


def test_the_record_says_causes_and_bases(record):
    assert record["numbers"]["r1_data_hours"]["basis"] == "Rounding to the thousand in which the figure is printed."
    assert list(record["numbers"]["r1_gpu_hours"]["causes"]) == ["r1_wall_hours", "r1_data_hours"]
    assert (record["numbers"]["v3_gpu_hours"]["causes"], record["numbers"]["v3_gpu_hours"]["basis"]) == ({}, "")


@pytest.mark.parametrize("lang, words", [("en", "the range rests on"), ("ko", "구간의 근거")])
def test_the_pages_of_numbers_show_the_basis_of_each_range(published, lang, words):
    html = "".join(part for _, part in letter_pages(published, lang).values())
    ranged = [leaf for leaf in published.catalogue.leaves().values() if leaf.spread == "range" and not isinstance(leaf.value, Same)]
    assert html.count(words) == len(ranged) > 2
    assert all(f'{words}: <span lang="en">{escape(leaf.basis)}</span>' in html for leaf in ranged)
