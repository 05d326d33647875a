"""Every chapter has sliders in both languages, and they move what its reader came for: numbers of the answer or of the headline chart."""

import re

import pytest
from helpers import ROOT, book_results
from test_findings import CHAPTERS, LANGUAGES

from analysis.live.hooks import parameters
from analysis.live.javascript import Trace

pytestmark = pytest.mark.usefixtures("no_ranges")
LEAST = 3  # numbers of a page that its sliders move
# Pages whose sliders move neither answer nor headline chart, and why.
LATER_ONLY = {
    "markets": "the answer rests on years and verdicts, which are words and counts that numbers choose: `reading_verdict`, `goal_passed_year`, `segment_steps` run draw by draw",
}
STRING = re.compile(r'"([^"]*)"')
WORD = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*")
NUM = re.compile(r"\{(?:num|range)\}`([\w.]+)")


def page_text(lang, name):
    return (ROOT / "book" / lang / f"{name}.md").read_text(encoding="utf-8")


def answer(text):
    """The section with the answer, up to the next label."""
    return re.search(r"^\([\w-]+-answer\)=\n(.*?)(?=^\([\w-]+\)=$)", text, re.MULTILINE | re.DOTALL)[1]


def headline(text):
    """The first chart of a page."""
    return text[text.index("page.chart(") :].split("\n```")[0] if "page.chart(" in text else ""


def said(text, numbers):
    """Numbers that a piece of a page says or shows: by role, in the strings of its cells, and the lines of what stands there by its column."""
    words = set(NUM.findall(text)) | {word for cell in re.findall(r"^page\..*?(?:^```|\Z)", text, re.MULTILINE | re.DOTALL) for one in STRING.findall(cell) for word in WORD.findall(one)}
    return {name for name in numbers if name in words or name.partition(".")[0] in words or name.rpartition(".")[0] in words}


@pytest.mark.parametrize("name", CHAPTERS)
def test_the_sliders_of_a_chapter_move_its_answer(name):
    results, found = book_results(), {}
    for lang in LANGUAGES:
        text, given = page_text(lang, name), parameters(ROOT / "book" / lang / f"{name}.md", results.numbers)
        trace = Trace(results, given)
        moved = {part: sorted(one for one in said(piece, results.numbers) if trace.mover(one)) for part, piece in (("page", text), ("answer", answer(text)), ("chart", headline(text)))}
        assert len(moved["page"]) >= LEAST, f"{lang}/{name}: sliders {given} move {moved['page']} only"
        assert bool(moved["answer"] or moved["chart"]) != (name in LATER_ONLY), f"{lang}/{name}: sliders {given} and the answer or the headline chart"
        for one in moved["answer"]:
            trace.add(one)  # refused where it cannot be computed in the page
        found[lang] = given
    assert found["en"] == found["ko"] != []


def test_a_page_without_its_parameters_is_caught():
    results = book_results()
    text = page_text("en", "api_prices")
    assert not any(Trace(results, []).mover(one) for one in said(text, results.numbers))
    assert "tier_rise.google_flash" in said(answer(text), results.numbers) and "shelf_price.gpt5_2025" in said(headline(text), results.numbers)
