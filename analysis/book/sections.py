"""Finished pages taken apart: the plain text of every section, as a reader sees it."""

import re
from html.parser import HTMLParser

ARTICLE = re.compile(r"<article\b.*?</article>", re.DOTALL)
LEDGER = re.compile(r'<table class="[^"]*\bledger-all\b.*?</table>', re.DOTALL)  # cut before parsing: it may hold tens of thousands of lines
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = HEADINGS | set("br caption dd details div dl dt figcaption figure li ol p pre section summary table tbody tfoot thead tr ul".split())
CELLS = {"td", "th"}
VOID = {"br", "hr", "img", "input", "wbr", "source", "col"}
UNREAD = {"script", "style", "svg", "form", "button", "noscript", "template"}
UNREAD_CLASSES = {"headerlink", "ledger-live", "ledger-briefs"}
NUMBERED = re.compile(r"id\d+")  # an id that counts, which no page refers to by hand


def sections_of(html):
    """[id, heading, text] of every section of a page, in order. The text has a line for each paragraph and each row of a table.

    A section has the label that its author gave it. A claim counts as a section, with its statement as heading. Left out is
    what nobody reads as text: drawings, scripts, sliders, and the long tables of all numbers and all sources.

    >>> sections_of('<article><section id="a"><h2>Cost<a class="headerlink">#</a></h2><p>Hours <b>times</b> rent</p></section></article>')
    [['a', 'Cost', 'Hours times rent']]
    """
    article = ARTICLE.search(html)
    reader = _Reader()
    reader.feed(LEDGER.sub("", article[0]) if article else "")
    return [[key, heading, "\n".join(lines)] for key, heading, lines in reader.sections if heading or lines]


class _Reader(HTMLParser):
    """`sections` are [id, heading, lines]; `within` those that are open, `ends` what the end of each open tag does."""

    def __init__(self):
        super().__init__()
        self.sections, self.within, self.ends, self.unread, self.words = [], [], [], 0, []

    def handle_starttag(self, tag, attributes):
        """Begin a section, a line or a cell, or what is not read."""
        given = dict(attributes)
        classes = set((given.get("class") or "").split())
        if tag in BLOCKS:
            self._line()
        elif tag in CELLS and self.words:
            self.words.append(" · ")
        elif tag == "small":  # below a number in a cell
            self.words.append(" ")
        if tag in VOID:
            return
        if self.unread or tag in UNREAD or classes & UNREAD_CLASSES:
            self.unread += 1
            self.ends.append(self._read_again)
        elif given.get("id") and (tag == "section" or "ledger-claim" in classes):
            self.within.append([given["id"], "", []])
            self.sections.append(self.within[-1])
            self.ends.append(self._close)
        elif tag in HEADINGS or "ledger-claim-meaning" in classes:
            self.ends.append(self._head)
        else:
            self._label(tag, given.get("id"))
            self.ends.append(self._line if tag in BLOCKS else None)

    def handle_endtag(self, tag):
        """Do what the end of this tag does."""
        if tag not in VOID and self.ends and (end := self.ends.pop()):
            end()

    def handle_data(self, data):
        """Words that a reader sees."""
        if not self.unread:
            self.words.append(data)

    def _label(self, tag, key):
        """The label in the source, which stands in an empty element before the heading."""
        if tag == "span" and key and self.within and not self.within[-1][1] and not NUMBERED.fullmatch(key):
            self.within[-1][0] = key

    def _text(self):
        text, self.words = re.sub(r"\s+", " ", "".join(self.words)).strip(" ·"), []
        return text

    def _line(self):
        if (text := self._text()) and self.within:
            self.within[-1][2].append(text)

    def _head(self):
        if self.within:
            self.within[-1][1] = self._text()

    def _close(self):
        self._line()
        self.within.pop()

    def _read_again(self):
        self.unread -= 1
