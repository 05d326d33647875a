"""`python -m analysis classify`: answers, refusals and questions for a reader's own chips, and rules added without code."""

import json

import pytest

from analysis.__main__ import main
from helpers import ROOT

HEAD = "id,maker,tops_fp16,tops_fp8,memory_bandwidth,io_bandwidth,die_area,datacenter"
GOOD = "mine,NVIDIA,148,296,1.0,64,814,yes"
RULE = "id,rule_kind,item,citation,paragraph,rule_class,rule_rank,published,effective,destination,control,exception,licence_policy,duty,enforcement"


def run(capsys, *arguments):
    status = main(["classify", *map(str, arguments), "--root", str(ROOT)])
    out, err = capsys.readouterr()
    return status, out, err


@pytest.fixture
def file(tmp_path):
    def write(*lines, name="mine.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding=encoding)
        return path

    return write


def answer(capsys, path, *more):
    status, out, _ = run(capsys, path, "--json", *more)
    assert status == 0
    return json.loads(out)


# --- answers ---


def test_a_chip_of_ones_own(capsys, file):
    """The H20's arithmetic with a narrow memory: 296 x 8 = 2,368, density 2.91; 1.3% below the limit of b.1."""
    found = answer(capsys, file(HEAD, GOOD))
    mine = found["parts"]["mine"]
    assert (found["on"], found["destination"], mine["class"], mine["decided_by"]) == ("2026-11-21", "china", "class_free", None)
    nearest = mine["nearest"][0]
    assert (nearest["rule"], nearest["value"], nearest["limit"], nearest["unit"]) == ("us_2023_b1", pytest.approx(2368), 2400, "TPP")
    assert nearest["margin"] == pytest.approx(-0.0133, abs=1e-4)
    assert "not legal advice" in found["advice"]["en"] and "법률 자문이 아닙니다" in found["advice"]["ko"]


def test_the_inequality_that_decides_stands_with_its_numbers(capsys, file):
    found = answer(capsys, file(HEAD, "mine,AMD,300,300,1.0,64,814,yes"), "--on", "2023-11-17")["parts"]["mine"]
    (deciding,) = found["inequalities"]
    assert (found["decided_by"], deciding["comparison"], deciding["limit"], deciding["value"], deciding["margin"]) == ("us_2023_a1", "at_least", 4800, pytest.approx(4800), pytest.approx(0))
    columns = ("control", "exception", "licence_policy", "duty", "enforcement")
    assert [found[column]["state"] for column in columns] == ["licence_needed", "no_exception", "denial_presumed", "no_duty", "enforced"]


def test_a_published_part_keeps_what_the_file_leaves_empty(capsys, file):
    found = answer(capsys, file("id,interconnect_bandwidth,io_bandwidth", "a800_sxm,600,664"), "--on", "2022-12-01")
    assert found["parts"]["a800_sxm"]["class"] == "class_3a090_2022"


@pytest.mark.parametrize("line, missing, said", [
    ("mine,NVIDIA,181,362,0.8,64,,yes", "Die area", "Die area ≤ 489.2 mm²"),  # 2,896 / 5.92
    ("mine,NVIDIA,,,0.8,64,814,yes", "Total processing performance", "≥ 4,800 TPP (300 TFLOPS at 16 bits or 600 TOPS at 8 bits, dense)"),
    ("mine,NVIDIA,181,362,0.8,64,300,", "Made for data centers", "it is designed or marketed for data centers"),
    ("mine,Intel,148,296,1.0,,814,yes", "Inputs and outputs, memory left out", "Inputs and outputs, memory left out ≥ 700 GB/s"),  # 1,700 - 1,000
    ("mine,Intel,148,296,,64,814,yes", "Memory bandwidth", "Memory bandwidth ≥ 1,400 GB/s"),
    ("mine,,148,296,4.0,64,814,yes", "Maker", "it is made by NVIDIA, AMD, Intel"),
])  # fmt: skip
def test_a_missing_input_is_named_with_the_value_at_which_it_matters(capsys, file, line, missing, said):
    status, out, _ = run(capsys, file(HEAD, line))
    assert status == 0 and "Cannot be decided" in out
    assert f"cannot be decided: {missing} missing" in out and said in out


def test_what_does_not_matter_is_not_missed(capsys, file):
    """From 4,800 on neither area nor bandwidth decides; below 1,600 no area does."""
    found = answer(capsys, file(HEAD, "big,Biren,300,600,,,,yes", "small,Biren,99,199,,,,yes"))["parts"]
    assert [found[name]["class"] for name in ("big", "small")] == ["class_a", "class_free"]


def test_a_stack_of_memory(capsys, file):
    """2.0 GB/s per mm² is free, a little more is caught; without an area the answer names it: 819.2 / 2 = 409.6 mm²."""
    path = file("id,stack_bandwidth,stack_area", "at,200,100", "above,200.1,100", "unknown,819.2,")
    found = answer(capsys, path)["parts"]
    assert [found[name]["class"] for name in ("at", "above", "unknown")] == ["class_free", "class_c", "class_undecided"]
    assert answer(capsys, path, "--on", "2024-12-01")["parts"]["above"]["class"] == "class_free"


def test_both_languages_and_the_official_terms(capsys, file):
    _, out, _ = run(capsys, file(HEAD, "mine,NVIDIA,181,362,0.8,64,814,yes"), "--lang", "ko")
    for word in ("중국(홍콩 포함, 마카오는 2023년 1월부터)", "법률 자문이 아닙니다", "허가예외", "성능 밀도", "총처리성능", "허가 필요", "건별 심사"):
        assert word in out


def test_a_day_after_the_newest_source_says_so(capsys, file):
    path = file(HEAD, GOOD)
    assert "newest source is of" in run(capsys, path)[1]
    assert "newest source is of" not in run(capsys, path, "--on", "2024-01-01")[1]


# --- questions, which change nothing ---


@pytest.mark.parametrize("line, asked", [
    ("h100_mine,NVIDIA,989,3958,3.35,1028,814,yes", "about two times that of H100 SXM"),
    ("my_h100,NVIDIA,989,3958,3.35,1028,814,yes", "about two times that of H100 SXM"),
    ("mine,NVIDIA,100,250,1,64,814,yes", "is 2.5 times"),
    ("mine,NVIDIA,1000,2000,1,64,200,yes", "the densest known part"),
])  # fmt: skip
def test_odd_figures_are_questioned_and_used(capsys, file, line, asked):
    status, out, _ = run(capsys, file(HEAD, line))
    assert status == 0 and asked in out
    assert f"{float(line.split(',')[3]) * 8:,.0f} TPP" in out


def test_two_formats_of_one_width_are_compared(capsys, file):
    """3,000 at INT8 beside 296 at FP8 is ten times; 2,960 beside 1,480 at 16 bits is usual, and the second pair alone is asked about."""
    odd = answer(capsys, file("id,tops_fp16,tops_fp8,tops_int8,datacenter", "mine,1480,296,2960,yes"))["parts"]["mine"]["questions"]["en"]
    assert len(odd) == 2 and "is 10 times" in odd[1] and "is 0.2 times" in odd[0]


def test_a_part_that_a_letter_names_is_caught_by_name(capsys, file):
    """The H20 with 141 GB: its memory bandwidth has no source, and NVIDIA names the H20."""
    path = file("id,maker", "h20_141,NVIDIA")
    assert answer(capsys, path)["parts"]["h20_141"]["decided_by"] == "us_2025_letter_named"
    assert "the part is named" in run(capsys, path)[1] and "제품을 지목함" in run(capsys, path, "--lang", "ko")[1]


def test_usual_figures_are_not_questioned(capsys, file):
    assert answer(capsys, file(HEAD, GOOD))["parts"]["mine"]["questions"] == {"en": [], "ko": []}


# --- rules without code ---


def test_a_made_up_rule_classes_without_code(capsys, file):
    path = file(HEAD, GOOD)
    rules = file(RULE, "mine_rule,regulation,processor,My rule,Section 1,my_class,60,2026-01-01,2026-02-01,china,licence_needed,no_exception,case_by_case,no_duty,enforced", name="rules.csv")
    limits = file("id,rule,limb,quantity,comparison,limit_value", "mine_limit,mine_rule,only,memory_bandwidth,more_than,999", name="limits.csv")
    more = ["--table", f"rules={rules}", "--table", f"conditions={limits}"]
    found = answer(capsys, path, *more)["parts"]["mine"]
    assert (found["class"], found["decided_by"], found["licence_policy"]["state"]) == ("my_class", "mine_rule", "case_by_case")
    assert answer(capsys, path, "--on", "2026-01-31", *more)["parts"]["mine"]["class"] == "class_free"


def test_a_limit_can_be_moved(capsys, file):
    limits = file("id,limit_value", "us_2023_b1_tpp,2300", name="limits.csv")
    assert answer(capsys, file(HEAD, GOOD), "--table", f"conditions={limits}")["parts"]["mine"]["class"] == "class_b"


# --- refusals: nothing is answered, status 2 ---

BAD = {
    "a column that is not one": ([HEAD.replace("die_area", "die_aria"), GOOD], "table chips has no column of that name. Did you mean 'die_area'?"),
    "no id": ([HEAD.replace("id,", "name,", 1), GOOD], "column 'id': table chips needs a column of that name"),
    "an id with spaces": ([HEAD, GOOD.replace("mine", "My Chip")], "'My Chip' is no id. Allowed: lower-case letters"),
    "an id given twice": ([HEAD, GOOD, GOOD], "'mine' is given more than once"),
    "words for a number": ([HEAD, GOOD.replace("296", "fast")], "column 'tops_fp8': tops_fp8.mine: 'fast' is not a number"),
    "a comma in a number": ([HEAD, GOOD.replace("296", '"1,979"')], "'1,979' holds a comma. Write 1979"),
    "a negative number": ([HEAD, GOOD.replace("814", "-814")], "column 'die_area': die_area.mine: -814 is out of bounds"),
    "not a finite number": ([HEAD, GOOD.replace("296", "inf")], "'inf' is not a finite number"),
    "neither yes nor no": ([HEAD, GOOD.replace("yes", "maybe")], "column 'datacenter': 'maybe' is neither yes nor no"),
    "a cell too many": ([HEAD, GOOD + ",1"], "the line has 9 cells: expected 8 cells"),
    "a unit of another kind": ([HEAD, GOOD.replace("1.0", "1.0 USD")], "the unit 'USD' of '1.0 USD' is not TB/s/GPU"),
    "nothing at all": ([""], "mine.csv holds no chip: a header and at least one line are needed"),
    "no line": ([HEAD], "mine.csv holds no chip: a header and at least one line are needed"),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_file_is_refused_by_name(capsys, file, fault):
    lines, said = BAD[fault]
    status, out, err = run(capsys, file(*lines))
    assert (status, out) == (2, "") and said in err and "Nothing was computed or written." in err


@pytest.mark.parametrize("fault", BAD)
def test_the_refusal_stands_in_korean_too(capsys, file, fault):
    status, out, err = run(capsys, file(*BAD[fault][0]), "--lang", "ko")
    assert (status, out) == (2, "") and "아무것도 계산하거나 쓰지 않았습니다." in err


MINE = "mine_rule,regulation,processor,My rule,Section 1,my_class,60,2026-01-01,2026-02-01,china,licence_needed,no_exception,case_by_case,no_duty,enforced"
LIMIT = "mine_limit,mine_rule,only,memory_bandwidth,more_than,999"
BAD_RULES = {  # a slip that would leave the rule without effect, or end in a crash
    "a comparison": (MINE, LIMIT.replace("more_than", "more_then"), "column 'comparison': 'more_then' is not one of the words of this column. Did you mean 'more_than'?"),
    "a quantity": (MINE, LIMIT.replace("memory_bandwidth", "memory_bandwith"), "'memory_bandwith' is no line of table quantities. Did you mean 'memory_bandwidth'?"),
    "no limit": (MINE, LIMIT.replace("999", ""), "column 'limit_value': the new line 'mine_limit' needs a value here"),
    "a destination": (MINE.replace("china", "chna"), LIMIT, "column 'destination': 'chna' is not one of the words of this column. Did you mean 'china'?"),
    "a kind": (MINE.replace("regulation", "regulaton"), LIMIT, "column 'rule_kind': 'regulaton'"),
    "what it is about": (MINE.replace("processor", "procesor"), LIMIT, "column 'item': 'procesor'"),
    "no rank": (MINE.replace(",60,", ",,"), LIMIT, "column 'rule_rank': the new line 'mine_rule' needs a value here"),
    "a state of another column": (MINE.replace("no_duty", "not_enforced"), LIMIT, "column 'duty': 'not_enforced' is not one of the words of this column"),
    "a day": (MINE.replace("2026-02-01", "2026-02-31"), LIMIT, "column 'effective': effective: '2026-02-31' is not a date"),
}


@pytest.mark.parametrize("slip", BAD_RULES)
@pytest.mark.parametrize("lang, end", [("en", "Nothing was computed or written."), ("ko", "아무것도 계산하거나 쓰지 않았습니다.")])
def test_a_bad_rule_is_refused_by_name(capsys, file, slip, lang, end):
    line, limit, said = BAD_RULES[slip]
    tables = [f"rules={file(RULE, line, name='rules.csv')}", f"conditions={file('id,rule,limb,quantity,comparison,limit_value', limit, name='limits.csv')}"]
    status, out, err = run(capsys, file(HEAD, GOOD), *(word for table in tables for word in ("--table", table)), "--lang", lang)
    assert (status, out) == (2, "") and end in err and (lang == "ko" or said in err)


def test_a_rule_that_replaces_or_names_nothing_is_refused(capsys, file):
    for column, word, near in (("replaces", "us_2023_a9", "us_2023_a2"), ("parts", "h20_smx", "h20_sxm")):
        rules = file(f"id,{column}", f"us_2026_review,{word}", name="rules.csv")
        status, out, err = run(capsys, file(HEAD, GOOD), "--table", f"rules={rules}")
        assert (status, out) == (2, "") and f"column '{column}'" in err and f"Did you mean '{near}'?" in err


def test_a_limit_of_zero_is_a_limit(capsys, file):
    rules, limits = file(RULE, MINE, name="rules.csv"), file("id,rule,limb,quantity,comparison,limit_value", LIMIT.replace("999", "0"), name="limits.csv")
    found = answer(capsys, file(HEAD, GOOD), "--table", f"rules={rules}", "--table", f"conditions={limits}")["parts"]["mine"]
    assert (found["class"], found["inequalities"][0]["margin"]) == ("my_class", None)


def test_files_and_days_that_are_none(capsys, file, tmp_path):
    assert "cannot read the file" in run(capsys, tmp_path / "none.csv")[2]
    assert run(capsys, file("id", "한글", encoding="cp949"))[0] == 2
    status, out, err = run(capsys, file(HEAD, GOOD), "--on", "2023-11-31")
    assert (status, out) == (2, "") and "'2023-11-31' is not a date" in err
    assert "There is no table 'rule'" in run(capsys, file(HEAD, GOOD), "--table", "rule=x.csv")[2]
