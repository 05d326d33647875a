"""Citations: every form says the same of a page, a figure or a number, parsers that know nothing of this book read it back, and no title does anything.

What each form has to look like:
- APA: Publication Manual, 7th edition, 10.16, a page of a website whose author is a group; with what changes, a day of
  retrieval; an edition in brackets after the title (9.19).
- Chicago: The Chicago Manual of Style, 17th edition, 14.207 (18th: 14.104), entry of a bibliography.
- Korean: author(year). 「title」. publisher. address (접속일: day), the house style of this book for references; 『』 for a whole work.
The patterns below are written from these rules, and first tried on references that others have published.
"""
# Over 300 lines: six forms, the script that makes them too, and the patterns that read them back stand side by side.

import datetime
import json
import re
import struct
import warnings
from dataclasses import replace
from html import unescape

import bibtexparser
import pytest
import yaml
from citeproc.source.json import CiteProcJSON
from helpers import ROOT, book_results, edit, fixture_book, set_cell
from hypothesis import given, settings
from hypothesis import strategies as st
from published_book import git
from pylatexenc.latex2text import LatexNodes2Text

from analysis.__main__ import main
from analysis.book.all_numbers import letter_pages
from analysis.book.cards import card
from analysis.book.check import check
from analysis.book.data_files import MEDIA
from analysis.book.front import front_page
from analysis.book.generated import sources_table
from analysis.book.pages import listed, read_config
from analysis.book.targets import figures, find, number_note, page_title
from analysis.citing.block import page_block
from analysis.citing.forms import STYLES, forms
from analysis.citing.head import LICENCE, head_tags, linked_data
from analysis.citing.note import note
from analysis.citing.picture import drawing, picture
from analysis.citing.record import AUTHOR, WORK, number_record, page_record, plain_line
from analysis.core.wording import written_date
from analysis.editions.frozen import editions, folder, freeze, read, to_json
from analysis.editions.store import Store
from analysis.explain import explain
from analysis.figures.sources import source_line
from analysis.project import loaded
from analysis.results import compute

LANGUAGES = ("en", "ko")
PAGES = listed(read_config(ROOT)[1])
DAY = datetime.date(2026, 11, 22)
HOSTILE = [
    "</script><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "100% of $5 & #1_a ^ ~ \\end{x}", "}{", "a } b, year = {1999}", "@misc{x,", "<i>a</i> &amp; b",
    "Who earns? ", "It ends.", "“Quoted.” 「괄호」", "line\nbreak", "left \u202eright\u2066 to \u200f", "a\ue000b\ue001", "a -- b ``c'' <<d>> ?`", "a (Edition 1999.01). Compute Ledger. x", "한글 제목: 558만 달러", "x" * 400,
]  # fmt: skip
TITLES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).map(plain_line).filter(bool)
MONTHS = "January February March April May June July August September October November December".split()
EDITIONS = r"(?i:edition \d{4}\.\d\d|\d{4}\.\d\d판|draft|초고)"
ENGLISH_DAY = rf"(?:{'|'.join(MONTHS)}) \d{{1,2}}, \d{{4}}"
APA = rf"(?P<author>[^.]+)\. \((?P<year>\d{{4}}), (?P<day>\w+ \d+)\)\. (?P<title>.+)EDITION\. (?:(?P<work>[^.]+)\. )?(?:Retrieved (?P<accessed>{ENGLISH_DAY}), from )?(?P<place>\S+)"
CHICAGO = rf"(?P<author>[^.]+)\. “(?P<title>.+?)(?<=[.?!])” (?:(?P<work>[^.]+?)EDITION\. )?(?:(?P<day>{ENGLISH_DAY})\. )?(?:Accessed (?P<accessed>{ENGLISH_DAY})\. )?(?P<place>\S+)\."
KOREAN = r"(?P<author>[^()]+)\((?P<year>\d{4})\)\. 「(?P<title>.+)」\. (?P<work>[^.,]+)EDITION\. (?P<place>\S+?)(?: \(접속일: (?P<accessed>\d{4}-\d\d-\d\d)\))?\."
NOTE = rf"(?P<work>[^,]+), (?P<edition>{EDITIONS})(?: \(as of (?P<day>[^()]+)\)|\((?P<since>[^()]+) 기준\)), [“「](?P<title>.+)[”」], (?P<place>\S+)"
OURS = {
    "apa": APA.replace("EDITION", rf" \((?P<edition>{EDITIONS})\)"), "chicago": CHICAGO.replace(".+?", ".+").replace("EDITION", rf", (?P<edition>{EDITIONS})"),
    "korean": KOREAN.replace("EDITION", rf", (?P<edition>{EDITIONS})"), "note": NOTE,
}  # fmt: skip


def record(lang="en", edition="2026.11", title="The cost of training", base="", fragment=""):
    return page_record(replace(book_results(), edition=edition), lang, "training_cost", title, base, fragment)


def parts(style, text):
    """What a pattern written from the rules of a style finds in a citation."""
    found = re.fullmatch(OURS[style], text)
    assert found, f"{style} does not have its form: {text}"
    return found.groupdict()


def entry(text):
    """The fields of a BibTeX entry, read by a parser that only knows BibTeX, and set by TeX's rules."""
    library = bibtexparser.parse_string(text)
    assert len(library.blocks) == len(library.entries) == 1 and not library.failed_blocks, text
    read = LatexNodes2Text(math_mode="verbatim", keep_comments=True, strict_latex_spaces=True).latex_to_text
    return library.entries[0].key, {name: read(field.value).replace("ˆ", "^") for name, field in library.entries[0].fields_dict.items()}


# The forms


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({}, "Compute Ledger, edition 2026.11 (as of 21 November 2026), “The cost of training”, 2026.11/en/training_cost.html"),
        ({"edition": "draft"}, "Compute Ledger, draft (as of 21 November 2026), “The cost of training”, latest/en/training_cost.html"),
        ({"lang": "ko", "title": "학습에 든 돈"}, "컴퓨트 원장, 2026.11판(2026년 11월 21일 기준), 「학습에 든 돈」, 2026.11/ko/training_cost.html"),
        ({"lang": "ko", "title": "컴퓨트 원장", "edition": "draft"}, "컴퓨트 원장, 초고(2026년 11월 21일 기준), latest/ko/training_cost.html"),
        ({"base": "https://a.example/b/"}, "Compute Ledger, edition 2026.11 (as of 21 November 2026), “The cost of training”, https://a.example/b/2026.11/en/training_cost.html"),
        ({"base": "https://a.example", "edition": "draft"}, "Compute Ledger, draft (as of 21 November 2026), “The cost of training”, https://a.example/latest/en/training_cost.html"),
    ],
)
def test_the_line_names_work_edition_title_and_path_and_an_address_only_where_there_is_one(given, line):
    assert note(record(**given)) == forms(record(**given))["note"] == line


@pytest.mark.parametrize(
    ("pattern", "published"),
    [
        (APA, "World Health Organization. (2018, May 24). The top 10 causes of death. https://www.who.int/news-room/fact-sheets/detail/the-top-10-causes-of-death"),
        (APA, "Health Department. (2019, November 16). A page. Ministry of Things. Retrieved January 9, 2020, from https://www.census.gov/popclock/"),
        (CHICAGO, "Google. “Google Privacy Policy.” Google Privacy Center. March 11, 2009. http://www.google.com/intl/en/privacypolicy.html."),
        (CHICAGO, "McDonald’s Corporation. “McDonald’s Happy Meal Toy Safety Facts.” Accessed July 19, 2008. http://www.mcdonalds.com/corp/about/factsheets.html."),
        (KOREAN, "DeepSeek-AI(2024). 「DeepSeek-V3 Technical Report」. 아카이브. https://arxiv.org/abs/2412.19437 (접속일: 2026-11-21)."),
    ],
)
def test_the_patterns_know_the_published_form(pattern, published):
    assert re.fullmatch(pattern.replace("EDITION", ""), published)


def test_the_forms_of_a_page_in_english():
    made = forms(record(base="https://a.example"), DAY)
    place = "https://a.example/2026.11/en/training_cost.html"
    assert tuple(made) == STYLES
    assert made["apa"] == f"Compute Ledger contributors. (2026, November 21). The cost of training (Edition 2026.11). Compute Ledger. Retrieved November 22, 2026, from {place}"
    assert made["chicago"] == f"Compute Ledger contributors. “The cost of training.” Compute Ledger, edition 2026.11. November 21, 2026. Accessed November 22, 2026. {place}."
    assert made["korean"] == f"Compute Ledger contributors(2026). 「The cost of training」. Compute Ledger, edition 2026.11. {place} (접속일: 2026-11-22)."
    assert "  url = {https://a.example/2026.11/en/training_cost.html},\n  urldate = {2026-11-22}," in made["bibtex"]


def test_the_forms_of_the_whole_work_in_korean():
    made = forms(record("ko", "draft", WORK["ko"]))
    assert made["apa"] == "컴퓨트 원장 기여자. (2026, November 21). 컴퓨트 원장 (초고). latest/ko/training_cost.html"
    assert made["chicago"] == "컴퓨트 원장 기여자. 컴퓨트 원장, 초고. November 21, 2026. latest/ko/training_cost.html."
    assert made["korean"] == "컴퓨트 원장 기여자(2026). 『컴퓨트 원장』, 초고. latest/ko/training_cost.html."


def test_a_number_says_its_value_its_unit_and_its_interval():
    results = replace(book_results(), edition="2026.11")
    number, said = results.numbers["v3_final_run_cost"], {}
    for lang in LANGUAGES:
        found = find(ROOT, results, "v3_final_run_cost", lang)
        said[lang] = found["title"]
        assert found["custom"] == {"edition": "2026.11", "as_of": "2026-11-21", "path": found["archive_location"], "name": number.name, "value": number.value, "low": number.low, "high": number.high, "unit": "USD"}
        assert found["archive_location"] == f"2026.11/{lang}/numbers_v.html#number-v3_final_run_cost" and "URL" not in found
    assert said == {
        "en": f"Final training run of V3: {results.words('v3_final_run_cost', 'en')}, 90% interval {results.range_words('v3_final_run_cost', 'en')}",
        "ko": f"V3 최종 학습 비용: {results.words('v3_final_run_cost', 'ko')}(90% 구간 {results.range_words('v3_final_run_cost', 'ko')})",
    }
    assert "\u00a0" not in number_record(results, "ko", "v3_gpu_hours", "numbers", "x")["title"]


# Read back


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("base", ["", "https://a.example/a_b%20c"])
@settings(max_examples=60, deadline=None)
@given(title=TITLES)
def test_every_form_is_read_back_to_the_same_parts(lang, base, title):
    check_round_trip(record(lang, "2026.11", title, base, "figure-a_b"))


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_are_read_back_as_they_are(title):
    check_round_trip(record("en", "draft", title))
    check_round_trip(record("ko", "2026.11", title, "https://a.example"))


def check_round_trip(found):
    made, lang, title = forms(found, DAY), found["language"], found["title"]
    place = found.get("URL") or found["archive_location"]
    accessed = {"apa": "November 22, 2026", "chicago": "November 22, 2026", "korean": "2026-11-22"} if "URL" in found else {}  # a path is not read on a day
    for style in OURS:
        read = parts(style, made[style])
        assert (read["work"], read["place"], read["edition"].lower()) == (WORK[lang], place, found["edition"]), style
        assert read["title"].removesuffix(".") == title.removesuffix("."), style  # one mark ends a sentence
        assert read.get("author", AUTHOR[lang]) == AUTHOR[lang] and read.get("year", "2026") == "2026"
        assert (read.get("day") or read.get("since")) == {"apa": "November 21", "chicago": "November 21, 2026", "note": written_date("2026-11-21", lang)}.get(style), style
        assert read.get("accessed") == accessed.get(style), style
    key, fields = entry(made["bibtex"])
    assert key == found["id"] and fields["title"] == title.replace("ˆ", "^") and fields["author"] == AUTHOR[lang] and fields["howpublished"] == f"{WORK[lang]}, {found['edition']}"
    assert (fields["year"], fields["month"], fields.get("urldate")) == ("2026", "nov", "2026-11-22" if "URL" in found else None)
    assert fields.get("note") == place if "URL" not in found else f"url = {{{place}}}" in made["bibtex"]
    assert json.loads(made["csl-json"]) == [found | ({"accessed": {"date-parts": [[2026, 11, 22]]}} if "URL" in found else {})]


@pytest.mark.parametrize("style", STYLES)
def test_what_a_form_says_wrong_is_not_read_back(style, monkeypatch):
    found, said = record(title="The cost & more", base="https://a.example"), dict(made=forms(record(title="The cost & more", base="https://a.example"), DAY))
    monkeypatch.setitem(globals(), "forms", lambda *_: said["made"])
    check_round_trip(found)
    right = said["made"]
    wrong = [(" & ", " "), ("\\&", "&\\"), ("cost", "price"), ("contributors", "contributor"), ("2026.11", "2026.12"), ("2026", "2025"), ("Nov", "Oct"), ("nov,", "oct,"), ("22", "23"), ("a.example", "b.example"), ("Ledger", "Lodger"), ("Ledger, edition", "Lodger, edition")]
    planted = [right[style].replace(*pair) for pair in wrong if pair[0] in right[style]]
    assert len(planted) >= 6
    for text in planted:
        said["made"] = right | {style: text}
        with pytest.raises(AssertionError):
            check_round_trip(found)


@pytest.mark.parametrize("target", ["v3_final_run_cost", "server_price.h800_sxm", "start", "training_cost", "training_cost#figure-scope_ladder"])
def test_a_processor_of_citations_knows_every_field(target):
    for lang in LANGUAGES:
        found = find(ROOT, book_results(), target, lang, "https://a.example")
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # it warns of a field that it does not know
            CiteProcJSON([{key: value for key, value in found.items() if key != "custom"}])  # the format's own place for the rest


def test_what_is_cited_with_a_mark_at_its_end_has_one():
    made = forms(record(title="Who earns?"))
    assert "“Who earns?” Compute" in made["chicago"] and "Who earns? (Edition" in made["apa"]


# By name


def test_every_page_and_figure_can_be_named_and_no_number_is_called_like_a_page():
    results, count = book_results(), 0
    for lang in LANGUAGES:
        for page in PAGES:
            assert find(ROOT, results, page, lang)["title"] == page_title(ROOT, results, page, lang)
            for place, title in figures(ROOT, results, page, lang).items():
                assert find(ROOT, results, f"{page}#{place}", lang)["title"] == plain_line(title) and not re.search("[{}]", title)
                count += 1
    assert count >= 84 and not set(PAGES) & {name.partition(".")[0] for name in results.numbers}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["v3_final_run_cots"], "There is no number, page or figure named 'v3_final_run_cots'. Did you mean 'v3_final_run_cost'?"),
        (["training_cots", "--lang", "ko"], "‘training_cots’라는 수치, 페이지, 그림은 없습니다. ‘training_cost’를 찾으셨습니까?"),
        (["V3_FINAL_RUN_COST"], "Did you mean 'v3_final_run_cost'?"),
        (["scope_ladder"], "Did you mean 'start#figure-scope_ladder'?"),
        (["https://a.example/latest/en/training_cost.html?h800_hour_price=3#figure-scope_ladder"], "Did you mean 'training_cost#figure-scope_ladder'?"),
        (["2026.11/ko/numbers_s.html#number-server_price-h800_sxm"], "Did you mean 'server_price.h800_sxm'?"),
        (["server_price"], "Did you mean 'server_price."),
        (["method#figure-x"], "Did you mean 'method'?"),
        (["\u202ecost\x1b[31m\n"], "named 'cost[31m'."),
        (["training_cost#figure-scope"], "Did you mean 'training_cost#figure-scope_ladder'?"),
        (["start", "--style", "apaa"], "There is no style 'apaa'. Did you mean 'apa'? Allowed: note, apa, chicago, korean, bibtex, csl-json, all."),
        (["start", "--style", "APA"], "Did you mean 'apa'?"),
        (["start", "--lang", "kr"], "There is no language 'kr'. Allowed: en, ko."),
        (["start", "--accessed", "yesterday", "--lang", "ko"], "--accessed: ‘yesterday’는 날짜가 아닙니다."),
        (["start", "--set", "h800_hour_price=3"], "What rests on replaced values (h800_hour_price) is your own calculation and has no official citation."),
        (["v3_final_run_cost", "--set", "h800_hour_price=3", "--lang", "ko"], "값을 바꿔(h800_hour_price) 계산한 결과는 공식으로 인용할 수 없습니다."),
    ],
)
def test_what_cannot_be_cited_is_refused(capsys, arguments, said):
    assert main(["cite", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == "" and said in err


def test_the_note_of_a_number_is_that_of_its_record_and_there_is_none_of_a_readers_own():
    results = book_results()
    assert number_note(results, "v3_final_run_cost", "ko") == forms(find(ROOT, results, "v3_final_run_cost", "ko"))["note"]
    assert number_note(replace(results, changes=[object()]), "v3_final_run_cost", "ko") == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_printed_path_leads_to_the_thing_on_the_site(book_site, lang):
    results = book_results()
    figured = [f"{page}#{place}" for page in PAGES for place in figures(ROOT, results, page, lang)]
    for target in (*PAGES, *figured, *list(results.numbers)[::500]):
        made = forms(find(ROOT, results, target, lang))
        path, _, place = parts("apa", made["apa"])["place"].partition("#")
        assert f' id="{place}"' in (book_site.site / path).read_text(encoding="utf-8") if place else (book_site.site / path).is_file(), target


def test_the_day_of_reading_is_said_of_an_address_only_and_the_reader_told(capsys):
    assert main(["cite", "start", "--style", "all", "--accessed", "2026-11-22"]) == 0
    out, err = capsys.readouterr()
    assert "2026-11-22" not in out and "accessed" not in out.lower() and err.startswith("--accessed: left out.")


def test_a_source_is_named_as_its_language_names_it():
    results = book_results()
    spaced = {f"{source['author']} ({source['year']})" for source in results.catalogue.sources.values()}
    for lang in LANGUAGES:
        told = [source_line(results, ["v3_final_run_cost"], lang), card(results, "h800_hour_price", lang)["source"], explain(results, "h800_hour_price", lang)]
        told += [html for _, _, html in sources_table(results, lang)] + [letter_pages(results, lang)[letter][1] for letter in "vw"]
        for text in told:
            assert any(one in unescape(str(text)) for one in spaced) == (lang == "en")


def test_a_value_given_as_it_is_published_is_cited_and_an_old_spelling_understood(capsys):
    assert main(["cite", "server_price__h800_sxm", "--set", "h800_hour_price=2", "--style", "all"]) == 0
    assert [line for line in capsys.readouterr().out.splitlines() if line in STYLES] == list(STYLES)


# From a frozen edition


@pytest.fixture(scope="module")
def frozen_book(tmp_path_factory):
    """A fixture book with two editions, the first of them also on its branch with one page, and since then a dearer hour, another name and another title."""
    root = fixture_book(tmp_path_factory.mktemp("frozen") / "book")
    folder(root).mkdir()
    for name in ("2026.11", "2026.12"):
        (folder(root) / f"{name}.json").write_text(to_json(freeze(compute(root), name)), encoding="utf-8")
    edit(folder(root) / "2026.11.json", '"total_hours":{"unit":"GPU*hour"', '"total_hours":{"unit":"hour"')
    set_cell(root / "data/terms/tiny.csv", "total_hours", "shown_unit", "GPU*hour")
    site = root / "_build" / "edition" / "en"
    site.mkdir(parents=True)
    page = page_record(replace(compute(root), edition="2026.11"), "en", "costs", "What it cost then")
    (site / "costs.html").write_text(f'<p>Then</p>{page_block(page, {"figure-phase_cost": HOSTILE[0]})}', encoding="utf-8")
    (site / "index.html").write_text("<p>No citation</p>", encoding="utf-8")
    git(root, "init", "--quiet")
    git(root, "config", "user.name", "Tests")
    git(root, "config", "user.email", "tests@example.org")
    store = Store(root)
    store.move(None, store.commit(None, {"2026.11": site.parent}, {}, "Edition 2026.11", "2026-11-22T00:00:00+00:00"))
    set_cell(root / "data/rows/tiny.csv", "rented_price", "value", "2.5")
    set_cell(root / "data/rows/tiny.csv", "as_of", "value", "2027-01-05")
    for path in ("analysis/core/chapters/tiny.py", "data/terms/tiny.csv"):
        (root / path).write_text((root / path).read_text(encoding="utf-8").replace("known_cost", "disclosed_cost"), encoding="utf-8")
    edit(root / "analysis/core/chapters/tiny.py", '@result("USD")\ndef disclosed_cost', '@result("USD", formerly="known_cost")\ndef disclosed_cost')
    loaded.cache_clear()
    return root


def cited(capsys, root, *arguments):
    """What `cite` prints of a book, its complaints, and its status."""
    status = main(["cite", *arguments, "--root", str(root)])
    said = capsys.readouterr()
    return said.out.strip(), said.err.strip(), status


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["headline_cost"], "“Cost of the run: $5.58 million, 90% interval $4.18 million to $8.36 million”, 2026.11/en/numbers_h.html#number-headline_cost"),
        (["headline_cost", "--lang", "ko"], "「학습 비용: 558만 달러(90% 구간 418만~836만 달러)」, 2026.11/ko/numbers_h.html#number-headline_cost"),
        (["total_hours"], "2.788 million hours”, 2026.11/en/numbers_t.html#number-total_hours"),  # in its unit of then
        (["known_cost"], "2026.11/en/numbers_k.html#number-known_cost"),
        (["disclosed_cost"], "2026.11/en/numbers_k.html#number-known_cost"),
        (["hour_price__alpha_chip"], "2026.11/en/numbers_h.html#number-hour_price-alpha_chip"),
        (["costs"], "“What it cost then”, 2026.11/en/costs.html"),
        (["costs#figure-phase_cost"], f"“{HOSTILE[0]}”, 2026.11/en/costs.html#figure-phase_cost"),
    ],
)
def test_an_edition_is_cited_as_it_was_frozen(frozen_book, capsys, arguments, line):
    out, _, status = cited(capsys, frozen_book, *arguments, "--edition", "2026.11")
    dated = ", 2026.11판(2026년 11월 21일 기준), " if "ko" in arguments else ", edition 2026.11 (as of 21 November 2026), "
    assert status == 0 and dated in out and out.endswith(line), out
    assert line not in cited(capsys, frozen_book, *arguments)[0]  # the draft says something else


def test_the_record_of_a_frozen_number_holds_its_value(frozen_book, capsys):
    out, err, _ = cited(capsys, frozen_book, "known_cost", "--edition", "2026.11", "--style", "csl-json")
    said, line = json.loads(out)[0], read(frozen_book, "2026.11").names()["known_cost"]
    assert said["id"] == "compute_ledger_2026_11_en_known_cost" and said["issued"] == {"date-parts": [[2026, 11, 21]]} and "disclosed_cost" in err
    assert said["custom"] == {"edition": "2026.11", "as_of": "2026-11-21", "path": said["archive_location"], "name": "known_cost", "value": line.value, "low": line.low, "high": line.high, "unit": "USD"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["headline_cost", "--edition", "2025.11"], "There is no edition '2025.11'. Did you mean '2026.11'? Allowed: 2026.11, 2026.12, draft."),
        (["headline_cost", "--edition", "../../x", "--lang", "ko"], "‘../../x’라는 판은 없습니다. 허용: 2026.11, 2026.12, draft."),
        (["headline_cots", "--edition", "2026.11"], "Did you mean 'headline_cost'?"),
        (["cost", "--edition", "2026.11"], "Did you mean 'costs'?"),
        (["costs#figure-phase", "--edition", "2026.11"], "Did you mean 'costs#figure-phase_cost'?"),
        (["start", "--edition", "2026.11"], "There is no number, page or figure named 'start'."),
        (["index", "--edition", "2026.11"], "There is no number, page or figure named 'index'."),
        (["costs", "--edition", "2026.12"], "The branch published lacks 2026.12, which data/editions holds. Fetch it: git fetch origin published:published"),
        (["headline_cost", "--edition", "2026.11", "--set", "rented_price=3"], "What rests on replaced values (rented_price) is your own calculation"),
    ],
)
def test_what_an_edition_does_not_hold_is_refused(frozen_book, capsys, arguments, said):
    out, err, status = cited(capsys, frozen_book, *arguments)
    assert (out, status) == ("", 2) and said in err, err


# On the page


def test_a_title_is_text_on_the_page_and_in_its_head():
    for title in HOSTILE:
        found = record(title=title)
        html = page_block(found, {"figure-x": title}) + head_tags(found, title)
        assert set(re.findall(r"<(\w+)", html)) == set("footer p cite details summary dl dt dd pre script meta".split())
        assert html.count("</script") == html.count("<script") == 2 and "\u202e" not in html.partition("<meta")[0].replace("\\u202e", "")
        data = [json.loads(one) for one in re.findall(r'<script type="application/[^>]*>(.*?)</script>', html, re.DOTALL)]
        assert data[0]["figures"] == {"figure-x": title} and data[1]["name"] == found["title"]
        assert unescape(re.search("<cite>(.*?)</cite>", html, re.DOTALL)[1]) == note(found)


def test_a_page_carries_little():
    for lang in LANGUAGES:
        assert len(page_block(record(lang, base="https://ledger.example"), {}).encode()) < 6000


@pytest.mark.parametrize("base", ["", "https://a.example/b"])
def test_the_script_of_a_page_makes_the_same_forms(chromium, base):
    tab, results = chromium.new_page(), replace(book_results(), edition="2026.11")
    for lang in LANGUAGES:
        tab.set_content(page_block(page_record(results, lang, "start", WORK[lang], base), {}))
        tab.add_script_tag(path=ROOT / "book" / "_static" / "cite.js")
        number = find(ROOT, results, "v3_final_run_cost", lang, base)
        own = {"title": number["title"], "page": "numbers_v", "place": "number-v3_final_run_cost", "key": "v3_final_run_cost", "custom": number["custom"]}
        others = [(page_record(results, lang, "markets", title, base, "figure-a_b"), {"title": plain_line(title), "page": "markets", "place": "figure-a_b"}) for title in HOSTILE]
        for found, target in [(number, own), *others]:
            said = tab.evaluate("(target) => ledgerCite.forms(target, '2026-11-22')", target)
            wanted = forms(found) | {"korean": forms(found, DAY)["korean"]}  # on the page only this form says the day
            assert list(said) == list(wanted) and json.loads(said.pop("csl-json")) == json.loads(wanted.pop("csl-json")), target
            assert said == wanted
    tab.close()


def test_the_script_unfolds_the_forms_of_a_figure_and_dates_the_korean_one(chromium):
    tab, said = chromium.new_page(), []
    tab.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    tab.set_content(f'<figure id="figure-x"></figure>{page_block(record("ko", "draft", "제목", "https://a.example"), {"figure-x": HOSTILE[0]})}')
    tab.add_script_tag(path=ROOT / "book" / "_static" / "cite.js")
    tab.locator("#figure-x summary").click()
    assert tab.locator("#figure-x [data-style=note]").text_content().count("alert(1)") == 1 and tab.locator("#figure-x script").count() == 0
    tab.locator(".ledger-cite > details > summary").click()
    dated = tab.locator(".ledger-cite [data-style=korean]").filter(has_text="접속일")
    dated.wait_for()
    assert re.search(r"\(접속일: \d{4}-\d\d-\d\d\)\.$", dated.text_content())
    assert tab.locator(".ledger-cite button").count() == len(STYLES) - 1 and said == []
    tab.set_content(page_block(record("ko"), {}))
    tab.add_script_tag(path=ROOT / "book" / "_static" / "cite.js")
    tab.locator(".ledger-cite > details > summary").click()
    assert tab.locator(".ledger-cite button").count() == len(STYLES) - 1 and "접속일" not in tab.locator(".ledger-cite").inner_text()  # a path is not read on a day
    tab.close()


# For programs and platforms


def test_the_head_says_the_citation_to_programs():
    tags = head_tags(record("ko", "2026.11", "학습에 든 돈", "https://a.example"), "한 문장.")
    meta = dict(re.findall(r'<meta (?:name|property)="(.*?)" content="(.*?)">', tags))
    assert meta["citation_title"] == meta["og:title"] == "학습에 든 돈" and meta["citation_author"] == AUTHOR["ko"]
    assert meta["citation_publication_date"] == "2026/11/21" and meta["citation_language"] == "ko" and meta["og:locale"] == "ko_KR"
    assert meta["og:url"] == meta["citation_public_url"] == "https://a.example/2026.11/ko/training_cost.html"
    assert meta["og:image"] == "https://a.example/2026.11/ko/_static/social.png" and meta["twitter:card"] == "summary_large_image"
    data = json.loads(re.search("<script.*?>(.*)</script>", tags)[1])
    assert (data["@type"], data["version"], data["license"], data["isPartOf"]["name"]) == ("Article", "2026.11", LICENCE, WORK["ko"])


def test_without_an_address_the_head_invents_none():
    tags = head_tags(record(), "", {"numbers.json": "application/json"})
    assert re.findall(r"https?://[^\"]+", tags) == ["https://schema.org", LICENCE] and 'og:image" content="_static/social.png"' in tags
    data = json.loads(re.search("<script.*?>(.*)</script>", tags)[1])
    assert data["@type"] == "Dataset" and "description" not in tags
    assert data["distribution"] == [{"@type": "DataDownload", "name": "numbers.json", "encodingFormat": "application/json", "contentUrl": "../numbers.json"}]


def test_the_data_set_names_its_files_where_they_stand(book_site):
    assert linked_data(record(base="https://a.example/b"), "", MEDIA)["distribution"][2]["contentUrl"] == "https://a.example/b/2026.11/numbers.csv"
    for lang in LANGUAGES:
        page = book_site.site / "latest" / lang / "numbers.html"
        said = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page.read_text(encoding="utf-8"))[1])["distribution"]
        found = {one["name"]: (page.parent / one["contentUrl"]).read_text(encoding="utf-8-sig") for one in said}
        assert list(found) == ["numbers.json", "numbers.schema.json", "numbers.csv"] and [one["encodingFormat"] for one in said] == list(MEDIA.values())
        assert json.loads(found["numbers.json"])["edition"] == "draft" and "$schema" in json.loads(found["numbers.schema.json"]) and found["numbers.csv"].startswith("name,value,")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_picture_of_a_language_shows_a_computed_number(lang):
    results = book_results()
    texts = re.findall("<text.*?>(.*?)</text>", drawing(results, lang))
    assert texts[0] == WORK[lang] and results.words("v3_final_run_cost", lang) in texts and any(results.range_words("v3_final_run_cost", lang) in text for text in texts)
    png = picture(ROOT, results, lang)
    assert png[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">II", png[16:24]) == (1200, 630) and 15_000 < len(png) < 60_000


def test_the_root_of_the_site_has_the_picture_too_and_a_readers_own_has_not():
    found = [re.findall('og:image" content="(.*?)"', front_page("latest/", ["en", "ko"], custom, site)) for custom, site in ((False, ""), (False, "https://a.example/"), (True, "https://a.example"))]
    assert found == [["latest/en/_static/social.png"], ["https://a.example/latest/en/_static/social.png"], []]


def test_the_citation_file_says_what_the_citations_say():
    file = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert file["title"] == WORK["en"] and file["authors"] == [{"name": AUTHOR["en"]}]
    known = editions(ROOT)
    assert (file["version"], file["date-released"]) == ((known[-1], read(ROOT, known[-1]).as_of) if known else ("draft", book_results().as_of.isoformat()))
    assert file["cff-version"] == "1.2.0" and file["type"] == "dataset" and file["license"] == "CC-BY-4.0"
    assert set(file) <= set("cff-version title message abstract type version license authors keywords preferred-citation url repository-code date-released identifiers".split())
    assert all(isinstance(file[key], str) and file[key] for key in ("title", "message", "abstract")) and len(set(file["keywords"])) == len(file["keywords"])


def test_the_citation_file_names_the_newest_edition(frozen_book, capsys):
    path = frozen_book / "CITATION.cff"
    path.write_text('title: x\nversion: "draft"\ndate-released: "2026-11-01"\n', encoding="utf-8")
    assert check(frozen_book) == 1 and "CITATION.cff: differs from the data" in capsys.readouterr().err
    check(frozen_book, write=True)
    assert yaml.safe_load(path.read_text(encoding="utf-8")) == {"title": "x", "version": "2026.12", "date-released": "2026-11-21"}
    assert "CITATION.cff" not in capsys.readouterr().err
    path.unlink()
