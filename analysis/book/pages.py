"""Pages as text: which roles, labels, links and cells stand on which line, read with MyST's own parser.

Used to check a book before anything runs, so that an error names the line of the page as its author sees it.
"""

import ast
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from analysis import sentences
from analysis.book.alike import chart_problem, condition_problem
from analysis.core.graph import hint, nearest
from analysis.notebook import PUBLISHED

TOC_KEYS = ("format", "root", "defaults", "options", "parts", "caption", "chapters", "sections", "file", "title")
ROLES = ("num", "range", "sure", "label", "if", "src")
SAY = {
    "num": sentences.number_words, "range": sentences.range_words, "sure": sentences.sure_words, "label": sentences.label_words, "src": sentences.source_words,
}  # fmt: skip
LINKS = ("ref", "numref", "doc")
CODE = re.compile(r"\{code-cell\}|\{code\}|\{code-block\}|\{ledger-")
OPTION = re.compile(r"^:\w.*$", re.MULTILINE)  # `:tags: [...]` at the head of a cell
ALT_ROLE = re.compile(r"!\[[^\]]*\{\w+\}`")  # Markdown drops a role there without a word
TITLE_ROLE = re.compile(r"\s*`{3,}\{[^}]*\}[^`]*`")  # to Markdown no fence at all
PLAIN_LINK = re.compile(r"\]\((?!https?:)[^)]*\.(md|ipynb)[^)]*\)")


@dataclass
class Page:
    """What one page asks for."""

    name: str
    lang: str
    place: str
    text: str
    roles: list = field(default_factory=list)  # (line, role, content)
    labels: dict = field(default_factory=dict)  # label -> line
    cells: list = field(default_factory=list)  # (line, code)
    title: str = ""


@lru_cache(1)
def _parser():
    return create_md_parser(MdParserConfig(enable_extensions={"colon_fence", "deflist", "dollarmath"}), RendererHTML)


def read_config(root):
    """(_config.yml, _toc.yml) of a project folder."""
    return tuple(yaml.safe_load((Path(root) / name).read_text(encoding="utf-8")) for name in ("_config.yml", "_toc.yml"))


def base_url(root):
    """Where the book says that its site is published; empty where it does not."""
    return (read_config(root)[0].get("html") or {}).get("baseurl") or ""


def listed(toc):
    """Page names in the order of the toc, without their folder."""
    entries = [toc["root"]] if "root" in toc else []
    stack = [toc]
    while stack:
        node = stack.pop(0)
        entries += [node["file"]] if "file" in node else []
        stack = [*node.get("parts", []), *node.get("chapters", []), *node.get("sections", []), *stack]
    return [entry.rsplit("/", 1)[-1] for entry in entries]


def read_page(path, lang, root):
    """One page with everything it asks for; nobody changes it."""
    return _read_text(path.stem, lang, path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))


@lru_cache(maxsize=256)
def _read_text(name, lang, place, text):
    page = Page(name, lang, place, text)
    _scan(page, text, 0)
    return page


def _scan(page, text, offset):
    for token in _parser().parse(text):
        start, end = (token.map or (0, 0))[0] + offset, (token.map or (0, 0))[1] + offset
        if token.type == "myst_target":
            page.labels[token.content] = start + 1
        elif token.type == "fence" or token.type == "colon_fence":
            _scan_fence(page, token, start)
        elif token.type == "inline":
            page.title = page.title or token.content
            _scan_inline(page, token, start, end)


def _scan_fence(page, token, start):
    if token.info.startswith("{code-cell}"):
        page.cells.append((start + 2, OPTION.sub("", token.content)))
    elif token.info.startswith("{") and not CODE.match(token.info):
        _scan(page, token.content, start + 1)


def _scan_inline(page, token, start, end):
    lines = page.text.splitlines()[start:end]
    for child in _walk(token.children or []):
        if child.type == "myst_role":
            page.roles.append((_line(lines, start, f"`{child.content}`"), child.meta["name"], child.content))


def _walk(tokens):
    for token in tokens:
        yield token
        yield from _walk(token.children or [])


def _line(lines, start, text):
    return start + 1 + next((n for n, line in enumerate(lines) if text in line), 0)


def check_pages(root, results, langs=("en", "ko")):
    """Problems in the pages of a book, as `file:line: what is wrong`."""
    try:
        _, toc = read_config(root)
    except (OSError, yaml.YAMLError) as error:
        return [f"_config.yml or _toc.yml: {' '.join(str(error).split())}"]
    problems, pages = list(_toc_keys(toc)), {lang: {} for lang in langs}
    for name in listed(toc):
        for lang in langs:
            path = root / "book" / lang / f"{name}.md"
            if path.exists():
                pages[lang][name] = read_page(path, lang, root)
            else:
                near = nearest(name, [p.stem for p in (root / "book" / lang).glob("*.md")])
                problems.append(f"_toc.yml:{_toc_line(root, name)}: no page book/{lang}/{name}.md" + (f"; did you mean '{near}'?" if near else ""))
    for lang in langs:
        labels = {}
        for page in pages[lang].values():
            problems += _double_labels(page, labels)
        for page in pages[lang].values():
            problems += _check_page(page, results, labels, pages[lang])
    return problems


def _toc_keys(node):
    """Problems in the keys of the toc: a misspelt one would lose its pages without a word."""
    for key, value in node.items():
        if key not in TOC_KEYS:
            yield f"_toc.yml: '{key}': expected one of {', '.join(TOC_KEYS)}{hint(key, TOC_KEYS)}"
        for child in value if isinstance(value, list) else ():
            yield from _toc_keys(child)


def _toc_line(root, name):
    lines = (root / "_toc.yml").read_text(encoding="utf-8").splitlines()
    return next((n for n, line in enumerate(lines, 1) if name in line), 1)


def _double_labels(page, labels):
    for label, line in page.labels.items():
        if label in labels:
            yield f"{page.place}:{line}: label '{label}' stands already in {labels[label]}"
        labels[label] = f"{page.place}:{line}"


def _check_page(page, results, labels, pages):
    for line, role, content in page.roles:
        problem = _check_role(results, role, content, page.lang, labels, pages)
        if problem:
            yield f"{page.place}:{line}: {{{role}}}`{content}`: {problem}"
    for number, text in enumerate(page.text.splitlines(), 1):
        if PLAIN_LINK.search(text):
            yield f"{page.place}:{number}: a link to a page file; use {{doc}} or {{ref}}, which stay right once the page is executed"
        if ALT_ROLE.search(text):
            yield f"{page.place}:{number}: a role in the alt text of a Markdown picture is lost; write :::{{figure}} or :::{{image}} with :alt:"
        if TITLE_ROLE.match(text):
            yield f"{page.place}:{number}: a directive whose title holds a role opens with colons, not backticks: :::{{name}} title"
    for line, code in page.cells:
        yield from _check_cell(page, line, code, results)


def _check_role(results, role, content, lang, labels, pages):
    target = re.sub(r".*<(.*)>\s*$", r"\1", content).strip()
    if role in ("ref", "numref"):
        return None if target in labels else f"no label '{target}'{hint(target, labels)}"
    if role == "doc":
        return None if target.removeprefix("/") in pages else f"no page '{target}'{hint(target, pages)}"
    if role in ROLES:
        return say_role(results, role, content, lang)[2] or (condition_problem(results, content) if role == "if" else None)
    return f"no role '{role}'{hint(role, [*ROLES, *LINKS])}"


def say_role(results, role, content, lang):
    """(names, words, problem) of one of our roles; problem is None where it can be said."""
    try:
        if role == "if":
            return (*sentences.guard_words(results, content), None)
        name, words = SAY[role](results, content, lang)
        return [name], words, None
    except ValueError as error:
        return [], "", str(error)


def _check_cell(page, line, code, results):
    try:
        tree = ast.parse(code)
    except SyntaxError as error:
        yield f"{page.place}:{line + (error.lineno or 1) - 1}: {error.msg}"
        return
    if "lang" in {target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets}:
        yield from _check_parameters(page, line, tree, results)
    for node in ast.walk(tree):
        if drawing := drawing_of(node):
            if problem := chart_problem(results, node):
                yield f"{page.place}:{line + node.lineno - 1}: {problem}"
            module, _, function = drawing.partition(".")
            known = drawings(results.catalogue.root)
            if function not in known.get(module, ()):
                words = [f"{m}.{f}" for m, functions in known.items() for f in functions]
                yield f"{page.place}:{line + node.lineno - 1}: no drawing '{drawing}' in analysis/charts{hint(drawing, words)}"
        for text in _asked(node):
            if not results.with_prefix(text):
                try:
                    sentences.parse_number(results, text)
                except sentences.SentenceError as error:
                    yield f"{page.place}:{line + node.lineno - 1}: {error}"


def _check_parameters(page, line, tree, results):
    """The first cell of a page says which language it is in, no scenario, and "published" for each parameter."""
    for node in tree.body:
        name, value = ast.unparse(node).partition(" = ")[::2]
        wanted = repr({"lang": page.lang, "scenario": ""}.get(name, PUBLISHED))
        if value != wanted:
            yield f"{page.place}:{line + node.lineno - 1}: {name} = {value}: in a page's first cell this says {wanted}; replacements come from outside"
        elif name not in ("lang", "scenario") and results.catalogue.leaf(name.replace("__", ".")) is None:
            words = [leaf.replace(".", "__") for leaf in results.catalogue.leaves()]
            yield f"{page.place}:{line + node.lineno - 1}: no row or cell '{name}'{hint(name, words)}"


@lru_cache(4)
def drawings(root):
    """Module -> names of its drawings, here and in a project folder; read from the source, since importing starts the chart runtime."""
    found = {}
    for folder in (Path(__file__).parents[1] / "charts", root / "analysis" / "charts"):
        for path in sorted(folder.glob("*.py")):
            functions = [n for n in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(n, ast.FunctionDef)]
            found.setdefault(path.stem, set()).update(f.name for f in functions if [a.arg for a in f.args.args] == ["records", "words", "width"])
    return {module: sorted(names) for module, names in found.items() if names}


def drawing_of(node):
    """What a call of page.chart draws, as `module.function`, or None."""
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "chart"
    first = node.args[0] if called and node.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def _asked(node):
    """Names that a call of page.show or page.chart asks for."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "page"):
        return
    texts = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    if node.func.attr == "show":
        yield from texts
    if node.func.attr == "chart":
        names = [n.value for k in node.keywords if k.arg in ("names", "mark") for n in ast.walk(k.value) if isinstance(n, ast.Constant)]
        yield from names
        yield from (field for text in texts for field in sentences.fields(text))
