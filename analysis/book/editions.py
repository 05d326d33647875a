"""Editions in the pages: the name of the edition on each of them, and the script that reads which others there are."""

from dataclasses import replace
from html import escape

from analysis.editions.frozen import DRAFT
from analysis.editions.site import ERRATA, VERSIONS

WORDS = {
    "edition": {"en": "Edition {}", "ko": "{}판"},
    "draft": {"en": "Draft", "ko": "초고"},
    "newer": {"en": "A newer edition is out:", "ko": "더 새로운 판이 나왔습니다."},
    "menu": {"en": "Editions with this page", "ko": "이 페이지가 있는 판"},
    "errata": {"en": "Errata", "ko": "정정"},
}


def setup(app):
    """Register with Sphinx."""
    app.add_config_value("ledger_edition", DRAFT, "env")
    app.connect("builder-inited", _named, priority=600)  # after the results
    app.connect("html-page-context", page_head)
    app.add_css_file("editions.css")
    app.add_js_file("editions.js", loading_method="defer")
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def _named(app):
    app.ledger = replace(app.ledger, edition=app.config.ledger_edition)


def page_head(app, pagename, templatename, context, doctree):
    """The name of the edition above the page, and the scripts of the root; a custom edition is none, and has neither menu nor errata."""
    if app.ledger.changes or not app.config.ledger_single or "body" not in context:
        return
    lang, edition = app.config.language, app.config.ledger_edition
    root = "../" * (pagename.count("/") + 2)
    scripts = "".join(f'\n<script defer src="{root}{name}"></script>' for name in (VERSIONS, ERRATA))
    context["metatags"] = context.get("metatags", "") + scripts
    words = {key: text[lang] for key, text in WORDS.items()}
    name = words["draft"] if edition == DRAFT else words["edition"].format(edition)
    data = {"edition": edition, "root": root, "lang": lang, "page": pagename, "menu": words["menu"], "pattern": words["edition"], "newer": words["newer"], "errata": words["errata"]}
    attributes = "".join(f' data-{key}="{escape(value)}"' for key, value in data.items())
    work = f'<span class="ledger-edition-work">{escape(app.config.html_title)}, </span>'  # which paper does not say otherwise
    context["body"] = f'<div class="ledger-editions"{attributes}>{work}{name}</div>\n' + context["body"]
