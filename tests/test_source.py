"""The source read as text: imports point downwards, functions stay short, chapters stay formulas, every name is explained.

Each rule is a function from a module's name and source to its problems. It is run on the code as it is, and on planted
sources that break it, so that a rule which no longer sees anything fails too.
"""
# Over 300 lines: the rules stand beside the planted sources that they must catch and those that they must let pass.

import ast
import csv
import re
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FUNCTION = 40
LONGEST_FILE = 300

# A module or package, and what it may import besides its own modules. All names are below `analysis`; lowest first.
LAYERS = {
    "core.ops": "",
    "core.wording": "",
    "core.credit": "",
    "core.running": "core.ops",
    "core.graph": "core.ops core.running",
    "core.operand": "",
    "core.recorded": "core.ops core.operand",
    "core.uncertainty": "core.ops",
    "core.claims": "",
    "core.fitting": "core.ops core.uncertainty",
    "core.rules": "core.ops",
    "core.packing": "",
    "core.schedule": "core.ops",
    "core.empirical": "",
    "core.chapters": "core.graph core.ops core.fitting core.rules core.packing core.schedule core.empirical",
    "sheets": "core",
    "units": "core",
    "kinds": "core",
    "charts": "core",
    "messages": "core",
    "catalogue": "core sheets units",
    "ranges": "core catalogue kinds",
    "replacements": "core sheets units messages catalogue",
    "project": "core messages catalogue replacements",
    "handed": "project",
    "states": "",
    "sureness": "states",
    "sentences": "core sheets sureness",
    "verdicts": "core sheets sentences",
    "results": "core states sheets units kinds ranges messages catalogue replacements project handed verdicts",
    "explain": "core messages catalogue results",
    "classify": "core sheets kinds messages replacements project",
    "shown": "core results",
    "editions": "",
    "editions.formula": "",
    "editions.frozen": "core messages editions.formula",
    "editions.compare": "editions.frozen",
    "editions.words": "core states units editions.compare",
    "editions.errata": "core sheets messages catalogue editions.frozen editions.words",
    "editions.site": "messages editions.errata editions.frozen",
    "editions.store": "messages",
    "typefaces": "",
    "citing": "core states typefaces editions.frozen",
    "figures": "core charts results shown",
    "briefs": "core states typefaces citing figures editions.frozen",
    "notebook": "messages charts figures project results sentences shown",
    "live": "core sheets messages replacements results charts sentences",
    "book": "typefaces core sheets units catalogue kinds messages handed results charts sentences verdicts shown notebook live briefs classify citing figures editions.frozen editions.compare editions.words editions.errata editions.site editions.store",
    "editions.publish": "catalogue messages handed results book editions.frozen editions.errata editions.site editions.store",
    "__main__": "core sheets units kinds charts messages catalogue replacements project results sentences explain notebook live book classify citing editions.frozen editions.compare editions.words editions.publish",
}
CHAPTERS = "analysis.core.chapters."
CHAPTER_IMPORTS = {*(f"analysis.core.{name}" for name in ("ops", "fitting", "rules", "packing", "schedule", "empirical")), "analysis.core.graph.result", "math"}
CHAPTER_MATH = {"inf"}  # "impossible" and "never"; every other use of math would be blind to what is no float
CHAPTER_NUMBERS = {0, 1, 2, -1}
IMPURE_MODULES = set("asyncio http importlib io logging os pathlib random secrets shutil socket subprocess sys tempfile threading time urllib".split())
IMPURE_CALLS = set("open print input eval exec __import__ now today utcnow".split())
BRANCHES = (ast.If, ast.IfExp, ast.While, ast.Match, ast.Assert)
ON_NUMBERS = set("abs bool divmod float int isinstance max min pow round sum".split())


def modules(folder):
    """Name -> path of every module of a folder, `analysis.core.ops` for instance."""
    paths = sorted((ROOT / folder).rglob("*.py"))
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


MODULES = modules("analysis")


def imported(source):
    """(line, full name) of everything a source imports, inside functions too; a relative import keeps its dots."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            home = "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{home}.{alias.name}") for alias in node.names)


def functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def within(name, key):
    return name == key or name.startswith(f"{key}.")


def layer(name):
    """The longest name of LAYERS that holds a module, or None."""
    short = name.removeprefix("analysis.")
    return max((key for key in LAYERS if within(short, key)), key=len, default=None)


# The rules


def imports_point_downwards(module, source):
    own = layer(module)
    for line, name in imported(source):
        if name.startswith("."):
            yield f"{module}:{line}: relative import; write the whole name"
        elif within(name, "analysis") and own is None:
            yield f"{module}:{line}: imports {name}, but has no line in LAYERS"
        elif within(name, "analysis"):
            short, other = name.removeprefix("analysis."), layer(name)
            allowed = other and (other == own or any(within(short, key) for key in LAYERS[own].split()))
            if not allowed:
                yield f"{module}:{line}: imports {name}, which does not lie below it"


def the_core_is_pure(module, source):
    """Standard library only; no files, no clock, no globals."""
    if not within(module, "analysis.core"):
        return
    for line, name in imported(source):
        first = name.partition(".")[0]
        if not within(name, "analysis.core") and (first not in sys.stdlib_module_names or first in IMPURE_MODULES):
            yield f"{module}:{line}: imports {name}; the core has the pure part of the standard library and itself"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            yield f"{module}:{node.lineno}: global or nonlocal"
        if isinstance(node, ast.Call) and called(node) in IMPURE_CALLS:
            yield f"{module}:{node.lineno}: calls {called(node)}"


def called(call):
    return getattr(call.func, "id", None) or getattr(call.func, "attr", None)


def chapters_import_only_the_graph(module, source):
    if not module.startswith(CHAPTERS):
        return
    for line, name in imported(source):
        if name not in CHAPTER_IMPORTS:
            yield f"{module}:{line}: imports {name}; a chapter has {', '.join(sorted(CHAPTER_IMPORTS))}"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "math" and node.attr not in CHAPTER_MATH:
            yield f"{module}:{node.lineno}: math.{node.attr}; use analysis.core.ops"


def chapters_hold_no_measured_number(module, source):
    """Whatever was measured, assumed or converted is a row; formulas hold 0, 1, 2 and -1 at most."""
    if not module.startswith(CHAPTERS):
        return
    tree = ast.parse(source)
    minus = {id(n.operand): -1 for n in ast.walk(tree) if isinstance(n, ast.UnaryOp) and isinstance(n.op, ast.USub)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float, complex)) and not isinstance(node.value, bool):
            number = minus.get(id(node), 1) * node.value
            if number not in CHAPTER_NUMBERS:
                yield f"{module}:{node.lineno}: the number {number} belongs in a row of data/"


def chapters_do_not_branch_on_numbers(module, source):
    """Outside scalar functions only text may be compared: with a text constant, or by `in`."""
    if not module.startswith(CHAPTERS):
        return
    for function in numeric_functions(ast.parse(source)):
        for node in own_nodes(function):
            if problem := branch(node):
                line = getattr(node, "lineno", function.lineno)
                yield f"{module}:{line}: {function.name}: {problem}; use analysis.core.ops, or tag it scalar=True"


def numeric_functions(tree):
    """Outermost functions that are not tagged scalar, nor helpers of such functions alone."""
    outer = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    scalar = {name for name, node in outer.items() if any(map(tagged_scalar, node.decorator_list))}
    uses = {name: {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} & set(outer) for name, node in outer.items()}
    while True:
        users = {name: {user for user in outer if name in uses[user]} for name in outer if not outer[name].decorator_list}
        more = {name for name, found in users.items() if found and found <= scalar | {name}} - scalar
        if not more:
            return [node for name, node in outer.items() if name not in scalar]
        scalar |= more


def tagged_scalar(decorator):
    keywords = getattr(decorator, "keywords", [])
    return any(word.arg == "scalar" and getattr(word.value, "value", None) is True for word in keywords)


def own_nodes(function):
    return [node for part in function.body for node in ast.walk(part)]


def branch(node):
    """What is wrong with one node of a formula, or None."""
    if isinstance(node, ast.Compare):
        return None if on_text(node) else "compares what may be a number"
    if isinstance(node, BRANCHES):
        if isinstance(node, (ast.If, ast.IfExp)) and condition(node.test):
            return None
        return f"branches ({type(node).__name__.lower()})"
    if isinstance(node, (ast.BoolOp, ast.UnaryOp)) and not isinstance(getattr(node, "op"), (ast.USub, ast.UAdd)):
        return None if condition(node) else "and, or, not"
    if isinstance(node, ast.comprehension):
        bad = [test for test in node.ifs if not condition(test)]
        return "a filter on what may be a number" if bad else None
    if isinstance(node, (ast.Try, ast.TryStar)):
        return "try"
    if isinstance(node, ast.Call) and getattr(node.func, "id", None) in ON_NUMBERS:
        return f"calls {node.func.id}()"
    return None


def condition(node):
    """Whether a test can only be about text."""
    if isinstance(node, ast.BoolOp):
        return all(map(condition, node.values))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return condition(node.operand)
    return isinstance(node, ast.Compare) and on_text(node)


def on_text(compare):
    operands = [compare.left, *compare.comparators]
    if all(isinstance(op, (ast.In, ast.NotIn)) for op in compare.ops):
        return True
    same = all(isinstance(op, (ast.Eq, ast.NotEq)) for op in compare.ops)
    return same and any(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in operands)


def functions_are_short(module, source):
    for node in functions(ast.parse(source)):
        length = node.end_lineno - node.lineno + 1
        if length > LONGEST_FUNCTION:
            yield f"{module}:{node.lineno}: {node.name} has {length} lines, more than {LONGEST_FUNCTION}"


def long_files_say_why(module, source):
    """A file over the limit opens, after its docstring at most, with a comment such as `# Over 300 lines: one grammar.`"""
    length = len(source.splitlines())
    first = re.search(r"^\s*(?:#|/\*|//)\s*(.*)$", source, re.MULTILINE)
    if length > LONGEST_FILE and not (first and re.match(rf"Over {LONGEST_FILE} lines: \w", first[1])):
        yield f"{module}: {length} lines, and its first comment does not begin 'Over {LONGEST_FILE} lines: ' with a reason"


def public_names_are_explained(module, source):
    """Modules, public classes, their public methods and public functions have a docstring; private classes are exempt."""
    tree = ast.parse(source)
    if not ast.get_docstring(tree):
        yield f"{module}: the module has no docstring"
    for owner, node in public(tree):
        if not ast.get_docstring(node):
            yield f"{module}:{node.lineno}: {owner}{node.name} has no docstring"


def public(tree, owner=""):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for node in [n for n in tree.body if isinstance(n, kinds) and not n.name.startswith("_")]:
        yield owner, node
        if isinstance(node, ast.ClassDef):
            yield from public(node, f"{owner}{node.name}.")


RULES = [
    imports_point_downwards,
    the_core_is_pure,
    chapters_import_only_the_graph,
    chapters_hold_no_measured_number,
    chapters_do_not_branch_on_numbers,
    functions_are_short,
    long_files_say_why,
    public_names_are_explained,
]


# The code as it is


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_code_keeps(rule):
    assert MODULES
    assert [problem for name, path in MODULES.items() for problem in rule(name, path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("rule", [functions_are_short, long_files_say_why], ids=lambda rule: rule.__name__)
def test_tests_and_measurements_keep(rule):
    files = {**modules("tests"), **modules("benchmarks")}
    assert [problem for name, path in files.items() for problem in rule(name, path.read_text(encoding="utf-8"))] == []


def test_long_scripts_and_styles_say_why():
    paths = [path for path in (ROOT / "book" / "_static").iterdir() if path.suffix in (".js", ".css")]
    assert paths
    assert [problem for path in paths for problem in long_files_say_why(path.name, path.read_text(encoding="utf-8"))] == []


def circle(graph):
    """Modules that import each other in a circle, or none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def test_no_modules_import_each_other_in_a_circle():
    assert circle({"a": {"b"}, "b": {"a"}})
    names = {name: {other for _, other in imported(path.read_text(encoding="utf-8"))} for name, path in MODULES.items()}
    graph = {name: {m for other in found for m in (other, other.rpartition(".")[0]) if m in MODULES and m != name} for name, found in names.items()}
    assert circle(graph) == []


def test_every_module_has_a_layer():
    packages = {"analysis", "analysis.core"}
    assert [name for name in MODULES if name not in packages and layer(name) is None] == []


def test_layers_hold_no_circle():
    assert circle({key: {k for k in LAYERS for part in allowed.split() if within(k, part)} for key, allowed in LAYERS.items()}) == []


def cells(page):
    """The code of each cell of a page, without the options at its head."""
    found = re.findall(r"^```\{code-cell\}.*?\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    return [re.sub(r"^:.*$", "", cell, flags=re.MULTILINE) for cell in found]


def test_cells_of_pages_import_the_notebook_module_only():
    pages = list((ROOT / "book").glob("??/*.md"))
    found = {name for page in pages for cell in cells(page.read_text(encoding="utf-8")) for _, name in imported(cell)}
    assert found == {"analysis.notebook.open_page"}


# Planted sources: each rule sees what it is there to see


def formula(body, tag='@result("USD")', helpers=""):
    return f'{helpers}\n{tag}\ndef some_cost(hours, price):\n    """Cost."""\n    {body}\n'


CHAPTER = CHAPTERS + "planted"
PLANTED = [
    (imports_point_downwards, "analysis.core.ops", "from analysis.core import graph"),
    (imports_point_downwards, "analysis.core.wording", "from analysis.messages import say"),
    (imports_point_downwards, "analysis.core.graph", "from analysis.core.chapters import shared"),
    (imports_point_downwards, "analysis.catalogue", "def f():\n    from analysis.results import compute"),
    (imports_point_downwards, "analysis.catalogue", "import analysis.messages"),
    (imports_point_downwards, "analysis.charts.theme", "from analysis import notebook"),
    (imports_point_downwards, "analysis.results", "import analysis.book.build as build"),
    (imports_point_downwards, "analysis.replacements.values", "from analysis.results import allowed"),
    (imports_point_downwards, "analysis.sentences", "from analysis.results import compute"),
    (imports_point_downwards, "analysis.book.pages", "from .build import say"),
    (imports_point_downwards, "analysis.new_module", "from analysis.core import ops"),
    (the_core_is_pure, "analysis.core.ops", "import numpy"),
    (the_core_is_pure, "analysis.core.ops", "from pathlib import Path"),
    (the_core_is_pure, "analysis.core.wording", "import datetime\nNOW = datetime.date.today()"),
    (the_core_is_pure, "analysis.core.graph", "def f():\n    return open('x')"),
    (the_core_is_pure, "analysis.core.graph", "def f():\n    global cache"),
    (chapters_import_only_the_graph, CHAPTER, "from analysis.core.chapters.shared import fleet_capex"),
    (chapters_import_only_the_graph, CHAPTER, "import statistics"),
    (chapters_import_only_the_graph, CHAPTER, "from math import exp"),
    (chapters_import_only_the_graph, CHAPTER, "import math\nROOT = math.sqrt(2)"),
    (chapters_hold_no_measured_number, CHAPTER, formula("return hours * 3600")),
    (chapters_hold_no_measured_number, CHAPTER, formula("return hours * price * 1e9")),
    (chapters_hold_no_measured_number, CHAPTER, formula("return hours ** -2")),
    (chapters_hold_no_measured_number, CHAPTER, "HOURS_PER_DAY = 24"),
    (chapters_do_not_branch_on_numbers, CHAPTER, formula("return hours if price > 0 else price")),
    (chapters_do_not_branch_on_numbers, CHAPTER, formula("if price:\n        return hours\n    return price")),
    (chapters_do_not_branch_on_numbers, CHAPTER, formula("return hours * (price == hours)")),
    (chapters_do_not_branch_on_numbers, CHAPTER, formula("return hours or price")),
    (chapters_do_not_branch_on_numbers, CHAPTER, formula("return not price")),
    (chapters_do_not_branch_on_numbers, CHAPTER, formula("while price:\n        price -= 1")),
    (chapters_do_not_branch_on_numbers, CHAPTER, formula("match price:\n        case 0:\n            return hours")),
    (chapters_do_not_branch_on_numbers, CHAPTER, formula("return {key: hours[key] for key in hours if hours[key]}")),
    (chapters_do_not_branch_on_numbers, CHAPTER, formula("try:\n        return hours / price\n    except ZeroDivisionError:\n        return 0")),
    *((chapters_do_not_branch_on_numbers, CHAPTER, formula(f"return {name}(hours, price)")) for name in sorted(ON_NUMBERS)),
    (chapters_do_not_branch_on_numbers, CHAPTER, formula("return cut(hours)", helpers="def cut(hours):\n    return round(hours)\n")),
    (functions_are_short, "analysis.any", "def f():\n" + "    x = 1\n" * LONGEST_FUNCTION),
    (functions_are_short, "analysis.any", "class A:\n    async def f(self):\n" + "        x = 1\n" * LONGEST_FUNCTION),
    (long_files_say_why, "analysis.any", "x = 1\n" * (LONGEST_FILE + 1)),
    (long_files_say_why, "analysis.any", "# Over 300 lines:\n" + "x = 1\n" * LONGEST_FILE),
    (long_files_say_why, "some.css", "/* A style. */\n" + "a {}\n" * LONGEST_FILE),
    (public_names_are_explained, "analysis.any", "x = 1"),
    (public_names_are_explained, "analysis.any", '"""Module."""\ndef f(): pass'),
    (public_names_are_explained, "analysis.any", '"""Module."""\nclass A: pass'),
    (public_names_are_explained, "analysis.any", '"""Module."""\nclass A:\n    """A."""\n    def f(self): pass'),
    (public_names_are_explained, "analysis.any", '"""Module."""\nclass A:\n    """A."""\n    @property\n    def f(self): pass'),
]
HARMLESS = [
    (imports_point_downwards, "analysis.results", "import json\nfrom analysis.core.chapters import shared\nfrom analysis.catalogue import read"),
    (imports_point_downwards, "analysis.book.build", "from analysis.book.pages import check_pages"),
    (the_core_is_pure, "analysis.core.wording", "import datetime\nfrom decimal import Decimal\nfrom analysis.core import ops"),
    (the_core_is_pure, "analysis.results", "import numpy, os"),
    (chapters_import_only_the_graph, CHAPTER, "import math\nfrom analysis.core import ops\nfrom analysis.core.graph import result\nx = math.inf"),
    (chapters_hold_no_measured_number, CHAPTER, formula("return (1 - hours) ** 2 * price ** -1 / 2.0 + 0", tag='@result("1", scalar=True)')),
    (chapters_do_not_branch_on_numbers, CHAPTER, formula("return {run: price[runs[run].chip] for run in runs if runs[run].kind != 'list'}")),
    (chapters_do_not_branch_on_numbers, CHAPTER, formula("if attention == 'MLA' and not kind in ('list', 'spot'):\n        return -hours\n    return price")),
    (chapters_do_not_branch_on_numbers, CHAPTER, formula("return max(hours, price) if hours > 1 else 0", tag='@result("1", scalar=True)')),
    (chapters_do_not_branch_on_numbers, CHAPTER, formula("return cut(hours)", '@result("1", scalar=True)', "def cut(hours):\n    return round(hours)\n")),
    (functions_are_short, "analysis.any", "def f():\n" + "    x = 1\n" * (LONGEST_FUNCTION - 1)),
    (long_files_say_why, "analysis.any", '"""Doc."""\n# Over 300 lines: one grammar.\n' + "x = 1\n" * LONGEST_FILE),
    (long_files_say_why, "some.css", "/* Over 300 lines: one look. */\n" + "a {}\n" * LONGEST_FILE),
    (public_names_are_explained, "analysis.any", '"""Module."""\ndef _f(): pass\nclass _A:\n    def f(self): pass\n'),
]


@pytest.mark.parametrize("rule, module, source", PLANTED)
def test_rule_catches(rule, module, source):
    assert len(list(rule(module, source))) >= 1


@pytest.mark.parametrize("rule, module, source", HARMLESS)
def test_rule_lets_pass(rule, module, source):
    assert list(rule(module, source)) == []


def test_every_rule_is_tried():
    assert {rule for rule, *_ in PLANTED} == {rule for rule, *_ in HARMLESS} == set(RULES)


# Names that readers see: words in both languages


def lines(folder):
    """(place, line) of every line of the CSV files of a folder of data/, or of one file."""
    for path in sorted((ROOT / "data").glob(folder)):
        with open(path, encoding="utf-8", newline="") as file:
            yield from ((f"{path.relative_to(ROOT).as_posix()}: {next(iter(line.values()))}", line) for line in csv.DictReader(file))


TERMS = {line["name"]: (place, line) for place, line in lines("terms/*.csv")}


def unspoken(line, *columns):
    """Columns of which a line has the words in one language only, or in none."""
    return [column for column in columns if not (line[f"{column}_en"].strip() and line[f"{column}_ko"].strip())]


def test_an_empty_word_is_seen():
    assert unspoken({"label_en": "Rent", "label_ko": " "}, "label") == ["label"]


def is_heading(name):
    """Whether a term is the name of a chapter (a heading of the page of claims) or of a table: it names no number and has nothing to explain."""
    return name.startswith("chapter_") or (ROOT / "data" / "tables" / f"{name}.csv").exists()


def test_every_term_is_in_both_languages():
    assert TERMS
    wanted = {place: unspoken(line, "label", *(() if is_heading(name) else ("short",))) for name, (place, line) in TERMS.items()}
    assert {place: found for place, found in wanted.items() if found} == {}


def test_an_explanation_is_in_both_languages_or_in_none():
    halves = [place for place, line in TERMS.values() if bool(line["short_en"].strip()) != bool(line["short_ko"].strip())]
    assert halves == []


def test_korean_words_are_korean_or_a_name():
    """A short explanation in Korean holds Hangul, one in English none: words of the wrong language are an oversight."""
    hangul = re.compile("[가-힣]")
    assert [place for place, line in TERMS.values() if hangul.search(line["label_en"] + line["short_en"])] == []
    assert [place for name, (place, line) in TERMS.items() if not hangul.search(line["label_ko" if is_heading(name) else "short_ko"])] == []


def test_every_column_has_labels():
    assert {place: found for place, line in lines("columns.csv") if (found := unspoken(line, "label"))} == {}


def test_every_table_has_a_name_that_readers_see():
    tables = [path.stem for path in (ROOT / "data" / "tables").glob("*.csv")]
    assert tables and [name for name in tables if name not in TERMS] == []


def test_every_row_and_every_table_line_has_a_term():
    shown = [(place, next(iter(line.values()))) for folder in ("rows/*.csv", "tables/*.csv") for place, line in lines(folder)]
    assert shown
    assert [place for place, name in shown if name not in TERMS] == []


def test_every_function_has_a_term():
    tagged = [
        (f"{path.name}:{node.lineno}", node.name)
        for name, path in MODULES.items() if name.startswith(CHAPTERS)
        for node in functions(ast.parse(path.read_text(encoding="utf-8"))) if node.decorator_list
    ]
    assert tagged
    assert [(place, name) for place, name in tagged if name not in TERMS] == []
