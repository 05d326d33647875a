"""The Korean of what numbers leave out and of notes: read with line and column, complete where `check` asks for it, shown on Korean pages."""

import types
from dataclasses import replace

import pytest

from analysis.book import all_numbers, cards, korean, spoken
from analysis.catalogue.sentences import read_sentences, unlike_numbers
from helpers import book_results

LEFT = "Leaves out research, failed runs, salaries and the purchase of the hardware."


def given(tmp_path, *lines):
    """(sentences, problems) of a file with these lines below its head."""
    path, found = tmp_path / "data" / "sentences_ko.csv", []
    path.parent.mkdir(exist_ok=True)
    path.write_text("en,ko\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return read_sentences(path, tmp_path, found), found


def changed(**sentences):
    """The results of the book with other sentences."""
    results = book_results()
    return types.SimpleNamespace(graph=results.graph, numbers=results.numbers, catalogue=replace(results.catalogue, **sentences))


def test_a_sentence_has_its_korean_and_its_place(tmp_path):
    assert given(tmp_path, "Leaves out taxes.,세금은 뺐다.") == ({"Leaves out taxes.": ("세금은 뺐다.", "data/sentences_ko.csv:2")}, [])


FAULTS = {
    "no Korean": ("Leaves out taxes.,", "column 'ko': '': expected a sentence in both languages"),
    "English again": ("Leaves out taxes.,Leaves out taxes.", "expected a sentence in Korean"),
    "a number lost": ("Rounded to 640.,반올림했다.", "expected the numbers of the English sentence; they differ by 640"),
    "a number made up": ("Rounded.,64로 반올림했다.", "they differ by 64"),
    "ten times too much": ("1.26 million yuan.,1260만 위안이다.", "they differ by 1.26 million, 1260만"),
    "another month": ("Closed in June 2026.,2026년 7월에 마쳤다.", "they differ by 7"),
}


@pytest.mark.parametrize("line, told", FAULTS.values(), ids=FAULTS)
def test_a_faulty_line_is_told_with_its_place(tmp_path, line, told):
    found = given(tmp_path, "Right.,맞다.", line)[1]
    assert any(problem.startswith("data/sentences_ko.csv:3: column 'ko'") and told in problem for problem in found)


def test_a_sentence_stands_once(tmp_path):
    assert given(tmp_path, "Leaves out taxes.,세금은 뺐다.", "Leaves out taxes.,세금을 뺐다.")[1] == [
        "data/sentences_ko.csv:3: column 'en': 'Leaves out taxes.': expected a value used once (already on line 2)"
    ]


@pytest.mark.parametrize("english, korean_words", [
    ("Sold for 650 million dollars in December 2024.", "2024년 12월에 6억 5000만 달러에 팔았다."),
    ("338 billion yuan, the round of 50 included.", "3380억 위안이며 투자금 500억 위안을 더했다."),
    ("A tenth of it; sixteen GPUs, 10,000 to 12,000.", "10분의 1이다. GPU 16장, 1만~1만 2000이다."),
])  # fmt: skip
def test_numbers_are_the_same_in_both_ways_of_counting(english, korean_words):
    assert unlike_numbers(english, korean_words) == []


def test_the_book_says_in_korean_all_that_its_numbers_leave_out():
    results = book_results()
    assert spoken.problems(results) == []
    assert len(results.catalogue.sentences) > 600 and results.catalogue.spoken(LEFT, "ko") == "연구와 실패한 학습, 급여, 하드웨어 구입비는 뺐다."


def test_what_has_no_korean_is_refused_in_both_languages():
    sentences = book_results().catalogue.sentences
    [problem] = spoken.problems(changed(sentences={english: line for english, line in sentences.items() if english != LEFT}))
    assert problem.startswith("analysis/core/chapters/training_cost.py:") and f"'{LEFT}' has no Korean" in problem
    assert f"‘{LEFT}’에 한국어 문장이 없습니다" in problem.korean


def test_a_sentence_that_nothing_says_any_more_is_told_with_the_nearest():
    sentences = book_results().catalogue.sentences
    old = LEFT.replace("salaries", "wages")
    silent, idle = spoken.problems(changed(sentences={old if english == LEFT else english: line for english, line in sentences.items()}))
    assert f"Did you mean '{old}'?" in silent and idle.startswith(sentences[LEFT][1]) and f"Did you mean '{LEFT}'?" in idle


def test_a_note_without_korean_stays_english_and_is_counted():
    results = book_results()
    note = results.catalogue.rows["h800_hour_price"].note
    sentences = {english: line for english, line in results.catalogue.sentences.items() if english != note}
    without = changed(sentences=sentences)
    assert spoken.problems(without) == [] and spoken.waiting(without) == spoken.waiting(results) + 1
    assert without.catalogue.spoken(note, "ko") == note


def test_cards_and_pages_of_numbers_speak_korean():
    results = book_results()
    rent, run = (cards.card(results, name, "ko") for name in ("h800_hour_price", "v3_final_run_cost"))
    assert rent["remark"].startswith("가정한 임대료") and run["left"].endswith("뺐다.")
    page = all_numbers.letter_pages(results, "ko")["v"][1]
    assert run["left"] in page and LEFT not in page and LEFT in all_numbers.letter_pages(results, "en")["v"][1]


def test_the_style_of_korean_holds_for_these_sentences_too(tmp_path):
    given(tmp_path, "Leaves out taxes.,세금에 의해 정해진 몫은 뺐다.")
    [problem] = korean.problems(tmp_path)
    assert problem.startswith("data/sentences_ko.csv:2:")
