"""How to cite a page: one line at its end, with work, edition, title and path; a reader's own edition has none."""

from html import escape

from analysis.citing.note import note
from analysis.citing.record import page_record

WORDS = {"en": "Cite this page:", "ko": "이 쪽의 인용:"}


def setup(app):
    """Register with Sphinx; `app.ledger` holds the results."""
    app.connect("html-page-context", _cited)
    app.add_css_file("cite.css")
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def citation_line(record):
    """The line as HTML."""
    return f'<p class="ledger-citation">{WORDS[record["language"]]} <cite>{escape(note(record))}</cite></p>'


def _cited(app, pagename, templatename, context, doctree):
    """End a page of the book with its citation."""
    if app.ledger.changes or not app.config.ledger_single or pagename not in app.env.found_docs:
        return
    record = page_record(app.ledger, app.config.language, pagename, app.env.titles[pagename].astext(), app.config.html_baseurl)
    context["body"] += f'<footer class="ledger-cite">{citation_line(record)}</footer>\n'
