"""The page of what changed: against the last frozen edition, or in a custom edition the published numbers against the reader's own."""

from html import escape

from analysis.book.addresses import address, anchor
from analysis.core.wording import written_date
from analysis.editions import words as said
from analysis.editions.compare import compare
from analysis.editions.errata import errata, sentence
from analysis.editions.frozen import DRAFT, editions, freeze, read
from analysis.messages import settle
from analysis.results import compute

FEW = 4  # lines of one name that are listed one by one
WORDS = {
    "inputs": {"en": "Inputs that changed", "ko": "달라진 입력값"},
    "computed": {"en": "Results that changed", "ko": "달라진 계산 결과"},
    "new": {"en": "New numbers", "ko": "새로 생긴 수치"},
    "gone": {"en": "Numbers that are gone", "ko": "없어진 수치"},
    "renamed": {"en": "Numbers with a new name", "ko": "이름이 바뀐 수치"},
    "number": {"en": "Number", "ko": "수치"},
    "was": {"en": "Edition {}", "ko": "{}판"},
    "now": {"en": "Now", "ko": "지금"},
    "published": {"en": "Published", "ko": "원래 값"},
    "own": {"en": "Yours", "ko": "다시 계산한 값"},
    "by": {"en": "Change", "ko": "변동"},
    "why": {"en": "Cause", "ko": "원인"},
    "lines": {"en": "{} of {} lines", "ko": "{1}개 가운데 {0}개"},
    "span": {"en": "{} to {}", "ko": "{}~{}"},
    "formerly": {"en": "formerly {}", "ko": "옛 이름 {}"},
    "draft": {"en": "This is a draft: its numbers may still change. It speaks as of {}.", "ko": "아직 확정하지 않은 초고라 수치가 더 바뀔 수 있다. 기준일은 {}이다."},
    "edition": {"en": "This is edition {}. It speaks as of {} and will not change.", "ko": "{}판이다. 기준일은 {}이며 내용은 더 바뀌지 않는다."},
    "custom": {"en": "This is your own calculation, not an edition of this book.", "ko": "이 책의 판이 아니라 직접 다시 계산한 결과다."},
    "first": {"en": "There is no earlier edition to compare with.", "ko": "견줄 이전 판이 없다."},
    "none": {"en": "No number differs.", "ko": "달라진 수치가 없다."},
    "against": {"en": "Compared with edition {} of {}: {}.", "ko": "{1} 기준의 {0}판과 견준 결과는 {2}이다."},
    "against_own": {"en": "The published numbers against yours: {}.", "ko": "이 책의 수치와 직접 계산한 수치를 견준 결과는 {}이다."},
    "no_errata": {"en": "There are no errata.", "ko": "정정한 내용이 없다."},
}


def edition_line(results, lang):
    """Which edition a page belongs to, as one part."""
    key = "custom" if results.changes else DRAFT if results.edition == DRAFT else "edition"
    facts = [part for part in (results.edition, written_date(results.as_of.isoformat(), lang)) if part != DRAFT]
    return [("", "edition-line", f"<p>{WORDS[key][lang].format(*facts)}</p>")]


def errata_table(results, lang):
    """Every erratum to a frozen edition, newest first, as one part."""
    found = errata(results.catalogue.root)[0]
    items = "".join(f'<li id="erratum-{one.edition}-{anchor(one.number)}">{escape(settle(sentence(results, one, lang)))}</li>\n' for one in found)
    return [("", "errata-list", f"<ul>{items}</ul>" if items else f'<p>{WORDS["no_errata"][lang]}</p>')]


def changes_table(results, lang):
    """What changed as parts (title, id, HTML): a sentence, the inputs, the results, then what is new, gone or renamed."""
    before = _before(results)
    if before is None:
        return [("", "changes-lead", f'<p>{WORDS["first"][lang]}</p>')]
    new = freeze(results)
    found = compare(before, new)
    parts = {"inputs": [], "computed": [], "new": [], "gone": [], "renamed": []}
    for one in found:
        base = one.name.partition(".")[0]
        parts[("computed" if new.bases[base].formula else "inputs") if one.kind == "changed" else one.kind].append(one)
    heads = _heads(results, before, lang)
    tables = [(WORDS[key][lang], f"changes-{key}", _table(results, new, [WORDS[key][lang], *heads], part, lang)) for key, part in parts.items() if part]
    return [("", "changes-lead", f"<p>{_lead(results, before, found, lang)}</p>"), *tables]


def _before(results):
    """What is compared with: the published numbers for a reader's own, else the last edition before this one."""
    root = results.catalogue.root
    if results.changes:
        return freeze(compute(root))
    older = [name for name in editions(root) if results.edition == DRAFT or name < results.edition]
    return read(root, older[-1]) if older else None


def _heads(results, before, lang):
    ends = ("published", "own") if results.changes else ("was", "now")
    return [WORDS["number"][lang], *(WORDS[end][lang].format(before.edition) for end in ends), WORDS["by"][lang], WORDS["why"][lang]]


def _lead(results, before, found, lang):
    if not found:
        return WORDS["none"][lang]
    counts = said.counts_words(found, lang)
    if results.changes:
        return WORDS["against_own"][lang].format(counts)
    return WORDS["against"][lang].format(before.edition, written_date(before.as_of, lang), counts)


def _table(results, new, words, changes, lang):
    (title, *heads), groups = words, {}
    for one in changes:
        groups.setdefault(one.name.partition(".")[0], []).append(one)
    listed = [cells for base, group in groups.items() for cells in _rows(results, new, base, group, lang)]
    rows = "".join(_cells(head, heads, texts) for head, texts in listed)
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    table = f'<table class="ledger-all ledger-changes"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    return f'<div class="ledger-scroll" tabindex="0" role="region" aria-label="{escape(title)}">{table}</div>'


def _rows(results, new, base, group, lang):
    """(head, texts) of each row: one a number, or one for all where there are many."""
    return [_row(results, one, lang) for one in group] if len(group) <= FEW else [_group(results, new, base, group, lang)]


def _row(results, one, lang):
    was, now = said.both(results, one, lang)
    if one.kind == "renamed":
        was = WORDS["formerly"][lang].format(one.before)
    return _named(results, one.name, one.name, lang), [was, now, said.movement(one.per_cent), said.cause_words(results, one, lang)]


def _group(results, new, base, group, lang):
    """Many lines of one name in one row: how many, how far they moved, and every cause."""
    moves = sorted(one.per_cent for one in group if one.per_cent is not None)
    ends = list(dict.fromkeys(said.movement(move) or "0%" for move in moves[:1] + moves[-1:]))
    lines = WORDS["lines"][lang].format(len(group), len(new.bases[base].lines)) if base in new.bases else f"{len(group)}"
    before = WORDS["formerly"][lang].format(group[0].before.partition(".")[0]) if group[0].kind == "renamed" else ""
    causes = said.cause_words(results, said.together(base, group), lang)
    return _named(results, base, group[0].name, lang), [before, lines, WORDS["span"][lang].format(*ends) if len(ends) == 2 else "".join(ends), causes]


def _named(results, name, place, lang):
    label = f'{escape(results.label(name, lang))}<br>\n<code translate="no">{escape(name)}</code>'
    return f'<a href="{address(place)}">{label}</a>' if place in results.numbers else label


def _cells(head, heads, texts):
    # line breaks between the cells: a search index would glue their words together
    cells = "\n".join(f'<td data-head="{escape(name)}">{escape(text)}</td>' for name, text in zip(heads[1:], texts))
    return f'<tr><th scope="row">{head}</th>\n{cells}</tr>\n'


TABLES = {"changes": changes_table, "errata": errata_table, "edition": edition_line}
