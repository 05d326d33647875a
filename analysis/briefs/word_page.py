"""A brief as a Word document: the same page, in styles that Word knows, for those who go on writing in it.

Nobody can know how tall a line is in somebody else's Word: lines have a fixed height here, in typefaces that Word brings
along, and the chart gets what the lines leave (analysis/briefs/room.py).
"""

import io
from itertools import groupby

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm

from analysis.briefs.room import GAP, SHARES, WIDTH, picture_size
from analysis.briefs.word_styles import ALARM, MARK, QUIET, border, columns, empty, fixed, header_row


def docx(brief, picture):
    """The bytes of the document; the same for the same brief. `picture`: the chart as PNG."""
    document = empty(brief)
    _head(document, brief)
    document.add_heading(brief.chart.title, 2)
    one, other = columns(document, brief.chart.title, brief.heads["numbers"]) if brief.chart.beside else (document, document)
    _chart(one, brief, picture)
    other.add_paragraph(brief.heads["numbers"], style="Heading 2")
    _table(other, brief)
    for number, words in enumerate(words for words in (brief.sources, brief.cite) if words):
        paragraph = document.add_paragraph(words, style="Small")
        paragraph.paragraph_format.space_before = Mm(0 if number else 2.5)
    return fixed(document)


def _head(document, brief):
    line = document.add_paragraph(style="Small")
    line.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    work = line.add_run(brief.work)
    work.bold, work.font.color.rgb = True, MARK
    line.add_run("\t" + brief.edition)
    if brief.mark:
        mark = document.add_paragraph(style="Small")
        run = mark.add_run(brief.mark)
        run.bold, run.font.color.rgb = True, ALARM
        border(mark, str(ALARM))
        if brief.changes:
            mark.add_run(f" {brief.heads['changes']}: {'; '.join(brief.changes)}")
    document.add_heading(brief.title, 1)
    for sentence in brief.answer:
        paragraph = document.add_paragraph()
        runs = [run for word in sentence for run in ([" ", False], *word)][1:]
        for number, parts in groupby(runs, lambda run: run[1]):
            paragraph.add_run("".join(characters for characters, _ in parts)).bold = number or None


def _chart(place, brief, picture):
    width, height = picture_size(brief)
    shape = place.add_paragraph(style="Picture").add_run().add_picture(io.BytesIO(picture), Mm(width), Mm(height))
    about = shape._inline.docPr
    about.set("descr", brief.chart.alt)
    about.set("name", "chart")
    if brief.chart.note:
        place.add_paragraph(brief.chart.note, style="Small")


def _table(place, brief):
    heads, beside = brief.heads["columns"], brief.chart.beside
    shares = (0.5, 0.5) if beside else SHARES
    table = place.add_table(0, len(shares))
    table.style, table.autofit = "Brief Table", False
    lines = [[[heads[0]], [", ".join(heads[1:3])]] if beside else [[head] for head in heads]]
    for label, value, interval, note in brief.numbers:
        lines.append([[label, note], ["", value, interval]] if beside else [[label], ["", value], [interval], [note]])
    width = (WIDTH - GAP) / 2 if beside else WIDTH
    for line in lines:
        for cell, words, share in zip(table.add_row().cells, line, shares, strict=True):
            cell.width = Mm(width * share)
            _fill(cell.paragraphs[0], words, line is lines[0])
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(width * share)
    header_row(table, brief.heads["numbers"])
    if beside:
        place.paragraphs[-1].style = "End"  # without which no cell may end


def _fill(paragraph, words, quiet):
    """Plain words, then bold ones, then plain ones on a line of their own; of a label the last are its explanation."""
    plain, *more = words
    bold = more.pop(0) if more and not plain else ""
    paragraph.style = "Cell"
    run = paragraph.add_run(plain or bold)
    run.bold = bool(bold) or None
    if quiet:
        run.font.color.rgb = QUIET
    for text in filter(None, more):
        run.add_break()
        run = paragraph.add_run(text)
        if not bold:
            run.font.color.rgb = QUIET
