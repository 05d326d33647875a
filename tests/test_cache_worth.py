"""What a smaller cache is worth: other attention put into the same model on the same chip, through the serving roofline.

Expected values are worked by hand beside each line, from the configuration and the data sheet; the built cache must come out
of the new functions as it does from those of the chapter on inference.
"""

import pytest

from analysis.messages import Refusals
from analysis.results import compute

pytestmark = pytest.mark.usefixtures("no_ranges")

TOKENS = 4096
LINES = "id,swap_service,swap_chip,swap_context,swap_form,swap_arithmetic\n"


@pytest.fixture(scope="module")
def numbers():
    """The published results, but with the service at the context of the lines, so that both ways of counting can be compared."""
    return compute(sets=[("service_context", str(TOKENS))]).numbers


def test_what_a_request_keeps(numbers):
    """Elements a token and layer: 512 + 64; 2 x 8 x 128; 2 x 128 x 128. Times 61 layers, 4,096 tokens and two bytes."""
    for line, elements in (("h800_mla_4k", 576), ("h800_gqa_4k", 2_048), ("h800_mha_4k", 32_768)):
        assert numbers[f"swap_entry.{line}"].value == elements
        assert numbers[f"swap_request_bytes.{line}"].value == pytest.approx(elements * 61 * TOKENS * 2)


def test_the_arithmetic_of_decode(numbers):
    """V3's heads work on the vector itself, 2 x 128 x (2 x 512 + 64); others on keys and values of 128 (FlashMLA)."""
    assert numbers["swap_work.h800_mla_4k"].value == 278_528
    assert numbers["swap_work.h800_gqa_4k"].value == numbers["swap_work.h800_mha_4k"].value == 65_536


def test_requests_that_fit(numbers):
    """80 GB x 0.9 less the weights, (671.03 - 653.93) + 653.93 / 144 GB with one byte a weight, over the cache of a request."""
    free = 80e9 * 0.9 - numbers["service_held_bytes.v3_service"].value
    assert free == pytest.approx(50.3e9, rel=0.01)
    assert [numbers[f"swap_room.h800_{form}_4k"].value for form in ("mla", "gqa", "mha")] == [174, 49, 3]  # over 0.2878, 1.0234 and 16.37 GB
    assert numbers["swap_room.h800_mha_32k"].value == 0  # 131 GB on 50
    assert numbers["swap_room_gain.h800_gqa_4k"].value == pytest.approx(174 / 49)
    assert numbers["swap_speed_gain.h800_mha_32k"].state == "impossible" and numbers["swap_output_cost.h800_mha_32k"].state == "impossible"


def test_the_least_time_in_attention(numbers):
    """H800, memory: bytes over 3.35 TB/s. H20, latent: arithmetic, 278,528 x 61 x 4,096 over 148 TFLOP/s, half of it in FP8."""
    assert numbers["swap_attention_time.h800_gqa_4k"].value == pytest.approx(2_048 * 61 * TOKENS * 2 / 3.36e12, rel=0.01)
    work = 278_528 * 61 * TOKENS
    assert numbers["swap_attention_time.h20_mla_4k"].value == pytest.approx(work / 148e12, rel=1e-6)
    assert numbers["swap_attention_time.h20_mla_fp8"].value == pytest.approx(work / 296e12, rel=1e-6)


@pytest.mark.parametrize("chip", ["h800_sxm", "h200_sxm", "h20_sxm"])
def test_the_built_cache_comes_out_as_in_the_chapter_on_inference(numbers, chip):
    line = f"{chip.removesuffix('_sxm')}_mla_4k"
    for ours, theirs in (("swap_attention_time", "unit_attention_time"), ("swap_batch", "unit_batch"), ("swap_speed", "unit_decode_speed")):
        assert numbers[f"{ours}.{line}"].value == pytest.approx(numbers[f"{theirs}.v3_service.{chip}"].value, rel=1e-9)
    assert numbers[f"swap_speed_gain.{line}"].value == 1


def test_what_it_makes_on_each_chip(numbers):
    """2,308 and 984 tokens/s on an H800; on an H20 the arithmetic of latent attention costs more than its cache saves."""
    gain = {chip: numbers[f"swap_speed_gain.{chip}_gqa_4k"].value for chip in ("h800", "h200", "h20")}
    assert gain == pytest.approx({"h800": 2.346, "h200": 1.446, "h20": 0.701}, abs=2e-3)
    assert numbers["swap_speed.h20_mla_fp8"].value > numbers["swap_speed.h20_gqa_4k"].value
    assert numbers["swap_speed_gain.h800_gqa_32k"].value > gain["h800"]


def test_no_price_without_the_factor_of_the_model(numbers):
    factor = numbers["worst_decode_factor"].value
    for line in ("h800_mla_4k", "h800_gqa_4k", "h20_gqa_4k"):
        cost = numbers[f"swap_output_cost.{line}"].value
        assert numbers[f"swap_cost_floor.{line}"].value == pytest.approx(cost / factor)
        assert numbers[f"swap_cost_ceiling.{line}"].value == pytest.approx(cost * factor)
    assert numbers["swap_output_cost.h800_gqa_4k"].value * 1e6 == pytest.approx(2 / (983.5 * 0.8017 * 3600) * 1e6, rel=1e-3)


def test_groups_and_lines_of_a_reader(tmp_path):
    """As many groups as heads are a key for each head; a model with groups and an indexer's model go the same way."""
    table = tmp_path / "swaps.csv"
    table.write_text(LINES + "own_dense,llama70b_service,h100_sxm,ctx_4k,gqa,fp16\nown_mha,llama70b_service,h100_sxm,ctx_4k,mha,fp16\nown_mqa,v3_rack_service,gb200,ctx_32k,mqa,fp8\n")
    made = compute(sets=[("swap_groups", "128")], tables=[("cache_swaps", str(table))]).numbers
    assert made["swap_speed.h800_gqa_4k"].value == pytest.approx(made["swap_speed.h800_mha_4k"].value)
    assert made["swap_entry.own_dense"].value == 2 * 8 * 128  # as Llama 3 70B is built, whatever is put in elsewhere
    assert made["swap_entry.own_mha"].value == 2 * 64 * 128 and made["swap_entry.own_mqa"].value == 2 * 128
    assert made["swap_room_gain.own_mha"].value > 7  # against the line of the same service, chip and context that is built


def test_what_cannot_be_put_in_is_missing_and_named(tmp_path):
    table = tmp_path / "swaps.csv"
    table.write_text(LINES + "own_latent,llama70b_service,h100_sxm,ctx_4k,mla,fp16\nown_odd,v3_service,h800_sxm,ctx_4k,gqa,fp6\n")
    made = compute(tables=[("cache_swaps", str(table))]).numbers
    assert made["swap_entry.own_latent"].state == made["swap_speed.own_odd"].state == "missing"
    assert "swap_arithmetic.own_odd" in str(made["swap_chip_speed.own_odd"].missing)


def test_an_unknown_chip_is_refused(tmp_path):
    table = tmp_path / "swaps.csv"
    table.write_text(LINES + "own_chip,v3_service,h800,ctx_4k,gqa,fp16\n")
    with pytest.raises(Refusals) as refused:
        compute(tables=[("cache_swaps", str(table))])
    assert "swap_chip" in str(refused.value) and "h800_sxm" in str(refused.value)
