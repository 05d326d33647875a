"""What a page's cells show: tables of numbers and pieces of HTML, each also as text for notebooks and for machines."""

import re
from html import escape

from analysis.core.credit import author_year
from analysis.core.graph import nearest
from analysis.core.wording import written_date

HEADS = {
    "number": {"en": "Number", "ko": "항목"},
    "value": {"en": "Value", "ko": "값"},
    "range": {"en": "90% range", "ko": "90% 구간"},
    "published": {"en": "Published", "ko": "원래 값"},
    "source": {"en": "Source", "ko": "출처"},
    "folded": {"en": "Show all {} lines", "ko": "{}줄 모두 보기"},
}


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
        if column == "range":
            return self._range(name, words)
        return data_element(name, value, words, "num" if column == "value" else column) if words else ""

    def _range(self, name, words):
        """What a cell says of a range: the interval as data, with its ends, and apart from it the remark."""
        interval, number = self.page.results.range_words(name, self.page.lang), self.page.results.numbers[name]
        element = data_element(name, f"{number.low}/{number.high}", interval, "range") if interval else ""
        return element + escape(words.removeprefix(interval))

    def __repr__(self):
        rows = [[self.page.results.label(name, self.page.lang), *(self._cell(c, name)[0] for c in self.columns)] for name in self.names]
        return "\n".join("  ".join(row).rstrip() for row in rows)


class Grid:
    """A table, one row for each line of a table and one column for each name, as HTML and as text.

    Numbers, texts and dates are worded; the name "source" gives the line's source, linked to the page of sources. Words of a
    unit that a whole column shares stand in its head, and in its cells only for machines and for readers of text.
    Names in `ranges` have their interval below them; a folded table is shown when asked for.
    """

    def __init__(self, page, table, names, lines=None, ranges=(), folded=False):
        self.page, self.table, self.names, self.ranges, self.folded = page, table, names, ranges, folded
        known = page.results.catalogue.tables.get(table)
        if known is None:
            raise ValueError(f"no table {table!r}; nearest: {nearest(table, page.results.catalogue.tables)}")
        self.lines = list(known if lines is None else lines)
        columns = page.results.catalogue.columns[table]
        for name in names:
            if name not in ("source", *columns) and not any(f"{name}.{line}" in page.results.numbers for line in known):
                raise ValueError(f"{name!r} has no value on the lines of {table!r}; nearest: {nearest(name, [*columns, *page.results.graph.functions])}")
        for line in self.lines:
            if line not in known:
                raise ValueError(f"no line {line!r} in {table!r}; nearest: {nearest(line, known)}")

    def numbers(self):
        """Names of the numbers shown."""
        return [name for name in self._all() if name in self.page.results.numbers]

    def texts(self):
        """Cells shown that are texts."""
        return [name for name in self._all() if name not in self.page.results.numbers and name.partition(".")[0] in self.page.results.catalogue.columns[self.table]]

    def _all(self):
        return [f"{name}.{line}" for line in self.lines for name in self.names]

    def _repr_html_(self):
        self.units = {name: self._unit(name) for name in self.names}
        heads = "".join(f'<th scope="col">{escape(self._head(name))}</th>' for name in ["", *self.names])
        rows = "".join(self._row(line) for line in self.lines)
        table = f'<table class="ledger-numbers ledger-grid"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
        words = HEADS["folded"][self.page.lang].format(len(self.lines))
        return f"<details><summary>{words}</summary>{table}</details>" if self.folded else table

    def _label(self, name):
        return HEADS["source"][self.page.lang] if name == "source" else self.page.results.label(name, self.page.lang) if name else ""

    def _head(self, name):
        """A column's label with the words of the unit that its cells share."""
        words = " ".join(part.strip() for part in self.units.get(name, ()) if part.strip())
        return f"{self._label(name)}{' ' if self.page.lang == 'en' else ''}({words})" if words else self._label(name)

    def _unit(self, name):
        """(words before, words after) that the unit of a column puts around each of its numbers."""
        results = self.page.results
        number = next((results.numbers[f"{name}.{line}"] for line in self.lines if f"{name}.{line}" in results.numbers), None)
        if number is None or number.unit in ("text", "date"):
            return "", ""
        spelling = results.catalogue.terms.get(name.partition(".")[0], {}).get("shown_unit") or number.unit
        before, _, after = results.catalogue.units.pattern(spelling, self.page.lang).rpartition("|")[2].partition("{n}")
        return before[: before.rfind(" ") + 1], after[after.find(" ") :] if " " in after else ""

    def _row(self, line):
        numbers = self.page.results.numbers
        kinds = {name: "value" if f"{name}.{line}" in numbers else "value text" for name in self.names}
        cells = "".join(f'<td class="{kinds[name]}" data-head="{escape(self._head(name))}">{self._cell(name, line)}</td>' for name in self.names)
        return f'<tr><th scope="row">{escape(self.page.results.line_label(line, self.page.lang))}</th>{cells}</tr>'

    def _cell(self, name, line):
        """The value with its name; the published value below it where it changed."""
        column, name, results = name, f"{name}.{line}", self.page.results
        if name not in results.numbers:
            return self._source(line) if column == "source" else in_english(self._text(name), self.page.lang)
        words = data_element(name, results.numbers[name].value, self._text(name), apart=self.units[column]) + self._range(name)
        before = self.page.published.numbers.get(name) if results.changes else None
        if before is None or before.value == results.numbers[name].value:
            return words
        published = data_element(name, before.value, self.page.published.words(name, self.page.lang), "published")
        return f'{words} <small>({HEADS["published"][self.page.lang]} {published})</small>'

    def _source(self, line):
        """The source of a line, as a link to its entry; empty for a line of the reader's own."""
        results = self.page.results
        key = next((cell.source for cell in results.catalogue.tables[self.table][line].cells.values() if getattr(cell, "source", "")), "")
        source = results.catalogue.sources.get(key)
        return f'<a href="sources.html#source-{key}">{escape(author_year(source, self.page.lang))}</a>' if source else ""

    def _range(self, name):
        """The interval of a number, where the grid shows those of its column."""
        words, number = self.page.results.range_words(name, self.page.lang), self.page.results.numbers[name]
        shown = words and name.partition(".")[0] in self.ranges
        return f"<small>{data_element(name, f'{number.low}/{number.high}', words, 'range')}</small>" if shown else ""

    def _text(self, name):
        results, (column, _, line) = self.page.results, name.partition(".")
        if column == "source":
            return re.sub("<[^>]+>", "", self._source(line))
        if name not in results.numbers:
            words = results.cell(self.table, line, column, self.page.lang) if name in self.texts() else ""
            dated = words and results.catalogue.columns[self.table].get(column, {}).get("type") == "date"
            return written_date(words, self.page.lang) if dated else words
        missing = results.numbers[name].state == "missing"  # which input is missing is said where the number is asked for by name
        return results.state_words(name, self.page.lang) if missing else results.words(name, self.page.lang)

    def __repr__(self):
        rows = [[self.page.results.line_label(line, self.page.lang), *(self._text(f"{name}.{line}") for name in self.names)] for line in self.lines]
        return "\n".join("  ".join(row).rstrip() for row in [["", *map(self._label, self.names)], *rows])


def in_english(text, lang):
    """A text cell as HTML; what is English on a Korean page says so."""
    foreign = lang == "ko" and re.search("[a-z]{2}", text) and not re.search("[가-힣]", text)
    return f'<span lang="en">{escape(text)}</span>' if foreign else escape(text)


def data_element(name, value, words, kind="num", digits=None, apart=("", "")):
    """A worded number as HTML, with its name and its value for machines, and the digits where a sentence asks for them.

    apart: words at its beginning and end that stand in the head of its column, and so are not shown again.
    """
    plain, more = "" if value is None else str(value), f' data-digits="{digits}"' if digits else ""
    return f'<data class="{kind}" data-name="{escape(name)}"{more} value="{escape(plain)}">{_shown_once(words, *apart)}</data>'


def _shown_once(words, before, after):
    """Words as HTML; those that the head of the column shows are there for machines only."""
    if not (before or after) or not (words.startswith(before) and words.endswith(after)):
        return escape(words)
    ends = [f'<span class="ledger-in-head">{escape(part)}</span>' if part else "" for part in (before, after)]
    return ends[0] + escape(words[len(before) : len(words) - len(after)]) + ends[1]
