"""No sentence of the two articles stands in the project; every claim of theirs that was listed has its line.

The articles are not in the repository: their word sequences are, as hashes (tests/seed_grams.py says how they are made).
"""

import csv
import os
from pathlib import Path

import pytest
from helpers import book_results
from seed_grams import GRAMS, SEEDS, grams, seed_grams, titles, words
from test_project import text_files


ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("SEEDS") or ROOT.parent / "shared" / "seeds")
MADE_UP = "the quick grey fox runs across nine frozen rivers before anyone in the valley wakes, costing $5 million."
MADE_UP_KO = "회색 여우가 얼어붙은 강을 건너 골짜기 사람이 깨기 전에 550만 달러를 들여 산을 넘었다."


def copied(text, known):
    return sorted(set(grams(text)) & known)


def stored():
    return set(GRAMS.read_text(encoding="utf-8").split())


def test_no_sentence_of_the_articles_stands_in_the_project():
    known = stored()
    assert len(known) > 3000
    assert {name: found for name, text in text_files() if (found := copied(text, known))} == {}


def test_the_stored_sequences_are_small_and_hold_no_word():
    assert GRAMS.stat().st_size < 200_000
    assert all(len(line) == 12 and set(line) <= set("0123456789abcdef") for line in GRAMS.read_text().split())


@pytest.mark.parametrize("sentence, role", [(MADE_UP, "{num}`some_cost`"), (MADE_UP_KO, "{num}`some_cost|을/를`")], ids=["en", "ko"])
def test_a_copied_sentence_is_caught(sentence, role):
    """In bold, over two lines, in a cell of a CSV, and with its number asked for by name."""
    known = set(grams(sentence))
    asked = sentence.replace("$5 million", role).replace("550만 달러를", role)
    for text in (sentence, f"**{sentence}**", sentence.replace(" ", "\n", 3), f'some_id,primary,"{sentence}",x', f"He said: {asked}"):
        assert copied(text, known), text
    assert not copied(" ".join(reversed(sentence.split())), known)


def test_a_few_words_in_common_are_no_copy():
    assert not copied("the quick grey fox runs across nine rivers", set(grams(MADE_UP)))


def test_words_leave_out_numbers_and_roles():
    assert words("It cost **{num}`a_b|을/를`** or $5.58 million, (H100) “here”.") == ["it", "cost", "or", "million", "here"]


def test_titles_may_be_cited():
    assert len(titles()) == len(SEEDS) and not any(copied(title, stored()) for title in titles())


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the articles are not at hand: SEEDS=FOLDER names them")
def test_the_stored_sequences_are_those_of_the_articles():
    assert seed_grams(FOLDER) == stored()
    articles = [path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md") if path.stem != "README"]
    for article in articles:
        longest = max(article.split("\n"), key=len)
        assert copied(longest, stored()), "a paragraph of an article is caught"


def test_every_listed_claim_has_its_line():
    claims = book_results().claims
    with open(ROOT / "tests" / "vectors" / "seed_claims.csv", encoding="utf-8", newline="") as file:
        listed = {line["key"]: line["claims"].split() for line in csv.DictReader(file)}
    assert len(listed) == 65
    assert {key: names for key, names in listed.items() if not names or set(names) - set(claims)} == {}
    assert {one.claim.seed for one in claims.values()} == set(SEEDS)
