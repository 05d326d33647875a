"""What a figure says to who cannot see it: its message, its axes, how many numbers it draws, the ends among them, and where all of them stand."""

from collections import Counter

LONGEST = 400  # characters: a screen reader says them in half a minute, and cannot be stopped halfway
FEW = 3  # numbers that are all said
SHORT = 60  # characters of one part, where a reader's own words are longer than all of ours
WORDS = {
    "en": {
        "said": "{} ({})",
        "axis": " Axis: {}.", "axes": " Axes and key: {}.", "all": " {}.", "count": " {} values.", "ends": " Lowest: {}. Highest: {}.", "most": " Most often: {}.",
        "table": " The table below the figure holds all values.",
    },
    "ko": {
        "said": "{}({})",
        "axis": " 축: {}.", "axes": " 축과 범례: {}.", "all": " {}.", "count": " 값은 {}개다.", "ends": " 최솟값: {}. 최댓값: {}.", "most": " 가장 많은 값: {}.",
        "table": " 모든 값은 그림 아래 표에 있다.",
    },
}  # fmt: skip


def spoken(results, names, title, axis, lang):
    """The words of a figure of at most `LONGEST` characters; the names are those of the numbers that it draws.

    The ends are those among the numbers of the unit that the largest group has; of texts the most frequent ones are said.
    """
    words, parts = WORDS[lang], [part.strip() for part in axis.split("|") if part.strip()]
    head = title if title.endswith((".", "?", "!")) else f"{title}."
    axes = words["axis" if len(parts) == 1 else "axes"].format("; ".join(parts)) if parts else ""
    for label in (results.label, _line_label(results)):
        tail = axes + _numbers(results, names, lang, label) + words["table"]
        if len(head) + len(tail) <= LONGEST:
            return head + tail
    return _cut(head, LONGEST - len(tail)) + tail


def without_table(said):
    """The words of a figure that stands without its table."""
    return said.removesuffix(WORDS["en"]["table"]).removesuffix(WORDS["ko"]["table"])


def _line_label(results):
    """How a number is called where its figure has said what all of them are: by its line."""
    return lambda name, lang: results.line_label(name.partition(".")[2], lang) if "." in name else results.label(name, lang)


def _numbers(results, names, lang, label):
    """How many numbers there are and the ends among them, or all where they are few."""
    words = WORDS[lang]

    def said(name):
        return words["said"].format(_cut(results.words(name, lang), SHORT), _cut(label(name, lang), SHORT))

    if len(names) <= FEW:
        return words["all"].format(", ".join(map(said, names)))
    most = Counter(name.partition(".")[0] for name in names).most_common(1)[0][0]
    unit = next(results.numbers[name].unit for name in names if name.partition(".")[0] == most)
    alike = [name for name in names if results.numbers[name].unit == unit]
    count, known = words["count"].format(len(names)), [name for name in alike if results.numbers[name].state is None]
    if unit == "text":
        found = Counter(results.words(name, lang) for name in alike).most_common(FEW)
        return count + words["most"].format(", ".join(words["said"].format(_cut(text, SHORT), times) for text, times in found))
    ranked = sorted(known, key=lambda name: results.numbers[name].value)
    return count + (words["ends"].format(said(ranked[0]), said(ranked[-1])) if ranked else "")


def _cut(text, most):
    """A text of at most so many characters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
