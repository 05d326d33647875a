"""Briefs: what they say is what the book says, on one page that everybody can read, and hostile words stay words."""

import io
import json
import re
import zipfile
from collections import Counter
from dataclasses import replace
from html import unescape
from types import SimpleNamespace

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from helpers import ROOT, book_results, fixture_book
from test_findings import CHAPTERS, opening, read

from analysis.book.briefs import line
from analysis.briefs.content import brief_of, has_brief
from analysis.briefs.written import write_briefs
from analysis.results import compute
from analysis.typefaces import unpacked

LANGUAGES = ("en", "ko")
HOSTILE = '#import "x" *bold* $x$ `raw` _i_ = h @ref <label> <script>alert(1)</script> \\ // #{panic()} ' + "\u202e" + "A" * 300
FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
ASKED = re.compile(r"\{num\}`([a-z0-9_.]+)(?::(\d+))?(?:\|[^`]*)?`")
PAGE = """<article><h1>{title}<a class="headerlink" href="#costs">#</a></h1><p class="ledger-age">As of today.</p>
<section id="the-answer"><span id="costs-answer"></span><h2>The answer</h2>
<p>The run cost <a href="#"><data class="num" data-name="headline_cost" value="1">$950</data></a>, so to say. It is <data class="num" data-name="total_hours" value="2">{words}</data>: all. No more.</p></section>
<div class="cell tag_remove-input docutils container"><figure class="ledger-chart" data-chart="one">{figure}</figure></div>
<div class="cell tag_brief tag_remove-input docutils container"><figure class="ledger-chart" data-chart="two">{figure}</figure></div></article>"""
DRAWING = '<div class="ledger-chart-static ledger-chart-{kind}"><svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="200" viewBox="0 0 {width} 200"><text x="9" y="30" font-family="Pretendard" fill="var(--pst-color-text-base, #1b1b1b)">{words}</text></svg></div>'


def spaced(text):
    return " ".join(text.replace("’", "'").split())


def figure(title):
    drawings = "".join(DRAWING.format(kind=kind, width=width, words=f"{title} 77") for kind, width in (("wide", 680), ("narrow", 340)))
    return f'<figcaption class="ledger-chart-title">{title}</figcaption><div role="img" aria-label="{title}: all of it">{drawings}</div><p class="ledger-chart-note">Source: Tiny Lab (2024).</p>'


def page(title="What it costs", words="120 hours"):
    one, two = figure("First"), figure("Second")
    return PAGE.replace("{figure}", one, 1).format(title=title, words=words, figure=two)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """The results of the fixture book, and the typefaces as a typesetter reads them."""
    folder = tmp_path_factory.mktemp("briefs")
    root = fixture_book(folder / "book")
    return SimpleNamespace(root=root, results=compute(root), fonts=unpacked(ROOT, folder / "fonts"), folder=folder)


def made(brief, fonts):
    """(reader of the PDF, Word document) of a brief."""
    from analysis.briefs.drawing import png
    from analysis.briefs.typst_page import pdf
    from analysis.briefs.word_page import docx as word

    return pypdf.PdfReader(io.BytesIO(pdf(brief, fonts))), docx.Document(io.BytesIO(word(brief, png(brief.chart, fonts))))


def words_of(document):
    """All words of a Word document, in order, a line for each paragraph and cell."""
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


# The briefs of the book


@pytest.fixture(scope="module")
def read_briefs(book_site):
    """(language, page) -> its brief as both files and as words, and its page."""
    found = {}
    for lang in LANGUAGES:
        folder = book_site.site / "latest" / lang
        for path in sorted((folder / "briefs").glob("*.pdf")):
            reader, document = pypdf.PdfReader(path), docx.Document(path.with_suffix(".docx"))
            html = (folder / f"{path.stem}.html").read_text(encoding="utf-8")
            found[lang, path.stem] = SimpleNamespace(reader=reader, text=reader.pages[0].extract_text(), document=document, words=words_of(document), html=html)
    return found


def test_every_chapter_has_one_in_both_languages_and_leads_to_it(read_briefs):
    assert set(read_briefs) == {(lang, name) for lang in LANGUAGES for name in CHAPTERS}
    for (lang, name), one in read_briefs.items():
        assert one.html.count(line(name, lang)) == 1, (lang, name)


def test_the_answer_is_that_of_the_page(read_briefs):
    for (lang, name), one in read_briefs.items():
        answer = spaced(read(opening(lang, name), lang))
        assert len(answer) > 60 and answer in spaced(one.text) and answer in spaced(one.words), (lang, name)


def test_the_numbers_are_those_of_the_registry(read_briefs):
    results = book_results()
    for (lang, name), one in read_briefs.items():
        cells = [[spaced(cell.text) for cell in row.cells] for row in one.document.tables[0].rows][1:]
        asked = dict(reversed(ASKED.findall(opening(lang, name))))
        assert len(cells) == len(asked) > 3, (lang, name)
        for row in cells:
            label = next(asks for asks in asked if " ".join(row).startswith(spaced(results.label(asks, lang))))
            digits = int(asked[label]) if asked[label] else None
            for words in (results.words(label, lang, digits), results.range_words(label, lang)):
                assert spaced(words) in " ".join(row) and spaced(words) in spaced(one.text), (lang, name, label)


def drawn(one):
    """The words of the drawing that a brief shows."""
    alt = next(one.document.element.iter(qn("wp:docPr"))).get("descr")
    shown = next(part for part in one.html.split('<figure class="ledger-chart"')[1:] if unescape(part.split('aria-label="')[1].split('"')[0]).startswith(alt))
    return {kind: unescape(" ".join(re.findall(r"<(?:text|tspan)\b[^>]*>([^<]+)<", re.search(rf"ledger-chart-{kind}.*?</svg>", shown, re.DOTALL)[0]))) for kind in ("wide", "narrow")}


def test_no_figure_is_in_one_form_only(read_briefs):
    """Every figure of the PDF stands in the Word document or in the drawing, as often; a changed digit in either is seen."""
    for key, one in read_briefs.items():
        own = Counter(FIGURES.findall(one.text)) - Counter(FIGURES.findall(one.words))
        assert not Counter(FIGURES.findall(one.words)) - Counter(FIGURES.findall(one.text)), key
        assert own in [Counter(FIGURES.findall(words)) for words in drawn(one).values()], key


def test_a_pdf_is_one_page_that_everybody_can_read(read_briefs):
    for (lang, name), one in read_briefs.items():
        root = one.reader.trailer["/Root"]
        assert len(one.reader.pages) == 1, (lang, name)
        assert root["/Lang"] == {"en": "en-US", "ko": "ko-KR"}[lang] and root["/MarkInfo"]["/Marked"].value and one.reader.metadata.title
        assert "/CreationDate" not in one.reader.metadata and "/ModDate" not in one.reader.metadata
        fonts = [font.get_object() for font in one.reader.pages[0]["/Resources"]["/Font"].values()]
        assert fonts and all(font["/Subtype"] == "/Type0" and "Pretendard" in font["/BaseFont"] for font in fonts), (lang, name)
        assert all("/FontFile2" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts), (lang, name)
        kinds = Counter(kind for kind, _ in structure(root["/StructTreeRoot"]))
        assert kinds["/H1"] == 1 and kinds["/H2"] == 2 and kinds["/Figure"] == 1 and kinds["/Table"] == 1 and kinds["/TH"] >= 2, (lang, name, kinds)
        assert all(len(alt) > 40 for kind, alt in structure(root["/StructTreeRoot"]) if kind == "/Figure"), (lang, name)


def structure(node):
    """(kind, words in its place) of every element of the structure of a PDF."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from structure(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node["/S"], node.get("/Alt", "")
        if "/K" in node:
            yield from structure(node["/K"])


def test_a_word_document_has_headings_languages_and_words_for_its_picture(read_briefs):
    for (lang, name), one in read_briefs.items():
        styles = [paragraph.style.name for paragraph in one.document.paragraphs]
        assert styles.count("Heading 1") == 1 and styles.count("Heading 2") == 2, (lang, name)
        assert len(next(one.document.element.iter(qn("wp:docPr"))).get("descr")) > 40, (lang, name)
        assert one.document.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        spoken, faces = next(one.document.styles.element.iter(qn("w:lang"))), [style.element.rPr.rFonts for style in map(one.document.styles.__getitem__, set(styles))]
        assert spoken.get(qn("w:val")) == {"en": "en-US", "ko": "ko-KR"}[lang] and spoken.get(qn("w:eastAsia")) == "ko-KR"
        assert {face.get(qn("w:eastAsia")) for face in faces} == {"Malgun Gothic"}, (lang, name)
        about = one.document.core_properties
        assert about.title and about.created.date() == book_results().as_of == about.modified.date()


# What they are made of


def test_the_chosen_chart_is_taken_and_numbers_stay_whole(tiny):
    brief = brief_of(page(), tiny.results, "en", "costs")
    assert (brief.title, brief.chart.title, brief.chart.alt) == ("What it costs", "Second", "Second: all of it") and "var(" not in brief.chart.svg
    assert [" ".join("".join(run for run, _ in word) for word in sentence) for sentence in brief.answer] == ["The run cost $950, so to say.", "It is 120\u00a0hours: all.", "No more."]
    assert [run for sentence in brief.answer for word in sentence for run, number in word if number] == ["$950", "120\u00a0hours"]
    assert brief_of(page().replace("tag_brief ", ""), tiny.results, "en", "costs").chart.title == "First"
    assert not has_brief(page().replace("-answer", "")) and not has_brief(page().replace("ledger-chart", "")) and brief_of("<h1>x</h1>", tiny.results, "en", "x") is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_words_are_words(tiny, lang):
    brief = brief_of(page(), tiny.results, lang, "costs")
    rows = [[HOSTILE[:110], "3", HOSTILE[:60], "<w:t>&amp;</w:t>"], *brief.numbers]
    chart = replace(brief.chart, title=HOSTILE[:100], alt=HOSTILE, note=HOSTILE[:100])
    hostile = replace(brief, title=HOSTILE[:80], numbers=rows, chart=chart, answer=[[[[word, True]] for word in HOSTILE.split(" ")[:24]]] * 3, mark=HOSTILE[:90], changes=[HOSTILE[:110]] * 3)
    reader, document = made(hostile, tiny.fonts)
    said = spaced(reader.pages[0].extract_text())
    assert len(reader.pages) == 1
    for words in ('#import "x" *bold* $x$ `raw` _i_ = h @ref <label> <script>alert(1)</script>', "<w:t>&amp;</w:t>"):
        assert words in said and words in spaced(words_of(document))
    assert next(document.element.iter(qn("wp:docPr"))).get("descr") == HOSTILE


def test_an_edition_of_ones_own_says_so_and_is_not_cited(tiny):
    own = compute(tiny.root, sets=[("rented_price", "3")])
    brief = brief_of(page(), own, "ko", "costs", mark="직접 계산한 판")
    reader, document = made(brief, tiny.fonts)
    for said in (spaced(reader.pages[0].extract_text()), spaced(words_of(document))):
        assert "직접 계산한 판" in said and "바꾼 값: 가정한 임대료" in said and "인용" not in said
    published = brief_of(page(), tiny.results, "ko", "costs", base="https://ledger.example/book/")
    assert published.cite.endswith("https://ledger.example/book/latest/ko/costs.html") and not published.mark


def test_long_words_of_a_reader_are_cut_and_many_replacements_counted(tiny):
    changes = compute(tiny.root, sets=[("rented_price", "3")]).changes * 5
    brief = brief_of(page(words="\x07\x00" + "9" * 200), replace(tiny.results, changes=changes), "en", "costs", mark="own")
    assert made(brief, tiny.fonts)  # which control characters would not let be
    assert [len(row[1]) for row in brief.numbers] == [4, 120] and len(brief.changes) == 4 and brief.changes[-1] == "2 more values"


def test_the_same_words_give_the_same_bytes_and_nothing_else_is_written(tiny, tmp_path):
    root = fixture_book(tmp_path / "book")
    assert write_briefs(root, {"costs": page()}, tiny.results, "en", tmp_path / "none", tmp_path / "work") == []  # a project without typefaces
    (root / "book" / "_static" / "fonts").symlink_to(ROOT / "book" / "_static" / "fonts")
    folder, more = tmp_path / "briefs", {"costs": page(), "rents": page("Rents"), "method": "<h1>Method</h1>"}
    assert write_briefs(root, more, tiny.results, "en", folder, tmp_path) == ["costs", "rents"]
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert set(first) == {"costs.pdf", "costs.docx", "rents.pdf", "rents.docx"}
    assert {one.date_time for name in ("costs.docx", "rents.docx") for one in zipfile.ZipFile(folder / name).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert write_briefs(root, more, tiny.results, "en", folder, tmp_path) == []
    assert write_briefs(root, more | {"rents": page("Dear rents")}, tiny.results, "en", folder, tmp_path) == ["rents"]
    (folder / "costs.pdf").unlink()
    assert write_briefs(root, {"costs": page()}, tiny.results, "en", folder, tmp_path) == ["costs"]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {name: content for name, content in first.items() if name.startswith("costs")}
    record = tmp_path / "briefs-en.json"
    record.write_text(json.dumps({"costs": "made otherwise"}))
    assert write_briefs(root, {"costs": page()}, tiny.results, "en", folder, tmp_path) == ["costs"]
