"""The colours of the drawings for readers who see two of the three kinds of light: those that may stand together stay apart.

Deuteranopia and protanopia are simulated as Machado, Oliveira and Fernandes (2009) give them for full severity, on linear
RGB; the distance is that of CIELAB (1976), in which about 2.3 is just seen.
"""

import itertools
import re

import pytest
from helpers import ROOT

from analysis.charts import exports, theme

LEAST = 20
SEEN = {
    "all three": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}
TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
WHITE = (0.95047, 1, 1.08883)
COLOURS = {"mark": theme.MARK, "second": theme.SECOND, "third": theme.THIRD, "plain": theme.PLAIN}


def values(colour):
    return [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]


def mixed(colour, strength, paper):
    """A colour that lets the paper through, as browsers mix them."""
    return [a * strength + b * (1 - strength) for a, b in zip(values(colour), values(paper), strict=True)]


def times(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def lab(colour, sight):
    """A colour (red, green, blue from 0 to 1) in CIELAB, as it is seen."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    light = times(TO_XYZ, [min(1, max(0, part)) for part in times(SEEN[sight], linear)])
    x, y, z = (part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116 for part in (a / b for a, b in zip(light, WHITE, strict=True)))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def apart(one, other, sight):
    return sum((a - b) ** 2 for a, b in zip(lab(one, sight), lab(other, sight), strict=True)) ** 0.5


def palette(mode):
    """name -> colour of a mode: what the theme says itself, or what the style sheet puts in its place in the dark."""
    sheet = (ROOT / "book" / "_static" / "ledger.css").read_text(encoding="utf-8")
    dark = re.search(r'html\[data-theme="dark"\] \{(.*?)\}', sheet, re.DOTALL)[1]
    return {name: re.search(rf"--ledger-{name}: (#\w+)", dark)[1] if mode == "dark" else re.search(r"#\w{6}", colour)[0] for name, colour in COLOURS.items()}


@pytest.mark.parametrize("sight", SEEN)
@pytest.mark.parametrize("mode", ("light", "dark"))
def test_the_colours_of_series_stay_apart(mode, sight):
    near = {pair: round(apart(values(a), values(b), sight), 1) for pair, (a, b) in pairs(palette(mode)) if apart(values(a), values(b), sight) < LEAST}
    assert not near


def pairs(colours):
    return [((a, b), (colours[a], colours[b])) for a, b in itertools.combinations(colours, 2)]


@pytest.mark.parametrize("sight", SEEN)
def test_the_strips_of_rules_stay_apart_with_their_strengths(sight):
    drawn = {name: mixed(re.search(r"#\w{6}", colour)[0], strength, "#ffffff") for name, (colour, strength) in exports.GROUPS.items()}
    near = {pair: round(apart(a, b, sight), 1) for pair, (a, b) in pairs(drawn) if apart(a, b, sight) < LEAST / 2}  # each has its name in the key, and a place
    assert not near


def test_the_measure_knows_what_is_known():
    assert lab(values("#ffffff"), "all three") == pytest.approx((100, 0, 0), abs=0.02)
    assert lab(values("#ff0000"), "all three") == pytest.approx((53.24, 80.09, 67.20), abs=0.02)
    assert apart(values("#c00000"), values("#007000"), "all three") > 100  # red and green of one lightness
    assert apart(values("#b08000"), values("#5f9f00"), "deuteranopia") < LEAST
