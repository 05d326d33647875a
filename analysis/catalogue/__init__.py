"""Everything under `data/`, checked and in canonical units: rows, lines of tables, terms, scenarios (read by `reading`)."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from analysis.units import Units


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
class Claim:
    """Somebody's published statement: what it says, what was printed, and which of our numbers decides it."""

    name: str
    chapter: str  # the file that it stands in
    seed: str  # the source that made the statement
    meaning: dict  # language -> sentence, in which {printed} stands for the printed value
    printed: object  # Decimal in its own unit, a date as text, or None where the statement holds no number
    printed_high: object
    digits: int
    unit: str
    spelling: str
    comparison: str
    factor: float
    printed_on: str
    locator: str
    decided_by: str
    decided_then: str
    override: str
    reason: dict
    where: str


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
    claims: dict = field(default_factory=dict)
    limits: list = field(default_factory=list)  # (table, columns that add up, column that bounds them)
    sentences: dict = field(default_factory=dict)  # English sentence -> (Korean, its place)

    def leaf(self, name):
        """The row or number cell of a name, or None."""
        column, _, key = name.partition(".")
        if not key:
            return self.rows.get(name)
        cells = [lines[key].cells.get(column) for lines in self.tables.values() if key in lines]
        return next((cell for cell in cells if isinstance(cell, Row)), None)

    def spoken(self, sentence, lang):
        """A sentence of a docstring or note in a language; as it stands where it has no Korean."""
        return self.sentences.get(sentence, (sentence,))[0] if lang == "ko" else sentence

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
