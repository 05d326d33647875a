"""The source note: one line that says where something was taken from, as it stands below a chart or in a footnote."""

from analysis.citing.record import WORK, place
from analysis.core.wording import written_date

NOTE = {
    "en": ("{work}, {edition} (as of {date}), “{title}”, {place}", "{work}, {edition} (as of {date}), {place}"),
    "ko": ("{work}, {edition}({date} 기준), 「{title}」, {place}", "{work}, {edition}({date} 기준), {place}"),
}


def note(record):
    """The note of a record, in its language. It ends with the place, without a full stop that could be taken for a part of it."""
    lang, whole = record["language"], "container-title" not in record
    date = written_date(record["custom"]["as_of"], lang)
    return NOTE[lang][whole].format(work=WORK[lang], edition=record["edition"], date=date, title=record["title"], place=place(record))
