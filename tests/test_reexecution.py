"""Planted changes: exactly the pages that rest on what changed run again, and the result equals a build from nothing.

The package is copied too, so that its own modules can change. Every group of changes starts from the same built state,
restored at the same place; at its end the same changes are built from nothing in another folder. Whole sites are compared,
every file, byte by byte, and `results --json` with them: nothing is taken out, since what the pages show carries neither
papermill's times nor a date of the build. Only the chart library, which depends on nothing but its package, is there before
a build from nothing.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

import pytest
from helpers import ROOT, edit, fixture_book, set_cell

pytestmark = pytest.mark.slow

LANGUAGES = ("en", "ko")
COSTS, RENTS = {("en", "costs"), ("ko", "costs")}, {("en", "rents"), ("ko", "rents")}
ALL = COSTS | RENTS
RUNNING = re.compile(r"\[(en|ko)\] ([\w-]+): running")  # two processes write: an end of line may come late
BUILD = """import sys
from analysis.__main__ import main
root, *given = sys.argv[1:]
sys.exit(main(["book", *given, "--root", root]) or main(["results", "--json", *(given if "--lang" not in given else []), "--root", root]))
"""

# A second page that computes: it draws nothing, has no parameter, and reads one cell and one row that `costs` does not read.
PAGE = """(rents)=
# {title}

```{{code-cell}} ipython3
:tags: [parameters]

lang = "{lang}"
scenario = ""
```

```{{code-cell}} ipython3
from analysis.notebook import open_page

page = open_page(globals())
page.show("far_limit", "hour_price.beta_chip")
```
"""
TITLES = {"en": "What it rents for", "ko": "임대료"}


@dataclass
class State:
    """A copy of the package and a book, side by side in one folder."""

    folder: object

    @property
    def book(self):
        return self.folder / "book"

    @property
    def code(self):
        return self.folder / "code" / "analysis"

    def build(self, *arguments):
        """(pages that ran, `results --json`) of a build that succeeds."""
        environment = {**os.environ, "PYTHONPATH": str(self.code.parent)}
        command = [sys.executable, "-c", BUILD, str(self.book), *arguments]
        done = subprocess.run(command, cwd=self.code.parent, env=environment, capture_output=True, encoding="utf-8", timeout=240)
        assert done.returncode == 0, done.stderr
        return set(RUNNING.findall(done.stderr)), done.stdout

    def site(self, name="_site"):
        """Every file of the site with its content."""
        files = [path for path in (self.book / name).rglob("*") if path.is_file()]
        return {path.relative_to(self.book).as_posix(): path.read_bytes() for path in files}

    def copy(self, folder, built=True):
        """The same in another folder, times of change kept; without what was built, if so asked."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder, ignore=None if built else shutil.ignore_patterns("_build", "_site*"))
        return State(folder)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """(place where each case is built, the state after one build, kept aside)."""
    folder = tmp_path_factory.mktemp("reexecution")
    state = State(folder / "state")
    shutil.copytree(ROOT / "analysis", state.code, ignore=shutil.ignore_patterns("__pycache__"))
    fixture_book(state.book)
    (state.book / "requirements.lock").write_text("numpy==2.4.1\npandas==3.1.0\n", encoding="utf-8")
    (state.book / "README.md").write_text("A book of the tests.\n", encoding="utf-8")
    edit(state.book / "_toc.yml", "  - file: book/en/costs\n", "  - file: book/en/costs\n  - file: book/en/rents\n")
    for lang in LANGUAGES:
        (state.book / "book" / lang / "rents.md").write_text(PAGE.format(lang=lang, title=TITLES[lang]), encoding="utf-8")
    ran, _ = state.build()
    assert ran == ALL
    return state, state.copy(folder / "kept")


@pytest.fixture
def state(kept):
    """The built state, as it was after the one build."""
    place, aside = kept
    return aside.copy(place.folder)


@pytest.fixture
def clean(kept, tmp_path):
    """The same state with nothing built, in another folder."""
    fresh = kept[1].copy(tmp_path / "clean", built=False)
    for lang in LANGUAGES:
        library = fresh.book / "_build" / "published" / "html" / lang / "_static" / "vega-bundle.js"
        library.parent.mkdir(parents=True)
        shutil.copy2(kept[1].book / library.relative_to(fresh.book), library)
    yield fresh
    shutil.rmtree(fresh.folder)


# The changes


def code(file, old, new):
    """A change in the package."""
    return lambda state: edit(state.code / file, old, new)


def text(file, old, new):
    """A change in a file of the book."""
    return lambda state: edit(state.book / file, old, new)


def more(file, line):
    """A line at the end of a file of the book."""

    def change(state):
        with open(state.book / file, "a", encoding="utf-8") as opened:
            opened.write(line + "\n")

    return change


def note(file):
    """A comment at the end of a module of the package."""
    return lambda state: more(state.code / file, "# a word more")(state)


def cell(file, key, column, value):
    """Another value in one cell of a CSV file."""
    return lambda state: set_cell(state.book / "data" / file, key, column, value)


def several(*changes):
    """Changes made at once."""
    return lambda state: [change(state) for change in changes]


CHAPTER = "analysis/core/chapters/tiny.py"
SCENARIO = "data/scenarios/dear_rent.yml"

# No page runs again for any of these, so that one build tries them all.
IDLE = (
    cell("rows/tiny.csv", "unread_row", "value", "8"),  # that no page reads
    text("book/en/start.md", "(start-rest)=", "% a word to authors\n\n(start-rest)="),  # a comment in a page without cells
    more("README.md", "More."),
    note("explain.py"),  # a module that no page imports
    text(SCENARIO, "value: 3.0", "value: 4.0"),  # that is not used
)

# what changes, one after the other from the same start: (how, the pages that must run again, what the build is given)
CHANGES = {
    "code and environment": {
        "imported module: a chapter's formula": (text(CHAPTER, "return gpu_hours * run_price", "return 2 * gpu_hours * run_price"), ALL, []),
        "imported module: only words of a module for all": (note("sentences.py"), ALL, []),
        "imported module: one that a page imports for its chart": (note("charts/training_cost.py"), COSTS, []),
        "chart theme": (code("charts/theme.py", 'MARK = "var(--ledger-mark, #0b5cad)"', 'MARK = "var(--ledger-mark, #0b5cae)"'), COSTS, []),
        "seed": (code("ranges.py", "SEED = 20261121", "SEED = 20261122"), ALL, []),
        "lock entry": (text("requirements.lock", "pandas==3.1.0", "pandas==3.1.1"), ALL, []),
    },
    "data": {
        "data cell that both languages of a page read": (cell("rows/tiny.csv", "second_phase_hours", "value", "125"), COSTS, []),
        "data cell that the other page reads": (cell("rows/tiny.csv", "far_limit", "value", "2000"), RENTS, []),
        "data cell that one language reads": (cell("terms/tiny.csv", "total_hours", "label_ko", "모든 시간"), {("ko", "costs")}, []),
        "table line that a page reads": (cell("tables/runs.csv", "other_run", "gpu_hours", "148"), COSTS, []),
        "table line that both pages read": (cell("tables/chips.csv", "beta_chip", "hour_price", "3.5"), ALL, []),
        "parameter: its published value": (cell("rows/tiny.csv", "rented_price", "value", "2.5"), COSTS, []),
    },
    "pages and other files": {
        "language: words of the Korean page": (text("book/ko/costs.md", "둘 다 달러다.", "둘 다 미국 달러다."), {("ko", "costs")}, []),
        "language: English alone": (several(), set(), ["--lang", "en"]),
        "comment in a page": (text("book/en/costs.md", "# What it costs\n", "# What it costs\n\n% a word to authors\n"), {("en", "costs")}, []),
        "nothing that a page with cells rests on": (several(*IDLE), set(), []),
    },
}  # fmt: skip


@pytest.mark.parametrize("group", CHANGES)
def test_what_must_run_again_runs_and_the_result_is_that_of_a_clean_build(state, clean, group):
    for change, (plant, expected, arguments) in CHANGES[group].items():
        plant(state)
        plant(clean)
        ran, results = state.build(*arguments)
        assert ran == expected, change
    assert_equal(state, clean, results, clean.build()[1])


def assert_equal(state, clean, results, anew, site="_site"):
    """The same results and the same files in the site, byte by byte."""
    assert json.loads(results)["numbers"] and results == anew
    one, other = state.site(site), clean.site(site)
    assert set(one) == set(other) and len(one) > 20
    assert [path for path in one if one[path] != other[path]] == []


def test_an_edition_of_its_own_runs_every_page_once_and_follows_what_it_rests_on(state, clean):
    arguments = ["--set", "second_phase_hours=130", "--scenario", "dear_rent"]
    assert state.build(*arguments)[0] == ALL
    assert state.build(*arguments)[0] == set()
    change = text(SCENARIO, "value: 3.0", "value: 4.0")
    change(state)
    change(clean)
    ran, results = state.build(*arguments)
    assert ran == COSTS
    assert_equal(state, clean, results, clean.build(*arguments)[1], "_site_custom")


def test_a_language_built_later_runs_its_own_pages_alone(kept, clean):
    assert clean.build("--lang", "en")[0] == {("en", "costs"), ("en", "rents")}
    assert clean.build("--lang", "ko")[0] == {("ko", "costs"), ("ko", "rents")}
    ran, results = clean.build()
    assert ran == set()
    assert clean.site() == kept[1].site() and json.loads(results)["numbers"]


def test_the_pages_import_the_copied_package(kept):
    place, aside = kept
    for lang, page in ALL:
        record = json.loads((aside.book / "_build" / "published" / "source" / f"{lang}-{page}.json").read_text(encoding="utf-8"))
        assert len(record["modules"]) > 20 and all(file.startswith(str(place.folder)) for file in record["modules"])
