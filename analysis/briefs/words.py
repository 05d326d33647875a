"""The words of a brief that are not its chapter's, in both languages."""

from analysis.core.wording import written_date
from analysis.editions.frozen import DRAFT

WORDS = {
    "en": {
        "work": "Compute Ledger",
        "edition": "{}, as of {}",
        "heads": {"numbers": "How sure the numbers are", "columns": ["Number", "Value", "90% interval", "What it is"], "changes": "Replaced"},
        "exact": "taken as exact",
        "none": "none",
        "source": "{author} ({year}), “{title}”",
        "sources": "Main sources: {}.",
        "more": "{} more",
        "more_changes": "{} more values",
        "cite": "Cite as: {}",
    },
    "ko": {
        "work": "컴퓨트 원장",
        "edition": "{}, {} 기준",
        "heads": {"numbers": "숫자는 얼마나 확실한가", "columns": ["항목", "값", "90% 구간", "설명"], "changes": "바꾼 값"},
        "exact": "정확한 값으로 둠",
        "none": "없음",
        "source": "{author}({year}), 「{title}」",
        "sources": "자료: {}.",
        "more": "외 {}건",
        "more_changes": "그 밖의 값 {}개",
        "cite": "인용: {}",
    },
}
EDITION = {"en": ("Edition {}", "Draft"), "ko": ("{}판", "초고")}


def edition_words(edition, lang):
    """The name of an edition.

    >>> edition_words("2026.11", "ko"), edition_words("draft", "en")
    ('2026.11판', 'Draft')
    """
    named, draft = EDITION[lang]
    return draft if edition == DRAFT else named.format(edition)


def source_note(results, lang, page, title, base=""):
    """Where a brief was taken from, in one line: work, edition, title, and address or path."""
    named = edition_words(results.edition, lang)
    named = named[0].lower() + named[1:] if lang == "en" else named
    path = f"{results.edition}/{lang}/{page}.html"
    place = f"{base.rstrip('/')}/{'latest' if results.edition == DRAFT else results.edition}/{lang}/{page}.html" if base else path
    date = written_date(results.as_of.isoformat(), lang)
    form = {"en": "{}, {} (as of {}), “{}”, {}", "ko": "{}, {}({} 기준), 「{}」, {}"}[lang]
    return WORDS[lang]["cite"].format(form.format(WORDS[lang]["work"], named, date, title, place))
