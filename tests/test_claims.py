"""Claims: the one rule, the two dates, faults planted in their lines, and the page that shows them."""
# Over 300 lines: the rule, its properties, the planted faults and the page are read together.

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
from helpers import book_results
from hypothesis import given
from hypothesis import strategies as st

from analysis import verdicts
from analysis.book.claims_page import claim_counts, claims_table
from analysis.catalogue import CatalogueError
from analysis.core.claims import (
    CONTRADICTED, MOSTLY, OUTDATED, SUPPORTED, UNDECIDED, UNTESTED, VERDICTS, aged, claimed_interval, date_verdict, distance, period, surely_after, verdict,
)  # fmt: skip
from analysis.project import load, loaded
from analysis.results import compute

ROOT = Path(__file__).resolve().parent.parent
RANK = {SUPPORTED: 0, MOSTLY: 1, CONTRADICTED: 2}


@pytest.fixture(scope="module")
def results():
    return book_results()


# The rule: expected verdicts are worked out beside each line


@pytest.mark.parametrize(
    "printed, digits, comparison, ours, factor, expected",
    [
        (944, 3, "", (943.6, None, None), 1.25, SUPPORTED),  # 943.5 to 944.5
        (944, 3, "", (943.4, None, None), 1.25, MOSTLY),
        (1.6, 2, "", (1.63, None, None), 1.25, SUPPORTED),  # 1.55 to 1.65
        (6, 1, "", (5.33, 3.7, 9.11), 1.25, SUPPORTED),  # the range meets 5.5 to 6.5
        (6, 1, "", (5.33, 5.2, 5.4), 1.25, MOSTLY),  # 5.5 / 5.4 = 1.02
        (50_000, 1, "", (40_000, None, None), 1.25, MOSTLY),  # 45,000 / 40,000 = 1.125
        (50_000, 1, "", (30_000, None, None), 1.25, CONTRADICTED),  # 1.5
        (50_000, 1, "", (30_000, None, None), 2, MOSTLY),
        (10, 2, "", (4, None, None), 1.25, CONTRADICTED),  # 9.5 / 4
        (500, 1, "more_than", (8930, None, None), 1.25, SUPPORTED),
        (500, 1, "more_than", (500, None, None), 1.25, MOSTLY),  # not more, but as much
        (500, 1, "at_least", (500, None, None), 1.25, SUPPORTED),
        (500, 1, "at_least", (410, None, None), 1.25, MOSTLY),  # 500 / 410 = 1.22
        (500, 1, "at_least", (390, None, None), 1.25, CONTRADICTED),
        (1, 2, "less_than", (0.44, None, None), 1, SUPPORTED),
        (1, 2, "less_than", (1, None, None), 1, CONTRADICTED),
        (0, 1, "more_than", (0, None, None), 1.25, CONTRADICTED),  # no factor leads from nought to more
        (0, 1, "more_than", (-0.25, None, None), 1.25, CONTRADICTED),
        (0, 1, "more_than", (0.01, None, None), 1.25, SUPPORTED),
        (10, 1, "", (None, None, None), 1.25, UNDECIDED),
        (10, 1, "more_than", (float("inf"), None, None), 1.25, SUPPORTED),
        (10, 1, "", (float("inf"), None, None), 1.25, CONTRADICTED),
    ],
)
def test_rule(printed, digits, comparison, ours, factor, expected):
    assert verdict(printed, digits, comparison, *ours, factor) == expected


def test_rule_of_a_printed_range():
    """28 to 32: 27.5 to 32.5 with the last printed digit."""
    assert verdict(28, 2, "", 27.6, None, None, printed_high=32) == SUPPORTED
    assert verdict(28, 2, "", 30.2, None, None, printed_high=32) == SUPPORTED
    assert verdict(28, 2, "", 40.0, None, None, printed_high=32) == MOSTLY  # 40 / 32.5 = 1.23
    assert verdict(28, 2, "", 41.0, None, None, printed_high=32) == CONTRADICTED


def test_rule_of_dates():
    assert date_verdict("2024-05", "2024-05-07") == SUPPORTED
    assert date_verdict("2021", "2021") == SUPPORTED
    assert date_verdict("2023-05", "2023-07") == CONTRADICTED
    assert date_verdict("2023-Q2", "2023-06-30") == SUPPORTED and date_verdict("2023-Q2", "2023-07-01") == CONTRADICTED
    assert date_verdict("2021", None) == UNDECIDED


def test_what_was_right_then_and_is_wrong_now_is_outdated():
    assert aged(CONTRADICTED, SUPPORTED) == aged(CONTRADICTED, MOSTLY) == OUTDATED
    assert aged(CONTRADICTED, CONTRADICTED) == aged(CONTRADICTED, UNDECIDED) == CONTRADICTED
    assert aged(SUPPORTED, CONTRADICTED) == SUPPORTED and aged(MOSTLY, SUPPORTED) == MOSTLY


def test_only_what_is_surely_later_is_later():
    assert surely_after("2025-02", "2025-01-31") and surely_after("2026", "2025-12")
    assert not surely_after("2025", "2025-01-31") and not surely_after("2025-01", "2025-01-31") and not surely_after("2026-04-30", "2026-04")
    assert period("2024-02") == (period("2024-02-01")[0], period("2024-02-29")[0])


positive = st.floats(1e-6, 1e12)
digits = st.integers(1, 4)
comparisons = st.sampled_from(["", "more_than", "at_least", "less_than", "at_most"])


@given(positive, digits, comparisons, positive, positive, positive)
def test_a_printed_value_inside_the_range_is_never_contradicted(printed, digits, comparison, value, low, high):
    low, value, high = sorted((low, value, high))
    if low <= printed <= high:
        assert verdict(printed, digits, comparison, value, low, high) != CONTRADICTED
        assert verdict(printed, digits, "", value, low, high) == SUPPORTED


@given(st.integers(1, 999_999), digits, comparisons, positive, st.integers(-6, 6))
def test_scaling_both_sides_changes_nothing(printed, digits, comparison, value, power):
    """A claim in millions and the same in billions: by powers of ten, which keep the printed digits."""
    low, high = value * 0.9, value * 1.2
    scale = 10.0**power
    before, after = (verdict(float(f"{printed}e{p}"), digits, comparison, value * s, low * s, high * s) for p, s in ((0, 1.0), (power, scale)))
    near = claimed_interval(printed, digits, comparison)
    apart = distance(near, (low, high))
    if all(abs(apart - edge) > 1e-6 for edge in (1.0, 1.25)) and comparison not in ("more_than", "less_than"):
        assert before == after


@given(positive, positive, positive, positive, st.floats(1e-3, 1e3))
def test_distance_is_the_same_both_ways_and_in_any_unit(a, b, c, d, scale):
    one, two = tuple(sorted((a, b))), tuple(sorted((c, d)))
    assert distance(one, two) == distance(two, one) >= 1
    assert distance(tuple(x * scale for x in one), tuple(x * scale for x in two)) == pytest.approx(distance(one, two))


@given(positive, digits, comparisons, st.floats(1, 100), st.floats(1, 100), st.sampled_from([1, -1]))
def test_a_verdict_never_gets_better_with_distance(printed, digits, comparison, near, far, side):
    """Our number leaves the printed value by a factor, up or down: the farther, the worse, unless more is what was claimed."""
    near, far = sorted((near, far))
    first, second = (RANK[verdict(printed, digits, comparison, printed * by**side, None, None)] for by in (near, far))
    rewarded = (comparison in ("more_than", "at_least")) if side == 1 else (comparison in ("less_than", "at_most"))
    assert first >= second if rewarded else first <= second


@given(positive, digits, comparisons, positive, st.floats(1, 3), st.floats(1, 3))
def test_a_wider_range_or_factor_never_makes_a_verdict_worse(printed, digits, comparison, value, narrow, wide):
    narrow, wide = sorted((narrow, wide))
    ranks = [RANK[verdict(printed, digits, comparison, value, value / width, value * width)] for width in (narrow, wide)]
    assert ranks[1] <= ranks[0]
    ranks = [RANK[verdict(printed, digits, comparison, value, None, None, factor)] for factor in (1 + narrow, 1 + wide)]
    assert ranks[1] <= ranks[0]


# Claims with the book's numbers


def test_every_claim_has_a_verdict_for_both_dates(results):
    assert {one.now for one in results.claims.values()} <= set(VERDICTS)
    assert all(one.then != OUTDATED for one in results.claims.values())
    assert all((one.now == UNTESTED) == (one.then == UNTESTED) for one in results.claims.values())


def test_counts_add_up(results):
    counted = verdicts.counts(results.claims)
    assert sum(counted.values()) == len(results.claims)
    assert sum(number for (word, _), number in counted.items() if word == UNTESTED) == sum(one.now == UNTESTED for one in results.claims.values())


@pytest.mark.parametrize(
    "name, then, now",
    [
        ("headline_6m", "imprecise", "imprecise"),  # right for the final run, not for pre-training alone
        ("server_capex_16b", UNDECIDED, UNDECIDED),  # 1,628.6 million by the table, whose counts nobody confirms
        ("operating_944m", UNDECIDED, UNDECIDED),
        ("h100_10k", UNDECIDED, UNDECIDED),
        ("a100_10k", SUPPORTED, SUPPORTED),  # the owner's paper, August 2024
        ("r1_compute_undisclosed", SUPPORTED, OUTDATED),  # preprint January 2025, Nature September 2025
        ("r1_compute_hidden", UNDECIDED, CONTRADICTED),  # 147,336 of 2,788,000 hours, published in September 2025
        ("jevons_h100_price", UNDECIDED, UNDECIDED),  # no listing lies between November 2024 and late February 2025
        ("china_gpus_1m", UNDECIDED, "imprecise"),  # 819,691 by estimates of March 2026
        ("v2_nine_percent", SUPPORTED, SUPPORTED),  # 21 / 236 = 8.9 %
        ("gpt3_1200x", SUPPORTED, SUPPORTED),  # 60 / 0.05
        ("gpt4_10x", CONTRADICTED, CONTRADICTED),  # 60 / 1.1 = 54.5 on its own chart
        ("first_at_this_cost", SUPPORTED, SUPPORTED),  # first with disclosed hours, December 2024
        ("reasoning_low_compute", UNDECIDED, SUPPORTED),  # hours of June and September 2025
        ("algo_10x", CONTRADICTED, CONTRADICTED),  # the essay says 4: 9.5 / 4 = 2.4
        ("training_500t", "imprecise", "imprecise"),  # 8,930 t
        ("mla_933", "imprecise", "imprecise"),  # 1 - 25.92 / 389.12 fits the print, against grouped queries and at another precision
        ("mla_v2_may_2024", SUPPORTED, SUPPORTED),
        ("mixtral_141b", SUPPORTED, SUPPORTED), ("mixtral_39b", SUPPORTED, SUPPORTED), ("mixtral_8_experts", SUPPORTED, SUPPORTED),  # 140.63, 39.16, 8
        ("gpt4_18t", UNDECIDED, UNDECIDED), ("gpt4_220b", UNDECIDED, UNDECIDED),  # a leak that nobody confirmed
        ("llama3_70b_dense", SUPPORTED, SUPPORTED), ("llama3_15t", SUPPORTED, SUPPORTED),  # 70.55 billion; the model card: 15T+
        ("distill_800k", SUPPORTED, SUPPORTED), ("vllm_30k_stars", SUPPORTED, SUPPORTED),  # R1 report, 2.3.3; 32,600 at the end of 2024
        ("another_5x", UNDECIDED, "imprecise"),  # 2.19 / 0.42 = 5.2 for one price, 1.96 and 2.62 for others
        ("subsidised_price", UNDECIDED, UNDECIDED),  # the paid share is unpublished
        ("h20_better_inference", UNDECIDED, "imprecise"),  # decode services measured later
        ("r1_rl_focus", "contradicted", "contradicted"), ("r1_omits_benchmarks", "contradicted", "contradicted"),  # R1's README; its Table 4
        ("b200_needs_cowos", SUPPORTED, SUPPORTED), ("tsmc_cowos_shortage", SUPPORTED, SUPPORTED),  # a teardown of April 2025; said since April 2024
        ("tsmc_capex_28_32", SUPPORTED, SUPPORTED), ("fab_2_3_years", "imprecise", "imprecise"), ("shortage_structural", "imprecise", "imprecise"),
        ("nvidia_near_monopoly", "imprecise", "imprecise"),  # a share of the computing sold for training and all other uses
    ],
)
def test_verdicts_of_the_articles(results, name, then, now):
    assert (results.claims[name].then, results.claims[name].now) == (then, now)


@pytest.mark.parametrize("name, value", [
    ("h20_sold_nine_months", 819_691),  # Epoch AI, AI chip counts: 223,064 + 272,247 + 324,380
    ("decline_factor.semianalysis_gpt3", 1200), ("decline_factor.semianalysis_gpt4", 54.545), ("gpt4o_output_fall", 6),  # prices on SemiAnalysis's chart
    ("v2_active_share", 0.08898), ("fleet_h800_sales_share", 0.08663),  # 21 / 236; 10,000 / 115,430
    ("h800_link_share", 0.4444), ("h20_memory_share", 1.2),  # 400 / 900; 96 / 80
])  # fmt: skip
def test_numbers_that_decide_claims(results, name, value):
    assert results.numbers[name].value == pytest.approx(value, rel=1e-3)


def test_a_readers_number_moves_the_verdict():
    """A reader who knows the fleet to a range gets a verdict where the book has none."""
    sets = [(f"fleet_gpus.{chip}", f"{count} ({count * 0.9} to {count * 1.1})") for chip, count in (("h20_sxm", 30e3), ("h800_sxm", 10e3), ("h100_sxm", 10e3))]
    made = compute(ROOT, sets=sets)
    assert made.claims["hopper_50k"].now == SUPPORTED
    assert compute(ROOT, sets=[*sets[1:], ("fleet_gpus.h20_sxm", "3e3")]).claims["hopper_50k"].now == CONTRADICTED


def test_an_override_changes_the_word_and_no_number(results):
    one = results.claims["headline_6m"]
    assert one.now == "imprecise" and verdicts.judged(results, one.claim, one.number) == SUPPORTED
    assert verdicts.entry(results, one)["value"] == pytest.approx(5_328_000)


def test_meaning_and_reason_are_worded_in_both_languages(results):
    one = results.claims["server_capex_16b"]
    assert "$1.6 billion" in verdicts.meaning(results, one.claim, "en") and "16억 달러" in verdicts.meaning(results, one.claim, "ko")
    assert "$1.63 billion" in verdicts.reason(results, one.claim, "en")
    texts = [f(results, claim, lang) for claim in results.catalogue.claims.values() for lang in ("en", "ko") for f in (verdicts.meaning, verdicts.reason)]
    assert [text for text in texts if "{" in text or "`" in text] == []


def test_json_holds_every_claim(results):
    claims = json.loads(results.to_json())["claims"]
    assert claims.keys() == results.claims.keys()
    entry = claims["china_gpus_1m"]
    assert (entry["printed_value"], entry["unit"], entry["now"], entry["when_printed"], entry["override"]) == (1e6, "GPU", "imprecise", "undecided", "imprecise")
    assert entry["low"] < entry["value"] < entry["high"]


# Faults planted in the lines


@pytest.fixture
def project(tmp_path):
    """A copy of the book's data and chapters."""
    for part in ("data", "analysis/core/chapters"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def change(project, name, **cells):
    """Change cells of one claim; the number of its line."""
    loaded.cache_clear()
    for path in (project / "data" / "claims").glob("*.csv"):
        with open(path, encoding="utf-8", newline="") as file:
            lines = list(csv.DictReader(file))
        for number, line in enumerate(lines, 2):
            if line["id"] == name:
                line.update(cells)
                with open(path, "w", encoding="utf-8", newline="") as file:
                    writer = csv.DictWriter(file, list(line), lineterminator="\n")
                    writer.writeheader()
                    writer.writerows(lines)
                return number
    raise AssertionError(f"no claim {name}")


PLANTS = {
    "unknown number": ("operating_944m", {"decided_by": "fleet_total_operatoin"}, "column 'decided_by': 'fleet_total_operatoin': expected the name of a row, cell or result; did you mean 'fleet_total_operation'?"),
    "unknown cell": ("h800_10k", {"decided_by": "fleet_gpus.h80_sxm"}, "column 'decided_by': 'fleet_gpus.h80_sxm': expected the name of a row, cell or result; did you mean 'fleet_gpus.h800_sxm'?"),
    "number with lines": ("operating_944m", {"decided_by": "fleet_operation"}, "column 'decided_by': 'fleet_operation': expected one line of it, fleet_operation.ID of fleet"),
    "unknown line": ("operating_944m", {"decided_by": "fleet_operation.h80_sxm"}, "column 'decided_by': 'fleet_operation.h80_sxm': expected one line of it, fleet_operation.ID of fleet; did you mean 'h800_sxm'?"),
    "unit of the number": ("operating_944m", {"decided_by": "fleet_total_gpus"}, "column 'decided_by': 'fleet_total_gpus': expected a number in USD, the unit of the claim, not in GPU"),
    "unit of the earlier number": ("operating_944m", {"decided_then": "fleet_total_gpus"}, "column 'decided_then': 'fleet_total_gpus': expected a number in USD, the unit of the claim, not in GPU"),
    "unknown unit": ("operating_944m", {"unit": "millon USD"}, "column 'unit': 'millon USD': expected a unit of data/units.csv; did you mean 'million USD'?"),
    "unknown seed": ("operating_944m", {"seed": "semianalysis_debate"}, "column 'seed': 'semianalysis_debate': expected one of {...}; did you mean 'semianalysis_debates'?"),
    "override without reason": ("headline_6m", {"reason_en": ""}, "column 'reason_en': '': expected the reason of the verdict, in both languages"),
    "override without Korean reason": ("headline_6m", {"reason_ko": ""}, "column 'reason_ko': '': expected the reason of the verdict, in both languages"),
    "verdict without reason": ("operating_944m", {"reason_en": ""}, "column 'reason_en': '': expected the reason of the verdict, in both languages"),
    "unknown override": ("headline_6m", {"override": "inprecise"}, "column 'override': 'inprecise': expected one of imprecise, contradicted, undecided; did you mean 'imprecise'?"),
    "a number is not talked into support": ("headline_6m", {"override": "supported"}, "column 'override': 'supported': expected one of imprecise, contradicted, undecided"),
    "reading without a source": ("headline_not_whole_cost", {"reason_en": "It says so."}, "column 'reason_en': 'It says so.': expected a reason that cites its source, {src}`id`, since no number decides"),
    "id": ("operating_944m", {"id": "Operating"}, "column 'id': 'Operating': expected lower-case letters, digits and single underscores"),
    "id twice": ("operating_944m", {"id": "headline_6m"}, "column 'id': 'headline_6m': expected an id used once (already data/claims/training_cost.csv:2)"),
    "no meaning": ("operating_944m", {"meaning_ko": ""}, "column 'meaning_ko': '': expected what is claimed, in both languages"),
    "printed value not said": ("operating_944m", {"meaning_en": "It costs much."}, "column 'meaning_en': 'It costs much.': expected {printed} once, where the printed value stands"),
    "printed value said but not given": ("h20_on_order", {"meaning_en": "It takes {printed}."}, "column 'meaning_en': 'It takes {printed}.': expected no {printed}, since no value was printed"),
    "number": ("operating_944m", {"printed_value": "9,44"}, "column 'printed_value': '9,44': expected a number such as 1234.5 or 1.2e9, without commas"),
    "digits": ("operating_944m", {"printed_digits": "0"}, "column 'printed_digits': '0': expected how many digits are meant, a whole number from 1 to 17"),
    "comparison": ("operating_944m", {"comparison": "more"}, "column 'comparison': 'more': expected one of {...}; did you mean 'more_than'?"),
    "range upside down": ("tsmc_capex_28_32", {"printed_high": "20"}, "column 'printed_high': '20': expected the upper end of a printed range, above its lower end and without a comparison"),
    "factor": ("operating_944m", {"factor": "0.5"}, "column 'factor': '0.5': expected a factor of at least 1"),
    "date of printing": ("operating_944m", {"printed_on": "31.1.2025"}, "column 'printed_on': '31.1.2025': expected a date such as 2026-11-21, 2026-11 or 2026"),
    "printed date": ("mla_v2_may_2024", {"printed_value": "May"}, "column 'printed_value': 'May': expected a date such as 2026-11-21, 2026-11 or 2026"),
    "unit without a value": ("h20_on_order", {"unit": "USD"}, "column 'unit': 'USD': expected an empty cell, since no value was printed"),
    "earlier number alone": ("h20_on_order", {"decided_then": "v3_gpu_hours"}, "column 'decided_then': 'v3_gpu_hours': expected an empty cell where decided_by is empty"),
}  # fmt: skip


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_fault_is_told_with_file_line_and_column(project, plant):
    name, cells, expected = PLANTS[plant]
    line = change(project, name, **cells)
    with pytest.raises(CatalogueError) as error:
        load(project)
    pattern = re.escape(expected).replace(re.escape("{...}"), ".*")
    assert any(re.fullmatch(rf"data/claims/\w+\.csv:{line}: {pattern}", problem) for problem in error.value.problems), error.value.problems


def test_header_and_chapter_are_checked(project):
    path = project / "data" / "claims" / "training_cost.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("decided_by", "decidedby", 1), encoding="utf-8")
    (project / "data" / "claims" / "weather.csv").write_text((project / "data" / "claims" / "moe.csv").read_text(encoding="utf-8").split("\n")[0] + "\n", encoding="utf-8")
    with pytest.raises(CatalogueError) as error:
        load(project)
    assert any("column 'decidedby': 'decidedby': expected one of id, seed" in problem and "did you mean 'decided_by'" in problem for problem in error.value.problems)
    assert any("weather.csv: expected a term 'chapter_weather'" in problem for problem in error.value.problems)


@pytest.mark.parametrize(
    "cells, expected",
    [
        ({"reason_en": "It is {num}`fleet_total_opperation`."}, "no number named 'fleet_total_opperation'; did you mean 'fleet_total_operation'?"),
        ({"reason_en": "It is {num}`v3_gpu_hours`."}, "asks for other names than reason_en"),
        ({"reason_en": "See {src}`nobody`.", "reason_ko": "{src}`nobody` 참고."}, "no source 'nobody' in data/sources.csv"),
        ({"printed_on": "2024", "decided_then": "fleet_total_operation"}, "'fleet_total_operation': rests on '"),
    ],
)
def test_faults_that_only_a_run_shows(project, cells, expected, no_ranges):
    line = change(project, "operating_944m", **cells)
    problems = list(verdicts.problems(compute(project)))
    assert any(f"training_cost.csv:{line}: " in problem and expected in problem for problem in problems), problems


def test_then_and_now_by_two_numbers(project, no_ranges):
    """With an earlier number named, what was right then and is wrong now comes out as outdated."""
    change(project, "a100_10k", printed_value="60000", printed_digits="2", decided_by="fire_flyer_gpus", decided_then="", override="")
    assert compute(project).claims["a100_10k"].now == CONTRADICTED
    change(project, "a100_10k", decided_then="fleet_total_gpus", printed_on="2025-02", seed="semianalysis_debates")
    one = compute(project, sets=[(f"fleet_gpus.{chip}", count) for chip, count in (("h20_sxm", "30001"), ("h800_sxm", "10001"), ("h100_sxm", "10001"))])
    assert (one.claims["a100_10k"].then, one.claims["a100_10k"].now) == (SUPPORTED, OUTDATED)
    change(project, "a100_10k", printed_on="2024-09")
    assert compute(project).claims["a100_10k"].then == UNDECIDED


# The page


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_page_has_every_claim_with_address_verdicts_and_reason(results, lang):
    html = "".join(part for _, _, part in [*claim_counts(results, lang), *claims_table(results, lang)])
    assert [f"claim-{name}" for name in results.claims if html.count(f'id="claim-{name}"') != 1] == []
    assert html.count("<li class=") == len(results.claims)
    for name, one in results.claims.items():
        item = html[html.index(f'id="claim-{name}"') :].split("</li>")[0]
        assert item.count('class="ledger-verdict"') == 2
        assert verdicts.verdict_words(one.now, lang) in item and verdicts.verdict_words(one.then, lang, then=True) in item
        assert f'data-seed="{one.claim.seed}" data-chapter="{one.claim.chapter}" data-verdict="{one.now}"' in item
    assert "{" not in html.replace("{0}", "").replace("{1}", "") and "`" not in html


def test_page_shows_what_the_number_alone_would_say(results):
    html = "".join(part for _, _, part in claims_table(results, "en"))
    assert "By the number alone: supported." in html[html.index('id="claim-headline_6m"') :].split("</li>")[0]


def test_particles_stand_outside_numbers(results):
    html = "".join(part for _, _, part in claims_table(results, "ko"))
    assert not re.search(r"<data[^>]*>[^<]*(?:을|를|와|과|가)</data>", html)
    assert '<span class="ledger-particle" data-particle="이/가">이</span>' in html


PAGE = """<!doctype html><html><body><main><section>{html}</section></main><script src="{script}"></script></body></html>"""


def test_filter_and_address(results, chromium, tmp_path):
    parts = claims_table(results, "en")
    body = "".join(f"<section><h3>{title}</h3>{html}</section>" for title, _, html in parts)
    script = (ROOT / "book" / "_static" / "claims.js").as_uri()
    page_file = tmp_path / "claims.html"
    page_file.write_text(PAGE.format(html=body, script=script), encoding="utf-8")
    page = chromium.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    page.goto(page_file.as_uri())
    assert page.locator(".ledger-claim:visible").count() == len(results.claims)
    page.select_option("select[name=verdict]", "imprecise")
    expected = sum(one.now == "imprecise" for one in results.claims.values())
    assert page.locator(".ledger-claim:visible").count() == expected
    assert page.locator("output").inner_text() == f"{expected} of {len(results.claims)} claims shown"
    assert page.evaluate("location.search") == "?verdict=imprecise"
    page.goto(page_file.as_uri() + "?chapter=moe&verdict=nonsense")
    assert page.locator(".ledger-claim:visible").count() == sum(one.claim.chapter == "moe" for one in results.claims.values())
    page.goto(page_file.as_uri() + "?chapter=moe#claim-headline_6m")
    assert page.locator("#claim-headline_6m").is_visible()
    assert errors == []
    page.close()


def test_without_script_all_are_shown_and_no_filter(results, chromium, tmp_path):
    (tmp_path / "claims.html").write_text("".join(html for _, _, html in claims_table(results, "ko")), encoding="utf-8")
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "claims.html").as_uri())
    assert page.locator(".ledger-claim:visible").count() == len(results.claims) and not page.locator("form").is_visible()
    context.close()
