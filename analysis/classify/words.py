"""What `classify` prints: every answer in words of either language, or as JSON."""

import json

from analysis.core import rules as dated
from analysis.core.wording import with_particle
from analysis.messages import settle

WORDS = {
    "head": ("Exports to China with Hong Kong, and with Macau from January 2023 on; on {day}", "{day} 기준, 중국(홍콩 포함, 마카오는 2023년 1월부터)으로 수출할 때"),
    "advice": (
        "This is an analysis of public texts and reports, not legal advice. It looks at the part alone, not at buyer, end use or system.",
        "공개된 규정과 보도를 분석한 결과이며 법률 자문이 아닙니다. 부품만 보며 구매자·최종용도·시스템은 보지 않습니다.",
    ),
    "later": ("The newest source is of {newest}; what has changed since is not known here.", "가장 새로운 자료는 {newest}의 것입니다. 그 뒤에 바뀐 내용은 알 수 없습니다."),
    "class": ("class", "분류"),
    "decided": ("decided by", "근거"),
    "free": ("no rule in force catches it", "시행 중인 어느 규칙에도 걸리지 않습니다"),
    "cannot": ("cannot be decided: {missing} missing", "정할 수 없습니다. 빠진 입력: {missing}"),
    "would": ("{name} by {rule} if {needs}", "{needs}이면 {name}({rule})"),
    "and": (" and ", ", "),
    "named": ("the part is named", "제품을 지목함"),
    "columns": ("in the five columns", "다섯 갈래"),
    "nearest": ("nearest limit", "가장 가까운 기준"),
    "margins": ("margins", "기준과의 거리"),
    "bills": ("bills, not law", "법이 아닌 법안"),
    "elsewhere": ("other destinations", "다른 목적지"),
    "counter": ("China's side", "중국의 조치"),
    "questions": ("question", "질문"),
    "above": ("{quantity} {sign} {limit}", "{quantity} {sign} {limit}"),
    "ratio": (
        "{high} is {ratio} times {low}; usual are 1, 2 and 4. Are both figures dense?",
        "{high} 값이 {low}의 {ratio}배입니다. 보통은 1·2·4배입니다. 둘 다 희소성을 뺀 값입니까?",
    ),
    "doubled": (
        "{column} is about two times that of {part}. With sparsity counted? The rules ask for dense figures.",
        "{column} 값이 {part}의 두 배쯤입니다. 희소성을 넣은 값입니까? 규칙은 희소성을 뺀 값을 씁니다.",
    ),
    "density": (
        "performance density {value} lies above {most} of {densest}, the densest known part. Are all logic dies in the area?",
        "성능 밀도 {value[이/가]} 지금까지 가장 빽빽한 {densest}의 {most}보다 높습니다. 면적에 로직 다이를 모두 넣었습니까?",
    ),
    "undefined": ("undefined: no die counts", "정의되지 않음(셈할 다이 없음)"),
    "market": ("it is designed or marketed for data centers", "데이터센터용으로 설계하거나 파는 제품"),
    "other_market": ("it is neither designed nor marketed for data centers", "데이터센터용으로 설계하지도 팔지도 않는 제품"),
    "maker": ("it is made by {names}", "{names} 제품"),
    "peaks": (" ({fp16} TFLOPS at 16 bits or {int8} TOPS at 8 bits, dense)", "(희소성을 뺀 16비트 {fp16}TFLOPS 또는 8비트 {int8}TOPS)"),
}
SIGNS = {"at_least": "≥", "more_than": ">", "at_most": "≤", "less_than": "<"}
INVERTED = {"at_least": "≤", "more_than": "<", "at_most": "≥", "less_than": ">"}


def say(key, lang, **fields):
    """One phrase in one language; `{name[이/가]}` puts a particle after a field."""
    text = WORDS[key][lang == "ko"]
    for name, value in fields.items():
        text = text.replace("{" + name + "[이/가]}", with_particle(str(value), "이/가", "이") if lang == "ko" else str(value))
    return settle(text.format(**fields))


def plain(number):
    """A number as printed: three digits and more of a small one, whole from a thousand on.

    >>> plain(15832.0), plain(5.92), plain(0.14)
    ('15,832', '5.92', '0.14')
    """
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.4g}"


class Writer:
    """Words for the answers of one rulebook in one language."""

    def __init__(self, book, lang):
        self.book, self.lang = book, lang
        self.rules, self.conditions, self.scales, _ = book.rules()

    def label(self, name):
        """What a reader sees for a name: its term or the label of its column, else the name."""
        terms = self.book.catalogue.terms
        if name in terms:
            return terms[name][f"label_{self.lang}"]
        columns = self.book.catalogue.columns
        return next((lines[name][f"label_{self.lang}"] for lines in columns.values() if name in lines), name)

    def rule(self, name):
        """A rule by its name and citation; a reader's own, which has no name in both languages, by citation and paragraph."""
        line = self.rules[name]
        said = (self.label(name), line.citation) if name in self.book.catalogue.terms else (line.citation, line.paragraph)
        return ", ".join(part for part in said if part) or name

    def amount(self, quantity, value):
        """A canonical value in the unit in which the rules write it."""
        if quantity == "performance_density" and value == 0:
            return say("undefined", self.lang)
        return f"{plain(value / self.scales[quantity])} {self.book.tables['quantities'][quantity]['limit_unit']}"

    def test(self, test):
        """One condition with its numbers and its margin."""
        head = f"{self.label(test.quantity)} {self.amount(test.quantity, test.value)}"
        held = f"{SIGNS[test.comparison]} {self.amount(test.quantity, test.limit)}"
        return f"{head} {held if test.holds else '≱' if test.comparison == 'at_least' else '≯' if test.comparison == 'more_than' else '≮'}" + (
            "" if test.holds else f" {self.amount(test.quantity, test.limit)}"
        ) + (f" ({test.margin:+.1%})" if test.margin is not None else "")

    def need(self, test, part):
        """What a missing input would have to be for a condition to hold, in the input itself where it can be turned round."""
        tpp, memory = part.facts.get("total_processing_performance"), part.facts.get("memory_bandwidth")
        area, bandwidth = part.inputs.get("die_area"), part.inputs.get("stack_bandwidth")
        if test.quantity == "performance_density" and _known(tpp):
            return f"{self.label('die_area')} {INVERTED[test.comparison]} {plain(tpp / test.limit)} mm²"
        if test.quantity == "performance_density" and area:
            tpp_limit = self.amount("total_processing_performance", test.limit * area)
            return f"{self.label('total_processing_performance')} {SIGNS[test.comparison]} {tpp_limit}"
        if test.quantity == "memory_bandwidth_density" and bandwidth:
            return f"{self.label('stack_area')} {INVERTED[test.comparison]} {plain(bandwidth / test.limit)} mm²"
        if test.quantity == "bandwidth_sum" and _known(memory):
            return f"{self.label('io_bandwidth')} {SIGNS[test.comparison]} {self.amount(test.quantity, test.limit - memory)}"
        words = f"{self.label(test.quantity)} {SIGNS[test.comparison]} {self.amount(test.quantity, test.limit)}"
        if test.quantity == "total_processing_performance":
            bits = {name: self.book.catalogue.rows[f"{name}_bits"].value for name in ("fp16", "int8")}
            words += say("peaks", self.lang, **{name: plain(test.limit / self.scales[test.quantity] / bit) for name, bit in bits.items()})
        return words

    def needs(self, name, part):
        """Each limb of an undecided rule that may still hold: what is missing for it."""
        rule, facts, limbs = self.rules[name], part.facts, part.answer.verdicts[name].limbs
        extra = [] if facts.get("datacenter") or not rule.market else [say("market" if rule.market == "yes" else "other_market", self.lang)]
        extra += [] if facts.get("maker") or not rule.makers else [say("maker", self.lang, names=", ".join(rule.makers.split(" ")))]
        for tests in limbs.values():
            if all(test.holds is not False for test in tests):
                yield say("and", self.lang).join([*(self.need(test, part) for test in tests if test.holds is None), *extra])

    def missing(self, part):
        """The inputs that are missing where it matters, by their labels."""
        found = []
        for name in part.answer.open_rules:
            rule, limbs = self.rules[name], part.answer.verdicts[name].limbs.values()
            found += [column for column, words in (("datacenter", rule.market), ("maker", rule.makers)) if words and not part.facts.get(column)]
            for test in (test for tests in limbs if all(one.holds is not False for one in tests) for test in tests if test.holds is None):
                found += self._inputs(test.quantity, part)
        return [self.label(name) for name in dict.fromkeys(found)]

    def _inputs(self, quantity, part):
        """The inputs of a quantity that are missing."""
        of = {"performance_density": ("total_processing_performance", "die_area"), "bandwidth_sum": ("memory_bandwidth", "io_bandwidth")}
        of["memory_bandwidth_density"] = ("stack_bandwidth", "stack_area")
        return [name for name in of.get(quantity, (quantity,)) if not _known(part.inputs.get(name, part.facts.get(name)))]

    def question(self, asked):
        """One question."""
        fields = {key: self.label(value) if isinstance(value, str) else plain(value) for key, value in asked.fields.items()}
        for key in ("value", "most"):
            if key in asked.fields:
                fields[key] = self.amount("performance_density", asked.fields[key])
        return say(asked.kind, self.lang, **fields)

    def text(self, part):
        """The answer for one part, a line for each thing said."""
        lines, found = [part.name], part.answer
        add = lambda key, words: lines.append(f"  {say(key, self.lang)}: {words}")  # noqa: E731
        add("class", self.label(found.rule_class))
        if found.open_rules:
            add("decided", say("cannot", self.lang, missing=", ".join(self.missing(part))))
            for name in found.open_rules:
                lines += [f"    {say('would', self.lang, name=self.label(self.rules[name].rule_class), rule=self.rule(name), needs=need)}" for need in self.needs(name, part)]
        elif found.decided_by:
            tests = "; ".join(map(self.test, self.deciding(found))) or say("named", self.lang)
            add("decided", f"{self.rule(found.decided_by)}: {tests}")
        else:
            add("decided", say("free", self.lang))
        add("columns", " · ".join(f"{self.label(column)}: {self.label(state)}" for column, state in found.columns.items()))
        if part.nearest:
            add("nearest", f"{self.test(part.nearest[0])} [{self.rule(self.conditions[part.nearest[0].condition].rule)}]")
        lines += [f"  {say('margins', self.lang)}: {self.test(test)} [{self.rule(self.conditions[test.condition].rule)}]" for test in self.margins(part)]
        for key, names in (("bills", part.bills), ("counter", part.countermeasures)):
            lines += [f"  {say(key, self.lang)}: {self.rule(name)} ({self.label(self.rules[name].control)})" for name in names]
        lines += [f"  {say('elsewhere', self.lang)}: {self.rule(name)} ({self.label(self.rules[name].control)}, {self.label(state)})" for name, state in part.elsewhere]
        return "\n".join([*lines, *(f"  {say('questions', self.lang)}: {self.question(asked)}" for asked in part.questions)])

    def deciding(self, found):
        """The tests of the limb that decides, the tightest first."""
        limbs = [tests for tests in found.verdicts[found.decided_by].limbs.values() if dated.all_hold(test.holds for test in tests)]
        return sorted(limbs[0], key=lambda test: (abs(test.margin or 0), test.condition)) if limbs else []

    def margins(self, part):
        """Every test of a rule in force that could class the part, its value known, once for each quantity and limit."""
        seen = {}
        for name, one in part.answer.verdicts.items():
            if self.rules[name].rule_class and dated.addressed(self.rules[name], {**part.facts, "part": ""}) is not False:
                for test in (test for tests in one.limbs.values() for test in tests if test.value is not None):
                    seen.setdefault((test.quantity, test.limit), test)
        return list(seen.values())


def _known(value):
    return value is not None and not getattr(value, "missing", ())


def entry(writers, part):
    """One part as it stands in the JSON."""
    writer, found = writers["en"], part.answer
    both = lambda name: {lang: one.label(name) for lang, one in writers.items()}  # noqa: E731

    def test(one):
        scale = writer.scales[one.quantity]
        value = None if one.value is None else one.value / scale
        unit = writer.book.tables["quantities"][one.quantity]["limit_unit"]
        return {"condition": one.condition, "rule": writer.conditions[one.condition].rule, "quantity": one.quantity, "value": value, "comparison": one.comparison,
                "limit": one.limit / scale, "unit": unit, "holds": one.holds, "margin": one.margin}  # fmt: skip

    undecided = [{"rule": name, "class": writer.rules[name].rule_class, "needs": {lang: list(one.needs(name, part)) for lang, one in writers.items()}} for name in found.open_rules]
    return {
        "class": found.rule_class, "label": both(found.rule_class), "decided_by": None if found.open_rules or not found.decided_by else found.decided_by,
        "inequalities": [test(one) for one in (writer.deciding(found) if found.decided_by and not found.open_rules else ())],
        **{column: {"state": state, "label": both(state)} for column, state in found.columns.items()},
        "missing": {lang: one.missing(part) for lang, one in writers.items()}, "undecided": undecided,
        "nearest": [test(one) for one in part.nearest], "margins": [test(one) for one in writer.margins(part)],
        "rules_met": found.met, "bills": list(part.bills), "elsewhere": [{"rule": name, "enforcement": state} for name, state in part.elsewhere],
        "countermeasures": list(part.countermeasures), "questions": {lang: [one.question(asked) for asked in part.questions] for lang, one in writers.items()},
    }  # fmt: skip


def page(book, day, parts, lang):
    """Everything that `classify` prints in one language."""
    writer = Writer(book, lang)
    head = [say("head", lang, day=day), say("advice", lang)]
    newest = newest_source(book)
    head += [say("later", lang, newest=newest)] if day > newest else []
    return "\n\n".join(["\n".join(head), *map(writer.text, parts)])


def document(book, day, parts):
    """Everything that `classify --json` prints."""
    writers = {lang: Writer(book, lang) for lang in ("en", "ko")}
    head = {"on": day, "destination": dated.CHINA, "newest_source": newest_source(book), "advice": {lang: say("advice", lang) for lang in writers}}
    return json.dumps({**head, "parts": {part.name: entry(writers, part) for part in parts}}, ensure_ascii=False, indent=1, allow_nan=False)


def newest_source(book):
    """The day of the newest source behind a rule."""
    sources = book.catalogue.sources
    lines = [line.cells for line in book.catalogue.tables["rules"].values()]
    dates = [cell.as_of for cells in lines for cell in [cells["rule_rank"]] if cell.as_of] + [sources[cell.source]["date"] for cells in lines for cell in [cells["rule_rank"]] if cell.source in sources]
    return max(dates)
