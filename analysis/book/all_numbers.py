"""Every number on the page of its first letter, with its formula or source; and the list of all names that leads there."""

import re
from html import escape
from pathlib import Path

from analysis.book.addresses import address, anchor, page_of
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
    "letters": {"en": "Pages by first letter of the name", "ko": "이름의 첫 글자별 쪽"},
    "all": {"en": "All names", "ko": "이름 전체"},
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
    """Letter -> (title, HTML) of its page."""
    groups, found = _groups(results), letters(results)
    rows = {letter: [] for letter in found}
    for base in sorted(groups):
        rows[base[0]].append(_group(results, lang, groups[base]))
        for old in results.formerly.get(base, ()):
            rows[old[0]] += [_former_row(results, lang, old + name.removeprefix(base), name) for name in groups[base]]
    titles = {letter: WORDS["letter"][lang].format(letter) for letter in found}
    tables = {letter: _table(lang, titles[letter], ("number", "value", "from"), "".join(rows[letter])) for letter in found}
    return {letter: (titles[letter], _letters(found, lang, letter) + tables[letter]) for letter in found}


def _group(results, lang, names):
    """The lines of one name; what they leave out stands with the first of them."""
    alike, number = _alike(results, names), results.numbers[names[0]]
    base = names[0].partition(".")[0]
    said = "".join(f"<br>\n<small>{part}</small>" for part in [*_former(results, lang, base), *_remarks(results, base, number, lang)])
    return "".join(_number_row(results, lang, name, alike.get(name), "" if place else said) for place, name in enumerate(names))


def _former(results, lang, base):
    return [WORDS["formerly"][lang].format(f'<code translate="no">{escape(old)}</code>') for old in results.formerly.get(base, ())]


def _remarks(results, base, number, lang):
    """What the number is, and what it leaves out in the words of its function."""
    short, left = results.catalogue.terms.get(base, {}).get(f"short_{lang}") or "", leaves_out(number)
    return [escape(short)] * bool(short) + [f'<span lang="en">{escape(left)}</span>'] * bool(left)


def leaves_out(number):
    """The sentence of a function that says what its number leaves out, in English as it was written; empty where there is none."""
    told = " ".join(((number.function.call.__doc__ if number.function else "") or "").split())
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
    parts = [_source_link(results, row), in_english(row.locator, lang), escape(graded(results, number, lang)), f'<small translate="no">{escape(row.where)}</small>']
    if row.basis and row.spread == "range":
        parts.append(f'<small>{WORDS["basis"][lang]}: <span lang="en">{escape(row.basis)}</span></small>')
    parts += [f'<small lang="en">{escape(row.note)}</small>'] if row.note else []
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


def _source_link(results, row):
    source = results.catalogue.sources.get(row.source)
    return f'<a href="sources.html#source-{row.source}">{escape(source["author"])} ({escape(source["year"])})</a>' if source else ""
