"""How old a page is: the date for which it speaks, and the oldest and newest of the sources behind its numbers."""

import ast
import re

from analysis.book.pages import read_page
from analysis.core.wording import written_date
from analysis.sentences import fields

WORDS = {
    "en": "As of {as_of}. The {count} sources behind the numbers of this page date from {oldest} to {newest}.",
    "ko": "기준일은 {as_of}이다. 이 페이지의 숫자는 {oldest}부터 {newest}까지 나온 출처 {count}건에 근거한다.",
}


def said_names(results, page):
    """Names of the numbers that a page says, compares or shows: in its roles, as texts of its cells, and within the words of its charts."""
    asked = [content.partition("|")[0] for _, role, content in page.roles if role in ("num", "range", "sure", "if")]
    texts = [text for _, code in page.cells for text in _texts(code)]
    whole = [text for text in texts if re.fullmatch(r"[a-z0-9_.]+", text)]
    words = re.findall(r"[a-z0-9_.]+", "\n".join([*asked, *whole, *(field for text in texts for field in fields(text))]))
    return dict.fromkeys(name for word in dict.fromkeys(words) for name in results.with_prefix(word))


def _texts(code):
    try:
        nodes = list(ast.walk(ast.parse(code)))
    except SyntaxError:  # told by the check of pages
        return []
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def age_line(results, root, lang, name):
    """The sentence of one page; empty for a page without cells, and for one whose numbers rest on no dated source."""
    path = root / "book" / lang / f"{name}.md"
    page = read_page(path, lang, root) if path.exists() else None
    if page is None or not page.cells:
        return ""
    ids = {source for one in said_names(results, page) for source in results.sources(one)}
    dates = sorted(date for date in (results.catalogue.sources[one]["date"] for one in ids) if date)
    if not dates:
        return ""
    said = {key: written_date(iso, lang) for key, iso in (("as_of", results.as_of.isoformat()), ("oldest", dates[0]), ("newest", dates[-1]))}
    return WORDS[lang].format(**said, count=len(ids))
