"""Briefs in the book: the line on a chapter's page that leads to them, and the files beside the pages."""

from dataclasses import replace
from pathlib import Path

from analysis.book.banner import MARK
from analysis.book.pages import read_config
from analysis.book.progress import say
from analysis.briefs.content import has_brief
from analysis.briefs.written import FOLDER, write_briefs
from analysis.typefaces import web_fonts

WORDS = {
    "en": ("One-page brief", "One-page brief of your own calculation", {"pdf": "PDF", "docx": "Word"}),
    "ko": ("한 장 요약", "직접 계산한 결과의 한 장 요약", {"pdf": "PDF", "docx": "워드"}),
}
TYPES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
AGE = '<p class="ledger-age">'


def setup(app):
    """Register with Sphinx; `app.ledger` holds the results."""
    app.connect("html-page-context", _lead)
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def _lead(app, pagename, templatename, context, doctree):
    """The line that leads to the brief of a page; the driver writes what it leads to, plain Jupyter Book writes none."""
    if app.config.ledger_single and web_fonts(app.config.ledger_root) and has_brief(context.get("body", "")):
        before, age, after = context["body"].partition(AGE)
        said, end, rest = after.partition("</p>")
        context["body"] = before + age + said + end + line(pagename, app.config.language, bool(app.ledger.changes)) + rest


def line(page, lang, custom=False):
    """The line of one page as HTML."""
    published, own, names = WORDS[lang]
    links = ", ".join(f'<a href="{FOLDER}/{page}.{kind}" type="{TYPES[kind]}">{name}</a>' for kind, name in names.items())
    return f'\n<p class="ledger-briefs">{own if custom else published}: {links}</p>'


def briefs(root, results, lang, html, work, edition):
    """Write the briefs of one language, whose finished pages lie in a folder."""
    pages = {path.stem: path.read_text(encoding="utf-8") for path in sorted(Path(html).glob("*.html"))}
    config = read_config(root)[0]
    mark = MARK[lang][1] if results.changes else ""
    base = "" if mark else config.get("html", {}).get("baseurl") or ""
    done = write_briefs(root, pages, replace(results, edition=edition), lang, Path(html) / FOLDER, work, mark, base)
    if done:
        say(f"[{lang}] briefs written: {len(done)}")
