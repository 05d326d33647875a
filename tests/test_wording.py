"""Wording against the Korean style guide (sections 3 and 5) and against independent readers of what was worded."""
# Over 300 lines: an independent second implementation of the wording stands beside its tests.

import csv
import math
import random
import re
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spoken import LETTERS, korean_number

from analysis.core.wording import (
    PARTICLES,
    UNIT_READINGS,
    particle_class,
    plain,
    with_particle,
    written,
    written_date,
    written_range,
)

with open(Path(__file__).parent / "vectors" / "particles.csv", encoding="utf-8", newline="") as lines:
    VECTORS = list(csv.DictReader(lines))

# ---------------------------------------------------------------- numbers

PLAIN = [  # value, English, Korean
    (0, "0", "0"),
    (-0.0, "0", "0"),
    (0.0, "0", "0"),
    (2, "2", "2"),
    (0.27, "0.27", "0.27"),
    (3.35, "3.35", "3.35"),
    (1.195, "1.2", "1.2"),  # the double lies above the tie
    (1.005, "1", "1"),  # and here below
    (0.125, "0.125", "0.125"),
    (93.3, "93.3", "93.3"),
    (1050, "1,050", "1,050"),
    (2048, "2,050", "2,050"),
    (9994.9, "9,990", "9,990"),
    (9995, "10,000", "1만"),
    (9999.6, "10,000", "1만"),
    (10_000, "10,000", "1만"),
    (30_000, "30,000", "3만"),
    (279_000, "279,000", "27만 9000"),
    (999_499, "999,000", "99만 9000"),
    (999_500, "1 million", "100만"),
    (5_576_000, "5.58 million", "558만"),
    (99_950_000, "100 million", "1억"),
    (999_500_000, "1 billion", "10억"),
    (2_570_000_000, "2.57 billion", "25억 7000만"),
    (8_000_000_000, "8 billion", "80억"),
    (999_500_000_000, "1 trillion", "1조"),
    (1_950_000_000_000, "1.95 trillion", "1조 9500억"),
    (999.4e12, "999 trillion", "999조"),
    (999.5e12, "10¹⁵", "1000조"),
    (3.29e15, "3.29 × 10¹⁵", "3290조"),
    (9.994e15, "9.99 × 10¹⁵", "9990조"),
    (9.995e15, "10¹⁶", "10¹⁶"),
    (3.29e24, "3.29 × 10²⁴", "3.29×10²⁴"),
    (1e26, "10²⁶", "10²⁶"),
    (2.1e102, "2.1 × 10¹⁰²", "2.1×10¹⁰²"),
    (1e-4, "0.0001", "0.0001"),
    (0.00099996, "0.001", "0.001"),
    (0.0000999996, "0.0001", "0.0001"),
    (0.0000999, "9.99 × 10⁻⁵", "9.99×10⁻⁵"),
    (0.00001, "10⁻⁵", "10⁻⁵"),
    (2e-12, "2 × 10⁻¹²", "2×10⁻¹²"),
    (5e-324, "4.94 × 10⁻³²⁴", "4.94×10⁻³²⁴"),
    (-5_576_000, "−5.58 million", "−558만"),
    (-0.00001, "−10⁻⁵", "−10⁻⁵"),
]


@pytest.mark.parametrize(("value", "english", "korean"), PLAIN)
def test_plain(value, english, korean):
    assert (plain(value, "en"), plain(value, "ko")) == (english, korean)


@pytest.mark.parametrize(
    ("value", "digits", "exact", "english", "korean"),
    [
        (2048, 3, True, "2,048", "2,048"),
        (9999, 3, True, "9,999", "9,999"),
        (-2048, 3, True, "−2,048", "−2,048"),
        (2048.0, 3, True, "2,048", "2,048"),
        (2048.5, 3, True, "2,050", "2,050"),
        (10_000, 3, True, "10,000", "1만"),
        (16_384, 3, True, "16,400", "1만 6400"),
        (5_576_000, 4, False, "5.576 million", "557만 6000"),
        (5_576_000, 1, False, "6 million", "600만"),
        (2_788_000, 4, False, "2.788 million", "278만 8000"),
        (100_050_007, 9, False, "100.050007 million", "1억 5만 7"),
        (100_000_007, 9, False, "100.000007 million", "1억 7"),
        (12_345.678, 8, False, "12,345.678", "1만 2345.678"),
        (10_000.5, 6, False, "10,000.5", "1만 0.5"),
        (0.1, 17, False, "0.10000000000000001", "0.10000000000000001"),
        (Decimal("2.675"), 3, False, "2.68", "2.68"),
    ],
)
def test_plain_with_digits(value, digits, exact, english, korean):
    assert plain(value, "en", digits, exact) == english
    assert plain(value, "ko", digits, exact) == korean


HOUR = ("${n} per GPU-hour", "GPU 시간당 {n}달러")
DOLLARS = ("${n}", "{n}달러")
GPUS = ("{n} GPU|{n} GPUs", "{n}장")
TIMES = ("{n} times", "{n}배")
PERCENT = ("{n}%", "{n}%")


@pytest.mark.parametrize(
    ("value", "patterns", "english", "korean"),
    [
        (5_576_000, DOLLARS, "$5.58 million", "558만 달러"),
        (-5_576_000, DOLLARS, "−$5.58 million", "−558만 달러"),
        (5, DOLLARS, "$5.00", "5달러"),
        (0, DOLLARS, "$0", "0달러"),
        (0.27, DOLLARS, "$0.27", "0.27달러"),
        (0.9996, DOLLARS, "$1.00", "1달러"),
        (1.005, DOLLARS, "$1.00", "1달러"),
        (54.2, DOLLARS, "$54.20", "54.2달러"),
        (-1.39, DOLLARS, "−$1.39", "−1.39달러"),
        (99.94, DOLLARS, "$99.90", "99.9달러"),
        (99.95, DOLLARS, "$100", "100달러"),
        (2_000_000, DOLLARS, "$2 million", "200만 달러"),
        (2, HOUR, "$2.00 per GPU-hour", "GPU 시간당 2달러"),
        (-2, HOUR, "−$2.00 per GPU-hour", "GPU 시간당 −2달러"),
        (25_000, HOUR, "$25,000 per GPU-hour", "GPU 시간당 2만 5000달러"),
        (1, GPUS, "1 GPU", "1장"),
        (0.9999, GPUS, "1 GPU", "1장"),
        (-1, GPUS, "−1 GPU", "−1장"),
        (1.5, GPUS, "1.5 GPUs", "1.5장"),
        (1_000_000, GPUS, "1 million GPUs", "100만 장"),
        (30_000, GPUS, "30,000 GPUs", "3만 장"),
        (279_000, GPUS, "279,000 GPUs", "27만 9000장"),
        (1.19, TIMES, "1.19 times", "1.19배"),
        (25, PERCENT, "25%", "25%"),
        (10_000, PERCENT, "10,000%", "1만%"),
        (1_950_000_000_000, ("₩{n}", "{n}원"), "₩1.95 trillion", "1조 9500억 원"),
        (2, ("CN¥{n}", "{n}위안"), "CN¥2", "2위안"),
        (2, ("about ${n}", "약 {n}달러"), "about $2", "약 2달러"),
        (1e26, ("{n} FLOP", "{n}FLOP"), "10²⁶ FLOP", "10²⁶FLOP"),
        (415, ("{n} TWh", "{n}TWh"), "415 TWh", "415TWh"),
        (2_788_000, ("{n} GPU-hour|{n} GPU-hours", "{n}GPU시간"), "2.79 million GPU-hours", "279만 GPU시간"),
    ],
)
def test_written(value, patterns, english, korean):
    assert written(value, patterns[0], "en") == english
    assert written(value, patterns[1], "ko") == korean


def test_written_exact_and_digits():
    assert written(2048, GPUS[0], "en", exact=True) == "2,048 GPUs"
    assert written(2048, GPUS[1], "ko", exact=True) == "2,048장"
    assert written(5_576_000, "{n}달러", "ko", digits=4) == "557만 6000달러"
    assert [written(value, "${n}", "en", digits=4) for value in (0.3, 0.003625, 0.28, 11.02, 0)] == ["$0.30", "$0.003625", "$0.28", "$11.02", "$0"]


@pytest.mark.parametrize(
    ("low", "high", "patterns", "english", "korean"),
    [
        (2.3, 2.8, TIMES, "2.3 to 2.8 times", "2.3~2.8배"),
        (3.5e9, 4.5e9, DOLLARS, "$3.5 billion to $4.5 billion", "35억~45억 달러"),
        (4.2e6, 7.1e6, DOLLARS, "$4.2 million to $7.1 million", "420만~710만 달러"),
        (1.39, 3.42, HOUR, "$1.39 to $3.42 per GPU-hour", "GPU 시간당 1.39~3.42달러"),
        (620, 1050, ("{n} TWh", "{n}TWh"), "620 to 1,050 TWh", "620~1,050TWh"),
        (950_000, 1_200_000, DOLLARS, "$950,000 to $1.2 million", "95만~120만 달러"),
        (9_000, 12_000, GPUS, "9,000 to 12,000 GPUs", "9,000~1만 2000장"),
        (25, 30, PERCENT, "25% to 30%", "25~30%"),
        (-5, 3, DOLLARS, "−$5.00 to $3.00", "−5~3달러"),
        (0.5, 1, GPUS, "0.5 to 1 GPUs", "0.5~1장"),
        (3e24, 4.2e24, ("{n} FLOP", "{n}FLOP"), "3 × 10²⁴ to 4.2 × 10²⁴ FLOP", "3×10²⁴~4.2×10²⁴FLOP"),
        (2, 2, TIMES, "2 times", "2배"),
        (0.99999, 1.00001, GPUS, "1 GPU", "1장"),
        (9_999.6, 10_001, GPUS, "10,000 GPUs", "1만 장"),
    ],
)
def test_written_range(low, high, patterns, english, korean):
    assert written_range(low, high, patterns[0], "en") == english
    assert written_range(low, high, patterns[1], "ko") == korean


@pytest.mark.parametrize(
    ("iso", "english", "korean"),
    [
        ("2026-11-21", "21 November 2026", "2026년 11월 21일"),
        ("2024-02-29", "29 February 2024", "2024년 2월 29일"),
        ("2026-01-02", "2 January 2026", "2026년 1월 2일"),
        ("2026-11", "November 2026", "2026년 11월"),
        ("2026-05", "May 2026", "2026년 5월"),
        ("2026", "2026", "2026년"),
        ("2026-Q1", "first quarter of 2026", "2026년 1분기"),
        ("2026-Q3", "third quarter of 2026", "2026년 3분기"),
    ],
)
def test_written_date(iso, english, korean):
    assert (written_date(iso, "en"), written_date(iso, "ko")) == (english, korean)


NO_DATES = ["", "26", "2026-00", "2026-13", "2026-11-00", "2026-11-31", "2025-02-29", "2026-Q5", "2026-1-2"]


@pytest.mark.parametrize("iso", [*NO_DATES, "2026-11-21 ", "２０２６"])
def test_dates_that_are_none_are_refused(iso):
    with pytest.raises(ValueError):
        written_date(iso, "en")


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan, Decimal("Infinity")])
def test_values_that_are_no_numbers_are_refused(value):
    for exact in (False, True):
        with pytest.raises(ValueError, match="finite"):
            plain(value, "en", exact=exact)
        with pytest.raises(ValueError, match="finite"):
            written(value, "{n}달러", "ko", exact=exact)
    with pytest.raises(ValueError):
        written_range(1, value, "${n}", "en")


def test_other_refusals_name_what_is_allowed():
    with pytest.raises(ValueError, match="en, ko"):
        plain(1, "de")
    with pytest.raises(ValueError, match="en, ko"):
        written_date("2026", "de")
    with pytest.raises(ValueError, match="1 to 17"):
        plain(1, "en", digits=0)
    with pytest.raises(ValueError, match="low to high"):
        written_range(3, 2, "{n}", "en")
    for pattern in ("", "dollars", "{n} of {n}", "{m}", "{n} GPU|GPUs", "GPU|{n} GPUs", "{n} {x}"):
        with pytest.raises(ValueError, match="exactly one"):
            written(2, pattern, "en")


# Independent readers: from the words back to the number, with fractions only.

SUPERSCRIPT_DIGITS = {sign: place for place, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
KOREAN_FORM = re.compile(
    r"(?:\d(?:\.\d\d?)?×)?10⁻?[⁰¹²³⁴-⁹]+|\d,\d{3}|\d{1,3}(?:\.\d{1,6})?"
    r"|[1-9]\d{0,3}[만억조](?: [1-9]\d{0,3}[만억]?)*"
)
ENGLISH_FORM = re.compile(
    r"(?:\d(?:\.\d\d?)? × )?10⁻?[⁰¹²³⁴-⁹]+|\d{1,3}(?:,\d{3})?|\d{1,3}\.\d{1,6}"
    r"|[1-9]\d{0,2}(?:\.\d\d?)? (?:m|b|tr)illion"
)


def read_power(words):
    mantissa, ten = words.replace(" ", "").split("×") if "×" in words else ("1", words)
    power = int("".join("-" if sign == "⁻" else str(SUPERSCRIPT_DIGITS[sign]) for sign in ten.removeprefix("10")))
    return Fraction(mantissa) * Fraction(10) ** power


def read_korean(words):
    assert KOREAN_FORM.fullmatch(words), words
    if "10⁻" in words or re.search("10[⁰¹²³⁴-⁹]", words):
        return read_power(words)
    scales = {"만": 10**4, "억": 10**8, "조": 10**12}
    groups = words.split(" ")
    sizes = [scales.get(group[-1], 1) for group in groups]
    assert sizes == sorted(set(sizes), reverse=True), words
    return sum(Fraction(group.rstrip("만억조").replace(",", "")) * size for group, size in zip(groups, sizes))


def read_english(words):
    assert ENGLISH_FORM.fullmatch(words), words
    if re.search("10[⁻⁰¹²³⁴-⁹]", words):
        return read_power(words)
    number, _, scale = words.partition(" ")
    return Fraction(number.replace(",", "")) * {"": 1, "million": 10**6, "billion": 10**9, "trillion": 10**12}[scale]


def three_digits(value):
    """The exact value to three significant digits, ties up, by fractions and the formatting of floats."""
    exact = Fraction(value)
    power = int(f"{value:.17e}".split("e")[1])  # 18 digits of a double never round up to the next power
    step = Fraction(10) ** (power - 2)
    rounded = math.floor(exact / step + Fraction(1, 2)) * step
    tied = (exact / step).denominator == 2
    assert tied or rounded == Fraction(f"{value:.2e}")
    return rounded


def check_words(value):
    rounded = three_digits(value)
    korean, english = plain(value, "ko"), plain(value, "en")
    assert read_korean(korean) == rounded == read_english(english), (value, korean, english)
    assert ("10⁻" in english) == (rounded < Fraction(1, 10_000))
    assert bool(re.search("10[¹²³⁴-⁹]", english)) == (rounded >= 10**15)
    assert bool(re.search("10[¹²³⁴-⁹]", korean)) == (rounded >= 10**16)
    assert (plain(-value, "ko"), plain(-value, "en")) == ("−" + korean, "−" + english)


def test_ten_thousand_values_read_back():
    draw = random.Random(20261121)
    for _ in range(10_000):
        check_words(10 ** draw.uniform(-6, 20))


def test_values_around_every_step_read_back():
    for power in range(-6, 20):
        for size in ("9.985", "9.994999", "9.995", "9.99999", "1", "1.0049999", "1.005", "1.5", "5", "1.025"):
            check_words(float(f"{size}e{power}"))


@settings(max_examples=400, deadline=None)
@given(st.floats(1e-6, 1e20) | st.integers(1, 10**17).map(float))
def test_any_value_reads_back(value):
    check_words(value)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 99_999))
def test_exact_whole_numbers(value):
    for lang, read in (("en", read_english), ("ko", read_korean)):
        whole = plain(value, lang, exact=True)
        assert whole == plain(float(value), lang, exact=True)
        assert whole == (f"{value:,}" if value < 10_000 else plain(value, lang))
        assert read(whole) == (value if value < 10_000 else three_digits(float(value)))


def test_the_callers_decimal_context_does_not_matter():
    with localcontext() as context:
        context.prec = 1
        assert plain(5_576_000, "en", 4) == "5.576 million"
        assert plain(-1.234e24, "ko", 4) == "−1.234×10²⁴"
        assert plain(2048, "en", exact=True) == "2,048"


# ---------------------------------------------------------------- particles (section 5)


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["text"])
def test_particle_vectors(case):
    text, reading = case["text"], case["read_as"] if case["needs_reading"] else None
    assert particle_class(text, reading) == case["class"] == particle_class(text, case["read_as"])
    assert with_particle(text, "은/는", reading) == case["topic"]
    assert with_particle(text, "으로/로", reading) == case["direction"]


def test_particle_vectors_are_all_there():
    assert len(VECTORS) == 76
    assert sum(bool(case["needs_reading"]) for case in VECTORS) == 6


TABLE = {  # the class table of section 5, column by column: V, L, C
    "은/는": "는 은 은",
    "이/가": "가 이 이",
    "을/를": "를 을 을",
    "과/와": "와 과 과",
    "으로/로": "로 로 으로",
    "이다/다": "다 이다 이다",
    "이라/라": "라 이라 이라",
    "이며/며": "며 이며 이며",
    "이었다/였다": "였다 이었다 이었다",
    "아/야": "야 아 아",
}


@pytest.mark.parametrize("pair", TABLE)
def test_every_pair_in_either_order(pair):
    turned = "/".join(pair.split("/")[::-1])
    for word, particle in zip(("달러", "모델", "어텐션"), TABLE[pair].split()):
        assert with_particle(word, pair) == with_particle(word, turned) == word + particle


def test_unknown_pairs_are_refused_with_what_is_allowed():
    assert set(PARTICLES) == set(TABLE)
    for pair in ("은", "은/를", "은(는)", "", "은/는/은"):
        with pytest.raises(ValueError) as refusal:
            with_particle("달러", pair)
        assert all(allowed in str(refusal.value) for allowed in TABLE)


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("558만 달러(90% 구간 420만~710만 달러)", "V"),  # a whole parenthesis is looked past
        ("수율 (2026년 (잠정))", "L"),
        ("“전력사용효율(PUE)”", "L"),
        ("『책』(2025)", "C"),
        ("(PUE)", "V"),
        ("「(가)」", "V"),
        ("[MLA]", "V"),
        ("수율(", None),
        ("2GB/s/㎟", "V"),
        ("989TFLOP/s", "C"),
        ("10²⁶FLOP", "C"),
        ("10²⁶", "C"),  # 제곱
        ("3.29×10⁻⁵", "C"),
        ("90만 kg", "C"),  # units are read out after 만 too
        ("3pJ", "L"),
        ("30min", "C"),
        ("12h", "C"),
        ("80GiB", "V"),
        ("kg", "V"),  # without a digit the letters are spelt
        ("1조 9500억 원", "C"),
        ("2,048", "L"),
        ("10,000", "C"),
        ("10,000,000,000,000", "V"),  # 십조
        ("1,000,000,000,000,000", "V"),  # 천조
        ("10,000,000,000,000,000", "C"),  # 경
        ("100,000,000,000,000,000,000", "V"),  # 해
        ("00", "C"),
        ("2.0000000000000", "C"),  # after the point no zero is a 조
        ("2026-11-21", "L"),
        ("HBM3E", "V"),
        ("CoWoS-L", "L"),
        ("nvl", "L"),
        ("\u1112\u1161\u11ab", "C"),  # 한 in separate letters
        ("", None),
        ("?!", None),
        ("中", None),
        ("é", None),
    ],
)
def test_other_endings(text, sound):
    if sound:
        assert particle_class(text) == sound
    else:
        with pytest.raises(ValueError, match="reading"):
            particle_class(text)


def test_a_reading_wins_and_an_empty_one_does_not_count():
    assert with_particle("V3", "은/는") == "V3은"
    assert with_particle("V3", "은/는", "브이스리") == "V3는"
    assert with_particle("R1", "으로/로", "알원") == "R1으로"
    assert with_particle("R1", "으로/로", "") == "R1로"


UNIT_SOUNDS = {
    "V": "% %p B bit W Wh FLOPS OPS Hz V A m m² m³ ㎜ ㎟ ㎡ s L ℃ °C".split(),
    "L": ["J"],
    "C": "FLOP g t tCO₂e tCO2e min h".split(),
}


def test_every_unit_symbol_is_read_out():
    assert set(UNIT_READINGS) == {symbol for symbols in UNIT_SOUNDS.values() for symbol in symbols}
    for sound, symbols in UNIT_SOUNDS.items():
        for symbol in symbols:
            assert particle_class(f"5{symbol}") == particle_class(f"5만 {symbol}") == sound, symbol
            assert particle_class(UNIT_READINGS[symbol]) == sound, symbol


LETTER_NAMES = list(LETTERS.values())
FINALS = {"엘": "L", "알": "L", "엠": "C", "엔": "C"}


def test_letters_are_spelt():
    for letter, name in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", LETTER_NAMES, strict=True):
        assert particle_class("HB" + letter) == particle_class("x" + letter.lower()) == FINALS.get(name, "V")


# An integer read aloud, and the sound of each syllable that can end it, written down by ear.
SOUNDS = dict(zip("영일이삼사오육칠팔구십백천만억조경", "CLVCVVCLLVCCCCCVC", strict=True))


def integers():
    draw = random.Random(76)
    for _ in range(10_000):
        length = draw.randint(1, 19)
        zeros = draw.randint(0, length - 1) if draw.random() < 0.6 else 0
        yield draw.randint(1, 10 ** (length - zeros) - 1) * 10**zeros


def test_ten_thousand_integers_against_their_reading():
    assert korean_number(1_234_050_000) == "십이억삼천사백오만"
    for number in [0, *integers()]:
        sound = SOUNDS[korean_number(number)[-1]]
        topic, direction = ("는" if sound == "V" else "은"), ("으로" if sound == "C" else "로")
        for text in (str(number), f"{number:,}", f"H{number}"):
            assert with_particle(text, "은/는") == text + topic, number
            assert with_particle(text, "으로/로") == text + direction, number


def test_worded_numbers_take_the_particle_of_their_reading():
    for number in integers():
        words = plain(number, "ko")
        if "×" not in words and "10¹" not in words:
            assert particle_class(words) == SOUNDS[korean_number(int(read_korean(words)))[-1]], words


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**6), st.text("0123456789", min_size=1, max_size=6))
def test_after_the_point_digits_are_read_singly(whole, rest):
    assert particle_class(f"{whole:,}.{rest}") == SOUNDS["영일이삼사오육칠팔구"[int(rest[-1])]]
