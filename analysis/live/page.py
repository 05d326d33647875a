"""The live part of one page: its script with that page's numbers only, and its panel of sliders."""

import csv
import json
import math
import re
from decimal import Decimal
from html import escape
from pathlib import Path

from analysis.core import wording
from analysis.live.javascript import Trace
from analysis.replacements.values import allowed
from analysis.results import STATES
from analysis.sheets import NUMBER


def words(results, lang):
    """What panel and note say: of the published figures, or on a page of a custom edition of the figures of that edition."""
    with open(Path(__file__).with_name("words.csv"), encoding="utf-8", newline="") as file:
        said = {line["key"]: line[lang] for line in csv.DictReader(file)}
    said |= {key.removeprefix("custom_"): text for key, text in said.items() if key.startswith("custom_") and results.changes}
    return {key: text.replace("[figures]", said["figures"]).replace("[value]", said["value"]) for key, text in said.items() if "custom" not in key}


def script(results, lang, parameters, names, conditions=()):
    """The script of a page: `window.ledgerPage`, from which the page script computes and words everything anew.

    parameters: rows and cells that get a slider. names: what the page says or shows. conditions: of its guards.
    Raises ValueError, with function, file and line, where a number moves but cannot be traced.
    """
    trace = Trace(results, parameters)
    moving = sorted({name for name in [*parameters, *names] if trace.mover(name)})
    compared = sorted({word for condition in conditions for word in re.findall(r"[\w.]+", condition) if word in results.numbers})
    evaluate = trace.function([*moving, *(compared if any(map(trace.mover, compared)) else ())])
    data = {
        "lang": lang, "words": words(results, lang), "states": {state: STATES[state][lang] for state in ("impossible", "never")},
        "parameters": {name: _parameter(results, name, lang) for name in parameters},
        "numbers": {name: _number(results, trace, name, lang) for name in moving},
        "pattern": NUMBER.pattern, "wording": tables(lang),
    }  # fmt: skip
    data = ",\n".join(f'"{key}": {json.dumps(part, ensure_ascii=False, allow_nan=False)}' for key, part in data.items())
    return f'window.ledgerPage = {{\n{data},\n"evaluate": {evaluate}\n}};\n'


def _parameter(results, name, lang):
    row, units = results.numbers[name].row, results.catalogue.units
    return {
        "label": results.label(name, lang), "factor": str(units.parse(row.spelling)[1]), "value": row.value, "text": _text(units.shown(row.value, row.spelling)),
        "low": row.low_bound, "high": row.high_bound, "allowed": allowed(units, row).text(lang),
    }  # fmt: skip


def _number(results, trace, name, lang):
    """How a number is worded; `exact`: the parameters that must be replaced before it rests on exact rows only."""
    unit, term, units = results.numbers[name].unit, results.catalogue.terms.get(name.partition(".")[0], {}), results.catalogue.units
    spelling, loose = term.get("shown_unit") or unit, [row.name for row in results.leaves_of(name) if row.spread != "exact"]
    return {
        "pattern": units.pattern(spelling, lang), "factor": str(units.parse(spelling)[1]), "digits": int(term.get("digits") or 3),
        "exact": loose if set(loose) <= set(trace.parameters) else None, "infinite": "never" if unit == "year" else "impossible",
    }  # fmt: skip


def _text(number):
    return format(Decimal(repr(float(number))).normalize(), "f")


def tables(lang):
    """The tables and patterns of `analysis.core.wording` that one language needs, as the page script reads them."""
    shared = {
        "minus": wording.MINUS, "superscripts": {chr(sign): chr(power) for sign, power in wording.SUPERSCRIPTS.items()},
        "fullBelow": wording.FULL_BELOW, "smallestPower": wording.SMALLEST_POWER, "pattern": wording._PATTERN.pattern,
    }  # fmt: skip
    if lang == "en":
        return shared | {"scales": wording.ENGLISH_SCALES}
    patterns = {name: getattr(wording, f"_{name.upper()}").pattern.replace(r"\Z", "$") for name in ("unit", "power", "number", "ending")}
    return shared | patterns | {
        "scales": wording.KOREAN_SCALES, "particles": wording.PARTICLES, "readings": wording.UNIT_READINGS,
        "digitClasses": wording.DIGIT_CLASSES, "zeroClasses": wording.ZERO_CLASSES,
    }  # fmt: skip


def panel(results, lang, parameters):
    """The sliders of a page as HTML, hidden until the page script has taken them up."""
    said = words(results, lang)
    rows = "".join(_row(results, lang, said, name) for name in parameters)
    return (
        f'<section class="ledger-live" hidden aria-labelledby="ledger-live-title"><p><strong id="ledger-live-title">{said["title"]}</strong> {said["lead"]}</p>'
        f'{rows}<p class="ledger-live-foot"><button type="button" class="ledger-live-reset" disabled>{said["reset"]}</button>'
        '<span role="status" aria-live="polite"></span></p></section>'
    )


def _row(results, lang, said, name):
    row, label, units = results.numbers[name].row, results.label(name, lang), results.catalogue.units
    alike = (told.get(lang) for spelling, (*same, told) in units.spellings.items() if spelling == row.spelling or tuple(same) == units.parse(row.spelling))
    before, after = map(escape, next(filter(None, alike), "{n} " + row.spelling).split("|")[-1].split("{n}"))
    return (
        f'<div class="ledger-live-row" data-parameter="{name}"><label for="live-{name}">{escape(label)}</label>'
        f'<input type="range" id="live-{name}" {slider(row, lambda value: units.shown(value, row.spelling))} autocomplete="off">'
        f'<span class="ledger-live-value">{before}<input type="text" inputmode="decimal" autocomplete="off" size="6" '
        f'aria-label="{escape(said["field"].format(label=label))}">{after}</span>'
        f'<small>{escape(said["before"].format(words=results.words(name, lang)))}</small></div>'
    )


def slider(row, shown=float):
    """Scale, ends and step of a slider as HTML: from half the low to double the high end of the row's range.

    A row without one takes half and double its value for them; a scale over more than a decade is logarithmic.
    Raises ValueError where the row allows no other value.
    """
    low, high = (row.value / 2, row.value * 2) if row.low is None else (row.low, row.high)
    low, high = (low / 2, high * 2) if low > 0 else (2 * low - high - 1, 2 * high - low + 1)
    low, high = shown(low if row.low_bound is None else max(low, row.low_bound)), shown(high if row.high_bound is None else min(high, row.high_bound))
    if not low < high:
        raise ValueError(f"{row.name} ({row.where}) can be nothing but {row.value:g}: it is no parameter of a page")
    scale = "log" if low > 0 and high > 10 * low else "linear"
    low, high = (math.log10(low), math.log10(high)) if scale == "log" else (low, high)
    size = 10.0 ** math.floor(math.log10((high - low) / 50))
    step = next(times * size for times in (1, 2, 5, 10) if high - low <= 100 * times * size)
    ends = [_text(end(round(number / step, 6)) * Decimal(repr(step))) for end, number in ((math.ceil, low), (math.floor, high))]
    return f'data-scale="{scale}" min="{ends[0]}" max="{ends[1]}" step="{_text(step)}"'
