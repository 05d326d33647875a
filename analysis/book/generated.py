"""The generated pages: every number with its formula or source, and every source; also `book/references.bib`."""

import re
from html import escape
from pathlib import Path

from analysis.messages import GRADING
from analysis.shown import data_element

WORDS = {
    "number": {"en": "Number", "ko": "수치"},
    "value": {"en": "Value", "ko": "값"},
    "from": {"en": "Where it comes from", "ko": "산출 경로"},
    "source": {"en": "Source", "ko": "자료"},
    "used": {"en": "Numbers that it carries", "ko": "이 자료를 쓰는 수치"},
    "results": {"en": "Computed", "ko": "계산한 값"},
    "leaves": {"en": "Taken from a source or assumed", "ko": "자료에서 옮기거나 가정한 값"},
    "width": {"en": "width from", "ko": "구간 폭의 원인"},
    "basis": {"en": "the range rests on", "ko": "구간의 근거"},
    "replaced": {"en": "replaced", "ko": "바꾼 값"},
    "alike": {"en": "formula as for {}", "ko": "{} 줄과 같은 식"},
    "lines": {"en": "{} lines: <code>results --json</code>", "ko": "{}개: <code>results --json</code>"},
}
MOST_NAMES = 12


def numbers_table(results, lang):
    """All numbers as parts (title, id, HTML), results first: label and name, value, formula or source."""
    order = {name: place for place, name in enumerate(results.graph.functions)}
    computed = sorted((n for n in results.numbers if results.numbers[n].kind == "result"), key=lambda n: order[n.partition(".")[0]])
    taken = [name for name in results.numbers if results.numbers[name].kind != "result"]
    return [(WORDS[key][lang], f"numbers-{key}", _numbers(results, lang, WORDS[key][lang], names)) for key, names in (("results", computed), ("leaves", taken))]


def _numbers(results, lang, title, names):
    """A row for each number; what has a line for every pair of things stands in one row, or the page would be too heavy to open."""
    pairs = {}
    for name in names:
        pairs.setdefault(anchor(name), []).append(name)
    alike = _alike(results, names)
    rows = "".join(_number_row(results, lang, one[0], alike) if len(one) == 1 else _pairs_row(results, lang, one) for one in pairs.values())
    return _table(lang, title, ("number", "value", "from"), rows)


def _alike(results, names):
    """Name of a line -> name of the first line whose formula is the same but for the line."""
    first, found = {}, {}
    for name in names:
        number, (base, _, line) = results.numbers[name], name.partition(".")
        if line and number.record is not None:
            formula = (base, _formula(number).replace(f".{line}\1", "\1"))
            if first.setdefault(formula, name) != name:
                found[name] = first[formula]
    return found


def _pairs_row(results, lang, names):
    """How many lines there are, the formula of the first, and where all of them can be had."""
    base = names[0].partition(".")[0]
    label = f'{escape(results.label(base, lang))}<br>\n<code translate="no">{escape(base)}</code>'
    value = WORDS["lines"][lang].format(len(names))
    return f'<tr id="{anchor(names[0])}"><th scope="row">{label}</th>\n<td>{value}</td>\n<td>{_origin(results, lang, results.numbers[names[0]])}</td></tr>\n'


def _table(lang, title, heads, rows):
    cells = "".join(f'<th scope="col">{WORDS[head][lang]}</th>' for head in heads)
    table = f'<table class="ledger-all"><thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table>'
    return f'<div class="ledger-scroll" tabindex="0" role="region" aria-label="{title}">{table}</div>'


def anchor(name):
    """The address of a number on the page of all numbers; the lines of a table over pairs share one."""
    return f"number-{(name if name.count('.') < 2 else name.partition('.')[0]).replace('.', '-')}"


def _number_row(results, lang, name, alike):
    number, words = results.numbers[name], results.words(name, lang)
    label = f'{escape(results.label(name, lang))}<br>\n<code translate="no">{escape(name)}</code>'
    value = data_element(name, number.value, words) + _spread(results, lang, name)
    like = alike.get(name)
    origin = WORDS["alike"][lang].format(f'<a href="#{anchor(like)}">{escape(results.line_label(like.partition(".")[2], lang))}</a>') if like else _origin(results, lang, number)
    # line breaks between the cells: a search index would glue their words together
    return f'<tr id="{anchor(name)}"><th scope="row">{label}</th>\n<td>{value}</td>\n<td>{origin}</td></tr>\n'


def _spread(results, lang, name):
    """Interval, what it leaves out, and the rows behind most of its width."""
    if name not in results.ranges:
        return ""
    causes = results.causes_words(name, lang) if results.numbers[name].kind == "result" else ""
    note = f"{WORDS['width'][lang]}: {causes}" if causes else ""
    return "".join(f"<br>\n<small>{escape(part)}</small>" for part in (results.range_phrase(name, lang), note) if part)


def _origin(results, lang, number):
    if number.record is not None:
        linked = re.sub("\0(.*?)\1", lambda found: f'<a href="#{anchor(found[1])}">{found[1]}</a>', escape(_formula(number)))
        place = f'{Path(number.function.file).name}:{number.function.line}' if number.function else number.row.where
        return f'<code class="ledger-formula">{linked}</code><br>\n<small>{escape(place)}</small>'
    row = number.row
    graded = f"{GRADING[row.grade][lang]}, {GRADING[row.spread][lang]}, {row.as_of}" if row.grade else ""
    if any(change.name == number.name for change in results.changes):
        graded = WORDS["replaced"][lang]
    parts = [_source_link(results, row), escape(row.locator), escape(graded), f"<small>{escape(row.where)}</small>"]
    if row.basis and row.spread == "range":
        parts.append(f'<small>{WORDS["basis"][lang]}: <span lang="en">{escape(row.basis)}</span></small>')
    parts += [f'<small lang="en">{escape(row.note)}</small>'] if row.note else []
    return "<br>\n".join(part for part in parts if part)


def _formula(number):
    """The formula with its names marked; of more names than a reader takes in, the function and what it asks for (`explain` prints all)."""
    if number.function is None or len(number.record.names()) <= MOST_NAMES:
        return number.record.formula(lambda name, value: f"\0{name}\1")
    return f"{number.function.name}({', '.join(number.function.asks)})"


def _source_link(results, row):
    source = results.catalogue.sources.get(row.source)
    return f'<a href="sources.html#source-{row.source}">{escape(source["author"])} ({escape(source["year"])})</a>' if source else ""


def sources_table(results, lang):
    """All sources with author, title, address, kind and the numbers that rest on each."""
    used = {}
    for name, number in results.numbers.items():
        if number.row is not None and number.row.source and number.record is None:
            used.setdefault(number.row.source, []).append(name)
    rows = "".join(_source_row(results, lang, source, used.get(key, [])) for key, source in results.catalogue.sources.items())
    return [("", "sources", _table(lang, WORDS["source"][lang], ("source", "used"), rows))]


def _source_row(results, lang, source, names):
    kind = GRADING.get(source["kind"], {}).get(lang, source["kind"])
    title = f'<cite lang="en">{escape(source["title"])}</cite>'
    address = f'<a href="{escape(source["url"])}">{escape(source["url"])}</a>' if source["url"] else ""
    facts = ", ".join(part for part in (source["publisher"], source["date"], kind, source["licence"]) if part)
    parts = [f"{escape(source['author'])} ({escape(source['year'])}). {title}.", escape(facts), address, f'<small lang="en">{escape(source["note"])}</small>']
    links = ", ".join(f'<a href="numbers.html#{anchor(name)}">{escape(results.label(name, lang))}</a>' for name in names) or "–"
    body = "<br>\n".join(part for part in parts if part and "></small>" not in part)
    return f'<tr id="source-{source["id"]}"><th scope="row">{body}</th><td>{links}</td></tr>'


TABLES = {"numbers": numbers_table, "sources": sources_table}


def bibliography(sources):
    """`book/references.bib`: every line of sources.csv as BibTeX."""
    return "\n".join(_entry(source) for source in sources.values())


def _entry(source):
    fields = {"author": "{" + source["author"] + "}", "title": "{" + source["title"] + "}", "year": source["year"], "date": source["date"],
              "howpublished": source["publisher"], "url": source["url"], "note": source["kind"]}  # fmt: skip
    body = "".join(f"  {key} = {{{value}}},\n" for key, value in fields.items() if value and value != "{}")
    return f"@misc{{{source['id']},\n{body}}}\n"
