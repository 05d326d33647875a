"""What several test files use: chapters written in a test, and the fixture book as a project folder of its own."""

import shutil
import textwrap
import types
from pathlib import Path

from analysis.core.graph import Graph

ROOT = Path(__file__).resolve().parent.parent
FIXTURE = ROOT / "tests" / "fixture_book"
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


def edit(path, old, new):
    """Replace the one place where a file says `old`."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path.name} says {old!r} {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")
