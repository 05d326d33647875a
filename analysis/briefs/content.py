"""What a brief says, taken from a finished page and from the results: nothing is written anew.

The three sentences are those of the page, after its roles and guards have spoken; the chart is one that the page shows,
in the page's language. A brief is plain data, so that it can be written as PDF and as Word document, compared and kept.
"""

import re
from collections import Counter
from dataclasses import asdict, dataclass
from html import unescape

from analysis.briefs.words import WORDS, edition_line, source_note
from analysis.citing.record import page_record, place
from analysis.core.credit import author_year
from analysis.core.wording import written_date
from analysis.figures.spoken import without_table
from analysis.states import NO_BREAK, RANGE

ANSWER = re.compile(r'id="[a-z0-9-]+-answer">(?:(?!</section>).)*?</h2>\s*<p>(.*?)</p>', re.DOTALL)
TITLE = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)
NUMBER = re.compile(r'<data\b[^>]*?data-name="([^"]*)"[^>]*>(.*?)</data>', re.DOTALL)
CHOSEN = re.compile(r'<div class="cell [^"]*\btag_brief\b')  # the cell whose chart its author chose
FIGURE = re.compile(r'<figure class="ledger-chart".*?</figure>', re.DOTALL)
DRAWING = {kind: re.compile(rf'<div class="[^"]*\bledger-chart-{kind}"[^>]*>(<svg\b.*?</svg>)', re.DOTALL) for kind in ("wide", "narrow")}
SIZE = re.compile(r'<svg\b[^>]*? width="([\d.]+)" height="([\d.]+)"')
ALT = re.compile(r'role="img" aria-label="([^"]*)"')
CAPTION = re.compile(r"<figcaption[^>]*>(.*?)</figcaption>", re.DOTALL)
NOTE = re.compile(r'<p class="ledger-chart-note">(.*?)</p>', re.DOTALL)
COLOUR = re.compile(r"var\(--[\w-]+, ?(#[0-9a-fA-F]+)\)")  # paper has one mode: the fallback of the variable
HEAD = re.compile(r"<a class=\"headerlink\".*?</a>|<[^>]*>", re.DOTALL)
END = re.compile(r"(?<=[.!?])([’”)]*)\s+")
SCALE = re.compile(r"(?<=\d) (?=thousand|million|billion|trillion)")
AMOUNT = re.compile(rf"{SCALE.pattern}|(?<=\d) (?=times|[가-힣])|(?<=[만억조]) (?=[\d가-힣])")
PLACE = "\ufffc"  # stands for a number while sentences are told apart
WHOLE = 22  # characters of a number that stays on one line; a longer one may break after its first two words
TALL = 0.85  # height over width from which a drawing stands beside the numbers, in the form for a narrow column
LONGEST = 120  # characters of a label or note: a reader's own may be of any length
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what neither form can hold, and nobody can read
MOST_SOURCES = 4
LIST = "sources"  # the page of all sources
MOST_CHANGES = 3


@dataclass(frozen=True)
class Chart:
    """One drawing with its words; width and height in pixels. `beside`: it is tall, and stands in a column of its own."""

    title: str
    alt: str
    svg: str
    width: float
    height: float
    note: str
    beside: bool


@dataclass(frozen=True)
class Brief:
    """What stands on one page, in order. `answer`: sentences, each a list of words, each a list of [characters, whether they are a number's]."""

    lang: str
    page: str
    work: str
    edition: str
    as_of: str
    mark: str  # of a reader's own calculation; empty on a published brief
    changes: list  # what the reader replaced, worded
    title: str
    answer: list
    chart: Chart
    heads: dict
    numbers: list  # [label, value, interval, note]
    sources: str
    cite: str

    def data(self):
        """Everything as plain values, the same for the same page."""
        return asdict(self)


def brief_of(html, results, lang, page, mark="", base=""):
    """The Brief of a finished page, or None for a page without an answer or without a chart. `mark`: words of a custom edition."""
    if not has_brief(html):
        return None
    html = CONTROL.sub("", html)
    answer, chart = ANSWER.search(html), _chart(html)
    title = _plain(TITLE.search(html)[1])
    said = dict(reversed([(unescape(name), _plain(words)) for name, words in NUMBER.findall(answer[1])]))  # as worded where it comes first
    names = list(dict.fromkeys(unescape(name) for name, _ in NUMBER.findall(answer[1])))
    words = WORDS[lang]
    changes = _changes(results, lang) if mark else []
    return Brief(
        lang, page, words["work"], _edition(results, lang), results.as_of.isoformat(), mark, changes, title, _sentences(answer[1]), chart, words["heads"],
        [_row(results, name, said[name], lang) for name in names],
        _sources(results, names, lang, base),
        "" if mark else source_note(results, lang, page, title, base),
    )  # fmt: skip


def has_brief(html):
    """Whether a page has what a brief needs: an answer and a chart."""
    return bool(ANSWER.search(html) and FIGURE.search(html))


def _plain(html):
    """The words of a piece of HTML, without the sign that links to a heading."""
    return re.sub(r"[ \n\t]+", " ", unescape(HEAD.sub("", html))).strip()


def _edition(results, lang):
    date = written_date(results.as_of.isoformat(), lang)
    return edition_line(results, lang, date.replace(" ", NO_BREAK))


def _chart(html):
    chosen = CHOSEN.search(html)
    figure = FIGURE.search(html, chosen.start() if chosen else 0)
    title, alt, note = (_plain(match[1]) if match else "" for match in (pattern.search(figure[0]) for pattern in (CAPTION, ALT, NOTE)))
    wide, narrow = (_drawing(DRAWING[kind].search(figure[0])[1]) for kind in ("wide", "narrow"))
    beside = wide[2] > TALL * wide[1]
    return Chart(kept_together(title), without_table(alt), *(narrow if beside else wide), note, beside)


def _drawing(svg):
    """(drawing in the colours of paper, width, height)."""
    return COLOUR.sub(r"\1", svg), *map(float, SIZE.match(svg).groups())


def _sentences(html):
    """The sentences of a paragraph as words, the numbers in them apart: a particle belongs to the word of its number."""
    numbers = [whole(_plain(words)) for _, words in NUMBER.findall(html)]
    sentences = END.sub(r"\1\n", _plain(NUMBER.sub(PLACE, html))).split("\n")
    said = [[re.findall(f"{PLACE}|[^{PLACE}]+", word) for word in sentence.split(" ")] for sentence in sentences]
    return [[[[numbers.pop(0), True] if run == PLACE else [run, False] for run in word] for word in sentence] for sentence in said]


def whole(words):
    """A number whose words no line break parts, up to a length; a longer one keeps its amount together.

    >>> whole("$5.58 million") == "$5.58\u00a0million", whole("2.788 million H800 GPU-hours") == "2.788\u00a0million H800 GPU-hours"
    (True, True)
    """
    return words.replace(" ", NO_BREAK) if len(words) <= WHOLE else words.replace(" ", NO_BREAK, 1)


def kept_together(text):
    """A heading in which no line break parts an amount from its scale."""
    return AMOUNT.sub(NO_BREAK, text)


def _row(results, name, value, lang):
    return [cut(results.label(name, lang)), cut(whole(value)), cut(_interval(results, name, lang)), cut(_term(results, name).get(f"short_{lang}") or "")]


def _term(results, name):
    """The term that explains a number; that of its line where a column has none."""
    base, *keys = name.split(".")
    return next((results.catalogue.terms[key] for key in (base, *keys) if key in results.catalogue.terms), {})


def cut(words):
    """Words of a length that a page has room for.

    >>> cut("short"), len(cut("long " * 99))
    ('short', 120)
    """
    words = CONTROL.sub("", words)
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"


def _interval(results, name, lang):
    """The interval, with what it leaves out; or what the number is, or why there is none."""
    words, note = results.range_words(name, lang), results.range_note(name, lang)
    if words:
        return SCALE.sub(NO_BREAK, f"{words} ({note})" if note else words)
    if note:
        return results.range_phrase(name, lang)
    if results.exact(name):
        return WORDS[lang]["exact"]
    number = results.numbers[name]
    if number.unit == "date":
        return WORDS[lang]["date"]
    counted = number.unit == "1" and isinstance(number.value, float) and number.value.is_integer() and not _term(results, name).get("shown_unit")
    return WORDS[lang]["count"] if counted else RANGE["exact"][lang]


def _sources(results, names, lang, base):
    """The sources on which most of the numbers rest, and where all of them stand; of two with as many, the one that numbers rest on most alone."""
    rests, shares = Counter(), Counter()
    for found in map(results.sources, names):
        rests.update(found)
        shares.update({key: 1 / len(found) for key in found})
    if not rests:
        return ""
    words, catalogue = WORDS[lang], results.catalogue.sources
    main = sorted(rests, key=lambda key: (-rests[key], -round(shares[key], 6), catalogue[key]["kind"] != "primary"))[:MOST_SOURCES]  # equal ones in the order of first use
    more = [words["more"].format(place(page_record(results, lang, LIST, "", base)))] if len(rests) > len(main) else []
    return words["sources"].format("; ".join([*(words["source"].format(credit=author_year(catalogue[key], lang), title=catalogue[key]["title"]) for key in main), *more]))


def _changes(results, lang):
    """What a reader replaced, worded; the rest counted."""
    said = [cut(f"{results.label(one.name, lang)}: {results.words(one.name, lang) if one.name in results.numbers else one.value}") for one in results.changes]
    rest = len(said) - MOST_CHANGES
    return [*said[:MOST_CHANGES], *([WORDS[lang]["more_changes"].format(rest)] if rest > 0 else [])]
