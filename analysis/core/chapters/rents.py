"""Dated rents of H100 and H800: booked, listed and spot apart, and what vendors listed before and after January 2025.

Prices stand in the table `rents`, a line each; nothing between two dates is filled in.
"""

from analysis.core import ops
from analysis.core.graph import result

# Told from the slower and cheaper PCIe cards, which stand in the same table.
SXM_FORMS = ("h100_sxm", "h800_sxm")


def _of_kind(rents, kind):
    return {rent: rents[rent].rent_price for rent in rents if rents[rent].kind in (kind,) and rents[rent].chip in SXM_FORMS}


def _above_zero(number):
    """One where a number is positive, else zero: what a comparison would say, on every kind of number."""
    return ops.ratio(ops.maximum(number, 0), ops.maximum(number, 0), 0)


def _counted(numbers, wanted):
    """How many of the known numbers are wanted, where `wanted` gives one or zero for each."""
    return ops.total({name: wanted(number) for name, number in ops.known(numbers).items()})


@result("USD/GPU/hour", by="rents")
def assumed_rent(rents):
    """Rent that an author assumes, of an H100 or H800 in SXM form; no price paid.

    Source: as in the table's lines.
    """
    return _of_kind(rents, "assumed")


@result("USD/GPU/hour", by="rents")
def contract_rent(rents):
    """Rent of an H100 or H800 in SXM form booked for a term or ahead.

    Leaves out PCIe cards. Terms differ from line to line. Source: as in the table's lines.
    """
    return _of_kind(rents, "contract")


@result("USD/GPU/hour", by="rents")
def list_rent(rents):
    """Rent of an H100 or H800 in SXM form that a vendor asks of anybody.

    Leaves out PCIe cards, and discounts that large buyers get. Source: as in the table's lines.
    """
    return _of_kind(rents, "list")


@result("USD/GPU/hour", by="rents")
def spot_rent(rents):
    """Rent of an H100 or H800 in SXM form that the vendor may take back.

    Leaves out PCIe cards where the source tells them apart. Source: as in the table's lines.
    """
    return _of_kind(rents, "spot")


@result("USD/GPU/hour", by="listing_pairs")
def listing_before_price(listing_pairs, rent_price):
    """The nearest listing of one vendor and chip before January 2025.

    Leaves out what it asked in between. Source: Epoch AI, hardware prices.
    """
    return {pair: rent_price[listing_pairs[pair].listing_before] for pair in listing_pairs}


@result("USD/GPU/hour", by="listing_pairs")
def listing_after_price(listing_pairs, rent_price):
    """The nearest listing of one vendor and chip after January 2025.

    Leaves out what it asked in between. Source: Epoch AI, hardware prices.
    """
    return {pair: rent_price[listing_pairs[pair].listing_after] for pair in listing_pairs}


@result("1", over="listing_pairs")
def listing_move(listing_before_price, listing_after_price):
    """Change of one listing across January 2025.

    Source: Epoch AI, hardware prices (our division).

    >>> listing_move(4.0, 3.0)
    -0.25
    """
    return listing_after_price / listing_before_price - 1


@result("1")
def listings_compared(listing_move):
    """Listings with a price on both sides of January 2025.

    >>> listings_compared({"one": 0.0, "two": -0.25})
    2.0
    """
    return _counted(listing_move, lambda move: 1)


@result("1")
def listings_risen(listing_move):
    """Listings that were higher after January 2025 than before.

    >>> listings_risen({"one": 0.0, "two": 0.25})
    1.0
    """
    return _counted(listing_move, _above_zero)


@result("1")
def listings_fallen(listing_move):
    """Listings that were lower after January 2025 than before.

    >>> listings_fallen({"one": 0.0, "two": -0.25})
    1.0
    """
    return _counted(listing_move, lambda move: _above_zero(-move))


@result("1")
def listings_unmoved(listings_compared, listings_risen, listings_fallen):
    """Listings that were the same after January 2025 as before; perhaps nobody touched them.

    >>> listings_unmoved(9.0, 0.0, 4.0)
    5.0
    """
    return listings_compared - listings_risen - listings_fallen


@result("1")
def steepest_listing_fall(listing_move):
    """By how much the listing that moved down the furthest fell across January 2025.

    >>> steepest_listing_fall({"one": 0.0, "two": -0.25})
    0.25
    """
    return -ops.least(ops.known(listing_move))


@result("1")
def list_rents_counted(list_rent):
    """Listed rents at hand.

    >>> list_rents_counted({"one": 2.5, "two": 1.9})
    2.0
    """
    return _counted(list_rent, lambda price: 1)


@result("1")
def list_rents_below(list_rent, h800_hour_price):
    """Listed rents at hand that are below the assumed one.

    >>> list_rents_below({"one": 2.5, "two": 1.9}, 2.0)
    1.0
    """
    return _counted(list_rent, lambda price: _above_zero(h800_hour_price - price))


@result("1")
def contract_rents_counted(contract_rent):
    """Booked rents at hand.

    >>> contract_rents_counted({"one": 2.5, "two": 1.9})
    2.0
    """
    return _counted(contract_rent, lambda price: 1)


@result("1")
def contract_rents_below(contract_rent, h800_hour_price):
    """Booked rents at hand that are below the assumed one.

    >>> contract_rents_below({"one": 2.5, "two": 1.9}, 2.0)
    1.0
    """
    return _counted(contract_rent, lambda price: _above_zero(h800_hour_price - price))


@result("USD/GPU/hour")
def lowest_contract_rent(contract_rent):
    """The lowest booked rent at hand.

    >>> lowest_contract_rent({"one": 2.5, "two": 1.7})
    1.7
    """
    return ops.least(ops.known(contract_rent))


@result("USD/GPU/hour")
def highest_list_rent(list_rent):
    """The highest listed rent at hand.

    >>> highest_list_rent({"one": 2.5, "two": 12.3})
    12.3
    """
    return ops.greatest(ops.known(list_rent))


@result("1")
def contract_rebound(rent_price):
    """Rise of one survey's price for a one-year contract from its low of October 2025 to June 2026.

    Source: SemiAnalysis, quoted by others.

    >>> contract_rebound({"h100_contract_2025_10": 2.0, "h100_contract_2026_06": 3.0})
    0.5
    """
    return rent_price["h100_contract_2026_06"] / rent_price["h100_contract_2025_10"] - 1


@result("USD/GPU/hour")
def spot_peak_rent(rent_price, spot_price_fall):
    """The spot price of May 2026 that the fall since then implies.

    Source: The Information Machine (our division).

    >>> spot_peak_rent({"h100_spot_2026_06": 3.0}, 0.25)
    4.0
    """
    return rent_price["h100_spot_2026_06"] / (1 - spot_price_fall)


@result("USD/GPU/hour")
def aws_cut_rent(rent_price, aws_price_cut):
    """What AWS would list after its cut of June 2025, from its listing of March 2025.

    Other sources print other prices for the time after: see the table. Source: Epoch AI, hardware prices; Cost Nimbus.

    >>> aws_cut_rent({"h100_aws_2025_03": 10.0}, 0.25)
    7.5
    """
    return rent_price["h100_aws_2025_03"] * (1 - aws_price_cut)
