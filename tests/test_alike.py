"""What a page sets beside each other has one unit: a fault planted in a page is named with its line."""

import pytest

from analysis.book.pages import check_pages
from analysis.results import compute
from helpers import edit, fixture_book

GUARD = "{if}`headline_cost < budget_limit|It stays within the budget.|It exceeds the budget.`"
NAMES, AXIS = 'names=["headline_cost", "budget_limit"]', 'axis="Cost (US dollars)"'


@pytest.fixture
def root(tmp_path):
    return fixture_book(tmp_path / "book")


def told(root):
    return check_pages(root, compute(root))


def test_the_book_of_the_tests_is_right_before_anything_is_planted(root):
    assert told(root) == []


@pytest.mark.parametrize("condition, sides", [
    ("headline_cost < total_hours", "'headline_cost' is in USD, 'total_hours' in GPU*hour"),
    ("budget_limit > 3 and price_ratio.beta_chip < rented_price", "'price_ratio.beta_chip' is in 1, 'rented_price' in USD/GPU/hour"),
])  # fmt: skip
def test_a_condition_between_unlike_units_is_named(root, condition, sides):
    edit(root / "book/en/start.md", GUARD, GUARD.replace("headline_cost < budget_limit", condition))
    (problem,) = told(root)
    assert problem.startswith("book/en/start.md:") and problem.endswith(f": {sides}: these cannot be compared")


@pytest.mark.parametrize("condition", ["headline_cost < 3", "limit_year < far_year", "run_price.tiny_run < rented_price"])
def test_a_condition_between_like_units_or_with_a_number_is_taken(root, condition):
    edit(root / "book/en/start.md", GUARD, GUARD.replace("headline_cost < budget_limit", condition))
    assert told(root) == []


@pytest.mark.parametrize("names, axis", [
    ('names=["headline_cost", "total_hours"]', AXIS),
    ('names=["headline_cost", "total_hours"]', 'axis="Cost of {total_hours|을/를}"'),
    ('names=["run_cost", "run_price", "total_hours"]', 'axis="Cost | Hours"'),
])  # fmt: skip
def test_a_chart_of_more_units_than_axes_is_named(root, names, axis):
    edit(root / "book/en/costs.md", NAMES, names)
    edit(root / "book/en/costs.md", AXIS, axis)
    (problem,) = told(root)
    assert problem.startswith("book/en/costs.md:50: a chart of unlike units ('") and "'total_hours' in GPU*hour" in problem


@pytest.mark.parametrize("axis", ["Hours | Cost", "Hours|Cost"])
def test_a_chart_may_show_a_unit_on_each_axis(root, axis):
    edit(root / "book/en/costs.md", NAMES, 'names=["headline_cost", "total_hours"]')
    edit(root / "book/en/costs.md", AXIS, f'axis="{axis}"')
    assert told(root) == []
