"""What stands at the root of a site, outside the folders of its editions: which editions there are, and the errata.

Both are classic scripts, which pages load by a relative address from a file as from a server; an old edition learns from
them what came after it. What they say is worded here, so that its script need not know the words of later years.
"""

import json
from pathlib import PurePosixPath

from analysis.editions.errata import sentence
from analysis.editions.frozen import NAME
from analysis.messages import LANGUAGES, settle

APART = {"index", "genindex"}  # no pages of the book
VERSIONS, ERRATA = "versions.js", "errata.js"


def versions_script(paths):
    """`versions.js` of the files of a site, given as paths below its root: every edition with its pages, newest first."""
    found = {}
    for path in map(PurePosixPath, paths):
        if len(path.parts) == 3 and path.suffix == ".html" and NAME.fullmatch(path.parts[0]) and path.parts[1] in LANGUAGES and path.stem not in APART:
            found.setdefault(path.parts[0], {}).setdefault(path.parts[1], []).append(path.stem)
    editions = [{"edition": name, "pages": {lang: sorted(pages) for lang, pages in sorted(found[name].items())}} for name in sorted(found, reverse=True)]
    return _script("ledgerVersions", editions)


def errata_script(results, errata):
    """`errata.js`: every erratum with its sentence in both languages."""
    return _script("ledgerErrata", [
        {"edition": one.edition, "number": one.number, "was": one.was, "is": one.now, "why": one.why, "date": one.date,
         "text": {lang: settle(sentence(results, one, lang)) for lang in LANGUAGES}}
        for one in errata
    ])  # fmt: skip


def _script(name, thing):
    text = json.dumps(thing, ensure_ascii=False, indent=1).replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"window.{name} = {text};\n"


def root_files(results, errata, paths):
    """Name -> text of both."""
    return {VERSIONS: versions_script(paths), ERRATA: errata_script(results, errata)}
