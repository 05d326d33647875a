"""Sliders in a browser, in both languages, from a file and from a server: what moves, what comes back, and what is refused."""
# Over 300 lines: everything that a reader can do on one page, on one site that is built once.

import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from urllib.parse import quote

import pytest
from helpers import ROOT, book_results, edit, fixture_book

from analysis.citing.block import WORDS as CITED
from analysis.results import compute
from analysis.sentences import guard_words

LANGUAGES = ("en", "ko")
OWN = CITED["own"]
SUBPROCESS = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))}
PARAMETERS = 'rented_price = "published"'
ADDED = {
    "en": "{if}`headline_cost < budget_limit|It stays within the budget.|It exceeds the budget.` To four digits: {num}`headline_cost:4` {range}`headline_cost`.",
    "ko": "{if}`headline_cost < budget_limit|예산을 넘지 않는다.|예산을 넘는다.` 네 자리로는 {num}`headline_cost:4|이다/다`. 임대료는 {num}`rented_price|이었다/였다`. {range}`headline_cost`",
}
PANEL, NOTE, STATUS = ".ledger-live", ".ledger-scenario", ".ledger-live [role=status]"
HOSTILE = [
    "rented_price=NaN", "rented_price=Infinity", "rented_price=-Infinity", "rented_price=1e999", "rented_price=-3", "rented_price=51", "rented_price=-0.001", "rented_price=0",
    "rented_price=", "rented_price", "rented_price=3,5", "rented_price=3%20USD", "rented_price=0x3", "rented_price=3n", "rented_price=٣", "rented_price=3;4",
    "rented_price=<script>alert(1)</script>", "rented_price=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E", "rented_price=3&rented_price=4", "rented_price=3&rented_price=3",
    "rented_price=%E0%A4%A", "rented_price=" + "9" * 5000, "rented_price=3." + "1" * 60, "rented_price=constructor", "rented_price=3&idle_gpus=x",
]  # fmt: skip
UNKNOWN = [
    "__proto__=3", "__proto__[rented_price]=3", "constructor=3", "constructor.prototype=3", "toString=3", "hasOwnProperty=3", "headline_cost=1", "rented_prise=3",
    "RENTED_PRICE=3", "rented_price[]=3", "rented__price=3", "<script>=3", "total_hours=1", "utm_source=x", "",
]  # fmt: skip


def run(root, *arguments):
    command = [sys.executable, "-m", "analysis", "book", "--root", str(root), *arguments]
    return subprocess.run(command, cwd=ROOT, env=SUBPROCESS, capture_output=True, encoding="utf-8", timeout=180)


def built(root, *arguments):
    done = run(root, *arguments)
    assert done.returncode == 0, done.stderr
    return root / "_site" / "latest"


def live_book(folder):
    """The fixture book with a guard and a second parameter on its computed page, and a rent that may be zero."""
    root = fixture_book(folder)
    shutil.copytree(ROOT / "book" / "_static" / "fonts", root / "book" / "_static" / "fonts")
    edit(root / "data" / "rows" / "tiny.csv", "rented_price,2,USD/GPU-hour,0.1,50", "rented_price,2,USD/GPU-hour,0,50")
    edit(root / "_config.yml", "    html_theme_options:", "    html_context: {default_mode: auto}\n    html_theme_options:")
    for lang in LANGUAGES:
        page = root / "book" / lang / "costs.md"
        text = page.read_text(encoding="utf-8").replace('"size_class", ', "").replace(PARAMETERS, PARAMETERS + '\nidle_gpus = "published"')
        page.write_text(text.replace("\n(costs-chart)=", f"\n{ADDED[lang]}\n\n(costs-chart)="), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return built(live_book(tmp_path_factory.mktemp("live") / "book"))


@pytest.fixture(scope="module")
def main_site(book_site):
    """The pages of the book itself."""
    return book_site.site / "latest"


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        """Nothing."""


@pytest.fixture(scope="module", params=["file", "http"])
def base(request, site):
    """The address of the site, both ways of opening it."""
    if request.param == "file":
        yield site.as_uri()
        return
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=site.parent))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{site.name}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def opened(chromium):
    """Opens addresses; at the end no page may have complained or asked a third party."""
    pages, faults, asked = [], [], []

    def open_page(address, **options):
        page = chromium.new_page(**options)
        page.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        pages.append((page, address.split("/latest/")[0].split("?")[0]))
        return page

    yield open_page
    for page, _ in pages:
        page.close()
    assert faults == []
    assert [url for url in asked if not url.startswith(("file:", "http://127.0.0.1:", "data:", "blob:"))] == []


def article(page):
    """What stands on the page, without the panel, the note and live drawings; an empty attribute is none."""
    html = page.evaluate(
        """() => { const copy = document.querySelector("article").cloneNode(true);
        copy.querySelectorAll(".ledger-live, .ledger-scenario, .ledger-chart-live").forEach((part) => part.remove()); return copy.innerHTML; }"""
    )
    return re.sub(r' (?:title|class)=""', "", html).replace("ledger-chart is-live", "ledger-chart")


def words(page, selector):
    return page.locator(selector).first.text_content()


def press(page, key, times=1, slider=0):
    page.locator(f"{PANEL} input[type=range]").nth(slider).focus()
    for _ in range(times):
        page.keyboard.press(key)


def give(page, text, field=0):
    box = page.locator(f"{PANEL} input[type=text]").nth(field)
    box.fill(text)
    box.press("Enter")


EXPECTED = {
    "en": {"number": "$8.36 million", "digits": "$8.364 million", "guard": "It exceeds the budget.", "title": "The run of $8.36 million against the budget of $6 million",
           "note": "Your scenario, not the published figures. Assumed rent: $3.00 per GPU-hour (published: $2.00 per GPU-hour)", "was": "published: $5.58 million"},
    "ko": {"number": "836만 달러", "digits": "836만 4000달러", "guard": "예산을 넘는다.", "title": "836만 달러가 든 학습과 600만 달러 예산",
           "note": "직접 바꾼 값으로 계산한 결과이며, 이 책의 수치가 아닙니다. 가정한 임대료: GPU 시간당 3달러 (원래 값: GPU 시간당 2달러)", "was": "원래 값: 558만 달러"},
}  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_slider_moves_prose_table_guard_and_chart_and_reset_brings_them_back(opened, base, lang):
    page = opened(f"{base}/{lang}/costs.html")
    before, expected = article(page), EXPECTED[lang]
    assert page.locator(NOTE).is_hidden() and page.locator(PANEL).is_visible()
    press(page, "ArrowRight", 10)
    assert page.locator(f"{PANEL} input[type=text]").first.input_value() == "3"
    assert words(page, "section p data[data-name=headline_cost]") == expected["number"]
    assert words(page, "data[data-digits='4']") == expected["digits"]
    assert words(page, ".ledger-numbers data[data-name=headline_cost]") == expected["number"]
    assert words(page, ".ledger-numbers tr.changed:has([data-name=headline_cost]) .ledger-was") == expected["was"]
    assert expected["was"] in page.locator("section p data[data-name=headline_cost]").first.get_attribute("title")
    assert page.locator("data[data-name=headline_cost]").first.get_attribute("value") == "8364000"
    assert words(page, ".ledger-guard") == expected["guard"]
    assert expected["was"].partition(": ")[2] in words(page, ".prev-next-area")  # the title of another page
    assert words(page, "figcaption") == expected["title"]
    assert expected["number"] in page.locator(".ledger-chart-drawing").first.get_attribute("aria-label")
    page.locator("figure.ledger-chart.is-live").wait_for()
    page.locator(".ledger-chart-live text", has_text=expected["number"]).first.wait_for()
    assert page.locator(".ledger-numbers tr.changed data.range.stale").count() > 2 and page.locator("span.ledger-range > .stale").count() == 1
    assert page.locator(NOTE).is_visible() and words(page, f"{NOTE} p") == expected["note"]
    cited = page.locator(".ledger-cite")
    assert cited.inner_text() == OWN[lang] and page.locator(".ledger-cite-forms:visible, .ledger-citation:visible").count() == 0  # the reader's own
    page.locator(f"{NOTE} button").click()
    assert article(page) == before and page.locator(NOTE).is_hidden() and "?" not in page.url
    assert cited.locator(".ledger-citation").is_visible() and page.locator("figure .ledger-cite-forms").first.is_visible() and OWN[lang] not in cited.inner_text()
    page.locator(".ledger-chart-live text", has_text=expected["was"].partition(": ")[2]).first.wait_for()


STRUCK = """(all) => all.map((one) => [one.textContent, [...one.querySelectorAll("*")]
    .filter((part) => getComputedStyle(part).textDecorationLine === "line-through").map((part) => [part.textContent, part.title !== ""])])"""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_only_the_interval_of_a_table_is_struck(opened, main_site, lang):
    page, results = opened(f"{main_site.as_uri()}/{lang}/training_cost.html?h800_hour_price=3"), book_results()
    for name in ("v3_final_run_cost", "h800_hour_price", "h800_breakeven_use", "fleet_to_run_ratio"):
        interval, note = results.range_words(name, lang), results.range_note(name, lang)
        [(told, struck)] = page.eval_on_selector_all(f"tr:has(> .value [data-name={name}]) > td.range", STRUCK)[:1]
        assert struck == ([[interval, True]] if interval else []) and note in told, name
    page.locator(f"{PANEL} button").click()
    assert page.locator(".stale").count() == 0 and page.locator("data.range[title]:not([title=''])").count() == 0


def test_the_ends_of_an_interval_are_data_and_a_remark_is_none(main_site):
    page, results = (main_site / "en" / "training_cost.html").read_text(encoding="utf-8"), book_results()
    number, words = results.numbers["h800_breakeven_use"], results.range_words("h800_breakeven_use", "en")
    assert f'<data class="range" data-name="h800_breakeven_use" value="{number.low}/{number.high}">{words}</data> (inputs' in page
    assert '<td class="range" data-head="">no interval: ' in page and not re.search('<data class="range"[^>]* value=""', page)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_only_the_interval_of_a_sentence_is_struck_even_where_nothing_else_says_its_number(opened, tmp_path, lang):
    root = live_book(tmp_path / "book")
    asked = {"en": "{range}`cost_path.2026:4`", "ko": "{range}`cost_path.2026:4|이다/다`"}
    for one, role in asked.items():
        edit(root / "book" / one / "costs.md", "{range}`headline_cost`", "{range}`headline_cost` " + role)
    page = opened(f"{built(root, '--lang', lang).as_uri()}/{lang}/costs.html?rented_price=3")
    told = page.eval_on_selector_all("[data-range='cost_path.2026']", STRUCK)
    assert told == {
        "en": [["90% interval $9.409 million to $18.82 million, inputs of unknown spread held fixed: 1", [["$9.409 million to $18.82 million", True]]]],
        "ko": [["90% 구간 940만\u00a09000~1882만 달러, 오차를 몰라 고정한 입력값 1개다", [["940만\u00a09000~1882만 달러", True]]]],
    }[lang]


def test_a_row_of_a_grid_is_marked_where_any_of_its_numbers_moved(opened, tmp_path):
    root = live_book(tmp_path / "book")
    edit(root / "book" / "en" / "costs.md", 'page.show("total_hours"', 'page.grid("chips", ["hour_price", "price_ratio"])\npage.show("total_hours"')
    page = opened(f"{built(root, '--lang', 'en').as_uri()}/en/costs.html?rented_price=3", viewport={"width": 390, "height": 844})
    assert page.locator(".ledger-grid tr.changed").count() == 2  # the price of one chip, the ratio of the other one
    assert page.locator(".ledger-grid .ledger-was").all_text_contents() == ["published: $2.00 per GPU-hour", "published: 1.71 times"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    value, was = (page.locator(f".ledger-grid {part}").first.bounding_box() for part in ("td.value > data", ".ledger-was"))
    assert was["y"] >= value["y"] + value["height"] - 4  # below the value, not beside it
    page.locator(f"{PANEL} button").click()
    assert page.locator("tr.changed, .ledger-was").count() == 0


def test_a_particle_follows_the_number_that_it_stands_behind(opened, site):
    page = opened(f"{site.as_uri()}/ko/costs.html?rented_price=2.01")
    assert "네 자리로는 560만 4000달러다. 임대료는 GPU 시간당 2.01달러였다." in words(page, "article")
    give(page, "50")
    assert "네 자리로는 1억 3940만 달러다." in words(page, "article")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_link_holds_the_state(opened, base, lang):
    first = opened(f"{base}/{lang}/costs.html?utm_source=x#costs-chart")
    give(first, "3.25")
    assert first.url.endswith(f"/{lang}/costs.html?utm_source=x&rented_price=3.25#costs-chart")
    second = opened(first.url)
    assert article(second) == article(first) and words(second, f"{NOTE} p") == words(first, f"{NOTE} p")
    other = "ko" if lang == "en" else "en"
    assert second.locator("a.ledger-language").first.get_attribute("href").endswith(f"/{other}/costs.html?rented_price=3.25")
    second.locator("a.ledger-language").first.click()
    second.wait_for_url(re.compile(rf"/{other}/costs\.html\?(utm_source=x&)?rented_price=3\.25#costs-chart$"))
    assert second.locator(f"{PANEL} input[type=text]").first.input_value() == "3.25" and second.locator(NOTE).is_visible()
    plain = opened(f"{base}/{lang}/costs.html?rented_price=2.0")
    assert plain.locator(NOTE).is_hidden()


def test_hostile_and_unknown_links_change_nothing(opened, base):
    page = opened(f"{base}/en/costs.html")
    published = article(page)
    for query in HOSTILE + UNKNOWN:
        page.goto(f"{base}/en/costs.html?{query if '%' in query else quote(query, safe='=&;')}")
        assert article(page) == published and page.locator(NOTE).is_hidden(), query
        said = words(page, STATUS)
        assert said == ("The link holds a value that cannot be used; the page shows the published figures." if query in HOSTILE else ""), query
        assert query not in HOSTILE or page.url == f"{base}/en/costs.html", query  # what cannot be used is not handed on
        assert page.evaluate("({}).rented_price === undefined && [...document.scripts].every((one) => one.src || one.type || !one.text.includes('alert'))"), query


def test_a_refused_link_keeps_what_is_not_its_own(opened, base):
    page = opened(f"{base}/en/costs.html?utm_source=x&rented_price=NaN&idle_gpus=4#costs-chart")
    assert page.url == f"{base}/en/costs.html?utm_source=x#costs-chart" and "cannot be used" in words(page, STATUS)
    page.reload()
    assert words(page, STATUS) == "" and page.locator(NOTE).is_hidden()


@pytest.mark.parametrize("text", ["", "abc", "51", "0x3", "1e999", "NaN", "3,5", "<b>3</b>", "3 USD", "--3", "９"])
def test_a_field_takes_allowed_numbers_only(opened, site, text):
    page = opened(f"{site.as_uri()}/en/costs.html")
    published = article(page)
    give(page, text)
    assert article(page) == published and page.locator(f"{PANEL} input[aria-invalid]").count() == 1
    assert words(page, STATUS) == "Assumed rent: this value cannot be used. Allowed: 0 to 50 (USD/GPU-hour)."
    give(page, " 4 ")
    assert page.locator("[aria-invalid]").count() == 0 and page.locator(NOTE).is_visible()
    assert re.fullmatch(r"\d+ numbers on this page follow your scenario\.", words(page, STATUS))


def test_what_cannot_be_computed_leaves_the_numbers_as_they_were(opened, site):
    page = opened(f"{site.as_uri()}/en/costs.html")
    give(page, "3")
    before = article(page)
    give(page, "0")
    assert words(page, STATUS) == "With this value the numbers cannot be computed; they stay as they were." and article(page) == before
    assert "rented_price=3" in page.url and page.locator(f"{PANEL} input[type=text]").first.input_value() == "3"


def test_an_impossible_number_is_worded_and_can_become_possible(opened, site):
    page = opened(f"{site.as_uri()}/en/costs.html")
    assert words(page, ".ledger-numbers data[data-name=idle_cost]") == "impossible"
    give(page, "4", field=1)
    assert words(page, ".ledger-numbers data[data-name=idle_cost]").startswith("$1.39 million")
    assert words(page, ".ledger-numbers .ledger-was") == "published: impossible"
    give(page, "0", field=1)
    assert words(page, ".ledger-numbers data[data-name=idle_cost]") == "impossible" and page.locator(NOTE).is_hidden()


def test_a_slider_is_named_and_says_its_value(opened, site):
    page = opened(f"{site.as_uri()}/ko/costs.html")
    slider = page.get_by_label("가정한 임대료", exact=True)
    press(page, "ArrowRight", 5)
    assert slider.get_attribute("aria-valuetext") == "GPU 시간당 2.5달러" and page.get_by_label("가정한 임대료: 값").input_value() == "2.5"
    assert page.get_by_role("status").text_content().startswith("이 페이지의 수치")
    press(page, "ArrowLeft", 5)
    assert page.locator(NOTE).is_hidden()
    page.get_by_label("가정한 임대료: 값").fill("5")
    page.keyboard.press("Tab")
    page.locator(f"{PANEL} button").focus()
    page.keyboard.press("Enter")
    assert page.locator(NOTE).is_hidden() and page.evaluate("document.activeElement.type") == "range"


def test_paper_shows_the_note_and_no_slider(opened, site):
    page = opened(f"{site.as_uri()}/en/costs.html?rented_price=3")
    page.emulate_media(media="print")
    assert page.locator(PANEL).is_hidden() and page.locator(f"{NOTE} p").is_visible() and page.locator(f"{NOTE} button").is_hidden()
    assert page.locator(NOTE).bounding_box()["y"] < page.locator("article h2").first.bounding_box()["y"]
    assert page.locator(".ledger-figure-files").count() and page.locator(".ledger-figure-files").first.is_hidden()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_telephone(opened, site, lang, scheme):
    page = opened(f"{site.as_uri()}/{lang}/costs.html?rented_price=3", viewport={"width": 390, "height": 844}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    note, panel = page.locator(NOTE).bounding_box(), page.locator(PANEL).bounding_box()
    assert note["height"] < 120 and note["y"] + note["height"] <= 845 and panel["width"] <= 360
    assert page.locator(f"{NOTE} button").bounding_box()["width"] > 40


def test_without_javascript_nothing_pretends_to_move(opened, site):
    page = opened(f"{site.as_uri()}/en/costs.html?rented_price=3", java_script_enabled=False)
    assert page.locator(PANEL).is_hidden() and words(page, "section p data[data-name=headline_cost]") == "$5.58 million"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_training_page_says_what_a_rerun_would_say(opened, main_site, lang):
    """Every number and every guard of the page, in prose, tables and figures, at both bounds and between."""
    page = opened(f"{main_site.as_uri()}/{lang}/training_cost.html")
    before, guards = article(page), set()
    for price in ("0.1", "1", "3.42", "50"):
        give(page, price)
        results = compute(sets=[("h800_hour_price", price)])
        numbers = page.eval_on_selector_all("article data.num", "(all) => all.map((one) => [one.dataset.name, Number(one.dataset.digits) || null, one.textContent])")
        assert [(name, told) for name, digits, told in numbers if told != results.words(name, lang, digits)] == []
        told = page.eval_on_selector_all(".ledger-guard", "(all) => all.map((one) => [one.dataset.if, one.dataset.then, one.dataset.else, one.textContent])")
        assert [one for *parts, one in told if one != guard_words(results, "|".join(parts))[1]] == []
        guards |= {one for *_, one in told}
        charts = page.evaluate("() => Promise.all([...document.querySelectorAll('figure.is-live')].map((one) => one.querySelector('.ledger-chart-live').textContent))")
        assert all(results.words("v3_final_run_cost", lang) in drawn or results.words("v3_pretraining_cost", lang) in drawn for drawn in charts)
    assert len(guards) > len(told)  # some guard has said both of its texts
    page.locator(f"{PANEL} button").click()
    assert article(page) == before


# What the build writes


def live_scripts(page):
    """The files that a page loads for its sliders: the one of every page, and its own."""
    return [page.parent / path for path in re.findall(r'src="([^"]*/(?:live|costs)-[^"]*\.js)"', page.read_text(encoding="utf-8"))]


def test_only_a_page_with_parameters_gets_a_script(site):
    for lang in LANGUAGES:
        assert [path.name.partition("-")[0] for path in live_scripts(site / lang / "costs.html")] == ["costs", "live"]
        assert all(live_scripts(path) == [] for path in (site / lang).glob("*.html") if path.stem != "costs")


def test_the_page_script_makes_no_markup_of_text():
    source = (ROOT / "book" / "_static" / "live.js").read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b\(|new Function|setAttribute\(\"on|https?://", source)
    assert len(source.splitlines()) <= 390


def test_what_cannot_be_traced_stops_the_build(tmp_path):
    root = live_book(tmp_path / "book")
    for lang in LANGUAGES:
        edit(root / "book" / lang / "costs.md", '"total_hours", "rented_price"', '"size_class", "total_hours", "rented_price"')
    done = run(root, "--lang", "en")
    assert done.returncode == 1 and not (root / "_site").exists()
    assert re.search(r"costs\.ipynb: size_class \(.*tiny\.py:\d+\) moves with 'rented_price' but cannot be traced to JavaScript", done.stderr)


def test_a_changed_formula_reaches_the_site_though_no_number_moved(tmp_path):
    root = live_book(tmp_path / "book")
    before = live_scripts(built(root, "--lang", "en") / "en" / "costs.html")[0].read_text(encoding="utf-8")
    edit(root / "analysis" / "core" / "chapters" / "tiny.py", "return total_hours * rented_price", "return rented_price * total_hours")
    after = live_scripts(built(root, "--lang", "en") / "en" / "costs.html")[0].read_text(encoding="utf-8")
    assert "(2788000 * rented_price)" in before and "(rented_price * 2788000)" in after
