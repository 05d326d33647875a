"""What on one line of a table cannot exceed what: key-value heads the heads, picked experts the experts (`data/limits.csv`)."""

from analysis.sheets import Sheet

LIMIT_FIELDS = ("table", "parts", "whole")


def read_limits(path, root, columns, problems):
    """List of (table, columns that add up, column that bounds them); problems are appended to the list."""
    sheet = Sheet(path, root, LIMIT_FIELDS)
    for number, row in sheet.lines:
        sheet.one_of(number, row, "table", columns)
        numbers = [name for name, line in columns.get(row["table"], {}).items() if line["type"] == "number"]
        for column in (*row["parts"].split(), row["whole"]):
            if column not in numbers:
                sheet.wrong(number, "parts", column, f"number columns of table {row['table']}")
    problems += sheet.problems
    return [(row["table"], tuple(row["parts"].split()), row["whole"]) for _, row in sheet.lines]


def contradictions(catalogue):
    """(line, columns that add up, their sum, column that bounds them, its value) wherever a line contradicts itself; in written units."""
    for table, parts, whole in catalogue.limits:
        for line in catalogue.tables[table].values():
            cells = [line.cells[column] for column in (*parts, whole)]
            if all(isinstance(cell.value, float) for cell in cells):
                *values, most = (catalogue.units.shown(cell.value, cells[-1].spelling) for cell in cells)
                if sum(values) > most:
                    yield line, parts, sum(values), whole, most


def limit_problems(catalogue):
    """Published lines that contradict themselves, as `file:line: column ...`."""
    for line, parts, given, whole, most in contradictions(catalogue):
        yield f"{line.where}: column '{parts[0]}': '{given:.10g}': expected at most the {most:.10g} of column '{whole}'"
