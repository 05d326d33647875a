"""The start page says findings, and every chapter opens with its answer in exactly three computed sentences, in both languages.

Sentences are counted in the words that a reader sees, once with the first words of every guard and once with the other ones.
"""

import re
from pathlib import Path

import pytest
from helpers import book_results, edit, fixture_book
from spoken import length

from analysis.book.ages import age_line
from analysis.book.check import slider_problems
from analysis.book.pages import LINKS, read_page, say_role
from analysis.core.wording import written_date
from analysis.results import compute
from analysis.sentences import guard_words
from analysis.sureness import sure_words

pytestmark = pytest.mark.usefixtures("no_ranges")

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "ko")
ROLE = re.compile(r"\{(\w+)\}`([^`]*)`")
END = re.compile(r"[.!?][’”)]*(?=\s|$)")
PLACE = "\u2402"  # stands for a computed word while sentences are told apart
LONGEST_KOREAN = 80  # characters of a sentence as it reads at the published numbers
MOST_ALOUD = {"en": 370, "ko": 700}  # words, syllables of all findings, numbers spelt out: what a speaker reads in two minutes
INTERVAL = {"en": "90% interval", "ko": "90% 구간"}
NO_INTERVAL = {2: "nobody has published how many H20s there are", 4: "arithmetic on published configurations", 6: "prices as listed", 7: "a revenue as filed, over a forecast as printed", 11: "a count"}
NO_GUARD = {1: "hours times a price, said beside it: a rerun changes the numbers, and nothing else is said"}
# Values of a rerun, one or two for each guard, in the order of the findings.
RERUN = {
    "v3_pretraining_hours": "26640000", "billion_mark": "3000", "printed_saving.v2_headline": "50", "h800_hour_price": "5",
    "capability_price.gpt4_class_oss_2026": "70", "start_size.segment_chips": "200", "goal_size.segment_chips": "400", "sampling_deviate": "-5",
    "genai_cloud_share": "95", "node_capacity.late_2024": "120000", "near_limit": "0.01", "h20_sold_total": "0", "memory_bandwidth.ascend_910b": "0.4",
    "memory_bandwidth.ascend_910c": "0.8",
}  # fmt: skip
CHAPTERS = sorted(path.stem for path in (ROOT / "book" / "en").glob("*.md") if f"({path.stem.replace('_', '-')}-answer)=" in path.read_text(encoding="utf-8"))


def section(lang, name, label):
    """The Markdown below a heading with a label, up to the next label."""
    text = (ROOT / "book" / lang / f"{name}.md").read_text(encoding="utf-8")
    return re.search(rf"^\({label}\)=\n## [^\n]*\n+(.*?)(?=^% en: |^\([\w-]+\)=$|\Z)", text, re.MULTILINE | re.DOTALL)[1]


def opening(lang, name):
    return section(lang, name, f"{name.replace('_', '-')}-answer").partition("\n\n")[0]


def read(text, lang, alternative=0, mark=""):
    """A paragraph as it reads: numbers worded, of every guard the first words (0) or the other ones (1); `mark` stands before each computed word."""

    def say(match):
        role, content = match.groups()
        if role in LINKS:
            return content.partition(" <")[0]
        if role == "if":
            return mark + content.split("|")[1 + alternative]
        words, problem = say_role(book_results(), role, content, lang)[1:]
        assert not problem, problem
        return words if role == "src" else mark + words

    return " ".join(ROLE.sub(say, text).split())


def split(text):
    """Sentences of a text; a full stop inside a number or a word ends none."""
    return [part for part in re.split(r"(?<=[.!?])[’”)]*\s+", text) if part]


def faults(text, lang):
    """What is wrong with an opening."""
    for alternative in (0, 1):
        said = split(read(text, lang, alternative, PLACE))
        if len(said) != 3:
            yield f"{len(said)} sentences: {' / '.join(said)}".replace(PLACE, "")
        for sentence in said:
            plain = sentence.replace(PLACE, "")
            if PLACE not in sentence:
                yield f"nothing computed: {plain}"
            if not END.search(plain):
                yield f"no end: {plain}"
            if lang == "ko" and not alternative and len(plain) > LONGEST_KOREAN:
                yield f"{len(plain)} characters: {plain}"


# Openings


def test_there_are_chapters():
    assert len(CHAPTERS) >= 15


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_opens_in_three_computed_sentences(lang, name):
    assert list(faults(opening(lang, name), lang)) == []


GOOD = "It took {num}`v3_gpu_hours`. At {num}`h800_hour_price` that is {num}`v3_final_run_cost`. {if}`v3_fleet_share < 0.01|Both hold.|One does not hold.`"


@pytest.mark.parametrize("old, new, found", [
    ("It took", "It took", []), (" {if}", " So it is. {if}", ["4 sentences", "nothing computed", "4 sentences", "nothing computed"]),
    ("Both hold.", "Both hold. Truly.", ["4 sentences", "nothing computed"]), ("{num}`v3_gpu_hours`", "5.5 hours", ["nothing computed", "nothing computed"]),
    ("|Both hold.|One does not hold.`", "|Both hold|One does not hold`", ["no end", "no end"]), (". At", ", at", ["2 sentences", "2 sentences"]),
])  # fmt: skip
def test_a_planted_opening_is_told(old, new, found):
    assert GOOD.count(old) == 1
    assert [fault.partition(":")[0] for fault in faults(GOOD.replace(old, new), "en")] == found


def test_a_long_korean_sentence_is_told():
    text = "{num}`v3_gpu_hours`다. {num}`v3_gpu_hours`다. " + "긴 문장은 소리 내어 읽을 수 없고 " * 6 + "{num}`v3_gpu_hours|이다/다`."
    assert [fault.partition(":")[0] for fault in faults(text, "ko")] == ["139 characters"]


def test_every_chapter_and_the_start_page_say_how_old_they_are():
    day = {lang: written_date(book_results().as_of.isoformat(), lang) for lang in LANGUAGES}
    assert [name for name in ("start", *CHAPTERS) for lang in LANGUAGES if day[lang] not in age_line(book_results(), ROOT, lang, name).partition(".")[0]] == []


# Findings


def findings(lang):
    """(sentence, line below it) of each finding of the start page, as Markdown."""
    text = section(lang, "start", "start-findings")
    items = re.split(r"^\d+\. ", text[: text.index("\n:::\n")], flags=re.MULTILINE)[1:]
    return [tuple(" ".join(part.split()) for part in item.strip().split("\n\n")) for item in items]


def finding_faults(sentence, below, lang):
    """What is wrong with one finding: a sentence with a number, an interval or a guard; how sure, and a link into a chapter."""
    for alternative in (0, 1):
        said = split(read(sentence, lang, alternative))
        if len(said) != 1 or not END.search(said[0]):
            yield f"{len(said)} sentences: {' / '.join(said)}"
    roles = {role: content for role, content in ROLE.findall(sentence + below)}
    yield from (f"no {role}" for role in ("num", "range", "sure", "ref") if role not in roles)
    if roles.get("sure", "") not in re.findall(r"\{num\}`([\w.]+)", sentence):
        yield "how sure is said of another number"
    label = re.sub(r".*<(.*)>", r"\1", roles.get("ref", ""))
    if not any(label in read_page(ROOT / "book" / lang / f"{name}.md", lang, ROOT).labels for name in CHAPTERS):
        yield f"no chapter has '{label}'"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_findings(lang):
    found = findings(lang)
    assert 8 <= len(found) <= 12
    assert [fault for sentence, below in found for fault in finding_faults(sentence, below, lang)] == []


@pytest.mark.parametrize("old, new, fault", [
    ("costs {num}`v3_final_run_cost`.", "costs much.", "how sure is said of another number"), ("{sure}`v3_final_run_cost`", "sure", "no sure"),
    ("{range}`v3_final_run_cost`", "an interval", "no range"), ("<training-cost-answer>", "<start-where>", "no chapter has 'start-where'"),
    ("costs {num}", "is dear. It costs {num}", "2 sentences"),
    ("costs {num}`v3_final_run_cost`.", "costs {num}`v3_final_run_cost`", "1 sentences"),
])  # fmt: skip
def test_a_planted_finding_is_told(old, new, fault):
    sentence, below = findings("en")[0]
    assert old in f"{sentence} {below}"
    planted = [part.replace(old, new) for part in (sentence, below)]
    assert any(one.startswith(fault) for one in finding_faults(*planted, "en"))


def test_the_findings_are_read_aloud_in_two_minutes():
    for lang in LANGUAGES:
        said = " ".join(read(re.sub(r" ?\{src\}`[^`]*`", "", sentence), lang) for sentence, _ in findings(lang))
        assert 0.75 * MOST_ALOUD[lang] < length(said, lang) <= MOST_ALOUD[lang]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_findings_say_an_interval_or_are_known_exceptions(lang):
    said = {place: read(below, lang) for place, (_, below) in enumerate(findings(lang), 1)}
    assert [place for place, words in said.items() if not words.startswith(INTERVAL[lang])] == list(NO_INTERVAL)


@pytest.fixture(scope="module")
def rerun():
    return compute(ROOT, sets=list(RERUN.items()))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_of_a_finding_change_with_a_rerun(lang, rerun):
    """Each finding says something that another value makes false, and then says the other thing."""
    guards = {place: re.findall(r"\{if\}`([^`]*)`", sentence) for place, (sentence, _) in enumerate(findings(lang), 1)}
    assert [place for place, found in guards.items() if not found] == list(NO_GUARD)
    for guard in (guard for found in guards.values() for guard in found):
        then, other = guard.split("|")[1:]
        assert [guard_words(results, guard)[1] for results in (book_results(), rerun)] == [then, other], guard


def test_a_share_of_few_cases_has_the_interval_of_its_sample():
    """Wilson's interval for 62 of 87 at 90 % is 62.7 to 78.6 %; that some cases may turn out too low after all raises it a little."""
    number = book_results().numbers["low_forecast_rate"]
    assert number.value == book_results().numbers["forecasts_low_share"].value
    assert 0.62 < number.low < 0.64 and 0.78 < number.high < 0.80


def test_the_start_page_has_two_charts_at_most():
    for lang in LANGUAGES:
        assert 1 <= (ROOT / "book" / lang / "start.md").read_text(encoding="utf-8").count("page.chart(") <= 2


# How sure


SURE = [
    ("v3_final_run_cost", "unsure; the largest doubt: ‘Assumed rent of an H800 hour’"),  # 9.53 over 5.58 is above 1.5
    ("cost_growth", "fairly sure; the largest doubt: ‘Error of the slope’"),  # 2.95 over 2.41 is 1.22
    ("yearly_wafers.2025", "fairly sure; the largest doubt: ‘Capacity used here (End of 2024)’"),  # narrow, but press reports
    ("end_cost.v32_decode_long", "sure; the largest doubt: ‘Cost at the end (V3.2, decode, beyond the knee)’"),  # 0.253 over 0.249, read off the maker's drawing
    ("fleet_total_cost", "open"),
    ("entry_elements.gpt4", "open"),  # not disclosed
    ("v3_gpu_hours", "rests on what those concerned published"),
    ("kv_bytes.deepseek_v3", "rests on an assumption of this book"),  # the bits of an element
    ("fiscal_residual.2025", "unsure; the largest doubt: ‘Lag’"),  # an interval around nought
]


@pytest.mark.parametrize("name, words", SURE)
def test_how_sure(name, words):
    assert sure_words(book_results(), name, "en") == words


def test_how_sure_in_korean():
    assert sure_words(book_results(), "v3_final_run_cost", "ko") == "불확실, 가장 큰 변수는 ‘가정한 H800 임대료’"


@pytest.mark.parametrize("content, problem", [
    ("as_of", "'as_of' is a date: nothing can be said of how sure it is"), ("v3_final_run_cost:4", "{sure} takes a name alone"),
    ("v3_final_run_cots", "no number named 'v3_final_run_cots'; did you mean 'v3_final_run_cost'?"),
])  # fmt: skip
def test_what_cannot_be_sure_is_refused(content, problem):
    assert problem in say_role(book_results(), "sure", content, "en")[2]


def test_how_sure_stands_on_no_page_with_sliders(tmp_path):
    root = fixture_book(tmp_path / "book")
    assert slider_problems(root, compute(root)) == []
    edit(root / "book" / "en" / "costs.md", "The run cost {num}`headline_cost`;", "The run cost {num}`headline_cost` ({sure}`headline_cost`);")
    [problem] = slider_problems(root, compute(root))
    assert problem.startswith("book/en/costs.md:") and "{sure}`headline_cost`: a page with sliders says {range}" in problem
