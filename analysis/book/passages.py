"""Prose as passages: the words of pages, cells, terms, scenarios and READMEs, each with its line; roles and code taken out.

Not read: code (analysis/book/listings.py says what that is), link targets, comments. The checks of prose search these passages and never the raw text.
"""

import ast
import re
from dataclasses import dataclass, field
from functools import lru_cache

import yaml
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from analysis import sentences
from analysis.book.listings import CODE, is_code, span_words
from analysis.book.pages import read_page
from analysis.sheets import Sheet

LANGUAGES = ("en", "ko")
ROLE, GUARD = "\ufffc", "\ufff9"  # what stands for a role and an {if} while prose is searched


@dataclass
class Passage:
    """Some prose: where its first line stands, what it is, and its words with a sign for each role, guard and piece of code.

    kind: heading, paragraph, item, cell (of a table), note, guard (words of an {if}), words (in a notebook cell), math, term,
    reason, claim. `guards` holds the alternatives of each {if} in order.
    """

    place: str
    line: int
    kind: str
    lang: str
    text: str
    guards: list = field(default_factory=list)

    def at(self, offset):
        """`file:line` of an offset in the text."""
        return f"{self.place}:{self.line + self.text.count(chr(10), 0, offset)}"


KINDS = {"heading": "heading", "list_item": "item", "td": "cell", "th": "cell", "blockquote": "note", "dd": "item", "dt": "item", "footnote_reference": "note"}
FENCES = ("fence", "colon_fence")
LISTING = re.compile(r"\{(?:code|code-block|sourcecode)\}\s*")
NO_PROSE = re.compile(r"\{(?:code-cell|literalinclude|ledger-|toctree|bibliography|raw|eval-rst|mermaid|include)")
UNTITLED = re.compile(r"\{(?:figure|image|math)\}")
OPTION = re.compile(r"^:(\w[\w-]*):[ \t]*(.*)$")
SPOKEN = ("alt", "caption", "title")


@lru_cache(1)
def _parser():
    return create_md_parser(MdParserConfig(enable_extensions={"colon_fence", "deflist", "dollarmath"}), RendererHTML)


def read_prose(place, lang, text, offset=0, inside=None):
    """Passages of a Markdown text; `inside` is the kind that paragraphs have there."""
    stack = []
    for token in _parser().parse(text):
        line = (token.map or (0,))[0] + offset + 1
        base = token.type.removesuffix("_open").removesuffix("_close")
        if token.nesting:
            stack = stack[:-1] if token.nesting < 0 else [*stack, base]
        elif token.type == "inline":
            kind = next((KINDS[name] for name in reversed(stack) if name in KINDS), inside or "paragraph")
            yield from _inline(place, lang, line, kind, token.children or [])
        elif token.type == "code_block" or (token.type in FENCES and (LISTING.match(token.info) or not token.info.startswith("{"))):
            yield from _listing(place, lang, line, token)
        elif token.type in FENCES:
            yield from _directive(place, lang, line, token)
        elif token.type.startswith("math_block"):
            yield Passage(place, line, "math", lang, token.content)
        elif token.type == "html_block":
            yield Passage(place, line, "note", lang, re.sub(r"<!--.*?-->|<[^>]*>", _blank, token.content, flags=re.DOTALL))


def _blank(match):
    return re.sub(r"[^\n]", " ", match[0])


def _listing(place, lang, line, token):
    """What a block of code says: its caption, and all of it where it is no code."""
    options = "".join(re.findall(r"\A(?::[\w-]+:[^\n]*\n)+", token.content)) if LISTING.match(token.info) else ""
    for number, text in enumerate(options.splitlines()):
        match = OPTION.match(text)
        if match[1] in SPOKEN:
            yield from read_prose(place, lang, match[2], line + number, "note")
    text, before = token.content[len(options) :], line - (token.type == "code_block") + options.count("\n")
    if not is_code(text, LISTING.sub("", token.info).strip()):
        yield from read_prose(place, lang, text, before, "note")


def _directive(place, lang, line, token):
    if NO_PROSE.match(token.info):
        return
    title = re.sub(r"^\{[^}]*\}\s*", "", token.info)
    if title and not UNTITLED.match(token.info):
        yield from read_prose(place, lang, title, line - 1, "note")
    if token.info.startswith("{math}"):
        yield Passage(place, line, "math", lang, token.content)
        return
    body = token.content.split("\n")
    for number, text in enumerate(body):
        match = OPTION.match(text)
        if match and match[1] in SPOKEN:
            yield from read_prose(place, lang, match[2], line + number, "note")
        body[number] = "" if match else text
    yield from read_prose(place, lang, "\n".join(body), line, "note")


def _inline(place, lang, line, kind, children):
    if {child.type for child in children} == {"image"}:  # a picture by itself is no paragraph
        kind = "note"
    passage = Passage(place, line, kind, lang, "")
    formulas = []
    passage.text = _flat(children, passage, formulas)
    yield passage
    starts = [match.start() for match in re.finditer(GUARD, passage.text)]
    for start, guard in zip(starts, passage.guards, strict=True):
        yield from (Passage(place, line + passage.text.count("\n", 0, start), "guard", lang, words) for words in guard)
    yield from (Passage(place, line, "math", lang, words) for words in formulas)


def _flat(children, passage, formulas):
    text = ""
    for child in children:
        if child.type == "text":
            text += child.content
        elif child.type in ("softbreak", "hardbreak"):
            text += "\n"
        elif child.type == "code_inline":
            text += span_words(child.content)
        elif child.type == "myst_role":
            text += _role(child.meta["name"], child.content, passage)
        elif child.type.startswith("math_inline"):
            formulas.append(child.content)
        elif child.type == "image":
            text += _flat(child.children or [], passage, formulas)
    return text


def _depends(condition):
    """Whether a condition can turn out either way: `1 < 2` and `a < a` guard nothing."""
    sides = [re.split(r"[<>]=?", part) for part in condition.split(" and ")]
    return any(len(side) == 2 and re.search("[a-z]", "".join(side)) and side[0].strip() != side[1].strip() for side in sides)


def _role(name, content, passage):
    if name == "src":
        return ""
    condition, *words = content.split("|")
    if name == "if" and len(words) == 2 and _depends(condition) and words[0].strip() != words[1].strip():
        passage.guards.append(words)
        return GUARD
    if name == "if":
        return " ".join(words)
    if name in ("num", "range") and "|" in content:
        return ROLE + content.rpartition("/")[2]  # the particle reads on: the last of the pair stands for both
    title = re.fullmatch(r"(.*\S)\s*<[^<>]*>\s*", content, re.DOTALL)
    return title[1] if title and name in ("ref", "doc", "numref", "term") else ROLE


def page_passages(page):
    """Passages of a page: its prose, and the words in its cells (a chart's title, axis and note)."""
    yield from read_prose(page.place, page.lang, page.text)
    for line, code in page.cells:
        yield from _cell_words(page, line, code)


def _cell_words(page, line, code):
    for number, words in quoted(code):
        yield Passage(page.place, line + number - 1, "words", page.lang, sentences.FIELD.sub(ROLE, words))


def quoted(code, inside=ast.AST):
    """(line, words) of each text in the code of a cell that is no name; `inside`: only within such nodes, as in calls."""
    try:
        nodes = [node for outer in ast.walk(ast.parse(code)) if isinstance(outer, inside) for node in ast.walk(outer)]
    except SyntaxError:  # told by the check of pages
        return
    for node in dict.fromkeys(nodes):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and not re.fullmatch(r"[a-z0-9_.]*", node.value):
            yield node.lineno, node.value


def passages(root):
    """All prose of a project folder: pages, READMEs, terms, column labels, claims, scenarios."""
    for lang in LANGUAGES:
        for path in sorted((root / "book" / lang).glob("*.md")):
            yield from page_passages(read_page(path, lang, root))
    for name, lang in (("README.md", "en"), ("README.ko.md", "ko")):
        if (root / name).exists():
            yield from read_prose(name, lang, (root / name).read_text(encoding="utf-8"))
    for path in [*sorted((root / "data" / "terms").glob("*.csv")), *(root / "data").glob("columns.csv")]:
        yield from _spoken_columns(path, root)
    for path in sorted((root / "data" / "claims").glob("*.csv")):
        yield from _claim_words(path, root)
    for path in sorted((root / "data" / "scenarios").glob("*.yml")):
        yield from _scenario_words(path, root)


def _claim_words(path, root):
    """What is claimed, in which words may say how much, since another said it; and our reasons, in which they may not."""
    sheet = Sheet(path, root)
    for line, row in sheet.lines:
        for lang in LANGUAGES:
            meaning = re.sub(r"\{printed(\|[^}]*)?\}", ROLE, row.get(f"meaning_{lang}", ""))
            yield Passage(sheet.place, line, "claim", lang, meaning)
            yield from read_prose(sheet.place, lang, row.get(f"reason_{lang}", ""), line - 1, "note")


def _spoken_columns(path, root):
    sheet = Sheet(path, root)
    for line, row in sheet.lines:
        for column, text in row.items():
            stem, _, lang = column.rpartition("_")
            if stem in ("label", "short") and lang in LANGUAGES and text:
                yield Passage(sheet.place, line, "term", lang, text)


def _scenario_words(path, root):
    try:
        stack = [yaml.compose(path.read_text(encoding="utf-8"))]
    except yaml.YAMLError:  # told by the catalogue
        return
    while stack:
        node = stack.pop()
        for key, value in node.value if isinstance(node, yaml.MappingNode) else []:
            stack.append(value)
            if key.value in LANGUAGES and isinstance(value, yaml.ScalarNode):
                yield Passage(path.relative_to(root).as_posix(), value.start_mark.line + 1, "reason", key.value, value.value)


def noted(root):
    """The Korean of docstrings and notes: sentences on numbers, which may hold them as the English does."""
    path = root / "data" / "sentences_ko.csv"
    sheet = Sheet(path, root) if path.exists() else None
    for line, row in sheet.lines if sheet else ():
        yield Passage(sheet.place, line, "term", "ko", row.get("ko", ""))
