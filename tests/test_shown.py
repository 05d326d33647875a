"""Grids: a table of the data with a column for each name, and what charts are told of a line. On the book of the tests."""

import pytest
from helpers import fixture_book

from analysis import notebook
from analysis.shown import Grid


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return fixture_book(tmp_path_factory.mktemp("grid") / "book")


@pytest.fixture
def page(book, monkeypatch):
    monkeypatch.setenv("COMPUTE_LEDGER_ROOT", str(book))
    return lambda lang="en", **given: notebook.open_page({"lang": lang, "scenario": "", **given})


def test_a_grid_shows_texts_references_numbers_and_what_is_missing(page):
    grid = Grid(page(), "runs", ["chip", "gpu_hours", "run_cost"])
    lines = str(grid).splitlines()
    assert len(lines) == 4 and "Hours of the run" in lines[0]
    assert "alpha" in lines[1].lower() and "$" in lines[1]
    assert lines[3].count("not disclosed") == 2
    html = grid._repr_html_()
    assert '<data class="num" data-name="run_cost.tiny_run"' in html and html.count("<tr>") == 4


def test_a_grid_in_korean_of_some_lines(page):
    grid = Grid(page("ko"), "runs", ["gpu_hours"], ["secret_run"])
    assert "학습 시간" in str(grid) and "공개되지 않음" in str(grid) and len(str(grid).splitlines()) == 2


def test_a_grid_shows_the_source_of_a_line_and_the_unit_once(page):
    grid = Grid(page(), "runs", ["run_year", "gpu_hours", "source"])
    html = grid._repr_html_()
    assert html.count('href="sources.html#source-price_list"') == 2 and html.count('href="sources.html#source-tiny_report"') == 1
    assert '<th scope="col">Hours of the run (GPU-hours)</th>' in html
    assert '147,000<span class="ledger-in-head"> GPU-hours</span></data>' in html
    assert "147,000 GPU-hours" in str(grid)  # whole where it is read as text
    assert "(2024)" in str(grid).splitlines()[1] and "2024" in str(grid).splitlines()[1]


def test_a_changed_number_has_the_published_one_beside_it(page):
    html = Grid(page(second_phase_hours="150"), "runs", ["run_cost"])._repr_html_()
    assert html.count('class="published"') == 1 and "Published" in html


@pytest.mark.parametrize(
    "arguments, told",
    [
        (("run", ["run_cost"]), "no table 'run'; nearest: runs"),
        (("runs", ["run_costs"]), "'run_costs' has no value on the lines of 'runs'; nearest: run_cost"),
        (("runs", ["price_ratio"]), "'price_ratio' has no value on the lines of 'runs'"),
        (("runs", ["run_cost"], ["tiny_rum"]), "no line 'tiny_rum' in 'runs'; nearest: tiny_run"),
    ],
)
def test_a_wrong_word_is_named_with_the_nearest_right_one(page, arguments, told):
    with pytest.raises(ValueError, match=told.replace("(", r"\(")):
        Grid(page(), *arguments)


def test_a_grid_notes_what_it_read(page):
    made = page()
    made.grid("runs", ["chip", "run_cost"], ["tiny_run"])
    assert set(made._read) == {"runs/chip.tiny_run", "run_cost.tiny_run"}
    assert notebook.stamp(made.results, made.published, "runs/chip.tiny_run", "en") == made._read["runs/chip.tiny_run"] != ""
    assert notebook.stamp(made.results, made.published, "runs/chip.no_run", "en") == ""


def test_a_chart_is_told_the_line_and_its_cells(page):
    made = page()
    record = {**made._record_of("run_cost.tiny_run"), **made._beside("run_cost.tiny_run", ("run_year", "gpu_hours"))}
    assert (record["base"], record["line"], record["run_year"]) == ("run_cost", "tiny_run", "2024")
    assert record["gpu_hours"] == made.results.numbers["gpu_hours.tiny_run"].value and record["base_label"] and record["line_label"]
    with pytest.raises(ValueError, match="no table has a line 'tiny_run' with the columns run_date"):
        made._beside("run_cost.tiny_run", ("run_date",))


def test_a_grid_shows_the_interval_of_the_columns_that_ask_for_it(page):
    plain, ranged = (Grid(page(), "runs", ["run_cost"], ranges=names)._repr_html_() for names in ((), ("run_cost",)))
    assert 'class="range"' not in plain
    assert ranged.count('<small><data class="range" data-name="run_cost.') == sum(" to " in line for line in ranged.split("<tr>")) > 0
