"""How to cite a page and its figures, at its end and in its head, and the picture that links show; a reader's own edition has none of these."""

from pathlib import Path

from docutils import nodes

from analysis.book.addresses import PAGE
from analysis.book.data_files import MEDIA
from analysis.book.targets import figures
from analysis.citing.block import page_block
from analysis.citing.head import PICTURE, described, head_tags
from analysis.citing.picture import picture
from analysis.citing.record import page_record


def setup(app):
    """Register with Sphinx; `app.ledger` holds the results."""
    app.connect("env-get-outdated", _outdated)
    app.connect("html-page-context", _cited)
    app.connect("build-finished", _drawn)
    app.add_css_file("cite.css")
    app.add_js_file("cite.js", loading_method="defer")
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def _official(app):
    return app.config.ledger_single and not app.ledger.changes


def _outdated(app, env, added, changed, removed):
    """All pages, where the date in their citations is another: not every page says it elsewhere."""
    before, env.ledger_cited = getattr(env, "ledger_cited", app.ledger.as_of), app.ledger.as_of
    return list(env.found_docs) if before != app.ledger.as_of else []


def _cited(app, pagename, templatename, context, doctree):
    """End a page of the book, or one made beside them to last, with its citation, and say the same to programs."""
    written = pagename in app.env.found_docs
    if not _official(app) or not (written or "ledger_lasting" in context):
        return
    lang, title = app.config.language, app.env.titles[pagename].astext() if written else context["title"]
    record = page_record(app.ledger, lang, pagename, title, app.config.html_baseurl)
    context["body"] += page_block(record, figures(app.ledger.catalogue.root, app.ledger, pagename, lang) if written else {})
    context["metatags"] = context.get("metatags", "") + head_tags(record, described(_first(doctree)), MEDIA if pagename == PAGE else {})


def _first(doctree):
    """The first paragraph of a page in running text."""
    if doctree is None:
        return ""
    found = (node for node in doctree.findall(nodes.paragraph) if isinstance(node.parent, nodes.section) and "ledger-age" not in node["classes"])
    return next((node.astext() for node in found), "")


def _drawn(app, exception):
    """Draw the picture of the language; last, since no process may be forked after."""
    if exception is None and _official(app) and app.builder.format == "html":
        made, path = picture(app.ledger.catalogue.root, app.ledger, app.config.language), Path(app.outdir) / "_static" / PICTURE
        if not path.exists() or path.read_bytes() != made:
            path.write_bytes(made)
