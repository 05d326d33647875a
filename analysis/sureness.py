"""How sure a number is, in words: by the width of its interval, or, where it has none, by the weakest source that it rests on."""

import math

from analysis.states import SURE, WEAKEST

NEAR, FAR = "sure_factor", "unsure_factor"  # the rows that say how far from its value an end may lie
HEARSAY = ("assumption", "secondary")  # what rests on one of these is fairly sure at most, however narrow its interval
GRADES = ("assumption", "secondary", "dataset", "primary", "derived")  # weakest first; what follows from a definition is the firmest


def sure_words(results, name, lang):
    """The word for a number's width and what widens it most, or its weakest source; `open` where a value or an interval is lacking.

    Raises ValueError for a date, a year or a text.
    """
    number, found = results.numbers[name], results.ranges.get(name)
    if number.unit in ("year", "date", "text"):
        raise ValueError(f"'{name}' is a {number.unit}: nothing can be said of how sure it is")
    if found is None and not number.state:
        return SURE["exact"][lang].format(WEAKEST[_weakest(results, name)][lang])
    if found is None or found.reason or number.state:
        return SURE["open"][lang]
    width = _width(results, number)
    word = SURE["middle" if width == "near" and _weakest(results, name) in HEARSAY else width][lang]
    cause = found.causes[0].name if found.causes else ""
    return word + (SURE["cause"][lang].format(results.label(cause, lang)) if _named(results, cause) else "")


def _width(results, number):
    """The word for the end that lies farther from the value, as a factor; an interval around nought is as wide as any."""
    ends = (number.high / number.value, number.value / number.low) if min(number.low, number.value) > 0 else (math.inf,)
    for word, row in (("near", NEAR), ("middle", FAR)):
        if row not in results.numbers:
            raise ValueError(f"there is no row '{row}' that says how near an end of the interval has to lie")
        if max(ends) <= results.numbers[row].value:
            return word
    return "far"


def _named(results, cause):
    return cause in results.numbers or cause in results.catalogue.terms


def _weakest(results, name):
    grades = {leaf.grade for leaf in results.leaves_of(name)}
    return next((grade for grade in GRADES if grade in grades), "derived")
