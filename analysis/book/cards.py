"""What the card of a number says: value, range, what it leaves out, formula, inputs with their sources, and how it is cited.

A page loads the cards of its own numbers, and those only when a reader first points at one.
"""

import datetime
import json
import re

from analysis.book.all_numbers import formula, graded, leaves_out, width
from analysis.book.targets import number_note
from analysis.core.credit import author_year
from analysis.core.wording import written_date
from analysis.editions.frozen import DRAFT
from analysis.results import RANGE

NUMBER = re.compile(r'<data\b[^>]*\bclass="num" data-name="([^"]+)"')
LISTED = re.compile(r'<table class="[^"]*\bledger-all\b.*?</table>', re.DOTALL)  # its rows say more than a card
MOST_INPUTS, MOST_NAMED, LONGEST_FORMULA = 6, 12, 240
WORDS = {
    "yours": {"en": "With your inputs: {}", "ko": "바꾼 입력값으로 계산하면 {}"},
    "published": {"en": "Published:", "ko": "원래 값:"},
    "left": {"en": "", "ko": "빠진 것(영문):"},
    "remark": {"en": "", "ko": "비고(영문):"},
    "formula": {"en": "Formula", "ko": "계산식"},
    "inputs": {"en": "Inputs", "ko": "입력값"},
    "inputsPublished": {"en": "Inputs of the published value:", "ko": "원래 값의 입력값:"},
    "moved": {"en": "(yours: {})", "ko": "(바꾼 값: {})"},
    "more": {"en": "and {} more:", "ko": "그 밖에 {}개:"},
    "computed": {"en": "computed", "ko": "계산한 값"},
    "source": {"en": "Source", "ko": "자료"},
    "cite": {"en": "Cite as", "ko": "인용"},
    "citePublished": {"en": "Cite the published value as", "ko": "원래 값 인용"},
    "value": {"en": "Copy value", "ko": "값 복사"},
    "valuePublished": {"en": "Copy published value", "ko": "원래 값 복사"},
    "link": {"en": "Copy link", "ko": "주소 복사"},
    "note": {"en": "Copy citation", "ko": "인용 복사"},
    "notePublished": {"en": "Copy citation of published value", "ko": "원래 값 인용 복사"},
    "copied": {"en": "Copied", "ko": "복사했습니다"},
    "failed": {"en": "Could not copy", "ko": "복사하지 못했습니다"},
    "errata": {"en": "Errata", "ko": "정정"},
    "all": {"en": "Its entry in the ledger", "ko": "원장에서 보기"},
    "close": {"en": "Close", "ko": "닫기"},
    "keys": {"en": "Enter: into the card · Esc: close", "ko": "Enter: 카드 안으로 · Esc: 닫기"},
}
OWN = {"en": "Your own calculation, as of {}", "ko": "직접 다시 계산한 값, {} 기준"}


def named(html):
    """Names of the numbers of a finished page that have a card, in order.

    >>> named('<data title="Rent" class="num" data-name="hour_price.a" value="2.0">$2</data><data class="range" data-name="b">1 to 2</data>')
    ['hour_price.a']
    """
    return list(dict.fromkeys(NUMBER.findall(LISTED.sub("", html))))


def script(results, names, lang, base=""):
    """The cards of one page as a classic script, which works from a file; no markup, only texts. `base`: the root of the published site, if anyone has said it."""
    cards = {name: card(results, name, lang, base) for name in names}
    inputs = dict.fromkeys(part for one in cards.values() for part in one.get("inputs", ()))
    found = {
        "words": {key: text[lang] for key, text in WORDS.items()}, "edition": OWN[lang].format(written_date(results.as_of.isoformat(), lang)) if results.changes else "", "site": _site(results, lang),
        "inputs": {name: [results.label(name, lang), results.words(name, lang), _source(results, name, lang), _cited(results, name)] for name in inputs}, "numbers": cards,
    }  # fmt: skip
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"window.ledgerCards = {text};\n"


def card(results, name, lang, base=""):
    """What is said of one number; parts that would be empty are left out."""
    number, term = results.numbers[name], results.catalogue.terms.get(name.partition(".")[0], {})
    parts = {
        "label": results.label(name, lang), "value": results.words(name, lang), "range": interval(results, name, lang),
        "width": width(results, name, lang) if name in results.ranges else "", "short": term.get(f"short_{lang}"), "left": results.catalogue.spoken(leaves_out(number), lang),
        "remark": results.catalogue.spoken(_remark(results, number), lang), **_origin(results, name, lang), "cite": number_note(results, name, lang, base),
    }  # fmt: skip
    return {key: part for key, part in parts.items() if part}


def _remark(results, number):
    """The note of a row or cell, unless a reader has put another value into it."""
    replaced = any(change.name == number.name for change in results.changes)
    return "" if replaced or number.record is not None else number.row.note


def interval(results, name, lang):
    """The 90 % interval of a number, or why there is none; empty for what can have none."""
    number = results.numbers[name]
    if number.state == "missing" or isinstance(number.value, (str, datetime.date)):
        return ""
    if name in results.ranges or not (unknown := results.unknown_rows(name)):
        return results.range_phrase(name, lang)
    return RANGE["none"][lang].format(RANGE["fixed"][lang].format(unknown))


def _origin(results, name, lang):
    """The formula with the first of its inputs, or the source."""
    number = results.numbers[name]
    if number.record is None:
        said, grade = _source(results, name, lang), graded(results, number, lang)
        return {"source": said, "at": _cited(results, name), "graded": grade if grade != said else ""}
    names, words = number.record.names(), formula(number)
    if len(words) > LONGEST_FORMULA and number.function:
        words = f"{number.function.name}({', '.join(number.function.asks)})"
    names = sorted(names, key=_places(names).get)
    rest = names[MOST_INPUTS:]
    return {"formula": words, "inputs": names[:MOST_INPUTS], "more": len(rest), "rest": rest if len(rest) <= MOST_NAMED else []}


def _places(names):
    """Name -> how many lines of the same column stand before it: a short list shows each name of the formula before many lines of one."""
    met = {}
    return {name: met.setdefault(name.partition(".")[0], []).append(name) or len(met[name.partition(".")[0]]) for name in names}


def _cited(results, name):
    """Id of the source of a row or cell, where a reader has not replaced it."""
    number = results.numbers[name]
    kept = number.record is None and all(change.name != name for change in results.changes)
    return number.row.source if kept and number.row.source in results.catalogue.sources else ""


def _source(results, name, lang):
    """Who said a row or cell, and where; for a result that it is computed."""
    number = results.numbers[name]
    if number.record is not None:
        return WORDS["computed"][lang]
    if any(change.name == name for change in results.changes):
        return graded(results, number, lang)  # no longer what the source says
    source = results.catalogue.sources.get(number.row.source)
    said = author_year(source, lang) if source else ""
    return ", ".join(filter(None, (said, number.row.locator))) or graded(results, number, lang)


def _site(results, lang):
    """From a page to the folder where this edition stays: of a draft, and of a reader's own calculation, the page's own."""
    return "" if results.changes or results.edition == DRAFT else f"../../{results.edition}/{lang}/"
