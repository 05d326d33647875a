"""Questions about figures that look wrong: asked, never corrected."""

from dataclasses import dataclass

PAIRS = (("tops_tf32", "tops_fp16"), ("tops_fp16", "tops_fp8"), ("tops_fp16", "tops_int8"), ("tops_fp8", "tops_fp4"), ("tops_int8", "tops_fp4"))
USUAL = (1, 2, 4)
CLOSE = 0.06  # of a ratio: rounding in data sheets stays within it


@dataclass(frozen=True)
class Question:
    """One question: its kind, and the columns, parts and numbers that it is about."""

    kind: str
    fields: dict


def questions(name, cells, facts, book, published):
    """Questions about one part of a reader's file. cells: its line; published: the lines of the book's own table."""
    for low, high in PAIRS:
        if cells.get(low) and cells.get(high) and not any(_near(cells[high] / cells[low], usual) for usual in USUAL):
            yield Question("ratio", {"low": low, "high": high, "ratio": cells[high] / cells[low]})
    yield from _doubled(name, cells, published)
    density = facts["performance_density"]
    others = {key: one["performance_density"] for key, one in book.facts.items() if key in published and key != name and "performance_density" in one}
    known = {key: value for key, value in others.items() if not getattr(value, "missing", ())}
    densest = max(known, key=known.get, default=None)
    if densest and not getattr(density, "missing", ()) and density > known[densest]:
        yield Question("density", {"value": density, "densest": densest, "most": known[densest]})


def _doubled(name, cells, published):
    """Figures twice those of a published part of the same name, as data sheets print them with sparsity."""
    family = name.partition("_")[0]
    for other in [key for key in published if key == name] or [key for key in published if key.partition("_")[0] == family]:
        for column in (column for pair in PAIRS for column in pair):
            known = getattr(published[other].cells.get(column), "value", None)
            if cells.get(column) and isinstance(known, float) and known and _near(cells[column] / known, 2):
                yield Question("doubled", {"column": column, "part": other})
                return


def _near(ratio, usual):
    return abs(ratio / usual - 1) <= CLOSE
