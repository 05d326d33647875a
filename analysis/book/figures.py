"""Below each figure of a page: its own address, and its data and its picture as files, `figures/PAGE-FIGURE.csv` and so on.

Text files are written with their page; pictures of pixels at the end, where something in them has changed.
"""

import hashlib
import json
import re
from html import escape, unescape
from importlib.metadata import version
from pathlib import Path

from analysis.book.banner import MARK
from analysis.citing.note import note
from analysis.citing.picture import painted
from analysis.citing.record import WORK, edition_words, page_record, place
from analysis.core.wording import written_date
from analysis.figures.data import records, to_csv, to_json
from analysis.figures.picture import framed
from analysis.figures.sources import source_line

FOLDER = "figures"
KINDS = ("csv", "json", "svg", "png")
FIGURE = re.compile(r'<figure class="ledger-chart" id="(figure-[\w-]+)".*?</figure>', re.DOTALL)
ROW = re.compile(r'<tr(?: data-beside="([^"]*)")?><th scope="row">.*?</th><td>(?:<a [^>]*>)?<data\b[^>]*? ?class="num" data-name="([^"]*)"', re.DOTALL)
LINKS = re.compile(r'<a href="sources\.html#source-[^"]*">(.*?)</a>')  # to a page that a small book has not
TABLE = '<details class="ledger-chart-data">'
WORDS = {
    "files": {"en": "Download:", "ko": "내려받기:"},
    "link": {"en": "Link to this figure", "ko": "이 그림의 주소"},
    "published": {"en": "The files hold the published numbers, not those of the values set here.", "ko": "파일에는 여기서 바꾼 값이 아니라 원래 값이 들어 있습니다."},
    "dated": {"en": "{work}, {edition}, as of {date}. {place}", "ko": "{work}, {edition}, {date} 기준. {place}"},
    "own": {"en": "{mark}. As of {date}.", "ko": "{mark}. {date} 기준."},
}


def setup(app):
    """Register with Sphinx; `app.ledger` holds the results."""
    app.connect("html-page-context", _figures)
    app.connect("build-finished", _paint)
    app.add_css_file("figures.css")
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def stem(page, figure):
    """What the files of a figure are called.

    >>> stem("training_cost", "figure-scope_ladder")
    'training_cost-scope_ladder'
    """
    return f"{page}-{figure.removeprefix('figure-')}"


def _figures(app, pagename, templatename, context, doctree):
    """Write the files of a page's figures and say below each where they are."""
    if not app.config.ledger_single or pagename not in app.env.found_docs or app.builder.format != "html":
        return
    folder = Path(app.outdir) / FOLDER
    found = {stem(pagename, match[1]): match[0] for match in FIGURE.finditer(context["body"])}
    for path in [path for path in folder.glob(f"{pagename}-*") if path.stem not in found]:
        path.unlink()
    if found:
        folder.mkdir(exist_ok=True)
    for match in FIGURE.finditer(context["body"]):
        for kind, text in files(app.ledger, app.config.language, pagename, match[0], app.config.html_baseurl).items():
            (folder / f"{stem(pagename, match[1])}.{kind}").write_bytes(text.encode())
    context["body"] = FIGURE.sub(lambda match: _with_line(match, pagename, app.config.language), context["body"])
    if "sources" not in app.env.found_docs:
        context["body"] = LINKS.sub(r"\1", context["body"])


def files(results, lang, page, html, base=""):
    """kind -> text of the files of a figure, from how it stands in its page."""
    figure, title = FIGURE.search(html)[1], _said(html, "figcaption", "title")
    rows = [(name, json.loads(unescape(beside or "{}"))) for beside, name in ROW.findall(html)]
    if not rows:
        raise ValueError(f"{page}#{figure}: the table of the figure holds no number")  # its files would say that it rests on nothing
    names, beside = [unescape(name) for name, _ in rows], [cells for _, cells in rows]
    record, date = page_record(results, lang, page, title, base, figure), written_date(results.as_of.isoformat(), lang)
    own = MARK[lang][1] if results.changes else ""
    edition = own or edition_words(results.edition, lang)
    said = {
        "title": title, "note": _said(html, "p", "note"), "language": lang, "edition": own or results.edition, "as_of": results.as_of.isoformat(),
        "page": page, "figure": figure, "citation": None if own else note(record),
    }  # fmt: skip
    found = records(results, names, lang)
    line = WORDS["own" if own else "dated"][lang].format(work=WORK[lang], edition=edition, date=date, place=place(record), mark=own)
    svg = re.search(r'<div class="ledger-chart-static ledger-chart-wide">(<svg.*?</svg>)</div>', html, re.DOTALL)[1]
    return {
        "csv": to_csv(results, found, said["edition"], beside, lang),
        "json": to_json(results, found, said, beside),
        "svg": framed(svg, lang, title, said["note"], str(source_line(results, names, lang)), line),
    }


def _said(html, tag, kind):
    """The words of a part of a figure, without their marks; empty where it has none."""
    found = re.search(rf'<{tag} class="ledger-chart-{kind}">(.*?)</{tag}>', html, re.DOTALL)
    return unescape(re.sub("<[^>]+>", "", found[1])) if found else ""


def _with_line(match, page, lang):
    """A figure with the line of its files and its address before its table."""
    figure, title = match[1], escape(_said(match[0], "figcaption", "title"))
    path = f"{FOLDER}/{stem(page, figure)}"
    links = " ".join(f'<a href="{path}.{kind}" download aria-label="{kind.upper()}: {title}">{kind.upper()}</a>' for kind in KINDS)
    link = f'<a class="ledger-figure-address" href="#{figure}">{WORDS["link"][lang]}</a>'
    told = f'<span class="ledger-figure-published">{WORDS["published"][lang]}</span>'
    return match[0].replace(TABLE, f'<p class="ledger-figure-files">{WORDS["files"][lang]} {links} {link} {told}</p>\n{TABLE}', 1)


def _paint(app, exception):
    """Paint each drawing that is new or has changed, and remove the files of pages that are gone."""
    folder, kept = Path(app.outdir) / FOLDER, Path(app.doctreedir) / "figures.json"
    if exception is not None or not app.config.ledger_single or app.builder.format != "html" or not folder.exists():
        return
    for path in [path for path in folder.iterdir() if path.stem.partition("-")[0] not in app.env.found_docs]:
        path.unlink()
    before = json.loads(kept.read_text()) if kept.exists() else {}
    after = {}
    for path in sorted(folder.glob("*.svg")):
        after[path.name] = hashlib.sha256(version("vl-convert-python").encode() + path.read_bytes()).hexdigest()
        if before.get(path.name) != after[path.name] or not path.with_suffix(".png").exists():
            path.with_suffix(".png").write_bytes(painted(app.ledger.catalogue.root, path.read_text(encoding="utf-8"), scale=2, effort=6))
    kept.write_text(json.dumps(after))
