"""`CITATION.cff`: the edition that it names and the day of it are those of the book; the rest of the file is written by hand."""

import re

LINE = re.compile(r"^(version|date-released):.*$", re.MULTILINE)


def renewed(text, edition, as_of):
    """The file with its two lines as they are now.

    >>> renewed("version: draft\\ndate-released: 2026-11-01\\ntype: dataset\\n", "2026.11", "2026-11-21")
    'version: "2026.11"\\ndate-released: "2026-11-21"\\ntype: dataset\\n'
    """
    said = {"version": edition, "date-released": as_of}
    return LINE.sub(lambda found: f'{found[1]}: "{said[found[1]]}"', text)
