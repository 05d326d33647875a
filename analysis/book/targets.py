"""What can be cited by name: every page, every figure as `page#figure-name`, every number; each becomes a record."""

import ast
import re

from docutils.utils.smartquotes import smartyPants

from analysis import sentences
from analysis.book.addresses import anchor, page_of
from analysis.book.pages import drawing_of, listed, read_config, read_page, say_role
from analysis.catalogue.formerly import current
from analysis.citing.note import note
from analysis.citing.record import number_record, page_record, plain_line
from analysis.core.graph import nearest
from analysis.messages import Refusal
from analysis.notebook import figure_id

ROLE = re.compile(r"\{(\w+)\}`([^`]+)`")
ADDRESS = re.compile(r"(?:.*/)?([^/?#]*?)(?:\.html)?(?:\?[^#]*)?(#.*)?", re.DOTALL)
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
    raise Refusal("unknown_target", _near(root, results, target, lang, pages), name=plain_line(target), example=EXAMPLE)


def number_at(results, name, lang, base=""):
    """The record of a number at its permanent address."""
    return number_record(results, lang, name, page_of(name), anchor(name), base)


def number_note(results, name, lang, base=""):
    """The source note of a number; empty for a reader's own calculation, which is no edition."""
    return "" if results.changes else note(number_at(results, name, lang, base))


def bare(target):
    """What an address, or a name in capitals, names: for the nearest name. The target itself is not read so: an address may be of another edition.

    >>> bare("https://a.example/latest/en/costs.html?rent=3#figure-a"), bare("numbers_h.html#number-hour_price-a"), bare("COSTS")
    ('costs#figure-a', 'hour_price.a', 'costs')
    """
    name, place = ADDRESS.fullmatch(target.lower()).groups()
    return place.removeprefix("#number-").replace("-", ".") if (place or "").startswith("#number-") else name + (place or "")


def _near(root, results, target, lang, pages):
    """The nearest name: a line of a number with lines, a figure of that page or without its page, a page or a number."""
    name = bare(target)
    page, _, place = name.partition("#")
    if page in pages:
        found = figures(root, results, page, lang) if place else {}
        return f"{page}#{nearest(place, found) or next(iter(found))}" if found else page
    if line := next(iter(results.with_prefix(name)), None):
        return line
    figure = f"figure-{(place or page).removeprefix('figure-')}"
    home = next((one for one in pages if figure in figures(root, results, one, lang)), None)
    return f"{home}#{figure}" if home else nearest(name, [*pages, *results.numbers])


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
