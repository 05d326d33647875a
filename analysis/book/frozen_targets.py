"""What a frozen edition holds, cited by name: a number by the results kept beside the sources, a page or figure by the site on the branch `published`.

Value, interval, title and day are those of the edition. A number is called by its term of today: the results keep none.
"""

import datetime
import json
import re
from dataclasses import replace

from analysis.book.addresses import anchor, page_of
from analysis.book.pages import listed, read_config
from analysis.book.targets import EXAMPLE, bare
from analysis.catalogue.formerly import current
from analysis.citing.record import number_record, page_record, plain_line, record_key
from analysis.core.graph import nearest
from analysis.editions.store import Store
from analysis.messages import Refusal
from analysis.results import Number

CITED = re.compile(r'<script type="application/json" class="ledger-cite-data">(.*?)</script>', re.DOTALL)  # what a page says of its own citation


def find_frozen(root, results, kept, target, lang, base=""):
    """The record of what somebody names in a Frozen; a Refusal with the nearest name where that edition has no such thing."""
    catalogue = results.catalogue
    day = replace(catalogue.rows["as_of"], value=datetime.date.fromisoformat(kept.as_of))
    then, names = replace(results, edition=kept.edition, catalogue=catalogue.with_row(day)), kept.names()
    if name := next((name for name in _spellings(results, target) if name in names), None):
        return _number(then, kept, name, lang, base)
    page, _, place = target.partition("#")
    site = _Site(root, kept.edition, lang)
    if site.missing and page in listed(read_config(root)[1]):
        raise Refusal("branch_missing", name=kept.edition)
    title, figures = site.cited(page)
    if title and not place:
        return page_record(then, lang, page, title, base)
    if place in figures:
        return page_record(then, lang, page, figures[place], base, place)
    near = f"{page}#{nearest(place, figures) or next(iter(figures))}" if figures else page if title else nearest(bare(target), [*site.pages, *names])
    raise Refusal("unknown_target", near, name=plain_line(target), example=EXAMPLE)


def _spellings(results, target):
    """A name as given, the one it has today, and those that it had before."""
    name = target.replace("__", ".")
    today = current(results.catalogue, results.graph.functions, name)
    base, dot, keys = today.partition(".")
    return [name, today, *(old + dot + keys for old in results.formerly.get(base, ()))]


def _number(then, kept, name, lang, base):
    """The record of a number under its name in the edition, at its address there."""
    line, unit = kept.names()[name], kept.bases[name.partition(".")[0]].unit
    today = current(then.catalogue, then.graph.functions, name)
    if today in then.numbers and then.numbers[today].unit != unit:  # then it was not shown in the unit of today's term
        term = {**then.catalogue.terms.get(today.partition(".")[0], {}), "shown_unit": ""}
        then = replace(then, catalogue=replace(then.catalogue, terms={**then.catalogue.terms, today.partition(".")[0]: term}))
    said = {"unit": unit, "value": line.value, "state": line.state, "low": line.low, "high": line.high}
    number = replace(then.numbers[today], missing=(), **said) if today in then.numbers else Number(today, "result", **said)
    then = replace(then, numbers={**then.numbers, today: number}, rests_on={today: (), **then.rests_on})
    found = number_record(then, lang, today, page_of(name), anchor(name), base)
    return found | {"id": record_key(kept.edition, lang, name), "custom": found["custom"] | {"name": name}}


class _Site:
    """The pages of an edition in one language, as they lie on the branch; `missing` where the branch has no such edition."""

    def __init__(self, root, edition, lang):
        self.store = Store(root)
        tip = self.store.tip()
        self.missing = tip is None or edition not in self.store.folders(tip)
        files = {} if self.missing else self.store.files(tip, f"{edition}/{lang}")
        self.pages = {path.removesuffix(".html"): blob for path, blob in files.items() if path.endswith(".html") and "/" not in path}

    def cited(self, page):
        """The title of a page, empty where it has no citation, and those of its figures by their place."""
        found = CITED.search(self.store.read(self.pages[page]).decode()) if page in self.pages else None
        said = json.loads(found[1]) if found else {"record": {"title": ""}, "figures": {}}
        return said["record"]["title"], said["figures"]
