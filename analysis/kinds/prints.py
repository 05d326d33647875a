"""Prints: numbers that others printed, each held against the result that reproduces it (`@result(..., reproduces="...")`).

A print feeds no formula as a rule, so nothing else would see a wrong unit of it. Compared are units and published values.
"""

import math

from analysis.core.graph import hint
from analysis.core.recorded import Recording
from analysis.kinds.quantities import unit_of

NEAR = 0.05  # prints are rounded; a wrong factor in a unit is a thousand at least


def print_problems(graph, inputs, units, floats, places):
    """Prints unlike what reproduces them, and prints that nothing is compared with.

    inputs: (rows, tables). units: name -> canonical unit of leaves and functions. floats: dotted name -> value. places: base -> place.
    """
    made = [(printed, function.name) for function in graph.functions.values() for printed in function.reproduces]
    bases = {name.partition(".")[0] for name in units}
    for printed, name in made:
        place = graph.functions[name].where
        if printed not in bases:
            yield f"{name} ({place}): reproduces '{printed}', which is no number{hint(printed, bases)}"
        yield from _unlike(printed, name, units, floats, places)
    alone = sorted(name for name in bases - {printed for printed, _ in made} - {*graph.functions} if _is_print(name))
    read = _read(graph, inputs) if alone else set()
    for name in [name for name in alone if name not in read]:
        yield f"'{name}' ({places[name]}) was printed by somebody, and no formula sees its unit: tag the result that reproduces it with reproduces=\"{name}\", or compute with it"


def _is_print(name):
    """Whether a name says that somebody printed the number."""
    return name.startswith("printed_") or "published" in name.split("_")


def _unlike(printed, made, units, floats, places):
    """The first line of a print that differs from what reproduces it."""
    for name in (name for name in floats if name == printed or name.startswith(f"{printed}.")):
        one, other = floats[name], floats.get(made + name.removeprefix(printed))
        wanted, found = units[made], units.get(name, units.get(printed))
        if found is not None and unit_of(found) != unit_of(wanted):
            yield f"'{printed}' ({places[printed]}): '{made}', which reproduces it, is in {wanted}"
            return
        if isinstance(one, (int, float)) and isinstance(other, (int, float)) and not math.isclose(one, other, rel_tol=NEAR):
            yield f"'{name}' ({places[printed]}): {one:g}, and '{made}', which reproduces it, gives {other:g}: a wrong factor in the unit of one of them?"
            return


def _read(graph, inputs):
    """Bases of the names that formulas read whose units are checked."""
    recording = Recording()
    graph.run(*inputs, recording)
    seen = {name: record.names() for name, record in recording.formulas.items() if not graph.functions[name.partition(".")[0]].scalar}
    return {read.partition(".")[0] for names in seen.values() for read in names}
