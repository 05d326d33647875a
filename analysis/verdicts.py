"""Claims met with the results: two verdicts each, by the one rule of `analysis.core.claims`, and their words.

*When printed*: a number whose rows were all known by then judges both dates alike. Where one of its rows, or the source of
one, is dated after the claim was printed, nobody could have computed it then: the verdict is "could not be decided then",
unless the line names another number in `decided_then`, which rests on older rows. Where no number decides, the line itself does, with a reason that
cites its sources; it could be decided then if one of them is no younger than the claim.
"""

import datetime
import re
from dataclasses import dataclass
from html import escape

from analysis import sentences
from analysis.core.claims import CONTRADICTED, IMPRECISE, MOSTLY, OUTDATED, PRINTED, SUPPORTED, UNDECIDED, UNTESTED, VERDICTS, aged, date_verdict, surely_after, verdict
from analysis.core.wording import with_particle, written, written_date, written_range
from analysis.sheets import is_date

WORDS = {
    SUPPORTED: {"en": "Supported", "ko": "사실"},
    MOSTLY: {"en": "Mostly supported", "ko": "대체로 사실"},
    IMPRECISE: {"en": "Imprecise", "ko": "부정확"},
    OUTDATED: {"en": "Outdated", "ko": "당시에는 사실"},
    CONTRADICTED: {"en": "Contradicted", "ko": "사실과 다름"},
    UNDECIDED: {"en": "Cannot be decided", "ko": "판단 유보"},
    UNTESTED: {"en": "Not yet tested", "ko": "아직 검증 전"},
}
THEN = {UNDECIDED: {"en": "Could not be decided then", "ko": "당시 자료로는 판단 유보"}}
ROLE = re.compile(r"\{(num|range|label|if|src)\}`([^`]+)`")
SAY = {"num": sentences.number_words, "range": sentences.range_words, "label": sentences.label_words, "src": sentences.source_words}


@dataclass(frozen=True)
class Decided:
    """A claim with its verdicts; `number` and `then_number` are the names of the numbers that gave them, or empty."""

    claim: object
    now: str
    then: str
    number: str
    then_number: str

    @property
    def read(self):
        """Whether the verdict was read in the sources and not computed."""
        return bool(self.claim.override) and not self.claim.decided_by


def decided(results):
    """id -> Decided, in the order of the files."""
    return {name: _decided(results, claim) for name, claim in results.catalogue.claims.items()}


def _decided(results, claim):
    if not claim.decided_by:
        now, then = _read(results, claim)
        return Decided(claim, now, then, "", "")
    earlier = claim.decided_then or claim.decided_by
    now, then = judged(results, claim, claim.decided_by), judged(results, claim, earlier)
    if later_rows(results, earlier, claim.printed_on):
        then = UNDECIDED
    elif claim.override:
        then = claim.override
    return Decided(claim, claim.override or aged(now, then), then, claim.decided_by, earlier if then != UNDECIDED else "")


def _read(results, claim):
    if not claim.override:
        return UNTESTED, UNTESTED
    dates = [results.catalogue.sources[key]["date"] for key in cited(claim) if key in results.catalogue.sources]
    known = any(is_date(date) and not surely_after(date, claim.printed_on) for date in dates)
    then = SUPPORTED if claim.override == OUTDATED else claim.override
    return claim.override, then if known else UNDECIDED


def cited(claim):
    """Ids of the sources that a claim's reason cites."""
    return list(dict.fromkeys(content.partition("|")[0].strip() for role, content in ROLE.findall(claim.reason["en"]) if role == "src"))


def judged(results, claim, name):
    """The verdict of one of our numbers on a claim; undecided where it is missing, or rests on more that is unknown than known."""
    number = results.numbers.get(name)
    if number is None or number.state == "missing" or rests_on_unknown(results, name):
        return UNDECIDED
    if claim.unit == "date":
        return date_verdict(claim.printed, number.value)
    units, spelling = results.catalogue.units, claim.spelling
    value, low, high = (None if end is None else units.shown(end, spelling) for end in _ends(results, number))
    return verdict(claim.printed, claim.digits, claim.comparison, value, low, high, claim.factor, claim.printed_high)


def _ends(results, number):
    infinite = number.name in results.ranges and results.ranges[number.name].reason == "infinite"
    value = number.value if number.state is None else float("inf")
    open_end = float("inf") if infinite else None
    return value, number.low, open_end if number.high is None else number.high


def rests_on_unknown(results, name):
    """Whether the ledger gives a number no interval, because rows of unknown spread outweigh those with a range."""
    found = results.ranges.get(name)
    return found is not None and found.reason.startswith("unknown:")


def later_rows(results, name, date):
    """Rows and cells below a number that nobody could know on a day: they, or their source, are surely dated after it.

    Definitions have no source, and no date to be known by.
    """
    leaves = results.leaves_of(name) if name in results.numbers else []
    return [row for row in leaves if row.source and any(surely_after(day, date) for day in _known_on(results, row))]


def _known_on(results, row):
    return [day for day in (row.as_of, results.catalogue.sources[row.source]["date"]) if is_date(day)]


def printed_words(results, claim, lang):
    """The printed value of a claim as a reader sees it."""
    if claim.unit == "date":
        return written_date(claim.printed, lang)
    units = results.catalogue.units
    spelling = claim.spelling if all(units.worded(claim.spelling, one) for one in claim.meaning) else claim.unit
    ends = [units.shown(units.canonical(end, claim.spelling), spelling) for end in (claim.printed, claim.printed_high) if end is not None]
    pattern = units.pattern(spelling, lang)
    return written_range(*ends, pattern, lang, claim.digits) if len(ends) == 2 else written(*ends, pattern, lang, claim.digits)


def meaning(results, claim, lang):
    """What is claimed, with the printed value worded."""

    def word(match):
        words = printed_words(results, claim, lang)
        return with_particle(words, match[1]) if match[1] and lang == "ko" else words

    return PRINTED.sub(word, claim.meaning[lang])


def reason(results, claim, lang, link=None):
    """The reason of a verdict in words; with `link` as HTML, in which link(role, name, content, words) stands for each role.

    Raises SentenceError where it asks for something that does not exist.
    """
    parts, done = [], 0
    for match in ROLE.finditer(claim.reason[lang]):
        plain = claim.reason[lang][done : match.start()]
        names, words = said(results, match[1], match[2], lang)
        parts += [plain, words] if link is None else [escape(plain), link(match[1], names[0], match[2], words)]
        done = match.end()
    rest = claim.reason[lang][done:]
    return "".join([*parts, rest if link is None else escape(rest)])


def said(results, role, content, lang):
    """(names, words) of one role in a reason."""
    if role == "if":
        return sentences.guard_words(results, content)
    name, words = SAY[role](results, content, lang)
    return [name], words


def verdict_words(word, lang, then=False):
    """A verdict as a reader sees it."""
    return (THEN if then and word in THEN else WORDS)[word][lang]


def counts(found):
    """(verdict, seed) -> how many, of today's verdicts; every verdict and every seed has a count."""
    seeds = list(dict.fromkeys(one.claim.seed for one in found.values()))
    return {(word, seed): sum(one.now == word and one.claim.seed == seed for one in found.values()) for word in VERDICTS for seed in seeds}


def entry(results, one):
    """One claim as it stands in the JSON."""
    claim, number = one.claim, results.numbers.get(one.number)
    value = number.value if number is not None else None
    return {
        "chapter": claim.chapter, "seed": claim.seed, "printed_on": claim.printed_on,
        "meaning": {lang: meaning(results, claim, lang) for lang in claim.meaning},
        "printed_value": None if claim.printed is None else claim.printed if claim.unit == "date" else results.catalogue.units.canonical(claim.printed, claim.spelling),
        "unit": claim.unit, "decided_by": claim.decided_by, "decided_then": claim.decided_then,
        "value": value.isoformat() if isinstance(value, datetime.date) else value,
        "low": number.low if number is not None else None, "high": number.high if number is not None else None,
        "when_printed": one.then, "now": one.now, "override": claim.override,
        "reason": {lang: reason(results, claim, lang) for lang in claim.reason},
    }  # fmt: skip


def problems(results):
    """What is wrong in claims that only a run shows: reasons that ask for what does not exist, languages that differ, deciders too young."""
    for claim in results.catalogue.claims.values():
        asked = {lang: sorted((role, content.partition("|")[0].partition(":")[0].strip()) for role, content in ROLE.findall(claim.reason[lang])) for lang in claim.reason}
        if asked["en"] != asked["ko"]:
            yield f"{claim.where}: column 'reason_ko': asks for other names than reason_en"
        for lang, text in claim.reason.items():
            for role, content in ROLE.findall(text):
                try:
                    said(results, role, content, lang)
                except ValueError as error:
                    yield f"{claim.where}: column 'reason_{lang}': {{{role}}}`{content}`: {error}"
        for column in ("decided_by", "decided_then"):
            if (name := getattr(claim, column)) and name not in results.numbers:
                yield f"{claim.where}: column '{column}': '{name}': expected one line of it"
        young = later_rows(results, claim.decided_then, claim.printed_on) if claim.decided_then else []
        if young:
            yield f"{claim.where}: column 'decided_then': '{claim.decided_then}': rests on '{young[0].name}' of {young[0].as_of}, after the claim was printed"
