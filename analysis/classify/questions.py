"""Questions about figures that look wrong: asked, never corrected."""

from dataclasses import dataclass

FORMATS = (("tops_fp16",), ("tops_fp8", "tops_int8"), ("tops_fp4",))  # 16, 8 and 4 bits: each is compared with the next, and two of one width with each other
USUAL = (1, 2, 4)
CLOSE = 0.02  # of a ratio: rounding in data sheets stays within it


@dataclass(frozen=True)
class Question:
    """One question: its kind, and the columns, parts and numbers that it is about."""

    kind: str
    fields: dict


def questions(name, cells, density, published, densest):
    """Questions about one part of a reader's file.

    cells: its line; density: its performance density or None. published: the lines of the book's own table; densest: (name,
    performance density) of the densest of them.
    """
    stated = [[column for column in columns if cells.get(column)] for columns in FORMATS]
    stated = [columns for columns in stated if columns]
    pairs = [(low, high) for lower, upper in zip(stated, stated[1:]) for low in lower for high in upper]
    pairs += [sorted(columns, key=lambda column: cells[column]) for columns in stated if len(columns) > 1]
    for low, high in pairs:
        if not any(_near(cells[high] / cells[low], usual) for usual in USUAL):
            yield Question("ratio", {"low": low, "high": high, "ratio": cells[high] / cells[low]})
    yield from _doubled(name, cells, published)
    if densest and density is not None and density > densest[1]:
        yield Question("density", {"value": density, "densest": densest[0], "most": densest[1]})


def _doubled(name, cells, published):
    """Figures twice those of a published part of the same name, as data sheets print them with sparsity."""
    words = name.split("_")
    for other in [key for key in published if key == name] or [key for key in published if key.partition("_")[0] in words]:
        for column in (column for columns in FORMATS for column in columns):
            known = getattr(published[other].cells.get(column), "value", None)
            if cells.get(column) and isinstance(known, float) and known and _near(cells[column] / known, 2):
                yield Question("doubled", {"column": column, "part": other})
                return


def _near(ratio, usual):
    return abs(ratio / usual - 1) <= CLOSE
