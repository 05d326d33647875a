"""A fault planted in `data/` is told with file, line, column, value and what was expected; all faults at once.

The plants go into a copy of the real data, so the tests also hold what the book's own files look like.
"""
# Over 300 lines: one table of planted faults, and the few that need a test of their own.

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from analysis.catalogue import CatalogueError
from analysis.catalogue.reading import read
from analysis.core.graph import GraphError
from analysis.kinds.unit_check import unit_problems
from analysis.project import load
from analysis.sheets import is_date, parse_number
from analysis.units import UnitError, money

ROOT = Path(__file__).resolve().parent.parent
ROWS, SHARED = "data/rows/training_cost.csv", "data/rows/shared.csv"
FLEET, RENTS = "data/tables/fleet.csv", "data/tables/rents.csv"
COLUMNS, UNITS, SOURCES = "data/columns.csv", "data/units.csv", "data/sources.csv"
TERMS, SCENARIO = "data/terms/training_cost.csv", "data/scenarios/dearer_rent.yml"
CHAPTER = "analysis/core/chapters/training_cost.py"


@pytest.fixture
def project(tmp_path):
    """A copy of the book's data and chapters."""
    for part in ("data", "analysis/core/chapters"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def plant(project, place, old, new):
    """Replace the first `old` in a file; the number of the line on which the change begins."""
    path = project / place
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{place} has changed: plant this fault anew"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    same = next(n for n, (a, b) in enumerate(zip(text + "\0", text.replace(old, new, 1) + "\0")) if a != b)
    return text[:same].count("\n") + 1


def problems(project):
    with pytest.raises(CatalogueError) as error:
        load(project)
    assert error.value.problems == str(error.value).splitlines()
    return error.value.problems


def test_the_copy_is_right_before_anything_is_planted(project):
    catalogue, graph = load(project)
    assert "v3_final_run_cost" in graph.functions and "h800_hour_price" in catalogue.rows


# (file, what stands there, what is planted, the rest of the line after `file:line: `)
PLANTS = {
    # rows
    "row: unit": (ROWS, "2664000,H800 GPU-hours", "2664000,H800 GPU-huors", "column 'unit': 'H800 GPU-huors': expected a unit of data/units.csv; did you mean 'H800 GPU-hours'?"),
    "row: source": (ROWS, "deepseek_v3_report", "deepseek_v3_raport", "column 'source': 'deepseek_v3_raport': expected one of {...}; did you mean 'deepseek_v3_report'?"),
    "row: no source": (ROWS, "deepseek_v3_report,Table 1", ",Table 1", "column 'source': '': expected one of {...}"),
    "row: nothing says where it comes from": (SHARED, "derived,,A definition.", "derived,,", "column 'note': '': expected a sentence that says where this comes from, since no source is named"),
    "row: grade": (ROWS, ",primary,", ",primery,", "column 'grade': 'primery': expected one of assumption, dataset, derived, primary, secondary; did you mean 'primary'?"),
    "row: spread": (ROWS, ",range,1.39", ",ragne,1.39", "column 'spread': 'ragne': expected one of exact, range, unknown; did you mean 'range'?"),
    "row: name of one word": (ROWS, "\nr1_gpus", "\ngpus", "column 'name': 'gpus': expected at least two lower-case words joined by underscores"),
    "row: name in capitals": (ROWS, "\nr1_gpus", "\nR1_gpus", "column 'name': 'R1_gpus': expected at least two lower-case words joined by underscores"),
    "row: double underscore": (ROWS, "\nr1_gpus", "\nr1__gpus", "column 'name': 'r1__gpus': expected at least two lower-case words joined by underscores"),
    "row: twice": (ROWS, "r1_misprinted_gpus,648", "r1_gpus,648", "column 'name': 'r1_gpus': expected a name used once (already in data/rows/training_cost.csv:13)"),
    "row: comma": (ROWS, "2664000,", '"2,664,000",', "column 'value': '2,664,000': expected a number such as 1234.5 or 1.2e9, without commas"),
    "row: word": (ROWS, "2664000,", "many,", "column 'value': 'many': expected a number such as 1234.5 or 1.2e9, without commas"),
    "row: nan": (ROWS, "2664000,", "nan,", "column 'value': 'nan': expected a number such as 1234.5 or 1.2e9, without commas"),
    "row: infinity": (ROWS, "2664000,", "inf,", "column 'value': 'inf': expected a number such as 1234.5 or 1.2e9, without commas"),
    "row: bound": (ROWS, "GPU-hours,1,1000000000", "GPU-hours,one,1000000000", "column 'min': 'one': expected a number such as 1234.5 or 1.2e9, without commas"),
    "row: empty": (ROWS, "2664000,", ",", "column 'value': '': expected a number"),
    "row: below": (ROWS, "2664000,", "0.5,", "column 'value': '0.5': expected a value between its min and max (1 to 1000000000)"),
    "row: above, in its unit": (ROWS, "294,thousand USD", "1e7,thousand USD", "column 'value': '1e7': expected a value between its min and max (1 to 1000000)"),
    "row: value beside its range": (ROWS, "1.39,3.42", "2.39,3.42", "column 'value': '2': expected low <= value <= high where spread is 'range'"),
    "row: half a range": (ROWS, "1.39,3.42", "1.39,", "column 'value': '2': expected low <= value <= high where spread is 'range'"),
    "row: level": (ROWS, "4500,5500,bounds", "4500,5500,bound", "column 'level': 'bound': expected one of 80, 90, 95, bounds"),
    "row: range without basis": (ROWS, "bounds,Rounding to the thousand in which the figure is printed.", "bounds,", "column 'basis': '': expected a source or a mechanism where spread is 'range', such as 'Epoch AI: lowest and highest listing' or 'Rounding to the thousand printed'"),
    "row: exact with an end": (ROWS, "14.8,T tokens,0.001,10000,exact,,", "14.8,T tokens,0.001,10000,exact,14,", "column 'low': '14': expected nothing where spread is 'exact'"),
    "row: exact with a level": (ROWS, "2,T tokens,0.001,10000,exact,,,", "2,T tokens,0.001,10000,exact,,,90", "column 'level': '90': expected nothing where spread is 'exact'"),
    "row: unknown with a range": (ROWS, "0.1,50,range,1.39", "0.1,50,unknown,1.39", "column 'high': '3.42': expected nothing where spread is 'unknown'"),
    "row: exact with a basis": (ROWS, "8.1,T tokens,0.001,10000,exact,,,,", "8.1,T tokens,0.001,10000,exact,,,,Rounding in the source", "column 'basis': 'Rounding in the source': expected nothing where spread is 'exact'"),
    "row: exact with a shape": (ROWS, "8.1,T tokens,0.001,10000,exact,,,,,", "8.1,T tokens,0.001,10000,exact,,,,,normal", "column 'shape': 'normal': expected nothing where spread is 'exact'"),
    "row: exact with a group": (ROWS, "8.1,T tokens,0.001,10000,exact,,,,,,", "8.1,T tokens,0.001,10000,exact,,,,,,tokens", "column 'group': 'tokens': expected nothing where spread is 'exact'"),
    "row: date": (ROWS, ",2024-05-07,", ",2024-5-7,", "column 'as_of': '2024-5-7': expected a date such as 2026-11-21, 2026-11 or 2026"),
    "row: day that does not exist": (ROWS, ",2024-05-07,", ",2024-02-30,", "column 'as_of': '2024-02-30': expected a date such as 2026-11-21, 2026-11 or 2026"),
    "date row": (SHARED, "as_of,2026-11-21", "as_of,2026-11-31", "column 'value': '2026-11-31': expected a date such as 2026-11-21"),
    "date row: without hyphens": (SHARED, "as_of,2026-11-21", "as_of,20261121", "column 'value': '20261121': expected a date such as 2026-11-21"),
    "date row: a range": (SHARED, "2100-12-31,exact", "2100-12-31,range", "column 'spread': 'range': expected exact or unknown: a date has no range"),
    "date row: an end": (SHARED, "2100-12-31,exact,", "2100-12-31,exact,2026-01-01", "column 'low': '2026-01-01': expected nothing where spread is 'exact'"),
    "date row: before its bounds": (SHARED, "as_of,2026-11-21", "as_of,2023-11-21", "column 'value': '2023-11-21': expected a date between its min and max (2024-01-01 to 2100-12-31)"),
    # lines that pandas alone would fill up or shift
    "blank line": (ROWS, "\nr1_gpus", "\n\nr1_gpus", "the line is blank: expected 18 cells, and quotes around one that holds a comma"),
    "comma missing at the end": (COLUMNS, "chip,rents,chips,,,,,,,,Chip,칩", "chip,rents,chips,,,,,,,Chip,칩", "the line has 11 cells: expected 12 cells, and quotes around one that holds a comma"),
    "comma without quotes": (ROWS, "2664000,", "2,664,000,", "the line has 20 cells: expected 18 cells, and quotes around one that holds a comma"),
    # tables and columns
    "cell: comma": (FLEET, ",30000,", ',"30,000",', "column 'fleet_gpus': '30,000': expected a number such as 1234.5 or 1.2e9, without commas"),
    "cell: below": (FLEET, "24228", "-1", "column 'server_price': '-1': expected a value between its min and max (1 to 10000000)"),
    "cell: id": (FLEET, "h20_sxm,", "H20,", "column 'id': 'H20': expected lower-case letters, digits and single underscores"),
    "cell: id twice": (FLEET, "h20_sxm,", "a100_pcie,", "column 'id': 'a100_pcie': expected an id used once (already data/tables/fleet.csv:2)"),
    "cell: repeats nothing": (FLEET, "=fire_flyer_gpus", "=fire_flyer_gpu", "column 'fleet_gpus': '=fire_flyer_gpu': expected the name of a row or one-number result; did you mean 'fire_flyer_gpus'?"),
    "cell: repeats a cell": (FLEET, "=fire_flyer_gpus", "=fleet_gpus.h20_sxm", "column 'fleet_gpus': '=fleet_gpus.h20_sxm': expected the name of a row or result, not of a cell"),
    "cell: repeats many": (FLEET, "=fire_flyer_gpus", "=chip_spend", "column 'fleet_gpus': '=chip_spend': expected the name of a row or one-number result; did you mean {...}"),
    "cell: repeats another unit": (FLEET, "=fire_flyer_gpus", "=h800_hour_price", "column 'fleet_gpus': '=h800_hour_price': expected a number in GPU, not in USD/GPU/hour"),
    "cell: date": (RENTS, "2024-08-24,3.42", "24.8.2024,3.42", "column 'rent_date': '24.8.2024': expected a date such as 2026-11-21, 2026-11 or 2026"),
    "cell: month that does not exist": (RENTS, "2024-08-24,3.42", "2024-13-24,3.42", "column 'rent_date': '2024-13-24': expected a date such as 2026-11-21, 2026-11 or 2026"),
    "cell: source": (RENTS, "epoch_prices", "epoch_price", "column 'source': 'epoch_price': expected one of {...}; did you mean 'epoch_prices'?"),
    "column: type": (COLUMNS, "fleet_gpus,fleet,number", "fleet_gpus,fleet,nunber", "column 'type': 'nunber': expected one of {...}; did you mean 'number'?"),
    "column: table": (COLUMNS, "fleet_gpus,fleet,", "fleet_gpus,flete,", "column 'table': 'flete': expected one of {...}; did you mean 'fleet'?"),
    "column: unit": (COLUMNS, "USD/GPU,0", "USD/GPUU,0", "column 'unit': 'USD/GPUU': expected a unit of data/units.csv; did you mean 'USD/GPU'?"),
    "column: bound": (COLUMNS, "GPUs,0,10000000", 'GPUs,0,"10,000,000"', "column 'max': '10,000,000': expected a number such as 1234.5 or 1.2e9, without commas"),
    "column: spread": (COLUMNS, ",unknown,", ",unknwon,", "column 'spread': 'unknwon': expected one of exact, range, unknown; did you mean 'unknown'?"),
    "column: level without a range": (COLUMNS, "10000000,unknown,,", "10000000,unknown,90,", "column 'level': '90': expected nothing where spread is 'unknown' and no cell has a range of its own"),
    "column: basis without a range": (COLUMNS, "USD/GPU-hour,0.01,100,exact,,", "USD/GPU-hour,0.01,100,exact,,Rounding to cents", "column 'basis': 'Rounding to cents': expected nothing where spread is 'exact' and no cell has a range of its own"),
    "column: group without a range": (COLUMNS, "USD/GPU-hour,0.01,100,exact,,,", "USD/GPU-hour,0.01,100,exact,,,rent", "column 'group': 'rent': expected nothing where spread is 'exact' and no cell has a range of its own"),
    "column: Korean label": (COLUMNS, ",GPU count,GPU 수", ",GPU count,", "column 'label_ko': '': expected a label in both languages"),
    "column: number column of two tables": (COLUMNS, "rent_price,rents", "server_price,rents", "column 'column': 'server_price': expected a number column of one table (already in fleet)"),
    "column: twice in its table": (COLUMNS, "vendor,rents", "kind,rents", "column 'column': 'kind': expected a column named once in its table"),
    # headers
    "header of rows": (ROWS, "name,value", "name,valeu", "column 'valeu': 'valeu': expected one of name, value, {...}; did you mean 'value'?"),
    "header of a table": (FLEET, "id,chip_family", "id,chip_famly", "column 'chip_famly': 'chip_famly': expected one of id, chip_family, {...}; did you mean 'chip_family'?"),
    "header of columns": (COLUMNS, "label_en,label_ko", "label_en,label_kr", "column 'label_kr': 'label_kr': expected one of column, table, {...}; did you mean 'label_ko'?"),
    "header of terms": (TERMS, "reading_ko", "readings_ko", "column 'readings_ko': 'readings_ko': expected one of name, label_en, {...}; did you mean 'reading_ko'?"),
    "header of sources": (SOURCES, "publisher", "publicher", "column 'publicher': 'publicher': expected one of id, author, {...}; did you mean 'publisher'?"),
    "header of units": (UNITS, "factor", "facter", "column 'facter': 'facter': expected one of spelling, unit, factor, en, ko; did you mean 'factor'?"),
    # units, sources, terms
    "unit: factor": (UNITS, "billion USD,USD,1000000000", "billion USD,USD,1e9e", "column 'factor': '1e9e': expected a number"),
    "unit: base": (UNITS, "GPU*hour/token,GPU*hour/token", "GPU*hour/token,GPU*hour/tokn", "column 'unit': 'GPU*hour/tokn': expected base units that stand in this file; 'tokn' does not"),
    "unit: twice": (UNITS, "thousand USD,USD", "USD,USD", "column 'spelling': 'USD': expected a value used once (already on line 8)"),
    "source: id": (SOURCES, "glenn_thread,", "Glenn thread,", "column 'id': 'Glenn thread': expected lower-case letters, digits and single underscores"),
    "term: English label": (TERMS, "v3_tokens,Tokens read by V3,", "v3_tokens,,", "column 'label_en': '': expected a label in both languages"),
    "term: digits": (TERMS, ",,,H800 GPU-hours", ",,three,H800 GPU-hours", "column 'digits': 'three': expected a whole number from 1 to 17"),
    "term: no digits at all": (TERMS, ",,,H800 GPU-hours", ",,0,H800 GPU-hours", "column 'digits': '0': expected a whole number from 1 to 17"),
    "term: unit": (TERMS, "H800 GPU-hours\n", "H800 GPU-huors\n", "column 'shown_unit': 'H800 GPU-huors': expected a unit of data/units.csv; did you mean 'H800 GPU-hours'?"),
    "term: unit of another kind": (TERMS, "H800 GPU-hours\n", "USD\n", "column 'shown_unit': 'USD': expected a spelling of GPU*hour, in which data/rows/training_cost.csv:2 gives it; one of the two is wrong"),
    "term: unit without words": (TERMS, "H800 GPU-hours\n", "K GPU-hours\n", "unit 'K GPU-hours': expected its words (en, ko) in data/units.csv"),
    # scenarios
    "scenario: key": (SCENARIO, "label:", "lable:", "'lable': expected one of label, set; did you mean 'label'?"),
    "scenario: Korean label": (SCENARIO, "ko: 임대료가 오르면", "kr: 임대료가 오르면", "the label lacks its words in 'ko'"),
    "scenario: label twice": (SCENARIO, "label: {", "label: {en: Dear, ", "'en' is written twice"),
    "scenario: exponent": (SCENARIO, "value: 3.0", "value: 1e13", "h800_hour_price: '1e13' is text in YAML. Write 1.0e+13. Allowed: 0.1 to 50 (USD/GPU-hour)."),
    "scenario: comma": (SCENARIO, "value: 3.0", "value: 3,000", "h800_hour_price: '3,000' holds a comma. Write 3000. Allowed: 0.1 to 50 (USD/GPU-hour)."),
}  # fmt: skip

# Faults that are told on another line than the first that was changed.
ELSEWHERE = {
    "row in two files": (SHARED, "hours_per_day", "r1_gpus", f"{ROWS}:13: column 'name': 'r1_gpus': expected a name used once (already in {SHARED}:3)"),
    "line break in a cell": (ROWS, "v3_posttraining_hours,5000,H800", '"v3_posttraining\n_hours",5000,H800', f"{ROWS}:4: the line holds a line break within a cell: expected 18 cells, and quotes around one that holds a comma"),
    "source twice": (SOURCES, "glenn_thread,", "epoch_chips,", f"{SOURCES}:11: column 'id': 'epoch_chips': expected a value used once (already on line 9)"),
    "row of a scenario": (SCENARIO, "  h800_hour_price:", "  h800_hour_prise:", f"{SCENARIO}:4: There is no number named 'h800_hour_prise' (received: 3.0). Did you mean 'h800_hour_price'?"),
    "value of a scenario twice": (SCENARIO, "value: 3.0", "value: 3.0\n    value: 4.0", f"{SCENARIO}:5: 'value' is written twice"),
    "reason of a scenario": (SCENARIO, "    reason:\n", "    raeson:\n", f"{SCENARIO}:4: 'h800_hour_price' has value, raeson: expected value and reason"),
    "Korean reason of a scenario": (SCENARIO, "      ko: 2025년", "      kr: 2025년", f"{SCENARIO}:6: the reason of 'h800_hour_price' lacks its words in 'ko'"),
    "bracket of a scenario": (SCENARIO, "value: 3.0", "value: [3.0", f"{SCENARIO}:5: expected ',' or ']', but got ':'"),
}  # fmt: skip


def matches(problem, expected):
    """Whether a problem is the expected one; {...} in it stands for anything."""
    head, dots, tail = expected.partition("{...}")
    return problem == expected if not dots else problem.startswith(head) and problem.endswith(tail)


@pytest.mark.parametrize("fault", PLANTS)
def test_fault_names_its_place_and_what_was_expected(fault, project):
    place, old, new, expected = PLANTS[fault]
    line = plant(project, place, old, new)
    found = problems(project)
    assert any(matches(problem, f"{place}:{line}: {expected}") for problem in found), found
    missed = [problem for problem in found if "expected an id of table" in problem]  # references to a table that cannot be read
    assert len(found) - len(missed) <= 10 and len(found) <= 25  # one fault is not told a hundred times


@pytest.mark.parametrize("fault", ELSEWHERE)
def test_fault_is_told_where_it_stands(fault, project):
    *planted, expected = ELSEWHERE[fault]
    plant(project, *planted)
    assert expected in problems(project)


@pytest.mark.parametrize("text, expected", [
    ("", "1: the file is empty; expected label and set"),
    ("- 3\n", "1: expected a mapping with label and set"),
    ("label: {en: A, ko: 가}\n", "1: 'set' is missing"),
    ("label: {en: A, ko: 가}\nset: 3\n", "2: expected rows to replace"),
    ("label: A\nset: {}\n", "1: expected the label as {en: ..., ko: ...}"),
    ("label: {en: A, ko: 가}\nset:\n  r1_gpus: 3\n", "3: expected {value: ..., reason: {en: ..., ko: ...}}"),
    ("label: {en: A, ko: 가}\nset: {r1_gpus: {value: , reason: {en: A, ko: 가}}}\n", "2: r1_gpus: no value was given. Allowed: 1 to 10000000 (H800 GPUs)."),
])  # fmt: skip
def test_shape_of_a_scenario(project, text, expected):
    (project / SCENARIO).write_text(text, encoding="utf-8")
    assert f"{SCENARIO}:{expected}" in problems(project)


def test_missing_column_is_named(project):
    plant(project, FLEET, ",grade,note", ",note")
    assert f"{FLEET}:1: column 'grade' is missing; expected id, chip_family, " in "\n".join(problems(project))


def test_extra_comma_in_every_line_does_not_shift_the_columns(project):
    path = project / UNITS
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([head, *(line + "," for line in lines)]), encoding="utf-8")
    assert problems(project)[0] == f"{UNITS}:2: the line has 6 cells: expected 5 cells, and quotes around one that holds a comma"


def test_term_that_is_missing(project):
    plant(project, TERMS, "v3_tokens,", "v3_token,")
    assert problems(project) == [f"{ROWS}:7: 'v3_tokens': expected a term of that name in data/terms; did you mean 'v3_token'?"]


def test_term_of_a_function_that_is_missing(project):
    plant(project, TERMS, "v2_saving,", "v2_savings,")
    (problem,) = problems(project)
    line = (project / CHAPTER).read_text(encoding="utf-8").splitlines().index("def v2_saving(v2_token_hours, dense67b_token_hours):")  # of its tag
    assert f"training_cost.py:{line}: 'v2_saving': expected a term of that name in data/terms; did you mean 'v2_savings'?" in problem


def test_unit_of_a_function_that_is_not_canonical(project):
    plant(project, CHAPTER, '@result("USD")', '@result("million USD")')
    first, *others = problems(project)
    assert "v3_pretraining_cost: 'million USD': expected a canonical unit of data/units.csv" in first
    assert all("'v3_pretraining_cost': expected a number in USD, the unit of the claim" in problem for problem in others)


@pytest.mark.parametrize("place, old, new, expected", [
    (CHAPTER, "h800_hour_price):", "h800_hour_prise):", "asks for 'h800_hour_prise', which is no row, column, table or function; did you mean 'h800_hour_price'?"),
    (ROWS, "\nr1_wall_hours", "\nr1_wall_hour", "asks for 'r1_wall_hours', which is no row, column, table or function; did you mean 'r1_wall_hour'?"),
    (ROWS, "\nr1_published_cost", "\nr1_gpu_hours", "r1_gpu_hours ({...}) is the name of a row too"),
])  # fmt: skip
def test_name_that_no_argument_finds(project, place, old, new, expected):
    plant(project, place, old, new)
    with pytest.raises(GraphError) as error:
        load(project)
    head, _, tail = expected.partition("({...})")
    assert "training_cost.py:" in str(error.value) and str(error.value).startswith(head if tail else "") and (tail or expected) in str(error.value)


def test_reference_to_a_line_that_is_missing(project):
    # A column whose type is a table's name refers to a line of that table.
    plant(project, RENTS, "h800_cr8dl_2024_08,h800_sxm", "h800_cr8dl_2024_08,h800_smx")
    assert problems(project) == [f"{RENTS}:2: column 'chip': 'h800_smx': expected an id of table chips; did you mean 'h800_sxm'?"]


@pytest.mark.parametrize("kind, value, expected", [("year,", "24", "a year"), ("flag,", "maybe", "yes or no"), ("text,Hopper Ampere", "Hoper", "one of Hopper, Ampere")])
def test_text_of_a_kind(project, kind, value, expected):
    plant(project, COLUMNS, "chip_family,fleet,text,", f"chip_family,fleet,{kind}")
    plant(project, FLEET, "h20_sxm,Hopper", f"h20_sxm,{value}")
    assert f"{FLEET}:3: column 'chip_family': '{value}': expected {expected}" in problems(project)


def test_all_faults_of_all_files_are_told_at_once(project):
    plant(project, ROWS, "2664000,", "many,")
    plant(project, ROWS, "294,thousand USD", "294,thousand dollars")
    plant(project, SHARED, "hours/day", "hours/dya")
    plant(project, FLEET, "24228", "dear")
    plant(project, RENTS, "dataset", "datasets")
    assert [problem.split(": ")[0] for problem in problems(project)] == [f"{SHARED}:3", f"{ROWS}:2", f"{ROWS}:18", f"{FLEET}:3", f"{RENTS}:2"]
    for place, old, new in ((SOURCES, "glenn_thread", "Glenn"), (COLUMNS, "number", "numbr"), (TERMS, "v3_tokens,Tokens read by V3", "v3_tokens,")):
        plant(project, place, old, new)
    assert [problem.split(":")[0] for problem in problems(project)] == [SOURCES, COLUMNS, TERMS]


def test_file_in_another_encoding_is_refused_by_name(project):
    (project / TERMS).write_bytes((project / TERMS).read_text(encoding="utf-8").encode("cp949", "replace"))
    assert any(problem.startswith(f"{TERMS}: is not UTF-8 text; save it as") for problem in problems(project))


def test_byte_order_mark_and_windows_line_ends_are_read(project):
    path = project / ROWS
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load(project)[0].rows == load(ROOT)[0].rows


# --- What a range rests on ---

BASIS = "Rounding to the thousand in which the figure is printed."
UNFOUNDED = [
    "assumed", "An assumption of ours", "Assumption without a source", "Our best guess; a plausible range", "Guess, plus or minus a third", "expert judgment",
    "Expert opinion.", "rough estimate", "Author's own estimate, no source", "seems reasonable", "To be determined", "common sense", "rule of thumb",
    "a conservative range", "industry consensus", "Could be half or twice", "±20%", "See note", "deepseek_v3_raport",
    "Our guess of R1's hours for its data",  # words of the row's own name, r1_data_hours
    "우리의 가정", "저자의 대략적 추정이다",
    "Made up", "chosen by hand", "We picked these numbers ourselves", "Working assumption for this edition", "Placeholder value pending review",
    "Internal analysis of the team", "Somewhat lower and somewhat higher", "Rule of thumb among practitioners", "임의로 잡았다", "추정에 따라 넓게 잡음",
    "From low to high", "Between 2 and 3", "The lowest and highest that we can imagine", "A wide interval", "r1_data_hours", "Spot and contract prices",
]  # fmt: skip
FOUNDED = [
    "deepseek_v3_report", "SemiAnalysis", "The Register", "Estimate of Epoch AI", "Printed in Table 1 of the V3 report", "Rounded to tens.", "Rounding in the source",
    "Sampling error of the survey", "From h800_hour_price to what a contract gives", "Half and twice rent_price", "By the definition of the unit", "Lowest and highest of the quotes", "Standard error of the fit", "Two vendors' listings",
    "Estimated from the listings of two vendors", "Between a long contract and a listed rent.", "보고서 첫 표의 반올림", "From a contract with OpenAI to one with Meta", "공시 가격의 최저와 최고", "계약가에서 공시가까지",
    "Physical limits of the memory", "Observed in two clusters", "Spread over the sites", "90% interval of the fit",
]  # fmt: skip


@pytest.mark.parametrize("basis", UNFOUNDED)
def test_a_basis_that_names_nothing_is_refused(project, basis):
    line = plant(project, ROWS, BASIS, f'"{basis}"')
    (problem,) = problems(project)
    assert problem.startswith(f"{ROWS}:{line}: column 'basis': '{basis}': expected a source or a mechanism where spread is 'range', such as ")


@pytest.mark.parametrize("basis", FOUNDED)
def test_a_basis_that_names_a_source_or_a_mechanism_is_taken(project, basis):
    plant(project, ROWS, BASIS, f'"{basis}"')
    assert load(project)[0].rows["r1_data_hours"].basis == basis


def test_the_basis_of_a_cell_is_read_too(project):
    head, *lines = (project / RENTS).read_text(encoding="utf-8").splitlines()
    ends = [f"{head},rent_price_low,rent_price_high,rent_price_basis", f"{lines[0]},3,4,rough guess", f"{lines[1]},3,4,Listings of the same month"]
    (project / RENTS).write_text("\n".join([*ends, *(line + ",,," for line in lines[2:])]), encoding="utf-8")
    (problem,) = problems(project)
    assert problem.startswith(f"{RENTS}:2: column 'rent_price_basis': 'rough guess': expected a source or a mechanism")


@pytest.mark.parametrize("value, ends, column, expected", [
    ("3.42", ",,Listings of the same month", "basis", "'Listings of the same month': expected nothing where spread is 'exact'"),
    ("", "3,4,", "low", "'3': expected nothing beside an empty cell"),
    ("=h800_hour_price", "3,4,", "high", "'4': expected nothing beside a cell that repeats another number"),
])  # fmt: skip
def test_a_range_beside_a_cell_that_has_none_is_refused(project, value, ends, column, expected):
    head, first, *lines = (project / RENTS).read_text(encoding="utf-8").splitlines()
    planted = [f"{head},rent_price_low,rent_price_high,rent_price_basis", f"{first.replace(',3.42,', f',{value},')},{ends}", *(line + ",,," for line in lines)]
    (project / RENTS).write_text("\n".join(planted), encoding="utf-8")
    assert f"{RENTS}:2: column 'rent_price_{column}': {expected}" in problems(project)


def test_a_column_may_say_how_the_ranges_of_its_cells_are_to_be_read(project):
    plant(project, COLUMNS, "USD/GPU-hour,0.01,100,exact,,,", "USD/GPU-hour,0.01,100,exact,95,Listings of the same month,rent")
    head, first, *lines = (project / RENTS).read_text(encoding="utf-8").splitlines()
    (project / RENTS).write_text("\n".join([f"{head},rent_price_low,rent_price_high", f"{first},3,4", *(line + ",," for line in lines)]), encoding="utf-8")
    cell = load(project)[0].leaf("rent_price.h800_cr8dl_2024_08")
    assert (cell.level, cell.basis, cell.group) == ("95", "Listings of the same month", "rent")


# --- What others printed ---

def prints(project):
    """Problems of the units of a book: those of its prints, too."""
    return unit_problems(*load(project))


def test_every_print_of_the_book_is_like_what_reproduces_it(project):
    assert prints(project) == []
    made = {printed: name for name, function in load(project)[1].functions.items() for printed in function.reproduces}
    assert made["printed_ownership"] == "fleet_ownership" and made["first_edition_capex"] == "printed_first_capex"


@pytest.mark.parametrize("place, old, new, named", [
    (COLUMNS, "printed_capex,fleet,number,million USD", "printed_capex,fleet,number,USD", f"'printed_capex.a100_pcie' ({COLUMNS}:7, USD): 237, and 'fleet_capex', which reproduces it, gives 2.3716e+08: a wrong factor"),
    (COLUMNS, "printed_operation,fleet,number,million USD", "printed_operation,fleet,number,USD", f"'printed_operation.a100_pcie' ({COLUMNS}:8, USD): 157, and"),
    (COLUMNS, "printed_ownership,fleet,number,million USD", "printed_ownership,fleet,number,USD", f"'printed_ownership.a100_pcie' ({COLUMNS}:9, USD): 395, and"),
    (COLUMNS, "server_price,fleet,number,USD/GPU", "server_price,fleet,number,million USD/GPU", f"'printed_capex.a100_pcie' ({COLUMNS}:7, USD): 2.37e+08, and"),
    (ROWS, "294,thousand USD", "294,billion USD", f"'r1_published_cost' ({ROWS}:18, USD): 2.94e+11, and 'r1_added_cost', which"),
    (ROWS, "1.3,billion USD", "1.3,thousand USD", f"'first_edition_capex' ({ROWS}:20, USD): 1300, and"),
])  # fmt: skip
def test_a_wrong_factor_in_a_print_is_named(project, place, old, new, named):
    plant(project, place, old, new)
    found = prints(project)
    assert any(problem.startswith(named) for problem in found), found


@pytest.mark.parametrize("place, old, new, named", [
    (COLUMNS, "printed_ownership,fleet,number,million USD", "printed_ownership,fleet,number,K GPUs", f"'printed_ownership' ({COLUMNS}:9, GPU): 'fleet_ownership', which reproduces it, is in USD"),
    (ROWS, "1.3,billion USD,0.001,1000", "1.3,hours,0.001,1000", f"'first_edition_capex' ({ROWS}:20, hour): 'printed_first_capex', which reproduces it, is in USD"),
    (ROWS, "294,thousand USD", "294,GPU-hours", f"'r1_published_cost' ({ROWS}:18, GPU*hour): 'r1_added_cost', which reproduces it, is in USD"),
])  # fmt: skip
def test_a_print_in_another_unit_than_what_reproduces_it_is_named(project, place, old, new, named):
    plant(project, place, old, new)
    assert prints(project) == [named]


@pytest.mark.parametrize("old, new, expected", [
    (', reproduces="r1_published_cost"', "", f"'r1_published_cost' ({ROWS}:18, USD) was printed by somebody, and no formula sees its unit: tag the result that reproduces it with reproduces="),
    ("r1_published_cost", "r1_publisht_cost", "reproduces 'r1_publisht_cost', which is no number; did you mean 'r1_published_cost'?"),
])  # fmt: skip
def test_a_print_that_nothing_is_compared_with_is_named(project, old, new, expected):
    plant(project, CHAPTER, old, new)
    assert expected in "\n".join(prints(project))


# --- Canonical units ---


@pytest.fixture(scope="module")
def units():
    return read(ROOT).units


@pytest.mark.parametrize("spelling, unit, factor", [
    ("USD", "USD", "1"),
    ("million USD", "USD", "1e6"),
    ("billion USD", "USD", "1e9"),
    ("%", "1", "0.01"),
    ("%/year", "1/year", "0.01"),
    ("USD/GPU-hour", "USD/GPU/hour", "1"),
    ("H800 GPU-hours", "GPU*hour", "1"),
    ("K GPU-hours", "GPU*hour", "1000"),
    ("K H800 GPU-hours/T tokens", "GPU*hour/token", "1e-9"),
    ("T tokens", "token", "1e12"),
    ("hours/day", "hour/day", "1"),
    # products of known spellings need no line of their own
    ("million USD/GPUs", "USD/GPU", "1e6"),
    ("billion USD/year", "USD/year", "1e9"),
    ("GB*hours", "B*hour", "1e9"),
    ("USD/million tokens", "USD/token", "1e-6"),
])  # fmt: skip
def test_spelling_to_canonical(units, spelling, unit, factor):
    assert units.parse(spelling) == (unit, Decimal(factor))


@pytest.mark.parametrize("number, spelling, value", [
    ("2.664", "million GPU-hours", 2664000.0),  # in binary, 2.664 * 1e6 happens to be exact
    ("1.1", "billion USD", 1100000000.0),  # 1.1 * 1e9 is 1100000000.0000001
    ("172.8", "K H800 GPU-hours/T tokens", 1.728e-07),  # 172,800 hours over 10^12 tokens
    ("300.6", "K H800 GPU-hours/T tokens", 3.006e-07),
    ("14.8", "T tokens", 14800000000000.0),
    ("0.1", "%", 0.001),
    ("57", "%", 0.57),  # 57 * 0.01 is 0.5700000000000001
])  # fmt: skip
def test_decimal_arithmetic_is_exact(units, number, spelling, value):
    assert units.canonical(parse_number(number), spelling) == value
    assert units.shown(value, spelling) == float(number)


def test_every_value_of_the_book_is_its_text_times_its_factor(units):
    leaves = read(ROOT).leaves().values()
    written = {row.name: units.shown(row.value, row.spelling) for row in leaves if isinstance(row.value, float)}
    assert (written["v2_token_hours"], written["r1_published_cost"], written["printed_operation.h20_sxm"]) == (172.8, 294, 387)
    assert all(units.canonical(Decimal(repr(written[row.name])), row.spelling) == row.value for row in leaves if row.name in written)


OTHER_MONEY = ["yuan,USD,0.14", "million yuan,USD,140000", "RMB,USD,0.14", "CNY per GPU,USD,0.14", "won,USD,0.0007", "억원,USD,70000", "위안,USD,0.14",
    "EUR,USD,1.1", "euros,USD,1.1", "yen,USD,0.007", "JPY billion,USD,7000000", "TWD,USD,0.03", "NT$,USD,0.03", "USD per yuan,CNY/USD,1", "dollars,CNY,7",
    "USD_2018,USD,0.93", "million USD of 2020,USD,1100000", "2023 dollars,USD,0.93", "US dollars,USD_2019,1", "USD in 2024,USD_2019,0.97"]  # fmt: skip
SAME_MONEY = ["dollars,USD,1", "US dollars,USD,1", "million yuan,CNY,1000000", "억원,KRW,100000000", "RMB,CNY,1", "yuan per dollar,CNY/USD,1", "bn,USD,1000000000",
    "million USD of 2019,USD_2019,1000000", "2019 dollars,USD_2019,1", "dimension,1,1", "차원,1,1", "GPUs of 2024,GPU,1"]  # fmt: skip


def planted_unit(project, line):
    """What is said of one more line of data/units.csv, after the deflated dollars that it may need."""
    path = project / UNITS
    path.write_text(path.read_text(encoding="utf-8") + "USD_2019,USD_2019,1,,\n" * ("USD_2019,USD_2019" not in path.read_text(encoding="utf-8")) + line + "\n", encoding="utf-8")
    try:
        load(project)
    except CatalogueError as error:
        return error.problems
    return []


@pytest.mark.parametrize("line", OTHER_MONEY)
def test_a_factor_between_two_kinds_of_money_is_refused(project, line):
    spelling, unit, _ = line.split(",")
    (problem,) = planted_unit(project, f"{line},,")
    assert problem.startswith(f"{UNITS}:") and f": column 'unit': '{unit}': expected a unit in the money of '{spelling}'; an exchange rate or a deflator is a row" in problem


@pytest.mark.parametrize("line", SAME_MONEY)
def test_spellings_of_the_same_money_are_taken(project, line):
    assert planted_unit(project, f"{line},,") == []


@pytest.mark.parametrize("line, lang", [("yuan,CNY,1,${n},{n}위안", "en"), ("yuan,CNY,1,{n} yuan,{n}달러", "ko"), ("real dollars of 2019,USD_2019,1,${n},2019년 {n}달러", "en")])
def test_words_in_another_money_are_refused(project, line, lang):
    (problem,) = planted_unit(project, line)
    assert f": column '{lang}': " in problem and "expected words in the money of" in problem


def test_yuan_won_and_their_rate_have_units_and_words(units):
    assert [units.parse(one)[0] for one in ("CNY", "KRW", "CNY/USD")] == ["CNY", "KRW", "CNY/USD"]
    assert all(units.worded(one, lang) for one in ("CNY", "KRW", "CNY/USD") for lang in ("en", "ko"))
    assert money("element 원소") == money("회원") == ((), ())


def test_hour_day_and_year_stay_apart(units):
    assert len({units.parse(spelling)[0] for spelling in ("hours", "days", "years")}) == 3


@pytest.mark.parametrize("spelling, near", [("GPU-huors", "GPU-hours"), ("milion USD", "million USD"), ("USD/GPU/huor", "USD/GPU/hour"), ("quux", None)])
def test_unknown_spelling_names_the_nearest(units, spelling, near):
    with pytest.raises(UnitError) as error:
        units.parse(spelling)
    assert error.value.near == near and not units.known(spelling)


@pytest.mark.parametrize("text, right", [
    ("1", True), ("-1.5", True), ("+2e3", True), (".5", True), ("1.", True), ("1e-30", True),
    ("1,000", False), ("1_000", False), ("0x10", False), ("nan", False), ("inf", False), ("", False), (" 1", False), ("1 ", False), ("１", False), ("1e", False),
])  # fmt: skip
def test_one_reader_of_numbers(text, right):
    if right:
        assert parse_number(text) == Decimal(text)
    else:
        with pytest.raises(ValueError):
            parse_number(text)


@pytest.mark.parametrize("text, right", [
    ("2026", True), ("2026-11", True), ("2026-11-21", True), ("2026-Q3", True), ("2024-02-29", True),
    ("2026-02-29", False), ("2026-13", False), ("2026-Q5", False), ("26-11-21", False), ("2026-1-1", False), ("0000", False), ("", False), ("2026-11-21T00", False),
])  # fmt: skip
def test_one_reader_of_dates(text, right):
    assert is_date(text) is right


def test_a_wrong_unit_in_a_row_is_told_with_both_places(project):
    edit_unit = (project / ROWS).read_text(encoding="utf-8").replace("v3_pretraining_hours,2664000,H800 GPU-hours", "v3_pretraining_hours,2664000,hours")
    (project / ROWS).write_text(edit_unit, encoding="utf-8")
    [told] = [problem for problem in problems(project) if "H800 GPU-hours" in problem]
    assert f"{TERMS}:2: column 'shown_unit'" in told and f"in which {ROWS}:2 gives it" in told
