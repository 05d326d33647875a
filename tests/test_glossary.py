"""Words of the glossary: what finds them in a text, where they stay unexplained, and that each has its place in both languages."""

import csv
import re

import pytest
from docutils import nodes
from helpers import ROOT, book_results, fixture_book

from analysis.book import glossary
from analysis.catalogue import CatalogueError
from analysis.catalogue.reading import read

TERMS = {
    "mixture_of_experts": {"label_en": "Mixture of experts (MoE)", "label_ko": "전문가 혼합(MoE)", "short_en": "Many networks.", "short_ko": "신경망 여럿이다."},
    "word_die": {"label_en": "Die", "label_ko": "다이", "short_en": "A piece.", "short_ko": "조각이다."},
    "word_wafer": {"label_en": "Wafer", "label_ko": "웨이퍼", "short_en": "A disc.", "short_ko": "원판이다."},
}


def found(text, lang):
    """(words, name) of everything that is found in a text."""
    finder, names = glossary.pattern(TERMS, lang)
    return [(match[0], names[match.lastindex - 1]) for match in finder.finditer(text)]


@pytest.mark.parametrize(("lang", "text", "words"), [
    ("en", "A mixture of experts (MoE) is no MoE.", ["mixture of experts (MoE)", "MoE"]),
    ("en", "Mixture\nof experts", ["Mixture\nof experts"]),
    ("en", "Dies and dies, a die; wafers", ["Dies", "dies", "die", "wafers"]),
    ("en", "diet, non-die, MoEx, moe, died", []),
    ("ko", "전문가 혼합(MoE)은 MoE다. MoE를 쓴다.", ["전문가 혼합(MoE)", "MoE", "MoE"]),
    ("ko", "다이를 웨이퍼에서 자른다. 다이, 웨이퍼마다", ["다이", "웨이퍼", "다이", "웨이퍼"]),
    ("ko", "다이어트와 아다이, 웨이퍼판", []),
])  # fmt: skip
def test_words_are_found_as_words(lang, text, words):
    assert [one for one, _ in found(text, lang)] == words


def explained(text, lang="en"):
    """What becomes of a text: its parts, explained ones as (words, place, explanation)."""
    left = {name: dict(term) for name, term in TERMS.items()}
    parts = glossary._explained(nodes.Text(text), *glossary.pattern(TERMS, lang), left, lang, "glossary.html")
    return [str(part) if isinstance(part, nodes.Text) else (part.astext(), part["refuri"], part["reftitle"]) for part in parts]


def test_the_first_use_alone_is_explained():
    assert explained("A die and dies.") == ["A ", ("die", "glossary.html#word-die", "A piece."), " and dies."]
    assert explained("다이를 다이로", "ko") == ["", ("다이", "glossary.html#word-die", "조각이다."), "를 다이로"]
    assert explained("Nothing here.") == ["Nothing here."]


@pytest.mark.parametrize("inside", [nodes.title, nodes.reference, nodes.literal, nodes.caption])
def test_nothing_is_explained_in_headings_links_and_code(inside):
    text = nodes.Text("die")
    section = nodes.section("", nodes.paragraph("", "", inside("", "", text)))
    assert not glossary._free(text) and section
    plain = nodes.Text("die")
    section += nodes.paragraph("", "", nodes.emphasis("", "", plain))
    assert glossary._free(plain)


def test_every_word_of_the_book_is_found_in_its_own_label_and_reads_as_a_sentence():
    words = glossary.words(book_results())
    assert len(words) > 40
    for lang in ("en", "ko"):
        finder, names = glossary.pattern(words, lang)
        for name, term in words.items():
            match = finder.search(term[f"label_{lang}"])
            assert match and names[match.lastindex - 1] == name, (lang, name)
            assert re.search(r"다\.$" if lang == "ko" else r"\.$", term[f"short_{lang}"]) and term[f"short_{lang}"].count(".") <= 3, (lang, name)


def test_words_are_listed_in_the_order_of_the_language():
    for lang, first in (("en", "A"), ("ko", "가")):
        html = glossary.glossary_list(book_results(), lang)[0][2]
        heads = re.findall(r"<dt>([^<]*?)(?: <span|</dt>)", html)
        assert heads[0][0] >= first and heads == sorted(heads, key=glossary._place)
        assert (not re.search("[가-힣]", html)) if lang == "en" else html.count('<span lang="en">') > 30


def test_the_sheet_holds_words_and_no_numbers():
    results = book_results()
    with open(ROOT / "data" / "terms" / "glossary.csv", encoding="utf-8", newline="") as file:
        names = [line["name"] for line in csv.DictReader(file)]
    assert [name for name in names if name in results.numbers or name in results.graph.functions] == []


def test_a_word_without_an_explanation_is_refused_with_its_line(tmp_path):
    root = fixture_book(tmp_path / "book")
    sheet = root / "data" / "terms" / "glossary.csv"
    sheet.write_text("name,label_en,label_ko,short_en,short_ko,reading_ko,digits,shown_unit\nword_die,Die,다이,A piece.,,,,\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match="data/terms/glossary.csv:2: column 'short_ko': '': expected an explanation in both languages"):
        read(root)
