"""The search: two hundred queries with the right pages labelled by hand, recall against plain substrings, and the page in a browser.

`tests/search_truth.csv` was labelled from the sources of the pages before there was an index. A page is right where the question
behind a query is treated; where the book does not treat it, the cell is empty.
"""

import csv
import html
import json
import re
from collections import defaultdict

import pytest
from helpers import ROOT

from analysis.book.pages import listed, read_config
from analysis.book.search import WORDS, index_script
from analysis.book.sections import sections_of

LANGUAGES = ("en", "ko")
PAGES = listed(read_config(ROOT)[1])
MOST_BYTES = 2_000_000
with open(ROOT / "tests" / "search_truth.csv", encoding="utf-8", newline="") as file:
    QUERIES = list(csv.DictReader(file))

# For each query: pages with a section that holds it as typed, and pages in order.
ASK = """queries => queries.map((query) => {
  const found = window.ledgerFind(query), all = [...found.pages, ...found.within];
  return {holding: all.filter((page) => page.sections.some((hit) => hit.least > 0)).map((page) => page.name), order: found.pages.map((page) => page.name)};
})"""


def asked(lang):
    return [line for line in QUERIES if line["lang"] == lang]


def plain(page):
    """The words of a finished page by another way than the index has them: everything but tags, in one string."""
    text = re.search(r"<article\b.*?</article>", page, re.DOTALL)[0]
    text = re.sub(r'<table class="[^"]*\bledger-all\b.*?</table>', "", text, flags=re.DOTALL)
    text = re.sub(r'<(script|style|svg|form|button)\b.*?</\1>|<section class="ledger-live.*?</section>|<a class="headerlink".*?</a>', "", text, flags=re.DOTALL)
    text = re.sub(r"</?(?:a|abbr|b|code|data|em|i|mark|q|s|span|strong|sub|sup|u)\b[^>]*>", "", text)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", text))).lower()


def recall(lines, answers, texts):
    """Share of the pages holding a query as a plain substring that the search gives for it."""
    held = [(line["query"], name) for line in lines for name, text in texts.items() if line["query"].lower() in text]
    assert len(held) > 100
    return sum(name in answers[query]["holding"] for query, name in held) / len(held)


def early(lines, answers):
    """Share of the queries with a right page that have one among the first three; and the queries that do not."""
    known = [line for line in lines if line["right"]]
    late = [line["query"] for line in known if not set(line["right"].split()) & set(answers[line["query"]]["order"][:3])]
    return 1 - len(late) / len(known), late


# The labels


def test_the_labels_name_pages_and_cover_both_languages():
    assert len(QUERIES) == 200 and len(asked("ko")) == len(asked("en")) == 100
    assert len({(line["lang"], line["query"]) for line in QUERIES}) == 200
    assert {name for line in QUERIES for name in line["right"].split()} <= set(PAGES)
    assert sum(bool(line["right"]) for line in QUERIES) > 180
    assert all(len(line["right"].split()) <= 4 for line in QUERIES)  # a query that suits every page measures nothing


# The index


def test_a_section_has_its_label_its_heading_and_what_a_reader_reads():
    page = """<nav>menu</nav><article><section id="r1"><span id="what-r1-added"></span><h1>R1 &amp; more<a class="headerlink" href="#r1">#</a></h1>
      <p>It took <data value="1">147,000</data> hours<br>of GPUs.</p><script>var hidden = "no";</script><svg><text>axis</text></svg>
      <section class="ledger-live" hidden><p>slider</p></section>
      <section id="b"><span id="id2"></span><h2>Table</h2><table><tr><th>Row</th><td>1</td><td></td></tr><tr><th>Other</th><td>2</td></tr></table></section>
      <p>After.</p></section></article>"""
    assert sections_of(page) == [["what-r1-added", "R1 & more", "It took 147,000 hours\nof GPUs.\nAfter."], ["b", "Table", "Row · 1\nOther · 2"]]
    assert sections_of("<p>no article</p>") == []


def test_a_claim_is_a_section_and_the_tables_to_look_things_up_in_are_not_read():
    page = """<article><section id="claims"><h1>Claims</h1><ol><li class="ledger-claim" id="claim-a"><p class="ledger-claim-meaning">It is so.</p><p>Why.</p></li></ol>
      <table class="ledger-numbers ledger-all"><tr><td>ten thousand lines</td></tr></table></section></article>"""
    assert sections_of(page) == [["claims", "Claims", ""], ["claim-a", "It is so.", "Why."]]


def test_an_index_has_the_labels_of_both_languages():
    terms = {"kv": {"label_en": "KV cache", "label_ko": "KV 캐시"}, "gone": {"label_en": "Nowhere", "label_ko": "없음"}}
    script = index_script({"a": '<article><section id="a"><h1>KV 캐시</h1></section></article>'}, "ko", terms)
    index = json.loads(script.removeprefix("window.ledgerSearch = ").removesuffix(";\n"))
    assert index["pages"] == [["a", "KV 캐시"]] and index["sections"] == [[0, "a", "KV 캐시", ""]]
    assert ["KV 캐시", "KV cache"] in index["same"] and not any("Nowhere" in group for group in index["same"])


def test_both_languages_have_the_same_words():
    assert WORDS["en"].keys() == WORDS["ko"].keys()
    for key, said in WORDS["ko"].items():
        assert re.search("[가-힣]", said) and sorted(re.findall(r"\{\d\}", said)) == sorted(re.findall(r"\{\d\}", WORDS["en"][key]))


# On the book


@pytest.fixture(scope="module")
def site(book_site):
    return book_site.site / "latest"


@pytest.fixture(scope="module")
def texts(site):
    """Language -> {page: its plain words}."""
    return {lang: {name: plain((site / lang / f"{name}.html").read_text(encoding="utf-8")) for name in PAGES} for lang in LANGUAGES}


def opened(chromium, site, lang, query=""):
    tab = chromium.new_page(viewport={"width": 390, "height": 844})
    tab.goto(f"{(site / lang / 'search.html').as_uri()}{query}")
    return tab


@pytest.fixture(scope="module")
def answers(chromium, site):
    """Language -> {query: what the page finds}."""
    found = {}
    for lang in LANGUAGES:
        tab = opened(chromium, site, lang)
        found[lang] = dict(zip((line["query"] for line in asked(lang)), tab.evaluate(ASK, [line["query"] for line in asked(lang)]), strict=True))
        tab.close()
    return found


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_index_is_small_and_read_by_the_search_page_alone(site, lang):
    assert 100_000 < (site / lang / "search-index.js").stat().st_size < MOST_BYTES
    assert not {path.name for path in (site / lang).rglob("*")} & {"searchindex.js", "searchtools.js", "language_data.js"}
    for name in (*PAGES, "search"):
        with open(site / lang / f"{name}.html", encoding="utf-8") as page:
            head = page.read(30_000).partition("<main")[0]
        assert ("search-index.js" in head) == (name == "search") and "searchindex" not in head, name


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_that_holds_a_query_is_found(answers, texts, lang):
    assert recall(asked(lang), answers[lang], texts[lang]) >= 0.95


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_right_page_is_among_the_first_three(answers, lang):
    share, late = early(asked(lang), answers[lang])
    assert share >= 0.9, late


@pytest.mark.slow
def test_no_kind_of_query_fails_as_a_whole(answers):
    kinds = defaultdict(list)
    for line in QUERIES:
        kinds[line["lang"], line["kind"]].append(line)
    for (lang, kind), lines in kinds.items():
        assert early(lines, answers[lang])[0] >= 0.6, (lang, kind)


# Faults that the measures must see: a script that runs before the search reads its index, or a change of the search itself.
FAULTS = {
    "words cut in two": ("window.ledgerSearch.sections.forEach((one) => { one[3] = one[3].replace(/(.)(.)/gsu, '$1|$2'); })", None),
    "pages left out": ("window.ledgerSearch.sections = window.ledgerSearch.sections.filter((one) => one[0] % 3)", None),
    "worst first": ("", ("two.score - one.score);\n  }", "one.score - two.score);\n  }")),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_measured(chromium, site, texts, fault):
    before, change = FAULTS[fault]
    code = (ROOT / "book" / "_static" / "search.js").read_text(encoding="utf-8")
    assert change is None or code.count(change[0]) == 1
    tab = opened(chromium, site, "ko")
    tab.evaluate(f"() => {{ {before} }}")
    tab.evaluate(f"() => {{ {code.replace(*change) if change else code} }}")
    queries = [line["query"] for line in asked("ko")]
    found = dict(zip(queries, tab.evaluate(ASK, queries), strict=True))
    tab.close()
    assert early(asked("ko"), found)[0] < 0.9
    assert fault == "worst first" or recall(asked("ko"), found, texts["ko"]) < 0.95


# The page


@pytest.fixture(params=["file", "http"])
def search(request, chromium, bases):
    """Opens the search page of a language; at the end nothing may have been said on the console or asked for elsewhere."""
    tab, said, base = chromium.new_page(viewport={"width": 390, "height": 844}), [], bases[request.param]
    tab.on("console", lambda message: message.type in ("error", "warning") and said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("request", lambda one: one.url.startswith((base, "data:")) or said.append(one.url))

    def go(lang, query=""):
        tab.goto(f"{base}latest/{lang}/search.html{query}")
        return tab

    yield go
    tab.close()
    assert said == []


def status(tab):
    return tab.inner_text(".ledger-search-status")


@pytest.mark.parametrize(("lang", "query", "page", "word"), [("ko", "수율이", "packaging", "수율"), ("en", "utilisation", "training_runs", "utilisation")])
def test_results_stand_by_section_with_the_words_around_a_hit(search, site, lang, query, page, word):
    tab = search(lang)
    tab.fill("input[name=q] >> nth=-1", query)
    tab.wait_for_selector(".ledger-search-results section")
    assert f"q={query}" in tab.evaluate("decodeURIComponent(location.search)")
    assert re.search(r"\d+.*\d+", status(tab)) and word in [text.lower() for text in tab.locator(".ledger-search-results p mark").all_inner_texts()]
    target = tab.locator(f".ledger-search-results li a[href^='{page}.html#']").first.get_attribute("href")
    assert f'id="{target.partition("#")[2]}"' in (site / lang / f"{page}.html").read_text(encoding="utf-8")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    tab.click(f".ledger-search-results a[href='{target}']")
    assert tab.url.endswith(target)


def test_the_keyboard_is_enough(search):
    tab = search("en", "?q=interposer")
    assert tab.evaluate("document.activeElement.name") == "q" and tab.input_value("main input[name=q]") == "interposer"
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate("document.activeElement.getAttribute('href')") == "packaging.html"
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate("document.activeElement.getAttribute('href')").startswith("packaging.html#")
    for _ in range(2):
        tab.keyboard.press("ArrowUp")
    assert tab.evaluate("document.activeElement.name") == "q"
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/packaging.html")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_cannot_be_found_is_said_in_the_language_of_the_page(search, lang):
    tab, words = search(lang), WORDS[lang]
    assert status(tab) == words["hint"]
    for query, said in (("x", "short"), ("qqzzkw", "none"), ("<img src=x onerror=alert(1)>", None), ("?!", "none"), ("", "hint")):
        tab.fill("main input[name=q]", query)
        tab.keyboard.press("Enter")
        assert said is None or status(tab) == words[said], query
    assert tab.locator(".ledger-search-results img, .ledger-search-status img").count() == 0
    tab.fill("main input[name=q]", "엔비디야" if lang == "ko" else "nvidea")
    tab.keyboard.press("Enter")
    assert ("엔비디아" if lang == "ko" else "NVIDIA") in status(tab)
    assert (lang == "ko") == bool(re.search("[가-힣]", status(tab)))


def test_a_word_in_capitals_is_not_lost_among_others(search):
    """Sections where the letters stand within another word come after, folded."""
    tab = search("en", "?q=TCO")
    pages = tab.locator(".ledger-search-results > section h2").all_inner_texts()
    assert 0 < len(pages) < 6 and "outcome" not in tab.inner_text(".ledger-search-results").lower()
    tab.click(".ledger-search-results > details > summary")
    tab.wait_for_selector(".ledger-search-results > details > section")
    assert tab.locator(".ledger-search-results > details > section").count() > 2
