"""The search page, and its index: the plain text of every section in one classic script, which only that page loads.

The long tables that things are looked up in are not in it: the page says which pages have one.

The text is taken from the finished pages, so that it holds every worded number as a reader sees it. How a query is matched
and ranked is written once, in `book/_static/search.js`; here is also what a word may be called otherwise.
"""

import csv
import hashlib
import json
from pathlib import Path

from analysis.book.sections import LEDGER, sections_of

ALIASES = Path(__file__).with_name("search_words.csv")
INDEX = "search-index.js"
LONGEST_LABEL = 30
WORDS = {
    "en": {
        "title": "Search this book",
        "label": "Words to look for",
        "button": "Search",
        "hint": "Type a word, a name or a number. Parts of longer words are found too; the arrow keys move through the results, Escape leads back.",
        "short": "Type at least two characters.",
        "none": "No page has these words. A shorter or more general word may help.",
        "found": "Sections found: {0} (pages: {1}).",
        "one": "One section found.",
        "others": "Other pages come near.",
        "near": "No section holds all of it as typed. These come nearest:",
        "instead": "Looked for “{1}”, as “{0}” stands nowhere.",
        "more": "{0} more on this page",
        "within": "Pages with these letters in other words: {0}",
        "cut": "Only the first 100 characters were looked for.",
        "apart": "Not searched are the long tables of these pages; look through them with the browser’s own search:",
        "script": "The search is not ready. If this stays, JavaScript is off or search-index.js cannot be read: reload the page, or use the table of contents and the browser’s own search.",
    },
    "ko": {
        "title": "이 책에서 찾기",
        "label": "찾을 말",
        "button": "검색",
        "hint": "낱말이나 이름, 숫자를 넣으면 그 말이 나오는 절을 찾습니다. 조사가 붙거나 띄어쓰기가 달라도, 다른 낱말에 붙어 있어도 됩니다. 결과는 화살표 키로 오가고, Esc 키로 검색창에 돌아옵니다.",
        "short": "영문자나 숫자는 두 글자 이상 넣어 주십시오.",
        "none": "이 말이 나오는 페이지가 없습니다. 더 짧거나 넓은 말로 찾아보십시오.",
        "found": "절 {0}개를 찾았습니다(페이지 {1}개).",
        "one": "절 하나를 찾았습니다.",
        "others": "나머지는 비슷한 곳입니다.",
        "near": "넣은 말이 그대로 다 나오는 절은 없습니다. 가장 가까운 곳입니다.",
        "instead": "‘{0}’ 대신 비슷한 표기인 ‘{1}’의 결과입니다.",
        "more": "이 페이지에서 {0}곳 더 보기",
        "within": "다른 낱말 속에 이 글자가 든 페이지 {0}개",
        "cut": "처음 100자로만 찾았습니다.",
        "apart": "다음 페이지의 긴 표는 검색하지 않습니다. 브라우저의 찾기를 써 주십시오.",
        "script": "검색을 아직 쓸 수 없습니다. 이 안내가 사라지지 않으면 자바스크립트가 꺼져 있거나 search-index.js를 읽지 못한 것입니다. 페이지를 새로 고치거나, 차례와 브라우저의 찾기를 써 주십시오.",
    },
}


def setup(app):
    """Register with Sphinx: this search takes the place of its own, which finds few Korean words and no part of one."""
    app.connect("builder-inited", _replace)
    app.connect("html-collect-pages", _search_page)
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def _replace(app):
    app.builder.search = False


def _search_page(app):
    """Write the index beside the finished pages; gives Sphinx the page that loads it."""
    lang = app.config.language
    paths = {name: Path(app.builder.get_outfilename(name)) for name in [app.config.root_doc, *sorted(app.env.found_docs - {app.config.root_doc})]}
    pages = {name: path.read_text(encoding="utf-8") for name, path in paths.items() if path.is_file()}
    script = index_script(pages, lang, app.ledger.catalogue.terms)
    Path(app.outdir, INDEX).write_text(script, encoding="utf-8")
    digest = hashlib.sha256(script.encode()).hexdigest()[:8]  # a browser that kept an older one asks again
    apart = [(name, app.env.titles[name].astext()) for name, html in pages.items() if LEDGER.search(html)]
    context = {"body": "", "ledger_search": WORDS[lang], "ledger_search_index": f"{INDEX}?v={digest}", "ledger_search_apart": apart}
    return [("search", context, "search.html")]  # what others put above the body of every page stands here too


def index_script(pages, lang, terms):
    """The script of one language from {page: its finished HTML}."""
    found = {name: sections_of(html) for name, html in pages.items()}
    names = [name for name in found if found[name]]
    sections = [[place, *section] for place, name in enumerate(names) for section in found[name]]
    text = "\n".join("\n".join(section[2:]) for section in sections)
    index = {
        "lang": lang,
        "words": WORDS[lang],
        "pages": [[name, found[name][0][1]] for name in names],
        "same": [*_listed(), *_labels(terms, lang, text)],
        "sections": sections,
    }
    return f"window.ledgerSearch = {json.dumps(index, ensure_ascii=False, separators=(',', ':'))};\n"


def _listed():
    """Groups of words of one meaning, in both languages."""
    with open(ALIASES, encoding="utf-8", newline="") as file:
        return [[word for cell in line.values() for word in cell.split("|") if word] for line in csv.DictReader(file)]


def _labels(terms, lang, text):
    """Short labels that the pages say, each with its label in the other language."""
    pairs = {(term[f"label_{lang}"], term["label_ko" if lang == "en" else "label_en"]) for term in terms.values()}
    return [[here, there] for here, there in sorted(pairs) if here != there and 2 < len(there) <= LONGEST_LABEL and len(here) > 1 and here in text]
