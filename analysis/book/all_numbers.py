"""Every number on its page, with its formula or source; and the list of all names that leads there."""

import re
from html import escape
from pathlib import Path

from analysis.book.addresses import PAGE, address, anchor, page_of
from analysis.core.credit import author_year
from analysis.messages import GRADING
from analysis.shown import data_element, in_english

WORDS = {
    "number": {"en": "Number", "ko": "수치"},
    "value": {"en": "Value", "ko": "값"},
    "from": {"en": "Where it comes from", "ko": "산출 경로"},
    "results": {"en": "Computed", "ko": "계산한 값"},
    "leaves": {"en": "Taken from a source or assumed", "ko": "자료에서 옮기거나 가정한 값"},
    "width": {"en": "width from", "ko": "구간이 넓은 이유"},
    "basis": {"en": "the range rests on", "ko": "구간의 근거"},
    "replaced": {"en": "replaced", "ko": "바꾼 값"},
    "alike": {"en": "formula as for {}", "ko": "{} 줄과 같은 식"},
    "formerly": {"en": "formerly {}", "ko": "옛 이름 {}"},
    "now": {"en": "now {}", "ko": "새 이름 {}"},
    "lines": {"en": "{} numbers", "ko": "수치 {}개"},
    "letter": {"en": "Every number: {}", "ko": "모든 숫자: {}"},
    "letters": {"en": "Pages by first letter of the name", "ko": "이름 첫 글자별 페이지"},
    "all": {"en": "All names", "ko": "모든 이름"},
}
MOST_NAMES = 12


def numbers_index(results, lang):
    """Every name as parts (title, id, HTML), results first: label and name, value or count of lines, linked to its page."""
    groups = _groups(results)
    order = {name: place for place, name in enumerate(results.graph.functions)}
    computed = sorted((base for base in groups if base in order), key=order.get)
    taken = [base for base in groups if base not in order]
    tables = [("results", computed), ("leaves", taken)]
    rows = {key: "".join(_index_row(results, lang, base, groups[base]) for base in names) for key, names in tables}
    parts = [(WORDS[key][lang], f"numbers-{key}", _table(lang, WORDS[key][lang], ("number", "value"), rows[key])) for key, names in tables if names]
    return [("", "numbers-letters", _letters(letters(results), lang)), *parts]


def _groups(results):
    """Base name -> names of its lines, or itself."""
    found = {}
    for name in results.numbers:
        found.setdefault(name.partition(".")[0], []).append(name)
    return found


def letters(results):
    """First letters that a page stands for: of the names of today and of those that numbers had before."""
    return sorted({name[0] for name in results.numbers} | {old[0] for olds in results.formerly.values() for old in olds})


def _letters(found, lang, here=""):
    """Links to the pages of all letters; from one of them also back to the list."""
    back = f'<a href="numbers.html">{WORDS["all"][lang]}</a> ' if here else ""
    links = " ".join(f'<a href="{page_of(one)}.html"{" aria-current=page" if one == here else ""}>{one}</a>' for one in found)
    return f'<nav class="ledger-letters" aria-label="{WORDS["letters"][lang]}" translate="no">{back}{links}</nav>'


def _index_row(results, lang, base, names):
    said = results.words(base, lang) if names == [base] else WORDS["lines"][lang].format(len(names))
    label = f'<a href="{address(names[0])}">{escape(results.label(base, lang))}</a><br>\n<code translate="no">{escape(base)}</code>'
    return f'<tr id="{anchor(base)}"><th scope="row">{label}</th>\n<td>{escape(said)}</td></tr>\n'


def letter_pages(results, lang):
    """Letter, or name of which there are numbers of pairs -> (title, HTML) of its page."""
    rows, titles = {}, {letter: letter for letter in letters(results)}
    for base, names in sorted(_groups(results).items()):
        page = _place(names[0])
        rows.setdefault(page, []).append(_group(results, lang, names))
        for old in results.formerly.get(base, ()):
            rows.setdefault(_place(old + names[0].removeprefix(base)), []).extend(_former_row(results, lang, old + name.removeprefix(base), name) for name in names)
        for one in (base, *results.formerly.get(base, ())) if page == base else ():  # from the page of its letter to its own
            titles[one] = results.label(base, lang)
            rows.setdefault(one[0], []).append(_lead_row(results, lang, base, names, one))
    return {page: _letter_page(results, lang, page, title, rows.get(page, ())) for page, title in titles.items()}


def _place(name):
    return page_of(name).removeprefix(f"{PAGE}_")


def _letter_page(results, lang, page, title, rows):
    title = WORDS["letter"][lang].format(title)
    return title, _letters(letters(results), lang, page) + _table(lang, title, ("number", "value", "from"), "".join(rows))


def _group(results, lang, names):
    """The lines of one name; what they leave out stands with the first of them."""
    alike, number = _alike(results, names), results.numbers[names[0]]
    base = names[0].partition(".")[0]
    said = "".join(f"<br>\n<small>{part}</small>" for part in [*_former(results, lang, base), *_remarks(results, base, number, lang)])
    return "".join(_number_row(results, lang, name, alike.get(name), "" if place else said) for place, name in enumerate(names))


def _former(results, lang, base):
    return [WORDS["formerly"][lang].format(f'<code translate="no">{escape(old)}</code>') for old in results.formerly.get(base, ())]


def _remarks(results, base, number, lang):
    """What the number is, and what it leaves out."""
    short, left = results.catalogue.terms.get(base, {}).get(f"short_{lang}") or "", results.catalogue.spoken(leaves_out(number), lang)
    return [escape(short)] * bool(short) + [in_english(left, lang)] * bool(left)


def leaves_out(number):
    """The sentence of its function that says what a number leaves out, in English as it was written; empty where there is none."""
    return left_out(number.function) if number.function else ""


def left_out(function):
    """The sentence of a function that says what its numbers leave out."""
    told = " ".join((function.call.__doc__ or "").split())
    found = re.search(r"\bLeaves out .+?\.(?= [A-Z>]|$)", told)
    return found[0].replace("`", "") if found else ""


def _alike(results, names):
    """Name of a line -> name of the first line whose formula is the same but for the line, or for the pair of things."""
    first, found = {}, {}
    for name in names:
        number, keys = results.numbers[name], name.split(".")[1:]
        if keys and number.record is not None:
            places = {key: f"#{place}" for place, key in enumerate(keys)}
            same = re.sub("\0(.*?)\1", lambda match: ".".join(places.get(part, part) for part in match[1].split(".")), _formula(number))
            if first.setdefault(same, name) != name:
                found[name] = first[same]
    return found


def _table(lang, title, heads, rows):
    cells = "".join(f'<th scope="col">{WORDS[head][lang]}</th>' for head in heads)
    table = f'<table class="ledger-all"><thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table>'
    return f'<div class="ledger-scroll" tabindex="0" role="region" aria-label="{title}">{table}</div>'


def _number_row(results, lang, name, like, said):
    number, words = results.numbers[name], results.words(name, lang)
    label = f'{escape(results.label(name, lang))}<br>\n<code translate="no">{escape(name)}</code>'
    value = data_element(name, number.value, words) + _spread(results, lang, name)
    origin = WORDS["alike"][lang].format(f'<a href="#{anchor(like)}">{escape(results.line_label(like.partition(".")[2], lang))}</a>') if like else _origin(results, lang, number)
    # line breaks between the cells: a search index would glue their words together
    return f'<tr id="{anchor(name)}"><th scope="row">{label}{said}</th>\n<td>{value}</td>\n<td>{origin}</td></tr>\n'


def _lead_row(results, lang, base, names, old):
    """From the page of a letter to the page of a name."""
    link = f'<a href="{page_of(old + names[0].removeprefix(base))}.html">{escape(results.label(base, lang))}</a><br>\n<code translate="no">{escape(old)}</code>'
    return f'<tr><th scope="row">{link}</th>\n<td colspan="2">{WORDS["lines"][lang].format(len(names))}</td></tr>\n'


def _former_row(results, lang, old, name):
    """The old address of a number, which leads on to the new one."""
    link = f'<a href="{address(name)}">{escape(results.label(name, lang))}</a>'
    return f'<tr id="{anchor(old)}"><th scope="row"><code translate="no">{escape(old)}</code></th>\n<td colspan="2">{WORDS["now"][lang].format(f"{link}, <code>{escape(name)}</code>")}</td></tr>\n'


def _spread(results, lang, name):
    """Interval, what it leaves out, and the rows behind most of its width."""
    if name not in results.ranges:
        return ""
    return "".join(f"<br>\n<small>{escape(part)}</small>" for part in (results.range_phrase(name, lang), width(results, name, lang)) if part)


def width(results, name, lang):
    """What the width of an interval comes from; empty for what is no result."""
    causes = results.causes_words(name, lang) if results.numbers[name].kind == "result" else ""
    return f"{WORDS['width'][lang]}: {causes}" if causes else ""


def _origin(results, lang, number):
    if number.record is not None:
        linked = re.sub("\0(.*?)\1", lambda found: f'<a href="{address(found[1]) if page_of(found[1]) != page_of(number.name) else "#" + anchor(found[1])}">{found[1]}</a>', escape(_formula(number)))
        place = f'{Path(number.function.file).name}:{number.function.line}' if number.function else number.row.where
        return f'<code class="ledger-formula">{linked}</code><br>\n<small translate="no">{escape(place)}</small>'
    row = number.row
    parts = [_source_link(results, row, lang), in_english(row.locator, lang), escape(graded(results, number, lang)), f'<small translate="no">{escape(row.where)}</small>']
    if row.basis and row.spread == "range":
        parts.append(f'<small>{WORDS["basis"][lang]}: <span lang="en">{escape(row.basis)}</span></small>')
    parts += [f"<small>{in_english(results.catalogue.spoken(row.note, lang), lang)}</small>"] if row.note else []
    return "<br>\n".join(part for part in parts if part)


def graded(results, number, lang):
    """How good the source of a row is, how exact the row, and of what day; or that a reader replaced it."""
    row = number.row
    if any(change.name == number.name for change in results.changes):
        return WORDS["replaced"][lang]
    return f"{GRADING[row.grade][lang]}, {GRADING[row.spread][lang]}, {row.as_of}" if row.grade else ""


def formula(number):
    """The formula of a number in names."""
    return re.sub("[\0\1]", "", _formula(number))


def _formula(number):
    """The formula with its names marked; of more names than a reader takes in, the function and what it asks for (`explain` prints all)."""
    if number.function is None or len(number.record.names()) <= MOST_NAMES:
        return number.record.formula(lambda name, value: f"\0{name}\1")
    return f"{number.function.name}({', '.join(number.function.asks)})"


def _source_link(results, row, lang):
    source = results.catalogue.sources.get(row.source)
    return f'<a href="sources.html#source-{row.source}">{escape(author_year(source, lang))}</a>' if source else ""
