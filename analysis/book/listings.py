"""What code on a page may be: names, settings and paths in spans, and blocks of commands, tables or Python. Any other is prose in another font."""

import ast
import csv
import re

CODE = "\ufffb"  # what stands for code while prose is searched
PARTS = (
    r"-p \w+ \S+|--?[a-z][\w-]*",  # an option: -p rent 3, --set
    r"[A-Za-z][\w.]*=(?:\d+(?:\.\d+)?|[A-Za-z_.][\w./\\:-]*)",  # a setting: fleet_gpus.h20=5
    r"(?=[A-Za-z_.~<*/\\])\S*[/\\][^\s\"]*",  # a path: data/rows/*.csv
    r"(?=\S*[_.])\.?[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*",  # a name of several words: h100_sxm, mine.csv
)
PART = re.compile(rf'(?<!\S)"?(?:{"|".join(PARTS)})"?(?=[\s,;:)]|$)')
COMMAND = re.compile(r"(?:python3?|py|make|papermill|pip|git|grep|cd|source|\.)(?= )|\.?[\w.]*[/\\]\S+(?= )")
HEADER = re.compile(r"[a-z_]\w*(?:,(?:[a-z_]\w*|…))+")


def span_words(content):
    """The words of a code span, with a sign for each name, setting and path: digits and plain words that are left are read as text.

    >>> span_words("$5.58 million"), span_words("--set fleet_gpus.h20=5") == f"{CODE} {CODE}"
    ('$5.58 million', True)
    """
    words = PART.sub(CODE, content)
    return words if re.search(r"\d", words) or re.fullmatch(rf"[\w\s,.{CODE}-]+", words) else CODE


def is_code(text, language=""):
    """Whether a block is commands, a console that begins with `$ `, a table with a header, or Python.

    >>> is_code("make book\\nmake test"), is_code("id,price\\na,3"), is_code("It costs 5 dollars.", "python")
    (True, True, False)
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines or lines[0].startswith("$ ") or all(map(COMMAND.match, lines)):
        return True
    return _is_table(lines) or (language == "python" and _is_python(text))


def _is_table(lines):
    return bool(HEADER.fullmatch(lines[0])) and len({len(cells) for cells in csv.reader(lines)}) == 1


def _is_python(text):
    try:
        return bool(ast.parse(text).body)
    except SyntaxError:
        return False
