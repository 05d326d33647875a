"""A walk over the published site: every page of both languages, from files and over HTTP, with a telephone's width."""
# Over 300 lines: one build and one visit to each page, which take most of the time, serve every test.

import csv
import json
import re
from html import unescape
from types import SimpleNamespace
from importlib.resources import files
from urllib.parse import urldefrag, urljoin

import pytest
from helpers import ROOT, book_results
from test_findings import INTERVAL, NO_GUARD, NO_INTERVAL

from analysis.book.pages import listed, read_config
from analysis.book.targets import find
from analysis.citing.note import note
from analysis.results import STATES

pytestmark = pytest.mark.slow
LANGUAGES = ("en", "ko")
PAGES = listed(read_config(ROOT)[1])
LASTING = [*PAGES, "numbers_v"]  # one of the pages of letters stands for all: tests/test_cards.py reads the others
EVERY_PAGE = [(lang, name) for lang in LANGUAGES for name in [*LASTING, "search"]]
VERDICTS = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "data" / "claims").glob("*.csv")))  # the words of the page of claims
CHARTS = [(lang, "training_cost") for lang in LANGUAGES]
NARROW = {"width": 390, "height": 844}
LOADING = re.compile(r"""<(?:script|img|iframe|source|video|audio|embed|object|form|input|image|use)\b[^>]*?\s(?:src|srcset|data|action|poster|(?:xlink:)?href)\s*=\s*["']?([^"'\s>]+)""")
LINKED = re.compile(r"<link\b[^>]*>")
STYLE = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])([^"')]+)""")

# Everything that a test asks of one page, in one call.
FACTS = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const seen = (one) => one.checkVisibility({visibilityProperty: true});
  const text = (one) => one.textContent.replace(/\\s+/g, " ").trim();
  const labelled = (one) => (one.getAttribute("aria-labelledby") || "").split(/\\s+/).map((id) => document.getElementById(id)).filter(Boolean).map(text).join(" ");
  const given = (one) => one.getAttribute("aria-label") || labelled(one) || one.getAttribute("alt") || one.title || "";
  const name = (one) => given(one) || text(one) || [...(one.labels || [])].map(text).join(" ") || [...one.querySelectorAll("[aria-label],[alt]")].map((part) => part.getAttribute("aria-label") || part.alt).join(" ");
  const hidden = (one) => one.closest("[aria-hidden=true]") !== null;
  const foreign = (one) => one.closest("script, style, noscript, code, pre, kbd, cite, svg, data, .ledger-source, .ledger-in-head, a[href*='#source-'], [lang=en], [translate=no], [aria-hidden=true]");
  const english = (words) => /[a-z]{3,}/.test(words) && !/[가-힣]|^\\s*[.]\\w+\\s*$/.test(words); // the end of a file's name is none
  const leaves = function* (root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (english(walker.currentNode.data) && !foreign(walker.currentNode.parentElement)) yield walker.currentNode.data.trim();
  };
  const told = ["title", "aria-label", "aria-description", "alt", "placeholder", "data-bs-title", "data-tooltip", "data-toggle-hint", "data-words"];
  const type = (one) => { const set = getComputedStyle(one); return [set.wordBreak, set.lineBreak, set.textAlign, set.fontStyle, parseFloat(set.lineHeight) / parseFloat(set.fontSize), parseFloat(set.fontSize), set.fontFamily]; };
  const attributes = () => all(told.map((name) => `body [${name}]`).join()).flatMap((one) => told.map((name) => one.getAttribute(name)).filter((words) => words && english(words) && !foreign(one)));
  const met = new Set();
  return {
    lang: document.documentElement.lang, title: document.title, width: document.documentElement.scrollWidth,
    ids: all("[id]").map((one) => one.id), twice: all("[id]").map((one) => one.id).filter((id) => met.has(id) || !met.add(id)),
    links: [...new Set(all("a[href], area[href]").map((one) => one.href))],
    english: document.documentElement.lang === "en" ? [] : [...leaves(document.body), ...attributes()], canonical: all("link[rel=canonical]").map((one) => one.href),
    type: all("article section > p:not(.ledger-age, .ledger-briefs)").slice(0, 1).map(type), slanted: all("article :is(em, i, cite, dfn)").filter((one) => getComputedStyle(one).fontStyle !== "normal").length,
    menu: all("nav.bd-docs-nav a, a.navbar-brand").map((one) => one.href.split("#")[0]),
    words: all("article a.ledger-word").map((one) => [one.title, one.hash, Boolean(one.closest("h1, h2, h3, h4, pre, code, a a, figure"))]),
    other: all("a.ledger-language").filter(seen).map((one) => [one.href, one.lang, one.hreflang]),
    alternate: all("link[rel=alternate]").map((one) => [one.hreflang, one.href]),
    headings: all("h1, h2, h3, h4, h5, h6").filter(seen).map((one) => [Number(one.tagName[1]), text(one)]),
    pictures: all("img, [role=img]").filter((one) => !hidden(one) && !one.parentElement.closest("[role=img]")).map((one) => [given(one), one.outerHTML.slice(0, 100)]),
    controls: all("button, [role=button], input:not([type=hidden]), select, summary").map((one) => [name(one), one.outerHTML.slice(0, 100)]),
    links_named: all("a[href]").filter((one) => !text(one) && seen(one)).map((one) => [name(one), one.outerHTML.slice(0, 100)]),
    unloaded: all("img").filter((one) => !(one.complete && one.naturalWidth)).map((one) => one.src),
    fonts: [...document.fonts].filter((font) => font.status !== "unloaded").map((font) => [font.family, font.status, font.unicodeRange]),
    data: all("article data").map((one) => [one.className, one.dataset.name, one.getAttribute("value"), one.textContent]),
    article: all("article").map(text).join(" "),
    prose: all("article data").filter((one) => !one.closest("figure.ledger-chart, .ledger-numbers, .ledger-all, .ledger-claims")).map((one) => one.dataset.name),
    numbered: all("article :is(h1, h2, h3) data").length,
  };
}"""

# Rules of WCAG, level A and AA, as axe-core tests them; the page of all numbers and that of sources are the same few elements thousands of times.
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
LEVELS, COLOURS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], ["color-contrast"]  # the other rules find in dark what they find in light
BROKEN = """(rules) => axe.run(document, {runOnly: rules, resultTypes: ["violations"], elementRef: false, preload: false})
  .then((found) => found.violations.map((one) => [one.id, one.nodes.length, one.nodes[0].html.slice(0, 200)]))"""
SHADES = {"file": "light", "http": "dark"}


@pytest.fixture(scope="module")
def site(book_site):
    """The folder of the site."""
    return book_site.site


@pytest.fixture(scope="module")
def visits(chromium, bases):
    """(scheme, language, page) -> what a visit with a telephone's width found; `front` is the page at the root."""
    found = {}
    for scheme, base in bases.items():
        context = chromium.new_context(viewport=NARROW, color_scheme=SHADES[scheme])
        opened = {(scheme, "", "front"): begin(context, base, "index.html")}
        opened |= {(scheme, lang, name): begin(context, base, f"latest/{lang}/{name}.html") for lang, name in EVERY_PAGE}
        found |= {key: finish(*visit) for key, visit in opened.items()}
        context.close()
    return found


def begin(context, base, path):
    """Start to load one page, and note what it complains about and asks for that is not there or not of this site."""
    tab, found = context.new_page(), SimpleNamespace(address=base + path, base=base, said=[], outside=[], failed=[])
    tab.on("console", lambda message: found.said.append(message.text))
    tab.on("pageerror", lambda error: found.said.append(str(error)))
    tab.on("request", lambda request: request.url.startswith((base, "data:", "blob:")) or found.outside.append(request.url))
    tab.on("requestfailed", lambda request: found.failed.append(request.url))
    tab.on("response", lambda response: response.status < 400 or found.failed.append(response.url))
    tab.goto(base + path, wait_until="commit")  # they load side by side
    return tab, found


def finish(tab, found):
    """The same page when it has loaded, with its facts."""
    tab.wait_for_load_state("load")
    tab.evaluate("document.fonts.ready.then(() => null)")
    vars(found).update(tab.evaluate(FACTS))
    tab.evaluate(AXE)
    found.broken = tab.evaluate(BROKEN, LEVELS if found.base.startswith("file:") else COLOURS)
    found.handled = handled(tab, found)
    tab.close()
    return found


def handled(tab, found):
    """What a hand does on a page, over HTTP only: a slider moved, a card opened by mouse, a file taken, a link followed; `None` where there is none."""
    if found.base.startswith("file:"):
        return {}
    done = {"slider": None, "card": None, "file": None, "link": None}
    slider, number, file = (tab.locator(where).first for where in ("article .ledger-live input[type=range]", "article p data.num", "article a[download]"))
    if slider.count():
        slider.press("End")
        done["slider"] = tab.locator("article data.num.changed").first.wait_for(state="attached", timeout=5_000) is None
        tab.locator(".ledger-live .ledger-live-reset").click()
    if number.count():
        number.hover()
        card = tab.locator(".ledger-card")
        card.wait_for(timeout=5_000)
        done["card"] = card.locator(f"a[href$='#number-{number.get_attribute('data-name').replace('.', '-')}']").count() > 0
        tab.keyboard.press("Escape")
    if file.count():
        with tab.expect_download(timeout=5_000) as download:
            file.evaluate("(one) => one.click()")
        done["file"] = download.value.path().stat().st_size > 0
    link = tab.locator("a.right-next, a.left-prev").first
    if link.count():
        link.evaluate("(one) => one.click()")
        tab.wait_for_url(lambda url: url != found.address, wait_until="commit")
        done["link"] = tab.locator("article h1").wait_for(state="attached") is None
    return done


def pages(visits, *schemes):
    """(key, visit) of every page, by default of both schemes."""
    return [(key, one) for key, one in visits.items() if not schemes or key[0] in schemes]


def differing(visits, what):
    """Pages where something that should be empty is not."""
    return {key: what(one) for key, one in pages(visits) if what(one)}


def read(path):
    """The lines of a CSV file."""
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# What every page does


def test_every_page_of_the_site_is_visited(site):
    there = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    redirects = {f"latest/{lang}/index.html" for lang in LANGUAGES}
    letters = {path for path in there if re.fullmatch(r"latest/../numbers_\w+\.html", path)}
    assert there - redirects - (letters - {f"latest/{lang}/numbers_v.html" for lang in LANGUAGES}) == {"index.html", *(f"latest/{lang}/{name}.html" for lang, name in EVERY_PAGE)}


def test_no_page_complains(visits):
    assert differing(visits, lambda one: one.said) == {}
    assert len(visits) == 2 * (len(EVERY_PAGE) + 1) and "training_cost" in PAGES


def test_no_page_asks_for_anything_outside_the_site(visits):
    assert differing(visits, lambda one: one.outside) == {}


def test_everything_that_a_page_asks_for_is_there(visits):
    assert differing(visits, lambda one: one.failed) == {}
    assert differing(visits, lambda one: one.unloaded) == {}


def test_a_hand_gets_what_each_page_offers(visits):
    done = {key[1:]: one.handled for key, one in pages(visits, "http") if key[1]}
    assert {key: what for key, what in done.items() if False in what.values()} == {}
    for lang in LANGUAGES:
        for what in ("slider", "card", "file", "link"):
            offered = {name for (language, name), found in done.items() if language == lang and found[what]}
            assert "training_cost" in offered and len(offered) > (len(PAGES) / 2 if what != "slider" else 5), (what, offered)


def test_the_fonts_of_the_book_are_loaded(visits):
    for key, one in pages(visits):
        if key[1]:
            loaded = [letters for family, status, letters in one.fonts if (family, status) == ("Pretendard", "loaded")]
            assert loaded and not [letters for letters in loaded if "U+AC00-D7A3" in letters], key  # the whole typeface is for what a reader writes
            assert any("U+AC00" in letters for letters in loaded) == (key[1] == "ko"), key  # an English page does without Hangul
        assert not [font for font in one.fonts if font[1] == "error" and font[0] == "Pretendard"], key


def test_no_page_is_wider_than_a_telephone(visits):
    assert differing(visits, lambda one: one.width if one.width > NARROW["width"] else 0) == {}


def test_each_page_of_the_book_ends_with_its_citation_and_offers_those_of_its_figures(site):
    for lang, name in EVERY_PAGE:
        text = (site / "latest" / lang / f"{name}.html").read_text(encoding="utf-8")
        found = [unescape(line) for line in re.findall('<p class="ledger-citation">.*?<cite>(.*?)</cite></p>', text)]
        assert len(found) == (name in PAGES or name.startswith("numbers_")) and text.count('name="citation_title"') == text.count("application/ld+json") == len(found), (lang, name)
        if name in PAGES:
            wanted = find(ROOT, book_results(), name, lang)
            given = json.loads(re.search('class="ledger-cite-data">(.*?)</script>', text)[1])
            captions = dict(re.findall(r'<figure class="ledger-chart" id="(.*?)".*?<figcaption class="ledger-chart-title">(.*?)</figcaption>', text, re.DOTALL))
            assert found == [note(wanted)] and wanted["archive_location"] == f"latest/{lang}/{name}.html"
            assert given["figures"] == {key: unescape(re.sub("<.*?>", "", title)) for key, title in captions.items()}, (lang, name)
            picture = site / "latest" / lang / re.search('property="og:image" content="(.*?)"', text)[1]
            assert picture.is_file() and picture.name.startswith("social-")


def test_each_page_says_its_language_and_speaks_it(visits):
    for (_, lang, name), one in pages(visits):
        assert one.lang == (lang or "en"), (lang, name)
        assert one.article or name not in PAGES, name
        if lang == "ko":
            assert re.search("[가-힣]", one.title) and (name not in PAGES or re.search("[가-힣]", one.article)), name
        elif lang:
            assert not re.search("[가-힣]", one.title + one.article), name


def test_every_link_within_the_site_leads_to_a_page_and_a_place_on_it(visits, site):
    ids = {one.address: set(one.ids) for _, one in pages(visits)}
    for path in site.glob("latest/*/numbers_*.html"):
        found = set(re.findall(r'\bid="([^"]+)"', path.read_text(encoding="utf-8")))
        ids |= {base + path.relative_to(site).as_posix(): found for base in {one.base for _, one in pages(visits)}}
    broken, checked = set(), 0
    for _, one in pages(visits):
        for link in one.links:
            address, anchor = urldefrag(link)
            if not address.startswith(one.base):
                continue
            checked += 1
            there = (site / address.removeprefix(one.base).partition("?")[0]).is_file()
            if not there or anchor and anchor not in ids.get(address, ()) and address.endswith(".html"):
                broken.add((one.address.removeprefix(one.base), link.removeprefix(one.base)))
    assert broken == set() and checked > 500


def test_numbers_and_sources_in_running_text_lead_to_their_lines(visits):
    for _, one in pages(visits, "file"):
        if one.address.endswith("training_cost.html"):
            links = {urldefrag(link)[1] for link in one.links}
            assert {"number-v3_final_run_cost", "number-amortized_cost-deepseek_v3", "source-deepseek_v3_report"} <= links
            here = urljoin(one.address, "numbers_v.html")
            assert f"{here}#number-v3_final_run_cost" in one.links and urljoin(one.address, "sources.html#source-semianalysis_debates") in one.links


def test_links_that_leave_the_site_lead_to_sources(visits):
    sources = {line["url"].rstrip("/") for line in read(ROOT / "data" / "sources.csv") if line["url"]}
    outside = {urldefrag(link)[0].rstrip("/") for _, one in pages(visits) for link in one.links if not link.startswith((one.base, "javascript:"))}
    assert outside - sources == set() and len(outside) > 5


def test_no_id_stands_twice(visits):
    assert differing(visits, lambda one: one.twice) == {}


# Two languages


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_page_leads_to_the_same_page_in_the_other_language_and_back(visits, lang):
    other = LANGUAGES[lang == "en"]
    for (scheme, found, name), one in pages(visits):
        if found == lang:
            address = f"{one.base}latest/{other}/{name}.html"
            assert one.other == [[address, other, other]] and visits[scheme, other, name].other[0][0] == one.address, name
            both = {"en": one.address, "ko": one.address, other: address}
            assert one.alternate == ([["en", both["en"]], ["ko", both["ko"]], ["x-default", both["en"]]] if name in LASTING else []), name
            assert one.canonical == ([one.address] if name in LASTING else []), name


def test_the_link_to_the_other_language_can_be_clicked_and_brings_one_back(chromium, bases):
    tab = chromium.new_page(viewport=NARROW)
    tab.goto(f"{bases['file']}latest/en/sources.html")
    tab.click("a.ledger-language")
    assert tab.url.endswith("/ko/sources.html") and tab.evaluate("document.documentElement.lang") == "ko"
    tab.click("a.ledger-language")
    assert tab.url.endswith("/en/sources.html")
    tab.close()


def press(tab):
    """Click on the other language as a hand does: Playwright's own click would first scroll the bar to where it stands without scrolling."""
    box = tab.locator("a.ledger-language").bounding_box()
    tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


@pytest.mark.parametrize(("lang", "scheme"), [("en", "file"), ("ko", "http")])
def test_the_switch_stays_on_the_section_and_keeps_what_a_reader_changed(chromium, bases, lang, scheme):
    tab, other = chromium.new_page(viewport=NARROW), LANGUAGES[lang == "en"]
    tab.goto(f"{bases[scheme]}latest/{lang}/training_cost.html?h800_hour_price=3")
    tab.evaluate("document.querySelector('a.ledger-language').dispatchEvent(new PointerEvent('pointerdown'))")
    assert urldefrag(tab.locator("a.ledger-language").get_attribute("href")) == (f"../{other}/training_cost.html?h800_hour_price=3", "")
    tab.evaluate("scrollTo({top: document.getElementById('training-cost-ladder').getBoundingClientRect().top + scrollY + 60, behavior: 'instant'})")
    press(tab)
    tab.wait_for_url(f"**/{other}/training_cost.html?h800_hour_price=3#training-cost-ladder")
    tab.goto(f"{bases[scheme]}latest/{lang}/sources.html#source-deepseek_v3_report")  # a place that is no section
    press(tab)
    tab.wait_for_url(f"**/{other}/sources.html#source-deepseek_v3_report")
    tab.close()


def test_every_page_has_the_menu_of_all_pages_in_their_order(visits):
    for key, one in pages(visits):
        if key[1]:
            assert list(dict.fromkeys(one.menu)) == [f"{one.base}latest/{key[1]}/{name}.html" for name in PAGES], key


def test_no_english_is_left_on_a_korean_page(visits):
    names = {line["author"] for line in read(ROOT / "data" / "sources.csv")} | {"English"}
    names |= {line["label_ko"] for path in (ROOT / "data" / "terms").glob("*.csv") for line in read(path) if not re.search("[가-힣]", line["label_ko"])}
    known = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
    found = {(key[2], words) for key, one in pages(visits, "file") if key[1] == "ko" for words in one.english}
    assert {pair for pair in found if re.search("[a-z]{3}", known.sub("", pair[1]))} == set()


def test_what_is_left_in_english_is_seen(chromium):
    tab = chromium.new_page()
    tab.set_content("""<main><button title="Close the menu">닫기</button> <p>Search results</p> <p>찾은 곳 <b>none</b> <code>python -m analysis</code>
        <cite lang="en">A report</cite> <a href="sources.html#source-a">A Lab</a> <i>.pdf</i> GPU</p> <img alt="a picture" aria-hidden="true"></main>""")
    assert tab.evaluate(FACTS)["english"] == ["Search results", "none", "Close the menu"]
    tab.close()


def test_korean_is_set_as_korean(visits):
    """Lines break between words, Hangul does not slant, letters and Hangul come from one face, and lines stand further apart."""
    found = [one for key, one in pages(visits, "file") if key[1] == "ko" and one.type]
    assert len(found) > len(PAGES) / 2
    for one in found:
        words, lines, align, style, height, size, face = one.type[0]
        assert (words, lines, align, style) == ("keep-all", "strict", "start", "normal") and one.slanted == 0, one.address
        assert height == pytest.approx(1.75, abs=0.01) and size == pytest.approx(17, abs=0.1) and face.startswith("Pretendard"), one.address


# Words of the glossary


def test_a_word_is_explained_at_its_first_use_and_in_no_heading(visits):
    terms = read(ROOT / "data" / "terms" / "glossary.csv")
    for (_, lang, name), one in pages(visits, "file"):
        shorts = {term[f"short_{lang}"] for term in terms} if lang else set()
        assert {short for short, _, _ in one.words} <= shorts and len({place for _, place, _ in one.words}) == len(one.words), name
        assert not any(wrong for _, _, wrong in one.words) and (name != "glossary" or one.words == [])
    for lang in LANGUAGES:
        assert {"#word-multi_head_latent_attention", "#word-kv_cache"} <= {place for _, place, _ in visits["file", lang, "attention"].words}
        assert {anchor for anchor in visits["file", lang, "glossary"].ids if anchor.startswith("word-")} == {f"word-{term['name'].removeprefix('word_')}" for term in terms}


def test_every_word_of_the_glossary_is_met_on_a_page(visits):
    words = {f"#word-{term['name'].removeprefix('word_')}" for term in read(ROOT / "data" / "terms" / "glossary.csv")}
    above = dict.fromkeys(LANGUAGES, {"#word-as_of_date"})  # every page says "As of" above its text, where nothing is explained
    for lang in LANGUAGES:
        met = {place for (_, language, _), one in pages(visits, "file") if language == lang for _, place, _ in one.words}
        assert words - met == above[lang]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_findings_are_printed_with_interval_and_guarded_words(site, lang):
    html = (site / "latest" / lang / "start.html").read_text(encoding="utf-8")
    found = re.findall(r"<li><p>(.*?)</li>", html.partition("ledger-findings")[2].partition("</ol>")[0], re.DOTALL)
    assert 8 <= len(found) <= 12 and all('class="num"' in one for one in found)
    assert [place for place, one in enumerate(found, 1) if f">{INTERVAL[lang]}" not in one] == list(NO_INTERVAL)
    assert [place for place, one in enumerate(found, 1) if 'class="ledger-guard"' not in one] == list(NO_GUARD)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_explanation_is_reached_by_pointer_keyboard_and_touch(chromium, bases, lang):
    context = chromium.new_context(viewport=NARROW, has_touch=True)
    tab = context.new_page()
    tab.goto(f"{bases['file']}latest/{lang}/attention.html")
    word, tip = tab.locator("a.ledger-word[href$='#word-kv_cache']"), tab.locator(".ledger-tip")
    words = word.get_attribute("title")
    word.scroll_into_view_if_needed()
    word.hover()
    assert tip.inner_text() == words and word.get_attribute("title") is None and word.get_attribute("aria-describedby") == tip.get_attribute("id")
    tab.keyboard.press("Escape")
    assert not tip.is_visible() and word.get_attribute("title") == words
    word.focus()
    assert tip.is_visible() and tab.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    box = tip.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= NARROW["width"]
    word.blur()
    tab.mouse.move(0, 0)
    tip.wait_for(state="hidden")
    word.tap()
    assert tip.is_visible() and tab.url.endswith("attention.html")
    word.tap()
    tab.wait_for_url("**/glossary.html#word-kv_cache")
    context.close()


def test_the_start_page_links_both_languages(visits):
    for scheme in ("file", "http"):
        front = visits[scheme, "", "front"]
        assert front.links == [f"{front.base}latest/{lang}/start.html" for lang in LANGUAGES]


def test_the_address_of_a_language_leads_to_its_first_page(chromium, bases):
    tab = chromium.new_page()
    for lang in LANGUAGES:
        tab.goto(f"{bases['http']}latest/{lang}/")
        tab.wait_for_url("**/start.html")
    tab.close()


# Numbers


@pytest.fixture(scope="module")
def results():
    return book_results()


def texts_of(results, lang):
    """What the chart of scopes says."""
    return {results.words(name, lang) for name in ("v3_cost_at_owner_price", "v3_final_run_cost", "fleet_total_cost")}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_numbers_in_the_pages_are_those_of_results(visits, results, lang):
    numbers, count = results.to_dict()["numbers"], 0
    for name in PAGES:
        text = (ROOT / "book" / lang / f"{name}.md").read_text(encoding="utf-8") + (VERDICTS if name == "claims" else "")
        asked = {(one, int(digits)) for one, digits in re.findall(r"[`{]([a-z0-9_.]+):(\d+)", text)}
        for kind, one, value, words in visits["file", lang, name].data:
            if kind == "range":
                assert words.startswith(results.range_words(one, lang)), one
                continue
            expected, count = numbers[one]["value"], count + 1
            assert float(value) == expected if isinstance(expected, (int, float)) else value == (expected or ""), one
            short = {STATES["missing"][lang]} if numbers[one]["state"] == "missing" else set()  # a grid names no missing input
            allowed = short | {numbers[one]["text"][lang], *(results.words(one, lang, digits) for known, digits in asked if known == one)}
            said = words in allowed or numbers[one]["state"] == "missing" and numbers[one]["text"][lang].startswith(words)
            assert kind == "num" and said, (name, one, words, allowed)
    assert count > 200


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_role_of_a_page_says_its_number(visits, lang):
    """In the text of a page stand the numbers that its source asks for, headings too, in order; tables, charts and the list of claims come on top."""
    for name in PAGES:
        text = (ROOT / "book" / lang / f"{name}.md").read_text(encoding="utf-8")
        prose = re.sub(r"^(`{3,}).*?^\1", "", text, flags=re.MULTILINE | re.DOTALL)
        assert visits["file", lang, name].prose == re.findall(r"\{num\}`([a-z0-9_.]+)", prose), name
        assert visits["file", lang, name].numbered == len(re.findall(r"^#+ .*\{num\}", prose, re.MULTILINE)), name
        assert not re.search(r"\{(?:num|range|sure|label|if|src|ref|doc)\}|:::|```", visits["file", lang, name].article), name

# What someone needs who does not see the page


def test_no_page_breaks_a_rule_of_level_a_or_aa_in_light_or_dark(visits):
    assert differing(visits, lambda one: one.broken) == {}


def test_a_broken_rule_is_seen(chromium):
    tab = chromium.new_page()
    tab.set_content('<html lang="en"><title>x</title><main><h1 style="color: #999; background: #aaa">Grey on grey</h1><button></button></main></html>')
    tab.evaluate(AXE)
    assert {one[0] for one in tab.evaluate(BROKEN, LEVELS)} == {"button-name", "color-contrast"}
    assert {one[0] for one in tab.evaluate(BROKEN, COLOURS)} == {"color-contrast"}
    tab.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_scripts_a_page_says_the_same_numbers_and_leads_on(chromium, bases, visits, lang):
    context = chromium.new_context(viewport=NARROW, java_script_enabled=False)
    for name in PAGES:
        tab, found = begin(context, bases["file"], f"latest/{lang}/{name}.html")
        tab.wait_for_load_state("load")
        vars(found).update(tab.evaluate(FACTS))
        tab.close()
        live = visits["file", lang, name]
        assert (found.data, found.menu, found.other, found.headings) == (live.data, live.menu, live.other, live.headings), name
        assert found.width <= NARROW["width"] and found.said == found.outside == found.failed == [], name
    context.close()


def test_pictures_controls_and_links_have_names(visits):
    for what in ("pictures", "controls", "links_named"):
        assert differing(visits, lambda one: [element for name, element in getattr(one, what) if not name.strip()]) == {}, what


def test_controls_are_named_in_the_language_of_the_page(visits):
    named = {name for (_, lang, _), one in pages(visits) if lang == "ko" for name, _ in one.controls if re.search(r"[a-z]{3,} [a-z]{3,}", name)}
    assert named == set()


def test_the_name_of_a_chart_says_its_numbers_in_the_language_of_the_page(visits, results):
    for lang, page in CHARTS:
        names = [name for name, element in visits["file", lang, page].pictures if "ledger-chart-drawing" in element]
        assert len(names) == 2 and all(words in names[1] for words in texts_of(results, lang))


def test_each_page_has_one_first_heading_and_skips_no_level(visits):
    for key, one in pages(visits):
        levels = [level for level, _ in one.headings]
        assert levels.count(1) == 1, (key, one.headings)
        body = levels[levels.index(1) :]
        assert all(after <= before + 1 for before, after in zip(body, body[1:], strict=False)), (key, one.headings)
        assert all(text for _, text in one.headings), key


# Without a network


def test_nothing_in_the_files_is_loaded_from_elsewhere(site):
    found, count = set(), 0
    for path in [path for path in site.rglob("*") if path.suffix in (".html", ".css", ".svg")]:
        text, count = path.read_text(encoding="utf-8"), count + 1
        asked = STYLE.findall(text) + (LOADING.findall(text) if path.suffix != ".css" else [])
        asked += [href for link in LINKED.findall(text) for href in re.findall(r'href="([^"]*)"', link)]
        found |= {(path.relative_to(site).as_posix(), address) for address in asked if re.match(r"(?:https?:)?//", address)}
    assert found == set() and count > 20
