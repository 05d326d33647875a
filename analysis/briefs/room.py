"""How much room the words of a Word document take, estimated with a margin, and what is left for its chart; in mm."""

import math
import unicodedata
from dataclasses import dataclass

PAPER, SIDES, ENDS = (210, 297), 18, 13  # A4; margin at the sides, above and below
WIDTH, GAP = PAPER[0] - 2 * SIDES, 8  # of the text; between two columns
SPARE = 10  # what other typefaces may need more
SMALLEST = 40
POINT = 0.3528
SHARES = (0.27, 0.22, 0.26, 0.25)  # of the width, for each column of the table
CELL = 1.0  # above and below the words of a row


@dataclass(frozen=True)
class Look:
    """One style: sizes in points; `line` is the fixed height of a line, or None where it follows what stands in it."""

    points: float
    line: float | None
    before: float
    after: float
    bold: bool = False


STYLES = {
    "Normal": Look(9.5, 13, 0, 4),
    "Heading 1": Look(18, 24, 4, 6, True),
    "Heading 2": Look(11, 15, 8, 4, True),
    "Small": Look(7.5, 10, 0, 3),
    "Cell": Look(8, 10.5, 0, 0),
    "End": Look(2, 2, 0, 0),
    "Picture": Look(10, None, 0, 3),
}


def lines(words, style, width):
    """How many lines some words fill at most; Hangul is wider than Latin letters, and a line is never full."""
    ems = sum(0.95 if unicodedata.east_asian_width(character) in "WF" else 0.5 for character in words)
    return max(1, math.ceil(1.04 * ems * STYLES[style].points * POINT / width))


def height(words, style, width=WIDTH):
    """The height of a paragraph."""
    look = STYLES[style]
    return (lines(words, style, width) * look.line + look.before + look.after) * POINT


def table_height(rows, shares, width):
    """The height of a table; a cell is a list of texts, each on lines of its own."""
    line = STYLES["Cell"].line * POINT
    return sum(max(sum(lines(text, "Cell", width * share - 2) for text in cell if text) for cell, share in zip(row, shares, strict=True)) * line + CELL for row in rows)


def picture_size(brief):
    """(width, height) of the chart: as wide as its column, unless the page has less room."""
    chart, page = brief.chart, PAPER[1] - 2 * ENDS - SPARE
    answer = ["".join(characters for word in sentence for characters, _ in [*word, [" ", False]]) for sentence in brief.answer]
    foot = sum(height(words, "Small") for words in (brief.sources, brief.cite) if words) + 2.5
    own = height(brief.mark + "; ".join(brief.changes), "Small") + 6 if brief.mark else 0
    left = page - foot - own - height("", "Small") - height(brief.title, "Heading 1") - sum(height(words, "Normal") for words in answer)
    column = (WIDTH - GAP) / 2 if chart.beside else WIDTH
    left -= height(chart.title, "Heading 2", column) + (height(chart.note, "Small", column) if chart.note else 0)
    if chart.beside:
        left -= height("", "Heading 2")  # in reserve: what stands in cells is estimated less well
    else:
        rows = [[[words] for words in brief.heads["columns"]], *([[words] for words in number] for number in brief.numbers)]
        left -= height(brief.heads["numbers"], "Heading 2") + table_height(rows, SHARES, WIDTH)
    tall = min(max(left, SMALLEST), column * chart.height / chart.width)
    return tall * chart.width / chart.height, tall
