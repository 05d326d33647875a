"""How a worded text is read aloud, in either language: numbers and letters as words, so that its length can be counted."""

import re

LETTERS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "에이 비 시 디 이 에프 지 에이치 아이 제이 케이 엘 엠 엔 오 피 큐 알 에스 티 유 브이 더블유 엑스 와이 제트".split(), strict=True))
DIGITS = {"en": "zero one two three four five six seven eight nine".split(), "ko": list("영일이삼사오육칠팔구")}
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SIGNS = {"en": {"%": " per cent", "$": " dollars ", "+": " plus"}, "ko": {"%": "퍼센트", "·": " "}}


def korean_number(number):
    """A whole number as it is read in Korean.

    >>> korean_number(1_234_050_000)
    '십이억삼천사백오만'
    """
    words = "" if number else "영"
    for scale, name in ((10**16, "경"), (10**12, "조"), (10**8, "억"), (10**4, "만"), (1, "")):
        group, number = divmod(number, scale)
        words += _korean_group(group) + name if group else ""
    return words


def _korean_group(group):
    words = ""
    for size, name in ((1000, "천"), (100, "백"), (10, "십"), (1, "")):
        digit, group = divmod(group, size)
        if digit:
            words += ("" if digit == 1 and name else DIGITS["ko"][digit]) + name
    return words


def english_number(number):
    """A whole number below a million as it is read in English.

    >>> english_number(690_029)
    'six hundred ninety thousand twenty nine'
    """
    if number >= 1000:
        return f"{english_number(number // 1000)} thousand{_rest(number % 1000)}"
    if number >= 100:
        return f"{DIGITS['en'][number // 100]} hundred{_rest(number % 100)}"
    if number >= 20:
        return TENS[number // 10 - 2] + _rest(number % 10)
    return TEENS[number - 10] if number >= 10 else DIGITS["en"][number]


def _rest(number):
    return f" {english_number(number)}" if number else ""


def _number(match, lang):
    whole, _, part = match[0].replace(",", "").partition(".")
    if lang == "ko":
        return korean_number(int(whole)) + ("점" + "".join(DIGITS["ko"][int(digit)] for digit in part) if part else "")
    year = not part and re.fullmatch(r"20\d\d", whole)  # twenty twenty three
    words = f"twenty{_rest(int(whole[2:]))}" if year else english_number(int(whole))
    return f" {words}{' point ' + ' '.join(DIGITS['en'][int(digit)] for digit in part) if part else ''} "


def aloud(text, lang):
    """A text with everything written out that a voice reads out.

    >>> aloud("2.41배인 H100", "ko"), aloud("$5.58 million for DeepSeek-V3", "en")
    ('이점사일배인 에이치백', 'dollars five point five eight million for DeepSeek V three')
    """
    text = re.sub(r"\.0+(?!\d)", "", text)  # $2.00
    text = re.sub(r"\d[\d,]*(?:\.\d+)?", lambda match: _number(match, lang), text)
    text = text if lang == "en" else text.replace("AINews", "에이아이뉴스").replace("DeepSeek", "딥시크")
    for sign, words in SIGNS[lang].items():
        text = text.replace(sign, words)
    if lang == "ko":
        return " ".join(re.sub("[A-Z]", lambda match: LETTERS[match[0]], text).split())
    return " ".join(text.replace("-", " ").split())


def length(text, lang):
    """Syllables of a Korean text, words of an English one, as it is read aloud."""
    said = aloud(text, lang)
    return len(re.findall("[가-힣]", said)) if lang == "ko" else len([word for word in said.split() if re.search(r"\w", word)])
