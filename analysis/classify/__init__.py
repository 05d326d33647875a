"""The class of a reader's own chips: their lines of a CSV file, evaluated with the book's rules on a day.

Nothing here knows a limit or a rule. The file has the columns of the table `chips` (or `memory_stacks`); an id of a
published part keeps its figures where the file leaves them empty; a figure that is missing is named, never filled in.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from analysis.classify.questions import questions
from analysis.core import rules as dated
from analysis.core.graph import Graph, Line, nearest
from analysis.core.ops import missing_cells
from analysis.kinds.operand import inputs
from analysis.messages import Refusal, Refusals
from analysis.project import loaded
from analysis.replacements import apply
from analysis.replacements.holes import refuse_holes
from analysis.sheets import Sheet, parse_day

NEEDED = ("total_processing_performance", "performance_density", "bandwidth_sum", "memory_bandwidth_density")
TABLES = ("chips", "memory_stacks", "rules", "conditions", "quantities", "rule_states")


@dataclass(frozen=True)
class Part:
    """One part on one day: the answer, what would change it, what looks odd, and what the other kinds of lines make of it."""

    name: str
    facts: dict
    answer: object
    inputs: dict = field(repr=False)  # column -> value of the line, None where it is empty
    bills: tuple = ()
    elsewhere: tuple = ()
    countermeasures: tuple = ()
    questions: tuple = ()
    nearest: tuple = ()


@dataclass(frozen=True)
class Rulebook:
    """The tables of rules as the evaluation takes them, and the facts of every part."""

    catalogue: object
    tables: dict
    facts: dict

    def rules(self):
        """Rules, conditions, scales and severities, as `analysis.core.rules` asks for them."""
        lines = {table: _lines(self.tables[table]) for table in ("rules", "conditions", "quantities", "rule_states")}
        scales = {name: line.limit_scale for name, line in lines["quantities"].items()}
        return lines["rules"], lines["conditions"], scales, {name: line.state_severity for name, line in lines["rule_states"].items()}


    @property
    def densest(self):
        """(name, performance density) of the densest part, or None."""
        found = {name: known(one["performance_density"]) for name, one in self.facts.items() if "performance_density" in one}
        found = {name: value for name, value in found.items() if value is not None}
        return max(found.items(), key=lambda pair: pair[1], default=None)


def _lines(table):
    return {key: Line(key, cells) for key, cells in table.items()}


def rulebook(root, tables=()):
    """The Rulebook of a project with a reader's tables added; raises Refusals where they cannot be used."""
    catalogue, graph = loaded(Path(root).resolve())
    made, _ = apply(catalogue, graph.functions, tables=tables)
    refuse_holes(catalogue, made, {name: [("classify", {})] for name in made.leaves() if name.partition(".")[0] in ("limit_value", "rule_rank")})
    _refuse_strangers(made)
    rows, lines = inputs(made)
    lines = {table: lines[table] for table in TABLES}
    wanted = Graph([])
    wanted.functions = {name: graph.functions[name] for name in NEEDED}
    values = wanted.run(rows, lines)
    chips = dated.chip_facts(_lines(lines["chips"]), *(values[name] for name in NEEDED[:3]))
    stacks = {name: {"part": name, "item": "memory", "memory_bandwidth_density": values[NEEDED[3]][name]} for name in lines["memory_stacks"]}
    return Rulebook(made, lines, {**chips, **stacks})


def _refuse_strangers(made):
    """Refuse a rule that says a state of another column, or names a rule or a part that is in no table: it would say nothing."""
    rules, states, chips = made.tables["rules"], made.tables["rule_states"], made.tables["chips"]
    found = []
    for line in rules.values():
        said = [(column, line.cells[column], [name for name, state in states.items() if state.cells["state_column"] in (column, "any")], "rule_states") for column in dated.COLUMNS]
        said += [("replaces", word, rules, "rules") for word in line.cells["replaces"].split()] + [("parts", word, chips, "chips") for word in line.cells["parts"].split()]
        for column, word, known_words, table in said:
            if word and word not in known_words:
                told, of = ("bad_word", {}) if table == "rule_states" else ("unknown_reference", {"table": table})
                problem = Refusal(told, nearest(word, known_words), value=word, allowed=", ".join(known_words), **of)
                found.append(Refusal("table", place=line.where, column=column, problem=problem))
    if found:
        raise Refusals(found)


@lru_cache(maxsize=2)
def published(root):
    """The Rulebook of a project as it is, kept while a process runs."""
    return rulebook(root)


def classify(root, path, on=None, tables=()):
    """(day, Parts of a reader's file in its order, Rulebook). on: ISO text, None for the day of the edition."""
    sheet = Sheet(Path(path), Path(path).parent) if Path(path).is_file() else None
    table = "memory_stacks" if sheet and sheet.lines and "stack_bandwidth" in sheet.lines[0][1] else "chips"
    if sheet and not sheet.lines and (not sheet.problems or not Path(path).read_bytes().strip()):
        raise Refusals([Refusal("no_lines", value=Path(path).name)])
    book = rulebook(root, [*tables, (table, str(path))])
    day = _day(on) if on is not None else book.catalogue.rows["as_of"].value.isoformat()
    own = published(Path(root).resolve())
    return day, [part(book, line["id"], day, own) for _, line in sheet.lines], book


def _day(text):
    try:
        return parse_day(str(text)).isoformat()
    except ValueError:
        raise Refusal("bad_date", name="--on", value=text) from None


def part(book, name, day, own=None):
    """What the rules of a rulebook make of one part on a day. own: the book's own rulebook, against which figures are questioned."""
    rules, conditions, scales, severities = given = book.rules()
    facts, table = book.facts[name], "chips" if name in book.tables["chips"] else "memory_stacks"
    found, elsewhere = dated.answer(*given, facts, day), dated.answer(*given, facts, day, "elsewhere")
    tests = dated.tested(conditions, scales, facts)
    holds = {key: dated.verdict(key, rule, tests.get(key, {}), facts).holds for key, rule in rules.items()}
    bills = tuple(key for key, rule in rules.items() if rule.rule_kind == "bill" and rule.published <= day and holds[key])
    counter = tuple(key for key, rule in rules.items() if rule.rule_kind == "countermeasure" and dated.in_force(rule, day) and holds[key])
    cells = {column: known(value) for column, value in book.tables[table][name].items()}
    odd = () if own is None or table != "chips" else questions(name, cells, known(facts["performance_density"]), own.catalogue.tables["chips"], own.densest)
    away = tuple((key, elsewhere.columns["enforcement"]) for key in elsewhere.met if rules[key].rule_class)
    return Part(name, facts, found, cells, bills, away, counter, tuple(odd), tuple(dated.nearest_limits(*given, facts, day)))


def known(value):
    """A value, or None where it is missing."""
    return None if missing_cells(value) else value
