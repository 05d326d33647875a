"""Word sequences of the two articles as hashes, so that the project can be searched for copied sentences without holding any.

    python tests/seed_grams.py FOLDER

reads the articles in FOLDER (`*.md` beside a README) and writes `tests/vectors/seed_grams.txt`. A sequence is eight words of
English or six of Korean; words with digits and roles are left out, so that a copied sentence is found whatever number it asks for.
The titles of the articles, which are cited, are left out too.
"""

import csv
import hashlib
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GRAMS = ROOT / "tests" / "vectors" / "seed_grams.txt"
SEEDS = ("ainews_scarcity", "semianalysis_debates_ko")
LENGTHS = {"en": 8, "ko": 6}
ROLE = re.compile(r"\{[^{}`]*\}`[^`]*`|\{[^{}]*\}|https?://\S+|<[^>]*>")
EDGES = re.compile(r"^\W+|\W+$")
HEX = 12  # of a hash: enough that no two sequences of a few hundred thousand meet by chance


def words(text):
    """The words of a text in order, without marks around them, roles, and words that hold a digit."""
    plain = ROLE.sub(" ", text.replace("’", "'")).lower()
    found = (EDGES.sub("", word) for part in plain.split() for word in re.split(r"[,;|/\"—]|\.\.\.", part))
    return [word for word in found if word and not re.search(r"\d", word)]


def grams(text):
    """Hashes of all word sequences of a text: eight words, or six where one of them is Korean."""
    said = words(text)
    for length, korean in ((LENGTHS["en"], False), (LENGTHS["ko"], True)):
        for start in range(len(said) - length + 1):
            part = " ".join(said[start : start + length])
            if bool(re.search("[가-힣]", part)) == korean:
                yield hashlib.sha256(part.encode()).hexdigest()[:HEX]


def titles():
    """The titles of the articles, as `data/sources.csv` cites them."""
    with open(ROOT / "data" / "sources.csv", encoding="utf-8", newline="") as file:
        return [line["title"] for line in csv.DictReader(file) if line["id"] in SEEDS]


def seed_grams(folder):
    """Hashes of the word sequences of every article in a folder, without those of the titles."""
    articles = [path.read_text(encoding="utf-8") for path in sorted(Path(folder).glob("*.md")) if path.stem != "README"]
    return {gram for article in articles for gram in grams(article)} - {gram for title in titles() for gram in grams(title)}


if __name__ == "__main__":
    GRAMS.write_text("".join(f"{gram}\n" for gram in sorted(seed_grams(sys.argv[1]))), encoding="utf-8")
