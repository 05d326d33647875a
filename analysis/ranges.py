"""Ranges: the same functions run on seeded draws, and what the width of each range comes from.

Two runs of the graph. In the first every row with a range is a stratified column of draws: each of N equal slices of
probability is hit once, in an order of its own for every row or group, so that two seeds nearly agree. In the second, on
short arrays, each row in turn moves to its 5 % and its 95 % point while the others stay at their values: the swing of a
number is what that row does to it alone. What rows do only together (a product of two that both straddle zero) it does not show.

Rows of unknown spread stay at their value and are counted. Whether such a row would be the largest cause nobody can know,
since its range is just what is missing. The rule instead: in the second run each moves either way by the factor in the row
`unknown_swing_factor`, as if it were known to that factor. Where all of them, their swings added, move a number at least as far as the rows with a range do, it
shows no interval. Swings are added and not taken one by one, so that a table cut into more lines gives the same answer. A
row of unknown spread whose value is zero cannot be moved by a factor and is only counted.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from analysis.core.graph import GraphError, Same
from analysis.core.recorded import Recording
from analysis.core.running import aliases_of
from analysis.core.uncertainty import HIGH, LOW, NORMAL, SpreadError, constant, spread
from analysis.kinds.draws import Draws, draw_by_draw
from analysis.kinds.operand import inputs

SEED = 20261121
FACTOR = "unknown_swing_factor"  # the row that says how far a row of unknown spread is moved either way
NOISE = 1e-9  # of the value: less movement than this is rounding
SMALLEST_SHARE = 1e-6
DIGITS = 9  # of an end: far more than draws can tell, and few enough that processors agree


@dataclass(frozen=True)
class Cause:
    """One row or group with its share of the width: its squared swing over the sum of all; the shares of rows with a range add to one."""

    name: str
    share: float
    rows: tuple  # the rows and cells that move


@dataclass(frozen=True)
class Range:
    """90 % of the draws lie between low and high, half above the median; an end that is infinite is None.

    reason: empty; `infinite` where an end is (more than one draw in twenty is impossible or never); `unknown:NAME` where
    rows of unknown spread outweigh the others, the largest of them named, and there is no interval. infinite: share of draws that are infinite.
    """

    low: float | None
    high: float | None
    median: float | None
    unknown_rows: int
    causes: tuple
    reason: str = ""
    infinite: float = 0.0


@dataclass(frozen=True)
class Lever:
    """What moves together: one row, or the rows of a group that have the same kind of spread."""

    name: str
    known: bool  # whether its rows have a range
    spreads: dict  # name of row or cell -> Spread


def ranges(catalogue, graph, draws=10_000, seed=SEED, rests_on=None, kept=None):
    """Name -> Range of every row, cell and result that is not exact; what nothing moves has none, nor has what is missing.

    rests_on: name -> names of the rows and cells below it, where a run has recorded them; otherwise they are recorded here.
    kept: name -> Range or None, from another run, of numbers above nothing that differs from that run: they are not computed again (needs `rests_on`).
    Raises SpreadError (with the row's place) and GraphError: draws reach where the published values do not.
    """
    rows, tables = inputs(catalogue)
    levers, kept, only = list(_levers(catalogue)), kept or {}, None
    if kept:
        below = set().union(*(leaves for name, leaves in rests_on.items() if name not in kept))
        levers = [lever for lever in levers if not below.isdisjoint(lever.spreads)]
        only = {name.partition(".")[0] for name in rests_on if name not in kept}
    if not levers:
        return {name: one for name, one in kept.items() if one is not None}
    swings, quantiles = {}, {}
    for arrays, seen, found in ((_moved(levers), _swings, swings), (_drawn(levers, draws, seed), _quantiles, quantiles)):
        run_on_arrays(graph, rows, tables, arrays, lambda name, array: name in kept or found.update({name: seen(array)}), only)
    unknown = _unknown_rows(catalogue, _lineage(graph, rows, tables) if rests_on is None else rests_on)
    found = kept | {name: _range(levers, swings[name], quantiles.get(name), unknown(name)) for name in swings}
    copies = {name: leaf.value.name for name, leaf in catalogue.leaves().items() if isinstance(leaf.value, Same)}
    found.update({name: found[original] for name, original in copies.items() if original in found})
    return {name: one for name, one in found.items() if one is not None}


def spread_of(row):
    """The quantile function of a row or cell of the catalogue; raises SpreadError with its place."""
    if row.spread != "range":
        return constant(row.value)
    try:
        return spread(row.value, row.low, row.high, row.level or "90", row.shape, row.low_bound, row.high_bound)
    except SpreadError as error:
        raise SpreadError(f"{row.where}: '{row.name}': {error}") from error


def _levers(catalogue):
    together = {}
    for name, row in catalogue.leaves().items():
        if row.spread != "exact" and isinstance(row.value, (int, float)):
            known = row.spread == "range"
            together.setdefault((known, row.group or name), {})[name] = spread_of(row) if known else _probe(row, catalogue.rows)
    for (known, name), spreads in together.items():
        yield Lever(name, known, spreads)


def _probe(row, rows):
    """A row of unknown spread as if it were known to a factor, within what it may be at all."""
    if FACTOR not in rows:
        raise SpreadError(f"{row.where}: '{row.name}' is of unknown spread, and there is no row '{FACTOR}' that says how far to move it")
    least, most = (end if end is not None else free for end, free in ((row.low_bound, -math.inf), (row.high_bound, math.inf)))
    ends = sorted((row.value / rows[FACTOR].value, row.value * rows[FACTOR].value))
    return spread(row.value, *(min(max(end, least), most) for end in ends))


# Draws


@lru_cache(maxsize=2)
def _grid(count):
    """(u, z): the middle of each of `count` equal slices of probability, and its standard normal point."""
    u = (np.arange(count) + 0.5) / count
    return u, np.array([NORMAL.inv_cdf(one) for one in u.tolist()])


def _drawn(levers, count, seed):
    """Name -> array of draws. The order of a lever's slices hangs on its name alone, so that a new row moves no other's range."""
    u, z = _grid(count)
    arrays = {}
    for lever in (lever for lever in levers if lever.known):
        order = np.random.default_rng([seed, *lever.name.encode()]).permutation(count)
        on = Draws(u[order]), Draws(z[order])
        arrays.update({name: one.draw(*on) for name, one in lever.spreads.items()})
    return {name: array.array for name, array in arrays.items() if isinstance(array, Draws)}


def _moved(levers):
    """Name -> short array: the value everywhere, but for draws 2k and 2k+1, in which lever k stands at its low and high point."""
    arrays = {}
    for k, lever in enumerate(levers):
        for name, one in lever.spreads.items():
            arrays[name] = np.full(2 * len(levers) + 1, float(one.value))
            arrays[name][2 * k : 2 * k + 2] = one.at(LOW), one.at(HIGH)
    return arrays


def run_on_arrays(graph, rows, tables, arrays, seen, only=None):
    """Run the graph with arrays (all of one length) in place of some rows; seen(name, array) is told of each number that varies.

    only: names of functions; no others run but those that they need.
    """
    kind = Sampled(arrays, seen, _needs(graph, tables))
    with np.errstate(divide="raise", invalid="raise", over="raise"):
        draw_by_draw(graph).run(rows, tables, kind, only)


class Sampled:
    """The kind of number that is many draws: `arrays` of the rows that vary; all others stay floats, and so what rests on them.

    seen(name, array) is told of each varying number. A number is let go when the last function that needs it has run.
    """

    def __init__(self, arrays, seen, needs):
        self.arrays, self.seen, self.needs = arrays, seen, dict(needs)
        self.held, self.current = {}, None

    def leaf(self, name, value):
        """Wrap one row or cell."""
        if name not in self.arrays:
            return value
        self.seen(name, self.arrays[name])
        return Draws(self.arrays[name])

    def plain(self, argument):
        """Arguments stay draws here; `draw_by_draw` takes them apart."""
        return argument

    def finish(self, function, name, value, arguments):
        """Report one computed number and hand it on, in a wrapper of its own so that it can be let go alone."""
        if function.name != self.current:
            self._let_go(self.current)
            self.current = function.name
        if not isinstance(value, Draws):
            return value
        if value.array.dtype != float:
            raise GraphError(f"{name} ({function.where}) returned a comparison, not a number")
        if np.isnan(value.array).any():
            raise GraphError(f"{name} ({function.where}) is not a number (NaN) in some draws")
        self.seen(name, value.array)
        kept = Draws(value.array)
        self.held.setdefault(function.name, []).append(kept)
        return kept

    def _let_go(self, done):
        self.needs.pop(done, None)
        needed = set().union(*self.needs.values()) | {self.current} if self.held else set()
        for name in [name for name in self.held if name not in needed]:
            for draws in self.held.pop(name):
                draws.array = None


def _needs(graph, tables):
    """Function -> names that it reads, through cells that repeat them too."""
    repeated = aliases_of(tables)
    return {f.name: {name for asked in f.asks for name in (asked, *repeated.get(asked, ()))} for f in graph.functions.values()}


# What is read off the draws


def _quantiles(array):
    """(low, median, high, share of infinite draws), all from one sort, which numpy does faster than it finds three places."""
    count, ordered = len(array), np.sort(array)
    places = [(math.ceil(q * count) - 1, min(math.floor(q * count), count - 1)) for q in (LOW, 0.5, HIGH)]
    low, median, high = ((float(ordered[a]) + float(ordered[b])) / 2 for a, b in places)
    return low, median, high, float(np.isinf(array).mean())


def _swings(array):
    """How far each lever alone moves a number: an array over levers, infinite where it makes the number infinite."""
    base, pairs = array[-1], array[:-1].reshape(-1, 2)
    high, low = np.maximum(pairs.max(axis=1), base), np.minimum(pairs.min(axis=1), base)
    with np.errstate(invalid="ignore"):
        swings = np.where(high == low, 0.0, high - low)
    return np.where(swings > NOISE * abs(base), swings, 0.0) if np.isfinite(base) else swings


def _range(levers, swings, quantiles, unknown_rows):
    """The Range of a number, or None where nothing moves it."""
    causes = _causes(levers, swings)
    unknown = _largest_unknown(levers, swings)
    if unknown:
        return Range(None, None, None, unknown_rows, causes, f"unknown:{unknown}")
    if quantiles is None:
        return None
    low, median, high, infinite = quantiles
    if not causes and (low == high or high - low <= NOISE * abs(median)):
        return None
    ends = [float(f"{end:.{DIGITS}g}") if math.isfinite(end) else None for end in (low, high, median)]
    return Range(*ends, unknown_rows, causes, "infinite" if None in ends[:2] else "", infinite)


def _largest_unknown(levers, swings):
    """The lever of unknown spread that moves a number most, where all such levers together outweigh the known ones; else None."""
    known = np.array([lever.known for lever in levers])
    unsure = np.where(known, 0.0, swings)
    if not unsure.any() or unsure.sum() < swings[known].sum() * (1 - NOISE):
        return None
    return levers[int(np.argmax(unsure))].name


def _causes(levers, swings):
    """Rows with a range, largest share first."""
    known = np.where([lever.known for lever in levers], swings, 0.0)
    weights = np.isinf(known).astype(float) if np.isinf(known).any() else (known / (known.max() or 1.0)) ** 2
    shares = weights / (weights.sum() or 1.0)
    ranked = sorted(np.flatnonzero(shares > SMALLEST_SHARE).tolist(), key=lambda k: (-shares[k], levers[k].name))
    return tuple(Cause(levers[k].name, float(shares[k]), tuple(levers[k].spreads)) for k in ranked)


# What a number rests on


def _unknown_rows(catalogue, rests_on):
    leaves = catalogue.leaves()
    return lambda name: sum(getattr(leaves.get(leaf), "spread", "") == "unknown" for leaf in rests_on.get(name, (name,)))


def _lineage(graph, rows, tables):
    """Name -> names of the rows and cells below it; of results only."""
    recording, found = Recording(), {}
    graph.run(rows, tables, recording)

    def below(name):
        if name not in found:
            record = recording.formulas.get(name)
            found[name] = {name} if record is None else set().union(*map(below, record.names()))
        return found[name]

    return {name: below(name) for name in recording.formulas}
