"""How well the search finds: recall against plain substrings and rank of the right pages, over all and per kind of query."""

import html
import re
from collections import defaultdict
from typing import NamedTuple

LEDGER = re.compile(r'<table class="[^"]*\bledger-all\b.*?</table>', re.DOTALL)
INLINE = re.compile(r"</?(?:a|abbr|b|code|data|em|i|mark|q|s|span|strong|sub|sup|u)\b[^>]*>")
UNREAD = re.compile(r'<(script|style|svg|form|button)\b.*?</\1>|<section class="ledger-live.*?</section>|<footer class="ledger-cite">.*?</footer>|<a class="headerlink".*?</a>', re.DOTALL)


def plain(page):
    """The words of a finished page by another way than the index has them: everything but tags and the long tables, in one string."""
    article = re.search(r"<article\b.*?</article>", page, re.DOTALL)[0]
    return _words(UNREAD.sub("", LEDGER.sub("", article)))


def tabled(page):
    """The words of its long tables, which the index leaves out."""
    return _words(" ".join(LEDGER.findall(page)))


def _words(text):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", INLINE.sub("", text)))).lower()


class Measure(NamedTuple):
    """Of some queries: pages that hold one as a plain substring, those given openly, those given folded, those that hold it in a
    long table only; the least share of a query, and the query of which the least is given openly; queries with a right page, and those without one among the first three."""

    kind: str
    queries: int
    held: int
    open: int
    folded: int
    tables: int
    least: float
    worst: float
    worst_query: str
    known: int
    late: list

    @property
    def recall(self):
        """Share of the pages that are given, openly or folded."""
        return (self.open + self.folded) / self.held if self.held else 1.0

    @property
    def early(self):
        """Share of the queries with a right page that have it among the first three."""
        return 1 - len(self.late) / self.known if self.known else 1.0


def measure(lines, answers, texts, tables=None, kind="all"):
    """The measures of some queries; `answers` has for each the pages given openly and folded, and their order."""
    held = given = folded = beside = 0
    shares = {}
    for query in (line["query"] for line in lines):
        pages = [name for name, text in texts.items() if query.lower() in text]
        openly, within = (sum(name in answers[query][way] for name in pages) for way in ("holding", "within"))
        beside += sum(query.lower() in text for name, text in (tables or {}).items() if name not in pages)
        held, given, folded = held + len(pages), given + openly, folded + within
        if pages:
            shares[query] = (openly / len(pages), (openly + within) / len(pages))
    worst = min(shares, key=shares.get, default="")
    least = min((share for _, share in shares.values()), default=1.0)
    known = [line for line in lines if line["right"]]
    late = [line["query"] for line in known if not set(line["right"].split()) & set(answers[line["query"]]["order"][:3])]
    return Measure(kind, len(lines), held, given, folded, beside, least, shares.get(worst, (1.0,))[0], worst, len(known), late)


def by_kind(lines, answers, texts, tables=None):
    """The measures of each kind of query, and of all."""
    kinds = defaultdict(list)
    for line in lines:
        kinds[line["kind"]].append(line)
    return [*(measure(some, answers, texts, tables, kind) for kind, some in kinds.items()), measure(lines, answers, texts, tables)]


def table(measures):
    """All of it as lines of text, shown by pytest with -s."""
    head = f"{'kind':16} queries  pages   open folded recall  worst openly            tables only  known first 3  failing"
    rows = [
        f"{one.kind:16} {one.queries:7} {one.held:6} {one.open:6} {one.folded:6} {one.recall if one.held else '–':>6.4}  {one.worst if one.held else '–':<4.4} {one.worst_query:18} {one.tables:10} {one.known:6} {one.known - len(one.late):7}  {', '.join(one.late)}"
        for one in measures
    ]
    return "\n".join([head, *rows])
