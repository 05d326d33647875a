"""What a Korean page may not hold: planted endings, headings, marks and phrases, and good Korean that passes."""

import csv
import re
from pathlib import Path

import pytest

from analysis.book import ages, banner, claims_page, editions, front, interface, korean, search
from analysis.book.passages import Passage, read_prose

ROOT = Path(__file__).resolve().parent.parent
KOREAN = [
    ("비용은 558만 달러.", "end it in 다. or a colon"),
    ("값은 이렇다. 근거가 없음.", "end it in 다. or a colon"),
    ("값은 {if}`a < b|같다.|다름.`", "end it in 다. or a colon"),
    ("값은 {num}`a|과/와`.", "end it in 다. or a colon"),
    ("값을 계산합니다.", "한다체"),
    ("누가 냈을까?", "questions"),
    ("놀랍다!", "exclamation"),
    ("살펴보겠다.", "-겠다"),
    ("최근 값이 올랐다.", "a date"),
    ("## 마지막 학습에 든 돈과 그 밖의 모든 비용을 셈하는 법", "more than 22"),
    ("## 답: 값", "a full stop or a colon"),
    ("## 답이다.", "a full stop or a colon"),
    ("**전력사용효율(PUE)**은 낮다.", "prints its asterisks"),
    ("**{num}`a`%**로 줄었다.", "prints its asterisks"),
    ("**‘수율’**이 낮다.", "prints its asterisks"),
    ("값은(는) 같다.", "one particle"),
    ("값을(를) 낸다.", "one particle"),
    ("딥시크(이)라고 한다.", "one particle"),
    ("딥시크에 의해 수행되었다.", "who did it"),
    ("증설 지연으로 인해 부족하다.", "-아서"),
    ("대역폭을 가지고 있다.", "있다 or 이다"),
    ("높은 것으로 보여진다.", "passive"),
    ("독자로 하여금 알게 한다.", "who does it"),
    ("원인 중 하나이다.", "name it"),
    ("중요한 것은 값을 아는 것이다.", "two 것"),
    ("돈을 필요로 한다.", "필요하다"),
    ("규칙에도 불구하고 팔렸다.", "-지만"),
    ("구별하는 것이 중요하다.", "what follows"),
    ("이것은 값이다.", "name the thing"),
    ("결론적으로 값이 같다.", "lead with"),
    ("인사이트를 준다.", "what changed"),
    ("값 및 단위 및 근거를 적는다.", "two sentences"),
    ("본 연구는 값을 낸다.", "이 책"),
    ("신뢰구간이 넓다.", "90% 구간"),
    ("{num}`a`배 저렴하다.", "n분의 1"),
    ("값 — 그리고 단위다.", "a comma"),
    ('"수율"이 낮다.', "curly"),
    ("{num}`a` 퍼센트다.", "%"),
]
FINE = [
    "값은 {num}`a|이다/다`.", "값은 같다{src}`x`.", "값은 {if}`a < b|같다.|다르다.`", "값은 {if}`a < b|같다|다르다`.", "이렇게 한다:", "(값은 같다.)", "그렇지 않으며 사실이 아니다.",
    "**전력사용효율**(PUE)은 낮다.", "**값**은 같다. 2 * 3 * 4다.", "- 짧은 항목", "> 옮긴 말", "| 값 |\n|---|\n| 없음 |", "## 누가 가져가나", "```\n$ make\n값을(를)\n```",
    ":::{note}\n짧은 주\n:::", "`값을(를)` 쓴다.", "공중 하나로 난다. 일본 연구다. 가능하다고 한다.", "이것은커녕 그것도 없다. 우리말로 적는다.", "![그림](x.svg)",
]  # fmt: skip


def problems_of(text, place="book/ko/a.md", lang="ko"):
    return list(korean.korean_problems(read_prose(place, lang, text)))


@pytest.mark.parametrize("text, message", KOREAN)
def test_korean_faults_are_told(text, message):
    problems = problems_of(f"\n{text}")
    assert any(message in problem for problem in problems) and all(problem.startswith("book/ko/a.md:2: ") for problem in problems)


@pytest.mark.parametrize("text", FINE)
def test_good_korean_passes(text):
    assert problems_of(text) == []


def test_readmes_and_terms_are_held_to_less():
    assert problems_of("값을 계산합니다. 최근 판이다.", "README.ko.md") == []
    assert list(korean.korean_problems([Passage("data/terms/a.csv", 2, "term", "ko", "보고서가 밝힌 값")])) == []
    assert len(list(korean.korean_problems([Passage("data/terms/a.csv", 2, "term", "ko", "값을(를) 낸다")]))) == 1
    assert len(problems_of("**Yield (PUE)**of", "book/en/a.md", "en")) == 1


def test_hints_are_apart():
    text = "그 값에 대한 근거를 통해 안다. 이는 많은 값들을 의미한다."
    assert problems_of(text) == []
    assert len(list(korean.korean_problems(read_prose("book/ko/a.md", "ko", text), hints=True))) == 5


def test_the_korean_of_the_book_keeps_the_rules():
    assert korean.problems(ROOT) == []


def test_notices_speak_to_the_reader_in_one_register():
    """합니다체 in the interface, 한다체 in the text; a page of the site is a 페이지, 쪽 is left to printed sources."""
    with open(ROOT / "analysis" / "live" / "words.csv", encoding="utf-8", newline="") as file:
        notices = [*(line["ko"] for line in csv.DictReader(file)), *banner.WORDS["ko"], *banner.MARK["ko"], *banner.MORE["ko"], front.MARK]
    notices += [*search.WORDS["ko"].values(), claims_page.WORDS["shown"]["ko"], *(words["ko"] for words in editions.WORDS.values())]
    assert [words for words in notices if re.search(r"(?<!니)다(?=$|[.:<])", words)] == []
    assert [words for words in [*notices, ages.WORDS["ko"], *interface.KOREAN.values()] if "쪽" in words] == []


def test_a_custom_edition_is_set_against_the_book_which_may_not_be_published_yet():
    sheet = (ROOT / "book" / "_static" / "custom.css").read_text(encoding="utf-8")
    for lang in ("en", "ko"):
        said = " ".join([*banner.WORDS[lang], *banner.MARK[lang], *banner.MORE[lang], front.MARK])
        assert not re.search("publish|공표", said) and f'content: "{banner.MARK[lang][1]}"' in sheet
