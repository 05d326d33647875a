"""What a figure gives away: every file says what is published, redraws the figure, and does nothing in a spreadsheet."""
# Over 300 lines: the files of one figure, and the planted faults that they must show, are read from one built site.

import ast
import csv
import datetime
import doctest
import functools
import io
import json
import pickle
import re
import struct
import subprocess
import sys
import zlib
from html import unescape
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from helpers import FIXTURE, ROOT, book_results

from analysis import notebook
from analysis.book import figures as written
from analysis.book.figures import FIGURE, KINDS, files, stem
from analysis.book.pages import drawing_of, listed, read_config, read_page
from analysis.book.targets import figures
from analysis.charts import block, theme
from analysis.citing.picture import painted
from analysis.figures import data, picture
from analysis.figures.data import COLUMNS, RUNS, to_csv
from analysis.figures.picture import plain
from analysis.figures.sources import named, source_line, used
from analysis.figures.spoken import spoken, without_table
from analysis.messages import LANGUAGES
from analysis.results import compute

PAGES = listed(read_config(ROOT)[1])
LONGEST = 150_000  # bytes of a picture
LEAST, MOST = 80, 400  # characters of the words that stand for a drawing
BLOCK = block.block
SPEC = re.compile(r'class="ledger-chart-spec">(.*?)</script>', re.DOTALL)
CELL = re.compile(r'<th scope="row">.*?</th><td>(?:<a [^>]*>)?<data\b[^>]*?data-name="([^"]*)"[^>]*>(.*?)</data>', re.DOTALL)


def drawn(root, results, lang, page, monkeypatch, made_by=None):
    """The figures of a page as its cells ask for them: (draw, records, words, alt, html) of each; made_by: what makes the HTML."""
    found, shown = [], []

    def kept(draw, records, words, alt):
        found.append((draw, records, words, alt))
        return made_by(draw, records, words, alt)

    made_by = made_by or BLOCK
    monkeypatch.setattr(block, "block", kept)
    monkeypatch.setattr(notebook, "display", lambda html: shown.append(html._repr_html_()))
    made = notebook.Page(results, results, lang)
    for _, code in read_page(root / "book" / lang / f"{page}.md", lang, root).cells:
        for node in (node for node in ast.walk(ast.parse(code)) if drawing_of(node)):
            eval(compile(ast.Expression(node), page, "eval"), {"page": made})
    return [(*one, html) for one, html in zip(found, shown, strict=True)]


@pytest.fixture(scope="module")
def asked():
    """(lang, page, figure) -> what the cells of a page ask to be drawn, in both languages; nothing is drawn yet."""
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        for lang in LANGUAGES:
            for page in PAGES:
                for draw, records, words, alt, _ in drawn(ROOT, book_results(), lang, page, patch, lambda *_: ""):
                    found[lang, page, words["id"]] = SimpleNamespace(draw=draw, records=records, words=words, alt=alt)
    assert len(found) > 80
    return found


@pytest.fixture(scope="module")
def all_figures(asked, book_site):
    """(lang, page, figure) -> what its cell asks, how it stands in the finished page, and its files, as a reader gets them."""
    found = {}
    for lang in LANGUAGES:
        folder = book_site.site / "latest" / lang
        for path in sorted(folder.glob("*.html")):
            for match in FIGURE.finditer(path.read_text(encoding="utf-8")):
                parts = {kind: (folder / "figures" / f"{stem(path.stem, match[1])}.{kind}").read_bytes() for kind in KINDS}
                texts = {kind: parts[kind].decode() for kind in ("csv", "json", "svg")}
                found[lang, path.stem, match[1]] = SimpleNamespace(**vars(asked[lang, path.stem, match[1]]), html=match[0], png=parts["png"], **texts)
    assert set(found) == set(asked)
    return found


def table(text):
    """A CSV file as a spreadsheet would have it, without the mark that makes a formula text."""
    assert text.startswith("\ufeff") and text.replace("\r\n", "").count("\n") == text.count("\n") - text.count("\r\n")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    return [{key: value[1:] if value[:1] == "'" and value[1:2] in RUNS else value for key, value in row.items()} for row in rows]


def value_of(text, unit):
    """A value as it was, from a CSV file."""
    if text == "" or unit == "text":
        return text or None
    return datetime.date.fromisoformat(text) if unit == "date" else float(text)


def redrawn(one, rows):
    """What a figure is asked to draw, with everything that its CSV says put in the place of what its page drew."""
    records = []
    for record, row in zip(one.records, rows, strict=True):
        ends = {end: float(row[end]) for end in ("low", "high") if row[end]}
        bare = {key: value for key, value in record.items() if key not in ("low", "high")}
        cells = {key: text if isinstance(record[key], str) else float(text) if text else None for key, text in row.items() if key not in COLUMNS and key in record}
        records.append({**bare, "name": row["name"], "label": row["label"], "text": row["text"], "value": value_of(row["value"], row["unit"]), **ends, **cells})
    return records


ALONE = """import pickle, sys
from analysis.charts import block, theme
while True:
    draw, records, words, prefix = pickle.load(sys.stdin.buffer)
    pickle.dump(block.drawing(draw(records, words, theme.WIDE), prefix), sys.stdout.buffer)
    sys.stdout.flush()
"""


@functools.cache
def elsewhere():
    """A process of its own, as a page has: where typefaces were registered for a picture, words take other room in a drawing."""
    return subprocess.Popen([sys.executable, "-c", ALONE], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def bare(facts):
    """What is worded as plain text, which another process understands."""
    return {key: str(value) if isinstance(value, str) else value for key, value in facts.items()}


def drawing(draw, records, words, prefix):
    """The wide drawing of a figure, as SVG."""
    pickle.dump((draw, [bare(record) for record in records], bare(words), prefix), elsewhere().stdin)
    elsewhere().stdin.flush()
    return pickle.load(elsewhere().stdout)


def same(one, rows):
    """Whether the rows of a CSV draw what is published: the drawing that fits its column, the file, and the table."""
    if len(rows) != len(one.records):
        return False
    records = redrawn(one, rows)
    live = json.loads(block.specification(one.draw(records, one.words, "container")))
    prefix = re.search(r'id="([\w-]+-wide)-', one.html)
    file = plain(drawing(one.draw, records, one.words, prefix[1] if prefix else "none")).split(">", 1)[1] + "</svg>\n"
    return live == json.loads(SPEC.search(one.html)[1]) and one.svg.endswith(file) and on_page(one) == [(record["name"], record["text"]) for record in records]


def on_page(one):
    """(name, words) of each line of the table below a figure."""
    return [(unescape(name), unescape(words)) for name, words in CELL.findall(one.html)]


def test_every_figure_redrawn_from_its_csv_is_the_published_one(all_figures):
    assert [key for key, one in all_figures.items() if not same(one, table(one.csv))] == []


FAULTS = {
    "swapped": lambda rows: [rows[0] | {"value": rows[-1]["value"]}, *rows[1:-1], rows[-1] | {"value": rows[0]["value"]}],
    "moved": lambda rows: [rows[0] | {"value": repr(float(rows[0]["value"]) * 1.01)}, *rows[1:]],
    "dropped": lambda rows: [rows[0], *rows[2:]],
    "empty": lambda rows: [],
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_csv_is_seen(all_figures, fault):
    for key in (("en", "training_cost", "figure-scope_ladder"), ("en", "market_outlook", "figure-errors"), ("ko", "packaging", "figure-capacity")):
        one = all_figures[key]
        rows = FAULTS[fault](table(one.csv))
        assert wrong(key, one, rows) and not same(one, rows), key


def test_another_day_in_the_csv_draws_another_figure(all_figures):
    one = all_figures["ko", "export_rules", "figure-strips"]
    rows = table(one.csv)
    rows[0]["era_start"] = "2024-02-29"
    assert not same(one, rows)


def wrong(key, one, rows):
    """What the rows of a CSV say otherwise than the registry: [] where every number stands there with all digits, unit, words, sources and edition."""
    results, lang = book_results(), key[0]
    names, faults = [record["name"] for record in one.records], []
    if not rows or [row["name"] for row in rows] != names:
        faults.append("names")
    for row in rows:
        entry = results.entry(row["name"])
        texts = {key: entry[key] if isinstance(entry[key], str) else "" if entry[key] is None else repr(entry[key]) for key in ("value", "low", "high", "unit")}
        texts |= {"label": entry["label"][lang], "text": entry["text"][lang], "edition": results.edition}
        texts["sources"] = "; ".join(dict.fromkeys(named(results, source, lang) for source in entry["sources"]))
        faults += [(row["name"], column) for column in texts if row[column] != texts[column]]
    return faults


def test_the_published_csv_says_what_the_registry_says(all_figures):
    assert {key: faults for key, one in all_figures.items() if (faults := wrong(key, one, table(one.csv)))} == {}


def test_every_figure_has_alt_words_of_a_length_to_listen_to(all_figures):
    for (lang, page, figure), one in all_figures.items():
        said = unescape(re.search('role="img" aria-label="([^"]*)"', one.html)[1])
        assert said == one.alt and LEAST <= len(said) <= MOST, (lang, page, figure, len(said))
        assert said.startswith(str(one.words["title"]).rstrip("."))
        assert said.endswith({"en": "table below the figure holds all values.", "ko": "모든 값은 그림 아래 표에 있다."}[lang])
        assert all(part.strip() in said for part in one.words["axis"].split("|"))
        assert f"{len(one.records)} values" in said or f"값은 {len(one.records)}개" in said or all(record["text"] in said for record in one.records)


def test_long_words_of_a_reader_do_not_make_long_alt_words():
    results = book_results()
    names = results.with_prefix("request_bytes")
    assert len(spoken(results, names, "x" * 900, "axis", "en")) <= MOST and without_table(spoken(results, names, "A", "", "ko"))[-1] == "."


def pixels(png):
    """(width, height, how many different lines of pixels) of a picture, unpacked."""
    width, height = struct.unpack(">II", png[16:24])
    place, packed = 8, b""
    while place < len(png):
        (size,) = struct.unpack_from(">I", png, place)
        kind, data = png[place + 4 : place + 8], png[place + 8 : place + 8 + size]
        assert zlib.crc32(kind + data) == struct.unpack_from(">I", png, place + 8 + size)[0]
        packed, place = packed + data * (kind == b"IDAT"), place + size + 12
    raw = zlib.decompress(packed)
    assert len(raw) % height == 0 and kind == b"IEND"
    return width, height, len({raw[n : n + len(raw) // height] for n in range(0, len(raw), len(raw) // height)})


def test_the_published_pictures_are_pictures_of_their_drawing(all_figures):
    for key, one in all_figures.items():
        wide, tall = (float(re.search(rf'{side}="([\d.]+)"', one.svg)[1]) for side in ("width", "height"))
        width, height, lines = pixels(one.png)
        assert (width, height) == (2 * wide, pytest.approx(2 * tall, abs=2)) and 600 <= wide <= 900 and 150 <= tall <= 1600 and lines > 40, key


def test_the_published_json_says_what_the_registry_says_with_units_and_sources(all_figures):
    results = book_results()
    for (lang, page, figure), one in all_figures.items():
        said = json.loads(one.json)
        assert (said["page"], said["figure"], said["language"], said["edition"], said["as_of"]) == (page, figure, lang, "draft", results.as_of.isoformat())
        assert said["title"] == str(one.words["title"]) and said["note"] == str(one.words["note"]) and f"{lang}/{page}.html#{figure}" in said["citation"]
        for record, was in zip(said["records"], one.records, strict=True):
            entry = results.entry(was["name"])
            texts = {"name": was["name"], "label": entry["label"][lang], "text": entry["text"][lang]}
            assert {key: record[key] for key in record if key != "beside"} == texts | {key: entry[key] for key in ("value", "low", "high", "unit", "sources", "state")}
            assert set(record["sources"]) <= set(said["sources"]) and all(said["sources"][source]["title"] for source in record["sources"])


def test_the_picture_says_title_sources_and_edition_in_plain_colours(all_figures):
    for (lang, page, figure), one in all_figures.items():
        texts = " ".join("".join(element.itertext()) for element in ElementTree.fromstring(one.svg).iter("{http://www.w3.org/2000/svg}text"))
        whole = re.sub(r"\s", "", texts)
        line = source_line(book_results(), [record["name"] for record in one.records], lang)
        for words in (one.words["title"], one.words["note"], line, f"latest/{lang}/{page}.html#{figure}"):
            assert re.sub(r"\s", "", str(words)) in whole, (lang, page, figure)
        assert "var(" not in one.svg and "<script" not in one.svg and "currentColor" not in one.svg


def test_a_source_line_names_the_most_used_and_counts_the_others(all_figures):
    one = all_figures["en", "training_cost", "figure-scope_ladder"]
    ids = used(book_results(), [record["name"] for record in one.records])
    shown = re.findall(r'<a href="sources.html#source-(\w+)">', one.html)
    assert shown[0] == ids[0] and len(shown) == 3 < len(ids) and f"and {len(ids) - 3} more" in one.html
    assert all(re.search('<p class="ledger-chart-source">.+</p>', one.html) for one in all_figures.values())
    assert '<p class="ledger-chart-source">Sources: assumed values and definitions</p>' in all_figures["en", "packaging", "figure-wafers"].html


@pytest.mark.parametrize("lang", ("en", "ko"))
def test_the_address_of_a_figure_is_the_name_of_what_draws_it(lang, all_figures):
    for page in PAGES:
        made = [figure for one, other, figure in all_figures if (one, other) == (lang, page)]
        if made:
            assert made == list(figures(ROOT, book_results(), page, lang)) and len(set(made)) == len(made)
    stems = [stem(page, figure) for one, page, figure in all_figures if one == lang]
    assert len(set(stems)) == len(stems) and all(re.fullmatch(r"[a-z0-9_]+-[a-z0-9_]+(-\d+)?", name) for name in stems)


def test_the_examples_in_the_docstrings_hold():
    for module in (data, picture, written):
        found = doctest.testmod(module)
        assert found.attempted and not found.failed


@pytest.mark.parametrize("start", RUNS)
def test_no_text_is_a_formula_to_a_spreadsheet(start):
    texts = {key: f'{start}HYPERLINK("x","a,b")\r\nc' for key in ("name", "label", "unit", "text")}
    made = to_csv(book_results(), [{**texts, "value": -1.5, "low": None, "high": 1e-7, "sources": []}], f"{start}edition", [{"beside": f"{start}x"}])
    [head, row] = list(csv.reader(io.StringIO(made.removeprefix("\ufeff"), newline="")))
    said = dict(zip(head, row, strict=True))
    assert (said["value"], said["low"], said["high"]) == ("-1.5", "", "1e-07")
    assert all(said[key].startswith(f"'{start}") for key in (*texts, "edition", "beside"))


def test_the_files_of_a_reader_say_that_they_are_the_readers(monkeypatch):
    results = compute(FIXTURE, sets=[("rented_price", "3")])
    for lang, mark in (("en", "Own calculation"), ("ko", "직접 계산한 판")):
        [(*_, html)] = drawn(FIXTURE, results, lang, "costs", monkeypatch)
        made = files(results, lang, "costs", html)
        said = json.loads(made["json"])
        assert mark in said["edition"] and said["citation"] is None and mark in made["svg"] and f"{lang}/costs.html" not in made["svg"]
        assert all(mark in row["edition"] for row in table(made["csv"]))


def test_a_picture_has_the_same_bytes_each_time_and_twice_the_size(all_figures):
    one = all_figures["ko", "training_cost", "figure-scope_ladder"]
    png = painted(ROOT, one.svg, scale=2, effort=6)
    assert png == painted(ROOT, one.svg, scale=2, effort=6) and len(png) <= LONGEST
    assert struct.unpack(">II", png[16:24])[0] == 2 * float(re.search(r'width="([\d.]+)"', one.svg)[1])


def test_a_title_says_something():
    """A number, or a sentence: no English title is a noun alone, and every Korean one without a number ends as sentences do."""
    verbs = r"\b(is|are|was|were|has|have|had|takes?|needs?|costs?|grows?|falls?|fell|rose|stays?|depends?|leaves?|meets?|gains?|pays?|keeps?|says?|moves?|makes?|buys?|goes|come|lies|ends?|remains?|decides?)\b"
    for page in PAGES:
        for lang, said in (("en", rf"\d|{verbs}"), ("ko", r"\d|[다까]$")):
            for title in figures(ROOT, book_results(), page, lang).values():
                assert re.search(said, title), (lang, page, title)


def test_every_file_that_a_page_offers_is_there_and_no_other(book_site):
    for lang in ("en", "ko"):
        folder, offered = book_site.site / "latest" / lang, set()
        for path in sorted(folder.glob("*.html")):
            text = path.read_text(encoding="utf-8")
            found = [match[0] for match in FIGURE.finditer(text)]
            for html in found:
                figure, line = FIGURE.search(html)[1], re.search('<p class="ledger-figure-files">(.*?)</p>', html)[1]
                links = [unescape(link) for link in re.findall('href="(.*?)"', line)]
                assert links == [*(f"figures/{stem(path.stem, figure)}.{kind}" for kind in KINDS), f"#{figure}"]
                offered |= set(links[:-1])
        there = {path.relative_to(folder).as_posix(): path for path in (folder / "figures").iterdir()}
        assert set(there) == offered
        heavy = {name: path.stat().st_size for name, path in there.items() if name.endswith(".png") and path.stat().st_size > LONGEST}
        assert not heavy
