"""The typefaces of the site: whole and unpacked as a typesetter reads them, in parts as pages load them."""

import hashlib
import os
import tempfile
from pathlib import Path

PATTERN = "*.woff2"
LATIN = {*range(0x20, 0x250), *range(0x2000, 0x2300), *range(0x2500, 0x2700), *range(0x3000, 0x3020), *map(ord, "한국어")}  # what an English page shows, Korean quotes and the switch to Korean with it
HANGUL = {*range(0xAC00, 0xD7A4)}
FEATURES = ("calt", "case", "ccmp", "kern", "locl", "mark", "mkmk", "tnum")


def web_fonts(root):
    """The typefaces that a project ships for its pages; none where it ships none."""
    return sorted((Path(root) / "book" / "_static" / "fonts").glob(PATTERN))


def unpacked(root, folder):
    """A folder below `folder` that holds the typefaces of a project for typesetting; unpacked anew only when they changed."""
    paths = web_fonts(root)
    made = Path(folder) / hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:16]
    made.mkdir(parents=True, exist_ok=True)
    for path in paths:
        target = made / f"{path.stem}.ttf"
        if not target.exists():
            _unpack(path, target)
    return made


def parts(path, letters, folder):
    """The parts of a typeface below `folder`, (file, unicode-range), as a style sheet has them: of two that hold a letter, the later is loaded.

    Whole, for what a reader writes; the `letters` that pages hold; Latin letters and signs, which every page needs.
    """
    content, asked = path.read_bytes(), {ord(letter) for letter in letters} & HANGUL - LATIN
    made = Path(folder) / hashlib.sha256(content + ascii(sorted(asked)).encode()).hexdigest()[:16]
    made.mkdir(parents=True, exist_ok=True)
    known = _letters(path)
    found = [(path, (known | HANGUL) - LATIN)]
    for name, wanted in (("book", asked & known), ("latin", LATIN & known)):
        target = made / f"{path.name.partition('.')[0]}.{name}.woff2"
        if wanted and not target.exists():
            _whole_or_not(target, lambda part, wanted=wanted: _cut(path, wanted, part))
        found += [(target, wanted)] if wanted else []
    return [(file, unicode_range(wanted)) for file, wanted in found]


def unicode_range(letters):
    """Code points in the words of a style sheet.

    >>> unicode_range({0x20, 0x41, 0x42, 0x43})
    'U+20,U+41-43'
    """
    ordered = sorted(letters)
    starts = [one for one in ordered if one - 1 not in letters]
    ends = [one for one in ordered if one + 1 not in letters]
    return ",".join(f"U+{start:X}" + (f"-{end:X}" if end > start else "") for start, end in zip(starts, ends, strict=True))


def _letters(path):
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


def _cut(path, wanted, target):
    from fontTools import subset

    options = subset.Options(layout_features=list(FEATURES), flavor="woff2", glyph_names=False, notdef_outline=True)
    font = subset.load_font(path, options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    subset.save_font(font, target, options)


def _unpack(path, target):
    from fontTools.ttLib import TTFont  # here, since it is needed once

    font = TTFont(path, recalcTimestamp=False)
    font.flavor = None
    _whole_or_not(target, font.save)


def _whole_or_not(target, save):
    """Two languages, or two builds, may write at once."""
    with tempfile.NamedTemporaryFile(dir=target.parent, suffix=".part", delete=False) as file:
        save(file)
    os.replace(file.name, target)
