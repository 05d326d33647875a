"""Read and check `data/`: sources, units, columns, rows, tables, terms and claims (scenarios: `analysis.replacements.scenarios`).

Every problem names file, line, column, the value and what was expected; all problems of all files are reported at once.
Values are canonical after reading: `data/units.csv` turns every spelling and prefix into canonical units.
"""

import re
from pathlib import Path

from analysis.catalogue import Catalogue, CatalogueError, Row
from analysis.catalogue.basis import basis_problems
from analysis.catalogue.claims import read_claims
from analysis.catalogue.limits import limit_problems, read_limits
from analysis.catalogue.lines import SPREADS, check_unit, read_rows, read_table
from analysis.catalogue.order import order_problems
from analysis.catalogue.sentences import read_sentences
from analysis.core.graph import Same, nearest
from analysis.sheets import IDENTIFIER, Sheet
from analysis.units import Units

COLUMN_FIELDS = "column,table,type,unit,min,max,spread,level,basis,group,label_en,label_ko".split(",")
TERM_FIELDS = "name,label_en,label_ko,short_en,short_ko,reading_ko,digits,shown_unit".split(",")
SOURCE_FIELDS = "id,author,year,title,publisher,date,kind,url,archived,accessed,licence,note".split(",")
UNIT_FIELDS = "spelling,unit,factor,en,ko".split(",")
TYPES = ("number", "text", "date", "year", "flag")


def read(root):
    """The catalogue of a project folder; raises CatalogueError with every problem found."""
    root, data = Path(root), Path(root) / "data"
    problems = []
    sheet = Sheet(data / "units.csv", root, UNIT_FIELDS)
    units = Units.read(sheet)
    problems += sheet.problems
    if not units.spellings:  # nothing else can be read without units
        raise CatalogueError(problems)
    sources = _by_id(Sheet(data / "sources.csv", root, SOURCE_FIELDS), "id", problems)
    columns = _read_columns(Sheet(data / "columns.csv", root, COLUMN_FIELDS, extra=["formerly"]), units, data / "tables", problems)
    terms = _read_terms(data / "terms", root, units, problems)
    if problems:
        raise CatalogueError(problems)
    rows = read_rows(data / "rows", root, units, sources, problems)
    tables = {t: read_table(data / "tables" / f"{t}.csv", root, t, columns[t], units, sources, problems) for t in columns}
    claims = read_claims(data / "claims", root, units, sources, terms, problems)
    limits = read_limits(data / "limits.csv", root, columns, problems) if (data / "limits.csv").exists() else []
    sentences = read_sentences(data / "sentences_ko.csv", root, problems) if (data / "sentences_ko.csv").exists() else {}
    catalogue = Catalogue(root, units, sources, columns, rows, tables, terms, claims=claims, limits=limits, sentences=sentences)
    problems += [*basis_problems(catalogue), *_check_references(catalogue), *order_problems(catalogue)]
    problems += limit_problems(catalogue) if not problems else ()
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
            check_unit(sheet, number, row, "unit", units)
            _check_bounds(sheet, number, row, units)
            sheet.one_of(number, row, "spread", SPREADS)
            if row["column"] in owner:
                sheet.wrong(number, "column", row["column"], f"a number column of one table (already in {owner[row['column']]})")
            owner[row["column"]] = row["table"]
        _check_labels(sheet, number, row)
        if row["column"] in columns.get(row["table"], {}):
            sheet.wrong(number, "column", row["column"], "a column named once in its table")
        columns.setdefault(row["table"], {})[row["column"]] = {**row, "where": f"{sheet.place}:{number}"}
    problems += sheet.problems
    return {table: columns[table] for table in tables}


def _check_labels(sheet, number, row):
    for column in ("label_en", "label_ko"):
        if not row[column]:
            sheet.wrong(number, column, "", "a label in both languages")


def _check_bounds(sheet, number, row, units):
    if units.known(row["unit"]):
        for end in ("min", "max"):
            sheet.number(number, row, end, units, row["unit"])


def _read_terms(folder, root, units, problems):
    terms = {}
    for path in sorted(folder.glob("*.csv")):
        sheet = Sheet(path, root, TERM_FIELDS)
        for number, row in sheet.lines:
            if row["name"] in terms:
                sheet.wrong(number, "name", row["name"], f"a term named once (already in {terms[row['name']]['where']})")
            _check_labels(sheet, number, row)
            for column in ("short_en", "short_ko"):
                if path.stem == "glossary" and not row[column]:
                    sheet.wrong(number, column, "", "an explanation in both languages")
            if row["digits"] and not re.fullmatch(r"[1-9]|1[0-7]", row["digits"]):
                sheet.wrong(number, "digits", row["digits"], "a whole number from 1 to 17")
            if row["shown_unit"]:
                check_unit(sheet, number, row, "shown_unit", units)
            terms[row["name"]] = {**row, "where": f"{sheet.place}:{number}"}
        problems += sheet.problems
    return terms


def _check_references(catalogue):
    """Problems in references between tables and in cells that say `=name`."""
    types = catalogue.types()
    for table, lines in catalogue.tables.items():
        for line in lines.values():
            for column, kind in types[table].items():
                value = line.cells.get(column)
                if kind in catalogue.tables and value and value not in catalogue.tables[kind]:
                    near = nearest(value, catalogue.tables[kind])
                    yield f"{line.where}: column '{column}': '{value}': expected an id of table {kind}" + (f"; did you mean '{near}'?" if near else "")
                if isinstance(value, Row) and isinstance(value.value, Same) and "." in value.value.name:
                    yield f"{line.where}: column '{column}': '={value.value.name}': expected the name of a row or result, not of a cell"
