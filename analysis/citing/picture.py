"""The picture that a link to the book shows elsewhere: the work, one computed number with its interval, edition and date."""

import struct
import tempfile
import zlib
from functools import lru_cache
from html import escape
from pathlib import Path

from analysis.citing.record import WORK, edition_words
from analysis.core.wording import written_date
from analysis.states import RANGE
from analysis.typefaces import unpacked

HEADLINE = "v3_final_run_cost"
WIDTH, HEIGHT = 1200, 630  # what the platforms that show such pictures ask for
LINE = '<text x="80" y="{y}" font-family="Pretendard, sans-serif" font-weight="{weight}" font-size="{size}" fill="{colour}">{text}</text>'
DATED = {"en": "{edition}, as of {date}", "ko": "{edition}, {date} 기준"}
WIDEST = 1040  # of a line, in pixels


def picture(root, results, lang):
    """The picture as PNG, in the typeface of the site."""
    return painted(root, drawing(results, lang))


def painted(root, svg, scale=1, effort=9):
    """A drawing as PNG, in the typefaces of a site; effort: 1 to 9, of packing, the last steps of which take five times as long for 3 % less."""
    import vl_convert

    _typefaces(Path(root))
    return repacked(vl_convert.svg_to_png(svg, scale=scale), effort)


@lru_cache(4)
def _typefaces(root):
    """The folder in which the typefaces of a site lie as drawing reads them: kept as long as the process, which reads them again."""
    import vl_convert

    folder = tempfile.TemporaryDirectory(prefix="ledger")
    vl_convert.register_font_directory(str(unpacked(root, folder.name)))
    return folder


def repacked(png, effort=9):
    """The same picture in a quarter of the bytes: what draws it packs for speed."""
    chunks, place = [], 8
    while place < len(png):
        (size,) = struct.unpack_from(">I", png, place)
        chunks.append((png[place + 4 : place + 8], png[place + 8 : place + 8 + size]))
        place += size + 12
    pixels = zlib.compress(zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT")), effort)
    kept = [chunks[0], (b"IDAT", pixels), chunks[-1]]
    return png[:8] + b"".join(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in kept)


def drawing(results, lang):
    """The picture as SVG; a book without the headline number shows its name alone."""
    date = written_date(results.as_of.isoformat(), lang)
    dated = DATED[lang].format(edition=edition_words(results.edition, lang), date=date)
    lines = [(130, 600, 46, "#0b5cad", WORK[lang]), *_number(results, lang), (560, 400, 34, "#555b63", dated[:1].upper() + dated[1:])]
    texts = "".join(LINE.format(y=y, weight=weight, size=_size(text, size), colour=colour, text=escape(text)) for y, weight, size, colour, text in lines)
    frame = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/><rect width="24" height="{HEIGHT}" fill="#0b5cad"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">{frame}{texts}</svg>'


def _number(results, lang):
    if HEADLINE not in results.numbers:
        return []
    interval = results.range_words(HEADLINE, lang)
    said = RANGE["interval"][lang].format(interval) if interval else ""
    return [(270, 400, 44, "#1b1b1b", results.label(HEADLINE, lang)), (400, 600, 130, "#1b1b1b", results.words(HEADLINE, lang)), (470, 400, 38, "#555b63", said)]


def _size(text, size):
    """A size in which a line has room: Hangul takes 0.92 of it, other characters 0.6 at most."""
    wide = sum(0.92 if one >= "\u1100" else 0.6 for one in text)
    return min(size, int(WIDEST / wide)) if wide else size
