"""`explain NAME`: the tree from one number down to rows, sources and file:line, a shared part once."""

from pathlib import Path

from analysis.messages import GRADING

TEXT = {
    "source": {"en": "source", "ko": "자료"},
    "row": {"en": "row", "ko": "행"},
    "cell": {"en": "cell", "ko": "칸"},
    "above": {"en": "shown above", "ko": "위에 나옴"},
    "none": {"en": "no source: ", "ko": "자료 없음: "},
    "set": {"en": "replaced by you; published: {0}", "ko": "바꾼 값, 공표값: {0}"},
}


def explain(results, name, lang="en"):
    """The explanation of a number, or of every line of a name, as text."""
    seen, lines = set(), []
    for one in results.with_prefix(name):
        _tree(results, one, lang, "", "", seen, lines)
    return "\n".join(lines) + "\n"


def _tree(results, name, lang, first, rest, seen, lines):
    number = results.numbers[name]
    lines.append(f"{first}{name} = {results.words(name, lang)}  [{results.label(name, lang)}]")
    parts = [] if number.record is None else number.record.names()
    if name in seen:
        lines[-1] += f"  ({TEXT['above'][lang]})"
        return
    seen.add(name)
    bar = "│  " if parts else "   "
    lines += [f"{rest}{bar}{line}" for line in _detail(results, number, lang)]
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        _tree(results, part, lang, rest + ("└─ " if last else "├─ "), rest + ("   " if last else "│  "), seen, lines)


def _detail(results, number, lang):
    if number.function is not None:
        yield (number.function.call.__doc__ or "").strip().partition("\n")[0]
        yield _place(results, number.function.file, number.function.line)
    if number.record is not None:
        yield f"= {number.record.formula()}"
        yield f"= {number.record.formula(lambda name, value: _figure(value))}"
    if number.row is not None:
        yield from _row(results, number.row, lang)


def _figure(value):
    if not isinstance(value, (int, float)):
        return str(value)
    return f"{value:,.0f}" if float(value).is_integer() and abs(value) < 1e15 else f"{value:,.10g}"


def _place(results, file, line):
    path, root = Path(file), results.catalogue.root
    return f"{path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name}:{line}"


def _row(results, row, lang):
    where, changed = TEXT["cell" if "." in row.name else "row"][lang], next((c for c in results.changes if c.name == row.name), None)
    yield f"{where} {row.where} ({GRADING[row.grade][lang]}, {GRADING[row.spread][lang]}, {row.as_of})"
    if changed:
        yield TEXT["set"][lang].format(_figure(changed.published))
        return
    source = results.catalogue.sources.get(row.source)
    if source:
        parts = [f"{source['author']} ({source['year']})", source["title"], row.locator, source["url"]]
        yield f"{TEXT['source'][lang]}: {'. '.join(part for part in parts if part)}"
    if row.note:
        yield row.note if source else TEXT["none"][lang] + row.note
