"""The driver: both languages from one `_config.yml` and `_toc.yml` into `_site/latest/{en,ko}/`.

A page runs again when its text, its language, a module that it imported, the lock file, or a value that it read has
changed, and only then. What Sphinx writes goes to `_build` first; `_site` is touched only when everything has succeeded.
"""

import filecmp
import hashlib
import json
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from pathlib import Path

from analysis.book.assets import FOLDER, STATIC, Assets, letters
from analysis.book.briefs import briefs
from analysis.book.data_files import FILES, data_files
from analysis.book.front import front_page
from analysis.book.interface import translate
from analysis.book.notebooks import execute, has_cells, notebook, page_paths
from analysis.book.pages import base_url, check_pages
from analysis.book.progress import say
from analysis.catalogue.formerly import renamed
from analysis.editions.errata import errata
from analysis.editions.frozen import DRAFT
from analysis.editions.site import root_files
from analysis.handed import handing
from analysis.messages import LANGUAGES, Refusal
from analysis.messages import say as told
from analysis.notebook import stamp
from analysis.results import compute

LOCK = "requirements.lock"
UNWANTED = ("*.map", "*.LICENSE.txt", ".buildinfo", "objects.inv", "searchindex.js", "searchtools.js", "language_data.js")  # source maps, Sphinx's own notes and search


def build(root, given=None, langs=("en", "ko"), out=None, edition=DRAFT, work=None):
    """Build the site; returns an exit status. Raises Refusals before anything is written.

    edition: its name, where one is frozen. work: the folder for what lies between, instead of one below `_build`.
    """
    given = given or {}
    start = time.perf_counter()
    results = compute(root, **given)
    for old, name in renamed(results.catalogue, results.graph.functions, [name for name, _ in given.get("sets", ())]):
        say(told("renamed", langs[0], old=old, name=name))
    given = given if results.changes or results.scenario else {}  # a value given as it is published is no change
    out = _folder(out or root / ("_site_custom" if results.changes else "_site"))
    problems = check_pages(root, results, langs)
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return 1
    custom = bool(results.changes)
    work = work or root / "_build" / ("custom-" + _digest(json.dumps(given, default=str)) if custom else "published")
    if custom:
        _forget(work)
    say(f"{len(results.numbers)} numbers computed, {len(results.changes)} replaced; building {', '.join(langs)}")
    mirror(root / "book" / "_static", work / "source" / "_static")  # where a page says ../_static/picture.svg
    with handing(compute(root) if custom else results):
        done = _languages(root, given, langs, work, edition)
    if not done:
        return 1
    publish({lang: work / "html" / lang for lang in langs}, out, custom, base_url(root))
    files = data_files(replace(results, edition=edition))
    for name in {*FILES} - {*files}:
        (out / "latest" / name).unlink(missing_ok=True)
    for name, text in files.items():
        _write_if_changed(out / "latest" / name, text.encode())
    paths = [path.relative_to(out).as_posix() for path in out.glob("*/*/*.html")]
    for name, text in {} if custom else root_files(results, errata(root)[0], paths).items():
        _write_if_changed(out / name, text.encode())
    say(f"{out}: open {out / 'index.html'} ({time.perf_counter() - start:.1f} s)")
    return 0


def _forget(work, keep=3):
    """Remove what older custom editions left behind, but for the last few."""
    older = sorted((path for path in work.parent.glob("custom-*") if path != work), key=lambda path: path.stat().st_mtime)
    for path in older[: max(0, len(older) - keep + 1)]:
        shutil.rmtree(path, ignore_errors=True)


def _folder(path):
    """The folder to write to; refused before anything is built where a file stands in the way."""
    for part in [Path(path), *Path(path).parents]:
        if part.is_file():
            raise Refusal("file_in_the_way", value=part)
    return Path(path)


def _digest(text):
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()[:16]


def _languages(root, given, langs, work, edition):
    """Build every language, side by side; whether all succeeded."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(langs), mp_context=context) as pool:
        jobs = {pool.submit(build_language, root, given, lang, work, langs, edition): lang for lang in langs}
        failed = [f"[{jobs[job]}] {job.exception() or 'failed'}" for job in as_completed(jobs) if job.exception() or not job.result()]
    for message in failed:
        say(message)
    return not failed


def build_language(root, given, lang, work, langs, edition=DRAFT):
    """Run the pages of one language and let Sphinx write them; whether it succeeded."""
    from analysis.book.sphinx_app import run_sphinx

    results = compute(root, **given)
    source = work / "source" / lang
    source.mkdir(parents=True, exist_ok=True)
    kept = {".".join((name, "ipynb" if has_cells(path) else "md")) for name, path in page_paths(root, lang).items()}
    for stale in [path for path in source.iterdir() if path.name not in kept]:
        stale.unlink()
    for name, path in page_paths(root, lang).items():
        if has_cells(path):
            _run_page(root, given, lang, path, source / f"{name}.ipynb", results)
        else:
            _write_if_changed(source / path.name, path.read_bytes())
    written = run_sphinx(root, given, lang, source, work, langs, edition)
    if lang == "ko":
        translate(work / "html" / lang)
    if written:
        briefs(root, results, lang, work / "html" / lang, work, edition)
    static = work / "html" / lang / "_static"
    if (root / "book" / "_static").exists():
        shutil.copytree(root / "book" / "_static", static, dirs_exist_ok=True)  # Sphinx copies them only when a page changed
    _add_chart_library(static)
    return written


def _add_chart_library(static):
    """The one script that live charts need, from the same package that draws the static ones."""
    from importlib.metadata import version

    path, mark = static / "vega-bundle.js", f"/* vl-convert-python {version('vl-convert-python')} */\n"
    if not path.exists() or not path.open(encoding="utf-8").readline() == mark:
        from analysis.charts.block import bundle

        path.write_text(mark + bundle(), encoding="utf-8")


def _run_page(root, given, lang, path, target, results):
    """Run one page unless the last run still holds."""
    published = compute(root) if results.changes else results
    record = target.parent.parent / f"{lang}-{path.stem}.json"
    book = notebook(path, published, lang)
    text = _digest(json.dumps(book) + json.dumps(given, default=str))
    if target.exists() and record.exists() and _holds(json.loads(record.read_text()), text, root, lang, results, published):
        return
    say(f"[{lang}] {path.stem}: running")
    with tempfile.TemporaryDirectory() as folder:
        reads = Path(folder) / "reads.json"
        os.environ.update(COMPUTE_LEDGER_READS=str(reads), COMPUTE_LEDGER_ROOT=str(root))
        done, seconds = execute(book, given, root)
        read = json.loads(reads.read_text())
    _write_if_changed(target, json.dumps(done, ensure_ascii=False, indent=1).encode())
    modules = {file: _digest(Path(file).read_bytes()) for file in read["modules"]}
    record.write_text(json.dumps({"text": text, "lock": _lock(root), "modules": modules, "numbers": read["numbers"], "lines": _lines(results, read["numbers"])}))
    say(f"[{lang}] {path.stem}: {seconds:.1f} s")


def _lines(results, names):
    """The lines that each name had: a page that shows a name with all its lines shows a new line too."""
    return {base: results.with_prefix(base) for base in sorted({name.partition(".")[0] for name in names if "." in name})}


def _lock(root):
    path = root / LOCK
    return _digest(path.read_bytes()) if path.exists() else ""


def _holds(record, text, root, lang, results, published):
    """Whether nothing that a page's last run rested on has changed."""
    return (
        record["text"] == text
        and record["lock"] == _lock(root)
        and record.get("lines") == _lines(results, record["numbers"])
        and all(Path(file).exists() and _digest(Path(file).read_bytes()) == digest for file, digest in record["modules"].items())
        and all(stamp(results, published, name, lang) == words for name, words in record["numbers"].items())
    )


def _write_if_changed(path, content):
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)


def publish(built, out, custom=False, site=""):
    """Copy finished languages to the site, file by file where something changed, and remove what is gone; no page stands there before what it asks for."""
    shared = Assets(letters(built.values()), next(iter(built.values())).parent / "typefaces")
    pages = {lang: shared.pages(folder) for lang, folder in built.items()}
    front = shared.front(front_page("latest/", sorted(built), custom, site), next(iter(built.values())))
    (out / FOLDER).mkdir(parents=True, exist_ok=True)
    for name, content in shared.files.items():
        _write_if_changed(out / FOLDER / name, content)
    for lang, folder in built.items():
        mirror(folder, out / "latest" / lang, pages[lang])
    for other in set(LANGUAGES) - set(built):
        shutil.rmtree(out / "latest" / other, ignore_errors=True)  # another run's numbers must not stand beside these
    _write_if_changed(out / "index.html", front.encode())
    _write_if_changed(out / ".nojekyll", b"")
    for old in [path for path in (out / FOLDER).iterdir() if path.name not in shared.files]:
        old.unlink()


def mirror(source, target, pages=None):
    """Make `target` equal to `source`, leaving unchanged files alone; pages: path -> text of those that read differently there."""
    wanted = {path.relative_to(source) for path in source.rglob("*") if path.is_file() and not any(path.match(p) for p in UNWANTED)}
    wanted = {path for path in wanted if not pages or path.parts[0] != STATIC}
    for path in [path for path in target.rglob("*") if path.is_file() and path.relative_to(target) not in wanted]:
        path.unlink()
    for path in wanted:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        if path in (pages or {}):
            _write_if_changed(target / path, pages[path].encode())
        elif not (target / path).exists() or not filecmp.cmp(source / path, target / path, shallow=True):
            shutil.copy2(source / path, target / path)
