"""The dated rules against what others published: lists of companies, the regulation's limits and examples, traps, distances."""

import pytest

from analysis.classify import rulebook
from analysis.core import rules as dated
from helpers import ROOT, book_results

TODAY = "2026-11-21"
FREE = "class_free"


@pytest.fixture(scope="module")
def book():
    return rulebook(ROOT)


@pytest.fixture(scope="module")
def given_rules(book):
    return book.rules()


@pytest.fixture(scope="module")
def facts(book):
    return book.facts


def answered(given_rules, one, day=TODAY):
    return dated.answer(*given_rules, one, day)


def made(tpp=None, density=None, memory=None, io=None, market="yes", maker="NVIDIA", name="made_up"):
    """Facts of a made-up part in the units in which the rules write their limits."""
    both = None if memory is None or io is None else memory + io
    found = {"total_processing_performance": (tpp, 1e12), "performance_density": (density, 1e12), "memory_bandwidth": (memory, 1e9), "io_bandwidth": (io, 1e9), "bandwidth_sum": (both, 1e9)}
    return {"part": name, "maker": maker, "datacenter": market, **{key: None if value is None else value * scale for key, (value, scale) in found.items()}}


# --- what companies published: caught and not caught ---

# (source, day, class or None for "any class that needs a licence", caught, not caught)
LISTS = {
    "NVIDIA's filing of 31 August 2022, AMD's statement by Reuters on 1 September 2022": ("2022-08-26", ["a100_pcie", "a100_sxm_40", "a100_sxm_80", "h100_sxm", "mi250", "mi250x"], ["mi100"]),  # AMD: the letter stops the MI250 and not the MI100
    "the rule of October 2022: A100 and H100 stay caught, A800 and H800 were made for it and sold": ("2022-11-01", ["a100_sxm_80", "h100_sxm"], ["a800_sxm", "h800_sxm", "rtx4090", "gaudi2_china", "l40", "l40s"]),
    "NVIDIA's filing of 17 October 2023: covered by the rule once in force": ("2023-11-17", ["a100_sxm_80", "a800_sxm", "h100_sxm", "h800_sxm", "l40", "l40s", "rtx4090"], ["h20_sxm", "l20", "l2", "rtx4090d"]),
    "NVIDIA's filing of 24 October 2023: bound at once": ("2023-10-23", ["a100_sxm_80", "a800_sxm", "h100_sxm", "h800_sxm", "l40s"], ["l40", "rtx4090"]),
    "the filings of NVIDIA and AMD of April 2025; cards made for China after it, and those still sold": ("2025-04-09", ["h20_sxm", "h20_141", "rtx5090d"], ["rtx5090d_v2", "l20", "l2"]),
}


@pytest.mark.parametrize("source", LISTS)
def test_lists_that_companies_published(source, given_rules, facts):
    day, caught, free = LISTS[source]
    assert [name for name in caught if answered(given_rules, facts[name], day).rule_class in (FREE, dated.UNDECIDED)] == []
    assert [name for name in free if answered(given_rules, facts[name], day).rule_class != FREE] == []


@pytest.mark.parametrize("name, control", [("mi308x", "licence_needed"), ("gaudi3_hl328", "licence_needed"), ("gaudi3_hl388", "licence_needed"), ("rtx6000d", dated.OPEN_STATE)])
def test_parts_whose_arithmetic_nobody_published(name, control, given_rules, facts):
    """AMD names the MI308, Intel the Gaudi: a licence either way, in whichever class. Of the RTX 6000D only the letters can be tried: 1,398 GB/s, 1,526 with its PCIe."""
    found = answered(given_rules, facts[name], "2025-04-09")
    assert (found.rule_class, found.columns["control"]) == (dated.UNDECIDED, control)
    assert answered(given_rules, facts[name], "2025-04-08").columns["control"] == dated.OPEN_STATE
    assert found.verdicts["us_2025_letter"].holds is (None if name == "mi308x" else control == "licence_needed")


def test_the_notice_of_october_2023_drops_the_two_that_the_later_list_lacks(given_rules, facts):
    """The list of 17 October 2023 has seven parts, that of 24 October five: L40 (TPP 2,896) and RTX 4090 (no part for data centers) are gone."""
    seven = ["a100_sxm_80", "a800_sxm", "h100_sxm", "h800_sxm", "l40", "l40s", "rtx4090"]
    noticed = [name for name in seven if dated.verdict("us_2023_notice", given_rules[0]["us_2023_notice"], every_trial(given_rules, facts[name])["us_2023_notice"], facts[name]).holds]
    assert sorted(set(seven) - set(noticed)) == ["l40", "rtx4090"]


def every_trial(given_rules, one):
    return dated.tested(given_rules[1], given_rules[2], one)


@pytest.mark.parametrize("day, expected", [("2022-08-25", "free"), ("2022-08-26", "class_letter_2022"), ("2022-10-21", "class_3a090_2022"), ("2023-11-17", "class_a")])
def test_a100_day_by_day(given_rules, facts, day, expected):
    assert answered(given_rules, facts["a100_sxm_80"], day).rule_class == expected.replace("free", FREE)


def test_a800_differs_from_a100_by_its_links_alone(given_rules, facts):
    """4,992 TPP both; 600 + 64 GB/s of all inputs and outputs against 400 + 64."""
    a800, a100 = facts["a800_sxm"], facts["a100_sxm_80"]
    assert answered(given_rules, a800, "2022-12-01").rule_class == FREE
    assert answered(given_rules, {**a800, "io_bandwidth": a100["io_bandwidth"]}, "2022-12-01").rule_class == "class_3a090_2022"
    assert answered(given_rules, a800, "2023-10-23").rule_class == "class_notice_2023"


def test_gaudi_2_for_china_has_the_most_ports_under_the_limit(given_rules):
    """21 ports of 100 Gbit/s and PCIe: 21 x 25 + 64 = 589 GB/s. With 22 ports 614: caught. 7,200 TPP both (450 x 16)."""
    assert answered(given_rules, made(7200, io=21 * 25 + 64, maker="Intel"), "2023-07-11").rule_class == FREE
    assert answered(given_rules, made(7200, io=22 * 25 + 64, maker="Intel"), "2023-07-11").rule_class == "class_3a090_2022"


def test_biren_of_2022(given_rules):
    """SemiAnalysis, October 2022: BR100 512 + 128 = 640 GB/s with 16,384 TPP, BR104 256 + 128 = 384 with 8,192."""
    assert answered(given_rules, made(16_384, io=640, maker="Biren"), "2022-10-24").rule_class == "class_3a090_2022"
    assert answered(given_rules, made(8_192, io=384, maker="Biren"), "2022-10-24").rule_class == FREE
    assert answered(given_rules, made(8_192, io=384, maker="Biren"), "2023-11-17").rule_class == "class_a"


# --- the limits and their strictness, by the text of the regulation ---


LIMITS = [
    # 3A090 of 2023: inclusive below, exclusive above
    ({"tpp": 4800, "density": 0.1}, "2024-01-01", "class_a"),
    ({"tpp": 4799.9, "density": 1.59}, "2024-01-01", FREE),
    ({"tpp": 1600, "density": 5.92}, "2024-01-01", "class_a"),
    ({"tpp": 1600, "density": 5.9199}, "2024-01-01", "class_b"),
    ({"tpp": 1599.9, "density": 30}, "2024-01-01", FREE),
    ({"tpp": 2400, "density": 1.6}, "2024-01-01", "class_b"),
    ({"tpp": 2399.9, "density": 3.1999}, "2024-01-01", FREE),
    ({"tpp": 2399.9, "density": 3.2}, "2024-01-01", "class_b"),
    # Note 2: what is not made for data centers
    ({"tpp": 4800, "density": 30, "market": "no"}, "2024-01-01", "class_a_other_market"),
    ({"tpp": 4799.9, "density": 30, "market": "no"}, "2024-01-01", FREE),
    # the letters of April 2025: any of three
    ({"tpp": 1000, "density": 1, "memory": 1400, "io": 64}, "2025-04-09", "class_bandwidth_letter"),
    ({"tpp": 1000, "density": 1, "memory": 1399.9, "io": 300}, "2025-04-09", FREE),
    ({"tpp": 1000, "density": 1, "memory": 500, "io": 1100}, "2025-04-09", "class_bandwidth_letter"),
    ({"tpp": 1000, "density": 1, "memory": 1000, "io": 700}, "2025-04-09", "class_bandwidth_letter"),
    ({"tpp": 1000, "density": 1, "memory": 1000, "io": 699.9}, "2025-04-09", FREE),
    ({"tpp": 1000, "density": 1, "memory": 9000, "io": 9000, "maker": "Biren"}, "2025-04-09", FREE),
    # 2022: both at once
    ({"tpp": 4800, "io": 600}, "2022-12-01", "class_3a090_2022"),
    ({"tpp": 4799.9, "io": 6000}, "2022-12-01", FREE),
    ({"tpp": 48000, "io": 599.9}, "2022-12-01", FREE),
]


@pytest.mark.parametrize("part, day, expected", LIMITS, ids=lambda one: str(one))
def test_limits_and_strictness(given_rules, part, day, expected):
    assert answered(given_rules, made(**{"memory": 100, "io": 100, **part}), day).rule_class == expected


@pytest.mark.parametrize("name, policy", [("h200_sxm", "case_by_case"), ("h100_sxm", "case_by_case"), ("mi300x", "case_by_case"), ("mi325x", "case_by_case"), ("b200", "denial_presumed"), ("b300", "denial_presumed"), ("mi350x", "denial_presumed"), ("b30a", "denial_presumed")])  # fmt: skip
def test_the_caps_of_january_2026(given_rules, facts, name, policy):
    """91 FR 1684 names H200 and MI325X; Blackwell lies above both caps, as press and law firms read it."""
    assert answered(given_rules, facts[name], "2026-01-14").columns["licence_policy"] == "denial_presumed"
    assert answered(given_rules, facts[name], "2026-01-15").columns["licence_policy"] == policy


@pytest.mark.parametrize("tpp, memory, policy", [(20_999, 6_499, "case_by_case"), (21_000, 1_000, "denial_presumed"), (10_000, 6_500, "denial_presumed")])
def test_the_caps_are_strict_and_both_are_needed(given_rules, tpp, memory, policy):
    """A digest joins them by "or", which would let a part through that keeps one of them."""
    assert answered(given_rules, made(tpp, 10, memory, 900)).columns["licence_policy"] == policy


@pytest.mark.parametrize("name, duty", [("h200_sxm", "duty_25"), ("h200_nvl", "no_duty"), ("mi300x", "no_duty"), ("h100_sxm", "no_duty"), ("b200", "no_duty")])
def test_the_duty_bands_of_january_2026(given_rules, facts, name, duty):
    """H200 SXM 15,832 and 4,800; H200 NVL 13,364; MI300X 5,300 GB/s; H100 3,350."""
    assert answered(given_rules, facts[name], "2026-01-14").columns["duty"] == "no_duty"
    assert answered(given_rules, facts[name], "2026-01-15").columns["duty"] == duty


@pytest.mark.parametrize("tpp, memory, duty", [(20_919, 6_000, "duty_25"), (20_800, 6_000, "no_duty"), (21_100, 6_000, "no_duty"), (20_919, 5_800, "no_duty"), (14_000, 4_800, "no_duty"), (15_000, 5_000, "no_duty"), (15_000, 4_500.1, "duty_25")])  # fmt: skip
def test_the_ends_of_the_bands_are_open(given_rules, tpp, memory, duty):
    """The annex writes "greater than" and "less than". MI325X with the arithmetic of an MI300X: 2,614.9 x 8 = 20,919."""
    assert answered(given_rules, made(tpp, 20, memory, 900)).columns["duty"] == duty


def test_the_duty_names_two_parts(given_rules, facts):
    """Proclamation of 14 January 2026, by Baker McKenzie and the fact sheet: chips such as H200 and MI325X. With 2,614.9 x 8 = 20,919 the MI325X lies inside its band; a dataset's rounded 2,600 x 8 = 20,800 would let it go."""
    assert [answered(given_rules, facts[name]).columns["duty"] for name in ("h200_sxm", "mi325x")] == ["duty_25"] * 2
    rounded = {**facts["mi325x"], "total_processing_performance": 20_800e12}
    assert answered(given_rules, rounded).columns["duty"] == "no_duty"


# --- traps ---


def test_sparse_figures_change_a_class(given_rules):
    """L40S: 733 dense, 1,466 with sparsity; H20 296: at 592 x 8 = 4,736 with 814 mm² it would be 3A090.b."""
    assert answered(given_rules, made(296 * 8, 296 * 8 / 814, 1000, 100)).rule_class == FREE
    assert answered(given_rules, made(592 * 8, 592 * 8 / 814, 1000, 100)).rule_class == "class_b"


def test_the_limit_is_not_150_tflops(given_rules):
    """The Register printed 150 at 16 bits for 4,800; 150 x 16 = 2,400 is the limit of b.1 instead."""
    assert answered(given_rules, made(299 * 16, 1.0, 100, 64)).rule_class == FREE
    assert answered(given_rules, made(300 * 16, 1.0, 100, 64)).rule_class == "class_a"


def test_operations_are_not_doubled_again(given_rules, facts):
    """PC Gamer printed 10,570 for the RTX 4090: 660.6 x 8 = 5,285, the two of the formula is in the data sheet."""
    assert facts["rtx4090"]["total_processing_performance"] / 1e12 == pytest.approx(5285, abs=1)


def test_fp4_counts(facts):
    """B200: 9,000 x 4 and 4,500 x 8 both give 36,000."""
    assert facts["b200"]["total_processing_performance"] / 1e12 == pytest.approx(36_000)


@pytest.mark.parametrize("name, tpp, density", [("a100_sxm_80", 4992, 6.04), ("h100_sxm", 15_832, 19.45), ("l40s", 5864, 9.64), ("l40", 2896, 4.76), ("h20_sxm", 2368, 2.91), ("l20", 1912, 3.14), ("rtx4090", 5285, None)])  # fmt: skip
def test_published_performance_and_density(facts, name, tpp, density):
    """WCCFtech on the H20: 2.9 and 19.4; the others from the die areas of the dataset (826, 814, 608.5, 609)."""
    assert facts[name]["total_processing_performance"] / 1e12 == pytest.approx(tpp, rel=1e-3)
    assert density is None or facts[name]["performance_density"] / 1e12 == pytest.approx(density, rel=3e-3)


def test_the_part_on_trial_begins_as_the_h20():
    numbers = book_results().numbers
    assert numbers["tried_tpp"].value / 1e12 == pytest.approx(2368)  # 148 TFLOP/s times 16 bits
    assert numbers["tried_density"].value / 1e12 == pytest.approx(2.91, abs=0.005)  # 2368 / 814
    assert numbers["tried_tpp_share"].value == pytest.approx(0.493, abs=0.0005)  # 148 / 300, the regulation's own example
    assert numbers["tried_density_share"].value == pytest.approx(0.491, abs=0.0005)  # 2.91 / 5.92


@pytest.mark.parametrize("density, expected", [(2.0, FREE), (2.0001, "class_c"), (3.3, "class_c")])
def test_memory_is_caught_above_its_limit_and_not_at_it(given_rules, density, expected):
    stack = {"part": "stack", "item": "memory", "memory_bandwidth_density": density * 1e9}
    found = answered(given_rules, stack)
    assert found.rule_class == expected and answered(given_rules, stack, "2024-12-01").rule_class == FREE
    assert found.columns["exception"] == {2.0: "no_exception_needed", 2.0001: "exception_hbm", 3.3: "no_exception"}[density]


def test_a_stack_without_an_area_is_not_decided(given_rules, facts):
    assert answered(given_rules, facts["hbm3_samsung"]).rule_class == dated.UNDECIDED


def test_a_chip_of_planar_dies_meets_no_density(given_rules):
    """Its applicable area is zero and its density undefined, which stands as zero."""
    assert answered(given_rules, made(3000, 0.0, 100, 64)).rule_class == FREE
    assert answered(given_rules, made(4800, 0.0, 100, 64)).rule_class == "class_a"


# --- made for the limit ---

MARGINS = {
    "h20_sxm": ("2023-11-17", 0.0133, "total_processing_performance"),
    "l20": ("2023-11-17", 0.018, "performance_density"),
    "l2": ("2023-11-17", 0.035, "total_processing_performance"),
    "rtx5090d": ("2023-11-17", 0.0104, "total_processing_performance"),
    "gaudi2_china": ("2023-07-11", 0.0183, "io_bandwidth"),
}


@pytest.mark.parametrize("name", MARGINS)
def test_distance_to_the_nearest_limit(given_rules, facts, name):
    """2,368 of 2,400; 3.142 of 3.2; 1,544 of 1,600; 4,750 of 4,800; 589 of 600."""
    day, margin, quantity = MARGINS[name]
    nearest = dated.nearest_limits(*given_rules, facts[name], day)[0]
    assert (-nearest.margin, nearest.quantity) == (pytest.approx(margin, abs=6e-4), quantity)
