"""The dated rules as tables and as logic: five columns that differ, properties, the committed table of classes, eras."""

import csv
import datetime
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.classify import part, rulebook
from analysis.classify.table import PATH, class_table
from analysis.core import rules as dated
from analysis.core.graph import Line
from analysis.results import compute
from helpers import ROOT
from test_exports import TODAY, answered, made


@pytest.fixture(scope="module")
def book():
    return rulebook(ROOT)


@pytest.fixture(scope="module")
def given_rules(book):
    return book.rules()


@pytest.fixture(scope="module")
def facts(book):
    return book.facts


# --- the five columns ---

PAIRS = {
    ("control", "exception"): "us_2023_b1",
    ("control", "licence_policy"): "us_2025_diffusion",
    ("control", "duty"): "us_2023_a1",
    ("control", "enforcement"): "us_2025_diffusion",
    ("exception", "licence_policy"): "us_2023_b1",
    ("exception", "duty"): "us_2023_a1",
    ("exception", "enforcement"): "us_2023_b1",
    ("licence_policy", "duty"): "us_2023_a1",
    ("licence_policy", "enforcement"): "us_2026_review",
    ("duty", "enforcement"): "us_2023_a1",
}
MILD = {"exception_nac", "exception_diffusion", "case_by_case", "no_duty", "not_enforced", "no_licence"}


def test_each_pair_of_the_five_columns_has_a_line_where_they_differ(given_rules):
    """One of the two bars, the other does not: a licence is needed and an exception does away with it, and so on."""
    assert sorted(PAIRS) == sorted(combinations(dated.COLUMNS, 2))
    for (one, two), name in PAIRS.items():
        line = {column: getattr(given_rules[0][name], column) for column in dated.COLUMNS}
        assert line[one] and line[two], "both are stated"
        assert (line[one] in MILD) != (line[two] in MILD), (one, two, name, line)


def test_the_diffusion_rule_asks_and_is_not_enforced(book, given_rules, facts):
    before = dated.answer(*given_rules, facts["h100_sxm"], "2025-05-12", "elsewhere")
    after = dated.answer(*given_rules, facts["h100_sxm"], "2025-05-13", "elsewhere")
    assert [one.rule_class for one in (before, after)] == ["class_worldwide"] * 2
    assert [one.columns["enforcement"] for one in (before, after)] == ["not_enforced"] * 2  # compliance was due two days after the announcement
    assert part(book, "h100_sxm", TODAY).elsewhere == (("us_2025_diffusion", "not_enforced"),)


def test_bills_and_countermeasures_never_class(book, given_rules, facts):
    """S. 3374 as introduced: H200 (4,800 GB/s) and all of 3A090 inside, the H20 (4,000; 900; 4,900) outside."""
    assert "bill_safe_chips" in part(book, "h200_sxm", TODAY).bills and part(book, "h200_sxm", "2025-12-03").bills == ()
    assert part(book, "h20_sxm", TODAY).countermeasures == ("cn_2025_h20_summons",)
    bare = {name: rule for name, rule in given_rules[0].items() if rule.rule_kind not in ("bill", "countermeasure")}
    for name in ("h200_sxm", "h20_sxm", "l2"):
        assert dated.answer(bare, *given_rules[1:], facts[name], TODAY) == answered(given_rules, facts[name])


def test_suspensions_that_ended_are_said_to_be_unknown(given_rules):
    for name in ("us_2025_affiliates", "cn_2025_rare_earths"):
        rule = given_rules[0][name]
        assert rule.suspended_until < TODAY and rule.after_suspension == "outcome_unknown"
    assert given_rules[0]["cn_2024_gallium"].suspended_until > TODAY and given_rules[0]["cn_2024_gallium"].after_suspension == "suspended"


# --- properties ---

AMOUNT = st.one_of(st.none(), st.floats(0, 60_000, allow_nan=False))
PARTS = st.builds(
    made, tpp=st.floats(1, 60_000), density=st.floats(0.01, 40), memory=st.floats(10, 20_000), io=st.floats(1, 20_000),
    market=st.sampled_from(["yes", "no"]), maker=st.sampled_from(["NVIDIA", "AMD", "Intel", "Huawei"]),
)  # fmt: skip
DAYS = st.dates(datetime.date(2022, 8, 1), datetime.date(2026, 12, 31)).map(str)


def rank(given_rules, found):
    return given_rules[0][found.decided_by].rule_rank if found.decided_by else 0


@settings(max_examples=250, deadline=None)
@given(one=PARTS, day=DAYS, key=st.sampled_from(["tpp", "memory_bandwidth", "io_bandwidth", "performance_density"]), factor=st.floats(1, 30))
def test_raising_a_figure_never_loosens_a_class(given_rules, one, day, key, factor):
    """More arithmetic on the same area raises density too; more of one bandwidth raises the sum."""
    more = dict(one)
    for name in ("total_processing_performance", "performance_density") if key == "tpp" else (key,):
        more[name] = one[name] * factor
    more["bandwidth_sum"] = more["memory_bandwidth"] + more["io_bandwidth"]
    assert rank(given_rules, answered(given_rules, more, day)) >= rank(given_rules, answered(given_rules, one, day))


@settings(max_examples=60, deadline=None)
@given(one=PARTS, day=DAYS, order=st.randoms())
def test_the_order_of_lines_does_not_matter(given_rules, one, day, order):
    rules, conditions, *rest = given_rules
    mixed = [dict(order.sample(list(table.items()), len(table))) for table in (rules, conditions)]
    assert answered((*mixed, *rest), one, day) == answered(given_rules, one, day)


@settings(max_examples=60, deadline=None)
@given(one=PARTS, name=st.sampled_from(["us_2023_a1", "us_2023_b1", "us_2025_letter", "us_2026_review", "us_2022_letter", "us_2024_review"]))
def test_ending_a_rule_restores_what_held_before(given_rules, one, name):
    """On the day on which a rule ends, all is as if it had never been."""
    rules, *rest = given_rules
    line = {key: value for key, value in vars(rules[name]).items() if key != "_key"}
    ended = {**rules, name: Line(name, {**line, "ended": "2026-12-01"})}
    never = {key: rule for key, rule in rules.items() if key != name}
    assert answered((ended, *rest), one, "2026-12-01").columns == answered((never, *rest), one, "2026-12-01").columns
    assert answered((ended, *rest), one, "2026-12-01").rule_class == answered((never, *rest), one, "2026-12-01").rule_class
    assert answered((ended, *rest), one, "2026-11-30") == answered(given_rules, one, "2026-11-30")


@settings(max_examples=60, deadline=None)
@given(one=PARTS, day=DAYS, gone=st.sampled_from(["total_processing_performance", "performance_density", "memory_bandwidth", "io_bandwidth", "datacenter", "maker"]))
def test_a_missing_figure_never_gives_a_wrong_class(given_rules, one, day, gone):
    """Either the class is as with the figure, or it is not decided."""
    less = {**one, gone: None} | ({"bandwidth_sum": None} if "bandwidth" in gone else {}) | ({"performance_density": None} if gone.startswith("total") else {})
    assert answered(given_rules, less, day).rule_class in (dated.UNDECIDED, answered(given_rules, one, day).rule_class)


@settings(max_examples=60, deadline=None)
@given(one=PARTS, day=DAYS, gone=st.sampled_from(["total_processing_performance", "performance_density", "memory_bandwidth", "io_bandwidth", "datacenter", "maker"]))
def test_a_missing_figure_never_gives_a_wrong_state(given_rules, one, day, gone):
    """Each of the five columns says what it would say with the figure, or that it is open."""
    less = {**one, gone: None} | ({"bandwidth_sum": None} if "bandwidth" in gone else {}) | ({"performance_density": None} if gone.startswith("total") else {})
    found, whole = answered(given_rules, less, day).columns, answered(given_rules, one, day).columns
    assert {column: found[column] for column in found if found[column] not in (dated.OPEN_STATE, whole[column])} == {}


def test_what_every_outcome_says_is_said(given_rules):
    """6,400 TPP without a market: a licence either way, the exception hangs on it. 15,832 TPP without memory: class and control stand, duty and policy hang on it."""
    flag = answered(given_rules, {**made(6400, 7.9, 800, 64), "datacenter": None})
    assert (flag.rule_class, flag.columns["control"], flag.columns["exception"]) == (dated.UNDECIDED, "licence_needed", dated.OPEN_STATE)
    memory = answered(given_rules, made(15_832, 19.4, None, 900))
    assert (memory.rule_class, [memory.columns[column] for column in dated.COLUMNS]) == ("class_a", ["licence_needed", "no_exception", dated.OPEN_STATE, dated.OPEN_STATE, "enforced"])


# --- the tables ---


def test_the_committed_classes_are_those_of_the_rules():
    assert (ROOT / PATH).read_text(encoding="utf-8") == class_table(ROOT), "write them anew: python -m analysis check --write"


def test_every_part_has_a_class_on_every_day_of_a_rule(given_rules):
    with open(ROOT / PATH, encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    days = dated.rule_days(given_rules[0])
    assert len(lines) == len({(line["part"], line["on"]) for line in lines}) == len({line["part"] for line in lines}) * len(days) and len(days) >= 10


def test_the_eras_of_the_timeline_are_the_days_on_which_something_changes(book, given_rules, facts):
    eras = sorted(line.cells["era_start"] for line in book.catalogue.tables["eras"].values())
    parts = [line.cells["chip"] for line in book.catalogue.tables["timeline"].values()]
    days = [eras[0], *dated.rule_days(given_rules[0])]
    shades = {day: [dated.shade(answered(given_rules, facts[name], day)) for name in parts] for day in days}
    changed = [day for before, day in zip(days, days[1:]) if shades[day] != shades[before]]
    assert [eras[0], *changed] == eras


def test_lines_of_rules_hold_together(book, given_rules):
    rules, conditions, scales, severities = given_rules
    for name, rule in rules.items():
        dates = [day for day in (rule.published, rule.effective, rule.ended, rule.suspended_from, rule.suspended_until) if day]
        assert all(len(day) == 10 for day in dates), name
        assert all(other in rules for other in rule.replaces.split()), name
        assert rule.rule_kind in (*dated.LAW, "bill", "countermeasure") and rule.item in ("processor", "memory", "party", "foundry", "material"), name
        assert (rule.rule_kind == "bill") == (rule.enforcement == "not_law") and bool(rule.effective) or rule.rule_kind in ("bill", "announcement"), name
        assert not rule.complied or rule.complied >= rule.effective, name
    assert all(line.comparison in dated.COMPARISONS for line in conditions.values())
    assert {line.rule for line in conditions.values()} >= {name for name, rule in rules.items() if rule.rule_class and not rule.parts}
    parts = {part for rule in rules.values() for part in rule.parts.split()}
    assert parts <= set(book.catalogue.tables["chips"]), "a misspelt part would never be caught"


def test_a_part_that_looks_odd_carries_its_answer(book):
    lines = book.catalogue.tables["chips"]
    asked = [name for name in lines if part(book, name, TODAY, book).questions]
    assert len(asked) > 5 and [name for name in asked if not lines[name].cells["input_answer"]] == []


def test_a_part_that_was_never_caught_has_no_day():
    """L20 and RTX 4090 D stay below every limit; without limits for it the H800 does too, and the page still finds its words."""
    names = ("us_2023_a1_tpp", "us_2023_a2_tpp", "us_2023_b1_tpp", "us_2023_b2_tpp", "us_2023_notice_tpp", "us_2025_letter_memory_memory", "us_2025_letter_io_io", "us_2025_letter_sum_sum")
    found = compute(ROOT, sets=[(f"limit_value.{name}", "999999") for name in names])
    assert [found.words(f"caught_since.{part}", "en") for part in ("l20", "h800_sxm", "h20_sxm")] == ["no day so far", "no day so far", "9 April 2025"]
    assert found.words("caught_since.h800_sxm", "ko") == "아직 없음"
