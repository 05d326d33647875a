"""Numbers, ranges, dates and Korean particles in words, in English and Korean.

Rounding rule, the same here and in a browser: the exact binary value, `Decimal(value)`, to N significant digits, half
away from zero (ROUND_HALF_UP on the size, sign put back), which is what JavaScript's `x.toExponential(N - 1)` does. A
number is rounded first; only then are its scale word, its cents and its singular chosen.

A *pattern* says how a value in the shown unit is worded: `{n} GPU|{n} GPUs`, `${n} per GPU-hour`, `GPU 시간당 {n}달러`.
It has one `{n}`, or `{year}` for a calendar year; English may give singular|plural. What is infinite or missing is worded
by the caller, not here.
"""

import datetime
import math
import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal

MINUS = "\u2212"
CALENDAR = "{year}"
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
FULL_BELOW = 10_000  # an exact whole number below this is written in full
SMALLEST_POWER = -4  # below 10⁻⁴ zeros after the point can no longer be counted at a glance
ENGLISH_SCALES = ((12, "trillion"), (9, "billion"), (6, "million"))
KOREAN_SCALES = ("", "만", "억", "조")
MONTHS = "January February March April May June July August September October November December".split()
QUARTERS = ("first", "second", "third", "fourth")

# Form after a consonant / form after a vowel. ㄹ goes with the consonants, except before 로.
PARTICLES = tuple("은/는 이/가 을/를 과/와 으로/로 이다/다 이라/라 이며/며 이었다/였다 아/야".split())
# Read out after a digit. A prefix (k, M, G, n) comes before the reading and never changes how it ends.
UNIT_READINGS = {
    "%": "퍼센트", "%p": "퍼센트포인트", "B": "바이트", "bit": "비트", "W": "와트", "Wh": "와트시", "J": "줄",
    "FLOP": "플롭", "FLOPS": "플롭스", "OPS": "옵스", "Hz": "헤르츠", "V": "볼트", "A": "암페어",
    "m": "미터", "m²": "제곱미터", "m³": "세제곱미터", "㎜": "밀리미터", "㎟": "제곱밀리미터", "㎡": "제곱미터",
    "g": "그램", "t": "톤", "tCO₂e": "환산톤", "tCO2e": "환산톤", "s": "초", "min": "분", "h": "시간",
    "L": "리터", "℃": "도", "°C": "도",
}
DIGIT_CLASSES = "CLVCVVCLLV"  # 영 일 이 삼 사 오 육 칠 팔 구
ZERO_CLASSES = "CCCVCVVC"  # 십·백·천, then 만 억 조 경 해 자 양: one for every four zeros at the end

_SYMBOLS = "|".join(map(re.escape, UNIT_READINGS))
_UNIT = re.compile(rf"[0-9⁰¹²³⁴-⁹][만억조]? ?(?:[kKMGTPEZmμµnp]i?)??({_SYMBOLS})(?:/\S+)?\Z")
_POWER = re.compile(r"[0-9]⁻?[⁰¹²³⁴-⁹]+\Z")
_NUMBER = re.compile(r"[0-9][0-9,]*(\.[0-9]+)?\Z")
# What the particle looks past: a whole parenthesis after a word, or one closing mark.
_ENDING = re.compile(r"""(?<=[^\s‘“「『〈《【\[(（])\s*[(（](?:[^()（）]|[(（][^()（）]*[)）])*[)）]\Z|[’”」』〉》】\])）'"\s]\Z""")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?|-Q([1-4]))?")
# A currency mark touches the number from the left, a symbol such as % from the right.
_PATTERN = re.compile(r"([^{}]*?)((?:[A-Z]{0,3}[$€£¥₩])?)\{n\}([^\s{},.;:)\-]*)([^{}]*)")


def plain(value, lang, digits=3, exact=False):
    """Words a number alone, without its unit.

    `digits` are significant digits (1 to 17); with `exact` a whole number below 10,000 is written in full.
    Raises ValueError for infinity, NaN, an unknown language or a number of digits outside 1 to 17.

    >>> plain(5_576_000, "en"), plain(5_576_000, "ko"), plain(2048, "en", exact=True)
    ('5.58 million', '558만', '2,048')
    >>> plain(3.29e24, "en"), plain(3.29e24, "ko"), plain(-0.00001, "en")
    ('3.29 × 10²⁴', '3.29×10²⁴', '−10⁻⁵')
    """
    return _amount(_rounded(value, digits, exact), lang)


def written(value, pattern, lang, digits=3, exact=False):
    """Words a value, already in the shown unit, with the pattern of that unit.

    Raises ValueError as `plain` does, and for a pattern without exactly one `{n}` (on each side of `|`).

    >>> written(5_576_000, "${n}", "en"), written(5_576_000, "{n}달러", "ko")
    ('$5.58 million', '558만 달러')
    >>> written(2, "${n} per GPU-hour", "en"), written(1, "{n} GPU|{n} GPUs", "en")
    ('$2.00 per GPU-hour', '1 GPU')
    >>> written(2027.6, "{year}", "en"), written(2027.6, "{year}년", "ko")
    ('2027', '2027년')
    """
    if CALENDAR in pattern:  # the year that a moment lies in, whole and without a comma
        return pattern.replace(CALENDAR, str(math.floor(value)))
    number = _rounded(value, digits, exact)
    head, mark, symbol, tail = _parts(pattern, singular=number.copy_abs() == 1)
    amount = _amount(number, lang, mark, cents=head + mark == "$")
    return head + amount + _after(amount, symbol + tail, lang)


def written_range(low, high, pattern, lang, digits=3):
    """Words the range from low to high; two ends that are worded alike are said once.

    Scale words (million, 만) are repeated, so that neither end can be misread.
    Raises ValueError as `written` does, and where low is above high.

    >>> written_range(2.3, 2.8, "{n} times", "en"), written_range(2.3, 2.8, "{n}배", "ko")
    ('2.3 to 2.8 times', '2.3~2.8배')
    >>> written_range(4.2e6, 7.1e6, "${n}", "en"), written_range(4.2e6, 7.1e6, "{n}달러", "ko")
    ('$4.2 million to $7.1 million', '420만~710만 달러')
    >>> written_range(2027.6, 2030.1, "{year}", "en"), written_range(2027.6, 2030.1, "{year}년", "ko")
    ('2027 to 2030', '2027~2030년')
    """
    if low > high:
        raise ValueError(f"a range goes from low to high, not from {low} to {high}")
    if CALENDAR in pattern:
        years = [str(math.floor(end)) for end in (low, high)]
        return pattern.replace(CALENDAR, ("~" if lang == "ko" else " to ").join(dict.fromkeys(years)))
    head, mark, symbol, tail = _parts(pattern, singular=False)
    cents = head + mark == "$"
    ends = [_amount(_rounded(end, digits, False), lang, mark, cents) for end in (low, high)]
    if ends[0] == ends[1]:
        return written(low, pattern, lang, digits)
    # A symbol closed up to the number stands on both ends in English (25% to 30%), once in Korean (25~30%).
    joint = "~" if lang == "ko" else f"{symbol} to "
    return head + joint.join(ends) + _after(ends[1], symbol + tail, lang)


def written_date(iso, lang):
    """Words a day, month, year or quarter: 2026-11-21, 2026-11, 2026 or 2026-Q3.

    Raises ValueError for any other form, a day that does not exist or an unknown language.

    >>> written_date("2026-11-21", "en"), written_date("2026-Q3", "en")
    ('21 November 2026', 'third quarter of 2026')
    >>> written_date("2026-11-21", "ko"), written_date("2026-Q3", "ko")
    ('2026년 11월 21일', '2026년 3분기')
    """
    parts = [int(part or 0) for part in _date_parts(iso)]
    return _chosen(lang, en=_english_date, ko=_korean_date)(*parts)


def with_particle(text, pair, reading=None):
    """Adds the particle of the pair that the last sound of the text asks for.

    `pair` is of PARTICLES, in either order; `reading` is how the text is read in Korean, if its letters do not say.
    Raises ValueError for an unknown pair, and for a text whose sound cannot be told without a reading.

    >>> with_particle("558만 달러", "을/를"), with_particle("모델", "로/으로"), with_particle("V3", "은/는", "브이스리")
    ('558만 달러를', '모델로', 'V3는')
    """
    known = pair if pair in PARTICLES else "/".join(reversed(pair.split("/")))
    if known not in PARTICLES:
        raise ValueError(f"no particle pair {pair!r}; allowed: {', '.join(PARTICLES)}")
    after_consonant, after_vowel = known.split("/")
    vowel_like = "VL" if known == "으로/로" else "V"
    return text + (after_vowel if particle_class(text, reading) in vowel_like else after_consonant)


def particle_class(text, reading=None):
    """Tells how a text ends when read in Korean: V in a vowel, L in ㄹ, C in another consonant.

    In this order: the reading; the word before closing marks and a trailing parenthesis; a unit symbol after a digit;
    Hangul; digits; Latin letters, spelt. Version numbers read in English (R1, 알원) need a reading.
    Raises ValueError where none of these says how the text ends.

    >>> particle_class("3.35TB/s"), particle_class("전력사용효율(PUE)"), particle_class("H100")
    ('V', 'L', 'C')
    """
    if reading:
        return particle_class(reading)
    word = _bare(unicodedata.normalize("NFC", text))
    unit = _UNIT.search(word)
    if unit:
        word = UNIT_READINGS[unit[1]]
    sound = _hangul_class(word) or _digits_class(word) or _letter_class(word)
    if not sound:
        raise ValueError(f"how {text!r} ends when read in Korean cannot be told: give its reading")
    return sound


def _chosen(lang, **by_language):
    if lang not in by_language:
        raise ValueError(f"no language {lang!r}; allowed: {', '.join(by_language)}")
    return by_language[lang]


def _rounded(value, digits, exact):
    if not 1 <= digits <= 17:
        raise ValueError(f"{digits} significant digits; allowed: 1 to 17")
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError(f"{value} is no finite number: say in words what it stands for")
    if exact and number.copy_abs() < FULL_BELOW and number == number.to_integral_value():
        return number
    return Context(prec=digits, rounding=ROUND_HALF_UP).plus(number)


def _amount(number, lang, mark="", cents=False):
    size = _chosen(lang, en=_english, ko=_korean)(number.copy_abs(), cents)
    return (MINUS if number < 0 else "") + mark + size


def _english(size, cents):
    power = size.adjusted()
    if power >= 15 or power < SMALLEST_POWER:
        return _scientific(size, " × ")
    for least, word in ENGLISH_SCALES:
        if power >= least:
            return f"{_fixed(_shifted(size, -least))} {word}"
    return _fixed(size, decimals=2 if cents and size and -1 <= power < 2 else 0)


def _korean(size, _cents):
    power = size.adjusted()
    if power >= 16 or power < SMALLEST_POWER:
        return _scientific(size, "×")
    return _fixed(size) if power < 4 else _grouped(size)


def _grouped(size):
    whole, point, rest = _fixed(size).replace(",", "").partition(".")
    groups = []
    for scale in KOREAN_SCALES:
        whole, group = whole[:-4], int(whole[-4:] or 0)
        fraction = "" if scale else point + rest
        if group or fraction:
            groups.insert(0, f"{group}{fraction}{scale}")
    return " ".join(groups)


def _scientific(size, times):
    power = size.adjusted()
    mantissa = _fixed(_shifted(size, -power))
    ten = "10" + str(power).translate(SUPERSCRIPTS)
    return ten if mantissa == "1" else mantissa + times + ten


def _shifted(size, places):
    # Built from its digits, because arithmetic would round to the precision that the caller's context happens to have.
    _, digits, exponent = size.as_tuple()
    return Decimal((0, digits, exponent + places))


def _fixed(size, decimals=0):
    whole, _, rest = format(size, ",f").partition(".")
    rest = rest.rstrip("0").ljust(decimals, "0")
    return f"{whole}.{rest}" if rest else whole


def _parts(pattern, singular):
    matches = [_PATTERN.fullmatch(words) for words in pattern.split("|", 1)]
    if not all(matches):
        raise ValueError(f"pattern {pattern!r} has not exactly one {{n}}, or one on each side of |")
    return matches[0 if singular else -1].groups()


def _after(amount, rest, lang):
    # 558만 달러 but 5달러, 1만%.
    spaced = lang == "ko" and amount[-1] in KOREAN_SCALES and rest[:1].isalnum()
    return f" {rest}" if spaced else rest


def _date_parts(iso):
    match = _DATE.fullmatch(iso)
    if not match:
        raise ValueError(f"no date {iso!r}; allowed: 2026-11-21, 2026-11, 2026, 2026-Q3")
    year, month, day, _ = match.groups()
    datetime.date(int(year), int(month or 1), int(day or 1))  # refuses 31 November
    return match.groups()


def _english_date(year, month, day, quarter):
    if quarter:
        return f"{QUARTERS[quarter - 1]} quarter of {year}"
    words = [str(day)] if day else []
    return " ".join([*words, *MONTHS[month - 1 : month], str(year)]) if month else str(year)


def _korean_date(year, month, day, quarter):
    named = ((year, "년"), (month, "월"), (day, "일"), (quarter, "분기"))
    return " ".join(f"{number}{name}" for number, name in named if number)


def _bare(word):
    while (shorter := _ENDING.sub("", word)) != word:
        word = shorter
    return word


def _hangul_class(word):
    if not "가" <= word[-1:] <= "힣":
        return ""
    final = (ord(word[-1]) - ord("가")) % 28
    return {0: "V", 8: "L"}.get(final, "C")


def _digits_class(word):
    if _POWER.search(word):
        return "C"  # 제곱
    number = _NUMBER.search(word)
    if not number:
        return ""
    whole = number[0].replace(",", "")
    zeros = len(whole) - len(whole.rstrip("0"))
    if number[1] or not zeros:
        return DIGIT_CLASSES[int(whole[-1])]
    return ZERO_CLASSES[min(zeros // 4, 7)]


def _letter_class(word):
    letter = word[-1:].upper()
    if not (letter.isascii() and letter.isalpha()):
        return ""
    return {"L": "L", "R": "L", "M": "C", "N": "C"}.get(letter, "V")
