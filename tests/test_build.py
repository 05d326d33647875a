"""The build, on the fixture book: both languages, roles everywhere, custom editions, refusals, and what is built again."""
# Over 300 lines: one build of the fixture book, which takes seconds, serves every test.

import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import ROOT, edit, fixture_book, set_cell

from analysis.book import build as driver
from analysis.book import sphinx_app
from analysis.project import loaded
from analysis.results import compute

LANGUAGES = ("en", "ko")
PAGES = ("start", "costs")
SUBPROCESS = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))}
DATA = re.compile(r'<data\b(?P<attributes>[^>]*)>(?P<text>.*?)</data>', re.DOTALL)
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
MARK = {"en": "This is your own calculation", "ko": "직접 다시 계산한"}


def call(root, *arguments):
    """One call of the command line on a book."""
    command = [sys.executable, "-m", "analysis", *arguments, "--root", str(root)]
    return subprocess.run(command, cwd=ROOT, env=SUBPROCESS, capture_output=True, encoding="utf-8", timeout=120)


def book(root, *arguments):
    """A build that succeeds; what it said."""
    done = call(root, "book", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stderr


def plain_jupyter_book(root):
    """Plain `jupyter-book build .` in a book's folder."""
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", "."]
    return subprocess.run(command, cwd=root, env=SUBPROCESS, capture_output=True, encoding="utf-8", timeout=120)


def results(root, *arguments):
    """`results --json`."""
    return json.loads(call(root, "results", "--json", *arguments).stdout)["numbers"]


def computed(root, **given):
    """The same without a process of its own."""
    loaded.cache_clear()
    return compute(root, **given).to_dict()["numbers"]


def page(site, lang, name="start"):
    return (site / "latest" / lang / f"{name}.html").read_text(encoding="utf-8")


def article(site, lang, name="start"):
    """The page itself, without what the theme puts around it."""
    return re.search(r"<article.*?</article>", page(site, lang, name), re.DOTALL)[0]


def words(text):
    """What a reader sees of a piece of HTML."""
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def said(text, kind="num"):
    """(name, value, words) of every number that a page says."""
    found = []
    for match in DATA.finditer(text):
        attributes = dict(ATTRIBUTE.findall(match["attributes"]))
        if attributes["class"] == kind:
            found.append((attributes["data-name"], html.unescape(attributes["value"]), words(match["text"])))
    return found


def check_numbers(text, numbers, lang, kind="num"):
    """Every number that a page says has the value and the words of `results --json`; the names that it says."""
    found = said(text, kind)
    titled = {name for name, _, _ in said("".join(re.findall(r"<figcaption.*?</figcaption>", text)), kind)}
    for name, value, written in found:
        number = numbers[name]
        expected = number["value"]
        if isinstance(expected, (int, float)):
            assert float(value) == expected, name
        else:
            assert value == (expected or ""), name
        if lang == "ko" and name in titled:
            written = re.sub(r"(?<=\S)[은는이가을를]$", "", written)  # see the test of a particle in a chart's title
        assert written in (number["text"][lang], OTHER_DIGITS.get((name, written, lang), "")), name
    return {name for name, _, _ in found}


# `{num}`headline_cost:4`` in the pages, published and at 3 dollars an hour
OTHER_DIGITS = {
    (name, written, lang): written
    for name, lang, written in [
        ("headline_cost", "en", "$5.576 million"), ("headline_cost", "ko", "557만 6000달러"),
        ("headline_cost", "en", "$8.364 million"), ("headline_cost", "ko", "836만 4000달러"),
    ]
}  # fmt: skip
IN_START = {
    "headline_cost", "far_limit", "total_hours", "rented_price", "first_phase_hours", "second_phase_hours", "hour_price.alpha_chip", "hour_price.beta_chip",
    "run_cost.tiny_run", "run_cost.secret_run", "idle_cost", "far_year", "size_class", "cost_path.2026", "swap_cost.other_run.alpha_chip", "as_of",
}  # fmt: skip
IN_COSTS = {
    "headline_cost", "price_ratio.alpha_chip", "price_ratio.beta_chip", "total_hours", "rented_price", "run_cost.tiny_run", "run_cost.other_run",
    "run_cost.secret_run", "idle_cost", "cost_path.2025", "budget_limit",
}  # fmt: skip


def tree(folder):
    """Everything below a folder: content and time of change."""
    return {path.relative_to(folder): (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A fixture book with its site, built once from clean; no test changes it."""
    root = fixture_book(tmp_path_factory.mktemp("built") / "book")
    book(root)
    return root


@pytest.fixture(scope="module")
def moving(tmp_path_factory):
    """Another one, in another folder, whose inputs tests change and put back."""
    root = fixture_book(tmp_path_factory.mktemp("elsewhere") / "moving")
    book(root)
    return root


@pytest.fixture
def changing(moving):
    """The moving book; its inputs are put back afterwards (what was built from them is not)."""
    inputs = {path: path.read_bytes() for part in ("data", "book", "analysis") for path in (moving / part).rglob("*") if path.is_file() and path.suffix != ".pyc"}
    inputs[moving / "_toc.yml"] = (moving / "_toc.yml").read_bytes()
    yield moving
    for path, content in inputs.items():
        if path.read_bytes() != content:
            path.write_bytes(content)


# Both languages


@pytest.mark.slow
def test_numbers_in_the_pages_equal_those_of_results(built):
    numbers = results(built)
    assert numbers == computed(built)
    for lang in LANGUAGES:
        assert check_numbers(article(built / "_site", lang, "start"), numbers, lang) == IN_START
        assert check_numbers(article(built / "_site", lang, "costs"), numbers, lang) == IN_COSTS


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "place", "expected"), [
    ("en", "title", "A run of $5.58 million, far from $1 billion — Compute Ledger"), ("ko", "title", "학습 한 번에 558만 달러, 먼 한도는 10억 달러 — 컴퓨트 원장"),
    ("en", "h1", "A run of $5.58 million, far from $1 billion#"), ("ko", "h1", "학습 한 번에 558만 달러, 먼 한도는 10억 달러#"),
    ("en", "h2", "The 2.66 million GPU-hours of the first phase#"), ("ko", "h2", "첫 단계의 266만 GPU시간#"),
    ("en", "td", "2.66 million GPU-hours"), ("ko", "td", "266만 GPU시간"),
    ("en", "td", "$3.42 per GPU-hour"), ("ko", "td", "GPU 시간당 3.42달러"),
    ("en", "caption", "Table 1 Prices from $2.00 per GPU-hour#"), ("ko", "caption", "표 1 GPU 시간당 2달러부터 시작하는 가격#"),
    ("en", "figcaption", "Fig. 1 The square stands for $5.58 million.#"), ("ko", "figcaption", "그림 1 네모는 558만 달러를 나타낸다.#"),
    ("en", "p", "The run took 2.788 million GPU-hours at $2.00 per GPU-hour (Tiny Lab, 2024: Table 1). It stays within the budget."
        " To four digits it cost $5.576 million, and Cost of the run is its label. The computation is in What it costs, its chart under The chart."),
    ("ko", "p", "학습에는 278만 8000GPU시간이 걸렸고 임대료는 GPU 시간당 2달러다 (Tiny Lab, 2024: Table 1). 예산을 넘지 않는다."
        " 네 자리로 적으면 557만 6000달러며, 이 값의 이름은 학습 비용이다. 계산은 비용에, 그림은 그림에 있다."),
])  # fmt: skip
def test_numbers_are_worded_wherever_they_stand(built, lang, place, expected):
    found = re.findall(rf"<{place}\b[^>]*>(.*?)</{place}>", page(built / "_site", lang), re.DOTALL)
    assert expected in [" ".join(words(text).split()) for text in found]


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "alt"), [("en", "A square that stands for $5.58 million"), ("ko", "558만 달러를 나타내는 네모")])
def test_alt_texts_are_worded(built, lang, alt):
    assert f'<img alt="{alt}" src="_images/favicon.svg"' in page(built / "_site", lang)
    assert (built / "_site" / "latest" / lang / "_images" / "favicon.svg").exists()


@pytest.mark.slow
def test_no_role_is_left_on_a_page(built):
    for lang in LANGUAGES:
        for name in PAGES:
            assert not re.search(r"\{(num|label|if|src|ref|doc)\}|:::|```|problematic", article(built / "_site", lang, name)), (lang, name)


@pytest.mark.slow
def test_a_particle_is_no_part_of_a_number_in_a_charts_title(built):
    title = re.search(r'<figcaption class="ledger-chart-title">(.*?)</figcaption>', page(built / "_site", "ko", "costs"))[1]
    assert ("headline_cost", "558만 달러") in [(name, written) for name, _, written in said(title)]


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "title"), [("en", "The run of $5.58 million against the budget of $6 million"), ("ko", "558만 달러가 든 학습과 600만 달러 예산")])
def test_a_chart_says_its_numbers_in_the_language_of_the_page(built, lang, title):
    text = page(built / "_site", lang, "costs")
    assert title in words(re.search(r'<figcaption class="ledger-chart-title">(.*?)</figcaption>', text)[1])
    label = html.unescape(re.search(r'aria-label="([^"]*)"', text[text.index("ledger-chart-drawing") :])[1])
    assert label.startswith(title) and results_in(label, lang)
    assert text.count('<svg xmlns="http://www.w3.org/2000/svg"') >= 2 and list((built / "_site" / "assets").glob("vega-bundle-*.js"))


def results_in(label, lang):
    return {"en": "$5.58 million (Cost of the run), $6 million (Budget)", "ko": "558만 달러(학습 비용), 600만 달러(예산)"}[lang] in label


@pytest.mark.slow
def test_each_page_leads_to_its_other_language_and_the_start_page_to_both(built):
    site = built / "_site"
    for lang, other in (LANGUAGES, LANGUAGES[::-1]):
        for name in PAGES:
            text = page(site, lang, name)
            assert f'<html lang="{lang}"' in text and f'href="../{other}/{name}.html"' in text
            links = [f'<link rel="alternate" hreflang="{code}" href="../../latest/{to}/{name}.html">' for code, to in (("en", "en"), ("ko", "ko"), ("x-default", "en"))]
            assert "\n".join(links) in text and f'<link rel="canonical" href="../../latest/{lang}/{name}.html" />' in text
        assert f'href="latest/{lang}/start.html"' in (site / "index.html").read_text(encoding="utf-8")
    assert "noindex" not in page(site, "en") + (site / "index.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_two_builds_from_clean_in_two_folders_are_equal_byte_by_byte(built, moving):
    one, other = tree(built / "_site"), tree(moving / "_site")
    assert set(one) == set(other)
    assert [str(path) for path in one if one[path][0] != other[path][0]] == []
    assert not [path for path, (content, _) in one.items() if str(built).encode() in content]


# Plain jupyter-book


@pytest.mark.slow
def test_plain_jupyter_book_gives_the_english_pages_with_the_same_numbers(built, tmp_path):
    root = fixture_book(tmp_path / "plain")
    done = plain_jupyter_book(root)
    assert done.returncode == 0, done.stdout + done.stderr
    # No page is run there, so its cells show nothing; prose, headings, tables and captions have their numbers.
    element = r"<(?:h1|h2|p|td|caption)\b.*?</(?:h1|h2|p|td|caption)>"
    for name in PAGES:
        plain = re.search(r"<article.*?</article>", (root / "_build" / "html" / "book" / "en" / f"{name}.html").read_text(encoding="utf-8"), re.DOTALL)[0]
        prose = re.sub(r'<div class="output text_html">.*?(</table>|</figure>)</div>|<footer class="ledger-cite">.*?</footer>', "", article(built / "_site", "en", name), flags=re.DOTALL)
        assert said(plain) == said(prose) and len(said(plain)) >= 4
        assert [words(part) for part in re.findall(element, plain)] == [words(part) for part in re.findall(element, prose)]
    assert not (root / "_site").exists()


@pytest.mark.slow
def test_plain_jupyter_book_fails_on_an_unknown_number_each_time(tmp_path):
    root = fixture_book(tmp_path / "plain")
    edit(root / "book" / "en" / "start.md", "{num}`headline_cost:4`", "{num}`headline_cst:4`")
    for _ in range(2):  # a page that failed must not be taken for done
        done = plain_jupyter_book(root)
        assert done.returncode != 0
        said = " ".join((done.stdout + done.stderr).split())
        assert "start.md:4: {num}`headline_cst:4`: no number named 'headline_cst'; did you mean 'headline_cost'?" in said


# A changed input


@pytest.mark.slow
def test_an_unchanged_book_runs_no_page_and_writes_no_file(built):
    before = tree(built / "_site")
    assert "running" not in book(built)
    assert tree(built / "_site") == before


@pytest.mark.slow
def test_a_number_in_prose_alone_rewrites_that_page_and_runs_none(changing):
    set_cell(changing / "data" / "rows" / "tiny.csv", "far_limit", "value", "1000.0001")
    told = book(changing, "--lang", "en")
    # worded as before, and yet another value
    assert "running" not in told and ("far_limit", "1000000100.0", "$1 billion") in said(page(changing / "_site", "en"))
    set_cell(changing / "data" / "rows" / "tiny.csv", "far_limit", "value", "2000")
    told = book(changing)
    assert "running" not in told
    numbers = computed(changing)
    for lang, title in (("en", "A run of $5.58 million, far from $2 billion"), ("ko", "학습 한 번에 558만 달러, 먼 한도는 20억 달러")):
        check_numbers(page(changing / "_site", lang), numbers, lang)
        assert title in words(re.search(r"<h1>.*?</h1>", page(changing / "_site", lang))[0])
        # the other page names this one in its margin
        assert title in html.unescape(" ".join(words(page(changing / "_site", lang, "costs")).split()))
        assert not re.search(r"\$1 billion|(?<!\d)10억", page(changing / "_site", lang, "costs"))


@pytest.mark.slow
def test_a_changed_row_changes_number_and_sentence_in_both_languages(changing):
    set_cell(changing / "data" / "rows" / "tiny.csv", "rented_price", "value", "3")
    told = book(changing)
    assert "[en] costs: running" in told and "[ko] costs: running" in told
    numbers = computed(changing)
    assert numbers["headline_cost"]["value"] == 8_364_000
    for lang, within, beyond in (("en", "It stays within the budget.", "It exceeds the budget."), ("ko", "예산을 넘지 않는다.", "예산을 넘는다.")):
        text = words(page(changing / "_site", lang))
        assert beyond in text and within not in text
        for name in PAGES:
            check_numbers(page(changing / "_site", lang, name), numbers, lang)
        assert {"en": "a large run", "ko": "큰 학습이다"}[lang] in text
    assert (changing / "_site_custom").exists() is False


# Custom editions


@pytest.mark.slow
def test_a_custom_edition_is_marked_on_every_page_and_leaves_the_published_site_alone(built):
    before = tree(built / "_site")
    book(built, "--set", "rented_price=3", "--set", "gpu_hours.other_run=200 K GPU-hours")
    site, published = built / "_site_custom", computed(built)
    numbers = computed(built, sets=[("rented_price", "3"), ("gpu_hours.other_run", "200 K GPU-hours")])
    for lang, replaced in (("en", ["Assumed rent: $3.00 per GPU-hour (in the book: $2.00 per GPU-hour)", "Hours of the run (Other run): 200,000 GPU-hours (in the book: 147,000 GPU-hours)"]),
                           ("ko", ["가정한 임대료: GPU 시간당 3달러 (원래 값: GPU 시간당 2달러)", "학습 시간(다른 학습): 20만 GPU시간 (원래 값: 14만 7000GPU시간)"])):  # fmt: skip
        for name in PAGES:
            text = page(site, lang, name)
            banner = re.search(r'<aside class="ledger-banner" role="note">(.*?)</aside>', text, re.DOTALL)[1]
            assert MARK[lang] in banner and re.findall(r"<li>(.*?)</li>", banner) == replaced
            check_numbers(text, numbers, lang)
        changed = check_numbers(page(site, lang, "costs"), published, lang, "published")
        # what did not move stands without a published value beside it
        assert changed == {"rented_price", "headline_cost", "run_cost.tiny_run", "run_cost.other_run", "price_ratio.beta_chip", "cost_path.2025"}
    pages = list(site.rglob("*.html"))
    redirect = '<meta http-equiv="Refresh"'  # nothing is on it
    unmarked = [path for path in pages if 'name="robots" content="noindex"' not in path.read_text(encoding="utf-8")]
    assert [path for path in unmarked if not path.read_text(encoding="utf-8").startswith(redirect)] == [] and len(pages) > 8
    front = (site / "index.html").read_text(encoding="utf-8")
    assert "not the numbers of the book" in front and "이 책의 수치가 아니라" in front
    assert tree(built / "_site") == before


@pytest.mark.slow
def test_a_readers_own_line_of_a_table_shows_up(built, tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_text("id,maker,hour_price\ngamma_chip,Gamma,1\n", encoding="utf-8")
    book(built, "--table", f"chips={mine}", "--lang", "en", "--out", str(tmp_path / "site"))
    numbers = computed(built, tables=[("chips", mine)])
    names = check_numbers(article(tmp_path / "site", "en", "costs"), numbers, "en")
    assert "price_ratio.gamma_chip" in names and names - {"price_ratio.gamma_chip"} == IN_COSTS
    assert "Price of an hour (Gamma chip): $1.00 per GPU-hour (in the book: –)" in words(page(tmp_path / "site", "en"))
    assert check_numbers(article(tmp_path / "site", "en", "start"), numbers, "en") == IN_START


# What stops a build: file and line, and nothing is written

FAULTS = {
    "number": ("en/start.md", "{num}`total_hours`", "{num}`total_hour`", "book/en/start.md:4: {num}`total_hour`: no number named 'total_hour'; did you mean 'total_hours'?"),
    "number in Korean": ("ko/start.md", "{num}`cost_path.2026|이/가`", "{num}`cost_path.2036|이/가`", "book/ko/start.md:33: {num}`cost_path.2036|이/가`: no number named"),
    "number with lines": ("en/start.md", "{num}`cost_path.2026`", "{num}`cost_path`", "book/en/start.md:33: {num}`cost_path`: no number named 'cost_path'; it has lines"),
    "number in a heading": ("en/start.md", "{num}`first_phase_hours` of", "{num}`first_phase` of", "book/en/start.md:7: {num}`first_phase`"),
    "number in a table": ("en/start.md", "| {num}`second_phase_hours` |", "| {num}`second_phase` |", "book/en/start.md:12: {num}`second_phase`"),
    "number in a caption": ("en/start.md", "`run_cost.tiny_run`", "`run_cost.tiny_fun`", "book/en/start.md:27: {num}`run_cost.tiny_fun`"),
    "number in an alt text": ("ko/start.md", "{num}`headline_cost|을/를`", "{num}`headline_coast|을/를`", "book/ko/start.md:24: {num}`headline_coast|을/를`"),
    "particle": ("ko/start.md", "{num}`total_hours|이/가`", "{num}`total_hours|이/을`", "book/ko/start.md:4: {num}`total_hours|이/을`"),
    "label": ("en/start.md", "{label}`headline_cost`", "{label}`headline_costs`", "book/en/start.md:4: {label}`headline_costs`: no number or term"),
    "guard": ("en/start.md", "{if}`headline_cost < budget_limit|", "{if}`headline_cost < budget_limits|", "book/en/start.md:4: {if}`headline_cost < budget_limits|"),
    "guard on what is missing": ("en/start.md", "{if}`headline_cost < budget_limit|", "{if}`run_cost.secret_run < budget_limit|", "'run_cost.secret_run' is missing: nothing can be said"),
    "guard without other words": ("en/start.md", "|It exceeds the budget.`", "`", "is not of the form NAME < NUMBER-or-NAME|words|other words"),
    "source": ("ko/start.md", "{src}`tiny_report|", "{src}`tiny_rapport|", "book/ko/start.md:4: {src}`tiny_rapport|Table 1`: no source 'tiny_rapport' in data/sources.csv; did you mean 'tiny_report'?"),
    "link to a label": ("en/start.md", "{ref}`costs-chart`", "{ref}`cost-chart`", "book/en/start.md:4: {ref}`cost-chart`: no label 'cost-chart'; did you mean 'costs-chart'?"),
    "link to a page": ("ko/start.md", "{doc}`costs`", "{doc}`cost`", "book/ko/start.md:4: {doc}`cost`: no page 'cost'; did you mean 'costs'?"),
    "role": ("en/start.md", "{num}`rented_price`", "{nun}`rented_price`", "book/en/start.md:4: {nun}`rented_price`: no role 'nun'; did you mean 'num'?"),
    "label written twice": ("en/start.md", "(start-rest)=", "(costs-chart)=", "label 'costs-chart' stands already in book/en/start.md:30"),
    "link to a file": ("en/start.md", "{doc}`costs`", "[costs](costs.md)", "book/en/start.md:4: a link to a page file"),
    "role in a Markdown alt text": ("en/start.md", "{doc}`costs`", "![{num}`headline_cost`](../_static/favicon.svg)", "book/en/start.md:4: a role in the alt text"),
    "role in a title with backticks": ("en/start.md", ":::{list-table} Prices", "```{list-table} Prices", "book/en/start.md:14: a directive whose title holds a role"),
    "number in a cell": ("en/costs.md", '"rented_price", "headline_cost"', '"rented_prize", "headline_cost"', "book/en/costs.md:39: no number named 'rented_prize'; did you mean 'rented_price'?"),
    "number in a chart's title": ("ko/costs.md", "{headline_cost|이/가}", "{headline|이/가}", "book/ko/costs.md:50: no number named 'headline'"),
    "cell that is no Python": ("en/costs.md", "open_page(globals())", "open_page(globals()", "book/en/costs.md:28: '(' was never closed"),
    "page of the toc": ("../_toc.yml", "book/en/costs", "book/en/cots", "_toc.yml:4: no page book/en/cots.md; did you mean 'costs'?"),
}  # fmt: skip


@pytest.fixture(scope="module")
def unbuilt(tmp_path_factory):
    """A fixture book with something in its site."""
    root = fixture_book(tmp_path_factory.mktemp("unbuilt") / "book")
    (root / "_site" / "latest" / "en").mkdir(parents=True)
    (root / "_site" / "latest" / "en" / "start.html").write_text("as published", encoding="utf-8")
    return root


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_a_page_stops_the_build_with_file_and_line(unbuilt, fault, capsys):
    name, old, new, message = FAULTS[fault]
    path, before = (unbuilt / "book" / name).resolve(), tree(unbuilt)
    content = path.read_bytes()
    edit(path, old, new)
    try:
        assert driver.build(unbuilt, {}, LANGUAGES, None) == 1
        problems = capsys.readouterr().err.splitlines()
    finally:
        path.write_bytes(content)
    assert any(message in problem for problem in problems), problems
    assert {place: content for place, (content, _) in tree(unbuilt).items()} == {place: content for place, (content, _) in before.items()}


def test_a_page_that_one_language_lacks_stops_the_build(unbuilt, capsys):
    page = unbuilt / "book" / "ko" / "costs.md"
    content = page.read_bytes()
    page.unlink()
    try:
        assert driver.build(unbuilt, {}, LANGUAGES, None) == 1
    finally:
        page.write_bytes(content)
    assert "_toc.yml:4: no page book/ko/costs.md" in capsys.readouterr().err


@pytest.mark.slow
def test_what_only_sphinx_sees_stops_the_build_each_time_and_leaves_the_site(changing):
    before = tree(changing / "_site")
    edit(changing / "book" / "en" / "start.md", ":::{figure}", ":::{figurine}")
    for _ in range(2):  # a page that failed must not be taken for done
        done = call(changing, "book", "--lang", "en")
        assert done.returncode == 1
        assert "start.md:23" in done.stderr and "figurine" in done.stderr, done.stderr
        assert tree(changing / "_site") == before


# When a page runs again


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """A book of which one page ran, really; and what that run left behind."""
    root = fixture_book(tmp_path_factory.mktemp("ran") / "book")
    target = root / "_build" / "en" / "costs.ipynb"
    target.parent.mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", SUBPROCESS["PYTHONPATH"])
        patch.setenv("COMPUTE_LEDGER_READS", "")
        patch.setenv("COMPUTE_LEDGER_ROOT", "")
        driver._run_page(root, {}, "en", root / "book" / "en" / "costs.md", target, compute(root))
    return root, target, target.parent.parent / "en-costs.json"


def text_of(notebook):
    """What the cells of an executed page show, as text."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(output.get("data", {}).get("text/plain", "")) for cell in cells for output in cell.get("outputs", ()))


@pytest.fixture
def runs(ran, monkeypatch):
    """Whether the page would run again; inputs and the record of the real run are put back afterwards."""
    root, target, record = ran
    kept = {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    calls = []

    def execute(book, given, root):
        calls.append(given)
        Path(os.environ["COMPUTE_LEDGER_READS"]).write_text(json.dumps({"numbers": {}, "modules": []}), encoding="utf-8")
        return json.loads(target.read_text(encoding="utf-8")), 0.0

    def would_run(given=None):
        loaded.cache_clear()
        before = len(calls)
        driver._run_page(root, given or {}, "en", root / "book" / "en" / "costs.md", target, compute(root, **(given or {})))
        return len(calls) > before

    monkeypatch.setattr(driver, "execute", execute)
    monkeypatch.setenv("COMPUTE_LEDGER_READS", "")
    monkeypatch.setenv("COMPUTE_LEDGER_ROOT", "")
    yield would_run
    for path in [path for path in root.rglob("*") if path.is_file() and path not in kept and path.suffix != ".pyc"]:
        path.unlink()
    for path, content in kept.items():
        path.write_bytes(content)
    loaded.cache_clear()


@pytest.mark.slow
def test_a_page_as_it_was_does_not_run_again(runs):
    assert not runs() and not runs()


@pytest.mark.slow
@pytest.mark.parametrize(("file", "key", "column", "value"), [
    ("rows/tiny.csv", "budget_limit", "value", "7"),  # read by a chart
    ("rows/tiny.csv", "rented_price", "value", "3"),  # a parameter
    ("tables/runs.csv", "other_run", "gpu_hours", "148"),  # below a number that is shown
    ("tables/runs.csv", "secret_run", "gpu_hours", "5"),  # no longer missing
    ("terms/tiny.csv", "headline_cost", "label_en", "Bill of the run"),
    ("terms/tiny.csv", "total_hours", "digits", "3"),
    ("terms/tiny.csv", "large_run", "label_en", "big run"),  # not what is said now
    ("tables/runs.csv", "other_run", "id", "third_run"),
])  # fmt: skip
def test_a_page_runs_again_where_something_that_it_read_has_changed(runs, ran, file, key, column, value):
    set_cell(ran[0] / "data" / file, key, column, value)
    assert runs() is (key != "large_run")


@pytest.mark.slow
@pytest.mark.parametrize(("file", "key", "column", "value"), [
    ("rows/tiny.csv", "unread_row", "value", "8"), ("rows/tiny.csv", "far_limit", "value", "2000"), ("terms/tiny.csv", "far_limit", "label_en", "Far away"),
    ("rows/tiny.csv", "unread_row", "note", "Another note."), ("terms/tiny.csv", "headline_cost", "label_ko", "청구액"), ("sources.csv", "price_list", "title", "Prices"),
])  # fmt: skip
def test_a_page_does_not_run_for_what_it_does_not_read(runs, ran, file, key, column, value):
    path = ran[0] / "data" / file
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")  # touched
    set_cell(path, key, column, value)
    assert not runs()


@pytest.mark.slow
def test_a_page_runs_again_where_a_name_that_it_shows_has_a_new_line(runs, ran):
    with open(ran[0] / "data" / "tables" / "chips.csv", "a", encoding="utf-8") as file:
        file.write("gamma_chip,Gamma,1,2025-03,price_list,Line 5,dataset,\n")
    assert runs()


@pytest.mark.slow
def test_a_page_runs_again_where_its_text_has_changed(runs, ran):
    edit(ran[0] / "book" / "en" / "costs.md", "# What it costs", "# What the run costs")
    assert runs()


@pytest.mark.slow
def test_a_page_runs_again_where_a_chapter_has_changed_though_no_value_did(runs, ran):
    path = ran[0] / "analysis" / "core" / "chapters" / "tiny.py"
    path.write_text(path.read_text(encoding="utf-8") + "\n# a word more\n", encoding="utf-8")
    assert runs()


@pytest.mark.slow
def test_a_page_runs_again_where_the_lock_has_changed(runs, ran):
    (ran[0] / "requirements.lock").write_text("pandas==3.1.1\n", encoding="utf-8")
    assert runs() and not (runs() and runs())


@pytest.mark.slow
def test_a_page_runs_again_for_other_replacements_and_where_its_result_is_gone(runs, ran):
    assert runs({"sets": [("unread_row", "8")]})
    ran[1].unlink()
    ran[2].unlink()


@pytest.mark.slow
def test_a_run_records_every_module_of_the_project_that_it_imported(ran):
    modules = json.loads(ran[2].read_text(encoding="utf-8"))["modules"]
    for name in ("notebook", "results", "sheets", "core/graph", "core/ops", "core/wording", "charts/block", "charts/theme"):
        assert str(ROOT / "analysis" / f"{name}.py") in modules
    assert str(ran[0] / "analysis" / "core" / "chapters" / "tiny.py") in modules


@pytest.mark.slow
def test_a_run_records_the_module_of_a_chart_that_comes_last(ran):
    assert str(ROOT / "analysis" / "charts" / "training_cost.py") in json.loads(ran[2].read_text(encoding="utf-8"))["modules"]


@pytest.mark.slow
def test_an_executed_page_is_the_same_each_time_and_carries_no_times(ran):
    notebook = json.loads(ran[1].read_text(encoding="utf-8"))
    assert "papermill" not in notebook["metadata"] and not any({"papermill", "execution"} & set(cell["metadata"]) for cell in notebook["cells"])
    assert [cell["id"] for cell in notebook["cells"]] == [f"cell-{n}" for n in range(len(notebook["cells"]))]
    assert "Cost of the run  $5.58 million" in text_of(ran[1])


@pytest.mark.slow
def test_the_cells_of_a_page_follow_a_scenario(ran, tmp_path, monkeypatch):
    root, given = ran[0], {"scenario": "dear_rent"}
    monkeypatch.setenv("PYTHONPATH", SUBPROCESS["PYTHONPATH"])
    monkeypatch.setenv("COMPUTE_LEDGER_READS", "")
    monkeypatch.setenv("COMPUTE_LEDGER_ROOT", "")
    (tmp_path / "en").mkdir()
    driver._run_page(root, given, "en", root / "book" / "en" / "costs.md", tmp_path / "en" / "costs.ipynb", compute(root, **given))
    assert "Cost of the run  $8.36 million  $5.58 million" in text_of(tmp_path / "en" / "costs.ipynb")


# The toc of one language


def test_the_toc_of_a_language_is_that_of_the_book_without_its_folder(unbuilt, tmp_path):
    path = sphinx_app._toc(unbuilt, "ko", tmp_path)
    assert path.read_text(encoding="utf-8") == "format: jb-book\nroot: start\nchapters:\n- file: costs\n"
