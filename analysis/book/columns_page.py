"""The columns of the tables to which a reader is most likely to add lines, with what each may hold and which lines need it."""

from html import escape

from analysis.messages import Allowed

TABLES = ("models", "chips", "prices", "serving")
MOST = 8  # lines of a table of words, whose ids are named
WORDS = {
    "models": {"en": "Models", "ko": "모델"},
    "chips": {"en": "Chips", "ko": "칩"},
    "prices": {"en": "Prices", "ko": "가격"},
    "serving": {"en": "Measured serving", "ko": "서빙 측정값"},
    "column": {"en": "Column", "ko": "열"},
    "holds": {"en": "Allowed", "ko": "허용"},
    "filled": {"en": "Filled on every published line with", "ko": "공개된 줄에 빠짐없이 있는 경우"},
    "every": {"en": "any", "ko": "모두"},
    "always": {"en": "all lines", "ko": "모든 줄"},
    "text": {"en": "text", "ko": "글자"},
    "date": {"en": "a date such as 2026-11-21 or 2026-11", "ko": "2026-11-21, 2026-11 같은 날짜"},
    "year": {"en": "a year", "ko": "연도"},
    "line": {"en": "a line of {}", "ko": "{} 표의 줄 이름"},
}


def columns_table(results, lang):
    """The tables as parts (title, id, HTML): a folded list of the columns of each."""
    return [(f"{WORDS[table][lang]}: {table}.csv", f"columns-{table}", _folded(results, lang, table)) for table in TABLES if table in results.catalogue.tables]


def _folded(results, lang, table):
    columns = results.catalogue.columns[table]
    heads = "".join(f'<th scope="col">{WORDS[head][lang]}</th>' for head in ("column", "holds", "filled"))
    rows = "".join(_row(results, lang, table, name) for name in columns)
    body = f'<table class="ledger-all"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    return f'<details><summary><code translate="no">id, {", ".join(columns)}</code></summary><div class="ledger-scroll" tabindex="0" role="region" aria-label="{WORDS[table][lang]}">{body}</div></details>'


def _row(results, lang, table, name):
    column = results.catalogue.columns[table][name]
    label = f'<code translate="no">{escape(name)}</code><br>\n{escape(column[f"label_{lang}"])}'
    return f'<tr><th scope="row">{label}</th>\n<td>{_holds(results, lang, table, name, column)}</td>\n<td>{_filled(results, lang, table, name)}</td></tr>\n'


def _holds(results, lang, table, name, column):
    """What a cell may hold: bounds with their unit, ids, or a kind of text."""
    kind, tables = column["type"], results.catalogue.tables
    if kind == "number":
        return f'<span translate="no">{escape(Allowed(column["min"], column["max"], column["unit"]).text(lang))}</span>'
    if kind in tables:
        return ", ".join(f'<code translate="no">{escape(one)}</code>' for one in tables[kind]) if len(tables[kind]) <= MOST else escape(WORDS["line"][lang].format(kind))
    return '<code translate="no">yes</code>, <code translate="no">no</code>' if kind == "flag" else WORDS[kind][lang]


def _filled(results, lang, table, name):
    """Words of which kinds of lines all show the column: those on which a reader's line needs it."""
    tables, columns = results.catalogue.tables, results.catalogue.columns[table]
    lines = tables[table].values()
    if all(_shows(line, name) for line in lines):
        return WORDS["always"][lang]
    said = []
    for kind, column in columns.items():
        if kind == name or len(tables.get(column["type"], range(MOST + 1))) > MOST:
            continue
        found = {one: [line for line in lines if line.cells[kind] == one] for one in tables[column["type"]]}
        full = [one for one, among in found.items() if among and all(_shows(line, name) for line in among)]
        words = WORDS["every"][lang] if len(full) == sum(map(bool, found.values())) else ", ".join(results.line_label(one, lang) for one in full)
        said += [f"{column[f'label_{lang}']}: {words}"] if full else []
    return "<br>\n".join(map(escape, said)) or "–"


def _shows(line, name):
    return getattr(line.cells[name], "value", line.cells[name]) not in (None, "")
