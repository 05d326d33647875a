"""What prose asks for by name: numbers, labels, words that depend on a number, and sources.

The same small grammar serves the roles of a page, chart titles in a cell, and the check before a build:
`name`, `name:4` (digits), `name|을/를` (particle); `name < 0.1|words|other words`; `source_id|Table 1`.
"""

import math
import re

from analysis.core.graph import hint, nearest
from analysis.core.wording import with_particle
from analysis.sheets import NUMBER
from analysis.sureness import sure_words as worded_sureness

NAME = re.compile(r"(?P<name>[a-z0-9_]+(?:\.[a-z0-9_]+)*)(?::(?P<digits>\d+))?(?:\|(?P<particle>[가-힣]+/[가-힣]+))?")
CONDITION = re.compile(r"\s*(?P<left>[a-z0-9_.]+)\s*(?P<sign><=|>=|<|>)\s*(?P<right>\S+)\s*")
FIELD = re.compile(r"\{([^{}]*)\}")
SIGNS = {"<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b}


class SentenceError(ValueError):
    """A sentence asks for something that does not exist or cannot be said."""


def parse_number(results, content):
    """(name, digits, particle) of what a `{num}` role holds; SentenceError with the nearest right name."""
    match = NAME.fullmatch(content.strip())
    if not match:
        raise SentenceError(f"'{content}' is not of the form name, name:4 or name|을/를")
    _known(results, match["name"])
    return match["name"], match["digits"] and int(match["digits"]), match["particle"]


def _known(results, name):
    if name not in results.numbers:
        lines = "; it has lines: name one of them" if results.with_prefix(name) else hint(name, results.numbers)
        raise SentenceError(f"no number named '{name}'{lines}")
    return results.numbers[name]


def number_words(results, content, lang):
    """(name, words) of a `{num}` role."""
    name, digits, particle = parse_number(results, content)
    return name, results.words_with(name, lang, digits, particle)


def range_words(results, content, lang):
    """(name, words) of a `{range}` role: the 90 % interval and what it leaves out, or why there is none."""
    name, digits, particle = parse_number(results, content)
    phrase = results.range_phrase(name, lang, digits)
    return name, with_particle(phrase, particle) if particle and lang == "ko" else phrase


def sure_words(results, content, lang):
    """(name, words) of a `{sure}` role: how sure a number is, and why."""
    name, digits, particle = parse_number(results, content)
    if digits or particle:
        raise SentenceError(f"'{content}': {{sure}} takes a name alone")
    return name, worded_sureness(results, name, lang)


def label_words(results, content, lang):
    """(name, label) of a `{label}` role: of a number, a column, or any term."""
    name = content.strip()
    if name not in results.numbers and name not in results.catalogue.terms:
        words = [*results.numbers, *results.catalogue.terms]
        raise SentenceError(f"no number or term named '{name}'{hint(name, words)}")
    return name, results.label(name, lang)


def guard_words(results, content):
    """(names, words) of an `{if}` role: the first words where all conditions hold, else the others."""
    parts = content.split("|")
    if len(parts) != 3:
        raise SentenceError(f"'{content}' is not of the form NAME < NUMBER-or-NAME|words|other words")
    names, holds = [], True
    for condition in parts[0].split(" and "):
        match = CONDITION.fullmatch(condition)
        if not match:
            raise SentenceError(f"'{condition}' is not of the form NAME < NUMBER-or-NAME")
        names.append(match["left"])
        if not NUMBER.fullmatch(match["right"]):
            names.append(match["right"])
        holds &= SIGNS[match["sign"]](_value(results, match["left"]), _value(results, match["right"]))
    return names, parts[1 if holds else 2]


def _value(results, text):
    if NUMBER.fullmatch(text):
        return float(text)
    number = _known(results, text)
    if number.state in ("impossible", "never"):
        return math.inf  # an impossible number is beyond every other, so a guard still has an answer
    if not isinstance(number.value, (int, float)):
        raise SentenceError(f"'{text}' is {number.state or number.unit}: nothing can be said that depends on it")
    return number.value


def source_words(results, content, lang):
    """(source id, words) of a `{src}` role, e.g. `(DeepSeek-AI, 2024: Table 1)`."""
    key, _, locator = (part.strip() for part in content.partition("|"))
    sources = results.catalogue.sources
    if key not in sources:
        near = nearest(key, sources)
        raise SentenceError(f"no source '{key}' in data/sources.csv" + (f"; did you mean '{near}'?" if near else ""))
    source = sources[key]
    return key, f"({source['author']}, {source['year']}{': ' + locator if locator else ''})"


def fill(results, template, lang):
    """A template such as "One run: {v3_final_run_cost}" with its numbers worded; used by charts."""
    return FIELD.sub(lambda match: number_words(results, match[1], lang)[1], template)


def split(template):
    """(part, whether it asks for a number) of a template, in order.

    >>> split("One run: {v3_final_run_cost}.")
    [('One run: ', False), ('v3_final_run_cost', True), ('.', False)]
    """
    return [(part, bool(place % 2)) for place, part in enumerate(FIELD.split(template))]


def fields(template):
    """What a template asks for."""
    return FIELD.findall(template)
