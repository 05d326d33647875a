"""`check`: data, formulas and pages without building; generated files up to date."""

import sys

import yaml

from analysis import verdicts
from analysis.book import korean, parity, prose, spoken, stamps
from analysis.book.ages import said_names
from analysis.book.generated import bibliography
from analysis.book.pages import check_pages, read_page
from analysis.citing.file import renewed
from analysis.classify import table as class_table
from analysis.editions.errata import errata
from analysis.editions.frozen import editions, read
from analysis.kinds.unit_check import unit_problems
from analysis.live.hooks import parameters
from analysis.live.javascript import Trace
from analysis.live.page import panel
from analysis.messages import LANGUAGES
from analysis.results import compute


CITATION = "CITATION.cff"
STALE = "{}: differs from the data that it is made of; write it anew with: python -m analysis check --write"


def generated_files(root, results):
    """Path -> text of every committed file that is made of others."""
    made = {root / "book" / "references.bib": bibliography(results.catalogue.sources)}
    if {"rules", "conditions"} <= set(results.catalogue.tables):
        made[root / class_table.PATH] = class_table.class_table(root)
    if (root / CITATION).exists():
        made[root / CITATION] = renewed((root / CITATION).read_text(encoding="utf-8"), *_newest(root, results))
    return made


def _newest(root, results):
    """Name and day of the newest frozen edition; of the draft where none is."""
    known = editions(root)
    return (known[-1], read(root, known[-1]).as_of) if known else (results.edition, results.as_of.isoformat())


def check(root, write=False, lang="en"):
    """Print what is wrong, or how much was checked; the exit status."""
    results = compute(root)
    made = generated_files(root, results)
    for path, text in made.items() if write else ():
        path.write_text(text, encoding="utf-8")
    problems = [*unit_problems(results.catalogue, results.graph), *check_pages(root, results)]
    problems += [*slider_problems(root, results), *verdicts.problems(results), *parity.problems(root), *korean.problems(root), *prose.problems(root, results)]
    problems += [*errata(root)[1], *spoken.problems(results)]
    problems += [STALE.format(path.relative_to(root).as_posix()) for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for hint in korean.problems(root, hints=True):
        print(f"hint: {hint}")
    if waiting := spoken.waiting(results):
        print(f"hint: {waiting} notes of rows and cells have no Korean yet: {spoken.PLACE}")
    if problems:
        print("\n".join(getattr(problem, "korean", problem) if lang == "ko" else problem for problem in problems), file=sys.stderr)
        return 1
    kinds = [number.kind for number in results.numbers.values()]
    counts = f"{kinds.count('row')} rows, {kinds.count('cell')} cells, {kinds.count('result')} results, {len(results.catalogue.sources)} sources"
    counts += f", {len(results.catalogue.claims)} claims" if results.catalogue.claims else ""
    print(f"{counts}, {len(results.catalogue.scenarios)} scenarios: data, formulas and pages agree")
    return 0


def slider_problems(root, results):
    """What stands on a page with sliders and cannot move with them, once each, as `file:line: what is wrong`."""
    found = {}
    for path in [path for lang in LANGUAGES for path in sorted((root / "book" / lang).glob("*.md"))]:
        page = read_page(path, path.parent.name, root)
        try:
            given = parameters(path, results.numbers)
        except yaml.YAMLError as error:  # the head of a page, which only its reading as a notebook looks at
            given, found[page.place] = [], f"{page.place}: {' '.join(str(error).split())}"
        for place, problem in [*_untraced(results, page, given), *_unmoved(page)] if given else ():
            found.setdefault(problem, f"{place}: {problem}")
    return list(found.values())


def _untraced(results, page, given):
    """(place, problem) of each number that `book` would stop at, and of each parameter that has no room for a slider."""
    trace = Trace(results, given)
    calls = {name: (trace.add, name) for name in said_names(results, page) if trace.mover(name)}
    for name, (call, *arguments) in (calls | {name: (panel, results, page.lang, [name]) for name in given}).items():
        try:
            call(*arguments)
        except ValueError as error:
            base = name.partition(".")[0]
            line = next((n for n, text in enumerate(page.text.splitlines(), 1) if base in text), 1)
            yield f"{page.place}:{line}", str(error)


def _unmoved(page):
    """(place, problem) of each `{sure}` on a page with sliders: an interval is struck out there, and these words would stay."""
    for line, role, content in page.roles:
        if role == "sure":
            yield f"{page.place}:{line}", f"{{sure}}`{content}`: a page with sliders says {{range}}; how sure a number is does not follow them"


def stamp(root, page=None, reason=None):
    """Renew the stamps of Korean sections, printing what changed in English; the exit status, 2 where a stamp was refused."""
    try:
        refused = stamps.restamp(root, page, reason)
    except ValueError as error:
        refused = [str(error)]
    print("\n".join(refused) or "every Korean section names the English that it reflects", file=sys.stderr if refused else sys.stdout)
    return 2 if refused else 0
