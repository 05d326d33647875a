"""The newcomer's files: what they show is computed again, what they tell to run exists, what CONTRIBUTING adds works."""
# Over 300 lines: the three files show the same kinds of things, and one set of readers serves them all.

import csv
import doctest
import functools
import inspect
import io
import re
import shlex
import shutil
import tempfile
import tomllib
from pathlib import Path

import pytest
from helpers import book_results
from test_source import RULES

from analysis import project, results
from analysis.__main__ import main, parser
from analysis.book.pages import say_role
from analysis.charts import training_cost
from analysis.charts.block import block as drawn
from analysis.handed import handing

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.ko.md")
PAPERS = (*READMES, "CONTRIBUTING.md")
FENCE = re.compile(r"^(`{3,})(\S+)\n(.*?)^\1\n", re.MULTILINE | re.DOTALL)
ROLE = re.compile(r"\{(num|label|if|src)\}`([^`]+)`")
AMOUNT = re.compile(r"\$[\d.,]*\d(?: (?:million|billion|trillion))?|[\d.,]*\d[만억조](?: \d+[만억조])* 달러|\d[\d.,]* (?:million|billion|trillion)\b")


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name, *kinds):
    """(content, last line before, rest after) of the fenced blocks of a file."""
    words = text(name)
    for match in FENCE.finditer(words):
        if match[2] in kinds:
            yield match[3], words[: match.start()].rstrip().rpartition("\n")[2], words[match.end() :]


def prose(name):
    """A file without its fenced blocks."""
    return FENCE.sub("", text(name))


@pytest.fixture(scope="module")
def published():
    return book_results()


# The number that the READMEs trace


@pytest.mark.parametrize("name", READMES)
def test_cells_are_those_of_the_data(name):
    given, _, _ = next(blocks(name, "csv"))
    shown = list(csv.DictReader(io.StringIO(given)))
    real = {line["name"]: line for line in csv.DictReader(io.StringIO(text("data/rows/training_cost.csv")))}
    assert [line["name"] for line in shown] == ["v3_pretraining_hours", "v3_context_hours", "v3_posttraining_hours", "h800_hour_price"]
    for line in shown:
        assert {column: real[line["name"]][column] for column in line if column != "…"} == {c: v for c, v in line.items() if c != "…"}


@pytest.mark.parametrize("name", READMES)
def test_columns_left_out_are_marked(name):
    """The columns shown stand in the order of the file, with one mark for each gap."""
    shown = next(blocks(name, "csv"))[0].splitlines()[0].split(",")
    real = text("data/rows/training_cost.csv").splitlines()[0].split(",")
    kept = [column if column in shown else "…" for column in real]
    assert shown == [column for column, before in zip(kept, [None, *kept]) if not column == before == "…"]


@pytest.mark.parametrize("name", READMES)
def test_function_is_the_code(name, published):
    assert [given for given, _, _ in blocks(name, "python")] == [inspect.getsource(published.graph.functions["v3_final_run_cost"].call)]


@pytest.mark.parametrize("name", READMES)
def test_number_rests_on_the_cells_shown(name, published):
    shown = [line["name"] for line in csv.DictReader(io.StringIO(next(blocks(name, "csv"))[0]))]
    assert published.rests_on["v3_final_run_cost"] == shown
    assert published.numbers["v3_gpu_hours"].record.formula() == " + ".join(shown[:3])


@pytest.mark.parametrize("name", READMES)
def test_sentences_stand_in_the_pages_and_read_as_shown(name, published):
    seen = set()
    for sentence, _, after in blocks(name, "markdown"):
        lang = next((lang for lang in ("en", "ko") if sentence.strip() in text(f"book/{lang}/start.md")), None)
        assert lang, f"no longer on the start page: {sentence}"
        words = ROLE.sub(lambda role: say_role(published, role[1], role[2], lang)[1], sentence.strip())
        assert after.lstrip().splitlines()[0] == f"> {words}"
        assert "v3_final_run_cost" in sentence and published.words("v3_final_run_cost", lang) in words
        seen.add(lang)
    assert seen == {"en", "ko"}


@pytest.fixture(scope="module")
def known(published):
    """Every amount of the book in words, as published and with the rent that the READMEs set."""
    changed = results.compute(ROOT, sets=[("h800_hour_price", "3")])
    worded = {run.words(number, lang) for run in (published, changed) for number in run.numbers for lang in ("en", "ko")}
    return {part for words in worded for part in (words, words.partition(" per ")[0])}


@pytest.mark.parametrize("name", READMES)
def test_every_amount_is_one_of_the_book(name, known):
    shown = AMOUNT.findall(re.sub(r"^[\w.]+,.*$", "", text(name), flags=re.MULTILINE))
    assert len(shown) >= 3 and [amount for amount in shown if amount not in known] == []


def test_search_finds_the_whole_life():
    """What the READMEs' search is said to find: term, function, sentence, table and chart of both languages, a test."""
    command = next(line for given, _, _ in blocks("README.md", "sh") for line in given.splitlines() if line.startswith("grep"))
    _, flags, word, *folders = shlex.split(command)
    assert set(flags) >= {"r", "I"}
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in (".md", ".csv", ".py")]
    hits = {path.relative_to(ROOT).as_posix() for path in paths if word in path.read_text(encoding="utf-8")}
    pages = {f"book/{lang}/{page}.md" for lang in ("en", "ko") for page in ("start", "training_cost")}
    assert hits >= {"data/terms/training_cost.csv", "analysis/core/chapters/training_cost.py", "tests/test_training_cost.py", *pages}


def test_both_readmes_show_the_same():
    both = [[given for given, _, _ in blocks(name, "csv", "python", "sh", "powershell")] for name in READMES]
    assert both[0] == [given.replace("notebooks/ko/", "notebooks/en/") for given in both[1]]
    assert re.findall("^#+", prose(READMES[0]), re.MULTILINE) == re.findall("^#+", prose(READMES[1]), re.MULTILINE)


# Commands, outputs, links


def commands(name):
    """Every command in a block, and every inline one that begins with make or python."""
    for given, _, _ in blocks(name, "sh", "powershell"):
        yield from given.splitlines()
    for given, _, _ in blocks(name, "console"):
        yield from (line.removeprefix("$ ") for line in given.splitlines() if line.startswith("$ "))
    yield from re.findall(r"(?<!`)`((?:make|python -m|papermill|grep) [^`]+)`", prose(name))


def words_of(command):
    """A command in words, with the interpreter of the environment as `python`."""
    posix = command.replace(".venv\\Scripts\\", "").replace(".venv/bin/", "").replace(".venv\\Scripts\\activate", "activate")
    return shlex.split(posix.replace("python3 -m", "python -m").replace("py -3 -m", "python -m"))


def recipe(target):
    return re.search(rf"^{re.escape(target)}:.*\n((?:\t.*\n)+)", text("Makefile"), re.MULTILINE)[1]


def understood(command, published, files):
    """Whether a command is one that this project has, with options that exist and names that are known."""
    program, *rest = words_of(command)
    if program == "make":
        return all(re.search(rf"^{word}:", text("Makefile"), re.MULTILINE) for word in rest if "=" not in word)
    if program == "papermill":
        page, _, flag, name, value = rest
        return (ROOT / "book" / Path(page).parent.name / f"{Path(page).stem}.md").is_file() and flag == "-p" and name in published.numbers and float(value)
    if program == "grep":
        return True
    module, *arguments = rest[1:]
    if module == "pip":
        made = recipe(".venv/locked") + recipe(".venv/ready")
        return all(word in made.split() for word in arguments)
    if module == "pytest":
        return all((ROOT / word).exists() for word in arguments if word.startswith(("tests/", "analysis/")))
    return module == "venv" or (module == "analysis" and runs(arguments, files))


def runs(arguments, files):
    """Parse a call of our command line; with replacements also compute it."""
    args = parser().parse_args(arguments)
    if hasattr(args, "sets"):
        tables = [(table, files / path) for table, _, path in (one.partition("=") for one in args.tables)]
        _computed(args.scenario, tuple(args.sets), tuple((table, path.read_text(encoding="utf-8")) for table, path in tables))
    return True


@functools.cache
def _computed(scenario, sets, tables):
    """The results of a command line, once for all papers that show it."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [(table, Path(folder) / f"{number}.csv") for number, (table, _) in enumerate(tables)]
        for (_, path), (_, given) in zip(paths, tables):
            path.write_text(given, encoding="utf-8")
        return results.compute(ROOT, scenario, [one.split("=", 1) for one in sets], paths)


@pytest.mark.parametrize("name", PAPERS)
def test_commands_exist(name, published, tmp_path, no_ranges):
    for given, _, _ in blocks(name, "csv"):
        if given.startswith("id,"):
            (tmp_path / "my_fleet.csv").write_text(given, encoding="utf-8")
    new = "listed_rent", "h800_hour_prise"  # made by a recipe below; refused on purpose
    found = [command for command in commands(name) if not any(word in command for word in new)]
    assert len(found) >= 10
    assert [command for command in found if not understood(command, published, tmp_path)] == []


@pytest.mark.parametrize("name", READMES)
def test_windows_has_the_same_commands(name):
    (windows, _, _), unix = next(blocks(name, "powershell")), [given for given, _, _ in blocks(name, "sh")]
    assert [words_of(line) for line in windows.splitlines()] in [[words_of(line) for line in given.splitlines()] for given in unix]


@pytest.mark.parametrize("name", READMES)
def test_outputs_are_what_is_printed(name, capsys):
    statuses = []
    for given, _, _ in blocks(name, "console"):
        command, *shown = given.splitlines()
        statuses.append(main(shlex.split(command.removeprefix("$ python -m analysis "))))
        told = capsys.readouterr()
        printed = [line.split() for line in (told.out + told.err).splitlines()]
        assert [line for line in shown if line != "…" and line.split() not in printed] == []
        assert "…" in shown or [line.split() for line in shown] == printed
    assert statuses == [0, 2, 0]


@pytest.mark.parametrize("name", PAPERS)
def test_links_lead_to_files(name):
    targets = re.findall(r"\]\(([^)]+)\)", prose(name))
    assert targets and [target for target in targets if not target.startswith("https://") and not (ROOT / target).exists()] == []


def test_files_named_in_contributing_exist():
    made = {path for _, before, _ in blocks("CONTRIBUTING.md", "csv", "python", "yaml", "markdown") for path in re.findall(r"`([\w./]+)`", before)}
    named = {path for path in re.findall(r"`((?:data|analysis|book|tests)/[\w./]+)`", prose("CONTRIBUTING.md"))}
    promised = {path for path in named if "training_speed" in path}
    assert len(named) > 20
    assert [path for path in named - made - promised if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", READMES)
def test_pythons_are_those_of_the_project(name):
    needed = tomllib.loads(text("pyproject.toml"))["project"]["requires-python"]
    assert needed == ">=3.11" and f"Python {needed.removeprefix('>=')}" in text(name)
    assert "--universal --python-version 3.11" in text("requirements.lock")[:1000]


def test_folders_named_are_those_of_the_build(capsys):
    with pytest.raises(SystemExit):
        main(["book", "--help"])
    told = capsys.readouterr().out
    assert all(folder in told for folder in ("_site", "_site_custom"))
    assert all(f"`{folder}`" in text(name) for name in READMES for folder in ("_site", "_site_custom"))


# The recipes of CONTRIBUTING, applied in their order to a copy of the project


def additions():
    """(path, content) of every block that says where it goes."""
    for given, before, _ in blocks("CONTRIBUTING.md", "csv", "python", "yaml", "markdown"):
        yield re.search(r"(?:[Ii]n|file,) `([\w./]+)`", before)[1], given


def apply(root, path, given):
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    before = target.read_text(encoding="utf-8") if target.exists() else ""
    if given in before:  # an example that has since entered the book is still right
        return
    if path.endswith(".csv"):
        known = {line.partition(",")[0] for line in before.splitlines()}
        given = "".join(line for line in given.splitlines(keepends=True) if line.partition(",")[0] not in known)
    gap = "" if not before or path.endswith((".csv", ".yml")) else "\n\n" if path.endswith(".py") else "\n"
    target.write_text(before + gap + given, encoding="utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of data, formulas and pages with every recipe applied."""
    root = tmp_path_factory.mktemp("copy")
    for name in ("data", "book", "analysis/core/chapters"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("_static", "__pycache__"))
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / "analysis" / "charts", root / "analysis" / "charts", ignore=shutil.ignore_patterns("__pycache__"))
    for path, given in additions():
        apply(root, path, given)
    return root


def test_every_recipe_has_an_example_and_a_check():
    recipes = re.split(r"^### ", re.search(r"## Recipes\n(.*?)^## Tests", text("CONTRIBUTING.md"), re.MULTILINE | re.DOTALL)[1], flags=re.MULTILINE)[1:]
    titles = [part.partition("\n")[0] for part in recipes]
    wanted = ["source", "unit", "row", "line of a table", "function", "term", "translation", "chart", "scenario", "page", "chapter"]
    assert [word for word in wanted if not any(word in title for title in titles)] == []
    assert len(list(additions())) >= len(recipes)
    assert [title for title, part in zip(titles, recipes) if "python -m analysis" not in part and title != "A unit"] == []


@pytest.fixture(scope="module")
def made(copy):
    """The numbers of the copy, computed once and handed on to every call of a recipe."""
    found = results.compute(copy)
    with handing(found):
        yield found


def test_recipes_pass_their_checks(copy, made, capsys):
    calls = [words_of(line)[3:] for line in re.findall(r"^python -m analysis (?:check|explain|results).*$", text("CONTRIBUTING.md"), re.MULTILINE)]
    assert len(calls) > 8
    # The generated file is compared with the sources: `--write` first, as its recipe says.
    for call in dict.fromkeys([("check", "--stamp"), ("check", "--write"), *map(tuple, calls)]):
        status = main([*call, "--root", str(copy)])
        assert status == 0, capsys.readouterr().err


def test_recipes_give_the_numbers_they_say(copy, made):
    assert made.numbers["v3_tokens_per_parameter"].value == 400
    assert made.words("v3_tokens_per_parameter", "en") == "400 tokens per parameter"
    assert made.words("v3_tokens_per_parameter", "ko") == "매개변수당 토큰 400개"
    assert made.words("v3_training_speed", "ko") == "GPU 시간당 토큰 556만 개"
    assert made.words("rent_price.h100_lambda_2024_01", "en") == "$3.49 per GPU-hour"
    rent = results.compute(copy, "listed_rent").numbers["v3_final_run_cost"].value
    assert rent == pytest.approx(2_788_000 * 3.42)


def test_recipes_keep_the_rules_of_functions(copy):
    for module in project.chapters(copy):
        assert doctest.testmod(module).failed == 0
    sources = {f"analysis.core.chapters.{p.stem}": p.read_text(encoding="utf-8") for p in (copy / "analysis/core/chapters").glob("*.py")}
    short = [rule for rule in RULES if rule.__name__ != "long_files_say_why"]  # a recipe may fill a file
    assert [problem for rule in short for name, source in sources.items() for problem in rule(name, source)] == []


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_recipe_of_a_chart_draws(made, lang):
    code = next(given for path, given in additions() if path.startswith("analysis/charts/"))
    names = dict(vars(training_cost))
    exec(code, names)
    records = [
        {"name": name, "label": made.label(name, lang), "value": made.numbers[name].value, "text": made.words(name, lang), "mark": False}
        for name in ("v2_tokens", "v3_tokens")
    ]
    html = drawn(names["count_bars"], records, {"title": "T", "axis": "A", "note": "", "lang": lang}, "T")
    assert html.count("<svg") == 2 and made.words("v3_tokens", lang) in html
