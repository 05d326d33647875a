"""The sources of the numbers that a figure draws: the most used by name, the others counted."""

from collections import Counter
from html import escape

from analysis.core.credit import author_year
from analysis.shown import Worded

SHOWN = 3  # sources by name
WORDS = {
    "en": {"head": "Sources:", "more": " and {} more", "assumed": "assumed values", "defined": "definitions", "both": "assumed values and definitions"},
    "ko": {"head": "자료:", "more": " 외 {}건", "assumed": "가정한 값", "defined": "정의에 따른 값", "both": "가정한 값과 정의"},
}


def used(results, names):
    """Ids of the sources of some numbers, those of most numbers first."""
    found = Counter(source for name in names for source in results.sources(name))
    return [source for source, _ in found.most_common()]


def named(results, source, lang):
    """A source as its author and year."""
    return author_year(results.catalogue.sources[source], lang)


def source_line(results, names, lang):
    """The line below a figure, as text and as HTML with links to the page of sources."""
    ids = used(results, names)
    first = {}  # two papers of one author and year read alike: one of them is enough
    for source in ids:
        first.setdefault(named(results, source, lang), source)
    shown = list(first.items())[:SHOWN]
    words, rest = WORDS[lang], len(ids) - len(shown)
    more = words["more"].format(rest) if rest else ""
    text = ", ".join(name for name, _ in shown) or words[_unsourced(results, names)]
    links = ", ".join(f'<a href="sources.html#source-{escape(source)}">{escape(name)}</a>' for name, source in shown) or text
    return Worded(f"{words['head']} {text}{more}", f"{words['head']} {links}{more}")


def _unsourced(results, names):
    """Which words numbers without any source get: a definition is not assumed."""
    assumed = {row.grade == "assumption" for name in names for row in results.leaves_of(name)}
    return "both" if len(assumed) == 2 else "assumed" if assumed == {True} else "defined"
