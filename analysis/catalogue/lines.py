"""Read and check rows and the lines of tables: values in canonical units, dates, ranges, sources and grades."""

import re

from analysis.catalogue import Line, Row
from analysis.core.graph import Same
from analysis.core.uncertainty import SpreadError, spread
from analysis.sheets import IDENTIFIER, Sheet, is_date, parse_day

ROW_FIELDS = "name,value,unit,min,max,spread,low,high,level,basis,shape,group,as_of,source,locator,grade,formerly,note".split(",")
LINE_FIELDS = ("as_of", "source", "locator", "grade", "note")
GRADES = ("primary", "dataset", "secondary", "derived", "assumption")
SPREADS = ("exact", "range", "unknown")
LEVELS = ("80", "90", "95", "bounds")
RANGE_FIELDS = ("low", "high", "level", "basis", "shape", "group")


def check_unit(sheet, number, row, column, units):
    """Note a unit that `data/units.csv` does not know."""
    try:
        units.parse(row[column])
    except ValueError as error:
        sheet.wrong(number, column, row[column], "a unit of data/units.csv", getattr(error, "near", None))


def read_rows(folder, root, units, sources, problems):
    """name -> Row of every file in a folder; problems are appended to the list."""
    rows = {}
    for path in sorted(folder.glob("*.csv")):
        sheet = Sheet(path, root, ROW_FIELDS)
        for number, row in sheet.lines:
            if not IDENTIFIER.fullmatch(row["name"]) or "_" not in row["name"]:
                sheet.wrong(number, "name", row["name"], "at least two lower-case words joined by underscores")
            if row["name"] in rows:
                sheet.wrong(number, "name", row["name"], f"a name used once (already in {rows[row['name']].where})")
            check_unit(sheet, number, row, "unit", units)
            if units.known(row["unit"]):
                rows[row["name"]] = _row(sheet, number, row, units, sources)
        problems += sheet.problems
    return rows


def _row(sheet, number, row, units, sources):
    _check_line(sheet, number, row, sources)
    sheet.one_of(number, row, "spread", SPREADS)
    _check_idle(sheet, number, row, row["spread"])
    unit, where = units.parse(row["unit"])[0], f"{sheet.place}:{number}"
    if unit == "date":
        return _date_row(sheet, number, row, where)
    found = {c: sheet.number(number, row, c, units, row["unit"], blank=c != "value") for c in ("value", "min", "max", "low", "high")}
    made = Row(row["name"], found["value"], unit, row["unit"], found["min"], found["max"], row["spread"], found["low"], found["high"],
               *(row[c] for c in ("level", "basis", "shape", "group", "as_of", "source", "locator", "grade", "formerly", "note")), where)  # fmt: skip
    _check_range(sheet, number, made, "value", row["value"], units)
    return made


def _date_row(sheet, number, row, where):
    value, low, high = (_day(sheet, number, row, column) for column in ("value", "min", "max"))
    if value and ((low and value < low) or (high and value > high)):
        sheet.wrong(number, "value", row["value"], f"a date between its min and max ({low} to {high})")
    return Row(row["name"], value, "date", "date", low, high, row["spread"], as_of=row["as_of"], source=row["source"],
               locator=row["locator"], grade=row["grade"], note=row["note"], where=where)  # fmt: skip


def _day(sheet, number, row, column):
    try:
        return parse_day(row[column]) if row[column] or column == "value" else None
    except ValueError:
        sheet.wrong(number, column, row[column], "a date such as 2026-11-21")


def _check_line(sheet, number, row, sources):
    sheet.one_of(number, row, "grade", GRADES)
    own = row["grade"] in ("derived", "assumption")  # what the book itself computes, defines or assumes needs a note instead
    sheet.one_of(number, row, "source", sources, blank=own)
    if own and not row["source"] and not row["note"]:
        sheet.wrong(number, "note", "", "a sentence that says where this comes from, since no source is named")
    if not is_date(row["as_of"]):
        sheet.wrong(number, "as_of", row["as_of"], "a date such as 2026-11-21, 2026-11 or 2026")


def _check_idle(sheet, number, row, kind):
    """Refuse what says something of a range where there is none: it would be read by nobody."""
    if kind == "range" and row["unit"] == "date":
        sheet.wrong(number, "spread", kind, "exact or unknown: a date has no range")
    for column in RANGE_FIELDS if kind in ("exact", "unknown") else ():
        if row[column]:
            sheet.wrong(number, column, row[column], f"nothing where spread is '{kind}'")


def _check_range(sheet, number, row, column, text, units):
    if row.value is None or isinstance(row.value, Same):
        return
    low, high = row.low_bound, row.high_bound
    if (low is not None and row.value < low) or (high is not None and row.value > high):
        ends = ["..." if end is None else f"{units.shown(end, row.spelling):.10g}" for end in (low, high)]
        sheet.wrong(number, column, text, f"a value between its min and max ({' to '.join(ends)})")
    if row.spread == "range":
        if row.low is None or row.high is None or not row.low <= row.value <= row.high:
            sheet.wrong(number, column, text, "low <= value <= high where spread is 'range'")
        elif row.level not in LEVELS:
            sheet.wrong(number, "level", row.level, "one of " + ", ".join(LEVELS))
        else:
            _check_spread(sheet, number, row, column, text)


def _check_spread(sheet, number, row, column, text):
    try:
        spread(row.value, row.low, row.high, row.level, row.shape, row.low_bound, row.high_bound)
    except SpreadError as error:
        sheet.wrong(number, column, text, f"a range that holds together; {error}")


def read_table(path, root, table, columns, units, sources, problems):
    """id -> Line of one table; problems are appended to the list."""
    spans = {f"{c}_{end}" for c, line in columns.items() if line["type"] == "number" for end in ("low", "high", "basis")}
    sheet = Sheet(path, root, ["id", *columns, *LINE_FIELDS], extra=spans)
    lines = {}
    for number, row in sheet.lines:
        if not IDENTIFIER.fullmatch(row["id"]):
            sheet.wrong(number, "id", row["id"], "lower-case letters, digits and single underscores")
        if row["id"] in lines:
            sheet.wrong(number, "id", row["id"], f"an id used once (already {lines[row['id']].where})")
        if "as_of" in row and "grade" in row and "source" in row and "note" in row:
            _check_line(sheet, number, row, sources)
        lines[row["id"]] = table_line(sheet, number, row, columns, units)
    problems += [*sheet.problems, *_idle_columns(columns, lines)]
    return lines


def _idle_columns(columns, lines):
    """Problems where a column says how its ranges are to be read, and no cell of it has one."""
    for name, column in columns.items():
        ranged = column["spread"] == "range" or any(getattr(line.cells.get(name), "spread", "") == "range" for line in lines.values())
        for field in ("level", "basis", "group") if column["type"] == "number" and not ranged else ():
            if column[field]:
                yield f"{column['where']}: column '{field}': '{column[field]}': expected nothing where spread is '{column['spread']}' and no cell has a range of its own"


def table_line(sheet, number, row, columns, units):
    """One line of a table from its text cells; problems go to the sheet."""
    cells = {name: _cell(sheet, number, row, line, units) for name, line in columns.items() if name in row}
    for name, cell in cells.items():
        if isinstance(cell, Row):
            _check_idle_cell(sheet, number, {end: row.get(end, "") for end in (f"{name}_low", f"{name}_high", f"{name}_basis") if end not in columns}, cell)
    return Line(row["id"], cells, f"{sheet.place}:{number}")


def _check_idle_cell(sheet, number, ends, cell):
    """Refuse a range beside a cell that has none: empty, a repetition, or a basis without ends."""
    told = "an empty cell" if cell.value is None else "a cell that repeats another number" if isinstance(cell.value, Same) else None
    if told or cell.spread != "range":
        for column, text in ends.items():
            if text:
                sheet.wrong(number, column, text, f"nothing beside {told}" if told else f"nothing where spread is '{cell.spread}'")


def _cell(sheet, number, row, column, units):
    name, kind = column["column"], column["type"]
    if kind == "number":
        return _number_cell(sheet, number, row, column, units)
    if kind == "date" and row[name] and not is_date(row[name]):
        sheet.wrong(number, name, row[name], "a date such as 2026-11-21, 2026-11 or 2026")
    if kind == "year" and row[name] and not re.fullmatch(r"\d{4}", row[name]):
        sheet.wrong(number, name, row[name], "a year")
    if kind == "text" and column["unit"] and row[name] not in ("", *column["unit"].split()):
        sheet.wrong(number, name, row[name], f"one of {', '.join(column['unit'].split())}")
    if kind == "flag" and row[name] not in ("", "yes", "no"):
        sheet.wrong(number, name, row[name], "yes or no")
    return row[name]


def _number_cell(sheet, number, row, column, units):
    name = column["column"]
    meta = {key: row.get(key, "") for key in LINE_FIELDS}
    unit = units.parse(column["unit"])[0]
    bounds = [sheet.number(number, column, end, units, column["unit"]) for end in ("min", "max")]
    kind = column["spread"]
    ends = [sheet.number(number, row, f"{name}_{end}", units, column["unit"]) if row.get(f"{name}_{end}") else None for end in ("low", "high")]
    basis, level = row.get(f"{name}_basis", "") or column["basis"], column["level"] or "90"
    if ends[0] is not None or ends[1] is not None:
        kind = "range"
    if row[name].startswith("="):
        value = Same(row[name][1:])
    else:
        value = sheet.number(number, row, name, units, column["unit"])
    cell = Row(f"{name}.{row['id']}", value, unit, column["unit"], *bounds, kind, *ends, level, basis, "", column["group"], **meta,
               where=f"{sheet.place}:{number}")  # fmt: skip
    _check_range(sheet, number, cell, name, row[name], units)
    return cell
