"""A reader's own lines of a table: `--table runs=mine.csv` adds lines or replaces them, cell by cell."""

import re
from dataclasses import replace

from analysis.catalogue import Line, Row
from analysis.catalogue.formerly import current_column
from analysis.catalogue.order import early, late, twin
from analysis.core.graph import nearest
from analysis.messages import Allowed, Refusal, Refusals, gather
from analysis.replacements.values import Change, check_bounds, plain, read_value
from analysis.sheets import IDENTIFIER, Sheet, is_date, parse_number

DATED = ("date", "year")


def add_table(catalogue, table, path, changes):
    """The catalogue with lines of a reader's CSV file added to a table or replacing its lines.

    An empty cell keeps the published one where the id is known. `changes` (name -> Change) receives what differs.
    """
    columns = catalogue.columns[table]
    sheet = Sheet(path, path.parent)
    if sheet.problems:
        raise Refusals(Refusal("bad_file", problem=problem) for problem in sheet.problems)
    sheet.lines = [(number, {current_column(catalogue, name): cell for name, cell in row.items()}) for number, row in sheet.lines]
    _check_header(catalogue, table, path, sheet)
    gather(lambda item: _check_id(path, sheet, *item), sheet.lines)
    lines = gather(lambda item: _reader_line(catalogue, table, path, *item), sheet.lines)
    for line in lines:
        before = catalogue.tables[table].get(line.key)
        for name in columns:
            old, new = before.cells.get(name) if before else None, line.cells[name]
            if old != new and getattr(new, "value", new) not in (None, ""):
                changes[f"{name}.{line.key}"] = Change(f"{name}.{line.key}", plain(catalogue, old), plain(catalogue, new), getattr(new, "unit", "text"), "table")
        catalogue = catalogue.with_line(table, line)
        if other := twin(catalogue, table, line.key):
            raise Refusals([Refusal("table", place=line.where, column="id", problem=Refusal("twin", value=line.key, name=other))])
    return catalogue


def _check_header(catalogue, table, path, sheet):
    header = list(sheet.lines[0][1]) if sheet.lines else []
    known = ["id", *catalogue.columns[table], "as_of", "source", "locator", "grade", "note"]
    known += [f"{c}_{end}" for c in catalogue.columns[table] for end in ("low", "high", "basis")]
    words = ", ".join(["id", *catalogue.columns[table]])
    wrong = [Refusal("table", place=f"{path.name}:1", column=name, problem=Refusal("unknown_column", nearest(name, known), table=table, allowed=words))
             for name in header if name not in known]  # fmt: skip
    if "id" not in header:
        wrong.append(Refusal("table", place=f"{path.name}:1", column="id", problem=Refusal("no_id", table=table, allowed=words)))
    if wrong:
        raise Refusals(wrong)


def _check_id(path, sheet, number, row):
    place = f"{path.name}:{number}"
    if not IDENTIFIER.fullmatch(row["id"]):
        raise Refusal("table", place=place, column="id", problem=Refusal("bad_id", value=row["id"]))
    if [r["id"] for n, r in sheet.lines if n < number].count(row["id"]):
        raise Refusal("table", place=place, column="id", problem=Refusal("duplicate", name=row["id"], value=place))


def _reader_line(catalogue, table, path, number, row):
    before = catalogue.tables[table].get(row["id"])
    place = f"{path.name}:{number}"

    def cell(column):
        given, old = row.get(column["column"], ""), before.cells.get(column["column"], "") if before else None
        ends = [row.get(f"{column['column']}_{end}") for end in ("low", "high")]
        if not given and before and not any(ends):
            return old
        if not given and not before and _always_given(catalogue, table, column):
            raise Refusal("table", place=place, column=column["column"], problem=_empty(catalogue, table, column, row))
        try:
            made = _reader_cell(catalogue, column, row, given, place)
            return old if _equal(old, made) else made
        except Refusal as refusal:
            raise Refusal("table", place=place, column=column["column"], problem=refusal) from None

    cells = gather(lambda column: (column["column"], cell(column)), catalogue.columns[table].values())
    line = Line(row["id"], dict(cells), place)
    if found := late(line.cells):
        column, date, year = found
        raise Refusal("table", place=place, column=column, problem=Refusal("late", value=date, allowed=year))
    if found := early(line.cells):
        column, year, start = found
        raise Refusal("table", place=place, column=column, problem=Refusal("early", value=year, allowed=start))
    return line


def _empty(catalogue, table, column, row):
    """What is said of a cell that a new line needs: a line of another table, a date, a year, or one of the words of its column."""
    if column["type"] in DATED:
        return Refusal(f"bad_{column['type']}", name=column["column"], value="")
    if column["type"] == "text":
        return _no_word(column, "")
    allowed = ", ".join(catalogue.tables[column["type"]])
    return Refusal("empty_reference", nearest(row["id"], catalogue.tables[table]), line=row["id"], table=column["type"], allowed=allowed)


def _always_given(catalogue, table, column):
    """Whether a column refers to lines of another table, holds dates or years with an earliest one or has words of its own, and no published line leaves it empty."""
    limited = column["type"] in catalogue.tables or column["type"] in DATED and column["min"] or column["type"] == "text" and column["unit"]
    return limited and all(line.cells.get(column["column"]) for line in catalogue.tables[table].values())


def _equal(old, new):
    """Whether a reader's cell only repeats the published one, which then keeps its range and source."""
    return isinstance(old, Row) and old.value == new.value and new.spread != "range"


def _reader_cell(catalogue, column, row, given, place):
    name, units = column["column"], catalogue.units
    if column["type"] != "number":
        return _reader_text(catalogue, column, given)
    if given.startswith("="):
        raise Refusal("not_a_number", name=name, value=given, allowed=Allowed(None, None, column["unit"]))
    ends = [units.canonical(parse_number(column[end]), column["unit"]) if column[end] else None for end in ("min", "max")]
    low, high = row.get(f"{name}_low"), row.get(f"{name}_high")
    if bool(low) != bool(high) or (low and not given):
        raise Refusal("half_range", column=name)
    blank = Row(f"{name}.{row['id']}", None, units.parse(column["unit"])[0], column["unit"], *ends, grade="assumption", where=place)
    if not given:
        return blank
    text = f"{given} ({low} to {high})" if low and high else given
    value, low, high = read_value(units, blank, text, False)
    check_bounds(units, blank, given, [value, low, high])
    return replace(blank, value=value, low=low, high=high, spread="exact" if low is None else "range", level="" if low is None else "90")


def _no_word(column, given):
    words = column["unit"].split()
    return Refusal("bad_word", nearest(given, words), value=given, allowed=", ".join(words))


def _reader_text(catalogue, column, given):
    lines = catalogue.tables.get(column["type"])
    if given and lines is not None and given not in lines:
        words = ", ".join(lines)
        raise Refusal("unknown_reference", nearest(given, lines), value=given, table=column["type"], allowed=words)
    if given and column["type"] == "date" and not is_date(given):
        raise Refusal("bad_date", name=column["column"], value=given)
    if given and column["type"] == "year" and not re.fullmatch(r"\d{4}", given):
        raise Refusal("bad_year", value=given)
    if given and column["type"] in DATED and given < column["min"]:
        raise Refusal("out_of_bounds", name=column["column"], value=given, allowed=Allowed(column["min"], None, "date"))
    if given and column["type"] == "text" and column["unit"] and given not in column["unit"].split():
        raise _no_word(column, given)
    if column["type"] == "flag" and given not in ("", "yes", "no"):
        raise Refusal("bad_flag", value=given)
    return given
