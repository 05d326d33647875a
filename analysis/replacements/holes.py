"""Empty cells on a reader's own lines: which are refused, and which published lines show what is missing."""

from analysis.core.graph import nearest
from analysis.messages import Refusal, Refusals
from analysis.replacements.values import allowed

MOST_SHOWN = 5  # lines that a refusal names as examples


def met(made, numbers):
    """Empty cell -> (result, texts by column that chose its formula on the cell's line) of every result that met it."""
    found, lines = {}, {}
    for one in numbers:
        for cell in one.missing if one.kind == "result" else ():
            line = lines[cell] if cell in lines else lines.setdefault(cell, _line_of(made, cell))
            found.setdefault(cell, []).append((one.name, {name: line[name] for name in one.function.asks if isinstance(line.get(name), str)}))
    return found


def _line_of(made, cell):
    column, _, key = cell.partition(".")
    return next((lines[key].cells for table, lines in made.tables.items() if key in lines and column in made.columns[table]), {})


def refuse_holes(catalogue, made, met):
    """An empty cell on a reader's own line is refused where a function met it.

    Where published lines leave the column empty too, it is not: what rests on it is not disclosed, there as here. Only lines
    count for which the same texts chose the formula: a model that compresses its cache says nothing on one that does not.
    """
    own = {name: cell for name, cell in made.leaves().items() if cell.value is None and catalogue.leaf(name) is None and name in met}
    found = {name: next(filter(None, (_showing(catalogue, name, texts) and (needed, texts) for needed, texts in met[name])), None) for name in own}
    holes = [_hole(catalogue, own[name], one[0], _showing(catalogue, name, one[1])) for name, one in found.items() if one]
    if holes:
        raise Refusals(holes)


def refuse_idle(changes, functions, used):
    """An empty cell that a reader fills is refused where its column is one of formulas and nothing on its line uses it.

    used: names on which some result rests that has moved.
    """
    asked = {name for function in functions.values() for name in function.asks}
    idle = [change for change in changes if change.origin == "set" and change.published is None and change.name.partition(".")[0] in asked and change.name not in used]
    if idle:
        raise Refusals(Refusal("idle", name=change.name, value=change.value) for change in idle)


def _showing(catalogue, name, texts):
    """Published lines like that of a cell if all of them show its column, else none."""
    column = name.partition(".")[0]
    table = next(table for table, columns in catalogue.columns.items() if column in columns)
    lines = catalogue.tables[table].items()
    alike = {key: line.cells[column] for key, line in lines if all(line.cells.get(text, said) == said for text, said in texts.items())}
    return list(alike) if all(getattr(cell, "value", cell) is not None for cell in alike.values()) else []


def _hole(catalogue, cell, needed, showing):
    column, _, line = cell.name.partition(".")
    near = nearest(line, next(catalogue.tables[table] for table, columns in catalogue.columns.items() if column in columns))
    shown = ", ".join([*showing[:MOST_SHOWN], *(["…"] if len(showing) > MOST_SHOWN else [])])
    problem = Refusal("empty_needed", near, line=line, needed=needed, shown=shown, allowed=allowed(catalogue.units, cell))
    return Refusal("table", place=cell.where, column=column, problem=problem)
