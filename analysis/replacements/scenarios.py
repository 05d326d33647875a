"""Scenarios: named replacements of rows, each with a reason, one YAML file each under `data/scenarios/`.

Read through PyYAML's nodes, so that a problem names its line, a key written twice is seen, and `1e13` (which YAML takes
for text) is refused with the right spelling.
"""

from dataclasses import replace

import yaml

from analysis.catalogue import CatalogueError, Scenario
from analysis.core.graph import hint
from analysis.messages import LANGUAGES, Refusal, Told
from analysis.replacements.values import replaced
from analysis.sheets import unseen

ROOT_KEYS = ("label", "set")


class _Reader:
    def __init__(self, path, root, problems):
        self.path, self.problems = path, problems
        self.place = path.relative_to(root).as_posix()

    def wrong(self, node, text):
        self.problems.append(f"{self.place}:{node.start_mark.line + 1}: {text}")

    def refused(self, node, refusal):
        """Note a refusal, in both languages."""
        self.problems.append(Told(f"{self.place}:{node.start_mark.line + 1}", refusal))

    def mapping(self, node, what):
        """key -> value node; a node of another kind or a key written twice is a problem."""
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, f"expected {what}")
            return {}
        found = {}
        for key, value in node.value:
            if key.value in found:
                self.wrong(key, f"'{key.value}' is written twice")
            found[key.value] = value
        return found

    def words(self, node, what):
        """{language: text}, complete."""
        given = self.mapping(node, f"{what} as {{en: ..., ko: ...}}")
        for lang in LANGUAGES:
            if not getattr(given.get(lang), "value", ""):
                self.wrong(node, f"{what} lacks its words in '{lang}'")
        for value in given.values():
            if code := unseen(str(value.value).replace("\n", " ")):
                self.wrong(value, f"{what} holds the invisible character {code}; type it anew")
        return {lang: value.value for lang, value in given.items()}


def with_scenarios(catalogue, functions=()):
    """The catalogue with its scenarios; raises CatalogueError with every problem found in them."""
    problems = []
    paths = sorted((catalogue.root / "data" / "scenarios").glob("*.yml"))
    scenarios = {path.stem: _read(path, catalogue, functions, problems) for path in paths}
    if problems:
        raise CatalogueError(problems)
    return replace(catalogue, scenarios=scenarios)


def _read(path, catalogue, functions, problems):
    reader = _Reader(path, catalogue.root, problems)
    scenario = Scenario(path.stem, {}, {}, {})
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        problems.append(f"{reader.place}:{mark.line + 1 if mark else 1}: {getattr(error, 'problem', None) or error}")
        return scenario
    if node is None:
        problems.append(f"{reader.place}:1: the file is empty; expected label and set")
        return scenario
    top = reader.mapping(node, "a mapping with label and set")
    for key in [key for key in top if key not in ROOT_KEYS]:
        reader.wrong(top[key], f"'{key}': expected one of {', '.join(ROOT_KEYS)}{hint(key, ROOT_KEYS)}")
    for key in [key for key in ROOT_KEYS if key not in top]:
        reader.wrong(node, f"'{key}' is missing")
    if len(top) == 2 and set(top) == set(ROOT_KEYS):
        scenario.label.update(reader.words(top["label"], "the label"))
        for name, value in reader.mapping(top["set"], "rows to replace").items():
            _read_replacement(reader, catalogue, functions, scenario, name, value)
    return scenario


def _read_replacement(reader, catalogue, functions, scenario, name, node):
    given = reader.mapping(node, "{value: ..., reason: {en: ..., ko: ...}}")
    if set(given) != {"value", "reason"}:
        reader.wrong(node, f"'{name}' has {', '.join(given) or 'nothing'}: expected value and reason")
        return
    try:
        raw = yaml.SafeLoader("").construct_document(given["value"])
        row = replaced(catalogue, name, raw, functions, yaml_text=True)
        scenario.rows[row.name] = row
        scenario.reasons[row.name] = reader.words(given["reason"], f"the reason of '{name}'")
    except Refusal as refusal:
        reader.refused(given["value"], refusal)
