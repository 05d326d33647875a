"""`explain NAME`: the tree from one number down to rows, sources and file:line, a shared part once."""

from pathlib import Path

from analysis.core.credit import author_year
from analysis.messages import GRADING

TEXT = {
    "source": {"en": "source", "ko": "자료"},
    "row": {"en": "row", "ko": "행"},
    "cell": {"en": "cell", "ko": "칸"},
    "above": {"en": "shown above", "ko": "위에 나옴"},
    "none": {"en": "no source: ", "ko": "자료 없음: "},
    "width": {"en": "width from: {0}", "ko": "구간이 넓은 이유: {0}"},
    "unknown": {"en": "inputs of unknown spread: {0}", "ko": "오차를 모르는 입력값 {0}개"},
    "range": {"en": "range: {0} to {1} {2}, level {3}", "ko": "구간: {0}~{1} {2}, 수준 {3}"},
    "bounds": {"en": "bounds (uniform between them)", "ko": "경계(그 사이 고른 분포)"},
    "shape": {"en": "shape: {0}", "ko": "모양: {0}"},
    "group": {"en": "moves with the group: {0}", "ko": "함께 움직이는 묶음: {0}"},
    "basis": {"en": "basis: {0}", "ko": "근거: {0}"},
    "set": {"en": "replaced by you; published: {0}", "ko": "바꾼 값, 원래 값: {0}"},
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
        yield from _interval(results, number.name, lang)
    if number.row is not None:
        yield from _row(results, number.row, lang)


def _interval(results, name, lang):
    """The interval of a result or why it has none, how many inputs of unknown spread it rests on, what the width comes from."""
    unknown, number = results.unknown_rows(name), results.numbers[name]
    if number.state == "missing" or isinstance(number.value, str):
        return
    if name in results.ranges or not unknown:
        yield results.range_phrase(name, lang)
    if unknown and not results.range_words(name, lang):  # an interval's own words count them
        yield TEXT["unknown"][lang].format(unknown)
    if causes := results.causes_words(name, lang):
        yield TEXT["width"][lang].format(causes)


def _range(results, row, lang):
    """What a row or cell says of its range, in its own unit."""
    ends = [f"{results.catalogue.units.shown(end, row.spelling):.10g}" for end in (row.low, row.high)]
    level = TEXT["bounds"][lang] if row.level == "bounds" else f"{row.level or 90}%"
    yield TEXT["range"][lang].format(*ends, row.spelling, level)
    yield from (TEXT[part][lang].format(getattr(row, part)) for part in ("shape", "group", "basis") if getattr(row, part))


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
    if row.spread == "range":
        yield from _range(results, row, lang)
    if changed:
        yield TEXT["set"][lang].format(_figure(changed.published))
        return
    source = results.catalogue.sources.get(row.source)
    if source:
        parts = [author_year(source, lang), source["title"], row.locator, source["url"]]
        yield f"{TEXT['source'][lang]}: {'. '.join(part for part in parts if part)}"
    if row.note:
        yield ("" if source else TEXT["none"][lang]) + results.catalogue.spoken(row.note, lang)
