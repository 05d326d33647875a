"""Custom editions, on the fixture book: marked everywhere, whole in both languages, equal where nothing is replaced, and hostile values inert."""

import csv
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from html import unescape
from types import SimpleNamespace

import pytest
import yaml
from docx import Document
from helpers import ROOT, edit, fixture_book
from pypdf import PdfReader

from analysis.__main__ import main
from analysis.book.banner import MARK, OPEN, banner
from analysis.book.briefs import line
from analysis.project import loaded
from analysis.replacements.values import Change
from analysis.results import compute

LANGUAGES = ("en", "ko")
HOSTILE = '"><img src=x onerror=alert(1)><script>alert(2)</script>{num}`total_hours` </script>'

LONG = "x" * 3000
FORMULAS = ('=HYPERLINK("https://evil.example","x")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1+1)", "javascript:alert(3)")


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    """Sites of one book: published; with a value given as it is published; with hostile words and another value."""
    root = fixture_book(tmp_path_factory.mktemp("custom") / "book")
    shutil.copytree(ROOT / "book" / "_static" / "fonts", root / "book" / "_static" / "fonts")  # which the briefs are set in
    edit(root / "_config.yml", "  favicon:", "  baseurl: https://ledger.example/book/\n  favicon:")
    with open(root / "mine.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "maker", "hour_price"), *((f"hostile_{place}", words, 1) for place, words in enumerate((HOSTILE, LONG, *FORMULAS)))])
    label = {"en": HOSTILE, "ko": HOSTILE}
    (root / "data/scenarios/hostile.yml").write_text(yaml.safe_dump({"label": label, "set": {"budget_limit": {"value": 4, "reason": label}}}), encoding="utf-8")
    given = {"published": (), "same": ("--set", "rented_price=2"), "own": ("--scenario", "hostile", "--set", "rented_price=3", "--table", f"chips={root / 'mine.csv'}")}
    for name, options in given.items():
        command = [sys.executable, "-m", "analysis", "book", *options, "--root", str(root), "--out", str(root / name)]
        paths = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))}
        done = subprocess.run(command, cwd=ROOT, env=paths, capture_output=True, encoding="utf-8", timeout=120)
        assert done.returncode == 0, done.stderr
    return SimpleNamespace(root=root, **{name: root / name for name in given})


def pages(site):
    """Path -> text of every page that holds anything."""
    found = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    return {path: text for path, text in found.items() if 'http-equiv="Refresh"' not in text}


def tree(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_an_edition_in_which_nothing_differs_is_the_published_one(editions):
    one, other = tree(editions.published), tree(editions.same)
    assert [path for path in {*one, *other} if one.get(path) != other.get(path)] == [] and len(one) > 20
    assert one != tree(editions.own)


@pytest.mark.slow
def test_every_page_in_both_languages_carries_the_mark_and_no_address_to_cite(editions):
    assert set(pages(editions.own)) == set(pages(editions.published)) >= {f"latest/{lang}/{name}.html" for lang in LANGUAGES for name in ("start", "costs", "search")}
    for path, text in pages(editions.own).items():
        assert '<meta name="robots" content="noindex">' in text, path
        assert not re.search(r'rel="(?:canonical|alternate)"|citation|ledger-cite|ld\+json|og:|ledger\.example|versions\.js', text), path
        if path.startswith("latest/"):
            short, whole = MARK[path.split("/")[1]]
            assert f'<strong class="ledger-own">{short}</strong>' in text and whole in unescape(re.search("<title>(.*?)</title>", text)[1]), path
            assert re.search(r"assets/custom-\w+\.css", text) and 'class="ledger-language"' in text
            assert text.count('<aside class="ledger-banner"') == 1 and len(re.findall("<li>", re.search('<aside class="ledger-banner".*?</aside>', text, re.DOTALL)[0])) == 2 * (len(FORMULAS) + 2) + 2, path
            assert "ledger-editions" not in text, path
    assert not list(editions.own.rglob("social*.png")) and len(list(editions.published.rglob("assets/social-*.png"))) == 2
    for path, text in pages(editions.published).items():
        assert not path.startswith("latest/") or text.count('<div class="ledger-editions"') == text.count('src="../../versions.js"') == 1, path
        assert "noindex" not in text and "ledger-own" not in text and "assets/custom-" not in text, path
        assert text.count('<p class="ledger-citation">') == (path.startswith("latest/") and "/search." not in path), path


@pytest.mark.slow
def test_briefs_carry_the_mark_too(editions):
    for lang in LANGUAGES:
        for site, marked in ((editions.published, False), (editions.own, True)):
            (page,) = PdfReader(site / "latest" / lang / "briefs" / "costs.pdf").pages
            document = Document(site / "latest" / lang / "briefs" / "costs.docx")
            for words in (" ".join(page.extract_text().split()), "\n".join(paragraph.text for paragraph in document.paragraphs)):
                assert (MARK[lang][1] in words) is marked and ("costs.html" in words) is not marked
            assert line("costs", lang, marked) in (site / "latest" / lang / "costs.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_published_pages_name_their_lasting_address(editions):
    for lang in LANGUAGES:
        text = (editions.published / "latest" / lang / "costs.html").read_text(encoding="utf-8")
        assert re.findall(r'<link rel="canonical" href="(.*?)"', text) == [f"https://ledger.example/book/latest/{lang}/costs.html"]
        found = re.findall(r'<link rel="alternate" hreflang="(.*?)" href="(.*?)"', text)
        assert found == [(code, f"https://ledger.example/book/latest/{to}/costs.html") for code, to in (("en", "en"), ("ko", "ko"), ("x-default", "en"))]
        assert not re.search(r"canonical|alternate", (editions.published / "latest" / lang / "search.html").read_text(encoding="utf-8").split("</head>")[0])


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "line"), [("en", "Compute Ledger, draft (as of 21 November 2026), “What it costs”"), ("ko", "컴퓨트 원장, 초고(2026년 11월 21일 기준), 「비용」")])
def test_a_published_page_ends_with_its_citation_at_the_address_that_the_book_says_it_has(editions, lang, line):
    text = (editions.published / "latest" / lang / "costs.html").read_text(encoding="utf-8").split("</article>")[0]
    found = unescape(re.findall('<p class="ledger-citation">.*?<cite>(.*?)</cite></p>', text)[0])
    assert found == f"{line}, https://ledger.example/book/latest/{lang}/costs.html"
    assert text.rindex("</section>") < text.index("ledger-citation")


@pytest.mark.slow
def test_words_of_a_reader_stay_words(editions):
    texts = {path: text for path, text in pages(editions.own).items() if path.startswith("latest/")}
    assert any("&lt;img src=x onerror=alert(1)&gt;" in text for text in texts.values()), "the hostile words are on no page: nothing is tested"
    for path, text in texts.items():
        assert "<img src=x" not in text and "<script>alert" not in text, path


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200b", "\t"])
def test_an_invisible_character_is_refused_with_its_place(tmp_path, mark, capsys):
    root = fixture_book(tmp_path / "book")
    (root / "mine.csv").write_text(f"id,maker,hour_price\nhostile_chip,a{mark}b,1\n", encoding="utf-8")
    assert main(["results", "--root", str(root), "--table", f"chips={root / 'mine.csv'}"]) == 2
    assert f"mine.csv:2: column 'maker': holds the invisible character U+{ord(mark):04X}" in capsys.readouterr().err
    (root / "data/scenarios/mine.yml").write_text(yaml.safe_dump({"label": {"en": f"a{mark}b", "ko": "가"}, "set": {}}, allow_unicode=True), encoding="utf-8")
    loaded.cache_clear()
    assert main(["results", "--root", str(root), "--scenario", "mine"]) == 2
    assert f"the label holds the invisible character U+{ord(mark):04X}" in capsys.readouterr().err


@pytest.mark.slow
def test_hostile_words_do_nothing_in_a_browser_and_each_sheet_of_paper_is_marked(editions, chromium):
    tab, said = chromium.new_page(viewport={"width": 390, "height": 844}), []
    tab.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    tab.on("pageerror", lambda error: said.append(str(error)))
    for lang in LANGUAGES:
        for name in ("start", "costs", "changes"):
            if not (editions.own / "latest" / lang / f"{name}.html").exists():
                continue
            tab.goto((editions.own / "latest" / lang / f"{name}.html").as_uri())
            assert tab.evaluate("document.querySelectorAll('img[onerror], a[href^=javascript], a[href*=evil]').length") == 0
            assert tab.evaluate("document.documentElement.scrollWidth") <= 390
            tab.emulate_media(media="print")
            assert tab.evaluate("getComputedStyle(document.body).page") == f"ledger-custom-{lang}"
            assert tab.locator(".ledger-banner:not(.ledger-scenario)").is_visible()
            tab.emulate_media(media="screen")
            assert tab.locator(".ledger-own").is_visible()
    tab.close()
    assert said == []


def test_a_long_list_of_replacements_unfolds(tmp_path):
    results = compute(fixture_book(tmp_path / "book"), sets=[("rented_price", "3")])
    many = [Change("rented_price", 2.0, 3.0, "USD/GPU/hour", "set")] * (OPEN + 3)
    html = banner(replace(results, changes=many), "en", "changes.html")
    assert html.count("<li>") == OPEN + 3 and "<summary>3 more values</summary>" in html and html.index("</ul><details>") > 0
    assert '<a href="changes.html">' in html and "<details>" not in banner(results, "ko")
