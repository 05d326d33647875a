"""What a page may load and run: files of this site, and nothing that stands in the page itself."""

from pathlib import PurePosixPath
from urllib.parse import quote

# `file:` is for pages opened as files, where not every browser counts the folder as the page's own site; pages from a
# server cannot load files. Styles stand in drawings as attributes, and Vega writes them; scripts never do.
POLICY = "default-src 'none'; script-src 'self' file:; style-src 'self' file: 'unsafe-inline'; img-src 'self' file: data:; font-src 'self' file:; form-action 'self' file:; base-uri 'none'"
UNUSED = {"doctools.js", "translations.js", "sphinx_highlight.js"}  # of Sphinx's search, which this book has not; the second is evaluated
WORDS = {"en": ("Download this page as a Jupyter notebook", "Print this page"), "ko": ("이 페이지를 주피터 노트북으로 내려받기", "이 페이지 인쇄")}


def setup(app):
    """Register with Sphinx."""
    app.connect("html-page-context", _head, priority=900)  # after the theme and its extensions have added theirs
    app.add_css_file("icons.css")
    app.add_js_file("print.js", loading_method="defer")
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def _head(app, pagename, templatename, context, doctree):
    """The policy first in the head; the scripts that the theme's extensions write into a page itself are left out."""
    context["metatags"] = f'\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">' + context.get("metatags", "")
    context["script_files"] = [script for script in context["script_files"] if (name := getattr(script, "filename", None)) and PurePosixPath(name).name not in UNUSED]
    lang = app.config.language if app.config.ledger_single else "ko" if pagename.startswith("book/ko/") else "en"
    notebook, context["ledger_print"] = WORDS[lang]
    source = context.get("sourcename", "")
    if source.endswith(".ipynb"):
        context["ledger_notebook"] = {"href": quote(f"{context['content_root']}_sources/{source}"), "title": notebook}
