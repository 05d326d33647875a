"""No number is typed into prose: planted numbers and number words in both languages, clean sentences, places, the allow-list."""
# Over 300 lines: what must be found and what must pass stand side by side.

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from helpers import book_results

from analysis.book import prose
from analysis.book.passages import passages, read_prose
from analysis.sentences import number_words

ROOT = Path(__file__).resolve().parent.parent

# What must be found: (language, sentence, the words that are named)
DIGITS = [
    ("en", "The run cost $5.58 million.", "$5.58 million"),
    ("en", "It used 2,048 GPUs for two months.", "2,048 GPUs"),
    ("en", "It used 2048 GPUs.", "2048 GPUs"),
    ("en", "A cluster of 2000 H100 GPUs was built.", "2000"),
    ("en", "The share is 25%.", "25%"),
    ("en", "The share is 25 % of it.", "25 %"),
    ("en", "It grew by 25 per cent.", "25 per cent"),
    ("en", "An hour costs US$2.", "US$2"),
    ("en", "An hour costs 2 dollars.", "2 dollars"),
    ("en", "Memory of 80GB is built in.", "80GB"),
    ("en", "A bandwidth of 3.35TB/s is printed.", "3.35TB/s"),
    ("en", "The plant gives 10 MW.", "10 MW"),
    ("en", "H100, 5 times as fast as that.", "5 times"),
    ("en", "A 10x saving.", "10x"),
    ("en", "A model of 67B parameters.", "67B parameters"),
    ("en", "It read 14.8T tokens.", "14.8T tokens"),
    ("en", "In March 2025 5 days were lost.", "5 days"),
    ("en", "In March 5 GPUs were lost.", "5 GPUs"),
    ("en", "About 1/3 of it.", "1/3"),
    ("en", "About ⅓ of it.", "⅓"),
    ("en", "Some 10²⁶ operations.", "10²⁶"),
    ("en", "It takes 3-5 years.", "3-5 years"),
    ("en", "The top-5 labs.", "top-5"),
    ("en", "A share of .5 is left.", "5"),
    ("en", "Between 1.5 and H100.", "1.5"),
    ("en", "An 8-GPU server.", "8-GPU server"),
    ("en", "The H20,000 of them.", "H20,000"),
    ("en", "It rose from 2000 dollars.", "2000 dollars"),
    ("en", "It stands at 2 in a list of 3.", "3"),
    ("en", "Chips at 7nm are allowed.", "7nm"),
    ("ko", "학습에 558만 달러가 들었다.", "558만 달러"),
    ("ko", "GPU 2,048장을 썼다.", "2,048장을"),
    ("ko", "GPU 2048장을 썼다.", "2048장을"),
    ("ko", "비중은 25%다.", "25%다"),
    ("ko", "비중은 25%포인트 줄었다.", "25%포인트"),
    ("ko", "H100은 80GB를 쓴다.", "80GB를"),
    ("ko", "전기 415TWh를 썼다.", "415TWh를"),
    ("ko", "3일 만에 끝났다.", "3일"),
    ("ko", "3개월이 걸린다.", "3개월이"),
    ("ko", "3년간 굴린다.", "3년간"),
    ("ko", "2024년간 굴린다.", "2024년간"),
    ("ko", "세계 1위다.", "1위다"),
    ("ko", "12배가 됐다.", "12배가"),
    ("ko", "35억~45억 달러가 든다.", "35억~45억 달러"),
    ("ko", "1조 9500억 원이다.", "1조 9500억"),
    ("ko", "H800은 2달러에 빌린다.", "2달러에"),
    ("ko", "67B 모델이다.", "67B"),
    ("ko", "5nm보다 앞선 공정이다.", "5nm보다"),
    ("ko", "０.５달러다.", "０.５달러다"),
    ("ko", "2만 장이다.", "2만"),
    # a letter before an amount makes no name of it
    ("en", "It took V100000 of them.", "V100000"),
    ("en", "A bill of A5.58M was paid.", "A5.58M"),
    ("en", "A bill of A5.58bn was paid.", "A5.58bn"),
    ("en", "A bill of A558million was paid.", "A558million"),
    ("en", "A memory of A80GB is built in.", "A80GB"),
    ("en", "A run of V2788000hours.", "V2788000hours"),
    ("ko", "값은 A5.58만이다.", "A5.58만이다"),
    ("ko", "값은 A558억이다.", "A558억이다"),
    ("ko", "값은 A558만 달러다.", "A558만 달러"),
    # a year alone is one only where it can be one
    ("en", "It used about 2000 of them.", "2000"),
    ("en", "About 2024 were sold.", "2024"),
    ("en", "Nearly 2000 were sold, some 2010 were lost.", "2010"),
    ("en", "It sold 2000 of these.", "2000"),
    ("en", "It used 2000 GPU.", "2000 GPU"),
    ("en", "It took 2000 accelerators.", "2000 accelerators"),
    ("en", "The cluster has 2048.", "2048"),
    ("en", "It rose to 1950 then.", "1950"),
    ("en", "It costs 2000.50 then.", "2000.50"),
    ("ko", "약 2000이 팔렸다.", "2000이"),
    ("ko", "GPU 2000 장을 썼다.", "2000"),
    ("ko", "무려 2024 대가 팔렸다.", "2024"),
]
WORDS = [
    ("en", "It costs half of that.", "half"),
    ("en", "The price halved.", "halved"),
    ("en", "It costs twice as much.", "twice"),
    ("en", "The fleet doubled.", "doubled"),
    ("en", "A tenfold rise.", "tenfold"),
    ("en", "A third of the hours.", "A third"),
    ("en", "One-tenth of the price.", "One-tenth"),
    ("en", "Three quarters of it.", "Three quarters"),
    ("en", "One in ten failed.", "One in ten"),
    ("en", "Two years of work.", "Two years"),
    ("en", "Five or so; seven GPU-hours.", "seven GPU-hours"),
    ("en", "Thousands of chips.", "Thousands"),
    ("en", "Several billion dollars.", "billion"),
    ("en", "An order of magnitude apart.", "order of magnitude"),
    ("en", "Most chips are rented.", "Most"),
    ("en", "It is mostly rent.", "mostly"),
    ("en", "The majority of runs.", "majority"),
    ("en", "Nearly all of it.", "Nearly all"),
    ("en", "Rent is cheaper.", "cheaper"),
    ("en", "The largest fleet.", "largest"),
    ("en", "It costs less.", "costs less"),
    ("en", "It takes more hours.", "takes more"),
    ("en", "It is more than rent.", "more than"),
    ("en", "More than double the price.", "double"),
    ("en", "It computes far less.", "far less"),
    ("en", "It rose by a factor of three.", "factor of three"),
    ("en", "Thirteen were lost.", "Thirteen"),
    ("en", "Some nineteen models.", "nineteen"),
    ("en", "About one percent of it.", "one percent"),
    ("en", "It costs several times that.", "several times that"),
    ("en", "A twentieth of the price.", "A twentieth"),
    ("en", "It used four H100s.", "four H100s"),
    ("en", "Nearly the whole of it.", "Nearly the whole"),
    ("en", "A minority of runs.", "minority"),
    ("en", "The bulk goes to chips.", "The bulk"),
    ("en", "It is far below that.", "far below"),
    ("en", "The fleet dwarfs the run.", "dwarfs"),
    ("ko", "절반이 남는다.", "절반"),
    ("ko", "값이 두 배다.", "두 배"),
    ("ko", "값이 두배다.", "두배"),
    ("ko", "몇 배나 된다.", ""),
    ("ko", "격차는 몇 배다.", "몇 배"),
    ("ko", "갑절로 뛰었다.", "갑절"),
    ("ko", "10분의 1로 떨어졌다.", "10분의 1"),
    ("ko", "십분의 일이다.", "십분의 일"),
    ("ko", "대부분 빌려 쓴다.", "대부분"),
    ("ko", "과반이 중국에 있다.", "과반"),
    ("ko", "거의 모두 빌린 것이다.", "거의 모두"),
    ("ko", "수천 장을 샀다.", "수천 장"),
    ("ko", "수십억 달러를 썼다.", "수십억"),
    ("ko", "두 달이 걸렸다.", "두 달"),
    ("ko", "세 곳뿐이다.", "세 곳"),
    ("ko", "빌리는 편이 더 싸다.", "더 싸"),
    ("ko", "임대료가 훨씬 높다.", "훨씬 높"),
    ("ko", "가장 큰 장비다.", "가장 큰"),
    ("ko", "H100보다 느리다.", "보다 느리"),
    ("ko", "돈이 덜 든다.", "덜 든"),
    ("ko", "십만 장을 샀다.", "십만 장"),
    ("ko", "이만 대를 굴린다.", "이만 대"),
    ("ko", "오백만 불이 든다.", "오백만 불"),
    ("ko", "삼 년이 걸렸다.", "삼 년"),
    ("ko", "서너 배다.", "서너 배"),
    ("ko", "두어 배로 늘었다.", "두어 배"),
    ("ko", "여러 배가 든다.", "여러 배"),
    ("ko", "예닐곱 달이 걸린다.", "예닐곱 달"),
    ("ko", "열여섯 장을 썼다.", "열여섯 장"),
    ("ko", "세 곱이다.", "세 곱"),
    ("ko", "한 자릿수 차이다.", "한 자릿수"),
    ("ko", "압도적으로 많다.", "압도적"),
]
# What must be let through: names, dates, places, units, and words that claim no size.
CLEAN = {
    "en": [
        "In 2024, and from 2024–2027 or 2024-25, in the 2020s, since January 2025.",
        "On 21 November 2026, on November 21, 2026, on 2026-11-21, in 2026-Q3, in edition 2026.11.",
        "In Q3 2025, in the third quarter of 2025, in the second half of 2025, in 4Q25, in FY2026.",
        "By the October 7 rule; the October 17, 2023 update (DeepSeek-AI, 2024: Table 1, p. 5; Section 3.2; Figures 2–4; § 744.23; 15 CFR 744.23).",
        "Late 2024, mid-2025, the 2039 plan, a 1990 law, in March 1979, about March 2024, around the 2024 rules.",
        "V3.1, Qwen2.5-72B, DeepSeek-V2.5-1210, Phi-3.5-MoE, Qwen72B, GPT-4.1, N3P, HBM3E.",
        "H100, H800s, A100 PCIe, B200, MI300X, GB200 NVL72, HBM3e, FP8, BF16, DeepSeek-V3, DeepSeek-V3.1, R1-Zero, V2, GPT-4o, o1 and CR8DL.",
        "DeepSeek 67B, Llama 3.1 405B, Qwen2.5-72B, Claude 3.5, Ascend 910B, RTX 4090, 3A090.a, 4A090, PCIe 5.0, Python 3.11, CC BY 4.0.",
        "A 5nm process, a 16-bit number, 2.5D packaging, fifth-generation links, the 4th generation, dollars in 2024 dollars.",
        "Dollars per million tokens; Executive Order 14105; arXiv:2412.19437; https://example.org/a/12.",
        "Both can be true; neither refutes the other; one of them, first and second, once, two reasons, both languages.",
        "It is no longer so. A low end, a high end, a lower bound, at most, at least, the most recent source, most likely.",
        "An exact whole number is shown in full; rounding goes half up; the option can be given several times.",
        "Hours times a price; the price less a fee; many outlets; the axis grows by powers of ten.",
        "In 2025, GPUs were scarce. In 2025 What was sold went fast.",
        "Sold in bulk; the option can be given several times; a factor of production; work is well under way; three significant digits.",
    ],
    "ko": [
        "2024년 12월, 2025년 9월 30일, 2026년 3분기, 2024~2027년, 2024·2025년, 2~4월, 1990년대에.",
        "2026 회계연도 1분기(2025년 2~4월), DeepSeek-AI(2024), (DeepSeek-AI, 2024: 표 1), 45~67쪽, 제3조, 제2차, 그림 3.",
        "H100은 H20과 다르다. FP8로, V3는, R1으로, 딥시크 67B가, 910C는, 3A090에서, GPT-4o를, A100·H800을.",
        "1979년 법, 2045년까지, 2024 기준, 2024 대비, 계약 2024년, H100만 다르고 V3조차 같다. 2026 회계연도.",
        "5nm 공정, 16비트, 2.5D 패키징, 5세대, 100만 토큰당, 1kWh당, GPU당, Python 3.11과 3.12.",
        "입력값을 엮은 함수다. 열 하나가 빠졌다. 두 언어로 적는다. 두 명령, 세대, 한 해, GPU 한 장, 두 번째, 세 가지 이유.",
        "시간을 더한 값, 더 든 돈, 더 들었다. GPU 수만 보면 그렇다. 작은 칩도 있다. 구입비가 빌린 비용의 몇 배인지 적었다.",
        "이 장에서 본다. 이 해의 값이다. 만일 사람이 없으면 그렇다. 이만 대답한다. 여러 배경과 여러 장의 표, 두 곱셈이 있다. 유효숫자 세 자리로 적는다.",
        "호퍼 세대는 그렇다. 시간대가 다르다. 배포한 배경을 배운다. 다시 계산해 보다 보면 안다.",
    ],
}


def found(lang, text, kind="paragraph"):
    return [words for passage in read_prose("x.md", lang, text) for words in [w for _, w, _ in prose._found(passage)]]


@pytest.mark.parametrize("lang, text, words", DIGITS)
def test_typed_digits_are_found(lang, text, words):
    assert words in found(lang, text)


def test_there_are_enough_plants():
    assert len(DIGITS) >= 44


@pytest.mark.parametrize("lang, text, words", WORDS)
def test_number_words_are_found(lang, text, words):
    assert (words in found(lang, text)) if words else found(lang, text) == []


@pytest.mark.parametrize("lang, text", [(lang, text) for lang, texts in CLEAN.items() for text in texts])
def test_clean_sentences_pass(lang, text):
    assert found(lang, text) == []


def test_newlines_part_words_and_lines_are_told():
    [passage] = read_prose("x.md", "en", "One line.\nIt is more\nthan rent.")
    problems, _ = prose.check_passages([passage])
    assert len(problems) == 1 and problems[0].startswith("x.md:2: 'more\nthan'".replace("\n", " "))


def test_roles_code_and_links_hold_digits():
    text = "At {num}`h800_hour_price:4` {src}`a|Table 5` `v3_x5` [words](http://x.org/5) {doc}`page5` {label}`v3_x`, ![mark](y5.png)."
    assert found("en", text) == []


def test_words_around_roles_are_read():
    assert found("en", "[5 days](http://x.org) and {ref}`6 days <label>`, ![7 days](y.png), **8 days**.") == ["5 days", "6 days", "7 days", "8 days"]
    assert found("en", "It went from $5 million to $6 million.") == ["6 million", "5 million"]  # MyST takes the first for a formula
    assert found("en", "$x_1^{2}$ and $0.5x$") == ["0.5x"]


@pytest.mark.parametrize("text, words", [
    ("It is `$5.58 million` in all.", ["$5.58 million"]), ("Some `90%` of it, `5` and `10,000`.", ["90%", "5", "10,000"]), ("It took `5` days.", ["5 days"]),
    ("It is `twice` that.", ["twice"]), ("It costs `A5.58M`, or `about=5.58 million`.", ["A5.58M", "million"]), ("Of `1/3` and `5/10`.", ["1/3", "5/10"]),
    ("Run `--set fleet_gpus.h20_sxm=15000` or `--set \"h800_hour_price=3 USD/GPU-hour\"` or `papermill a.ipynb -p rent_price 3`.", []),
    ("In `data/rows/2024.csv`, `v3_x5`, `rents.csv`, `.venv`, `results`, `make PYTHON=python3.13 book`, `python -m analysis explain v3_cost`.", []),
])  # fmt: skip
def test_a_span_of_code_holds_a_name_a_command_or_a_path(text, words):
    assert found("en", text) == words


@pytest.mark.parametrize("head", ["```", "```{code-block} text", "```text", "```{code} sh", "```python", ":::{code-block} sh", "    "])
@pytest.mark.parametrize("body", ["The run cost $5.58 million.", "make book\nThe run cost $5.58 million.", "id,price\nThe run cost $5.58 million."])
def test_a_sentence_in_a_block_of_code_is_prose(head, body):
    page = "\n".join(head + line for line in body.split("\n")) if head.isspace() else f"{head}\n{body}\n{head[:3]}"
    [passage] = [passage for passage in read_prose("x.md", "en", f"Text.\n\n{page}\n") if "million" in passage.text]
    [problem] = prose.check_passages([passage])[0]
    assert problem.startswith(f"x.md:{3 + (not head.isspace()) + body.count(chr(10))}: '$5.58 million'")


@pytest.mark.parametrize("text", [
    "make book\npapermill a.ipynb b.ipynb -p rent_price 3", "$ python -m analysis results\nrent_price: 300 is out of bounds.", "id,fleet_gpus\nh20,500",
    ".venv/bin/python -m pip install a==5\npy -3 -m venv .venv",
])  # fmt: skip
def test_commands_a_console_and_a_table_are_code(text):
    assert found("en", f"```sh\n{text}\n```") == found("en", f"```{{code-block}} sh\n:linenos:\n\n{text}\n```") == []
    assert found("en", f"```{{code-block}} sh\n:caption: In 5 days\n\n{text}\n```") == ["5 days"]


def test_a_guard_may_hold_words_but_no_digits():
    assert found("en", "It is {if}`share < 0.5|less than half|more than 5 parts` of it.") == ["5"]
    assert found("ko", "{if}`share < 0.5|10분의 1로 떨어졌다|두 배다`.") == []
    assert found("en", "It is {if}`1 < 2|half|all` of it.") == ["half"]


@pytest.mark.parametrize("lang, text, words", [
    ("en", "The run cost $5.58 million.", "$5.58 million"), ("en", "It took 5 hundred thousand GPUs.", "5 hundred thousand GPUs"),
    ("en", "At 2 billion dollars a year.", "2 billion dollars"), ("ko", "학습에 558만 달러가 들었다.", "558만 달러"), ("ko", "값은 1조 9500억 원 정도다.", "1조 9500억"),
])  # fmt: skip
def test_an_amount_is_told_once(lang, text, words):
    assert found(lang, text) == [words]


@pytest.mark.parametrize("text, label, told", [
    ("The V100000 and the Y12345-A.", "V100000 and Y12345-A", []), ("V3.1만 그렇다.", "딥시크 V3.1", []), ("V3.1만 그렇다.", "딥시크 V3", ["V3.1만"]),
    ("The A5.58M.", "A5.58M", ["A5.58M"]), ("About 100000.", "100000", ["100000"]), ("The V1000001.", "V100000", ["V1000001"]),
])  # fmt: skip
def test_an_unusual_name_stands_in_the_data(tmp_path, text, label, told):
    root = folder(tmp_path, {"data/terms/a.csv": f"name,label_en,label_ko,short_en,short_ko\nx,{label},이름,,"})
    known = prose.known_names(root)
    assert [words for passage in read_prose("x.md", "en", text) for _, words, _ in prose._found(passage, known)] == told
    problems = prose.problems(folder(tmp_path, {"book/en/a.md": text}))
    assert [problem.split("'")[1] for problem in problems if problem.startswith("book/")] == told


# Places: one plant in each


PLACES = [
    ("book/en/a.md", "(a)=\n# A title of 5 words", 2),
    ("book/en/a.md", "(a)=\n# A\n\nText.\n\n- one\n- has 5 GPUs", 7),
    ("book/en/a.md", "| A |\n|---|\n| 5 |", 3),
    ("book/en/a.md", "```{figure} x.svg\n:alt: none\n:width: 40px\n\nA caption of 5.\n```", 5),
    ("book/en/a.md", "```{figure} x5.svg\n:alt: see 5\n\nA caption.\n```", 2),
    ("book/en/a.md", ":::{note} Title 5x\nText.\n:::", 1),
    ("book/en/a.md", "```{list-table} A title\n\n* - A\n* - 5\n```", 4),
    ("book/en/a.md", "> As 5 said", 1),
    ("book/en/a.md", "Text[^a].\n\n[^a]: Of 5.", 3),
    ("book/en/a.md", "<p>Of 5 days</p>", 1),
    ("book/en/a.md", "$$\n5 x\n$$", 2),
    ("book/en/a.md", '```{code-cell} ipython3\n:tags: [x]\n\npage.chart("a.b", names=["v3"],\n  title="Of 5 {v3}")\n```', 5),
    ("book/en/a.md", '```{code-cell} ipython3\npage.chart("a.b", names=["v3"], axis="5 dollars")\n```', 2),
    ("book/ko/a.md", '```{code-cell} ipython3\npage.chart("a.b", names=["v3"], note="두 배다")\n```', 2),
    ("book/ko/a.md", "본문이 5장 이어진다.", 1),
    ("README.md", "Text.\n\nOf 5 days.", 3),
    ("README.ko.md", "절반이다.", 1),
    ("data/terms/a.csv", "name,label_en,label_ko,short_en,short_ko\nx,Label,이름,A tenth of it,뜻", 2),
    ("data/terms/a.csv", "name,label_en,label_ko,short_en,short_ko\nx,Label,3장,,뜻", 2),
    ("data/columns.csv", "column,label_en,label_ko\nx,Price of 5,값", 2),
    ("data/scenarios/a.yml", "label: {en: Dearer rent, ko: 이름}\nset: {}", 1),
    ("data/scenarios/a.yml", "label: {en: A, ko: 이름}\nset:\n  x:\n    value: 3.0\n    reason:\n      en: A reason.\n      ko: 두 배라서.", 7),
]


def folder(tmp_path, files):
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name, text, line", PLACES)
def test_every_place_is_read(tmp_path, name, text, line):
    problems = prose.problems(folder(tmp_path, {name: text}))
    assert len(problems) == 1 and problems[0].startswith(f"{name}:{line}: '")


@pytest.mark.parametrize("text", [
    "```python\nx = 5\n```", "```{code-block} sh\nmake n=5\n```", "```{ledger-numbers}\n```", "% a comment of 5", "<!-- 5 -->", "    make n=5",
    '```{code-cell} ipython3\nx = 5\npage.show("v3_gpu_hours")\n```', "---\nkernelspec:\n  display_name: Python 3\n---\n\nText.",
])  # fmt: skip
def test_code_and_comments_are_not_read(tmp_path, text):
    assert prose.problems(folder(tmp_path, {"book/en/a.md": text})) == []


def test_what_to_do_is_told(tmp_path):
    page = 'Costs 5 dollars.\n\nCosts half.\n\n```{code-cell} ipython3\npage.chart("a.b", names=["v3"], title="Of 5 days")\n```'
    problems = prose.problems(folder(tmp_path, {"book/en/a.md": page, "README.md": "Of 5 days."}))
    assert ["{num}`name`" in problems[0], "{if}`name < number" in problems[1], "{name}" in problems[2], "no role can stand here" in problems[3]] == [True] * 4


# The allow-list


def allowed(tmp_path, lines, text="The axis grows by hundreds at a time."):
    rows = "".join(f"{line}\n" for line in ["words,lang,reason", *lines])
    return prose.problems(folder(tmp_path, {"book/en/a.md": text, prose.ALLOWED: rows}))


def test_an_entry_excuses_its_phrase_and_no_other(tmp_path):
    entry = "grows by hundreds,en,It describes the axis."
    assert allowed(tmp_path, [entry]) == []
    assert allowed(tmp_path, [entry], "The axis grows\nby hundreds.") == []
    assert len(allowed(tmp_path, [entry], "The axis grows by hundreds. It has hundreds of chips.")) == 1
    assert len(allowed(tmp_path, [entry.replace(",en,", ",ko,")])) == 2  # not excused, and idle
    assert len(allowed(tmp_path, ["an axis of 5,en,It describes the axis."], "On an axis of 5 million.")) == 2  # the amount is wider, and idle


@pytest.mark.parametrize("lines, message", [
    (["grows by hundreds,en,An axis."], "why these words"),
    (["hundreds,en,It describes the axis."], "wider than the number word"),
    (["grows by hundreds,fr,It describes the axis."], "'fr'"),
    (["grows by hundreds,en,It describes the axis."] * 2, "a phrase of its own"),
    (["grows by hundreds,en,It describes the axis.", "by dozens,en,It describes the axis."], "nothing says 'by dozens' any more"),
    ([f"grows by hundreds {n},en,It describes the axis." for n in range(21)], "21 entries, more than 20"),
])  # fmt: skip
def test_a_bad_entry_is_told(tmp_path, lines, message):
    assert any(message in problem for problem in allowed(tmp_path, lines))


# READMEs quote what an example sentence says


EXAMPLE = "```markdown\nIt costs {num}`run_cost`.\n```\n\n> It costs $5.58 million.\n"


@pytest.mark.parametrize("text, message", [(EXAMPLE, None), (EXAMPLE.replace("5.58", "5.59"), "README.md:5: the example above says now: It costs $5.58 million.")])
def test_quoted_examples_are_compared(tmp_path, monkeypatch, text, message):
    monkeypatch.setattr(prose, "say_role", lambda results, role, content, lang: ([content], "$5.58 million", None))
    assert prose.problems(folder(tmp_path, {"README.md": text}), SimpleNamespace()) == ([message] if message else [])


def test_the_book_is_clean():
    assert prose.problems(ROOT, book_results()) == []


def test_the_book_is_read():
    kinds = {passage.kind for passage in passages(ROOT)}
    assert {"heading", "paragraph", "item", "guard", "words", "term", "reason"} <= kinds
    assert any(re.search("[가-힣]", passage.text) for passage in passages(ROOT))


# A number brings the words of its unit with it: they do not stand beside it once more.

BESIDE = re.compile(r"(\S+) \{num\}`([^`]*)`(?: ([\w-]+))?")


def doubled(text, lang):
    """Places where the word before or after a number is said by the number already."""
    for match in BESIDE.finditer(text):
        words = number_words(book_results(), match[2], lang)[1].split()
        before, after = match[1].lstrip("(‘“").casefold(), (match[3] or "").casefold()
        if len(words) > 1 and (before == words[0].casefold() or after == words[-1].casefold()):
            yield match[0]


@pytest.mark.parametrize(("lang", "text", "found"), [
    ("ko", "V3를 학습한 H800 {num}`v3_cluster_gpus|은/는` 합법이었다.", 1), ("ko", "V3를 학습한 {num}`v3_cluster_gpus|은/는` 합법이었다.", 0),
    ("en", "It took {num}`v3_gpu_hours` GPU-hours.", 1), ("en", "On {num}`v3_cluster_gpus` of V3.", 0),
])  # fmt: skip
def test_a_planted_double_word_is_seen(lang, text, found):
    assert len(list(doubled(text, lang))) == found


def test_no_word_stands_twice_beside_a_number():
    pages = {path: path.parent.name for path in (ROOT / "book").glob("*/*.md") if path.parent.name in ("en", "ko")}
    assert len(pages) > 40
    assert {str(path): found for path, lang in pages.items() if (found := list(doubled(path.read_text(encoding="utf-8"), lang)))} == {}
    reasons = {path: path.read_text(encoding="utf-8") for path in (ROOT / "data" / "claims").glob("*.csv")}
    assert {path.name: found for path, text in reasons.items() for lang in ("en", "ko") if (found := list(doubled(text, lang)))} == {}
