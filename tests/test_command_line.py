"""The command line: its help teaches, its exit status tells, every call speaks both languages. What it refuses: test_refusals."""
# Over 300 lines: every call of the command line, in both languages.

import ast
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from helpers import book_results, edit, fixture_book

from analysis.__main__ import CALLS, main, parser
from analysis.results import compute

ROOT = Path(__file__).resolve().parent.parent
CHANGES = ("results", "explain", "book", "cite")  # calls that take a reader's replacements, the last to refuse them


def book_copy(folder):
    """The book's data, chapters and pages as a project folder of their own."""
    for part in ("data", "analysis/core/chapters", "book"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "_static"))
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def called(capsys, *arguments):
    """(status, output, errors) of one call."""
    status = main([str(argument) for argument in arguments])
    return status, *capsys.readouterr()


# --- Help ---


def help_of(capsys, *call):
    with pytest.raises(SystemExit) as stop:
        main([*call, "--help"])
    assert stop.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("call", [(), *[(name,) for name in CALLS]], ids=lambda call: "".join(call) or "all")
def test_help_teaches_by_examples(call, capsys):
    text = help_of(capsys, *call)
    assert len(re.findall(r"^  python -m analysis \w+", text, re.MULTILINE)) >= 5
    examples = text.partition("examples:\n")[2]
    assert all(f"python -m analysis {name} " in examples for name in call or CALLS)
    assert "--root" not in text  # of use to tests only


def test_help_names_every_call(capsys):
    text = help_of(capsys)
    assert all(re.search(rf"^    {name}\s+\w+ \w+", text, re.MULTILINE) for name in CALLS)


@pytest.mark.parametrize("call", CALLS)
def test_help_of_each_call_names_its_options(call, capsys):
    text = help_of(capsys, call)
    assert "--lang" in text
    assert all((option in text) == (call in CHANGES) for option in ("--scenario S", "--set NAME=VALUE"))
    assert ("--table TABLE=FILE" in text) == (call in (*CHANGES, "classify"))
    assert call not in CHANGES or ("h800_hour_price=3 (2.5 to 4)" in text and "rents=mine.csv" in text)


def test_examples_of_the_help_are_understood():
    examples = re.findall(r"^  python -m analysis (.*)$", parser().format_help(), re.MULTILINE)
    for example in examples:
        words = re.sub(r"\s{2,}[a-z].*", "", example)
        shell = subprocess.run(["sh", "-c", f"printf '%s\\n' {words}"], capture_output=True, text=True, check=True).stdout.splitlines()
        args = parser().parse_args(shell)
        if args.call in CHANGES:
            sets = [tuple(pair.split("=", 1)) for pair in args.sets]
            assert len(compute(scenario=args.scenario, sets=sets).changes) == len(sets) + bool(args.scenario), example


@pytest.mark.parametrize("arguments", [[], ["result"], ["results", "--jsn"], ["explain"]])
def test_grammar_that_is_not_understood_is_status_2(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "usage: python -m analysis" in capsys.readouterr().err


# --- Languages ---

CALLED = {
    "results": ("results",),
    "explain": ("explain", "v3_final_run_cost"),
    "cite": ("cite", "v3_final_run_cost"),
    "check": ("check",),
}


@pytest.mark.parametrize("call", CALLED)
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_calls_that_print_take_one_language(call, lang, capsys):
    status, output, errors = called(capsys, *CALLED[call], "--lang", lang)
    assert (status, errors) == (0, "")
    assert call == "check" or ("558만 달러" in output) == (lang == "ko") != ("$5.58 million" in output)


@pytest.mark.parametrize("call", [*CALLED.values(), ("book", "--out"), ("notebooks", "--out")], ids=lambda call: call[0])
@pytest.mark.parametrize("lang, named", [("kr", "kr"), ("", ""), ("en,kr", "kr"), ("EN", "EN")])
def test_unknown_language_is_refused(call, lang, named, capsys, tmp_path):
    arguments = [*call, tmp_path / "out"] if "--out" in call else call
    status, output, errors = called(capsys, *arguments, "--lang", lang)
    assert (status, output) == (2, "") and not (tmp_path / "out").exists()
    assert f"{named}'. Allowed: en, ko." in errors


def test_calls_that_print_refuse_two_languages(capsys):
    assert called(capsys, "results", "--lang", "en,ko")[0] == 2


# --- What the calls print ---


def test_results_are_one_line_a_number(capsys):
    status, output, _ = called(capsys, "results", "--lang", "ko")
    assert status == 0
    results, lines = book_results(), output.splitlines()
    assert [line.split()[0] for line in lines] == list(results.numbers)
    for name, line in zip(results.numbers, lines):
        interval = results.range_words(name, "ko")
        assert line.endswith(f"  {results.words(name, 'ko')}{f'  (90% 구간 {interval})' if interval else ''}  [{results.label(name, 'ko')}]")


def test_results_as_json(capsys):
    status, output, errors = called(capsys, "results", "--json", "--set", "h800_hour_price=3", "--scenario", "owner_cost", "--lang", "ko")
    assert (status, errors) == (0, "")
    assert json.loads(output) == compute(scenario="owner_cost", sets=[("h800_hour_price", "3")]).to_dict()


def test_results_with_a_table_of_the_readers(capsys, tmp_path):
    (tmp_path / "mine.csv").write_text("id,fleet_gpus\nh20_sxm,0\n")
    _, output, _ = called(capsys, "results", "--json", "--table", f"fleet={tmp_path / 'mine.csv'}")
    assert json.loads(output)["numbers"]["fleet_total_gpus"]["value"] == 30_000


@pytest.mark.parametrize("lang, line", [
    ("en", r"r1_wall_hours +80 hours  \(90% interval 75 to 96 hours\)  \[Clock hours of R1\]"),
    ("ko", r"r1_wall_hours +80시간  \(90% 구간 75~96시간\)  \[R1 소요 시간\]"),
])  # fmt: skip
def test_results_show_the_interval_where_there_is_one(lang, line, capsys):
    _, output, _ = called(capsys, "results", "--lang", lang)
    assert re.search(f"^{line}$", output, re.MULTILINE)


def test_explain_prints_the_tree(capsys):
    status, output, _ = called(capsys, "explain", "v3_final_run_cost", "--set", "h800_hour_price=3")
    assert status == 0
    assert output.startswith("v3_final_run_cost = $8.36 million") and "https://arxiv.org/abs/2412.19437" in output
    assert "replaced by you; published: 2" in output


@pytest.mark.parametrize("name", ["fleet_capex.h20_sxm", "fleet_capex__h20_sxm", "fleet_capex"])
def test_explain_takes_lines_and_names_with_lines(name, capsys):
    status, output, _ = called(capsys, "explain", name)
    assert status == 0 and "fleet_capex.h20_sxm = $727 million" in output


@pytest.mark.parametrize("lang, words", [
    ("en", "There is no number named 'v3_final_run_coast'. Did you mean 'v3_final_run_cost'?"),
    ("ko", "‘v3_final_run_coast’라는 수치는 없습니다. ‘v3_final_run_cost’를 찾으셨습니까?"),
])  # fmt: skip
def test_explain_refuses_an_unknown_number(lang, words, capsys):
    status, output, errors = called(capsys, "explain", "v3_final_run_coast", "--lang", lang)
    assert (status, output) == (2, "") and errors.startswith(words)


def test_check_passes_on_the_book(capsys):
    status, output, errors = called(capsys, "check")
    assert (status, errors) == (0, "")
    kinds = [number.kind for number in book_results().numbers.values()]
    assert output.startswith(f"{kinds.count('row')} rows, {kinds.count('cell')} cells, {kinds.count('result')} results, ")


# --- What `check` finds of a page's sliders ---


def checked(capsys, root):
    """(status, what `check` says of a book's sliders)."""
    status, _, errors = called(capsys, "check", "--root", root)
    return status, [line for line in errors.splitlines() if "cannot be traced" in line or "no parameter of a page" in line]


@pytest.mark.parametrize("old, new, line, name", [
    ('"total_hours", "rented_price"', '"stepped_cost", "total_hours", "rented_price"', 39, "stepped_cost"),
    ('title="The run of {headline_cost}', 'title="The run of {headline_cost} or {stepped_cost}', 53, "stepped_cost"),
    ("{num}`headline_cost`; ", "{num}`headline_cost`, {if}`stepped_cost > 1|a|b`; ", 34, "stepped_cost"),
    ("its hours are worth {num}`price_ratio.beta_chip`", "its fee is {num}`size_fee`", 34, "size_fee"),
    ("Both are dollars:", "{range}`stepped_cost`. Both are dollars:", 45, "stepped_cost"),
])  # fmt: skip
def test_check_names_what_a_slider_cannot_move(old, new, line, name, tmp_path, capsys):
    root = fixture_book(tmp_path / "book")
    assert checked(capsys, root) == (1, [])  # the tiny book has no stamps
    edit(root / "book" / "en" / "costs.md", old, new)
    status, (problem,) = checked(capsys, root)
    assert status == 1 and re.match(rf"book/en/costs\.md:{line}: {name} \(.*tiny\.py:\d+\) moves with 'rented_price' but cannot be traced", problem)


def test_check_names_a_scalar_function_under_the_books_slider_once(tmp_path, capsys):
    root = book_copy(tmp_path / "book")
    edit(root / "analysis/core/chapters/training_cost.py", '@result("USD")\ndef v3_final_run_cost', '@result("USD", scalar=True)\ndef v3_final_run_cost')
    status, (problem,) = checked(capsys, root)
    assert status == 1 and re.match(r"book/en/training_cost\.md:\d+: v3_final_run_cost \(.*training_cost\.py:\d+\) moves with 'h800_hour_price'", problem)
    assert "cannot be traced to JavaScript, since it is tagged scalar=True" in problem


def test_check_names_a_parameter_that_can_be_one_value_only(tmp_path, capsys):
    root = fixture_book(tmp_path / "book")
    edit(root / "data/rows/tiny.csv", "idle_gpus,0,GPU,0,1000", "idle_gpus,0,GPU,0,0")
    for lang in ("en", "ko"):
        edit(root / "book" / lang / "costs.md", 'rented_price = "published"', 'rented_price = "published"\nidle_gpus = "published"')
    status, (problem,) = checked(capsys, root)
    assert status == 1 and problem.startswith("book/en/costs.md:21: idle_gpus (data/rows/tiny.csv:9) can be nothing but 0")


def test_check_names_a_page_whose_head_is_no_yaml(tmp_path, capsys):
    root = fixture_book(tmp_path / "book")
    edit(root / "book/en/costs.md", "  name: python3\n", "  name: [python3\n")
    assert "book/en/costs.md: while parsing" in called(capsys, "check", "--root", root)[2]


# --- Notebooks ---


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notebooks") / "pages"
    assert main(["notebooks", "--out", str(folder)]) == 0
    return folder


def parameters(path):
    book = nbformat.read(path, as_version=4)
    nbformat.validate(book)
    (cell,) = [cell for cell in book.cells if "parameters" in cell.metadata.get("tags", ())]
    return cell.source


@pytest.mark.parametrize("lang, comment", [
    ("en", "# Assumed rent of an H800 hour: USD/GPU-hour, allowed 0.1 to 50"),
    ("ko", "# 가정한 H800 임대료: USD/GPU-hour, 허용 0.1~50"),
])  # fmt: skip
def test_notebooks_carry_values_and_comments(notebooks, lang, comment):
    source = parameters(notebooks / lang / "training_cost.ipynb")
    assert f"h800_hour_price = 2.0  {comment}" in source.splitlines()
    assert f'lang = "{lang}"' in source and "published" not in source


def test_notebooks_hold_the_published_value_of_every_parameter(notebooks):
    catalogue = book_results().catalogue
    for path in notebooks.rglob("*.ipynb"):
        given = {node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(parameters(path)).body}
        for name, value in given.items():
            if name not in ("lang", "scenario"):
                row = catalogue.leaf(name.replace("__", "."))
                assert value == catalogue.units.shown(row.value, row.spelling), (path, name)


def test_notebooks_are_written_in_both_languages_and_the_same_each_time(notebooks, tmp_path, capsys):
    written = {path.relative_to(notebooks): path.read_bytes() for path in notebooks.rglob("*") if path.is_file()}
    assert {path.parent.name for path in written} == {"en", "ko"}
    status, output, _ = called(capsys, "notebooks", "--out", tmp_path, "--lang", "ko")
    assert status == 0
    again = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert again == {path: content for path, content in written.items() if path.parent.name == "ko"}
    assert sorted(Path(line).name for line in output.splitlines()) == sorted(path.name for path in again)


def test_parameters_are_filled_in_the_unit_of_their_row(tmp_path, capsys):
    page = book_copy(tmp_path) / "book/en/training_cost.md"
    line = 'h800_hour_price = "published"\n'
    assert line in page.read_text(encoding="utf-8")
    asked = line + 'v3_tokens = "published"\ngpu_year_operation__h20_sxm = "published"\n'
    page.write_text(page.read_text(encoding="utf-8").replace(line, asked), encoding="utf-8")
    assert called(capsys, "notebooks", "--out", tmp_path / "pages", "--lang", "en", "--root", tmp_path)[0] == 0
    source = parameters(tmp_path / "pages/en/training_cost.ipynb")
    assert re.search(r"^v3_tokens = 14\.8  # .*: T tokens, allowed 0\.001 to 10000$", source, re.MULTILINE)
    assert re.search(r"^gpu_year_operation__h20_sxm = 3225\.0  # .*: USD/GPU/year, allowed 0 to 1000000$", source, re.MULTILINE)


# --- As a program ---


def test_as_a_program():
    command = [sys.executable, "-m", "analysis"]
    done = subprocess.run([*command, "results", "--set", "h800_hour_prise=3", "--lang", "ko"], cwd=ROOT, capture_output=True, encoding="utf-8", env={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stdout) == (2, "")  # Korean reaches a terminal that is set to ASCII
    assert done.stderr.startswith("‘h800_hour_prise’라는 입력값은 없습니다(받은 값: 3). ‘h800_hour_price’를 찾으셨습니까?")


def test_output_that_nobody_reads_to_its_end_is_no_error():
    command = f"'{sys.executable}' -m analysis results --json | head -1"
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert (done.stdout, done.stderr) == ("{\n", "")
