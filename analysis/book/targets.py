"""What can be cited by name: every page, every figure as `page#figure-name`, every number; each becomes a record."""

import ast
import re

from docutils.utils.smartquotes import smartyPants

from analysis import sentences
from analysis.book.addresses import anchor, page_of
from analysis.book.pages import drawing_of, listed, read_config, read_page, say_role
from analysis.catalogue.formerly import current
from analysis.citing.note import note
from analysis.citing.record import number_record, page_record
from analysis.core.graph import nearest
from analysis.messages import Refusal
from analysis.notebook import figure_id

ROLE = re.compile(r"\{(\w+)\}`([^`]+)`")
EXAMPLE = "training_cost#figure-scope_ladder"


def find(root, results, target, lang, base=""):
    """The record of what somebody names; a Refusal with the nearest name where there is no such thing."""
    pages, (page, _, place) = listed(read_config(root)[1]), target.partition("#")
    if page in pages and not place:
        return page_record(results, lang, page, page_title(root, results, page, lang), base)
    if page in pages and place in (found := figures(root, results, page, lang)):
        return page_record(results, lang, page, found[place], base, place)
    name = current(results.catalogue, results.graph.functions, target.replace("__", "."))
    if name in results.numbers:
        return number_at(results, name, lang, base)
    raise Refusal("unknown_target", _near(root, results, target, lang, pages), name=target, example=EXAMPLE)


def number_at(results, name, lang, base=""):
    """The record of a number at its permanent address."""
    return number_record(results, lang, name, page_of(name), anchor(name), base)


def number_note(results, name, lang, base=""):
    """The source note of a number; empty for a reader's own calculation, which is no edition."""
    return "" if results.changes else note(number_at(results, name, lang, base))


def _near(root, results, target, lang, pages):
    """The nearest name: a line of a number with lines, a figure of that page, a page or a number."""
    page, _, place = target.partition("#")
    if page in pages:
        found = figures(root, results, page, lang)
        return f"{page}#{nearest(place, found) or next(iter(found))}" if found else page
    return next(iter(results.with_prefix(target)), None) or nearest(target, [*pages, *results.numbers])


def page_title(root, results, name, lang):
    """The heading of a page, as its readers see it."""
    page = read_page(root / "book" / lang / f"{name}.md", lang, root)
    said = ROLE.sub(lambda role: say_role(results, *role.groups(), lang)[1], page.title)
    return smartyPants(said, attr="qDe")


def figures(root, results, name, lang):
    """Address -> title of every figure of a page, in their order."""
    page, found, drawn = read_page(root / "book" / lang / f"{name}.md", lang, root), {}, {}
    for node in (node for _, code in page.cells for node in ast.walk(ast.parse(code)) if drawing_of(node)):
        function = drawing_of(node).partition(".")[2]
        drawn[function] = drawn.get(function, 0) + 1
        title = next(one.value for one in node.keywords if one.arg == "title").value
        found[figure_id(function, drawn[function])] = sentences.fill(results, title, lang)
    return found
