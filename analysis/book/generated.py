"""The generated pages: the list of all numbers, and every source; also `book/references.bib`."""

from html import escape

from analysis.book.addresses import address
from analysis.book.all_numbers import numbers_index
from analysis.core.credit import author_year
from analysis.messages import GRADING

WORDS = {
    "source": {"en": "Source", "ko": "자료"},
    "used": {"en": "Numbers that it carries", "ko": "이 자료를 쓰는 수치"},
}


def _table(lang, title, heads, rows):
    cells = "".join(f'<th scope="col">{WORDS[head][lang]}</th>' for head in heads)
    table = f'<table class="ledger-all"><thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table>'
    return f'<div class="ledger-scroll" tabindex="0" role="region" aria-label="{title}">{table}</div>'


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
    site = f'<a translate="no" href="{escape(source["url"])}">{escape(source["url"])}</a>' if source["url"] else ""
    facts = ", ".join(part for part in (source["publisher"], source["date"], kind, source["licence"]) if part)
    parts = [f"{escape(author_year(source, lang))}. {title}.", escape(facts), site, f'<small lang="en">{escape(source["note"])}</small>']
    links = ", ".join(_carried(results, lang, group) for group in _groups(names)) or "–"
    body = "<br>\n".join(part for part in parts if part and "></small>" not in part)
    return f'<tr id="source-{source["id"]}"><th scope="row">{body}</th><td>{links}</td></tr>'


def _groups(names):
    """Names, those of one column or formula together."""
    found = {}
    for name in names:
        found.setdefault(name.partition(".")[0], []).append(name)
    return found.values()


def _carried(results, lang, names):
    """Links to numbers of one column; what they have in common is said once."""
    if len(names) == 1:
        return f'<a href="{address(names[0])}">{escape(results.label(names[0], lang))}</a>'
    lines = ", ".join(f'<a href="{address(name)}">{escape(results.line_label(name.partition(".")[2], lang))}</a>' for name in names)
    return escape(results.label(names[0].partition(".")[0], lang)) + {"en": " ({})", "ko": "({})"}[lang].format(lines)


TABLES = {"numbers": numbers_index, "sources": sources_table}


def bibliography(sources):
    """`book/references.bib`: every line of sources.csv as BibTeX."""
    return "\n".join(_entry(source) for source in sources.values())


def _entry(source):
    fields = {"author": "{" + source["author"] + "}", "title": "{" + source["title"] + "}", "year": source["year"], "date": source["date"],
              "howpublished": source["publisher"], "url": source["url"], "note": source["kind"]}  # fmt: skip
    body = "".join(f"  {key} = {{{value}}},\n" for key, value in fields.items() if value and value != "{}")
    return f"@misc{{{source['id']},\n{body}}}\n"
