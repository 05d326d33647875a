"""Citations: every form says the same of a page, a figure or a number, and nothing that is cited can do anything."""

from dataclasses import replace

import pytest
from helpers import book_results

from analysis.citing.note import note
from analysis.citing.record import page_record

LANGUAGES = ("en", "ko")


def record(lang="en", edition="2026.11", title="The cost of training", base="", fragment=""):
    return page_record(replace(book_results(), edition=edition), lang, "training_cost", title, base, fragment)


# The line at the end of a page


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({}, "Compute Ledger, edition 2026.11 (as of 21 November 2026), “The cost of training”, 2026.11/en/training_cost.html"),
        ({"edition": "draft"}, "Compute Ledger, draft (as of 21 November 2026), “The cost of training”, draft/en/training_cost.html"),
        ({"lang": "ko", "title": "학습에 든 돈"}, "컴퓨트 원장, 2026.11판(2026년 11월 21일 기준), 「학습에 든 돈」, 2026.11/ko/training_cost.html"),
        ({"lang": "ko", "title": "컴퓨트 원장", "edition": "draft"}, "컴퓨트 원장, 초고(2026년 11월 21일 기준), draft/ko/training_cost.html"),
        ({"base": "https://a.example/b/"}, "Compute Ledger, edition 2026.11 (as of 21 November 2026), “The cost of training”, https://a.example/b/2026.11/en/training_cost.html"),
        ({"base": "https://a.example", "edition": "draft"}, "Compute Ledger, draft (as of 21 November 2026), “The cost of training”, https://a.example/latest/en/training_cost.html"),
    ],
)
def test_the_line_names_work_edition_title_and_path_and_an_address_only_where_there_is_one(given, line):
    assert note(record(**given)) == line
