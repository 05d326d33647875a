"""Whether what the data says in English has its Korean in `data/sentences_ko.csv`: all that numbers leave out, and how many of the notes."""

from pathlib import Path

from analysis.book.all_numbers import left_out
from analysis.core.graph import nearest
from analysis.messages import Refusal, Told

PLACE = "data/sentences_ko.csv"


def problems(results):
    """What a number leaves out without Korean, and Korean of what nothing says any more; none in a project without the file."""
    catalogue, notes = results.catalogue, _notes(results)
    if not (catalogue.root / PLACE).exists():
        return []
    left = {left_out(function): function for function in reversed(results.graph.functions.values()) if left_out(function)}
    said = {*left, *notes}
    idle = [english for english in catalogue.sentences if english not in said]
    silent = [english for english in left if english not in catalogue.sentences]
    found = [Told(_place(catalogue.root, left[english]), Refusal("no_korean", nearest(english, idle), value=english, name=PLACE)) for english in silent]
    return found + [Told(catalogue.sentences[english][1], Refusal("idle_korean", nearest(english, said), value=english)) for english in idle]


def waiting(results):
    """How many notes stand in English on Korean pages."""
    shown = {number.row.note for number in results.numbers.values() if number.record is None} - {""}
    return len(shown - results.catalogue.sentences.keys()) if results.catalogue.sentences else 0


def _notes(results):
    return {leaf.note for leaf in results.catalogue.leaves().values() if leaf.note}


def _place(root, function):
    path = Path(function.file)
    return f"{path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name}:{function.line}"
