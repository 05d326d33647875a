"""Which English a Korean section reflects: a stamp on the line before its label, and the command that renews it.

`% en: c82846d4 ko: 1a2b3c4d (reason)` holds hashes of the English section and of the words of the Korean that reflects it. When
either changes the stamp is old; `restamp` renews it, and refuses where only the English changed and no reason is given.
"""

import ast
import difflib
import hashlib
import re
import subprocess
import unicodedata
from dataclasses import dataclass

from analysis.book.pages import OPTION
from analysis.book.passages import quoted
from analysis.core.graph import hint

LANGUAGES = ("en", "ko")
STAMP = re.compile(r"% en: (?P<en>[0-9a-f]{8})(?: ko: (?P<ko>[0-9a-f]{8}))?(?: \((?P<reason>.+)\))?\s*")
LABEL = re.compile(r"\((?P<label>[^()\s]+)\)=\s*")
FENCE = re.compile(r"\s*(`{3,}|~{3,})")
HIDDEN = re.compile(r"<!--.*?-->|^%[^\n]*|^\[(?!\^)[^\]\n]+\]:[^\n]*", re.MULTILINE | re.DOTALL)  # what no reader sees: comments, targets of links
CELL = re.compile(r"^(`{3,})\{code-cell\}[^\n]*\n(.*?)^\1[ \t]*$", re.MULTILINE | re.DOTALL)
COMMAND = "python -m analysis check --stamp"
STATES = {
    "new": "no stamp says which English text this reflects; compare them and run",
    "english": "the English section has changed since; bring the Korean up to date and run",
    "korean": "the Korean has changed since it was stamped; run",
    "both": "both languages have changed since the stamp; run",
}


@dataclass
class Section:
    """A heading with what follows, up to the next label of a heading; `line` is the label's."""

    label: str
    line: int
    text: str
    stamp: re.Match | None = None

    @property
    def hash(self):
        """Eight hex digits of the text, the same however its lines are wrapped."""
        return _hash(" ".join(self.text.split()))

    @property
    def words(self):
        """The same of its letters and digits, those of roles and of a chart's words too: a full stop, a space, a comment or code is no change."""
        text = unicodedata.normalize("NFC", HIDDEN.sub("", CELL.sub(_cell_words, self.text)))
        return _hash("".join(filter(str.isalnum, text)))


def _cell_words(match):
    """What a reader sees of a cell's code: the words that it passes on, as titles and notes."""
    return " ".join(words for _, words in quoted(OPTION.sub("", match[2]), ast.Call))


def _hash(text):
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def sections(text):
    """Sections of a page's text in order; labels in code and labels without a heading begin none."""
    lines = text.splitlines()
    starts = [n for n in outside_code(lines) if LABEL.fullmatch(lines[n]) and _heads(lines, n)]
    found = []
    for start, after in zip(starts, [*starts[1:], len(lines)], strict=True):
        end = after - 1 if after < len(lines) and _is_stamp(lines[after - 1]) else after
        stamp = STAMP.fullmatch(lines[start - 1]) if start else None
        found.append(Section(LABEL.fullmatch(lines[start])["label"], start + 1, "\n".join(lines[start + 1 : end]), stamp))
    return found


def _is_stamp(line):
    return line.startswith("% en:")


def _heads(lines, n):
    return next((line.startswith("#") for line in lines[n + 1 :] if line.strip()), False)


def outside_code(lines):
    """Numbers, from 0, of the lines that stand in no fenced block."""
    fence = None
    for n, line in enumerate(lines):
        match = FENCE.match(line)
        if fence is None and not match:
            yield n
        elif fence is None:
            fence = match[1]
        elif match and match[1].startswith(fence) and not line.strip().strip(fence[0]):
            fence = None


def stale(root):
    """Korean sections whose stamp is missing or old, and stamps that belong to none, as `file:line: …`."""
    for path in sorted((root / "book" / "ko").glob("*.md")):
        yield from _stale_page(root, path)


def _stale_page(root, path):
    place, english, text = path.relative_to(root).as_posix(), _english(root, path.stem), path.read_text(encoding="utf-8")
    found = sections(text)
    stamps = {section.line - 1 for section in found if section.stamp}
    for number, line in enumerate(text.splitlines(), 1):
        if _is_stamp(line) and number not in stamps:
            yield f"{place}:{number}: this stamp cannot be read, or no label of a section is on the next line; delete it and run: {COMMAND} {path.stem}"
    for section in found:
        state = _state(section, english.get(section.label))
        if state in STATES:
            yield f"{place}:{section.line}: [{section.label}] {STATES[state]}: {COMMAND} {path.stem}"


def _state(section, english):
    """new, english, korean or both (what changed since the stamp), "same", or None where there is no English section."""
    if english is None:
        return None
    if section.stamp is None:
        return "new"
    changed_en, changed_ko = section.stamp["en"] != english.hash, section.stamp["ko"] not in (section.words, None)
    if not changed_en and section.stamp["ko"] is None:
        return "korean"
    return {(True, False): "english", (False, True): "korean", (True, True): "both"}.get((changed_en, changed_ko), "same")


def _english(root, name):
    path = root / "book" / "en" / f"{name}.md"
    return {section.label: section for section in sections(path.read_text(encoding="utf-8"))} if path.exists() else {}


def restamp(root, page=None, reason=None):
    """Renew the stamps of one page or of all; prints each changed English paragraph; returns what it refused, as `file:line: …`.

    Where only the English changed, it refuses unless a reason says why the Korean still holds; the reason is kept in the stamp.
    ValueError: no such page, or a reason that is blank.
    """
    paths = {path.stem: path for path in sorted((root / "book" / "ko").glob("*.md"))}
    if page and page not in paths:
        raise ValueError(f"no page '{page}' in book/ko{hint(page, paths)}")
    reason = None if reason is None else " ".join(reason.split())
    if reason == "":
        raise ValueError("a reason needs words: it is kept in the stamp")
    return [problem for name, path in paths.items() if not page or page == name for problem in _restamp_page(root, path, reason)]


def _restamp_page(root, path, reason):
    text, english, refused = path.read_text(encoding="utf-8"), _english(root, path.stem), []
    lines = text.splitlines()
    for section in reversed(sections(text)):  # from the end, so that line numbers hold
        target = english.get(section.label)
        state, place = _state(section, target), f"{path.relative_to(root).as_posix()}:{section.line}"
        if state is None or (state == "same" and section.stamp["ko"] == section.words):
            continue  # a stamp of before, which holds the hash of the whole Korean text, is renewed
        if state in ("english", "both"):
            print(f"{place}: [{section.label}] English since the stamp:\n{_changed(root, path.stem, section.stamp['en'], target)}\n")
        if state == "english" and not reason:
            refused.insert(0, f"{place}: [{section.label}] the English changed and the Korean words did not: change them, or say why they hold with --reason")
            continue
        kept = reason if state == "english" else section.stamp["reason"] if state in ("korean", "same") else None
        stamp = f"% en: {target.hash} ko: {section.words}" + (f" ({kept})" if kept else "")
        lines[section.line - 2 if section.stamp else section.line - 1 : section.line - 1] = [stamp]
        print(f"{place}: [{section.label}] {stamp}")
    if lines != text.splitlines():
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return refused


def _changed(root, name, stamped, section):
    """What changed in an English section since it had a hash: paragraphs as a diff if git knows the old text, else all of it."""
    old = _old_text(root, name, section.label, stamped)
    if old is None:
        return section.text.strip()
    before, after = ([" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip())] for text in (old, section.text))
    return "\n".join(line for line in list(difflib.unified_diff(before, after, lineterm="", n=0))[2:] if not line.startswith("@@"))


def _old_text(root, name, label, stamped):
    """The text that a section had under a hash, from git's history of the page; None without git, or if it was never committed."""
    place = f"book/en/{name}.md"
    for commit in (_git(root, "log", "--format=%H", "-n", "200", "--", place) or "").split():
        for section in sections(_git(root, "show", f"{commit}:./{place}") or ""):
            if (section.label, section.hash) == (label, stamped):
                return section.text
    return None


def _git(root, *words):
    try:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, encoding="utf-8")
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
