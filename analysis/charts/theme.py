"""The look of every chart: colours, type, axis words and hand-made line breaks.

Colours are CSS variables with a light fallback, so that one drawing follows the page's light and dark
mode; a PNG or PDF needs the fallbacks put in. Nothing here measures text with a font: layouts reserve
room by `text_width`, so that a drawing has the same bytes on a machine with other fonts.
"""

import datetime
import math
import unicodedata

import altair as alt

FONT = (
    "Pretendard, Apple SD Gothic Neo, Noto Sans KR, Noto Sans CJK KR, Malgun Gothic, "
    "Segoe UI, Helvetica Neue, Arial, sans-serif"
)
INK = "var(--pst-color-text-base, #1b1b1b)"
QUIET = "var(--ledger-quiet, #555b63)"
LINE = "var(--ledger-line, #dfe2e6)"
PLAIN = "var(--ledger-plain, #868d96)"
MARK = "var(--ledger-mark, #0b5cad)"
PAPER = "var(--pst-color-background, #ffffff)"
SECOND = "var(--ledger-second, #b4540a)"
THIRD = "var(--ledger-third, #2f7d4f)"

# What can be drawn. The test runs in the chart, since a page script may put in other values.
FINITE = "isValid(datum.value) && isFinite(datum.value)"
POSITIVE = "isFinite(datum.value) && datum.value > 0"

LABEL_SIZE = 14
AXIS_SIZE = 12
AXIS_LINE = 16
NARROW = 340
WIDE = 680

CONFIG = {
    "aria": False,  # the block around the drawing says the data in words
    "background": "transparent",
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "domain": False,
        "ticks": False,
        "grid": True,
        "gridColor": LINE,
        "gridWidth": 1,
        "labelColor": QUIET,
        "labelFontSize": AXIS_SIZE,
        "labelLimit": 0,
        "labelPadding": 6,
        "titleColor": QUIET,
        "titleFontSize": AXIS_SIZE,
        "titleFontWeight": "normal",
        "titleLimit": 0,
        "titleAnchor": "start",
        "titleAlign": "left",
        "titlePadding": 8,
        "titleLineHeight": AXIS_LINE,
    },
    "text": {"fontSize": LABEL_SIZE, "lineHeight": 18, "limit": 0, "color": INK},
    "legend": {
        "labelColor": INK,
        "labelFontSize": AXIS_SIZE,
        "labelLimit": 0,
        "titleColor": QUIET,
        "titleFontSize": AXIS_SIZE,
        "titleFontWeight": "normal",
        "orient": "top",
    },
    "range": {"category": [MARK, SECOND, THIRD, PLAIN]},
}

# Largest last. Korean counts in ten thousands (만 10⁴, 억 10⁸, 조 10¹²), English in thousands.
SCALES = {
    "en": [(10**3, "K"), (10**6, "M"), (10**9, "B"), (10**12, "T")],
    "ko": [(10**4, "만"), (10**8, "억"), (10**12, "조")],
}
CURRENCY = {"en": "$", "ko": ""}  # Korean axes name the unit in the title: 학습 비용(달러)


def themed(chart):
    """Return the chart in the ledger's look; call it last and once, a later `.configure` replaces it whole."""
    return chart.configure(**CONFIG)


def amount_labels(lang, before=""):
    """Return the Vega expression that words an axis tick: 10M, 1.5B in English, 1000만, 15억 in Korean.

    At most four digits a tick; `before` goes between the minus sign and the number. It is for `labelExpr` of an axis,
    since Vega's own words for large numbers know no language.
    """
    words = "format(abs(datum.value), '.4~g')"
    for factor, word in SCALES[lang]:
        scaled = f"format(abs(datum.value) / {factor}, '.4~g') + '{word}'"
        words = f"abs(datum.value) >= {factor} ? {scaled} : {words}"
    return f"(datum.value < 0 ? '\u2212' : '') + '{before}' + ({words})"


def money_labels(lang):
    """Return the Vega expression for ticks in US dollars: $10M, $1B in English, 1000만, 10억 in Korean."""
    return amount_labels(lang, CURRENCY[lang])


def _em(character):
    if unicodedata.east_asian_width(character) in "WF":
        return 0.92
    if character.isspace():
        return 0.26
    if character.isdigit() or character == "$":
        return 0.63
    return 0.68 if character.isupper() else 0.54


def text_width(text, size=LABEL_SIZE):
    """Return the width in pixels that a line of text needs at most, semibold, in any font of the stack.

    An estimate on the safe side (Hangul 0.92 of the size, the widest of the fallback fonts); kerning is left out.

    >>> round(text_width("달러", 10), 1)
    18.4
    """
    return sum(_em(character) for character in text) * size


def broken(text, width=NARROW, size=LABEL_SIZE):
    r"""Return the text with line breaks at spaces so that each line fits the width in pixels.

    SVG text does not wrap. A single word wider than the line stays whole.

    >>> broken("the whole fleet over four years", 130)
    'the whole fleet\nover four years'
    """
    lines = [""]
    for word in str(text).split():
        longer = f"{lines[-1]} {word}".strip()
        fits = not lines[-1] or text_width(longer, size) <= width
        lines = [*lines[:-1], longer] if fits else [*lines, word]
    return "\n".join(lines)


def drawable(value):
    """Return the value as a float, or None if there is nothing to draw (missing, impossible, never) or no length (a date, a text).

    >>> drawable(2), drawable(float("inf")), drawable(None), drawable(datetime.date(2025, 1, 31)), drawable("class_free")
    (2.0, None, None, None, None)
    """
    number = math.nan if value is None or isinstance(value, (datetime.date, str)) else float(value)
    return number if math.isfinite(number) else None


def place(field):
    """Return the upright place of a mark that stands at a number of pixels from the top, as a field says."""
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def axis_title(words):
    """Return the title of an axis as the lines that fit the narrow drawing."""
    return broken(words["axis"], NARROW, AXIS_SIZE).split("\n")


def data(records):
    """Return the records as the data set named `records`; a page script replaces it by that name."""
    return alt.Data(name="records", values=records)
