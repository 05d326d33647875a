"""Packaging with a reader's own lines and values: what is legal is computed, what is not is refused with words."""

import math

import pytest

from analysis.core import packing
from analysis.core.graph import GraphError, flatten
from analysis.messages import Refusals
from analysis.project import loaded
from analysis.replacements import apply
from analysis.results import compute, inputs
from helpers import ROOT

pytestmark = pytest.mark.usefixtures("no_ranges")


def values(sets=(), tables=()):
    """Every value with a reader's replacements, without ranges."""
    catalogue, graph = loaded(ROOT)
    made, _ = apply(catalogue, graph.functions, "", sets, tables)
    return flatten(graph.run(*inputs(made)))


@pytest.fixture(scope="module")
def number():
    return values().__getitem__


@pytest.fixture
def own(tmp_path):
    """Values with lines of a reader's own in one table."""

    def made(table, header, lines):
        path = tmp_path / "mine.csv"
        path.write_text(f"{header}\n{lines}\n", encoding="utf-8")
        return values(tables=[(table, str(path))])

    return made


def refusal(sets=(), tables=()):
    """What a reader is told where a replacement cannot be used."""
    with pytest.raises(Refusals) as caught:
        compute(sets=sets, tables=tables)
    return caught.value.text("en")


SHAPE = "id,size_class,shape_role,package_width,package_height,as_of,source,locator,grade,note"
NODE = "id,capacity_date,node_edge,capacity_kind,node_capacity,as_of,source,locator,grade,note"
SHARE = "id,share_year,share_kind,wafer_share,as_of,source,locator,grade,note"


def test_a_shape_of_ones_own_is_counted(own):
    found = own("interposers", SHAPE, "my_shape,hopper_size,other_shape,39,44,2026-11-21,,,assumption,Mine.")
    assert found["wafer_packing.my_shape"] == packing.best(39, 44, 294).count


def test_a_later_node_lengthens_the_series(own, number):
    found = own("capacity_nodes", NODE, "my_node,2027-12,month_end,capacity_forecast,170000,2026-11-21,,,assumption,Mine.")
    assert found["yearly_wafers.2027"] == pytest.approx((130 + 170) / 2 * 12_000)
    assert found["yearly_wafers.2026"] == number("yearly_wafers.2026")


@pytest.mark.parametrize("date", ["2026-12", "2025-03"])
def test_nodes_that_overlap_or_are_out_of_order_are_refused(own, date):
    with pytest.raises(GraphError, match="late_2026 and my_node overlap or are out of order"):
        own("capacity_nodes", NODE, f"my_node,{date},month_end,capacity_forecast,170000,2026-11-21,,,assumption,Mine.")


def test_a_node_in_the_middle_of_a_year_ends_no_year(own):
    found = own("capacity_nodes", NODE, "my_node,2027-06,month_end,capacity_forecast,170000,2026-11-21,,,assumption,Mine.")
    assert "yearly_wafers.2027" not in found and "year_end_wafers.2027" not in found


def test_a_capacity_of_nearly_nothing_leaves_the_book_whole_and_of_nought_is_refused(own):
    line = "late_2025,2025-12,month_end,capacity_reported,{},2026-11-21,,,assumption,Mine."
    assert own("capacity_nodes", NODE, line.format(1))["capacity_growth.2026"] == 130_000
    with pytest.raises(Refusals, match="node_capacity.late_2025"):
        own("capacity_nodes", NODE, line.format(0))


@pytest.mark.parametrize("line, told", [
    ("my_shape,hopper_size,shape_used,39,44", "hopper_size has 2 lines marked shape_used"),
    ("hopper_33x52,hopper_size,other_shape,33,52", "hopper_size has 0 lines"),
])  # fmt: skip
def test_each_size_has_one_shape_in_use(own, line, told):
    with pytest.raises(GraphError, match=told):
        own("interposers", SHAPE, f"{line},2026-11-21,,,assumption,Mine.")


def test_a_package_as_wide_as_the_wafer_is_impossible_and_no_more(own):
    found = own("interposers", SHAPE, "rubin_69x69,rubin_size,shape_used,290,290,2026-11-21,,,assumption,Mine.")
    assert found["class_packages.rubin_size"] == 0 and found["rubin_wafers"] == math.inf


def test_extremes_that_are_allowed_are_computed():
    found = values([("packaging_yield", 1), ("nvidia_share_2024", 0), ("nvidia_share_2025", 0)])
    assert found["sold_ratio_2024.lag_6"] == math.inf and found["fiscal_wafer_units.2025"] == 0


def test_a_refusal_names_no_folder_of_the_machine(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(f"{NODE}\nmy_node,2026-12,month_end,capacity_forecast,170000,2026-11-21,,,assumption,Mine.\n", encoding="utf-8")
    told = refusal(tables=[("capacity_nodes", str(path))])
    assert "overlap or are out of order" in told and str(ROOT) not in told and str(tmp_path) not in told


def test_shares_that_add_up_to_more_than_the_whole_are_refused(own):
    with pytest.raises(GraphError, match="shares of 2025 add up to 1.31 of the whole"):
        own("customer_shares", SHARE, "my_customer,2025,of_demand,30,2026-11-21,,,assumption,Mine.")


def test_a_share_above_one_is_refused(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(f"{SHARE}\nbroadcom_2025,2025,of_demand,120,2026-11-21,,,assumption,Mine.\n", encoding="utf-8")
    told = refusal(tables=[("customer_shares", str(path))])
    assert "wafer_share" in told and "0 to 100" in told
    assert "0 to 100" in refusal([("nvidia_share_2025", 120)])


@pytest.mark.parametrize("lag", [-1, 13])
def test_a_lag_out_of_bounds_is_refused(lag):
    told = refusal([("packaging_lag", lag)])
    assert "packaging_lag" in told and "0 to 12" in told


def test_a_dearer_chip_leaves_more_unseen(number):
    found = values([("chip_price.price_b300_2025", 60_000)])
    assert found["fiscal_units.2026"] < number("fiscal_units.2026")
    assert found["fiscal_residual.2026"] > number("fiscal_residual.2026")
