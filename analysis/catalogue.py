"""Read and check `data/`: sources, units, columns, rows, tables and terms (scenarios: `analysis.replacements.scenarios`).

Every problem names file, line, column, the value and what was expected; all problems of all files are reported at once.
Values are canonical after reading: `data/units.csv` turns every spelling and prefix into canonical units.
"""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from analysis.core.graph import Same, nearest
from analysis.sheets import DATE, IDENTIFIER, Sheet, parse_day
from analysis.units import Units

ROW_FIELDS = "name,value,unit,min,max,spread,low,high,level,basis,shape,group,as_of,source,locator,grade,formerly,note".split(",")
COLUMN_FIELDS = "column,table,type,unit,min,max,spread,level,basis,group,label_en,label_ko".split(",")
TERM_FIELDS = "name,label_en,label_ko,short_en,short_ko,reading_ko,digits,shown_unit".split(",")
SOURCE_FIELDS = "id,author,year,title,publisher,date,kind,url,archived,accessed,licence,note".split(",")
UNIT_FIELDS = "spelling,unit,factor,en,ko".split(",")
LINE_FIELDS = ("as_of", "source", "locator", "grade", "note")
GRADES = ("primary", "dataset", "secondary", "derived", "assumption")
SPREADS = ("exact", "range", "unknown")
LEVELS = ("80", "90", "95", "bounds")
TYPES = ("number", "text", "date", "year", "flag")


class CatalogueError(Exception):
    """One or more problems in the data, one a line."""

    def __init__(self, problems):
        super().__init__("\n".join(problems))
        self.problems = list(problems)


@dataclass(frozen=True)
class Row:
    """One number known from a source: a row, or a number cell of a table (then named `column.id`)."""

    name: str
    value: object  # float, date, Same, or None where the cell is empty
    unit: str
    spelling: str
    low_bound: float | None = None
    high_bound: float | None = None
    spread: str = "exact"
    low: float | None = None
    high: float | None = None
    level: str = ""
    basis: str = ""
    shape: str = ""
    group: str = ""
    as_of: str = ""
    source: str = ""
    locator: str = ""
    grade: str = ""
    formerly: str = ""
    note: str = ""
    where: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a table: its text cells and number cells, with the line's source."""

    key: str
    cells: dict
    where: str


@dataclass(frozen=True)
class Scenario:
    """One set of inputs for a whole run."""

    name: str
    label: dict
    rows: dict  # name -> Row
    reasons: dict  # name -> {language: sentence}


@dataclass(frozen=True)
class Catalogue:
    """Everything under `data/`, checked and in canonical units."""

    root: Path
    units: Units
    sources: dict
    columns: dict  # table -> column -> its line of columns.csv
    rows: dict
    tables: dict  # table -> id -> Line
    terms: dict
    scenarios: dict = field(default_factory=dict)

    def leaf(self, name):
        """The row or number cell of a name, or None."""
        column, _, key = name.partition(".")
        if not key:
            return self.rows.get(name)
        cells = [lines[key].cells.get(column) for lines in self.tables.values() if key in lines]
        return next((cell for cell in cells if isinstance(cell, Row)), None)

    def leaves(self):
        """Every row and number cell, by name."""
        cells = (cell for lines in self.tables.values() for line in lines.values() for cell in line.cells.values())
        return {**self.rows, **{cell.name: cell for cell in cells if isinstance(cell, Row)}}

    def types(self):
        """table -> column -> type, as the graph wants it."""
        return {table: {name: line["type"] for name, line in columns.items()} for table, columns in self.columns.items()}

    def with_row(self, row):
        """A copy in which one row or cell is replaced."""
        column, _, key = row.name.partition(".")
        if not key:
            return replace(self, rows={**self.rows, row.name: row})
        table = next(t for t, lines in self.tables.items() if key in lines and column in lines[key].cells)
        line = self.tables[table][key]
        return self.with_line(table, replace(line, cells={**line.cells, column: row}))

    def with_line(self, table, line):
        """A copy in which one line of a table is replaced or added."""
        return replace(self, tables={**self.tables, table: {**self.tables[table], line.key: line}})


def read(root):
    """The catalogue of a project folder; raises CatalogueError with every problem found."""
    root, data = Path(root), Path(root) / "data"
    problems = []
    sheet = Sheet(data / "units.csv", root, UNIT_FIELDS)
    units = Units.read(sheet)
    problems += sheet.problems
    sources = _by_id(Sheet(data / "sources.csv", root, SOURCE_FIELDS), "id", problems)
    columns = _read_columns(Sheet(data / "columns.csv", root, COLUMN_FIELDS), units, data / "tables", problems)
    terms = _read_terms(data / "terms", root, units, problems)
    if problems:
        raise CatalogueError(problems)
    rows = _read_rows(data / "rows", root, units, sources, problems)
    tables = {t: _read_table(data / "tables" / f"{t}.csv", root, t, columns[t], units, sources, problems) for t in columns}
    catalogue = Catalogue(root, units, sources, columns, rows, tables, terms)
    problems += _check_references(catalogue)
    if problems:
        raise CatalogueError(problems)
    return catalogue


def _by_id(sheet, column, problems):
    for number, row in sheet.lines:
        if not IDENTIFIER.fullmatch(row[column]):
            sheet.wrong(number, column, row[column], "lower-case letters, digits and single underscores")
    lines = sheet.unique(column)
    problems += sheet.problems
    return {name: row for name, (_, row) in lines.items()}


def _read_columns(sheet, units, folder, problems):
    tables = sorted(path.stem for path in folder.glob("*.csv"))
    columns, owner = {table: {} for table in tables}, {}
    for number, row in sheet.lines:
        sheet.one_of(number, row, "table", tables)
        sheet.one_of(number, row, "type", (*TYPES, *tables))
        if row["type"] == "number":
            _check_unit(sheet, number, row, "unit", units)
            sheet.one_of(number, row, "spread", SPREADS)
            if row["column"] in owner:
                sheet.wrong(number, "column", row["column"], f"a number column of one table (already in {owner[row['column']]})")
            owner[row["column"]] = row["table"]
        if row["column"] in columns.get(row["table"], {}):
            sheet.wrong(number, "column", row["column"], "a column named once in its table")
        columns.setdefault(row["table"], {})[row["column"]] = row
    problems += sheet.problems
    return {table: columns[table] for table in tables}


def _check_unit(sheet, number, row, column, units):
    try:
        units.parse(row[column])
    except ValueError as error:
        sheet.wrong(number, column, row[column], "a unit of data/units.csv", getattr(error, "near", None))


def _read_terms(folder, root, units, problems):
    terms = {}
    for path in sorted(folder.glob("*.csv")):
        sheet = Sheet(path, root, TERM_FIELDS)
        for number, row in sheet.lines:
            if row["name"] in terms:
                sheet.wrong(number, "name", row["name"], f"a term named once (already in {terms[row['name']]['where']})")
            for column in ("label_en", "label_ko"):
                if not row[column]:
                    sheet.wrong(number, column, "", "a label in both languages")
            if row["digits"] and not row["digits"].isdigit():
                sheet.wrong(number, "digits", row["digits"], "a whole number of digits")
            if row["shown_unit"]:
                _check_unit(sheet, number, row, "shown_unit", units)
            terms[row["name"]] = {**row, "where": f"{sheet.place}:{number}"}
        problems += sheet.problems
    return terms


def _read_rows(folder, root, units, sources, problems):
    rows = {}
    for path in sorted(folder.glob("*.csv")):
        sheet = Sheet(path, root, ROW_FIELDS)
        for number, row in sheet.lines:
            if not IDENTIFIER.fullmatch(row["name"]) or "_" not in row["name"]:
                sheet.wrong(number, "name", row["name"], "at least two lower-case words joined by underscores")
            if row["name"] in rows:
                sheet.wrong(number, "name", row["name"], f"a name used once (already in {rows[row['name']].where})")
            _check_unit(sheet, number, row, "unit", units)
            if units.known(row["unit"]):
                rows[row["name"]] = _row(sheet, number, row, units, sources)
        problems += sheet.problems
    return rows


def _row(sheet, number, row, units, sources):
    _check_line(sheet, number, row, sources)
    sheet.one_of(number, row, "spread", SPREADS)
    unit, where = units.parse(row["unit"])[0], f"{sheet.place}:{number}"
    if unit == "date":
        return _date_row(sheet, number, row, where)
    found = {c: sheet.number(number, row, c, units, row["unit"], blank=c != "value") for c in ("value", "min", "max", "low", "high")}
    made = Row(row["name"], found["value"], unit, row["unit"], found["min"], found["max"], row["spread"], found["low"], found["high"],
               *(row[c] for c in ("level", "basis", "shape", "group", "as_of", "source", "locator", "grade", "formerly", "note")), where)  # fmt: skip
    _check_range(sheet, number, made, "value")
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
    if not DATE.fullmatch(row["as_of"]):
        sheet.wrong(number, "as_of", row["as_of"], "a date such as 2026-11-21, 2026-11 or 2026")


def _check_range(sheet, number, row, column):
    if row.value is None or isinstance(row.value, Same):
        return
    low, high = row.low_bound, row.high_bound
    if (low is not None and row.value < low) or (high is not None and row.value > high):
        sheet.wrong(number, column, f"{row.value:g}", f"a value between its min and max ({low} to {high})")
    if row.spread == "range":
        if row.low is None or row.high is None or not row.low <= row.value <= row.high:
            sheet.wrong(number, column, f"{row.value:g}", "low <= value <= high where spread is 'range'")
        if row.level not in LEVELS:
            sheet.wrong(number, "level", row.level, "one of " + ", ".join(LEVELS))
        if not row.basis:
            sheet.wrong(number, "basis", "", "a source or a mechanism where spread is 'range'")


def _read_table(path, root, table, columns, units, sources, problems):
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
    problems += sheet.problems
    return lines


def table_line(sheet, number, row, columns, units):
    """One line of a table from its text cells; problems go to the sheet."""
    cells = {name: _cell(sheet, number, row, line, units) for name, line in columns.items() if name in row}
    return Line(row["id"], cells, f"{sheet.place}:{number}")


def _cell(sheet, number, row, column, units):
    name, kind = column["column"], column["type"]
    if kind == "number":
        return _number_cell(sheet, number, row, column, units)
    if kind == "date" and row[name] and not DATE.fullmatch(row[name]):
        sheet.wrong(number, name, row[name], "a date such as 2026-11-21, 2026-11 or 2026")
    if kind == "year" and row[name] and not re.fullmatch(r"\d{4}", row[name]):
        sheet.wrong(number, name, row[name], "a year")
    if kind == "flag" and row[name] not in ("", "yes", "no"):
        sheet.wrong(number, name, row[name], "yes or no")
    return row[name]


def _number_cell(sheet, number, row, column, units):
    name = column["column"]
    meta = {key: row.get(key, "") for key in LINE_FIELDS}
    unit = units.parse(column["unit"])[0]
    bounds = [sheet.number(number, column, end, units, column["unit"]) for end in ("min", "max")]
    spread = column["spread"]
    ends = [sheet.number(number, row, f"{name}_{end}", units, column["unit"]) if row.get(f"{name}_{end}") else None for end in ("low", "high")]
    basis, level = row.get(f"{name}_basis", "") or column["basis"], column["level"] or "90"
    if ends[0] is not None or ends[1] is not None:
        spread = "range"
    if row[name].startswith("="):
        value = Same(row[name][1:])
    else:
        value = sheet.number(number, row, name, units, column["unit"])
    cell = Row(f"{name}.{row['id']}", value, unit, column["unit"], *bounds, spread, *ends, level, basis, "", column["group"], **meta,
               where=f"{sheet.place}:{number}")  # fmt: skip
    if spread != "range" or ends[0] is not None:
        _check_range(sheet, number, cell, name)
    return cell


def _check_references(catalogue):
    """Problems in references between tables and in cells that say `=name`."""
    for table, lines in catalogue.tables.items():
        for line in lines.values():
            for column, kind in catalogue.types()[table].items():
                value = line.cells.get(column)
                if kind in catalogue.tables and value and value not in catalogue.tables[kind]:
                    near = nearest(value, catalogue.tables[kind])
                    yield f"{line.where}: column '{column}': '{value}': expected an id of table {kind}" + (f"; did you mean '{near}'?" if near else "")
                if isinstance(value, Row) and isinstance(value.value, Same) and "." in value.value.name:
                    yield f"{line.where}: column '{column}': '={value.value.name}': expected the name of a row or result, not of a cell"
