"""Two languages that cannot drift: each pair of pages asks for the same things, section by section.

Compared are labels, cells but for language and words, blocks and images, citations, names of numbers and
conditions, and which alternative of a guard denies; prose itself is not, which is what the stamps are for (analysis/book/stamps.py).
"""

import ast
import calendar
import difflib
import re
from bisect import bisect_right
from collections import Counter
from itertools import product, takewhile

from analysis import sentences
from analysis.book import stamps
from analysis.book.pages import read_page
from analysis.book.stamps import FENCE, LANGUAGES, outside_code, sections
from analysis.sheets import NUMBER

CELL = re.compile(r"\s*`{3,}\{code-cell\}")
BLOCK = re.compile(r"(?:`{3,}|:{3,})\{(?!code)(?P<name>[\w:-]+)\}[ \t]*(?P<argument>\S*)|!\[[^\]]*\]\((?P<image>[^)\s]+)")
ORDER = ("first", "second")
WORDS = ("title", "axis", "note")  # arguments of page.chart that hold words
COUNTED = ("blocks", "citations", "numbers", "ranges", "sures", "conditions")
KINDS = (*COUNTED, "cells", "guards")
# What marks one of two alternatives in both languages. Where it stands in one of them in English and in the other one in Korean, they
# are taken for swapped; where it stands in both or in none, as in "the same|another sum", nothing is known.
MARKS = (
    {"en": r"\b(?:not(?! only)|no|cannot|never|neither|nor|none|nobody|nothing|without|differs?|\w+n['’]t)\b",
     "ko": r"(?<!못지)않|(?<!뿐 )(?<!뿐만 )아니|(?<!잘)못(?!지않)|(?<!틀림)(?<!끊임)없|다르[고다며지]"},
    {"en": r"\bat these inputs\b", "ko": r"이 입력값"},
)  # fmt: skip


def drift(root):
    """Differences between the two languages' pages, as `file:line: [section] …`; prose itself is not compared."""
    paths = {lang: {path.stem: path for path in sorted((root / "book" / lang).glob("*.md"))} for lang in LANGUAGES}
    for name in sorted({*paths["en"], *paths["ko"]}):
        missing = [lang for lang in LANGUAGES if name not in paths[lang]]
        if missing:
            yield f"book/{missing[0]}/{name}.md: no such page; every page is in both languages"
        else:
            yield from compare(*(read_page(paths[lang][name], lang, root) for lang in LANGUAGES))


def compare(english, korean):
    """Differences of one pair of pages: labels, cells, blocks, citations and names of numbers, section by section."""
    yield from _labels(english, korean)
    asked = [_asked(page) for page in (english, korean)]
    for label in [label for label in asked[0] if label in asked[1]]:
        pair = [page[label] for page in asked]
        for kind in COUNTED:
            yield from _differences(english, korean, label, kind, *(one[kind] for one in pair))
        yield from _cells_differ(english, korean, label, *(one["cells"] for one in pair))
        yield from _guards_differ(korean.place, label, *(one["guards"] for one in pair))


def _labels(english, korean):
    for page in (english, korean):
        for line in _unlabelled(page):
            yield f"{page.place}:{line}: a heading without a label: write (some-label)= on the line before it"
    en, ko = (sorted(page.labels, key=page.labels.get) for page in (english, korean))
    for page, other, lacking in ((english, korean, set(en) - set(ko)), (korean, english, set(ko) - set(en))):
        for label in sorted(lacking, key=page.labels.get):
            yield f"{page.place}:{page.labels[label]}: label '{label}' is not in {other.place}"
    both = [[label for label in labels if label in set(en) & set(ko)] for labels in (en, ko)]
    for first, second in zip(*both, strict=True):
        if first != second:
            yield f"{korean.place}:{korean.labels[second]}: label '{second}' stands where {english.place} has '{first}': same order in both"
            return


def _unlabelled(page):
    lines = page.text.splitlines()
    labelled = {next((n for n in range(line, len(lines)) if lines[n].strip()), 0) for line in page.labels.values()}
    return [n + 1 for n in outside_code(lines) if re.match(r"#{1,6} ", lines[n]) and n not in labelled]


def _asked(page):
    """Label -> what the section asks for: kind -> list of (line, thing); "" holds what stands before the first section."""
    found = sections(page.text)
    labels, starts = ["", *(section.label for section in found)], [section.line for section in found]
    asked = {label: {kind: [] for kind in KINDS} for label in labels}
    for kind, line, thing in _things(page):
        asked[labels[bisect_right(starts, line)]][kind].append((line, thing))
    return asked


def _things(page):
    for line, role, content in page.roles:
        yield from ((kind, line, thing) for kind, thing in role_asks(role, content))
        condition, *words = content.split("|")
        if role == "if" and len(words) == 2:
            yield "guards", line, (" ".join(condition.split()), words)
    yield from (("cells", line, (_tags(page, line), code)) for line, code in page.cells)
    yield from (("blocks", line, thing) for line, thing in _blocks(page))


def role_asks(role, content):
    """(kind, thing) of what a role asks for.

    >>> list(role_asks("num", "v3_gpu_hours:4|을/를")), list(role_asks("src", "report|Table 1, May 2024"))
    ([('numbers', 'v3_gpu_hours')], [('citations', 'report|…1 5 2024')])
    """
    if role == "src":
        yield "citations", _cited(*content.partition("|"))
    elif role in ("num", "range", "sure"):
        yield {"num": "numbers", "range": "ranges", "sure": "sures"}[role], re.split(r"[:|]", content)[0].strip()  # digits may differ
    elif role == "label":
        yield "numbers", content.strip()
    elif role == "if":
        condition = " ".join(content.partition("|")[0].split())
        yield "conditions", condition
        for match in filter(None, map(sentences.CONDITION.fullmatch, condition.split(" and "))):
            yield from (("numbers", side) for side in (match["left"], match["right"]) if not NUMBER.fullmatch(side))


def _cited(source, bar, locator):
    """A source and its locator without the locator's words, which are translated; the digits of "5쪽 표 1" may stand in another order."""
    months = {name: str(number) for number, name in enumerate(calendar.month_name) if name}
    digits = re.findall(r"\d+", re.sub(rf"\b(?:{'|'.join(months)})\b", lambda match: months[match[0]], locator))
    return f"{source.strip()}|…{' '.join(sorted(digits, key=int))}" if locator.strip() else source.strip()


def _tags(page, line):
    """The options of a cell, which stand between its fence and its code."""
    options = takewhile(lambda text: not text.strip() or text.startswith(":"), page.text.splitlines()[line - 1 :])
    return [text.strip() for text in options if text.strip()]


def _blocks(page):
    lines = page.text.splitlines()
    opens = [n for n in range(len(lines)) if FENCE.match(lines[n]) and not CELL.match(lines[n])]
    for n in sorted({*outside_code(lines), *opens}):
        for match in BLOCK.finditer(lines[n]):
            told = match["name"] and (match["name"] in ("figure", "image") or match["name"].startswith("ledger-"))
            yield n + 1, match["image"] or f"{match['name']} {match['argument'] if told else ''}".strip()


def _differences(english, korean, label, kind, en, ko):
    if kind == "conditions":  # the names are counted among the numbers; here a condition may stand twice
        en, ko = (list({thing: (line, thing) for line, thing in side}.values()) for side in (en, ko))
    counts = [Counter(thing for _, thing in side) for side in (en, ko)]
    for page, other, side, here, there in ((english, korean, en, *counts), (korean, english, ko, *reversed(counts))):
        for thing in here - there:
            line = [line for line, one in side if one == thing][-1]
            yield f"{page.place}:{line}: [{label}] {kind[:-1]} '{thing}' stands {_times(here[thing])} here, {_times(there[thing])} in {other.place}"


def _times(count):
    return {0: "not", 1: "once"}.get(count, f"{count} times")


def _cells_differ(english, korean, label, en, ko):
    if len(en) != len(ko):
        page, cells = max((english, en), (korean, ko), key=lambda one: len(one[1]))
        yield f"{page.place}:{cells[-1][0]}: [{label}] {len(en)} cells in English, {len(ko)} in Korean"
        return
    for (_, (en_tags, en_code)), (line, (ko_tags, ko_code)) in zip(en, ko, strict=True):
        a, b = [*en_tags, *plain_code(en_code, "en")], [*ko_tags, *plain_code(ko_code, "ko")]
        if a != b:
            lines = [text for text in difflib.ndiff(a, b) if text[:2] in ("- ", "+ ")]
            yield f"{korean.place}:{line}: [{label}] the cell differs from English (-): {' '.join(lines)[:300]}"


def _guards_differ(place, label, en, ko):
    """Korean alternatives of a condition that are empty where the English has words, or that look swapped."""
    for condition in dict.fromkeys(thing[0] for _, thing in ko):
        english, korean = ([(line, words) for line, (other, words) in side if other == condition] for side in (en, ko))
        for (line, words), which in product(korean, range(2)):
            if english and not words[which].strip() and all(original[which].strip() for _, original in english):
                yield f"{place}:{line}: [{label}] {{if}}`{condition}`: the {ORDER[which]} alternative is empty here and has words in English"
        for (_, original), (line, words) in zip(english, korean):  # how often a condition stands is compared with the names in it
            if sign := _swapped(original, words):
                yield f"{place}:{line}: [{label}] {{if}}`{condition}`: {sign}: swapped? if not, word both languages with it in the same one"


def _swapped(english, korean):
    """Which mark stands in one alternative in English and in the other one in Korean, in words; empty where none does."""
    for mark in MARKS:
        en, ko = ([re.search(mark[lang], words, re.IGNORECASE) for words in side] for lang, side in (("en", english), ("ko", korean)))
        for here, there in ((0, 1), (1, 0)):
            if en[here] and ko[there] and not en[there] and not ko[here]:
                return f"'{ko[there][0]}' stands in the {ORDER[there]} alternative, '{en[here][0]}' in the {ORDER[here]} of the English"
    return ""


def plain_code(code, lang):
    """Lines of a cell without what may differ: the language, and words, of which the names that they ask for remain.

    >>> plain_code('page.chart("a.b", names=["x"], title="{cost|을/를} 본다")', "ko")
    ["page.chart('a.b', names=['x'], title='<words:cost>')"]
    """
    try:
        tree = ast.parse(code)
    except SyntaxError:  # told by the check of pages
        return code.splitlines()
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in WORDS and isinstance(node.value, ast.Constant):
            node.value.value = _wordless(str(node.value.value))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"[^\x21-\x7e]", node.value):
            node.value = _wordless(node.value)
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets) == "lang" and getattr(node.value, "value", None) == lang:
            node.value.value = "<language>"
    return [ast.unparse(node) for node in tree.body]


def _wordless(text):
    return f"<words:{','.join(sorted(re.split(r'[:|]', name)[0] for name in sentences.fields(text)))}>"


def problems(root):
    """Everything in which the two languages differ, and every Korean section that does not say which English it reflects."""
    return [*drift(root), *stamps.stale(root)]
