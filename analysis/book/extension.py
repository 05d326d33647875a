"""The Sphinx extension: roles that ask for numbers by name, generated tables, language links, marks of a custom edition.

It computes the results once at the start of a build, so that plain `jupyter-book build .` has the same numbers as the
driver. A page is written again when a number that it says has changed.
"""

import re
from html import escape
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from analysis.book import addresses, changes_page, generated, number_pages
from analysis.book.ages import age_line
from analysis.book.claims_page import claim_counts, claims_table
from analysis.book.columns_page import columns_table
from analysis.book.glossary import glossary_list
from analysis.book.pages import ROLES, say_role
from analysis.shown import data_element
from analysis.results import compute
from analysis.sentences import parse_number

logger = logging.getLogger(__name__)
TABLES = {**generated.TABLES, **changes_page.TABLES, "claims": claims_table, "claim-counts": claim_counts, "columns": columns_table, "glossary": glossary_list}
PARTS = ("analysis.live.hooks", "analysis.book.languages", "analysis.book.glossary", "analysis.book.banner", "analysis.book.editions", "analysis.book.figures", "analysis.book.briefs", "analysis.book.cited", "analysis.book.search", "analysis.book.number_pages", "analysis.book.policy")


class number(nodes.inline):
    """A worded number in prose, with its name and value."""


class said(nodes.inline):
    """Other words that the page script may say anew: their class and what it needs to know, as `data-` attributes."""


def setup(app):
    """Register everything with Sphinx."""
    app.add_config_value("ledger_root", "", "env")
    app.add_config_value("ledger_given", {}, "env")
    app.add_config_value("ledger_single", False, "env")  # the driver builds one language, its pages at the root
    app.add_config_value("ledger_langs", ["en", "ko"], "html")  # languages that this build writes
    app.add_node(number, html=(_open_number, _close_number), latex=(_pass, _pass), text=(_pass, _pass))
    app.add_node(said, html=(_open_said, _close_said), latex=(_pass, _pass), text=(_pass, _pass))
    for role in ROLES:
        app.add_role(role, _role)
    for name in TABLES:
        app.add_directive(f"ledger-{name}", type(name, (Generated,), {"name_of_table": name}))
    app.add_post_transform(LinkNumbers)
    app.connect("config-inited", _add_static)
    app.connect("builder-inited", _compute)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-updated", _retitled)
    app.connect("env-purge-doc", lambda app, env, docname: _said(env).pop(docname, None))
    app.connect("doctree-read", _alt_texts)
    app.connect("doctree-read", _say_age)
    app.connect("env-check-consistency", _refuse)
    app.connect("html-page-context", _head)
    for name in PARTS:
        app.setup_extension(name)
    app.add_css_file("ledger.css")
    app.add_js_file("ledger.js", loading_method="defer")
    return {"parallel_read_safe": False, "parallel_write_safe": True, "env_version": 3}


def _root(app):
    return Path(app.config.ledger_root or app.srcdir)


def _lang(app, docname):
    return app.config.language if app.config.ledger_single else docname.split("/")[1] if docname.startswith("book/") else "en"


def _add_static(app, config):
    config.html_static_path.append(str(_root(app) / "book" / "_static"))


def _compute(app):
    app.ledger = compute(_root(app), **app.config.ledger_given)
    app.ledger_problems, app.ledger_tables = [], {}


def _said(env):
    """docname -> {role call: what it said when the page was last read}."""
    if not hasattr(env, "ledger_said"):
        env.ledger_said = {}
    return env.ledger_said


def _outdated(app, env, added, changed, removed):
    """Pages of which some sentence would now read differently."""
    return [docname for docname, said in _said(env).items() if docname in env.found_docs and any(_say(app, docname, call) != words for call, words in said.items())]


def _retitled(app, env):
    """All pages, where a heading reads differently: margins and links on other pages repeat it, and Sphinx leaves those as they were."""
    labels = {label: words for label, (_, _, words) in env.get_domain("std").labels.items()}
    titles = {name: title.pformat() for name, title in env.titles.items()} | labels
    before, env.ledger_titles = getattr(env, "ledger_titles", titles), titles
    return sorted(env.found_docs) if before != titles else []


def _say(app, docname, call):
    role, content = call
    if role == "table":
        return _table(app, content, _lang(app, docname))
    if role == "age":
        return age_line(app.ledger, _root(app), _lang(app, docname), docname.rpartition("/")[2])
    names, words, problem = say_role(app.ledger, role, content, _lang(app, docname))
    if problem or role != "num":
        return problem or words
    return words, repr(app.ledger.numbers[names[0]].value), app.ledger.label(names[0], _lang(app, docname))


def _table(app, name, lang):
    """A generated table, made once a build: it is asked for when pages are compared and when they are written."""
    if (name, lang) not in app.ledger_tables:
        app.ledger_tables[name, lang] = TABLES[name](app.ledger, lang)
    return app.ledger_tables[name, lang]


def _role(role, rawtext, text, lineno, inliner, options=None, content=None):
    env = inliner.document.settings.env
    app = env.app
    names, words, problem = say_role(app.ledger, role, text, _lang(app, env.docname))
    _said(env).setdefault(env.docname, {})[role, text] = _say(app, env.docname, (role, text))
    if problem:
        app.ledger_problems.append(f"{env.doc2path(env.docname, False)}:{lineno}: {{{role}}}`{text}`: {problem}")
        return [nodes.problematic(rawtext, rawtext)], []
    if role == "num":
        return _number_nodes(app.ledger, rawtext, text, _lang(app, env.docname)), []
    if role == "range":
        return [said(rawtext, words, kind="ledger-range", data={"data-range": names[0]})], []
    if role == "if":
        data = dict(zip(("data-if", "data-then", "data-else"), text.split("|")))
        return [said(rawtext, words, kind="ledger-guard", data=data)], []
    if role == "src":
        return [nodes.inline(rawtext, words, classes=["ledger-source"], source_id=names[0])], []
    return [nodes.Text(words)], []


def _number_nodes(results, rawtext, content, lang):
    """The number, and apart from it the Korean particle, which is no part of the value or of its link."""
    name, digits, particle = parse_number(results, content)
    words = results.words(name, lang, digits)
    shown = number(rawtext, words, name=name, value=results.numbers[name].value, title=results.label(name, lang), digits=digits)
    ending = results.words_with(name, lang, digits, particle).removeprefix(words)
    return [shown, said("", ending, kind="ledger-particle", data={"data-particle": particle})] if ending else [shown]


def _open_number(self, node):
    words = data_element(node["name"], node["value"], "", digits=node["digits"])
    self.body.append(words.removesuffix("</data>").replace("<data ", f'<data title="{escape(node["title"])}" '))


def _close_number(self, node):
    self.body.append("</data>")


def _open_said(self, node):
    self.body.append(self.starttag(node, "span", "", CLASS=node["kind"], **node["data"]))


def _close_said(self, node):
    self.body.append("</span>")


def _pass(self, node):
    pass


class LinkNumbers(SphinxPostTransform):
    """Numbers and sources in running text link to their line in the generated pages; in headings they do not."""

    default_priority = 900

    def run(self, **kwargs):
        """Wrap each in a reference."""
        folder = self.env.docname.rpartition("/")[0]
        if f"{folder}/{addresses.PAGE}".lstrip("/") in self.env.found_docs:
            for raw in [raw for raw in self.document.findall(nodes.raw) if raw.get("format") == "html" and self._free(raw)]:
                raw.children = [nodes.Text(number_pages.linked(raw.astext()))]
        for node in list(self.document.findall(nodes.inline)):
            if "source_id" in node and self._free(node):
                self._link(node, "sources", "sources", f"source-{node['source_id']}")
            elif isinstance(node, number) and self._free(node):
                self._link(node, addresses.PAGE, addresses.page_of(node["name"]), addresses.anchor(node["name"]))

    def _free(self, node):
        while node := node.parent:
            if isinstance(node, (nodes.title, nodes.reference, nodes.caption, nodes.topic)):
                return False
        return True

    def _link(self, node, known, page, anchor):
        here = self.env.docname
        folder = here.rpartition("/")[0]
        known, target = (f"{folder}/{name}".lstrip("/") for name in (known, page))
        if known in self.env.found_docs and known != here:
            address = f"{self.app.builder.get_relative_uri(here, target)}#{anchor}"
            link = nodes.reference("", "", internal=True, refuri=address, classes=["ledger-link"])
            node.replace_self(link)
            link += node


def _alt_texts(app, doctree):
    """Numbers in the `:alt:` of a figure or image, which is plain text to Sphinx."""
    docname, lang = app.env.docname, _lang(app, app.env.docname)
    for image in doctree.findall(nodes.image):
        for match in re.findall(r"\{(num|label|if)\}`([^`]+)`", image.get("alt", "")):
            _, words, problem = say_role(app.ledger, *match, lang)
            if problem:
                app.ledger_problems.append(f"{app.env.doc2path(docname, False)}:{image.line or 1}: alt text: {problem}")
            _said(app.env).setdefault(docname, {})[match] = _say(app, docname, match)
            image["alt"] = image["alt"].replace(f"{{{match[0]}}}`{match[1]}`", words)


def _say_age(app, doctree):
    """How old a page is, below its title."""
    docname, title = app.env.docname, next(iter(doctree.findall(nodes.title)), None)
    words = _said(app.env).setdefault(docname, {})["age", ""] = _say(app, docname, ("age", ""))
    if words and title is not None:
        title.parent.insert(title.parent.index(title) + 1, nodes.paragraph("", words, classes=["ledger-age"]))


def _refuse(app, env):
    """Stop the build with every sentence that could not be said."""
    if app.ledger_problems:
        raise ExtensionError("\n".join(app.ledger_problems))


class Generated(Directive):
    """A table made from the results: `{ledger-numbers}` and the others of TABLES."""

    name_of_table = ""

    def run(self):
        """One section for each part of the table."""
        env = self.state.document.settings.env
        parts = _table(env.app, self.name_of_table, _lang(env.app, env.docname))
        _said(env).setdefault(env.docname, {})["table", self.name_of_table] = parts
        return [_section(title, key, html) for title, key, html in parts]


def _section(title, key, html):
    table = nodes.raw("", html, format="html")
    return nodes.section("", nodes.title(title, title), table, ids=[key]) if title else table


def _head(app, pagename, templatename, context, doctree):
    if "ledger-claim-filter" in context.get("body", ""):
        app.add_css_file("claims.css")
        app.add_js_file("claims.js", loading_method="defer")
