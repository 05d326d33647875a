"""`check`: data, formulas and pages without building; generated files up to date."""

import sys

from analysis import verdicts
from analysis.book import korean, parity, prose, stamps
from analysis.book.generated import bibliography
from analysis.book.pages import check_pages
from analysis.kinds.unit_check import unit_problems
from analysis.results import compute


def check(root, write=False):
    """Print what is wrong, or how much was checked; the exit status."""
    results = compute(root)
    path, text = root / "book" / "references.bib", bibliography(results.catalogue.sources)
    if write:
        path.write_text(text, encoding="utf-8")
    problems = [*unit_problems(results.catalogue, results.graph), *check_pages(root, results)]
    problems += [*verdicts.problems(results), *parity.problems(root), *korean.problems(root), *prose.problems(root, results)]
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        problems.append("book/references.bib: differs from data/sources.csv; write it anew with: python -m analysis check --write")
    for hint in korean.problems(root, hints=True):
        print(f"hint: {hint}")
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return 1
    kinds = [number.kind for number in results.numbers.values()]
    counts = f"{kinds.count('row')} rows, {kinds.count('cell')} cells, {kinds.count('result')} results, {len(results.catalogue.sources)} sources"
    counts += f", {len(results.catalogue.claims)} claims" if results.catalogue.claims else ""
    print(f"{counts}, {len(results.catalogue.scenarios)} scenarios: data, formulas and pages agree")
    return 0


def stamp(root, page=None, reason=None):
    """Renew the stamps of Korean sections, printing what changed in English; the exit status, 2 where a stamp was refused."""
    try:
        refused = stamps.restamp(root, page, reason)
    except ValueError as error:
        refused = [str(error)]
    print("\n".join(refused) or "every Korean section names the English that it reflects", file=sys.stderr if refused else sys.stdout)
    return 2 if refused else 0
