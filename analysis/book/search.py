"""The search page, and its index: the plain text of every section in one classic script, which only that page loads.

The text is taken from the finished pages, so that it holds every worded number as a reader sees it. How a query is matched
and ranked is written once, in `book/_static/search.js`; here is also what a word may be called otherwise.
"""

import csv
import hashlib
import json
from pathlib import Path

from analysis.book.sections import sections_of

ALIASES = Path(__file__).with_name("search_words.csv")
INDEX = "search-index.js"
LONGEST_LABEL = 30
WORDS = {
    "en": {
        "title": "Search this book",
        "label": "Words to look for",
        "button": "Search",
        "hint": "Type a word, a name or a number. Parts of longer words are found too; the arrow keys move through the results.",
        "short": "Type at least two characters.",
        "none": "No page has these words. A shorter or more general word may help.",
        "found": "Sections found: {0} (pages: {1}).",
        "one": "One section found.",
        "others": "Other pages come near.",
        "near": "No section holds all of it as typed. These come nearest:",
        "instead": "Looked for “{1}”, as “{0}” stands nowhere.",
        "more": "{0} more on this page",
        "within": "Pages with these letters in other words: {0}",
        "script": "The search needs JavaScript. The table of contents, and the search of the browser, work without it.",
    },
    "ko": {
        "title": "이 책에서 찾기",
        "label": "찾을 말",
        "button": "검색",
        "hint": "낱말이나 이름, 숫자를 넣으면 나오는 절을 모두 찾습니다. 조사가 붙거나 띄어쓰기가 달라도, 다른 낱말에 붙어 있어도 됩니다. 결과는 화살표 키로 오갈 수 있습니다.",
        "short": "두 글자 이상 넣어 주십시오.",
        "none": "이 말이 나오는 쪽이 없습니다. 더 짧거나 넓은 말로 찾아보십시오.",
        "found": "{1}쪽에서 절 {0}개를 찾았습니다.",
        "one": "절 하나를 찾았습니다.",
        "others": "나머지는 비슷한 곳입니다.",
        "near": "넣은 말이 그대로 다 나오는 절은 없습니다. 가장 가까운 곳입니다.",
        "instead": "‘{0}’ 대신 비슷한 표기인 ‘{1}’의 결과입니다.",
        "more": "이 쪽에서 {0}곳 더 보기",
        "within": "다른 낱말 속에 이 글자가 든 쪽 {0}개",
        "script": "검색에는 자바스크립트가 필요합니다. 차례와 브라우저의 찾기 기능은 그대로 쓸 수 있습니다.",
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
    script = index_script({name: path.read_text(encoding="utf-8") for name, path in paths.items() if path.is_file()}, lang, app.ledger.catalogue.terms)
    Path(app.outdir, INDEX).write_text(script, encoding="utf-8")
    digest = hashlib.sha256(script.encode()).hexdigest()[:8]  # a browser that kept an older one asks again
    return [("search", {"ledger_search": WORDS[lang], "ledger_search_index": f"{INDEX}?v={digest}"}, "search.html")]


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
