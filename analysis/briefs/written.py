"""The briefs of one language as files beside its pages, written only where something in them changed."""

import hashlib
import json
from importlib.metadata import version
from pathlib import Path

from analysis.briefs.content import brief_of
from analysis.typefaces import unpacked, web_fonts

FOLDER = "briefs"
KINDS = ("pdf", "docx")
LIBRARIES = ("typst", "python-docx", "vl-convert-python", "fonttools")
OWN = sorted(path for path in Path(__file__).parent.iterdir() if path.suffix in (".py", ".typ"))


def write_briefs(root, pages, results, lang, folder, work, mark="", base=""):
    """Write the briefs of pages, {name: finished HTML}, into `folder`; returns the names of those that were written.

    What a brief says is compared with what it said last, noted in `work`. A project without typefaces has no briefs.
    mark: words of a custom edition. base: where the site is published, if anywhere.
    """
    paths = web_fonts(root)
    found = {name: brief_of(html, results, lang, name, mark, base) for name, html in pages.items()} if paths else {}
    briefs = {name: brief for name, brief in found.items() if brief}
    record = Path(work) / f"briefs-{lang}.json"
    made, before = _made_with(paths), json.loads(record.read_text()) if record.exists() else {}
    stamps = {name: _digest(made + json.dumps(brief.data(), ensure_ascii=False)) for name, brief in briefs.items()}
    _remove_others(folder, briefs)
    late = [name for name in briefs if stamps[name] != before.get(name) or not all((folder / f"{name}.{kind}").exists() for kind in KINDS)]
    if late:
        record.unlink(missing_ok=True)  # a build that ends here writes all of them again
        _write({name: briefs[name] for name in late}, folder, unpacked(root, Path(work) / "fonts"))
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(json.dumps(stamps), encoding="utf-8")
    return late


def _digest(text):
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def _made_with(paths):
    """What a brief is made with besides its words: this package, its libraries, the typefaces."""
    return " ".join([*(f"{name} {version(name)}" for name in LIBRARIES), *(_digest(path.read_bytes()) for path in [*OWN, *paths])])


def _remove_others(folder, briefs):
    for path in Path(folder).glob("*"):
        if path.stem not in briefs:
            path.unlink()


def _write(briefs, folder, fonts):
    from analysis.briefs.drawing import png  # here, since most builds write none
    from analysis.briefs.typst_page import pdf
    from analysis.briefs.word_page import docx

    folder.mkdir(parents=True, exist_ok=True)
    for name, brief in briefs.items():
        (folder / f"{name}.pdf").write_bytes(pdf(brief, fonts))
        (folder / f"{name}.docx").write_bytes(docx(brief, png(brief.chart, fonts)))
