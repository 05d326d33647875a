"""Pages as notebooks: with their parameters filled in, and run by papermill."""

import os
import tempfile
import time
from decimal import Decimal
from pathlib import Path

import jupytext
import nbformat
from traitlets.config import Config

from analysis.book.pages import listed, read_config
from analysis.messages import Refusal, Refusals
from analysis.notebook import PUBLISHED
from analysis.results import compute
from analysis.sheets import NUMBER

QUIET = ["--IPKernelApp.log_level=50"]  # its notice about being stopped is no news
COMMENT = {"en": "{label}: {unit}, allowed {allowed}", "ko": "{label}: {unit}, 허용 {allowed}"}


def page_paths(root, lang):
    """Page name -> path, in the order of the toc."""
    return {name: root / "book" / lang / f"{name}.md" for name in listed(read_config(root)[1])}


def has_cells(path):
    """Whether a page computes anything itself."""
    return "```{code-cell}" in path.read_text(encoding="utf-8")


def notebook(path, results, lang):
    """A page as notebook, its parameters filled with the published values and commented from their rows."""
    book = jupytext.read(path)
    for index, cell in enumerate(book.cells):
        cell["id"] = f"cell-{index}"  # jupytext draws ids at random; equal pages must give equal files
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = "\n".join(_parameter(line, results, lang) for line in cell.source.splitlines())
    book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return book


def _parameter(line, results, lang):
    name, _, value = (part.strip() for part in line.partition("="))
    if value != f'"{PUBLISHED}"':
        return line
    row = results.catalogue.leaf(name.replace("__", "."))
    if row is None:
        raise Refusals([Refusal("unknown_name", name=name, value=value)])
    if row.unit == "date":
        return f'{name} = "{row.value.isoformat()}"  # {results.label(row.name, lang)}'
    units = results.catalogue.units
    ends = [f"{units.shown(end, row.spelling):.10g}" if end is not None else "" for end in (row.low_bound, row.high_bound)]
    comment = COMMENT[lang].format(label=results.label(row.name, lang), unit=row.spelling, allowed="~".join(ends) if lang == "ko" else " to ".join(ends))
    return f"{name} = {units.shown(row.value, row.spelling)!r}  # {comment}"


def write_notebooks(root, langs, out):
    """Every page that computes, as `out/<lang>/<page>.ipynb`, ready for plain papermill."""
    results = compute(root)
    for lang in langs:
        folder = Path(out) / lang
        folder.mkdir(parents=True, exist_ok=True)
        for name, path in page_paths(root, lang).items():
            if has_cells(path):
                nbformat.write(notebook(path, results, lang), folder / f"{name}.ipynb")
                print(folder / f"{name}.ipynb")


def execute(book, given, root):
    """Run a notebook by papermill with a reader's replacements; (executed notebook, seconds)."""
    import papermill  # takes a third of a second to import: only where something runs

    from analysis.book.warm import manager

    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="ledger") as sockets:
        done = papermill.execute_notebook(book, None, parameters=parameters(given), kernel_name="python3", progress_bar=False, cwd=str(root),
                                          extra_arguments=QUIET, config=_kernels(sockets), **manager())  # fmt: skip
    return _without_times(done), time.perf_counter() - start


def _kernels(sockets):
    """Kernels are reached by socket files of their own: a build then needs no network, not even the loopback one."""
    return Config({"KernelManager": {} if os.name == "nt" else {"transport": "ipc", "ip": f"{sockets}/kernel"}})


def parameters(given):
    """A reader's replacements as papermill takes them: as text, which always counts as given; `__` for the dot."""
    sets = {name.replace(".", "__"): f"{Decimal(raw):f}" if NUMBER.fullmatch(raw) else raw for name, raw in given.get("sets", ())}
    tables = {name: str(Path(path).resolve()) for name, path in given.get("tables", ())}
    return {**({"scenario": given["scenario"]} if given.get("scenario") else {}), **({"tables": tables} if tables else {}), **sets}


def _without_times(book):
    """Take out what differs from run to run, and hide what papermill added."""
    book.metadata.pop("papermill", None)
    for cell in book.cells:
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.metadata["tags"] = ["injected-parameters", "remove-input"]
            cell["id"] = "cell-injected"
    return book
