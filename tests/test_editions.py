"""Two editions compared: each cause planted alone, renamed numbers under their old names, errata, and the file of an edition."""
# Over 300 lines: one small book, frozen in each test, serves every cause, every old name and every erratum.

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest
from helpers import ROOT, book_results, edit, fixture_book, one_line, set_cell

from analysis.__main__ import main
from analysis.book.editions import page_head
from analysis.catalogue import CatalogueError
from analysis.catalogue.formerly import current, former_problems
from analysis.editions import words
from analysis.editions.compare import compare, to_list
from analysis.editions.errata import errata, sentence
from analysis.editions.formula import formula_hash
from analysis.editions.frozen import Line, editions, folder, freeze, from_json, read, to_json
from analysis.editions.site import errata_script, versions_script
from analysis.messages import Refusal, settle
from analysis.project import loaded
from analysis.results import compute

TINY = "analysis/core/chapters/tiny.py"
ROWS, RUNS, CHIPS, TERMS = "data/rows/tiny.csv", "data/tables/runs.csv", "data/tables/chips.csv", "data/terms/tiny.csv"
ON_RENT = {
    "rented_price", "hour_price.alpha_chip", "headline_cost", "price_ratio.beta_chip", "run_price.tiny_run", "run_cost.tiny_run", "known_cost", "size_fee",
    "swap_cost.tiny_run.alpha_chip", "swap_cost.other_run.alpha_chip", "stepped_cost", "size_class", "limit_year", *(f"cost_path.{year}" for year in range(2024, 2028)),
}  # fmt: skip


@pytest.fixture
def root(tmp_path):
    """A fixture book of its own."""
    return fixture_book(tmp_path / "book")


def computed(root, **given):
    loaded.cache_clear()
    return compute(root, **given)


def frozen(root, name="2026.11"):
    """The numbers of a book as they are, frozen; also written as the edition's file."""
    made = freeze(computed(root), name)
    folder(root).mkdir(exist_ok=True)
    (folder(root) / f"{name}.json").write_text(to_json(made), encoding="utf-8")
    return made


def differences(root, before):
    """The changes since `before`, the same with the run at hand as between two files."""
    results = computed(root)
    now = freeze(results)
    found, plain = compare(before, now), compare(from_json(to_json(before)), from_json(to_json(now)))
    assert [(one.name, one.kind, one.was, one.now) for one in plain] == [(one.name, one.kind, one.was, one.now) for one in sorted_like(found, plain)]
    for one, other in zip(sorted_like(found, plain), plain):
        assert all(set(names) <= set(other.causes.get(kind, ())) for kind, names in one.causes.items()), (one, other)
    return {one.name: one for one in found}


def sorted_like(found, plain):
    order = {(one.name, one.kind): place for place, one in enumerate(plain)}
    return sorted(found, key=lambda one: order[one.name, one.kind])


def causes(changes):
    return {name: one.causes for name, one in changes.items()}


# Each cause, planted alone


def test_equal_editions_do_not_differ(root):
    assert differences(root, frozen(root)) == {}


def test_a_sourced_row_that_changed_is_data(root):
    before = frozen(root)
    set_cell(root / ROWS, "rented_price", "value", "2.5")
    found = differences(root, before)
    assert set(found) == ON_RENT
    assert {json.dumps(one) for one in causes(found).values()} == {'{"data": ["rented_price"]}'}
    assert (found["headline_cost"].was.value, found["headline_cost"].now.value, found["headline_cost"].per_cent) == (5_576_000, 6_970_000, 25)


def test_a_range_that_changed_is_a_change_without_per_cent(root):
    before = frozen(root)
    set_cell(root / ROWS, "rented_price", "high", "4")
    found = differences(root, before)["headline_cost"]
    assert (found.was.value, found.per_cent, found.causes) == (found.now.value, 0, {"data": ["rented_price"]})
    assert words.both(computed(root), found, "en")[0].startswith("$5.58 million ($4.") and words.movement(found.per_cent) == ""


def test_an_assumption_that_changed_is_a_parameter(root):
    before = frozen(root)
    set_cell(root / ROWS, "yearly_growth", "value", "60")
    found = differences(root, before)
    assert {"cost_path.2026", "yearly_growth"} <= set(found) and "headline_cost" not in found
    assert {json.dumps(one) for one in causes(found).values()} == {'{"parameter": ["yearly_growth"]}'}


def test_a_formula_that_changed_is_a_method(root):
    before = frozen(root)
    edit(root / TINY, "return first_phase_hours + second_phase_hours", "return first_phase_hours + 2 * second_phase_hours")
    found = differences(root, before)
    assert {"total_hours", "headline_cost", "run_cost.tiny_run"} <= set(found) and "run_cost.other_run" not in found
    assert {json.dumps(one) for one in causes(found).values()} == {'{"method": ["total_hours"]}'}


def test_a_text_that_a_formula_reads_is_data(root):
    before = frozen(root)
    set_cell(root / RUNS, "tiny_run", "chip", "beta_chip")
    found = differences(root, before)
    assert set(found) == {"run_price.tiny_run", "run_cost.tiny_run", "known_cost"}
    assert {json.dumps(one) for one in causes(found).values()} == {'{"data": ["runs:tiny_run"]}'}


def test_what_nothing_explains_is_code(root):
    before = frozen(root)
    base = before.bases["known_cost"]
    planted = replace(before, bases={**before.bases, "known_cost": replace(base, lines={"": base.lines[""]._replace(value=1.0)})})
    assert causes(differences(root, planted)) == {"known_cost": {"code": ["known_cost"]}}


def test_several_causes_stand_together(root):
    before = frozen(root)
    set_cell(root / ROWS, "rented_price", "value", "2.5")
    set_cell(root / ROWS, "yearly_growth", "value", "60")
    edit(root / TINY, "return total_hours * rented_price", "return 2 * total_hours * rented_price")
    found = causes(differences(root, before))
    assert found["cost_path.2026"] == {"data": ["rented_price"], "parameter": ["yearly_growth"], "method": ["headline_cost"]}
    assert found["price_ratio.beta_chip"] == {"data": ["rented_price"]}


def test_between_two_files_a_line_rests_on_its_own_line(root):
    before = frozen(root)
    set_cell(root / ROWS, "rented_price", "value", "2.5")
    set_cell(root / CHIPS, "beta_chip", "hour_price", "3.5")
    found = causes({one.name: one for one in compare(before, from_json(to_json(freeze(computed(root)))))})
    assert found["swap_cost.other_run.beta_chip"] == {"data": ["hour_price.beta_chip"]} and found["hour_price.alpha_chip"] == {"data": ["rented_price"]}
    assert found["swap_cost.other_run.alpha_chip"] == found["headline_cost"] == {"data": ["rented_price"]}
    assert found["price_ratio.beta_chip"] == {"data": ["hour_price.beta_chip", "rented_price"]}


def test_what_moves_nothing_is_no_change(root):
    before = frozen(root)
    edit(root / TINY, '"""Hours of both phases."""', '"""Hours of both phases, said otherwise."""  # with a remark')
    set_cell(root / ROWS, "budget_limit", "note", "Another remark.")
    assert differences(root, before) == {}
    assert freeze(computed(root)).bases["total_hours"].formula == before.bases["total_hours"].formula


def test_lines_and_functions_come_and_go(root):
    before = frozen(root)
    text = (root / CHIPS).read_text(encoding="utf-8")
    (root / CHIPS).write_text(text + "gamma_chip,Gamma,4,2025-03,price_list,Line 5,dataset,\n", encoding="utf-8")
    edit(root / TINY, "def size_fee(", "def other_fee(")
    edit(root / TERMS, "size_fee,", "other_fee,")
    found = differences(root, before)
    kinds = {name: one.kind for name, one in found.items()}
    assert kinds == {
        "hour_price.gamma_chip": "new", "price_ratio.gamma_chip": "new", "other_fee": "new", "size_fee": "gone",
        **{f"swap_cost.{run}.gamma_chip": "new" for run in ("tiny_run", "other_run", "secret_run")},
    }  # fmt: skip
    assert (found["size_fee"].now.value, found["other_fee"].was.value, found["other_fee"].causes) == (None, None, {})


def test_a_value_that_is_lost_and_one_that_becomes_possible(root):
    before = frozen(root)
    set_cell(root / ROWS, "idle_gpus", "value", "8")
    set_cell(root / RUNS, "other_run", "gpu_hours", "")
    found = differences(root, before)
    assert words.both(computed(root), found["idle_cost"], "en") == ("impossible", "$697,000 per GPU")
    assert words.both(computed(root), found["run_cost.other_run"], "ko")[1] == "공개되지 않음" and found["run_cost.other_run"].per_cent is None


def test_a_readers_own_numbers_are_compared_with_the_published_ones(root):
    changes = compare(freeze(computed(root)), freeze(computed(root, sets=[("rented_price", 3)])))
    assert {one.name for one in changes} == ON_RENT
    assert {json.dumps(one.causes) for one in changes} == {'{"parameter": ["rented_price"]}'}


# The main book


def test_the_file_of_an_edition_says_everything_in_less_than_a_megabyte():
    made = freeze(book_results(), "2026.11")
    text = to_json(made)
    assert len(text.encode()) < 1_000_000
    again = from_json(text)
    assert (again.bases, again.texts, again.as_of, to_json(again)) == (made.bases, made.texts, made.as_of, text)
    assert compare(again, freeze(book_results())) == []
    assert set(made.names()) == set(book_results().numbers)
    assert made.bases["v3_final_run_cost"].lines[""].value == 5_576_000
    assert "v3_final_run_cost" in next(line for line in text.splitlines() if '"formula"' in line and "v3_gpu_hours" in line and "h800_hour_price" in line)


def test_no_two_formulas_share_a_hash_unless_they_are_the_same():
    functions = book_results().graph.functions
    hashes = {name: formula_hash(function) for name, function in functions.items()}
    assert len(set(hashes.values())) == len(functions)


def test_a_helper_is_part_of_the_formula(root):
    path = root / TINY
    path.write_text(path.read_text(encoding="utf-8") + '\n\ndef _half(cost):\n    return cost / 2\n', encoding="utf-8")
    edit(path, "return budget_limit + (headline_cost - budget_limit) / 2", "return budget_limit + _half(headline_cost - budget_limit)")
    first = formula_hash(computed(root).graph.functions["stepped_cost"])
    edit(path, "return cost / 2", "return cost / 4")
    second = formula_hash(computed(root).graph.functions["stepped_cost"])
    assert first != second


# Renamed numbers


@pytest.fixture
def renamed(root):
    """A book in which a row, a column and a function have new names, and what was frozen before."""
    before = frozen(root)
    set_cell(root / ROWS, "rented_price", "formerly", "rented_price_of_old agreed_price")
    columns = root / "data/columns.csv"
    lines = columns.read_text(encoding="utf-8").splitlines()
    columns.write_text("\n".join([f"{lines[0]},formerly", *(line + "," for line in lines[1:])]) + "\n", encoding="utf-8")
    for path, old, new in [(TINY, "known_cost", "disclosed_cost"), (TERMS, "known_cost", "disclosed_cost"), (TINY, "gpu_hours", "run_hours"), (RUNS, "gpu_hours", "run_hours"), ("data/columns.csv", "gpu_hours", "run_hours")]:  # fmt: skip
        (root / path).write_text((root / path).read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    edit(root / TINY, '@result("USD")\ndef disclosed_cost', '@result("USD", formerly="known_cost")\ndef disclosed_cost')
    edit(root / "data/columns.csv", "Hours of the run,학습 시간,", "Hours of the run,학습 시간,gpu_hours")
    return root, before


def test_a_new_name_is_no_change_of_value_or_method(renamed):
    root, before = renamed
    found = differences(root, before)
    assert {(name, one.kind, one.before) for name, one in found.items()} == {
        ("disclosed_cost", "renamed", "known_cost"), *((f"run_hours.{run}", "renamed", f"gpu_hours.{run}") for run in ("tiny_run", "other_run", "secret_run")),
    }  # fmt: skip
    assert all(one.causes == {} for one in found.values())


def test_a_renamed_number_that_moves_is_told_under_both_names(renamed):
    root, before = renamed
    set_cell(root / RUNS, "other_run", "run_hours", "150")
    found = differences(root, before)
    assert (found["disclosed_cost"].kind, found["disclosed_cost"].before, found["disclosed_cost"].causes) == ("changed", "known_cost", {"data": ["run_hours.other_run"]})
    assert found["run_cost.other_run"].causes == {"data": ["run_hours.other_run"]}


@pytest.mark.parametrize("old, today", [("agreed_price=3", "rented_price"), ("rented_price_of_old=3", "rented_price"), ("gpu_hours.other_run=150", "run_hours.other_run")])
def test_an_old_name_still_sets_and_says_the_new_one(renamed, capsys, old, today):
    root, _ = renamed
    loaded.cache_clear()
    assert main(["results", "--set", old, "--root", str(root)]) == 0
    told = capsys.readouterr()
    assert f"'{old.partition('=')[0]}' is now called '{today}'." in told.err and "is now called" not in told.out
    _, _, value = old.partition("=")
    assert computed(root, sets=[(old.partition("=")[0], value)]).to_dict() == computed(root, sets=[(today, value)]).to_dict()


def test_an_old_name_is_explained_and_read_from_a_readers_table(renamed, capsys, tmp_path):
    root, _ = renamed
    loaded.cache_clear()
    assert main(["explain", "known_cost", "--root", str(root), "--lang", "ko"]) == 0
    told = capsys.readouterr()
    assert "disclosed_cost" in told.out and "‘known_cost’의 이름은 이제 ‘disclosed_cost’입니다." in told.err
    mine = one_line(tmp_path / "mine.csv", {"id": "other_run", "gpu_hours": "150"})
    assert [change.name for change in computed(root, tables=[("runs", mine)]).changes] == ["run_hours.other_run"]


def test_setting_a_result_by_its_old_name_names_the_new_one(renamed):
    root, _ = renamed
    with pytest.raises(Exception, match="'disclosed_cost' is computed, not set"):
        computed(root, sets=[("known_cost", 3)])


@pytest.mark.parametrize("old, message", [("headline_cost", "expected a name that nothing has today"), ("budget", "")])
def test_an_old_name_that_is_taken_is_refused(root, old, message):
    set_cell(root / ROWS, "rented_price", "formerly", old)
    if message:
        with pytest.raises(CatalogueError, match=message):
            computed(root)
    else:
        set_cell(root / ROWS, "budget_limit", "formerly", old)
        with pytest.raises(CatalogueError, match="'rented_price' had it too"):
            computed(root)


def test_the_book_has_no_quarrel_of_names():
    results = book_results()
    assert list(former_problems(results.catalogue, results.graph.functions)) == []
    assert current(results.catalogue, results.graph.functions, "h800_hour_price") == "h800_hour_price"


# Errata

HEAD = "edition,number,was,is,why_en,why_ko,date\n"


def with_errata(root, *lines):
    (root / "data/errata.csv").write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return errata(root)


def test_an_erratum_is_said_in_both_languages_newest_first(root):
    frozen(root)
    found, problems = with_errata(
        root, "2026.11,headline_cost,5.58e6,5.7e6,An hour was left out.,한 시간을 빠뜨렸다.,2026-12-02",
        "2026.11,size_class,small_run,large_run,The line was crossed.,선을 넘었다.,2026-12-03", "2026.11,run_cost.tiny_run,5576000,,It was not known.,알려지지 않았다.,2026-12-01",
    )  # fmt: skip
    assert problems == [] and [one.number for one in found] == ["size_class", "headline_cost", "run_cost.tiny_run"]
    results = computed(root)
    assert sentence(results, found[1], "en") == "Erratum of 2 December 2026 to edition 2026.11. Cost of the run: $5.58 million is wrong, $5.7 million is right. An hour was left out."
    assert settle(sentence(results, found[0], "ko")) == "2026.11판 정정(2026년 12월 3일). 학습의 규모: 작은 학습은 틀렸고 큰 학습이 맞다. 선을 넘었다."
    assert "is wrong; the right value is not known" in sentence(results, found[2], "en")


@pytest.mark.parametrize("line, message", [
    ("2026.10,headline_cost,5.58e6,5.7e6,Why.,왜.,2026-12-02", "errata.csv:2: column 'edition': '2026.10': expected a frozen edition; did you mean '2026.11'?"),
    ("2026.11,headline_costs,5.58e6,5.7e6,Why.,왜.,2026-12-02", "column 'number': 'headline_costs': expected a number of edition 2026.11; did you mean 'headline_cost'?"),
    ("2026.11,headline_cost,5.6e5,5.7e6,Why.,왜.,2026-12-02", "column 'was': '5.6e5': expected what edition 2026.11 says: 5576000.0"),
    ("2026.11,headline_cost,5.58e6,many,Why.,왜.,2026-12-02", "column 'is': 'many': expected a number"),
    ("2026.11,headline_cost,5.58e6,5.7e6,Why.,,2026-12-02", "column 'why_ko': '': expected a reason in both languages"),
    ("2026.11,headline_cost,5.58e6,5.7e6,Why.,왜.,soon", "column 'date': 'soon': expected a date"),
])  # fmt: skip
def test_a_wrong_erratum_is_told(root, line, message):
    frozen(root)
    _, problems = with_errata(root, line)
    assert [problem for problem in problems if message in problem], problems


def test_the_scripts_of_the_root_hold_text_only(root):
    frozen(root)
    found, _ = with_errata(root, '2026.11,headline_cost,5.58e6,5.7e6,"</script><script>alert(1)",‘<b>’ 때문이다.,2026-12-02')
    text = errata_script(computed(root), found)
    assert text.startswith("window.ledgerErrata = [") and "<" not in text
    assert json.loads(text.removeprefix("window.ledgerErrata = ").removesuffix(";\n"))[0]["why"]["en"] == "</script><script>alert(1)"
    listed = versions_script(["2026.11/en/start.html", "2026.12/ko/start.html", "2026.12/en/search.html", "latest/en/start.html", "2026.13/en/start.html", "2026.11/en/_static/x.html"])
    assert json.loads(listed.removeprefix("window.ledgerVersions = ").removesuffix(";\n")) == [
        {"edition": "2026.12", "pages": {"en": ["search"], "ko": ["start"]}}, {"edition": "2026.11", "pages": {"en": ["start"]}},
    ]  # fmt: skip


def test_the_errata_of_the_book_hold():
    assert errata(ROOT)[1] == []


# The command line and the words


def test_diff_says_what_changed_and_why(root, capsys):
    frozen(root)
    set_cell(root / ROWS, "rented_price", "value", "2.5")
    loaded.cache_clear()
    assert main(["diff", "2026.11", "draft", "--root", str(root)]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"{len(ON_RENT)} changed\n")
    assert "Changed: headline_cost  $5.58 million → $6.97 million  +25%  data: Assumed rent  [Cost of the run]\n" in told
    assert main(["diff", "2026.11", "draft", "--lang", "ko", "--root", str(root)]) == 0
    assert "달라진 수치: headline_cost  558만 달러 → 697만 달러  +25%  자료: 가정한 임대료  [학습 비용]\n" in capsys.readouterr().out
    assert main(["diff", "draft", "2026.11", "--json", "--root", str(root)]) == 0
    found = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert found["headline_cost"]["was"]["unit"] == "USD" and found["headline_cost"]["per_cent"] == -20
    assert found == {one["name"]: one for one in to_list(compare(freeze(computed(root)), read(root, "2026.11")))}


def test_an_edition_that_is_not_there_is_refused_with_the_nearest(root, capsys):
    frozen(root)
    assert editions(root) == ["2026.11"]
    assert main(["diff", "2026.12", "draft", "--root", str(root)]) == 2
    assert "There is no edition '2026.12'. Did you mean '2026.11'? Allowed: 2026.11, draft." in capsys.readouterr().err
    with pytest.raises(Refusal):
        read(root, "../2026.11")


def test_a_readers_own_site_has_no_edition_and_no_menu():
    def head(changes, single=True):
        context, config = {"body": ""}, SimpleNamespace(ledger_single=single, ledger_edition="2026.11", language="ko", html_title="컴퓨트 원장")
        page_head(SimpleNamespace(ledger=SimpleNamespace(changes=changes), config=config), "start", "page.html", context, None)
        return context

    assert ">2026.11판</div>" in head([])["body"].replace("</span>", ">") and head([])["metatags"].count("<script defer src=\"../../") == 2
    assert head(["a change"]) == head([], single=False) == {"body": ""}  # plain jupyter-book has no folders of editions either


def test_digits_grow_until_two_values_differ(root):
    results = computed(root)
    one = compare(freeze(results), freeze(computed(root, sets=[("rented_price", "2.0001")])))
    cost = next(change for change in one if change.name == "headline_cost")
    assert words.both(results, cost, "en") == ("$5.576 million", "$5.5763 million") and words.movement(cost.per_cent) == "+0.005%"
    assert words.value_words(results, "lost_number", Line(3.5), "apples", "en") == "3.5 apples"
