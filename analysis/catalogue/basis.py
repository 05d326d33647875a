"""What a range may rest on: a source, a name of the data, or a mechanism; a guess in other words is none of them."""

import re

GOOD = "a source or a mechanism where spread is 'range', such as 'Epoch AI: lowest and highest listing' or 'Rounding to the thousand printed'"
# How an end of a range can come about. An end on each side says so only where it names something ("from GPT-3 to OPT").
MECHANISMS = (
    r"round(?:ed|ing|s)|print(?:s|ed)|list(?:s|ed|ings?)|quote[sd]|disclos(?:es|ed|ure)|measure(?:s|d|ments?)|observed|observations?|sampling"
    r"|lowest|highest|cheapest|dearest|standard error|quantiles?|percentiles?|(?:spread|interval) (?:of|over|across|between|in|for)|definition|physical limits?",
    r"from .+ to|between .+ and",
)
KOREAN = r"반올림|인쇄|적힌|실린|게시|공시|공개|측정|관측|표본|최저|최고|표준오차|분위|정의|물리적 한계|(?:에서|부터) .*까지|[와과] .* 사이"
NAMED = re.compile(r"\s\W?[A-Z]")
# What makes a mechanism a guess: "the highest that we can imagine".
GUESS = re.compile(
    r"\b(?:assum|guess|arbitrar|invented|imagin|plausib|reasonabl|conservativ|generous|placeholder|judg|opinion|expert|experience|internal|believ)\w*"
    r"|\b(?:made up|by hand|thumb|we|us|our|ours|ourselves|my|wide|broad|safe|feels?|think)\b|가정|추측|짐작|어림|임의|우리|저자|전문가|그럴듯|합리|보수적|넉넉|넓게",
    re.IGNORECASE,
)


def founded(row, sources, names):
    """Whether a row's basis names a source (a pattern finds its id, author or publisher) or another name of the data, or a mechanism that is no guess."""
    others = names - {row.name, *row.name.split(".")}
    return bool(sources.search(row.basis)) or not others.isdisjoint(re.findall(r"\w+", row.basis)) or _mechanism(row.basis)


def _source_pattern(catalogue):
    known = {name for key, source in catalogue.sources.items() for name in (key, source["author"], source["publisher"]) if name}
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(known)))})(?!\w)") if known else re.compile(r"(?!)")


def _data_names(catalogue):
    """Rows, tables, their columns and lines: every name of several words."""
    parts = (name for table, lines in catalogue.tables.items() for name in (table, *catalogue.columns.get(table, ()), *lines))
    return {name for name in (*catalogue.rows, *parts) if "_" in name}


def _mechanism(basis):
    if GUESS.search(basis):
        return False
    plain, ends = (re.search(rf"\b(?:{words})\b", basis, re.IGNORECASE) for words in MECHANISMS)
    return bool(plain or (ends and NAMED.search(basis)) or re.search(KOREAN, basis))


def basis_problems(catalogue):
    """Ranges that rest on nothing, as `file:line: column …`."""
    sources, names = _source_pattern(catalogue), _data_names(catalogue)
    for name, row in catalogue.leaves().items():
        if row.spread == "range" and isinstance(row.value, float) and not founded(row, sources, names):
            column = f"{name.partition('.')[0]}_basis" if "." in name else "basis"
            yield f"{row.where}: column '{column}': '{row.basis}': expected {GOOD}"
