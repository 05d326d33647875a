"""What marks a custom edition on every page, on paper and in the title: whose it is, which scenario, what was replaced and why."""

from html import escape

from analysis.messages import LANGUAGES
from analysis.results import compute

WORDS = {
    "en": ("This is your own calculation, not the numbers of the book. Replaced:", "in the book", "Scenario"),
    "ko": ("이 책의 수치가 아니라, 값을 바꿔 직접 다시 계산한 판입니다. 바꾼 값:", "원래 값", "시나리오"),
}
MARK = {
    "en": ("Own calculation", "Own calculation, not the numbers of the book"),
    "ko": ("직접 계산한 판", "이 책의 수치가 아닌, 직접 계산한 판"),
}
MORE = {
    "en": ("{} more values", "Everything that differs from the book"),
    "ko": ("그 밖의 값 {}개", "원래와 다른 값 모두 보기"),
}
OPEN = 12  # replaced values listed in view; the others unfold
COMPARISON = "changes"  # the page that compares the two editions


def setup(app):
    """Register with Sphinx; `app.ledger` holds the results."""
    app.connect("html-page-context", _mark)
    app.connect("env-get-outdated", _outdated)
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def banner(results, lang, comparison=""):
    """The mark as HTML; `comparison` is the address of the page that compares the two editions."""
    text, before, scenario = WORDS[lang]
    published = compute(results.catalogue.root)
    named = results.catalogue.scenarios.get(results.scenario)
    head = f"<p>{scenario}: {escape(named.label[lang])}</p>" if named else ""
    items = [_item(results, published, change, lang, before) for change in results.changes]
    more, link = MORE[lang]
    listed = f"<ul>{''.join(items[:OPEN])}</ul>"
    if items[OPEN:]:
        listed += f"<details><summary>{more.format(len(items) - OPEN)}</summary><ul>{''.join(items[OPEN:])}</ul></details>"
    foot = f'<p><a href="{escape(comparison)}">{link}</a></p>' if comparison else ""
    return f'<aside class="ledger-banner" role="note"><p>{text}</p>{head}{listed}{foot}</aside>'


def _item(results, published, change, lang, before):
    def said(run, value):
        return run.words(change.name, lang) if change.name in run.numbers else "–" if value is None else str(value)

    label = results.label(change.name, lang)
    reason = f" {change.reason[lang]}" if change.reason else ""
    return f"<li>{escape(label)}: {escape(said(results, change.value))} ({before}: {escape(said(published, change.published))}){escape(reason)}</li>"


def _outdated(app, env, added, changed, removed):
    """All pages, where their mark would now read differently."""
    marks = {lang: banner(app.ledger, lang) for lang in LANGUAGES} if app.ledger.changes else {}
    before, env.ledger_marks = getattr(env, "ledger_marks", marks), marks
    return list(env.found_docs) if before != marks else []


def _mark(app, pagename, templatename, context, doctree):
    """Mark one page: in its text, in the bar above it, in its title, on each sheet of paper, and for search engines."""
    if not app.ledger.changes:
        return
    lang = app.config.language if app.config.ledger_single else pagename.split("/")[1] if pagename.startswith("book/") else "en"
    context["ledger_own"], whole = MARK[lang]
    context["docstitle"] = f"{whole} — {context['docstitle']}"
    context["metatags"] = context.get("metatags", "") + '\n<meta name="robots" content="noindex">'
    app.add_css_file("custom.css")
    folder = pagename.rpartition("/")[0]
    page = f"{folder}/{COMPARISON}".lstrip("/")
    if "body" in context:
        there = page in app.env.found_docs and page != pagename and app.builder.format == "html"
        context["body"] = banner(app.ledger, lang, app.builder.get_relative_uri(pagename, page) if there else "") + context["body"]
