"""A brief as one page of PDF, set by Typst with the typefaces of the site and no others.

Words reach the template as data and are never read as markup; there is no date, so that the same brief gives the same bytes.
"""

import json
from functools import lru_cache
from pathlib import Path

HOME = Path(__file__).parent
TRIES = (*(("whole", points) for points in (11.5, 11, 10.75, 10.5, 10.25, 10, 9.75, 9.5)), *(("shrunk", points) for points in (10, 9.5, 9, 8.5)))  # the first that fits on a page
STANDARD = "ua-1"  # accessible: Typst refuses what has no title, no language, no words for a picture


@lru_cache(2)
def _compiler(fonts):
    """A typesetter that knows the typefaces of one folder; it keeps what it has read."""
    import typst

    return typst.Compiler(root=str(HOME), font_paths=[str(fonts)], ignore_system_fonts=True)


def pdf(brief, fonts):
    """The bytes of the PDF: one page, tagged. Raises typst.TypstError where nothing fits."""
    return page(brief, fonts, format="pdf", pdf_standards=[STANDARD])


def page(brief, fonts, **how):
    """The page in a format of Typst, in the largest type that fits."""
    import typst

    words = json.dumps(brief.data())
    for chart, points in TRIES:
        try:
            return _made(fonts, "page.typ", {"brief": words, "chart": chart, "points": str(points)}, **how)
        except typst.TypstError as error:
            if "no room" not in str(error) or (chart, points) == TRIES[-1]:
                raise


def _made(fonts, template, given, **how):
    return _compiler(fonts).compile(input=str(HOME / template), sys_inputs=given, **how)
