"""The chart of a brief as a picture, for what cannot hold a drawing."""

from functools import lru_cache

import vl_convert

PIXELS_PER_INCH = 200
PAPER = '<rect width="100%" height="100%" fill="#ffffff"/>'


@lru_cache(2)
def _register(fonts):
    vl_convert.register_font_directory(str(fonts))


def png(chart, fonts):
    """The bytes of a PNG on white, with the typefaces in a folder."""
    _register(fonts)
    inside = chart.svg.index(">") + 1
    return vl_convert.svg_to_png(chart.svg[:inside] + PAPER + chart.svg[inside:], scale=1, ppi=PIXELS_PER_INCH)
