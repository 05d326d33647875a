"""What a page's cells call: `open_page`, then `page.show(...)`, `page.grid(...)` and `page.chart(...)`.

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
from analysis.figures.sources import named, source_line
from analysis.figures.spoken import spoken
from analysis.messages import LANGUAGES, Refusal, Refusals, say
from analysis.project import HOME
from analysis.results import compute
from analysis.shown import Grid, Html, Shown, Worded, data_element

PUBLISHED = "published"  # what a parameter says when it is not replaced
SESSION = re.compile(r"In|Out|get_ipython|exit|quit|open|__\w+__|_+|_i+|_i?\d+|_[iod]h|_exit_code")  # what IPython itself names
PLAIN = (str, int, float, bool, type(None), list, dict, tuple)


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
        self._read, self._drawn = {}, {}
        self._record([])

    def show(self, *names):
        """A table of numbers: label, value, range where there is one, and the published value where it changed."""
        shown = [one for name in names for one in self._lines(name)]
        self._record(shown)
        display(Shown(self, shown))

    def grid(self, table, names, lines=None, ranges=(), folded=False):
        """A table with a row for each line of `table` (or for those in `lines`) and a column for each of `names`.

        names: columns or results over the table, or "source"; a text is worded by its term. ranges: those whose
        interval is shown too. folded: shown when asked for. Raises where there is no such name or line.
        """
        grid = Grid(self, table, names, lines, ranges, folded)
        self._record(grid.numbers())
        self._read_cells(table, grid.texts())
        display(grid)

    def chart(self, draw, names, title, axis="", note="", mark=(), cells=()):
        """A chart of some numbers: `draw` is "module.function" of analysis.charts; `{name}` in words is worded.

        mark: names that stand out, or names before the dot for all their lines.
        cells: columns of the table on whose lines the names run; each record holds those cells of its line too.
        """
        from analysis.charts.block import block  # drawing starts a runtime: only pages with a chart wait for it

        module, function = draw.split(".")
        shown = [one for name in names for one in self._lines(name)]
        asked = [sentences.parse_number(self.results, field)[0] for text in (title, axis, note) for field in sentences.fields(text)]
        figure = getattr(importlib.import_module(f"analysis.charts.{module}"), function)  # before the record, which lists modules
        beside = {name: self._beside(name, cells) for name in shown}
        self._record([*shown, *asked])
        records = [{**self._record_of(name), "mark": name in mark or name.partition(".")[0] in mark, **beside[name]} for name in shown]
        words = {"axis": sentences.fill(self.results, axis, self.lang), "title": self._worded(title), "note": self._worded(note), "source": source_line(self.results, shown, self.lang), "cells": cells}
        described = ", ".join(f"{record['label']} {record['text']}" for record in records)
        alt = spoken(self.results, shown, str(words["title"]), words["axis"], self.lang)
        display(Html(block(figure, records, {**words, "lang": self.lang, "id": self._address(function)}, alt), f"{words['title']}: {described}"))

    def _address(self, function):
        """The id of a figure on its page: what draws it, and from the second such figure on which of them it is."""
        count = self._drawn[function] = self._drawn.get(function, 0) + 1
        return figure_id(function, count)

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
        base, _, line = name.partition(".")
        parts = {"base": base, "base_label": self.results.label(base, self.lang)}
        if line:  # of a pair also the words of each side
            parts |= {"line": line, "line_label": self.results.line_label(line, self.lang)}
            parts |= {"line_labels": [self.results.line_label(one, self.lang) for one in line.split(".")]}
        ends = {"low": number.low, "high": number.high} if number.low is not None else {}
        return {"name": name, "label": self.results.label(name, self.lang), "value": number.value, "text": self.results.words(name, self.lang), **ends, **parts}

    def _beside(self, name, cells):
        """Cells beside a name, of whichever of its lines has the column: numbers as they are, dates as ISO text, other texts in the page's language.

        A key that is no line of any table, such as a year, has none; nor has a date, which stands for itself.
        """
        if self.results.numbers[name].unit == "date":
            return {}
        lines = name.split(".")[1:]
        if lines and not any(line in known for line in lines for known in self.results.catalogue.tables.values()):
            return {}
        places = {cell: self._place(cell, lines) for cell in cells}
        for cell, (table, line) in places.items():
            self._read_cells(table, [f"{cell}.{line}"])
        return {cell: self.results.cell(table, line, cell, self.lang) for cell, (table, line) in places.items()}

    def _place(self, cell, lines):
        """(table, line) of the first of some lines that has a column."""
        tables = self.results.catalogue.tables
        place = next(((table, line) for line in lines for table in tables if line in tables[table] and cell in tables[table][line].cells), None)
        if place is None:
            raise ValueError(f"no table has a line {'.'.join(lines)!r} with the columns {cell}")
        return place

    def _read_cells(self, table, names):
        """Note texts of a table as read."""
        self._read.update({f"{table}/{name}": stamp(self.results, self.published, f"{table}/{name}", self.lang) for name in names})

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


def figure_id(function, count):
    """The address of a figure on its page.

    >>> figure_id("pairs", 1), figure_id("pairs", 2)
    ('figure-pairs', 'figure-pairs-2')
    """
    return f"figure-{function}" + (f"-{count}" if count > 1 else "")


def _ours(module):
    return module == "analysis" or module.startswith(("analysis.", "chapters_"))


def stamp(results, published, name, lang):
    """What a page shows of a number, or of a text (`table/column.line`), as one comparable text; empty where it is gone."""
    table, _, cell = name.rpartition("/")
    if table:
        column, _, line = cell.partition(".")
        return repr(results.cell(table, line, column, lang)) if line in results.catalogue.tables.get(table, ()) else ""
    if name not in results.numbers:
        return ""
    before = published.words(name, lang) if results.changes and name in published.numbers else ""
    number = results.numbers[name]
    sources = " ".join(f"{source} {named(results, source, lang)}" for source in results.sources(name))
    return f"{number.value!r} {number.low!r} {number.high!r} {results.label(name, lang)} {results.words(name, lang)} {results.range_phrase(name, lang)} {before} {sources}"
