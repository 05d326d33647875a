"""The words of a brief that are not its chapter's, in both languages."""

from analysis.citing.note import note
from analysis.citing.record import edition_words, page_record

WORDS = {
    "en": {
        "work": "Compute Ledger",
        "edition": "{}, as of {}",
        "heads": {"numbers": "How sure the numbers are", "columns": ["Number", "Value", "90% interval", "What it is"], "changes": "Replaced"},
        "exact": "taken as exact",
        "date": "a date",
        "count": "a count",
        "source": "{credit}, “{title}”",
        "sources": "Main sources: {}.",
        "more": "and others (all listed at {})",
        "more_changes": "{} more values",
        "cite": "Cite as: {}",
    },
    "ko": {
        "work": "컴퓨트 원장",
        "edition": "{}, {} 기준",
        "heads": {"numbers": "숫자는 얼마나 확실한가", "columns": ["항목", "값", "90% 구간", "설명"], "changes": "바꾼 값"},
        "exact": "정확한 값으로 봄",
        "date": "날짜",
        "count": "센 수",
        "source": "{credit}, 「{title}」",
        "sources": "자료: {}.",
        "more": "그 밖의 자료(전체 목록: {})",
        "more_changes": "그 밖의 값 {}개",
        "cite": "인용: {}",
    },
}


def edition_line(results, lang, date):
    """The name of an edition and its date, at the head of a brief."""
    line = WORDS[lang]["edition"].format(edition_words(results.edition, lang), date)
    return line[0].upper() + line[1:]


def source_note(results, lang, page, title, base=""):
    """Where a brief was taken from, in one line."""
    return WORDS[lang]["cite"].format(note(page_record(results, lang, page, title, base)))
