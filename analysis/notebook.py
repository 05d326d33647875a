"""What a page's cells call: `open_page`, then `page.show(...)` and `page.chart(...)`.

`open_page` stands in the cell after the parameters. It takes the parameters from that cell, refuses what it cannot use
(plain papermill would otherwise warn and print the published number), and computes every number once.
"""

import importlib
import json
import os
import re
import sys
from html import escape
from pathlib import Path

from IPython.display import display

from analysis import sentences
from analysis.messages import LANGUAGES, Refusal, Refusals, say
from analysis.project import HOME
from analysis.results import compute

PUBLISHED = "published"  # what a parameter says when it is not replaced
SESSION = re.compile(r"In|Out|get_ipython|exit|quit|open|__\w+__|_+|_i+|_i?\d+|_[iod]h|_exit_code")  # what IPython itself names
PLAIN = (str, int, float, bool, type(None), list, dict, tuple)
HEADS = {
    "number": {"en": "Number", "ko": "항목"},
    "value": {"en": "Value", "ko": "값"},
    "range": {"en": "90% range", "ko": "90% 구간"},
    "published": {"en": "Published", "ko": "공표값"},
}


class Refused(Exception):
    """Parameters that cannot be used; shown in the notebook as one message, without a trace."""

    def _render_traceback_(self):
        return [str(self)]


def open_page(names):
    """Compute the numbers of a page from the parameters in `names` (the cell's globals()).

    lang: "en" or "ko". scenario: a name or "". Every other plain value is a replacement: a row or, with `__` for the dot,
    a cell. Raises Refused, in the page's language; then no number is shown.
    """
    given = {key: value for key, value in names.items() if not SESSION.fullmatch(key) and isinstance(value, PLAIN)}
    lang, scenario, tables = (given.pop(key, default) for key, default in (("lang", "en"), ("scenario", ""), ("tables", {})))
    told = lang if lang in LANGUAGES else "en"
    try:
        if lang not in LANGUAGES:
            raise Refusal("unknown_language", name=lang, allowed=", ".join(LANGUAGES))
        if not isinstance(tables, dict):
            raise Refusal("wrong_type", name="tables", value=tables, type=type(tables).__name__, allowed='{"rents": "mine.csv"}')
        sets = [(key.replace("__", "."), value) for key, value in given.items() if value != PUBLISHED]
        return Page(*_both(scenario, sets, tables), lang)
    except (Refusal, Refusals) as refusal:
        raise Refused(f"{refusal.text(told)}\n{say('head', told)}") from None


def _both(scenario, sets, tables):
    root = Path(os.environ.get("COMPUTE_LEDGER_ROOT", HOME))
    if scenario:  # the first cell says the published values: as numbers they do not stand against the scenario, as text they do
        sets = [pair for pair in sets if isinstance(pair[1], str) or compute(root, "", [pair]).changes]
    results = compute(root, scenario, sets, list(tables.items()), yaml_text=True)
    return results, compute(root) if results.changes else results


class Page:
    """The numbers of one page in one language."""

    def __init__(self, results, published, lang):
        self.results, self.published, self.lang = results, published, lang
        self._read = {}
        self._record([])

    def show(self, *names):
        """A table of numbers: label, value, range where there is one, and the published value where it changed."""
        shown = [one for name in names for one in self._lines(name)]
        self._record(shown)
        display(Shown(self, shown))

    def chart(self, draw, names, title, axis="", note="", mark=()):
        """A chart of some numbers: `draw` is "module.function" of analysis.charts; `{name}` in words is worded."""
        from analysis.charts.block import block  # drawing starts a runtime: only pages with a chart wait for it

        module, function = draw.split(".")
        shown = [one for name in names for one in self._lines(name)]
        asked = [sentences.parse_number(self.results, field)[0] for text in (title, axis, note) for field in sentences.fields(text)]
        figure = getattr(importlib.import_module(f"analysis.charts.{module}"), function)  # before the record, which lists modules
        self._record([*shown, *asked])
        records = [{**self._record_of(name), "mark": name in mark} for name in shown]
        words = {"axis": sentences.fill(self.results, axis, self.lang), "title": self._worded(title), "note": self._worded(note)}
        described = ", ".join(f"{record['label']} {record['text']}" for record in records)
        alt = f"{words['title']}: {described}"
        display(Html(block(figure, records, {**words, "lang": self.lang}, alt), alt))

    def _worded(self, template):
        """A sentence of a chart, as text and as HTML in which each number keeps its name."""

        def element(content):
            name, digits, particle = sentences.parse_number(self.results, content)
            words = self.results.words(name, self.lang, digits)
            ending = self.results.words_with(name, self.lang, digits, particle).removeprefix(words)
            ending = f'<span class="ledger-particle" data-particle="{particle}">{ending}</span>' if ending else ""
            return data_element(name, self.results.numbers[name].value, words, digits=digits) + ending

        html = "".join(element(part) if odd else escape(part) for part, odd in sentences.split(template))
        return Worded(sentences.fill(self.results, template, self.lang), html)

    def _record_of(self, name):
        number = self.results.numbers[name]
        return {"name": name, "label": self.results.label(name, self.lang), "value": number.value, "text": self.results.words(name, self.lang)}

    def _lines(self, name):
        found = self.results.with_prefix(name)
        if not found:
            sentences.parse_number(self.results, name)  # raises with the nearest right name
        return found

    def _record(self, names):
        """Note what this page read, for the build that decides when it must run again."""
        self._read.update({name: stamp(self.results, self.published, name, self.lang) for name in names})
        if path := os.environ.get("COMPUTE_LEDGER_READS"):
            files = sorted(m.__file__ for name, m in list(sys.modules.items()) if _ours(name) and getattr(m, "__file__", None))
            Path(path).write_text(json.dumps({"numbers": self._read, "modules": files}), encoding="utf-8")


def _ours(module):
    return module == "analysis" or module.startswith(("analysis.", "chapters_"))


def stamp(results, published, name, lang):
    """What a page shows of a number, as one comparable text."""
    before = published.words(name, lang) if results.changes and name in published.numbers else ""
    number = results.numbers[name]
    return f"{number.value!r} {number.low!r} {number.high!r} {results.label(name, lang)} {results.words(name, lang)} {results.range_phrase(name, lang)} {before}"


class Worded(str):
    """A sentence as text that also knows its HTML."""

    def __new__(cls, text, html):
        """Text for machines and readers of text, HTML for pages."""
        made = super().__new__(cls, text)
        made.html = html
        return made

    def __html__(self):
        return self.html


class Html:
    """A piece of HTML, shown as it is, and what it says as text."""

    def __init__(self, html, text):
        self.html, self.text = html, text

    def _repr_html_(self):
        return self.html

    def __repr__(self):
        return self.text


class Shown:
    """A table of numbers, as HTML and as text."""

    def __init__(self, page, names):
        self.page, self.names = page, names
        published = page.published if page.results.changes else None
        self.columns = ["value", *(["range"] if any(page.results.numbers[n].low is not None for n in names) else [])]
        self.columns += ["published"] if published and any(self._changed(n) for n in names) else []

    def _changed(self, name):
        """Whether a number differs from the published one; a line of the reader's own has none."""
        before = self.page.published.numbers.get(name)
        return before is None or before.value != self.page.results.numbers[name].value

    def _cell(self, column, name):
        """(words, value) of one cell."""
        if column == "published":
            if not self._changed(name) or name not in self.page.published.numbers:
                return "", None
            return self.page.published.words(name, self.page.lang), self.page.published.numbers[name].value
        if column == "range":
            words, note = self.page.results.range_words(name, self.page.lang), self.page.results.range_note(name, self.page.lang)
            return (f"{words} ({note})" if words and note else words or note and self.page.results.range_phrase(name, self.page.lang)), None
        return self.page.results.words(name, self.page.lang), self.page.results.numbers[name].value

    def _repr_html_(self):
        lang = self.page.lang
        head = "".join(f'<th scope="col">{HEADS[column][lang]}</th>' for column in ["number", *self.columns])
        rows = "".join(self._row(name) for name in self.names)
        return f'<table class="ledger-numbers"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'

    def _row(self, name):
        heads = {column: HEADS[column][self.page.lang] for column in self.columns}
        if self.page.results.numbers[name].low is None:
            heads["range"] = ""  # "no interval: ..." needs no heading on a phone
        cells = "".join(f'<td class="{column}" data-head="{heads[column]}">{self._data(column, name)}</td>' for column in self.columns)
        changed = ' class="changed"' if "published" in self.columns and self._changed(name) else ""
        return f'<tr{changed}><th scope="row">{escape(self.page.results.label(name, self.page.lang))}</th>{cells}</tr>'

    def _data(self, column, name):
        words, value = self._cell(column, name)
        return data_element(name, value, words, "num" if column == "value" else column) if words else ""

    def __repr__(self):
        rows = [[self.page.results.label(name, self.page.lang), *(self._cell(c, name)[0] for c in self.columns)] for name in self.names]
        return "\n".join("  ".join(row).rstrip() for row in rows)


def data_element(name, value, words, kind="num", digits=None):
    """A worded number as HTML, with its name and its value for machines, and the digits where a sentence asks for them."""
    plain, more = "" if value is None else str(value), f' data-digits="{digits}"' if digits else ""
    return f'<data class="{kind}" data-name="{escape(name)}"{more} value="{escape(plain)}">{escape(words)}</data>'
