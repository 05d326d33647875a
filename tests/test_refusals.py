"""What a reader gives and cannot be used is refused before anything is computed; what can be used is accepted.

Twelve kinds of fault, each by `--set`, by a file of the book (scenario, data), by `--table` and by papermill where it
applies. Every message names the name, the value received, what is allowed and the nearest right word, in both languages.
"""
# Over 300 lines: one matrix of faults, tried in each way in which a reader can make them.

import datetime
import json
import os
import random
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from helpers import book_results
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import notebook
from analysis.__main__ import main
from analysis.book.notebooks import write_notebooks
from analysis.messages import MESSAGES, Refusal, Refusals
from analysis.replacements import apply, split_settings
from analysis.project import load
from analysis.results import compute

ROOT = Path(__file__).resolve().parent.parent
PRICE = "0.1 to 50 (USD/GPU-hour)"
KIND_OF_FAULT = ("misspelt", "type", "unit", "bounds", "nan", "infinity", "duplicate", "empty", "comma", "exponent", "scenario", "column")
HEAD = {"en": "Nothing was computed or written.", "ko": "아무것도 계산하거나 쓰지 않았습니다."}


@pytest.fixture(scope="session")
def project(tmp_path_factory):
    """A copy of the book's inputs; a call that writes anything into it shows."""
    root = tmp_path_factory.mktemp("project")
    for part in ("data", "analysis/core/chapters", "book"):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__", "_static"))
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(ROOT / name, root / name)
    load(root)  # compiles the chapters, once for all copies
    return root


def files(folder):
    """Every file below a folder with its content."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"}


def check_korean(text):
    """A Korean message is finished: written in Hangul, its particles chosen, nothing left to fill."""
    assert all(re.search("[가-힣]", line) for line in text.splitlines()), text
    assert not re.search(r"은\(는\)|이\(가\)|을\(를\)|\(으\)로|\[[가-힣]+/[가-힣]+\]|[{}]", text), text


def refused(capsys, root, arguments, out):
    """The message of each language after every call has refused the arguments, writing nothing; in Korean two calls are enough."""
    told = {}
    for lang in ("en", "ko"):
        calls = ["results"], ["book", "--out", str(out)], ["results", "--json"], ["explain", "v3_final_run_cost"]
        for call in calls if lang == "en" else calls[:2]:
            status = main([*call, *arguments, "--lang", lang, "--root", str(root)])
            printed = capsys.readouterr()
            assert (status, printed.out) == (2, ""), call
            assert told.setdefault(lang, printed.err) == printed.err  # one message, whatever was called
        assert told[lang].endswith(f"{HEAD[lang]}\n")
        assert not out.exists()
    check_korean(told["ko"])
    return told


def check_words(told, words):
    """Every word stands in the English message, and in the Korean one but for its prose."""
    for word in words:
        assert word in told["en"], told["en"]
        near = re.fullmatch("Did you mean '(.+)'\\?", word)
        korean = f"‘{near[1]}’" if near else word.removeprefix("received: ")
        assert korean in told["ko"] or korean.replace(" to ", "~") in told["ko"], told["ko"]
    assert ("Did you mean" in told["en"]) == ("찾으셨습니까" in told["ko"])


# --- By --set and --scenario ---

SET_FAULTS = {
    "misspelt row": ("misspelt", ["h800_hour_prise=3"], ["h800_hour_prise", "received: 3", "Did you mean 'h800_hour_price'?"]),
    "misspelt line": ("misspelt", ["fleet_gpus.h20_sxn=3"], ["fleet_gpus.h20_sxn", "Did you mean 'fleet_gpus.h20_sxm'?"]),
    "misspelt, double underscore": ("misspelt", ["fleet_gpus__h20_sxn=3"], ["Did you mean 'fleet_gpus.h20_sxm'?"]),
    "a computed number": ("misspelt", ["v3_gpu_hours=4"], ["v3_gpu_hours", "4", "v3_pretraining_hours, v3_context_hours, v3_posttraining_hours"]),
    "word": ("type", ["h800_hour_price=dear"], ["h800_hour_price", "dear", PRICE]),
    "currency sign": ("type", ["h800_hour_price=$3"], ["h800_hour_price", "$3", PRICE]),
    "underscore in digits": ("type", ["h800_hour_price=1_0"], ["1_0", PRICE]),
    "word for a date": ("type", ["as_of=today"], ["as_of", "today", "2026-11-21"]),
    "year for a date": ("type", ["as_of=2027"], ["as_of", "2027", "2026-11-21"]),
    "date without hyphens": ("type", ["as_of=20270101"], ["as_of", "20270101", "2026-11-21"]),
    "no value": ("type", ["h800_hour_price"], ["h800_hour_price", "h800_hour_price=3"]),
    "misspelt unit": ("unit", ["h800_hour_price=3 USD/GPU-huor"], ["USD/GPU-huor", "3", PRICE, "Did you mean 'USD/GPU-hour'?"]),
    "unit of another kind": ("unit", ["h800_hour_price=3 million USD"], ["h800_hour_price", "3 million USD", "USD/GPU-hour", PRICE]),
    "hours for years": ("unit", ["ownership_years=4 hours"], ["ownership_years", "4 hours", "years", "1 to 15 (years)"]),
    "above": ("bounds", ["h800_hour_price=300"], ["h800_hour_price", "300", PRICE]),
    "below": ("bounds", ["h800_hour_price=-1"], ["h800_hour_price", "-1", PRICE]),
    "just above": ("bounds", ["h800_hour_price=50.000001"], ["50.000001", PRICE]),
    "end of a range": ("bounds", ["h800_hour_price=3 (2 to 51)"], ["3 (2 to 51)", PRICE]),
    "above, in another unit": ("bounds", ["r1_published_cost=1.1 billion USD"], ["1.1 billion USD", "1 to 1000000 (thousand USD)"]),
    "date after its bounds": ("bounds", ["as_of=2200-01-01"], ["as_of", "2200-01-01", "2024-01-01 to 2100-12-31"]),
    "range beside its value": ("bounds", ["h800_hour_price=3 (4 to 5)"], ["3 (4 to 5)", "3 (2.5 to 4)", PRICE]),
    "range without a value": ("bounds", ["h800_hour_price=(2 to 4)"], ["(2 to 4)", "3 (2.5 to 4)", PRICE]),
    "nan": ("nan", ["h800_hour_price=NaN"], ["h800_hour_price", "NaN", PRICE]),
    "nan in a range": ("nan", ["h800_hour_price=3 (nan to 4)"], ["nan", PRICE]),
    "inf": ("infinity", ["h800_hour_price=inf"], ["h800_hour_price", "inf", PRICE]),
    "minus infinity": ("infinity", ["h800_hour_price=-Infinity"], ["-Infinity", PRICE]),
    "infinity by its exponent": ("infinity", ["h800_hour_price=1e999"], ["1e999", PRICE]),
    "the same name": ("duplicate", ["h800_hour_price=3", "h800_hour_price=4"], ["h800_hour_price", "3, 4"]),
    "a cell that repeats a row": ("duplicate", ["fire_flyer_gpus=3", "fleet_gpus.a100_pcie=4"], ["fire_flyer_gpus", "3, 4"]),
    "two spellings": ("duplicate", ["fleet_gpus.h20_sxm=3", "fleet_gpus__h20_sxm=3"], ["fleet_gpus.h20_sxm"]),
    "empty": ("empty", ["h800_hour_price="], ["h800_hour_price", PRICE]),
    "spaces": ("empty", ["h800_hour_price=  "], ["h800_hour_price", PRICE]),
    "empty date": ("empty", ["as_of="], ["as_of", "2026-11-21"]),
    "comma": ("comma", ["v3_pretraining_hours=2,664,000"], ["2,664,000", "2664000", "1 to 1000000000 (H800 GPU-hours)"]),
    "decimal comma": ("comma", ["h800_hour_price=3,5"], ["3,5", PRICE]),
    "misspelt column": ("column", ["fleet_gpu.h20_sxm=3"], ["fleet_gpu.h20_sxm", "Did you mean 'fleet_gpus.h20_sxm'?"]),
    "text column": ("column", ["vendor.h800_cr8dl_2024_08=X"], ["vendor.h800_cr8dl_2024_08", "X"]),
}  # fmt: skip


@pytest.mark.parametrize("fault", SET_FAULTS)
def test_set_is_refused(fault, capsys, project, tmp_path, monkeypatch):
    _, pairs, words = SET_FAULTS[fault]
    monkeypatch.chdir(tmp_path)
    before = files(project)
    told = refused(capsys, project, [part for pair in pairs for part in ("--set", pair)], tmp_path / "site")
    check_words(told, words)
    assert files(project) == before and not list(tmp_path.iterdir())


def test_unknown_scenario_is_refused(capsys, project, tmp_path):
    told = refused(capsys, project, ["--scenario", "dearer_rant"], tmp_path / "site")
    check_words(told, ["dearer_rant", "Did you mean 'dearer_rent'?", "dearer_rent, owner_cost"])


def test_every_fault_is_told_at_once(capsys, project, tmp_path):
    pairs = ["--set", "h800_hour_prise=3", "--set", "r1_gpus=many", "--set", "v2_tokens=0"]
    told = refused(capsys, project, pairs, tmp_path / "site")
    check_words(told, ["h800_hour_prise", "many", "0.001 to 10000 (T tokens)"])
    assert len(told["en"].splitlines()) == len(told["ko"].splitlines()) == 4


# --- By --table: a reader's own file of the same columns ---

TABLE_FAULTS = {
    "misspelt table": ("misspelt", "flet", "id,fleet_gpus\nh20_sxm,3\n", ["flet", "Did you mean 'fleet'?", ", fleet, ", ", rents"]),
    "misspelt line without its chip": ("misspelt", "fleet", "id,fleet_gpus\nh20_sxn,3\n", ["mine.csv:2", "chip", "h20_sxn", "Did you mean 'h20_sxm'?", "h100_sxm, "]),
    "misspelt line": ("misspelt", "fleet", "id,chip,fleet_gpus\nh20_sxn,h20_sxm,3\n", ["mine.csv:2", "server_price", "1 to 10000000 (USD/GPU)", "h20_sxn", "Did you mean 'h20_sxm'?"]),
    "misspelt id column": ("misspelt", "fleet", "idd,fleet_gpus\nh20_sxm,3\n", ["mine.csv:1", "idd", "Did you mean 'id'?"]),
    "word": ("type", "fleet", "id,fleet_gpus\nh20_sxm,many\n", ["mine.csv:2", "fleet_gpus.h20_sxm", "many", "0 to 10000000 (GPUs)"]),
    "capitals in an id": ("type", "fleet", "id,fleet_gpus\nH20,3\n", ["mine.csv:2", "H20"]),
    "a name for a number": ("type", "fleet", "id,fleet_gpus\nh20_sxm,=r1_gpus\n", ["mine.csv:2", "fleet_gpus", "=r1_gpus"]),
    "word for a date": ("type", "rents", "id,rent_date,rent_price\nnew_rent,soon,3\n", ["mine.csv:2", "rent_date", "soon", "2026-11-21"]),
    "unit of another kind": ("unit", "fleet", "id,fleet_gpus\nh20_sxm,3 USD\n", ["mine.csv:2", "fleet_gpus", "3 USD", "0 to 10000000 (GPUs)"]),
    "below": ("bounds", "fleet", "id,fleet_gpus\nh20_sxm,-3\n", ["mine.csv:2", "fleet_gpus", "-3", "0 to 10000000 (GPUs)"]),
    "end of a range": ("bounds", "fleet", "id,fleet_gpus,fleet_gpus_low,fleet_gpus_high\nh20_sxm,3,-1,4\n", ["mine.csv:2", "0 to 10000000 (GPUs)"]),
    "half a range": ("bounds", "fleet", "id,fleet_gpus,fleet_gpus_low\nh20_sxm,3,1\n", ["mine.csv:2", "fleet_gpus_low", "fleet_gpus_high"]),
    "a range alone": ("bounds", "fleet", "id,fleet_gpus,fleet_gpus_low,fleet_gpus_high\nh20_sxm,,1,5\n", ["mine.csv:2", "fleet_gpus_high"]),
    "nan": ("nan", "fleet", "id,fleet_gpus\nh20_sxm,nan\n", ["mine.csv:2", "nan", "0 to 10000000 (GPUs)"]),
    "inf": ("infinity", "fleet", "id,fleet_gpus\nh20_sxm,inf\n", ["mine.csv:2", "inf", "0 to 10000000 (GPUs)"]),
    "the same line": ("duplicate", "fleet", "id,fleet_gpus\nh20_sxm,3\nh20_sxm,4\n", ["mine.csv:3", "h20_sxm"]),
    "the same column": ("duplicate", "fleet", "id,fleet_gpus,fleet_gpus\nh20_sxm,3,4\n", ["mine.csv:1", "fleet_gpus"]),
    "empty cell of a new line": ("empty", "fleet", "id,chip,fleet_gpus\nb200_sxm,h100_sxm,3\n", ["mine.csv:2", "server_price"]),
    "empty reference of a new line": ("empty", "fleet", "id,chip,fleet_gpus\nb200_sxm,,3\n", ["mine.csv:2", "chip", "b200_sxm", "h100_sxm, "]),
    "empty cell that a sum needs": ("empty", "fleet", "id,chip,fleet_gpus,gpu_selling_price,server_price\nb200_sxm,h100_sxm,3,4,5\n", ["mine.csv:2", "gpu_year_operation", "0 to 1000000 (USD/GPU/year)"]),
    "empty file": ("empty", "fleet", "", ["mine.csv"]),
    "no line": ("empty", "fleet", "id,fleet_gpus\n", ["mine.csv:1", "id"]),
    "blank line": ("empty", "fleet", "id,fleet_gpus\nh20_sxm,3\n\nh100_sxm,4\n", ["mine.csv:3"]),
    "cell too few": ("empty", "fleet", "id,fleet_gpus,chip_family\nh20_sxm,3\n", ["mine.csv:2", "3 cells"]),
    "cell too many in every line": ("comma", "fleet", "id,fleet_gpus\nh20_sxm,30,000\n", ["mine.csv:2", "has 3 cells"]),
    "comma": ("comma", "fleet", 'id,fleet_gpus\nh20_sxm,"30,000"\n', ["mine.csv:2", "30,000", "30000", "0 to 10000000 (GPUs)"]),
    "misspelt column": ("column", "fleet", "id,fleet_gpu\nh20_sxm,3\n", ["mine.csv:1", "fleet_gpu", "Did you mean 'fleet_gpus'?", "gpu_selling_price"]),
}  # fmt: skip


@pytest.mark.parametrize("fault", TABLE_FAULTS)
def test_table_is_refused(fault, capsys, project, tmp_path):
    _, table, text, words = TABLE_FAULTS[fault]
    (tmp_path / "mine.csv").write_text(text, encoding="utf-8")
    told = refused(capsys, project, ["--table", f"{table}={tmp_path / 'mine.csv'}"], tmp_path / "site")
    check_words(told, words)


def test_table_given_twice_or_not_there_is_refused(capsys, project, tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_text("id,fleet_gpus\nh20_sxm,3\n")
    told = refused(capsys, project, ["--table", f"fleet={mine}", "--table", f"fleet={mine}"], tmp_path / "site")
    check_words(told, ["fleet", str(mine)])
    told = refused(capsys, project, ["--table", f"fleet={tmp_path / 'yours.csv'}"], tmp_path / "site")
    check_words(told, ["fleet", "yours.csv"])
    told = refused(capsys, project, ["--table", "fleet"], tmp_path / "site")
    check_words(told, ["rents=mine.csv"])


CHAPTER = """from analysis.core.graph import result


@result("USD/GPU/hour", over="rents")
def rent_above(rent_price, h800_hour_price):
    \"\"\"What a rent is above the assumed one.\"\"\"
    return rent_price - h800_hour_price


@result("1")
def rent_inverse(h800_hour_price):
    \"\"\"Fails at three dollars, where `ratio` should stand.\"\"\"
    return 1 / (h800_hour_price - 3)
"""
CHAPTER_TERMS = """name,label_en,label_ko,short_en,short_ko,reading_ko,digits,shown_unit
rent_above,Rent above,더 비싼 임대료,,,,,
rent_inverse,Inverse,역수,,,,,
"""


@pytest.fixture
def chaptered(project, tmp_path):
    """A copy of the project with a chapter of its own."""
    root = copied(project, tmp_path)
    (root / "analysis/core/chapters/extra.py").write_text(CHAPTER)
    (root / "data/terms/extra.csv").write_text(CHAPTER_TERMS, encoding="utf-8")
    return root


def test_empty_cell_that_a_formula_on_the_line_needs_is_refused(capsys, chaptered, tmp_path):
    (tmp_path / "mine.csv").write_text("id,chip,rent_price\nnew_rent,h800_sxm,\n")
    told = refused(capsys, chaptered, ["--table", f"rents={tmp_path / 'mine.csv'}"], tmp_path / "site")
    check_words(told, ["mine.csv:2", "rent_price", "new_rent", "rent_above", "0.01 to 100 (USD/GPU-hour)"])


def test_empty_cell_that_nothing_needs_is_accepted(project, tmp_path, no_ranges):
    (tmp_path / "mine.csv").write_text("id,chip,rent_price\nnew_rent,h800_sxm,\n")
    assert compute(project, tables=[("rents", tmp_path / "mine.csv")]).numbers["rent_price.new_rent"].state == "missing"


def test_values_with_which_a_formula_fails_are_refused(capsys, chaptered, tmp_path):
    told = refused(capsys, chaptered, ["--set", "h800_hour_price=3"], tmp_path / "site")
    check_words(told, ["rent_inverse", "extra.py:", "ZeroDivisionError"])


# --- By a file of the book, with file and line; `check`, whose work is to find such things, ends with status 1 ---

SCENARIO_FAULTS = {
    "misspelt": ("h800_hour_prise", "3.0", ["'h800_hour_prise' (received: 3.0)", "Did you mean 'h800_hour_price'?"]),
    "type": ("h800_hour_price", "[3.0]", ["a list was given ([3.0])", PRICE]),
    "type, yes": ("h800_hour_price", "yes", ["a bool was given (True)", PRICE]),
    "unit": ("h800_hour_price", "3 million USD", ["'3 million USD'", "USD/GPU-hour", PRICE]),
    "bounds": ("h800_hour_price", "300", ["300 is out of bounds", PRICE]),
    "bounds, date": ("as_of", "2200-01-01", ["2200-01-01 is out of bounds", "2024-01-01 to 2100-12-31"]),
    "nan": ("h800_hour_price", ".nan", ["'nan' is not a finite number", PRICE]),
    "infinity": ("h800_hour_price", "-.inf", ["'-inf' is not a finite number", PRICE]),
    "empty": ("h800_hour_price", "", ["no value was given", PRICE]),
    "comma": ("v3_pretraining_hours", "2,664,000", ["'2,664,000' holds a comma. Write 2664000."]),
    "exponent": ("r1_published_cost", "1e13", ["'1e13' is text in YAML. Write 1.0e+13."]),
    "exponent, point": ("r1_published_cost", "2.5e5", ["'2.5e5' is text in YAML. Write 2.5e+5."]),
    "column": ("fleet_gpu.h20_sxm", "3", ["'fleet_gpu.h20_sxm' (received: 3)", "Did you mean 'fleet_gpus.h20_sxm'?"]),
    "computed": ("v3_gpu_hours", "3", ["'v3_gpu_hours' is computed, not set (received: 3)", "v3_pretraining_hours, v3_context_hours, v3_posttraining_hours"]),
}  # fmt: skip
SCENARIO = """label: {{en: Mine, ko: 내 것}}
set:
  {name}:
    value: {value}
    reason: {{en: A reason, ko: 까닭}}
"""


def copied(project, tmp_path):
    shutil.copytree(project, tmp_path / "copy")
    return tmp_path / "copy"


def wrong_data(capsys, root, out):
    """The problems that every call prints, with nothing computed; the last call's words without the line that says so."""
    for call in (["results", "--json"], ["explain", "v3_final_run_cost"], ["check"], ["book", "--out", str(out)]):
        status = main([*call, "--root", str(root)])
        printed = capsys.readouterr()
        assert (status, printed.out) == (1 if call == ["check"] else 2, ""), call
        assert not out.exists()
    assert printed.err.endswith("Nothing was computed or written.\n")
    return printed.err.removesuffix("Nothing was computed or written.\n")


@pytest.mark.parametrize("fault", SCENARIO_FAULTS)
def test_scenario_is_refused(fault, capsys, project, tmp_path):
    name, value, words = SCENARIO_FAULTS[fault]
    root = copied(project, tmp_path)
    (root / "data/scenarios/mine.yml").write_text(SCENARIO.format(name=name, value=value), encoding="utf-8")
    problem = wrong_data(capsys, root, tmp_path / "site")
    assert problem.startswith("data/scenarios/mine.yml:4: ")
    assert all(word in problem for word in words), problem


def test_scenario_that_names_a_row_twice_is_refused(capsys, project, tmp_path):
    root = copied(project, tmp_path)
    text = SCENARIO.format(name="h800_hour_price", value="3.0")
    (root / "data/scenarios/mine.yml").write_text(text + text.split("set:\n")[1], encoding="utf-8")
    assert wrong_data(capsys, root, tmp_path / "site") == "data/scenarios/mine.yml:6: 'h800_hour_price' is written twice\n"


ROW = "v3_cluster_gpus,2048,H800 GPUs,1,10000000"
DATA_FAULTS = {
    "type": ("v3_cluster_gpus,many,H800 GPUs,1,10000000", ["column 'value': 'many': expected a number"]),
    "unit": ("v3_cluster_gpus,2048,H800 GPU,1,10000000", ["column 'unit': 'H800 GPU'", "did you mean 'H800 GPUs'?"]),
    "bounds": ("v3_cluster_gpus,0,H800 GPUs,1,10000000", ["column 'value': '0': expected a value between its min and max"]),
    "nan": ("v3_cluster_gpus,nan,H800 GPUs,1,10000000", ["column 'value': 'nan': expected a number"]),
    "infinity": ("v3_cluster_gpus,inf,H800 GPUs,1,10000000", ["column 'value': 'inf': expected a number"]),
    "duplicate": ("v3_tokens,2048,H800 GPUs,1,10000000", ["column 'name': 'v3_tokens': expected a name used once"]),
    "empty": ("v3_cluster_gpus,,H800 GPUs,1,10000000", ["column 'value': '': expected a number"]),
    "comma": ('v3_cluster_gpus,"2,048",H800 GPUs,1,10000000', ["column 'value': '2,048': expected a number", "without commas"]),
}  # fmt: skip


@pytest.mark.parametrize("fault", DATA_FAULTS)
def test_data_file_is_refused(fault, capsys, project, tmp_path):
    line, words = DATA_FAULTS[fault]
    path = copied(project, tmp_path) / "data/rows/training_cost.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(ROW) == 1
    path.write_text(text.replace(ROW, line), encoding="utf-8")
    number = next(n for n, one in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if one.startswith(line))
    problem = wrong_data(capsys, tmp_path / "copy", tmp_path / "site")
    assert f"data/rows/training_cost.csv:{number + (fault == 'duplicate')}: " in problem
    assert all(word in problem for word in words), problem


def test_misspelt_row_of_the_book_is_refused_where_it_is_asked_for(capsys, project, tmp_path):
    path = copied(project, tmp_path) / "data/rows/training_cost.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(ROW, ROW.replace("_gpus", "_gpu")), encoding="utf-8")
    problem = wrong_data(capsys, tmp_path / "copy", tmp_path / "site")
    assert re.search(r"(?:fleet|training_cost)\.py:\d+\) asks for 'v3_cluster_gpus', .*; did you mean 'v3_cluster_gpu'\?", problem), problem


# --- By papermill: the cell after the parameters calls open_page(globals()), so the same function on the same values
# --- is the same path; three runs of the real command line stand below.

CELL_FAULTS = {
    "misspelt row": ("misspelt", {"h800_hour_prise": 3}, ["h800_hour_prise", "received: 3", "Did you mean 'h800_hour_price'?"]),
    "misspelt line": ("misspelt", {"fleet_gpus__h20_sxn": 3}, ["Did you mean 'fleet_gpus.h20_sxm'?"]),
    "a computed number": ("misspelt", {"v3_gpu_hours": 3}, ["v3_pretraining_hours, v3_context_hours"]),
    "truth value": ("type", {"h800_hour_price": True}, ["h800_hour_price", "bool", "True", PRICE]),
    "list": ("type", {"h800_hour_price": [3.0, 4.0]}, ["h800_hour_price", "list", "[3.0, 4.0]", PRICE]),
    "word": ("type", {"h800_hour_price": "dear"}, ["dear", PRICE]),
    "unit of another kind": ("unit", {"h800_hour_price": "3 USD"}, ["3 USD", PRICE]),
    "above": ("bounds", {"h800_hour_price": 300}, ["300", PRICE]),
    "nan": ("nan", {"h800_hour_price": float("nan")}, ["nan", PRICE]),
    "nan as text": ("nan", {"h800_hour_price": ".nan"}, [".nan", PRICE]),
    "inf": ("infinity", {"h800_hour_price": float("-inf")}, ["-inf", PRICE]),
    "a cell that repeats a row": ("duplicate", {"fire_flyer_gpus": 3, "fleet_gpus__a100_pcie": 4}, ["fire_flyer_gpus", "3, 4"]),
    "empty": ("empty", {"h800_hour_price": ""}, ["h800_hour_price", PRICE]),
    "none": ("empty", {"h800_hour_price": None}, ["h800_hour_price", PRICE]),
    "comma": ("comma", {"v3_pretraining_hours": "2,664,000"}, ["2,664,000", "2664000"]),
    "exponent": ("exponent", {"r1_published_cost": "1e13"}, ["1e13", "1.0e+13", "1 to 1000000 (thousand USD)"]),
    "unknown scenario": ("scenario", {"scenario": "dearer_rant"}, ["dearer_rant", "Did you mean 'dearer_rent'?"]),
    "a number as scenario": ("scenario", {"scenario": 3}, ["3", "dearer_rent, owner_cost"]),
    "misspelt column": ("column", {"fleet_gpu__h20_sxm": 3}, ["Did you mean 'fleet_gpus.h20_sxm'?"]),
}  # fmt: skip
PARAMETERS = {"scenario": "", "h800_hour_price": "published"}


def stopped(names):
    """What the opening cell says in each language when it refuses; nothing was shown."""
    told = {}
    for lang in ("en", "ko"):
        with pytest.raises(notebook.Refused) as stop:
            notebook.open_page({**PARAMETERS, "lang": lang, **names})
        told[lang] = str(stop.value)
        assert stop.value._render_traceback_() == [told[lang]]
        assert told[lang].endswith(HEAD[lang])
    check_korean(told["ko"])
    return told


@pytest.mark.parametrize("fault", CELL_FAULTS)
def test_opening_cell_is_refused(fault, monkeypatch):
    shown = []
    monkeypatch.setattr(notebook, "display", shown.append)
    _, names, words = CELL_FAULTS[fault]
    told = stopped(names)
    check_words(told, words)
    assert shown == []


def test_opening_cell_refuses_an_unknown_column_of_a_table(tmp_path):
    (tmp_path / "mine.csv").write_text("id,fleet_gpu\nh20_sxm,3\n")
    check_words(stopped({"tables": {"fleet": str(tmp_path / "mine.csv")}}), ["mine.csv:1", "fleet_gpu", "Did you mean 'fleet_gpus'?"])


def test_opening_cell_refuses_an_unknown_language():
    with pytest.raises(notebook.Refused, match="There is no language 'kr'. Allowed: en, ko."):
        notebook.open_page({**PARAMETERS, "lang": "kr"})


def test_every_kind_of_fault_is_tried_every_way_that_applies():
    tried = {
        "set": {kind for kind, *_ in SET_FAULTS.values()},
        "table": {kind for kind, *_ in TABLE_FAULTS.values()},
        "scenario": {fault.split(",")[0] for fault in SCENARIO_FAULTS},
        "papermill": {kind for kind, *_ in CELL_FAULTS.values()},
    }
    # A shell's 1e13 is a number; only YAML makes text of it. A scenario is named by --scenario and papermill alone.
    assert tried["set"] == set(KIND_OF_FAULT) - {"exponent", "scenario"}
    assert tried["table"] == set(KIND_OF_FAULT) - {"exponent", "scenario"}
    assert tried["scenario"] >= set(KIND_OF_FAULT) - {"scenario", "duplicate"}
    assert tried["papermill"] == set(KIND_OF_FAULT)


# --- Real papermill, on the notebooks as they are published ---

RUNS = {
    "misspelt": ("ko", ["-p", "h800_hour_prise", "3"]),
    "bounds": ("en", ["-p", "h800_hour_price", "300"]),
    "changed": ("en", ["-p", "h800_hour_price", "3"]),
}


@pytest.fixture(scope="module")
def papermill(tmp_path_factory):
    """(status, stderr, executed notebook) of each run; all are started together, since most of a run is waiting."""
    folder = tmp_path_factory.mktemp("papermill")
    write_notebooks(ROOT, ("en", "ko"), folder)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    environment.pop("COMPUTE_LEDGER_ROOT", None)
    started = {}
    for run, (lang, arguments) in RUNS.items():
        command = [sys.executable, "-m", "papermill", f"{lang}/training_cost.ipynb", f"{run}.ipynb", *arguments, "-k", "python3", "--no-progress-bar"]
        started[run] = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8")
    done = {run: (process.communicate(timeout=120)[1], process.returncode) for run, process in started.items()}
    return {run: (status, error, json.loads((folder / f"{run}.ipynb").read_text(encoding="utf-8"))) for run, (error, status) in done.items()}


def outputs(book):
    return json.dumps([cell["outputs"] for cell in book["cells"] if cell["cell_type"] == "code"], ensure_ascii=False)


@pytest.mark.slow
@pytest.mark.parametrize("run, words", [
    ("misspelt", ["‘h800_hour_prise’라는 입력값은 없습니다(받은 값: 3).", "‘h800_hour_price’를 찾으셨습니까?", HEAD["ko"]]),
    ("bounds", ["h800_hour_price: 300 is out of bounds.", f"Allowed: {PRICE}.", HEAD["en"]]),
])  # fmt: skip
def test_papermill_is_stopped_and_its_notebook_holds_the_refusal_and_no_number(papermill, run, words):
    status, error, book = papermill[run]
    assert status != 0
    shown = outputs(book)
    for word in words:
        assert word in shown and word in error
    assert not re.search(r"<data|ledger-numbers|<figure|\$\d|달러", shown)
    assert [output["output_type"] for cell in book["cells"] for output in cell.get("outputs", ())] == ["error"]


@pytest.mark.slow
def test_papermill_shows_the_changed_numbers_beside_the_published_ones(papermill):
    status, error, book = papermill["changed"]
    assert status == 0, error
    shown = outputs(book).replace('\\"', '"')
    # 2,788,000 hours at $3, at $2 as published; the fleet does not hang on the rent.
    assert '<data class="num" data-name="v3_final_run_cost" value="8364000.0">$8.36 million</data>' in shown
    assert '<data class="published" data-name="v3_final_run_cost" value="5576000.0">$5.58 million</data>' in shown
    assert 'class="published" data-name="fleet_total_cost"' not in shown


@pytest.mark.slow
def test_published_notebook_carries_its_values_with_what_is_allowed(papermill):
    book = papermill["changed"][2]
    cell = next(cell for cell in book["cells"] if "parameters" in cell["metadata"].get("tags", ()))
    assert "h800_hour_price = 2.0  # Assumed rent of an H800 hour: USD/GPU-hour, allowed 0.1 to 50" in "".join(cell["source"])


# --- What can be used is accepted ---


@pytest.fixture(scope="module")
def catalogue():
    return load(ROOT)[0]


def spellings(catalogue, row):
    """Every way to write the unit of a row."""
    return [name for name, (unit, *_) in catalogue.units.spellings.items() if unit == row.unit]


def generated(catalogue):
    """A hundred valid replacements, (name, text, canonical value), of rows and cells drawn by a fixed seed."""
    draw = random.Random(20261121)
    bound = {column for _, parts, whole in catalogue.limits for column in (*parts, whole)}  # what fits depends on the rest of the line
    leaves = [row for name, row in catalogue.leaves().items() if isinstance(row.value, float) and name.partition(".")[0] not in bound]
    for row in draw.sample(leaves, 100):
        low, high = row.low_bound, row.high_bound
        share = draw.choice([0.0, 1.0, draw.random(), draw.random() ** 8])
        value = min(max(Decimal(f"{low + share * (high - low):.6g}"), Decimal(repr(low))), Decimal(repr(high)))
        yield row.name, *written(draw, catalogue, row, value)


def written(draw, catalogue, row, value):
    """A canonical value as a reader may write it: plain or with an exponent, with a unit, with a range."""
    spelling = draw.choice([row.spelling, row.spelling, *spellings(catalogue, row)])
    shown = value / catalogue.units.parse(spelling)[1]
    number = draw.choice([f"{shown:f}", f"{shown:.9E}"])
    canonical = catalogue.units.canonical(Decimal(number), spelling)
    unit = "" if spelling == row.spelling and draw.random() < 0.5 else f" {spelling}"
    ends = draw.choice(["", "", f" ({number} to {number})", f" ({number} ~ {number})"])
    return number + draw.choice([unit + ends, ends + unit]), canonical


def test_a_hundred_valid_replacements_are_accepted(catalogue, no_ranges):
    done = list(generated(catalogue))
    assert len({name for name, *_ in done}) == 100 and {"." in name for name, *_ in done} == {True, False}
    assert sum("(" in text for _, text, _ in done) > 20 and sum("e" in text.lower() for _, text, _ in done) > 20
    for name, text, value in done:
        assert apply(catalogue, sets=split_settings([f"{name}={text}"]))[0].leaf(name).value == value, (name, text)
    for name, text, value in done[:2]:  # and come out of the whole of it
        results = compute(sets=split_settings([f"{name}={text}"]))
        assert results.numbers[name].value == value, (name, text)
        page = notebook.open_page({**PARAMETERS, name.replace(".", "__"): text})
        assert page.results.numbers[name].value == value, (name, text)


def test_numbers_as_papermill_makes_them_are_accepted(no_ranges):
    for value in (3, 3.0, "3", "3 USD/GPU/hour", "3 (2.5 to 4)", "3.0e+0"):
        page = notebook.open_page({**PARAMETERS, "h800_hour_price": value})
        assert page.results.numbers["v3_final_run_cost"].value == 8_364_000, value


@pytest.mark.parametrize("text", [
    "3 (2.5 to 4)", "3 (2.5 ~ 4)", "3 ( 2.5 to 4 )", "3 USD/GPU/hour (2.5 to 4)", "3 (2.5 to 4) USD/GPU-hour", "(2.5 to 4) 3", "3  (2.5  to  4)",
])  # fmt: skip
def test_range_is_read(catalogue, text):
    made, changes = apply(catalogue, sets=[("h800_hour_price", text)])
    row = made.leaf("h800_hour_price")
    assert (row.value, row.low, row.high, row.spread, row.level) == (3.0, 2.5, 4.0, "range", "90")
    assert [change.name for change in changes] == ["h800_hour_price"]


def test_bare_number_is_exact_and_in_the_unit_of_its_row(catalogue):
    made, _ = apply(catalogue, sets=[("v2_token_hours", "172.8"), ("r1_published_cost", "300")])
    assert made.leaf("v2_token_hours").value == 172_800 / 1e12  # K H800 GPU-hours per T tokens
    assert made.leaf("r1_published_cost").value == 300_000  # thousand USD
    assert made.leaf("r1_published_cost").spread == "exact"


def test_cell_that_repeats_a_row_sets_the_row(no_ranges):
    results = compute(sets=[("fleet_gpus.a100_pcie", "5000")])
    assert {name: results.numbers[name].value for name in ("fire_flyer_gpus", "fleet_gpus.a100_pcie")} == {"fire_flyer_gpus": 5000, "fleet_gpus.a100_pcie": 5000}
    assert [change.name for change in results.changes] == ["fire_flyer_gpus"]  # and the list of changes says so


def test_readers_cell_cuts_a_repeating_cell_loose(tmp_path, no_ranges):
    (tmp_path / "mine.csv").write_text("id,fleet_gpus\na100_pcie,5000\n")
    results = compute(tables=[("fleet", tmp_path / "mine.csv")])
    assert (results.numbers["fire_flyer_gpus"].value, results.numbers["fleet_gpus.a100_pcie"].value) == (10_000, 5_000)
    assert results.to_dict()["changes"] == [
        {"name": "fleet_gpus.a100_pcie", "published": 10_000.0, "value": 5_000.0, "unit": "GPU", "origin": "table", "reason": None}
    ]
    assert json.loads(results.to_json())["numbers"]["fleet_total_gpus"]["value"] == 55_000


def test_readers_line_that_repeats_a_published_cell_changes_nothing(tmp_path):
    (tmp_path / "mine.csv").write_text("id,fleet_gpus,chip_family\nh20_sxm,30000,Hopper\n")
    assert compute(tables=[("fleet", tmp_path / "mine.csv")]).to_dict() == book_results().to_dict()


def test_readers_own_line_goes_through_the_same_functions(tmp_path, no_ranges):
    (tmp_path / "mine.csv").write_text(
        "id,chip,chip_family,fleet_gpus,gpu_selling_price,server_price,gpu_year_operation,server_price_low,server_price_high\n"
        "b200_sxm,h100_sxm,Blackwell,1e3,30000 USD/GPU,40000,5000 USD/GPU/year,35000,50000\n"
    )
    results = compute(tables=[("fleet", tmp_path / "mine.csv")])
    assert results.numbers["fleet_capex.b200_sxm"].value == 40e6  # 1,000 x 40,000
    assert results.numbers["fleet_ownership.b200_sxm"].value == 60e6  # 40M + 1,000 x 5,000 x 4 years
    assert results.numbers["fleet_total_gpus"].value == 61_000
    assert (results.catalogue.leaf("server_price.b200_sxm").low, results.catalogue.leaf("server_price.b200_sxm").high) == (35_000, 50_000)
    assert {change.origin for change in results.changes} == {"table"}


def test_date_is_set(no_ranges):
    results = compute(sets=[("as_of", "2027-01-31")])
    assert results.as_of == datetime.date(2027, 1, 31)
    entry = results.to_dict()
    assert (entry["as_of"], entry["numbers"]["as_of"]["text"]["ko"]) == ("2027-01-31", "2027년 1월 31일")
    assert entry["changes"] == [{"name": "as_of", "published": "2026-11-21", "value": "2027-01-31", "unit": "date", "origin": "set", "reason": None}]


def test_exponent_without_a_point_is_a_number_outside_yaml(catalogue, tmp_path):
    assert apply(catalogue, sets=[("v3_pretraining_hours", "3e6")])[0].leaf("v3_pretraining_hours").value == 3e6
    (tmp_path / "mine.csv").write_text("id,fleet_gpus\nh20_sxm,3e4\n")
    assert apply(catalogue, tables=[("fleet", tmp_path / "mine.csv")])[1] == []  # 30,000, as published


# --- No text, however odd, is met with a crash ---


@settings(max_examples=300, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    name=st.sampled_from(["h800_hour_price", "fleet_gpus.h20_sxm", "as_of", "fleet_gpus.a100_pcie"]) | st.text(max_size=12),
    value=st.text(max_size=12) | st.text("0123456789.,eE+-() to~%", max_size=14) | st.floats() | st.booleans() | st.none() | st.integers(),
    yaml_text=st.booleans(),
)  # fmt: skip
def test_any_text_is_accepted_or_refused_in_words(catalogue, name, value, yaml_text):
    try:
        apply(catalogue, ("v3_gpu_hours",), sets=[(name, value)], yaml_text=yaml_text)
    except (Refusal, Refusals) as refusal:
        assert refusal.text("en") and refusal.text("ko")
        assert "[" not in re.sub(re.escape(str(value)) + "|" + re.escape(name), "", refusal.text("ko"))


def test_every_message_is_written_in_both_languages():
    for code, (english, korean) in MESSAGES.items():
        assert set(re.findall(r"{(\w+)}", english)) == set(re.findall(r"{(\w+)}", korean)), code
        assert re.search("[가-힣]", korean) or code in ("table",), code
        assert not re.search("[가-힣]", english) and not re.search(r"은\(는\)|이\(가\)|을\(를\)", korean), code


def test_a_wrong_scenario_is_refused_in_the_readers_language(capsys, project, tmp_path):
    root = copied(project, tmp_path)
    (root / "data/scenarios/mine.yml").write_text(SCENARIO.format(name="h800_hour_prise", value="3.0"), encoding="utf-8")
    assert main(["results", "--scenario", "mine", "--lang", "ko", "--root", str(root)]) == 2
    told = capsys.readouterr().err
    assert "data/scenarios/mine.yml:4: ‘h800_hour_prise’라는 입력값은 없습니다" in told and told.endswith("아무것도 계산하거나 쓰지 않았습니다.\n")


def test_a_column_alone_names_its_cells(capsys):
    assert main(["results", "--set", "fleet_gpus=10"]) == 2
    assert "'fleet_gpus' is a column (received: 10): name one of its cells, fleet_gpus.a100_pcie, " in capsys.readouterr().err


def test_a_result_names_the_inputs_of_its_line(capsys):
    assert main(["results", "--set", "fleet_capex.h100_sxm=1"]) == 2
    assert "Set what it rests on: fleet_gpus.h100_sxm, server_price.h100_sxm." in capsys.readouterr().err


@pytest.mark.parametrize("place", ["file.txt", "file.txt/below"])
def test_a_file_in_the_way_is_refused_before_anything_is_built(place, capsys, tmp_path):
    (tmp_path / "file.txt").write_text("mine", encoding="utf-8")
    assert main(["book", "--out", str(tmp_path / place)]) == 2
    assert "is a file. Give a folder." in capsys.readouterr().err
    assert (tmp_path / "file.txt").read_text(encoding="utf-8") == "mine"
