"""What several test files use: chapters written in a test, and the fixture book as a project folder of its own."""

import csv
import functools
import math
import os
import random
import shutil
import subprocess
import sys
import textwrap
import types
from pathlib import Path

from analysis.core import ops
from analysis.core.graph import Graph, Same
from analysis.core.recorded import Recorded
from analysis.results import compute

ROOT = Path(__file__).resolve().parent.parent
FIXTURE = ROOT / "tests" / "fixture_book"
TREE = ("analysis", "book", "data", "_config.yml", "_toc.yml", "requirements.lock")
HEAD = "import math\nfrom analysis.core import ops\nfrom analysis.core.graph import result\n"


def chapter(source, name="chapter"):
    """A chapter module from its text, three imports before it; in errors its file is `<name>.py`."""
    module = types.ModuleType(name)
    exec(compile(HEAD + textwrap.dedent(source).lstrip("\n"), f"{name}.py", "exec"), vars(module))
    return module


def graph(source):
    """The graph of one chapter written in a test."""
    return Graph([chapter(source)])


def fixture_book(folder):
    """A copy of the fixture book with the style and templates of the main book."""
    shutil.copytree(FIXTURE, folder, ignore=shutil.ignore_patterns("_build", "_site*", "__pycache__"))
    shutil.copytree(ROOT / "book" / "_static", folder / "book" / "_static", ignore=shutil.ignore_patterns("fonts"))
    shutil.copytree(ROOT / "book" / "_templates", folder / "book" / "_templates")
    return folder


@functools.cache
def book_results():
    """The results of the book as it is, computed once a process."""
    return compute(ROOT)


def build_book(folder):
    """Build the book as a fresh clone does, below a folder of its own (`tree`, `site`): the work folder of the project stays as it is."""
    tree = folder / "tree"
    for name in TREE:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        copy(ROOT / name, tree / name)
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(tree), os.environ.get("PYTHONPATH")]))}
    command = [sys.executable, "-m", "analysis", "book", "--out", str(folder / "site")]
    done = subprocess.run(command, cwd=tree, env=paths, capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stderr


def edit(path, old, new):
    """Replace the one place where a file says `old`."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path.name} says {old!r} {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")


def one_line(path, line):
    """A reader's table with one line, {column: cell}; returns its path."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, line)
        writer.writeheader()
        writer.writerow(line)
    return path


def set_cell(path, key, column, value):
    """Write one cell of a CSV file."""
    with open(path, encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    line = next(line for line in lines if key in (line.get("name"), line.get("id")))
    assert line[column] != value
    line[column] = value
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


def copies(catalogue):
    """Cell that says `=name` -> that name."""
    return {name: leaf.value.name for name, leaf in catalogue.leaves().items() if isinstance(leaf.value, Same)}


def repeats(catalogue):
    """Name -> columns and tables of the cells that say `=name`."""
    found = {}
    for cell, leaf in catalogue.leaves().items():
        if isinstance(leaf.value, Same):
            column = cell.partition(".")[0]
            found.setdefault(leaf.value.name, set()).update([column, *(table for table, columns in catalogue.columns.items() if column in columns)])
    return found


def sampled_leaves(catalogue, functions, count, seed=20261121):
    """Names of numeric leaves: one of each kind and a seeded choice of `count` more, so that a test takes as long on a large book as on a small one.

    Kinds differ in what else can go wrong: a row or a cell, its spread, moving with a group, repeated by cells, read by a scalar function.
    """
    leaves = {name: row for name, row in catalogue.leaves().items() if isinstance(row.value, float)}
    repeated, scalar = repeats(catalogue), {asked for function in functions.values() if function.scalar for asked in function.asks}

    def kind(name, row):
        column = name.partition(".")[0]
        tables = {table for table, columns in catalogue.columns.items() if column in columns}
        return "." in name, row.spread, bool(row.group), name in repeated, not scalar.isdisjoint({column, *tables})

    first = {kind(name, row): name for name, row in reversed(leaves.items())}
    return sorted({*first.values(), *random.Random(seed).sample(sorted(leaves), min(count, len(leaves)))})


def sampled(names, count, seed=20261121):
    """A seeded choice of names, sorted; all of them where there are no more than `count`."""
    return sorted(random.Random(seed).sample(sorted(names), min(count, len(names))))


STEPS = {"where", "minimum", "maximum", "least", "greatest", "floor", "first_key", "ratio"}


class Still:
    """Tells whether a small change of a leaf may leave a number as it is: a step, a branch, a zero factor, or a leaf that cancels out."""

    def __init__(self, results):
        self.numbers, self.known = results.numbers, {}
        self.below = {name: frozenset(leaves) for name, leaves in results.rests_on.items()}

    def may(self, name, leaf):
        """Whether the number may stand still, by its own formula or one on the way down to the leaf."""
        if (name, leaf) not in self.known:
            record = self.numbers[name].record
            self.known[name, leaf] = leaf in self.below[name] and record is not None and (
                self._node(record, leaf) or any(self.may(part, leaf) for part in record.names())
            )  # fmt: skip
        return self.known[name, leaf]

    def _node(self, node, leaf):
        if not isinstance(node, Recorded) or node.op == "name":
            return False
        held = [isinstance(arg, Recorded) and any(leaf in self.below[name] for name in arg.names()) for arg in node.args]
        cancels = node.op in ("+", "-", "/", "*") and all(held)
        return bool(node.given) or node.op in STEPS or node.op not in ops.PLAIN or cancels or _fixed(node) or any(self._node(arg, leaf) for arg in node.args)


def _fixed(node):
    """Whether one operand settles the value whatever the other is: a factor or dividend of zero, a power of zero, infinity."""
    values = [value for arg in node.args if isinstance(value := getattr(arg, "value", arg), (int, float))]
    if len(values) < len(node.args):
        return False
    return node.op == "*" and 0 in values or node.op == "/" and values[0] == 0 or node.op == "**" and (values[1] == 0 or values[0] in (0, 1)) or math.inf in values
