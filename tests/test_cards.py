"""Cards of numbers and their permanent addresses: from the files of the built book, then in a browser."""
# Over 300 lines: the checks of the files and of the browser share one build and its results.

import gzip
import html
import json
import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
from helpers import ROOT, book_results

from analysis.book import cards, number_pages
from analysis.book.addresses import address, anchor, page_of
from analysis.book.pages import listed, read_config
from analysis.book.targets import number_note
from analysis.replacements.values import Change

LANGUAGES = ("en", "ko")
PAGES = listed(read_config(ROOT)[1])
LINK = re.compile(r'<a\b[^>]*\bhref="([^"]+)"[^>]*>\s*<data\b[^>]*\bclass="num" data-name="([^"]+)"')
UNLINKED = re.compile(r"<(h\d|summary)\b.*?</\1>", re.DOTALL)
HEAVIEST_PAGE, HEAVIEST_CARDS = 120_000, 60_000  # bytes, compressed


@pytest.fixture(scope="module")
def results():
    return book_results()


def loaded(folder, page):
    """The cards of a page, or None where it has none."""
    path = folder / "cards" / f"{page}.js"
    return json.loads(path.read_text(encoding="utf-8").removeprefix("window.ledgerCards = ").removesuffix(";\n")) if path.exists() else None


def places(folder):
    """Every address of a number in a folder."""
    return {f"{path.name}#{key}" for path in folder.glob("numbers_*.html") for key in re.findall(r'\bid="(number-[^"]+)"', path.read_text(encoding="utf-8"))}


def faults(folder, pages):
    """What is wrong with the numbers of pages: no card, an address that is none, a number in a text that leads nowhere."""
    known = places(folder)
    for page in pages:
        text = (folder / f"{page}.html").read_text(encoding="utf-8")
        found, names = loaded(folder, page) or {"numbers": {}, "inputs": {}}, cards.named(text)
        yield from (f"{page}: {name} has no card" for name in names if not found["numbers"].get(name, {}).get("value"))
        yield from (f"{page}: {name} has no address" for name in {*names, *found["inputs"], *found["numbers"]} if address(name) not in known)
        yield from (f"{page}: the card of {name} says nothing of {part}" for name, one in found["numbers"].items() for part in one.get("inputs", ()) if part not in found["inputs"])
        article = UNLINKED.sub("", cards.LISTED.sub("", re.search(r"<article\b.*?</article>", text, re.DOTALL)[0]))
        links = [(html.unescape(href), name) for href, name in LINK.findall(article)]
        yield from (f"{page}: {name} leads to {href}" for href, name in links if href != address(name))
        yield from (f"{page}: {name} leads nowhere" for name in {*cards.NUMBER.findall(article)} - {name for _, name in links})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_on_every_page_has_a_card_and_an_address(book_site, lang):
    folder = book_site.site / "latest" / lang
    assert list(faults(folder, PAGES)) == []
    assert sum(len(cards.named((folder / f"{page}.html").read_text(encoding="utf-8"))) for page in PAGES) > 3000
    assert {path.stem for path in (folder / "cards").iterdir()} <= {*PAGES}


def test_what_is_missing_is_found(tmp_path):
    def number(name):
        return f'<data class="num" data-name="{name}" value="1">1</data>'

    (tmp_path / "cards").mkdir(parents=True)
    (tmp_path / "numbers_a.html").write_text('<tr id="number-a_number"><tr id="number-an_input">', encoding="utf-8")
    body = f'<article><h2>{number("a_number")}</h2>{number_pages.linked(number("a_number"))}<a href="numbers_b.html#x">{number("b_number")}</a>{number("a_third")}</article>'
    (tmp_path / "page.html").write_text(body, encoding="utf-8")
    said = {"numbers": {"a_number": {"value": "1", "inputs": ["an_input", "lost_input"]}, "a_third": {"value": "1"}}, "inputs": {"an_input": []}}
    (tmp_path / "cards" / "page.js").write_text(f"window.ledgerCards = {json.dumps(said)};\n", encoding="utf-8")
    assert set(faults(tmp_path, ["page"])) == {
        "page: b_number has no card", "page: b_number has no address", "page: a_third has no address", "page: a_third leads nowhere",
        "page: the card of a_number says nothing of lost_input", "page: b_number leads to numbers_b.html#x",
    }  # fmt: skip


def test_only_a_number_that_stands_in_no_link_becomes_one():
    number = '<data class="num" data-name="a_b.c" value="1">1</data>'
    link = f'<a class="ledger-link" href="numbers_a.html#number-a_b-c">{number}</a>'
    assert number_pages.linked(f"<td>{number}</td><p><a href='x'>{number}</a> {number}</p>") == f"<td>{link}</td><p><a href='x'>{number}</a> {link}</p>"
    assert number_pages.linked(f"<summary>{number}</summary><abbr>{number}</abbr>") == f"<summary>{number}</summary><abbr>{link}</abbr>"
    assert number_pages.linked('<data class="range" data-name="a_b" value="1/2">1 to 2</data>').count("<a") == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_of_the_book_has_one_permanent_address(book_site, results, lang):
    folder = book_site.site / "latest" / lang
    there = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("numbers_*.html")}
    ids = {page: re.findall(r'\bid="(number-[^"]+)"', text) for page, text in there.items()}
    assert all(len(found) == len(set(found)) for found in ids.values())
    former = {old + name[len(base) :] for base, olds in results.formerly.items() for old in olds for name in results.numbers if name.partition(".")[0] == base}
    assert {f"{page}.html#{key}" for page, found in ids.items() for key in found} == {address(name) for name in {*results.numbers, *former}}
    pairs = {name.partition(".")[0] for name in {*results.numbers, *former} if name.count(".") > 1}
    assert {*there} == {f"numbers_{part}" for part in {*pairs, *(name[0] for name in {*results.numbers, *former})}}
    assert all(f'href="numbers_{base}.html"' in there[f"numbers_{base[0]}"] for base in pairs)  # without scripts too


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_of_numbers_and_cards_are_light(book_site, lang):
    folder = book_site.site / "latest" / lang
    sizes = {path: len(gzip.compress(path.read_bytes())) for path in [*folder.glob("numbers*.html"), *folder.glob("cards/*.js")]}
    assert {path.name: size for path, size in sizes.items() if size > (HEAVIEST_PAGE if path.suffix == ".html" else HEAVIEST_CARDS)} == {}
    assert 'cards/' not in (folder / "start.html").read_text(encoding="utf-8")  # asked for by a pointer, a finger or the keyboard


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_card_says_what_the_results_say(results, lang):
    one = cards.card(results, "v3_final_run_cost", lang)
    assert (one["value"], one["range"]) == (results.words("v3_final_run_cost", lang), results.range_phrase("v3_final_run_cost", lang))
    assert one["left"] == {"en": "Leaves out research, failed runs, salaries and the purchase of the hardware.", "ko": "연구와 실패한 학습, 급여, 하드웨어 구입비는 뺐다."}[lang]
    assert one["formula"] == "v3_gpu_hours * h800_hour_price" and one["inputs"] == ["v3_gpu_hours", "h800_hour_price"]
    rent = cards.card(results, "h800_hour_price", lang)
    assert rent["source"].startswith({"en": "DeepSeek-AI (2024), ", "ko": "DeepSeek-AI(2024), "}[lang]) and "formula" not in rent
    script = json.loads(cards.script(results, ["v3_final_run_cost"], lang).removeprefix("window.ledgerCards = ").removesuffix(";\n"))
    assert script["inputs"]["h800_hour_price"] == [results.label("h800_hour_price", lang), results.words("h800_hour_price", lang), rent["source"], rent["at"]] and rent["at"] == "deepseek_v3_report"
    assert one["cite"].endswith(f"latest/{lang}/numbers_v.html#number-v3_final_run_cost")
    frozen = replace(results, edition="2026.11")
    assert number_note(results, "h800_hour_price", lang, "https://ledger.example/").endswith(f"https://ledger.example/latest/{lang}/{address('h800_hour_price')}")
    assert f'"site":"../../2026.11/{lang}/"' in cards.script(frozen, [], lang)
    assert number_note(frozen, "h800_hour_price", lang).endswith(f"2026.11/{lang}/{address('h800_hour_price')}")


def test_a_card_of_a_readers_own_calculation_names_no_source_and_no_citation(results):
    own = replace(results, changes=[Change("h800_hour_price", 2.0, 3.0, "USD/GPU/hour", "set")])
    rent, cost = (cards.card(own, name, "ko") for name in ("h800_hour_price", "v3_final_run_cost"))
    assert rent["source"] == "바꾼 값" and not {"cite", "remark", "graded", "at"} & {*rent} and "cite" not in cost
    said = cards.script(own, ["v3_final_run_cost"], "ko")
    assert '"edition":"직접 다시 계산한 값, 2026년 11월 21일 기준"' in said and '"바꾼 값",""]' in said and '"site":""' in said


def test_pages_and_cards_that_nothing_leads_to_are_removed(tmp_path):
    kept, gone = ["numbers_a.html", "start.html", "cards/start.js"], ["numbers_b.html", "cards/gone.js"]
    for name in kept + gone:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    number_pages._remove_stale(SimpleNamespace(outdir=tmp_path, ledger_letters={"numbers": {"a": ()}}, env=SimpleNamespace(found_docs={"start", "numbers"})))
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")) == sorted(kept)


def test_inputs_of_a_card_are_linked_and_the_rest_is_named(results):
    many = next(name for name in results.numbers if results.numbers[name].record is not None and cards.MOST_INPUTS < len(results.numbers[name].record.names()) <= cards.MOST_INPUTS + cards.MOST_NAMED)
    one = cards.card(results, many, "en")
    assert {*one["inputs"], *one["rest"]} == {*results.numbers[many].record.names()} and one["more"] == len(one["rest"])
    assert list(dict(sorted(cards._places(["a.x", "a.y", "b.x"]).items(), key=lambda pair: pair[1]))) == ["a.x", "b.x", "a.y"]


def test_texts_in_cards_are_no_markup(results):
    assert "<" not in cards.script(results, list(results.numbers)[:3000], "en")


# In a browser


def opened(chromium, base, page, **more):
    """A page in a context of its own, with the addresses of the cards that it asked for."""
    context = chromium.new_context(**{"viewport": {"width": 1280, "height": 800}} | more)
    tab = context.new_page()
    tab.asked, tab.said = [], []
    tab.on("request", lambda request: "/cards/" in request.url and tab.asked.append(request.url))
    tab.on("pageerror", lambda error: tab.said.append(str(error)))
    tab.goto(f"{base}latest/{page}")
    return tab


def apart(tab, number, card):
    """Whether a card covers no part of its number and stands within the window."""
    one, other, size = number.bounding_box(), card.bounding_box(), tab.viewport_size
    above, below = other["y"] + other["height"] <= one["y"], one["y"] + one["height"] <= other["y"]
    return (above or below) and 0 <= other["x"] and other["x"] + other["width"] <= size["width"] and other["y"] + other["height"] <= size["height"] + 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_pointer_opens_the_card_and_escape_closes_it(chromium, bases, results, lang):
    tab = opened(chromium, bases["file"], f"{lang}/training_cost.html")
    number, card = tab.locator("p data.num[data-name=v3_final_run_cost]").first, tab.locator(".ledger-card")
    assert tab.asked == []
    number.hover()
    card.wait_for()
    said = card.inner_text()
    for words in (results.label("v3_final_run_cost", lang), results.words("v3_final_run_cost", lang), results.range_phrase("v3_final_run_cost", lang), "v3_gpu_hours * h800_hour_price"):
        assert words in said
    assert len(tab.asked) == 1 and apart(tab, number, card) and number.get_attribute("title") == ""
    card.hover()  # it stays while the pointer is on it
    tab.wait_for_timeout(400)
    assert card.is_visible()
    there = tab.evaluate("[...document.querySelectorAll('.ledger-card a')].map((link) => link.href.split('/').pop())")
    assert there == [address("v3_gpu_hours"), address("h800_hour_price"), "sources.html#source-deepseek_v3_report", address("v3_final_run_cost")]
    tab.keyboard.press("Escape")
    assert card.is_hidden() and number.get_attribute("title") == results.label("v3_final_run_cost", lang)
    number.hover()
    card.wait_for()
    tab.mouse.move(2, 2)
    card.wait_for(state="hidden")
    tab.emulate_media(media="print")
    number.hover()
    tab.wait_for_timeout(400)
    assert card.is_hidden() and tab.said == []
    tab.context.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_finger_opens_the_card_and_a_second_one_follows_the_link(chromium, bases, lang):
    tab = opened(chromium, bases["file"], f"{lang}/training_cost.html", viewport={"width": 390, "height": 844}, has_touch=True)
    number, card = tab.locator("td data.num").last, tab.locator(".ledger-card")
    name = number.get_attribute("data-name")
    number.scroll_into_view_if_needed()
    number.tap()
    card.wait_for()
    assert apart(tab, number, card) and card.bounding_box()["width"] == 390 and tab.evaluate("document.documentElement.scrollWidth") <= 390
    tab.locator(".ledger-card-close").tap()
    assert card.is_hidden()
    number.tap()
    card.wait_for()
    number.tap()
    tab.wait_for_url(f"**/{address(name)}")
    assert tab.said == []
    tab.context.close()


def test_the_keyboard_reaches_a_card_and_leaves_it(chromium, bases):
    tab = opened(chromium, bases["file"], "en/training_cost.html")
    card, here = tab.locator(".ledger-card"), "document.activeElement.closest('a, button, .ledger-card').textContent"
    number = tab.locator("p a.ledger-link:has(data.num)").first
    tab.locator("p:has(a.ledger-link data.num)").first.click(position={"x": 1, "y": 1})
    while not tab.evaluate("document.activeElement.matches('a.ledger-link:has(data.num)')"):
        tab.keyboard.press("Tab")
    card.wait_for()  # the first of the page: its cards are loaded while it has the focus
    words = number.inner_text()
    assert tab.evaluate(here) == words and number.get_attribute("aria-expanded") == "true"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "ledger-card" and "training_cost.html" in tab.url
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "ledger-card-close"
    tab.keyboard.press("Escape")
    assert card.is_hidden() and tab.evaluate(here) == words  # the focus is back, and its card stays closed
    tab.keyboard.press("Tab")
    tab.keyboard.press("Shift+Tab")
    card.wait_for()
    tab.keyboard.press("Enter")
    tab.locator(".ledger-card a").last.focus()
    tab.keyboard.press("Tab")  # out of the card, on to what follows its number
    following = tab.evaluate("[...document.querySelectorAll('article a, article button, article input')].map((one) => one === document.activeElement)")
    links = tab.evaluate("[...document.querySelectorAll('article a, article button, article input')].map((one) => one.getAttribute('aria-expanded') !== null && one.textContent)")
    assert True in following and following.index(True) > links.index(words)
    table = tab.locator("table.ledger-numbers").first
    assert table.locator("a.ledger-link[tabindex='-1']").count() == table.locator("a.ledger-link").count() - 1
    table.locator("a.ledger-link").first.focus()
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate("document.activeElement.querySelector('data').dataset.name") == table.locator("data.num").nth(1).get_attribute("data-name")
    assert tab.said == []
    tab.context.close()


def test_a_card_beside_a_moved_slider_says_both_values_and_copies_the_published_one(chromium, bases, results):
    tab = opened(chromium, bases["http"], "ko/training_cost.html?h800_hour_price=3", permissions=["clipboard-read", "clipboard-write"])
    tab.locator("p data.num.changed[data-name=v3_final_run_cost]").first.hover()
    card = tab.locator(".ledger-card")
    card.wait_for()
    assert card.locator(".ledger-card-yours").inner_text() == "바꾼 입력값으로 계산하면 836만 달러"
    assert card.locator(".ledger-card-value").inner_text() == f"원래 값: {results.words('v3_final_run_cost', 'ko')}"
    assert tab.locator("td.value > .ledger-was").count() == tab.locator("td.value a data.num.changed").count() == tab.locator(".ledger-was").count() > 2
    assert tab.locator("tr.changed").count() > 2  # what is beside a number in a table stands outside its link
    assert [one.inner_text() for one in card.locator(".ledger-card-foot button").all()] == ["원래 값 복사", "주소 복사", "원래 값 인용 복사"]
    assert card.locator(".ledger-card-inputs-published").count() == 1 and card.locator(".ledger-card-inputs strong").inner_text() == "(바꾼 값: GPU 시간당 3달러)"
    assert card.locator(".ledger-card-cite").inner_text().startswith("원래 값 인용: ")
    assert card.bounding_box()["y"] + card.bounding_box()["height"] <= tab.locator(".ledger-scenario").bounding_box()["y"] + 1
    copied = []
    for button in card.locator(".ledger-card-foot button").all():
        button.click()
        card.locator("[role=status]:has-text('복사했습니다')").wait_for()
        copied.append(tab.evaluate("navigator.clipboard.readText()"))
    assert copied == [results.words("v3_final_run_cost", "ko"), f"{bases['http']}latest/ko/{address('v3_final_run_cost')}", number_note(results, "v3_final_run_cost", "ko")]
    tab.context.close()


def test_what_a_card_says_is_put_in_as_text(chromium, bases):
    tab = opened(chromium, bases["http"], "en/start.html")
    hostile = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>'
    one = {key: hostile for key in ("label", "value", "range", "short", "left", "remark", "formula", "cite")}
    number = tab.locator("p data.num").first
    name = number.get_attribute("data-name")
    words = {key: text["en"] for key, text in cards.WORDS.items()}
    said = {"words": words, "edition": hostile, "site": "", "inputs": {name: [hostile] * 4}, "numbers": {name: {**one, "inputs": [name]}}}
    tab.evaluate("([number, text]) => { window.ledgerErrata = [{ edition: 'draft', number, text: { en: text } }] }", [name, hostile])
    tab.route("**/cards/*.js", lambda route: route.fulfill(body=f"window.ledgerCards = {json.dumps(said)}", content_type="text/javascript"))
    number.hover()
    tab.locator(".ledger-card").wait_for()
    assert tab.locator(".ledger-card :is(img, script)").count() == 0 and tab.evaluate("window.hit") is None
    assert tab.locator(".ledger-card").inner_text().count("<img") == 13 and tab.locator(".ledger-card-erratum a, .ledger-card-inputs a[href='changes.html']").count() == 2
    tab.context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_permanent_address_lands_on_the_number(chromium, bases, results, scripts):
    name = "hour_price.h800_sxm" if "hour_price.h800_sxm" in results.numbers else next(one for one in results.numbers if "." in one)
    tab = opened(chromium, bases["file"], f"en/{address(name)}", java_script_enabled=scripts, viewport={"width": 390, "height": 844})
    row = tab.locator(f"#{address(name).partition('#')[2]}")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390 and row.locator("code").first.inner_text() == name
    box = row.bounding_box()
    assert 0 <= box["y"] < 844
    base = name.partition(".")[0]
    pair = next(one for one in results.numbers if one.count(".") > 1)
    for old, one in (("numbers", name), ("numbers", pair), (page_of(pair[0]), pair)) if scripts else ():  # as addresses were before
        tab.goto(f"{bases['file']}latest/en/{old}.html#{anchor(one)}")
        tab.wait_for_url(f"**/{address(one)}")
        assert tab.locator(f"#{anchor(one)} code").first.inner_text() == one
    if not scripts:
        tab.goto(f"{bases['file']}latest/en/numbers.html#{anchor(name)}")
        assert tab.locator(f"#number-{base} a").get_attribute("href").startswith(f"{page_of(name)}.html#number-{base}")
    tab.context.close()
