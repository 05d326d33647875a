"""What marks a custom edition on every page: whose it is, which scenario, what was replaced and why."""

from html import escape

from analysis.results import compute

WORDS = {
    "en": ("This is your own calculation, not the published edition. Replaced:", "published", "Scenario"),
    "ko": ("공표한 판이 아니라 직접 다시 계산한 판입니다. 바꾼 값:", "공표값", "시나리오"),
}


def banner(results, lang):
    """The mark as HTML."""
    text, before, scenario = WORDS[lang]
    published = compute(results.catalogue.root)
    named = results.catalogue.scenarios.get(results.scenario)
    head = f"<p>{scenario}: {escape(named.label[lang])}</p>" if named else ""
    items = "".join(_item(results, published, change, lang, before) for change in results.changes)
    return f'<aside class="ledger-banner" role="note"><p>{text}</p>{head}<ul>{items}</ul></aside>'


def _item(results, published, change, lang, before):
    def said(run, value):
        return run.words(change.name, lang) if change.name in run.numbers else "–" if value is None else str(value)

    label = results.label(change.name, lang) if change.name in results.numbers else change.name
    reason = f" {change.reason[lang]}" if change.reason else ""
    return f"<li>{escape(label)}: {escape(said(results, change.value))} ({before}: {escape(said(published, change.published))}){escape(reason)}</li>"
