"""The class of every published part on every day on which a rule begins or ends: a generated file, compared by a test and by `check`."""

import csv
import io

from analysis.classify import rulebook
from analysis.core import rules as dated

PATH = "data/classes.csv"
HEAD = ("part", "on", "rule_class", "decided_by", *dated.COLUMNS)


def class_table(root):
    """The text of `data/classes.csv`: a line for each part and each day, whether or not the part was on sale then."""
    book = rulebook(root)
    given = book.rules()
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(HEAD)
    for name, facts in book.facts.items():
        for day in dated.rule_days(given[0]):
            found = dated.answer(*given, facts, day)
            writer.writerow((name, day, found.rule_class, found.decided_by, *(found.columns[column] for column in dated.COLUMNS)))
    return file.getvalue()
