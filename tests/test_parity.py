"""Two languages that cannot drift: planted differences between pages, and the stamps with their command."""
# Over 300 lines: one pair of pages, on which every difference is planted.

import re
import subprocess
from pathlib import Path

import pytest

from analysis.book import parity, stamps
from analysis.book.pages import read_page

ROOT = Path(__file__).resolve().parent.parent

EN = """(costs)=
# What it costs

```{code-cell} ipython3
:tags: [parameters]

lang = "en"
scenario = ""
```

(costs-answer)=
## The answer

The run cost {num}`run_cost` {src}`report|Table 1`, {if}`share < 0.1|a small part|a part` of {num}`fleet_cost`.

{label}`run_cost` is its label. ![A mark](../_static/mark.svg)

```{code-cell} ipython3
:tags: [hide-input]

page.show("run_cost", "fleet_cost")
```

(costs-chart)=
## The chart

```{code-cell} ipython3
:tags: [hide-input]

page.chart(
    "costs.bars",
    names=["run_cost", "fleet_cost"],
    mark=["run_cost"],
    title="The run takes {run_cost}",
    axis="Cost",
    note="Source: report.",
)
```

```{ledger-sources}
```
"""
KO = """(costs)=
# 비용

```{code-cell} ipython3
:tags: [parameters]

lang = "ko"
scenario = ""
```

(costs-answer)=
## 답

{num}`fleet_cost` 가운데 {num}`run_cost|이/가` 든다{src}`report|표 1`. {if}`share < 0.1|작은 몫이다|한몫이다`.

이 값의 이름은 {label}`run_cost`이다. ![표시](../_static/mark.svg)

```{code-cell} ipython3
:tags: [hide-input]

page.show("run_cost", "fleet_cost")
```

(costs-chart)=
## 그림

```{code-cell} ipython3
:tags: [hide-input]

page.chart(
    "costs.bars",
    names=["run_cost", "fleet_cost"],
    mark=["run_cost"],
    title="학습에 {run_cost|이/가} 든다",
    axis="비용",
    note="자료: report.",
)
```

```{ledger-sources}
```
"""


@pytest.fixture
def root(tmp_path):
    """A project folder with one pair of pages that agree."""
    for lang, text in (("en", EN), ("ko", KO)):
        (tmp_path / "book" / lang).mkdir(parents=True)
        page(tmp_path, lang).write_text(text, encoding="utf-8")
    return tmp_path


def page(root, lang):
    return root / "book" / lang / "costs.md"


def edit(root, lang, old, new):
    path = page(root, lang)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_pages_that_agree_pass(root):
    assert list(parity.drift(root)) == []


DRIFT = [
    ("ko", "{num}`run_cost|이/가`", "558만 달러가", "book/en/costs.md:16: [costs-answer] number 'run_cost' stands 2 times here, once in book/ko/costs.md"),
    ("ko", "{num}`fleet_cost`", "{num}`fleet_total_cost`", "book/ko/costs.md:14: [costs-answer] number 'fleet_total_cost' stands once here, not in"),
    ("en", "{label}`run_cost`", "Run cost", "book/ko/costs.md:16: [costs-answer] number 'run_cost' stands 2 times here, once in"),
    ("en", "share < 0.1", "share < 0.2", "[costs-answer] condition 'share < 0.2' stands once here, not in"),
    ("ko", "share < 0.1", "price < 0.1", "[costs-answer] number 'price' stands once here, not in"),
    ("ko", "{src}`report|표 1`", "", "book/en/costs.md:14: [costs-answer] citation 'report|…1' stands once here, not in"),
    ("en", "{src}`report|Table 1`", "{src}`report`", "book/ko/costs.md:14: [costs-answer] citation 'report|…1' stands once here, not in book/en/costs.md"),
    ("ko", "{src}`report|표 1`", "{src}`report|표 9`", "book/ko/costs.md:14: [costs-answer] citation 'report|…9' stands once here, not in book/en/costs.md"),
    ("ko", "{src}`report|표 1`", "{src}`report|초록`", "book/ko/costs.md:14: [costs-answer] citation 'report|…' stands once here, not in book/en/costs.md"),
    ("en", "../_static/mark.svg", "../_static/other.svg", "[costs-answer] block '../_static/other.svg' stands once here"),
    ("ko", "```{ledger-sources}", "```{ledger-numbers}", "book/ko/costs.md:40: [costs-chart] block 'ledger-numbers' stands once here"),
    ("ko", "(costs-chart)=", "(costs-charts)=", "book/ko/costs.md:24: label 'costs-charts' is not in book/en/costs.md"),
    ("ko", "(costs-chart)=\n", "", "book/ko/costs.md:24: a heading without a label"),
    ("en", 'page.show("run_cost", "fleet_cost")', 'page.show("run_cost")', "book/ko/costs.md:19: [costs-answer] the cell differs from English (-): - page.show('run_cost') +"),
    ("ko", 'mark=["run_cost"]', 'mark=["fleet_cost"]', "[costs-chart] the cell differs"),
    ("ko", '"costs.bars"', '"costs.dots"', "[costs-chart] the cell differs"),
    ("ko", "{run_cost|이/가}", "{fleet_cost|이/가}", "[costs-chart] the cell differs"),
    ("ko", "{run_cost|이/가}", "돈이", "[costs-chart] the cell differs"),
    ("ko", '    note="자료: report.",\n', "", "[costs-chart] the cell differs"),
    ("ko", ":tags: [hide-input]", ":tags: [remove-input]", "[costs-answer] the cell differs"),
    ("ko", 'lang = "ko"', 'lang = "en"', "book/ko/costs.md:5: [costs] the cell differs"),
    ("ko", 'scenario = ""', 'scenario = ""\nrent = 3', "[costs] the cell differs"),
    ("en", "(costs-chart)=", "```{code-cell}\npage.show('x')\n```\n\n(costs-chart)=", "[costs-answer] 2 cells in English, 1 in Korean"),
]


@pytest.mark.parametrize("lang, old, new, message", DRIFT)
def test_a_difference_is_told(root, lang, old, new, message):
    edit(root, lang, old, new)
    assert message in "\n".join(parity.drift(root))


def test_an_order_of_sections_is_told(root):
    first, answer, chart = re.split(r"(?=^\(costs-)", KO, flags=re.MULTILINE)
    page(root, "ko").write_text(first + chart + "\n" + answer, encoding="utf-8")
    assert list(parity.drift(root)) == ["book/ko/costs.md:11: label 'costs-chart' stands where book/en/costs.md has 'costs-answer': same order in both"]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_page_in_one_language_is_told(root, lang):
    page(root, lang).unlink()
    assert list(parity.drift(root)) == [f"book/{lang}/costs.md: no such page; every page is in both languages"]


@pytest.mark.parametrize("english, korean", [("Abstract", "초록"), ("Table 1, p. 5", "5쪽 표 1"), ("Listing of March 2024", "2024년 3월 게시")])
def test_the_words_of_a_locator_are_translated(root, english, korean):
    edit(root, "en", "|Table 1", f"|{english}")
    edit(root, "ko", "|표 1", f"|{korean}")
    assert list(parity.drift(root)) == []


def test_what_may_differ_passes(root):
    edit(root, "ko", "{num}`fleet_cost` 가운데 {num}`run_cost|이/가` 든다", "{num}`run_cost:4|이/가` 든다.\n전체는 {num}`fleet_cost|이다/다`")
    edit(root, "en", "The run cost", "In the end\nthe run cost")
    edit(root, "ko", 'axis="비용",', 'axis="달러",  # 축')
    assert list(parity.drift(root)) == []


# Guards


GUARD_EN, GUARD_KO = "share < 0.1|a small part|a part", "share < 0.1|작은 몫이다|한몫이다"
GUARDS = [
    ("no more than that|above that", "넘는다|넘지 않는다", "'않' stands in the second alternative, 'no' in the first of the English: swapped?"),
    ("It pays.|It never pays.", "건질 수 없다.|건진다.", "'없' stands in the first alternative, 'never' in the second"),
    ("The sums differ.|The sums agree.", "같다.|다르다.", "'다르다' stands in the second alternative, 'differ' in the first"),
    ("Both hold.|At these inputs one fails.", "이 입력값에서는 하나가 틀린다.|둘 다 맞다.", "'이 입력값' stands in the first alternative, 'At these inputs' in the second"),
    ("It isn't so.|It is so.", "그렇다.|아니다.", "'아니' stands in the second alternative, 'isn't' in the first"),
    ("a|b", "가|", "{if}`share < 0.1`: the second alternative is empty here and has words in English"),
    ("a|b", " |나", "{if}`share < 0.1`: the first alternative is empty here and has words in English"),
    ("no a|b", "가 없다|나", None), ("no a|", "가 없다|", None), ("a|", "가|나", None), ("|b", "|나", None),
    ("It is not a.|It is no b.", "가다.|나가 아니다.", None),  # in both: nothing is known
    ("Not only a.|Only b.", "나만|가뿐 아니라 나도", None), ("a|no b", "잘못된 나|나", None), ("a|not b", "못지않다|나", None),
]  # fmt: skip


@pytest.mark.parametrize("english, korean, message", GUARDS)
def test_alternatives_of_a_guard_keep_their_places(root, english, korean, message):
    edit(root, "en", GUARD_EN, f"share < 0.1|{english}")
    edit(root, "ko", GUARD_KO, f"share  < 0.1|{korean}")
    found = list(parity.drift(root))
    assert len(found) == bool(message) and all(one.startswith("book/ko/costs.md:14: [costs-answer] ") and message in one for one in found)


def test_guards_of_one_condition_are_compared_in_order(root):
    edit(root, "en", "{if}`" + GUARD_EN, "{if}`share < 0.1|a|not b` {if}`" + GUARD_EN)
    assert ["number 'share' stands 2 times here" in one for one in parity.drift(root)] == [True]
    edit(root, "ko", "{if}`" + GUARD_KO, "{if}`share < 0.1|가|나가 아니다` {if}`" + GUARD_KO)
    assert list(parity.drift(root)) == []
    edit(root, "ko", "가|나가 아니다", "나가 아니다|가")
    assert len(list(parity.drift(root))) == 1


# Stamps


@pytest.fixture
def stamped(root, capsys):
    """The same, committed to a git repository, with its stamps."""
    assert stamps.restamp(root) == []
    git = ["git", "-C", str(root), "-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "Pages"]):
        subprocess.run([*git, *words], check=True)
    capsys.readouterr()
    return root


def test_sections_without_stamp_are_told(root):
    assert [problem.partition(" no stamp")[0] for problem in stamps.stale(root)] == [
        "book/ko/costs.md:1: [costs]", "book/ko/costs.md:11: [costs-answer]", "book/ko/costs.md:24: [costs-chart]",
    ]  # fmt: skip


def test_stamps_stand_before_their_labels_and_change_nothing_else(stamped):
    text = page(stamped, "ko").read_text(encoding="utf-8")
    assert re.sub(r"^% en: [0-9a-f]{8} ko: [0-9a-f]{8}\n(?=\()", "", text, flags=re.MULTILINE) == KO and text.count("% en: ") == 3
    assert parity.problems(stamped) == []
    assert stamps.restamp(stamped) == [] and page(stamped, "ko").read_text(encoding="utf-8") == text
    read = read_page(page(stamped, "ko"), "ko", stamped)
    assert list(read.labels) == ["costs", "costs-answer", "costs-chart"] and read.title == "비용"


def test_wrapping_is_no_change(stamped):
    edit(stamped, "en", "The run cost {num}", "The run\ncost {num}")
    assert list(stamps.stale(stamped)) == []


def test_a_changed_english_section_is_refused_until_the_korean_follows(stamped, capsys):
    edit(stamped, "en", "is its label.", "is what it is called.")
    assert list(stamps.stale(stamped)) == [
        "book/ko/costs.md:13: [costs-answer] the English section has changed since; bring the Korean up to date and run: python -m analysis check --stamp costs"
    ]
    before = page(stamped, "ko").read_text(encoding="utf-8")
    [refused] = stamps.restamp(stamped, "costs")
    assert refused.startswith("book/ko/costs.md:13: [costs-answer] the English changed and the Korean words did not")
    assert page(stamped, "ko").read_text(encoding="utf-8") == before
    printed = capsys.readouterr().out
    assert "-{label}`run_cost` is its label." in printed and "+{label}`run_cost` is what it is called." in printed
    assert "The run cost" not in printed  # only the paragraph that changed
    edit(stamped, "ko", "이 값의 이름은", "이 값을 부르는 이름은")
    assert stamps.restamp(stamped, "costs") == [] and "+{label}`run_cost` is what it is called." in capsys.readouterr().out
    assert parity.problems(stamped) == []


@pytest.mark.parametrize("old, new", [("한몫이다`.", "한몫이다`"), ("이 값의 이름은", "이 값의  이름은"), ("이 값의 이름은", "이값의 이름은"), ("이 값의", "% 주\n이 값의"), ("이 값의", "이 **값**의")])
def test_a_mark_or_a_space_is_no_change_of_the_korean(stamped, old, new):
    edit(stamped, "ko", old, new)
    assert list(stamps.stale(stamped)) == []
    edit(stamped, "en", "is its label.", "is what it is called.")
    assert len(stamps.restamp(stamped)) == 1


@pytest.mark.parametrize("old, new", [
    ("이 값의", "<!-- 영어를 따라 바꿈 -->이 값의"), ("이 값의", "<!-- 영어를\n따라 바꿈 -->\n\n이 값의"), ("이 값의", "[바꿈]: # (영어를 따라)\n\n이 값의"),
    ('page.show("run_cost"', '# 영어를 따라 바꿈\npage.show("run_cost"'), ('page.show("run_cost"', '"영어를 따라 바꿈"\npage.show("run_cost"'),
])  # fmt: skip
def test_what_no_reader_sees_is_no_change_of_the_korean(stamped, old, new):
    edit(stamped, "ko", old, new)
    assert list(stamps.stale(stamped)) == []
    edit(stamped, "en", "is its label.", "is what it is called.")
    [refused] = stamps.restamp(stamped)
    assert "the English changed and the Korean words did not" in refused


@pytest.mark.parametrize("old, new", [('title="학습에', 'title="최종 학습에'), ('axis="비용"', 'axis="달러"'), ("자료: report.", "출처: report.")])
def test_the_words_of_a_chart_are_words_of_the_korean(stamped, old, new):
    edit(stamped, "ko", old, new)
    assert len(list(stamps.stale(stamped))) == 1
    edit(stamped, "en", "Source: report.", "Sources: report.")
    assert stamps.restamp(stamped) == []


@pytest.mark.parametrize("old, new", [("이 값의", "그 값의"), ("한몫이다`.", "두 몫이다`."), ("{label}`run_cost`이다", "{num}`run_cost`이다"), ("{num}`fleet_cost`", "{num}`fleet_cost:4`")])
def test_a_word_or_a_role_is_a_change_of_the_korean(stamped, old, new):
    edit(stamped, "ko", old, new)
    assert len(list(stamps.stale(stamped))) == 1
    edit(stamped, "en", "is its label.", "is what it is called.")
    assert stamps.restamp(stamped) == []


def test_a_reason_is_kept_in_the_stamp_until_the_english_changes_again(stamped):
    edit(stamped, "en", "is its label.", "is its lable.")
    assert stamps.restamp(stamped, reason="a slip  of the (English) pen") == []
    line = page(stamped, "ko").read_text(encoding="utf-8").splitlines()[11]
    assert line.endswith(" (a slip of the (English) pen)") and list(stamps.stale(stamped)) == []
    edit(stamped, "ko", "이 값의", "그 값의")
    assert stamps.restamp(stamped) == [] and "pen)" in page(stamped, "ko").read_text(encoding="utf-8")
    edit(stamped, "en", "lable", "label")
    assert len(stamps.restamp(stamped)) == 1
    edit(stamped, "ko", "그 값의", "이 값의")
    assert stamps.restamp(stamped) == [] and "pen)" not in page(stamped, "ko").read_text(encoding="utf-8")


def test_an_earlier_change_of_the_korean_does_not_count_for_a_later_one_of_the_english(stamped):
    edit(stamped, "ko", "이 값의", "그 값의")
    assert ["the Korean has changed since" in problem for problem in stamps.stale(stamped)] == [True]
    assert stamps.restamp(stamped) == []
    edit(stamped, "en", "is its label.", "is what it is called.")
    assert len(stamps.restamp(stamped)) == 1


def test_without_git_the_new_section_is_printed(root, capsys):
    assert stamps.restamp(root) == []
    edit(root, "en", "is its label.", "is what it is called.")
    capsys.readouterr()
    assert len(stamps.restamp(root)) == 1
    printed = capsys.readouterr().out
    assert "The run cost" in printed and "is what it is called." in printed


def test_a_stamp_without_the_korean_hash_needs_the_same_english(stamped):
    edit(stamped, "ko", re.search(r" ko: [0-9a-f]{8}(?=\n\(costs-answer)", page(stamped, "ko").read_text(encoding="utf-8"))[0], "")
    assert len(list(stamps.stale(stamped))) == 1 and stamps.restamp(stamped) == []
    assert list(stamps.stale(stamped)) == []


@pytest.mark.parametrize("old, new", [("% en: ", "% en: z"), ("\n(costs-answer)=", "\n\n(costs-answer)=")])
def test_a_stamp_that_belongs_to_nothing_is_told(stamped, old, new):
    edit(stamped, "ko", old, new)
    assert any("this stamp cannot be read" in problem for problem in stamps.stale(stamped))


@pytest.mark.parametrize("given, message", [({"page": "cost"}, "no page 'cost' in book/ko; did you mean 'costs'?"), ({"reason": " "}, "a reason needs words")])
def test_what_cannot_be_stamped_is_refused(stamped, given, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        stamps.restamp(stamped, **given)


def test_labels_in_code_begin_no_section():
    text = "(a)=\n# A\n\n````\n```\n(b)=\n## B\n```\n````\n\n(figure)=\n```{figure} x.svg\n```\n\n(c)=\n\n## C\n"
    assert [section.label for section in stamps.sections(text)] == ["a", "c"]


# The book


def test_the_two_languages_agree():
    assert list(parity.drift(ROOT)) == []


def test_the_korean_reflects_the_english_of_today():
    assert list(stamps.stale(ROOT)) == []
