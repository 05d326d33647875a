"""The Korean of sentences that stand where they are said in English: what a number leaves out (docstrings), notes of rows and cells (`data/sentences_ko.csv`)."""

import re
from decimal import Decimal

from analysis.sheets import Sheet

SENTENCE_FIELDS = ("en", "ko")
DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
ENGLISH = re.compile(rf"({DIGITS})(?: (thousand|million|billion|trillion)\b)?")
KOREAN = re.compile(rf"{DIGITS}(?:[만억조](?: {DIGITS}[만억])*(?: \d{{3,4}}(?![\d년]))?)?")
UNCOUNTED = re.compile(r"(?<=분의) 1|만큼|(?<=제\d)조")  # of Korean: the 1 of a tenth, "as much as", an article of a law
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "만": 10**4, "억": 10**8, "조": 10**12}
BARE = (1, 10**3, 10**6, 10**9, 10**12)
MONTHS = "january february march april may june july august september october november december".split()
WORDS = {word: number for number, words in enumerate("none nothing|a an one first|two second half twice both|three third threefold|four fourth quarter|five|six|seven|eight eighth|nine|ten tenth tenfold|eleven|twelve".split("|")) for word in words.split()}
WORDS |= {"fifteen": 15, "sixteen": 16, "twenties": 20, "hundred": 100, **SCALES, "thousands": 10**3, **{month: number for number, month in enumerate(MONTHS, 1)}}


def read_sentences(path, root, problems):
    """English sentence -> (Korean, `file:line`); problems are appended to the list."""
    sheet = Sheet(path, root, SENTENCE_FIELDS)
    for number, row in sheet.lines:
        for column in SENTENCE_FIELDS:
            if not row[column]:
                sheet.wrong(number, column, "", "a sentence in both languages")
        if not re.search("[가-힣]", row["ko"]):
            sheet.wrong(number, "ko", row["ko"], "a sentence in Korean")
        if unlike := unlike_numbers(row["en"], row["ko"]):
            sheet.wrong(number, "ko", row["ko"], f"the numbers of the English sentence; they differ by {', '.join(unlike)}")
    lines = sheet.unique("en")
    problems += sheet.problems
    return {english: (row["ko"], f"{sheet.place}:{number}") for english, (number, row) in lines.items()}


def unlike_numbers(english, korean):
    """Numbers in digits that only one of two sentences says, as written; what English says in a word may be a digit in Korean.

    A bare number, whose unit is that of its row, may be written out: 62.28 as 622억 8000만 달러.

    >>> unlike_numbers("1.26 million yuan in May 2024", "2024년 5월 126만 위안"), unlike_numbers("20,000 to 30,000", "2만~4만")
    ([], ['30,000', '4만'])
    """
    there = {_value(match[0]): match[0] for match in KOREAN.finditer(UNCOUNTED.sub("", korean))}
    here = {match[0]: [Decimal(match[1].replace(",", "")) * scale for scale in ([SCALES[match[2]]] if match[2] else BARE)] for match in ENGLISH.finditer(english)}
    known = {value for values in here.values() for value in values} | {Decimal(WORDS[word.casefold()]) for word in re.findall("[A-Za-z]+", english) if word.casefold() in WORDS}
    return [words for words, values in here.items() if there.keys().isdisjoint(values)] + [words for value, words in there.items() if value not in known]


def _value(words):
    """The number that Korean words of digits and 만, 억, 조 say."""
    parts = re.findall(rf"({DIGITS})([만억조]?)", words)
    return sum(Decimal(digits.replace(",", "")) * SCALES.get(scale, 1) for digits, scale in parts)
