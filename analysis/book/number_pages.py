"""The Sphinx side of numbers: the pages on which they stand, the cards of every page, and links from numbers that a cell shows.

The pages of letters and of pairs are no documents: they stand in no table of contents and no search, only at the addresses of numbers.
"""

import hashlib
import re
from html import escape
from pathlib import Path

from analysis.book import cards
from analysis.book.addresses import PAGE, address
from analysis.book.all_numbers import letter_pages
from analysis.book.data_files import CSV, JSON, SCHEMA

ALONE = re.compile(r'<(?P<end>/?)(?:a|summary|button)\b[^>]*>|<data class="num" data-name="(?P<name>[^"]+)"[^>]*>.*?</data>', re.DOTALL)
WORDS = {
    "files": {"en": "All of it as files: {}.", "ko": "전체를 파일로 내려받기: {}."},
    "schema": {"en": "schema of the JSON", "ko": "JSON 스키마"},
}


def setup(app):
    """Register with Sphinx; `app.ledger` holds the results."""
    app.connect("env-get-outdated", _outdated)
    app.connect("html-collect-pages", _pages)
    app.connect("html-page-context", _page_head)
    app.add_css_file("cards.css")
    app.add_js_file("cards.js", loading_method="defer")
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def linked(html, within=""):
    """A piece of a page in which every number that stands in no link is one.

    >>> linked('<td><data class="num" data-name="hour_price.a" value="2">$2</data></td>')
    '<td><a class="ledger-link" href="numbers_h.html#number-hour_price-a"><data class="num" data-name="hour_price.a" value="2">$2</data></a></td>'
    """
    deep = 0

    def link(match):
        nonlocal deep
        if not match["name"]:
            deep += -1 if match["end"] else 1
        return f'<a class="ledger-link" href="{within}{address(match["name"])}">{match[0]}</a>' if match["name"] and not deep else match[0]

    return ALONE.sub(link, html)


def _documents(app):
    """Document of the list of all names -> language, of each language that this build writes."""
    found = [name for name in app.env.found_docs if name.rpartition("/")[2] == PAGE]
    return {name: _lang(app, name) for name in found}


def _lang(app, docname):
    return app.config.language if app.config.ledger_single or "/" not in docname else docname.split("/")[1]


def _outdated(app, env, added, changed, removed):
    """The list of all names, where anything differs that is said of any number: then the pages of letters and the cards are written anew."""
    app.ledger_letters = {name: letter_pages(app.ledger, lang) for name, lang in _documents(app).items()}
    said = repr(sorted(app.ledger_letters.items())) + "".join(Path(file).read_text(encoding="utf-8") for file in (cards.__file__, __file__))
    now = hashlib.sha256(said.encode()).hexdigest()
    before, env.ledger_letters = getattr(env, "ledger_letters", ""), now
    return [] if before == now else list(app.ledger_letters) or [app.config.root_doc]


def _pages(app):
    """Give Sphinx the pages of letters, and write the cards beside its finished pages."""
    _remove_stale(app)
    for docname in app.env.found_docs:
        _write_cards(app, docname)
    for docname, found in app.ledger_letters.items():
        for letter, (title, html) in found.items():
            body = f'<section id="{PAGE}-{letter}">\n<h1>{escape(title)}</h1>\n{html}</section>\n'
            yield f"{docname}_{letter}", {"title": title, "body": body, "ledger_lasting": True}, "page.html"


def _remove_stale(app):
    """Remove pages of letters with which no name begins any more, and the cards of pages that are gone."""
    out, folder = Path(app.outdir), Path(app.outdir, "cards")
    wanted = {out / f"{docname}_{letter}.html" for docname, found in app.ledger_letters.items() for letter in found}
    wanted |= {folder / f"{docname}.js" for docname in app.env.found_docs}
    for path in {*out.rglob(f"{PAGE}_*.html"), *folder.rglob("*.js")} - wanted:
        path.unlink()


def _write_cards(app, docname):
    written, path = Path(app.builder.get_outfilename(docname)), Path(app.outdir, "cards", f"{docname}.js")
    names = cards.named(written.read_text(encoding="utf-8")) if written.is_file() else []
    if not names or not app.ledger_letters:  # a book without the list of all names has no addresses to lead to
        return path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(cards.script(app.ledger, names, _lang(app, docname), app.config.html_baseurl), encoding="utf-8")


def _page_head(app, pagename, templatename, context, doctree):
    """Where the cards of a page are, and on the list of all names the files that hold all of it."""
    if pagename in app.env.found_docs and _documents(app):
        context["metatags"] = context.get("metatags", "") + f'\n<meta name="ledger-page" content="{escape(pagename)}">'
    page = pagename.rpartition("/")[2]
    if page == PAGE or page.startswith(f"{PAGE}_"):
        app.add_js_file("numbers.js", loading_method="defer")
    if page == PAGE and "body" in context:
        context["body"] = context["body"].replace('<nav class="ledger-letters"', f'{_files(app, _lang(app, pagename))}<nav class="ledger-letters"', 1)


def _files(app, lang):
    """Links to the files, which only the driver writes; a reader's own calculation has no CSV, which could not say what it is."""
    if not app.config.ledger_single:
        return ""
    files = [(JSON, JSON), (SCHEMA, WORDS["schema"][lang])] + [(CSV, CSV)] * (not app.ledger.changes)
    links = ", ".join(f'<a href="../{name}" translate="no">{words}</a>' for name, words in files)
    return f"<p>{WORDS['files'][lang].format(links)}</p>\n"
