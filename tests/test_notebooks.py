"""The pages as notebooks: every number that papermill makes them show is that of `results --json`; how they are published."""

import ast
import html
import json
import os
import re
from concurrent.futures import ThreadPoolExecutor

import nbformat
import papermill
import pytest
from helpers import ROOT

from analysis.__main__ import main
from analysis.book.notebooks import QUIET, execute, has_cells, notebook, page_paths
from analysis.book.pages import read_page
from analysis.results import compute
from analysis.sentences import fields, parse_number

LANGUAGES = ("en", "ko")
PAGES = [(lang, name) for lang in LANGUAGES for name, path in page_paths(ROOT, lang).items() if has_cells(path)]
GIVEN = {
    "published": {},
    "price": {"sets": [("h800_hour_price", "3")]},
    "cell": {"sets": [("fleet_gpus.h20_sxm", "15000")]},
    "scenario": {"scenario": "dearer_rent"},
}
PLAIN = {"fleet_gpus__h20_sxm": 15000}  # "cell" as a reader of the published notebook gives it
DATA = re.compile(r'<data class="(\w+)" data-name="([^"]*)"[^>]*? value="([^"]*)">(.*?)</data>', re.DOTALL)
TABLE = re.compile(r'<table class="ledger-numbers">.*?</table>', re.DOTALL)
ROW = re.compile(r"<tr( class=\"changed\")?>(<th scope=\"row\">.*?)</tr>", re.DOTALL)
WORDED = re.compile(r'<(?:figcaption|p) class="ledger-chart-(?:title|note)">(.*?)</(?:figcaption|p)>', re.DOTALL)
SPEC = re.compile(r'<script type="application/json" class="ledger-chart-spec">(.*?)</script>', re.DOTALL)
FIGURES = re.compile(r'<details class="ledger-chart-data">.*?</details>', re.DOTALL)
FIRST = "training_cost"  # the page on which every case changes numbers
CHANGED = [case for case in GIVEN if case != "published"]
every_page = pytest.mark.parametrize(("lang", "name"), PAGES)


def chosen():
    """(case, language, page): every page as published, and each change on the page that all of them move and, in one language or the other, on another."""
    for lang in LANGUAGES:
        names = [name for language, name in PAGES if language == lang]
        yield from (("published", lang, name) for name in names)
        others = [name for name in names if name != FIRST]
        for place, case in enumerate(CHANGED):
            yield case, lang, FIRST
            if place % 2 == LANGUAGES.index(lang):
                yield case, lang, others[place]


RUNS = list(chosen())
every_run = pytest.mark.parametrize(("case", "lang", "name"), RUNS)
every_changed_run = pytest.mark.parametrize(("case", "lang", "name"), [run for run in RUNS if run[0] != "published"])


@pytest.fixture(scope="module")
def expected():
    """case -> (Results, its numbers as `results --json` gives them)."""
    made = {case: compute(ROOT, **given) for case, given in GIVEN.items()}
    return {case: (results, json.loads(results.to_json())["numbers"]) for case, results in made.items()}


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """What `python -m analysis notebooks` writes."""
    folder = tmp_path_factory.mktemp("notebooks")
    assert main(["notebooks", "--out", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def ran(published, expected, book_site):
    """(language, page, case) -> the executed notebook, several at a time.

    Those of the published site are the ones that its build ran. The others run the driver's way, but for "cell": there the
    published file, by papermill without anything of ours around it.
    """
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as pool:
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])))
        for name in ("COMPUTE_LEDGER_READS", "COMPUTE_LEDGER_ROOT"):  # left behind by a build in this process
            patch.delenv(name, raising=False)

        def run(lang, name, case):
            if case == "cell":
                return papermill.execute_notebook(published / lang / f"{name}.ipynb", None, PLAIN, progress_bar=False, extra_arguments=QUIET)
            book = notebook(ROOT / "book" / lang / f"{name}.md", expected["published"][0], lang)
            return execute(book, GIVEN[case], ROOT)[0]

        jobs = {(lang, name, case): pool.submit(run, lang, name, case) for case, lang, name in RUNS if case != "published"}
        built = {(lang, name, "published"): nbformat.read(book_site.source / lang / f"{name}.ipynb", 4) for lang, name in PAGES}
        return built | {key: job.result() for key, job in jobs.items()}


def outputs(book):
    return [output for cell in book.cells for output in cell.get("outputs", ())]


def shown(book):
    """All HTML that an executed notebook shows."""
    return "\n".join(output.data["text/html"] for output in outputs(book) if "text/html" in output.get("data", {}))


def figures(book):
    """Title and note of each chart."""
    return ["".join(WORDED.findall(figure)) for figure in re.findall(r"<figure.*?</figure>", shown(book), re.DOTALL)]


def said(text):
    """(kind, name, value, words) of the numbers in some HTML."""
    return [(kind, name, value, html.unescape(re.sub("<[^>]+>", "", words))) for kind, name, value, words in DATA.findall(text)]


def same_value(text, value):
    """Whether an attribute holds a value of the JSON, to the last bit."""
    return float(text) == value if isinstance(value, (int, float)) else text == (value or "")


def asked(lang, name, results):
    """What a page's cells ask for: (names of each table, names of each chart, templates of each chart)."""
    tables, charts, templates = [], [], []
    for _, code in read_page(ROOT / "book" / lang / f"{name}.md", lang, ROOT).cells:
        for call in [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]:
            keywords = {keyword.arg: ast.literal_eval(keyword.value) for keyword in call.keywords}
            if call.func.attr == "show":
                tables.append(_lines(results, map(ast.literal_eval, call.args)))
            if call.func.attr == "chart":
                charts.append(_lines(results, keywords["names"]))
                templates.append(keywords["title"] + keywords.get("note", ""))
    return tables, charts, templates


def _lines(results, names):
    return [line for name in names for line in results.with_prefix(name)]


# What an executed notebook shows


@pytest.mark.slow
@every_run
def test_tables_show_the_numbers_of_results(ran, expected, lang, name, case):
    results, numbers = expected[case]
    tables = [said(table) for table in TABLE.findall(shown(ran[lang, name, case]))]
    assert [[one for kind, one, _, _ in table if kind == "num"] for table in tables] == asked(lang, name, results)[0]
    for kind, one, value, words in [line for table in tables for line in table]:
        if kind == "num":
            assert same_value(value, numbers[one]["value"]) and words == numbers[one]["text"][lang], one
        elif kind == "range":
            assert words.startswith(results.range_words(one, lang)) and words, one
        else:
            assert kind == "published", kind


@pytest.mark.slow
@every_run
def test_charts_show_the_numbers_of_results_drawn_and_as_a_table(ran, expected, lang, name, case):
    results, numbers = expected[case]
    text, names = shown(ran[lang, name, case]), asked(lang, name, results)[1]
    records = [[record for record in json.loads(spec)["data"]["values"] if record.get("name")] for spec in SPEC.findall(text)]
    for chart, wanted in zip(records, names, strict=True):  # a drawing may join numbers to one mark; its table names each
        assert chart and {record["name"] for record in chart} <= set(wanted)
    for record in [record for chart in records for record in chart]:
        number = numbers[record["name"]]
        drawn = None if number["unit"] == "date" else number["value"]  # a date has no length
        assert record.get("value", drawn) == drawn and record.get("text", "") in number["text"][lang], record  # a mark may leave the unit to the axis
        told = {number["label"][lang], results.line_label(record["name"].partition(".")[2], lang)} if "." in record["name"] else {number["label"][lang]}
        assert record.get("label", number["label"][lang]).replace("\n", " ") in told
    tables = [said(table) for table in FIGURES.findall(text)]
    assert [[one for _, one, _, _ in table] for table in tables] == names
    for _, one, value, words in [line for table in tables for line in table]:
        assert same_value(value, numbers[one]["value"]) and words == numbers[one]["text"][lang], one


@pytest.mark.slow
@every_run
def test_titles_of_charts_say_the_numbers_of_results(ran, expected, lang, name, case):
    results, numbers = expected[case]
    for title, template in zip(figures(ran[lang, name, case]), asked(lang, name, results)[2], strict=True):
        wanted = [parse_number(results, field) for field in fields(template)]
        assert [one for _, one, _, _ in said(title)] == [one for one, _, _ in wanted]
        for (_, one, value, words), (_, digits, _) in zip(said(title), wanted, strict=True):
            assert same_value(value, numbers[one]["value"]) and words == results.words(one, lang, digits), one


@pytest.mark.slow
@every_run
def test_titles_of_charts_read_as_they_should(ran, expected, lang, name, case):
    """The same with the particle that the sound of the number asks for, wherever it stands."""
    results = expected[case][0]
    for title, template in zip(figures(ran[lang, name, case]), asked(lang, name, results)[2], strict=True):
        for one, digits, particle in [parse_number(results, field) for field in fields(template)]:
            assert results.words_with(one, lang, digits, particle if lang == "ko" else None) in re.sub("<[^>]+>", "", title)


@pytest.mark.slow
@every_changed_run
def test_what_changed_is_marked_and_has_its_published_value_beside_it(ran, expected, lang, name, case):
    numbers, before = expected[case][1], expected["published"][1]
    changed = {one for one in numbers if numbers[one]["value"] != before[one]["value"]}
    seen = set()
    for table in TABLE.findall(shown(ran[lang, name, case])):
        heads = re.findall(r"<th scope=\"col\">(.*?)</th>", table)
        marks = [(bool(mark), said(row)) for mark, row in ROW.findall(table)]
        assert ({"en": "Published", "ko": "원래 값"}[lang] in heads) is any(mark for mark, _ in marks)
        for mark, cells in marks:
            one = cells[0][1]
            beside = [(value, words) for kind, _, value, words in cells if kind == "published"]
            assert mark is (one in changed) is bool(beside), one
            if mark:
                assert same_value(beside[0][0], before[one]["value"]) and beside[0][1] == before[one]["text"][lang], one
                seen.add(one)
    assert seen == changed & {one for table in asked(lang, name, expected[case][0])[0] for one in table}
    assert len(seen) > 1 or name != FIRST


@pytest.mark.slow
@every_page
def test_nothing_is_marked_where_nothing_changed(ran, lang, name):
    text = shown(ran[lang, name, "published"])
    assert "published" not in {kind for kind, *_ in said(text)}
    assert not re.search(r'class="(changed|published)"|>(Published|원래 값)<', text)


@pytest.mark.slow
@every_run
def test_an_executed_notebook_is_readable_without_its_html(ran, lang, name, case):
    """Terminals, diffs and search read text/plain: it holds every label and number that the HTML holds."""
    book = ran[lang, name, case]
    nbformat.validate(book)
    assert {output.output_type for output in outputs(book)} == {"display_data"}  # no warning, no error
    for output in outputs(book):
        seen, text = output.data["text/html"], output.data["text/plain"]
        for _, _, _, words in said("".join(TABLE.findall(seen) + FIGURES.findall(seen))):
            assert words in text
        for label in re.findall(r'<th scope="row">(.*?)</th>', seen):
            assert html.unescape(label) in text


@pytest.mark.slow
@every_run
def test_an_executed_notebook_shows_one_language(ran, lang, name, case):
    seen = re.sub(r"<script.*?</script>|<[^>]+>", " ", shown(ran[lang, name, case]))
    assert bool(re.search("[가-힣]", seen)) is (lang == "ko")


# How notebooks are published


@every_page
def test_a_published_notebook_has_not_run(published, lang, name):
    book = nbformat.read(published / lang / f"{name}.ipynb", 4)
    nbformat.validate(book)
    assert book.metadata.kernelspec.name == "python3"
    for cell in [cell for cell in book.cells if cell.cell_type == "code"]:
        assert cell.outputs == [] and cell.execution_count is None


def test_every_page_with_cells_is_published_and_no_other(published):
    assert {path.relative_to(published).as_posix() for path in published.rglob("*") if path.is_file()} == {f"{lang}/{name}.ipynb" for lang, name in PAGES}


def parameters(book):
    """name -> (value, comment) of the parameters cell."""
    source = next(cell.source for cell in book.cells if "parameters" in cell.metadata.get("tags", ()))
    names = [node.targets[0].id for node in ast.parse(source).body]
    lines = [line.partition("  # ") for line in source.splitlines() if line.strip()]
    return {name: (ast.literal_eval(line.partition("= ")[2]), comment) for name, (line, _, comment) in zip(names, lines, strict=True)}


@every_page
def test_a_published_notebook_has_its_parameters_filled_in(published, expected, lang, name):
    results, given = expected["published"][0], parameters(nbformat.read(published / lang / f"{name}.ipynb", 4))
    assert given.pop("lang") == (lang, "") and given.pop("scenario") == ("", "")
    for parameter, (value, comment) in given.items():
        row = results.catalogue.leaf(parameter.replace("__", "."))
        assert value == results.catalogue.units.shown(row.value, row.spelling)
        assert comment.startswith(results.label(row.name, lang)) and row.spelling in comment
        assert bool(re.search("[가-힣]", comment)) is (lang == "ko")


def test_the_parameter_of_the_chapter_says_its_unit_and_what_is_allowed(published):
    for lang, words in (("en", "Assumed rent of an H800 hour: USD/GPU-hour, allowed 0.1 to 50"), ("ko", "가정한 H800 임대료: USD/GPU-hour, 허용 0.1~50")):
        assert parameters(nbformat.read(published / lang / "training_cost.ipynb", 4))["h800_hour_price"] == (2.0, words)


@every_page
def test_a_published_notebook_is_the_page(published, lang, name):
    """Same prose and same code as the page, but for the parameters."""
    book = nbformat.read(published / lang / f"{name}.ipynb", 4)
    text = (ROOT / "book" / lang / f"{name}.md").read_text(encoding="utf-8")
    for cell in [cell for cell in book.cells if "parameters" not in cell.metadata.get("tags", ())]:
        assert cell.source.strip() in text
    assert len([cell for cell in book.cells if cell.cell_type == "code"]) == text.count("```{code-cell}")
