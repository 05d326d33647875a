"""How to cite a page and its figures, at the end of every page; a reader's own edition has no citation."""

from analysis.book.targets import figures
from analysis.citing.block import page_block
from analysis.citing.record import page_record


def setup(app):
    """Register with Sphinx; `app.ledger` holds the results."""
    app.connect("html-page-context", _cited)
    app.add_css_file("cite.css")
    app.add_js_file("cite.js", loading_method="defer")
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def _cited(app, pagename, templatename, context, doctree):
    """End a page of the book with its citation."""
    if app.ledger.changes or not app.config.ledger_single or pagename not in app.env.found_docs:
        return
    lang, root = app.config.language, app.ledger.catalogue.root
    record = page_record(app.ledger, lang, pagename, app.env.titles[pagename].astext(), app.config.html_baseurl)
    context["body"] += page_block(record, figures(root, app.ledger, pagename, lang))
