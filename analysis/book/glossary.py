"""Words that are no number: the page of all of them, and the explanation at the first use on every other page.

A word is a line of `data/terms/glossary.csv`. What is looked for in a text are its label and the parts of it:
"Mixture of experts (MoE)" is met as that, as "mixture of experts" and as "MoE".
"""

import re
from html import escape

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

SHEET = "data/terms/glossary.csv:"
PAGE = "glossary"
PLAIN = (nodes.title, nodes.reference, nodes.caption, nodes.topic, nodes.literal, nodes.raw, nodes.thead)  # nothing is explained in these
PARTICLES = "은|는|이|가|을|를|의|에|로|으로|와|과|도|만|당|별|마다|까지|부터|보다|에서|에는|에도|이나|나|이다|다|이며|며|이고|고|이라고|라고|라|이라|인|일"


def setup(app):
    """Register with Sphinx; `app.ledger` holds the results."""
    app.add_post_transform(ExplainWords)
    app.connect("env-get-outdated", _outdated)
    app.add_css_file("glossary.css")
    app.add_js_file("glossary.js", loading_method="defer")
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def words(results):
    """Name -> term of every word of the glossary."""
    return {name: term for name, term in results.catalogue.terms.items() if term["where"].startswith(SHEET)}


def forms(label):
    """A label and its parts, the longest first.

    >>> forms("Mixture of experts (MoE)")
    ['Mixture of experts (MoE)', 'Mixture of experts', 'MoE']
    """
    match = re.fullmatch(r"(.+?) ?\((.+)\)", label)
    return [label, *match.groups()] if match else [label]


def pattern(found, lang):
    """What finds any of the words in a text; the group that matched has the word's name."""
    alternatives = sorted(((form, name) for name, term in found.items() for form in forms(term[f"label_{lang}"])), key=lambda pair: -len(pair[0]))
    names = [name for _, name in alternatives]
    return re.compile("|".join(f"({_bounded(form, lang)})" for form, _ in alternatives)), names


def _bounded(form, lang):
    """One form as a whole word: with any case at its start and a plural in English, with particles in Korean."""
    text = re.sub(r"\\?\s", r"\\s+", re.escape(form))
    if lang == "ko" and re.search("[가-힣)]$", form):
        return rf"(?<![가-힣A-Za-z0-9]){text}(?=(?:{PARTICLES})?(?![가-힣A-Za-z0-9]))"
    if form[0].isupper() and form[1:2].islower():
        text = f"[{form[0]}{form[0].lower()}]{text[1:]}"
    return rf"(?<![\w-]){text}(?:s(?![A-Za-z0-9]))?(?![A-Za-z0-9])"


def glossary_list(results, lang):
    """All words with their explanations, as one part; Korean words with the English ones, Latin letters last."""
    found = sorted(words(results).items(), key=lambda pair: _place(pair[1][f"label_{lang}"]))
    items = "".join(f'<div id="{anchor(name)}"><dt>{_head(term, lang)}</dt>\n<dd>{escape(term[f"short_{lang}"])}</dd></div>\n' for name, term in found)
    return [("", PAGE, f'<dl class="ledger-glossary">{items}</dl>')]


def anchor(name):
    """The address of a word on the page of all words."""
    return f"word-{name.removeprefix('word_')}"


def _place(label):
    return not re.match("[가-힣]", label), label.casefold()


def _head(term, lang):
    english = "" if lang == "en" or term["label_en"] == term["label_ko"] else f' <span lang="en">{escape(term["label_en"])}</span>'
    return escape(term[f"label_{lang}"]) + english


def _outdated(app, env, added, changed, removed):
    """All pages, where a word or its explanation has changed: any may explain it."""
    now = {name: {key: text for key, text in term.items() if key != "where"} for name, term in words(app.ledger).items()}
    before, env.ledger_glossary = getattr(env, "ledger_glossary", now), now
    return [] if before == now else list(env.found_docs)


class ExplainWords(SphinxPostTransform):
    """The first use of a word on a page leads to the glossary, and tells its explanation where one points at it."""

    default_priority = 910

    def run(self, **kwargs):
        """Go through the text of the page, from the top."""
        docname, results = self.env.docname, self.app.ledger
        folder, _, name = docname.rpartition("/")
        page, left = f"{folder}/{PAGE}".lstrip("/"), words(results)
        if not left or name == PAGE or page not in self.env.found_docs:
            return
        lang = self.app.config.language if self.app.config.ledger_single else folder.rpartition("/")[2] or "en"
        address = self.app.builder.get_relative_uri(docname, page) if self.app.builder.format == "html" else ""
        finder, names = pattern(left, lang)
        for text in [text for text in self.document.findall(nodes.Text) if _free(text)]:
            text.parent.replace(text, list(_explained(text, finder, names, left, lang, address)))


def _free(text):
    """Whether a word may be explained here: in prose, and in nothing that the page script says anew."""
    above, node = [], text.parent
    while node is not None:
        above.append(node)
        node = node.parent
    special = any(isinstance(node, PLAIN) or node.tagname in ("number", "said") or "ledger-age" in node.get("classes", ()) for node in above[:-1])
    return not special and any(isinstance(node, nodes.paragraph) for node in above)


def _explained(text, finder, names, left, lang, address):
    """The parts of a text, with links for the words that are still left; they are left no more."""
    start, said = 0, str(text)
    for match in finder.finditer(said):
        name = names[match.lastindex - 1]
        if name in left:
            term = left.pop(name)
            yield nodes.Text(said[start : match.start()])
            yield nodes.reference("", match[0], internal=True, refuri=f"{address}#{anchor(name)}", reftitle=term[f"short_{lang}"], classes=["ledger-word"])
            start = match.end()
    yield nodes.Text(said[start:])
