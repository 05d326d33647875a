"""Changes in words, for the command line and the page: the two values, the movement, the cause."""

from dataclasses import replace

from analysis.core.wording import MINUS
from analysis.editions.compare import KINDS
from analysis.states import STATES
from analysis.units import UnitError

WORDS = {
    "changed": {"en": "Changed", "ko": "달라진 수치"},
    "new": {"en": "New", "ko": "새로 생긴 수치"},
    "gone": {"en": "Gone", "ko": "없어진 수치"},
    "renamed": {"en": "Renamed", "ko": "이름이 바뀐 수치"},
    "data": {"en": "data", "ko": "자료"},
    "parameter": {"en": "parameter", "ko": "가정"},
    "method": {"en": "method", "ko": "계산 방법"},
    "code": {"en": "code", "ko": "프로그램"},
    "replaced": {"en": "replaced by you", "ko": "직접 바꾼 값"},
    "line": {"en": "{1} in the table ‘{0}’", "ko": "‘{0}’ 표의 {1}"},
    "more": {"en": "{} more", "ko": "그 밖에 {}건"},
}
COUNTS = {
    "en": {"changed": "{} changed", "new": "{} new", "gone": "{} gone", "renamed": "{} renamed"},
    "ko": {"changed": "달라진 수치 {}건", "new": "새로 생긴 수치 {}건", "gone": "없어진 수치 {}건", "renamed": "이름이 바뀐 수치 {}건"},
    "none": {"en": "no number differs", "ko": "달라진 수치 없음"},
}
MOST_NAMED = 3
DIGITS = (None, 4, 5, 6, 8, 12)  # as shown elsewhere, then as many as it takes to tell two values apart


def counts_words(changes, lang):
    """How many numbers changed, came, went and were renamed."""
    counted = {kind: sum(one.kind == kind for one in changes) for kind in COUNTS[lang]}
    return ", ".join(COUNTS[lang][kind].format(f"{count:,}") for kind, count in counted.items() if count) or COUNTS["none"][lang]


def together(base, changes):
    """Many changes as one, with every cause."""
    kinds = [kind for kind in KINDS if any(kind in one.causes for one in changes)]
    causes = {kind: list(dict.fromkeys(name for one in changes for name in one.causes.get(kind, ()))) for kind in kinds}
    return replace(changes[0], name=base, causes=causes)


def both(results, one, lang):
    """The words of the value before and now, with as many digits as tell them apart; with their ranges where only these differ."""
    for spans in (False, True):
        for digits in DIGITS:
            words = tuple(_words(results, *end, lang, digits, spans) for end in _ends(one))
            if words[0] != words[1]:
                return words
    return words


def _words(results, name, line, unit, lang, digits, spans):
    said = value_words(results, name, line, unit, lang, digits)
    if not spans or line.low is None or line.high is None:
        return said
    ends = [value_words(results, name, line._replace(value=end), unit, lang, digits) for end in (line.low, line.high)]
    return f"{said} ({ends[0]}–{ends[1]})" if lang == "en" else f"{said}({ends[0]}~{ends[1]})"


def _ends(one):
    return (one.name, one.was, one.units[0]), (one.name, one.now, one.units[1])


def value_words(results, name, line, unit, lang, digits=None):
    """One value as a reader saw it; what it was measured in may be unknown today."""
    if line.state:
        return STATES[line.state][lang]
    if line.value is None:
        return "–"
    try:
        return results.worded(name, line.value, unit, lang, digits)
    except UnitError:
        return f"{line.value:.{digits or 3}g} {unit}"


def movement(per_cent):
    """By how many per cent, with its sign; empty where that says nothing.

    >>> movement(50.04), movement(-0.0312), movement(None)
    ('+50%', '−0.031%', '')
    """
    if per_cent is None or not per_cent:
        return ""
    size = abs(per_cent)
    text = f"{size:,.0f}" if size >= 10 else f"{float(f'{size:.2g}'):f}".rstrip("0").rstrip(".")
    return f"{'+' if per_cent > 0 else MINUS}{text}%"


def cause_words(results, one, lang):
    """The causes of a change, each kind with the names behind it, at most a few of them."""
    return "; ".join(f"{_kind(results, kind, names, lang)}{_names(results, one, kind, names, lang)}" for kind, names in one.causes.items())


def _kind(results, kind, names, lang):
    replaced = {change.name for change in results.changes}
    return WORDS["replaced" if replaced and set(names) <= replaced else kind][lang]


def _names(results, one, kind, names, lang):
    """What is behind a cause, unless that is the number itself."""
    names = [name for name in names if kind != "code" and name not in (one.name, one.name.partition(".")[0])]
    said = [cause_label(results, name, lang) for name in names[:MOST_NAMED]]
    rest = [WORDS["more"][lang].format(len(names) - MOST_NAMED)] if len(names) > MOST_NAMED else []
    return f": {', '.join(said + rest)}" if names else ""


def cause_label(results, name, lang):
    """What a reader sees of a cause: the label of a number, or the line of a table."""
    table, colon, line = name.partition(":")
    return WORDS["line"][lang].format(results.line_label(table, lang), results.line_label(line, lang)) if colon else results.label(name, lang)


def report(results, changes, lang):
    """All changes as text, one a line, and how many there are."""
    lines = [counts_words(changes, lang)]
    for one in changes:
        was, now = both(results, one, lang) if one.kind != "renamed" else (one.before, one.name)
        facts = [f"{was} → {now}", movement(one.per_cent), cause_words(results, one, lang)]
        lines.append(f"{WORDS[one.kind][lang]}: {one.name}  {'  '.join(fact for fact in facts if fact)}  [{results.label(one.name, lang)}]")
    return "\n".join(lines)
