"""The page of all claims: who printed what, which number decides it, and the two verdicts; chapter by chapter, each claim with an address."""

import re
from html import escape

from analysis import verdicts
from analysis.book.addresses import address
from analysis.core.claims import UNDECIDED, UNTESTED, VERDICTS
from analysis.core.credit import author_year
from analysis.core.wording import written_date
from analysis.sentences import parse_number
from analysis.shown import data_element

WORDS = {
    "verdict": {"en": "Verdict", "ko": "판정"},
    "all": {"en": "All", "ko": "전체"},
    "sum": {"en": "Total", "ko": "합계"},
    "seed": {"en": "Article", "ko": "글"},
    "chapter": {"en": "Chapter", "ko": "장"},
    "counts": {"en": "Claims by verdict", "ko": "판정별 주장 수"},
    "filter": {"en": "Show only", "ko": "골라 보기"},
    "shown": {"en": "{0} of {1} claims shown", "ko": "{1}건 가운데 {0}건을 보여 줍니다"},
    "printed": {"en": "When printed", "ko": "글이 나온 때"},
    "today": {"en": "On {0}", "ko": "{0} 현재"},
    "number": {"en": "Our number", "ko": "이 책의 수치"},
    "number_then": {"en": "Our number for then", "ko": "당시의 수치"},
    "read": {"en": "Read in the sources; no number decides it.", "ko": "자료를 읽고 판정했다. 판정에 쓴 수치는 없다."},
    "untested": {"en": "No number of this book decides it yet.", "ko": "판정에 쓸 수치가 이 책에 아직 없다."},
    "against": {"en": "By the number alone: {0}.", "ko": "수치만 보면 ‘{0}’이다."},
    "address": {"en": "Address of this claim", "ko": "이 주장의 주소"},
}
LEAD = {
    "en": "{tested} of {all} claims have a verdict today: {parts}. The others wait for a number that decides them.",
    "ko": "주장 {all}건 가운데 {tested}건을 판정했다. {parts}이다. 나머지는 판정에 쓸 수치가 아직 없다.",
}


def claims_table(results, lang):
    """All claims as parts (title, id, HTML): first the filter, then a part for each chapter, in the order of their terms."""
    found = results.claims
    terms = list(results.catalogue.terms)
    chapters = sorted({one.claim.chapter for one in found.values()}, key=lambda chapter: terms.index(f"chapter_{chapter}"))
    parts = [("", "claims-filter", _filter(results, found, chapters, lang))]
    for chapter in chapters:
        items = "".join(_item(results, one, lang) for one in found.values() if one.claim.chapter == chapter)
        parts.append((_chapter(results, chapter, lang), f"claims-{chapter.replace('_', '-')}", f'<ol class="ledger-claims">{items}</ol>'))
    return parts


def claim_counts(results, lang):
    """How many claims have which verdict today, as one part: in a sentence and as a table."""
    return [("", "claims-counts", _lead(results.claims, lang) + _counts(results, results.claims, lang))]


def _chapter(results, chapter, lang):
    return results.catalogue.terms[f"chapter_{chapter}"][f"label_{lang}"]


def _lead(found, lang):
    today = [one.now for one in found.values()]
    tested = [word for word in VERDICTS if word != UNTESTED and word in today]
    worded = [(verdicts.verdict_words(word, lang), today.count(word)) for word in tested]
    parts = ", ".join(f"{count} {words.lower()}" if lang == "en" else f"{words} {count}건" for words, count in worded)
    return f"<p>{escape(LEAD[lang].format(tested=len(today) - today.count(UNTESTED), all=len(today), parts=parts))}</p>\n"


def _counts(results, found, lang):
    counted = verdicts.counts(found)
    seeds = list(dict.fromkeys(seed for _, seed in counted))
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in [WORDS["verdict"][lang], *(_said_by(results, s, lang) for s in seeds), WORDS["sum"][lang]])
    rows = ""
    for word in VERDICTS:
        numbers = [counted[word, seed] for seed in seeds]
        cells = "".join(f"<td>{number}</td>" for number in [*numbers, sum(numbers)])
        rows += f'<tr><th scope="row">{_verdict(word, lang)}</th>{cells}</tr>\n' if sum(numbers) else ""
    return f'<table class="ledger-claim-counts"><caption>{WORDS["counts"][lang]}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>\n'


def _said_by(results, seed, lang):
    return author_year(results.catalogue.sources[seed], lang)


def _verdict(word, lang, then=False):
    return f'<span class="ledger-verdict" data-verdict="{word}">{verdicts.verdict_words(word, lang, then)}</span>'


def _filter(results, found, chapters, lang):
    """Shown by the script alone: without it all claims stay."""
    seeds, words = list(dict.fromkeys(one.claim.seed for one in found.values())), {one.now for one in found.values()}
    choices = {
        "seed": [(seed, _said_by(results, seed, lang)) for seed in seeds],
        "chapter": [(chapter, _chapter(results, chapter, lang)) for chapter in chapters],
        "verdict": [(word, verdicts.verdict_words(word, lang)) for word in VERDICTS if word in words],
    }
    fields = "".join(_select(name, options, lang) for name, options in choices.items())
    shown = f'<output data-words="{WORDS["shown"][lang]}"></output>'
    return f'<form class="ledger-claim-filter" aria-label="{WORDS["filter"][lang]}" hidden>{fields}{shown}</form>\n'


def _select(name, options, lang):
    choices = "".join(f'<option value="{value}">{escape(words)}</option>' for value, words in [("", WORDS["all"][lang]), *options])
    return f'<label>{WORDS[name][lang]} <select name="{name}">{choices}</select></label>'


def _item(results, one, lang):
    claim, key = one.claim, f"claim-{one.claim.name}"
    where = f", {_locator(claim.locator, lang)}" if claim.locator else ""
    said = f'<a href="sources.html#source-{claim.seed}">{escape(_said_by(results, claim.seed, lang))}</a>, {written_date(claim.printed_on, lang)}{where}'
    link = f'<a class="headerlink" href="#{key}" title="{WORDS["address"][lang]}">#</a>'
    facts = [
        (WORDS["printed"][lang], _verdict(one.then, lang, then=True)),
        (WORDS["today"][lang].format(written_date(results.as_of.isoformat(), lang)), _verdict(one.now, lang)),
        *_numbers(results, one, lang),
    ]
    listed = "".join(f"<div><dt>{head}</dt>\n<dd>{body}</dd></div>\n" for head, body in facts)
    return (
        f'<li class="ledger-claim" id="{key}" data-seed="{claim.seed}" data-chapter="{claim.chapter}" data-verdict="{one.now}">'
        f'<p class="ledger-claim-meaning">{escape(verdicts.meaning(results, claim, lang))}{link}</p>\n<p class="ledger-claim-said">{said}</p>\n'
        f"<dl>{listed}</dl>\n{_why(results, one, lang)}</li>\n"
    )


def _locator(locator, lang):
    """Where in the article; numbers of sections in the reader's language, headings as they are."""
    if lang == "ko" and "Section" in locator:
        return re.sub(r"(?:Title and )?Sections? ([\d.]+)(?: and ([\d.]+))?", lambda m: "·".join(f"{part}절" for part in m.groups() if part), locator)
    return f'<span lang="en">{escape(locator)}</span>'


def _numbers(results, one, lang):
    yield from ((WORDS["number"][lang], _number(results, name, lang)) for name in [one.number] if name)
    if one.claim.decided_then and one.then_number:
        yield WORDS["number_then"][lang], _number(results, one.then_number, lang)


def _number(results, name, lang):
    words = data_element(name, results.numbers[name].value, results.words(name, lang))
    label, spread = escape(results.label(name, lang)), escape(results.range_phrase(name, lang))
    return f'<a class="ledger-link" href="{address(name)}">{words}</a> <small>{label}; {spread}</small>'


def _why(results, one, lang):
    """The reason; where the line overrules the number, what the number alone would say; where nothing was tested, that."""
    if one.now == UNTESTED:
        return f'<p class="ledger-claim-why">{WORDS["untested"][lang]}</p>'

    def link(role, name, content, words):
        if role == "src":
            return f'<a href="sources.html#source-{name}">{escape(words)}</a>'
        if role != "num":
            return escape(words)
        _, digits, particle = parse_number(results, content)
        shown = results.words(name, lang, digits)
        number = data_element(name, results.numbers[name].value, shown, digits=digits)
        ending = f'<span class="ledger-particle" data-particle="{particle}">{words.removeprefix(shown)}</span>' if words != shown else ""
        return f'<a class="ledger-link" href="{address(name)}">{number}</a>{ending}'

    text = verdicts.reason(results, one.claim, lang, link)
    more = WORDS["read"][lang] if one.read and one.now != UNDECIDED else ""
    if one.claim.override and one.number:
        by_number = verdicts.verdict_words(verdicts.judged(results, one.claim, one.number), lang)
        more = WORDS["against"][lang].format(by_number.lower() if lang == "en" else by_number)
    return f'<p class="ledger-claim-why">{text}{f" <small>{more}</small>" if more else ""}</p>'
