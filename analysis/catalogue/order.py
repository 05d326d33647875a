"""What two cells of one line must hold together: a forecast was issued before its target ended."""

ENDS = {"forecast_date": "target_year"}  # a date, and the year by whose end it must lie


def late(cells):
    """(column of the date, date, year) where a line is dated after the end of its year, else None.

    >>> late({"forecast_date": "2026-02", "target_year": "2025"})
    ('forecast_date', '2026-02', '2025')
    >>> late({"forecast_date": "2025-12-31", "target_year": "2025"})
    """
    dated = [(date, cells[date], cells[year]) for date, year in ENDS.items() if cells.get(date) and cells.get(year)]
    return next((found for found in dated if found[1][:4] > found[2]), None)


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
            if column := missing_scope(catalogue, table, line.cells):
                yield f"{line.where}: column '{column}': '': expected a line of table scopes"
