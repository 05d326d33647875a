"""What cells of one line, or lines of one table, must hold together: a forecast was issued before its target ended, a goal lies after its start."""

ENDS = {"forecast_date": "target_year"}  # a date, and the year by whose end it must lie
SPANS = {"goal_year": "start_year"}  # a year, and the year after which it must lie
ONCE = ("scope", "actual_year")  # columns that together name one outcome


def late(cells):
    """(column of the date, date, year) where a line is dated after the end of its year, else None.

    >>> late({"forecast_date": "2026-02", "target_year": "2025"})
    ('forecast_date', '2026-02', '2025')
    >>> late({"forecast_date": "2025-12-31", "target_year": "2025"})
    """
    dated = [(date, cells[date], cells[year]) for date, year in ENDS.items() if cells.get(date) and cells.get(year)]
    return next((found for found in dated if found[1][:4] > found[2]), None)


def early(cells):
    """(column of the year, year, year of the start) where a line ends no later than it starts, else None.

    >>> early({"start_year": "2024", "goal_year": "2024"})
    ('goal_year', '2024', '2024')
    >>> early({"start_year": "2024", "goal_year": "2025"})
    """
    spans = [(goal, cells[goal], cells[start]) for goal, start in SPANS.items() if cells.get(goal) and cells.get(start)]
    return next((found for found in spans if found[1] <= found[2]), None)


def twin(catalogue, table, key):
    """Another line of the table that names the same outcome: one scope and one year, else None."""
    lines = catalogue.tables[table]
    if not all(column in catalogue.columns[table] for column in ONCE):
        return None
    own = [lines[key].cells[column] for column in ONCE]
    return next((other for other, line in lines.items() if other != key and [line.cells[column] for column in ONCE] == own), None)


def missing_scope(catalogue, table, cells):
    """Whether a line of a table that refers to scopes names none: a sum without scope can be compared with nothing."""
    columns = [column for column, line in catalogue.columns[table].items() if line["type"] == "scopes"]
    return next((column for column in columns if not cells.get(column)), None)


def order_problems(catalogue):
    """Problems of published lines."""
    for table, lines in catalogue.tables.items():
        for line in lines.values():
            if found := late(line.cells):
                yield f"{line.where}: column '{found[0]}': '{found[1]}': expected a date by the end of {found[2]}, the target"
            if found := early(line.cells):
                yield f"{line.where}: column '{found[0]}': '{found[1]}': expected a year after {found[2]}, the start"
            if other := twin(catalogue, table, line.key):
                yield f"{line.where}: column '{ONCE[0]}': '{line.cells[ONCE[0]]}': expected another scope or year than those of {other}"
            if column := missing_scope(catalogue, table, line.cells):
                yield f"{line.where}: column '{column}': '': expected a line of table scopes"
