"""A figure as a picture that stands alone: title, drawing, note, sources and edition on white, in colours that need no style sheet."""

import re
from html import escape

from analysis.charts import theme

EDGE = 24
TITLE_SIZE, TITLE_LINE = 19, 26
SMALL_SIZE, SMALL_LINE = 12, 18
GAP = 14
SIZE = re.compile(r'<svg([^>]*?) width="([\d.]+)" height="([\d.]+)"')
COLOUR = re.compile(r"var\(--[\w-]+,\s*([^()]+)\)")
INK, QUIET = "#1b1b1b", "#555b63"


def plain(svg):
    """A drawing with its colours said outright, those of the light mode.

    >>> plain('<path fill="var(--ledger-mark, #0b5cad)"/>')
    '<path fill="#0b5cad"/>'
    """
    return COLOUR.sub(r"\1", svg)


def framed(svg, lang, title, *lines):
    """A drawing with its title above it and lines of small words below, as one SVG file."""
    svg = plain(svg)
    width, height = (float(size) for size in SIZE.search(svg).groups()[1:])
    room = max(width, theme.WIDE)
    heads = theme.broken(title, room, TITLE_SIZE).split("\n")
    small = [one for line in lines if line for one in theme.broken(line, room, SMALL_SIZE).split("\n")]
    top = EDGE + len(heads) * TITLE_LINE + GAP
    bottom = top + height + GAP
    words = _words(heads, EDGE, TITLE_LINE, TITLE_SIZE, INK, 600) + _words(small, bottom, SMALL_LINE, SMALL_SIZE, QUIET, 400)
    drawn = SIZE.sub(rf'<svg\1 x="{EDGE}" y="{top}" width="{width:g}" height="{height:g}" overflow="visible"', svg, count=1)
    whole, tall = f"{room + 2 * EDGE:g}", f"{bottom + len(small) * SMALL_LINE + EDGE:g}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" xml:lang="{lang}" width="{whole}" height="{tall}" viewBox="0 0 {whole} {tall}">'
    return f'{head}<title>{escape(title)}</title><rect width="{whole}" height="{tall}" fill="#ffffff"/>{words}{drawn}</svg>\n'


def _words(lines, top, step, size, colour, weight):
    """Lines of text, the first of which begins at a height."""
    form = '<text x="{x}" y="{y:g}" font-family="{font}" font-size="{size}" font-weight="{weight}" fill="{colour}">{text}</text>'
    given = {"x": EDGE, "font": theme.FONT, "size": size, "weight": weight, "colour": colour}
    return "".join(form.format(y=top + n * step + size, text=escape(line), **given) for n, line in enumerate(lines))
