"""The typefaces of the site as a typesetter reads them: the same glyphs, unpacked from the compressed form of the web."""

import hashlib
import os
import tempfile
from pathlib import Path

PATTERN = "*.woff2"


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


def _unpack(path, target):
    """Whole or not at all: two languages may unpack at once."""
    from fontTools.ttLib import TTFont  # here, since it is needed once

    font = TTFont(path, recalcTimestamp=False)
    font.flavor = None
    with tempfile.NamedTemporaryFile(dir=target.parent, suffix=".part", delete=False) as file:
        font.save(file)
    os.replace(file.name, target)
