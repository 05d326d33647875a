"""Operands that record: each carries its value and the formula that made it, in names.

From the record come the exact lineage of a number, the formula that a reader sees, and later the page's script.
What a recording cannot follow (branching on a number, `==`, a look-up by a number, text from a number) is refused.
"""

from collections.abc import Mapping
from itertools import chain

from analysis.core import ops
from analysis.core.operand import Operand

PRECEDENCE = {"<": 1, "<=": 1, ">": 1, ">=": 1, "+": 2, "-": 2, "*": 3, "/": 3, "negative": 4, "**": 5}


class Recorded(Operand):
    """A number with its formula.

    >>> (Recorded.named("gpu_hours", 10.0) * 2).formula()
    'gpu_hours * 2'
    """

    __slots__ = ("value", "op", "args", "given", "_names")

    def __init__(self, value, op, args, given=()):
        self.value, self.op, self.args, self.given, self._names = value, op, args, given, None

    @classmethod
    def named(cls, name, value):
        """A number that is known by its name."""
        return cls(value, "name", (name,))

    def __op__(self, name, args):
        values = [getattr(arg, "value", arg) for arg in args]
        return Recorded(ops.apply(name, *values), name, args)

    @property
    def what(self):
        """How a refusal names this number."""
        return f"the number {self.formula()}"

    def __str__(self):
        return format(self)  # refused: text from a number cannot be followed

    @property
    def missing(self):
        """Names of the empty cells behind this number."""
        return ops.missing_cells(self.value)

    def names(self):
        """Names of the numbers that this formula reads, in order, once each."""
        if self.op == "name":
            return [*self.args]
        if self._names is None:  # asked for often, and a formula does not change
            parts = [arg.names() for arg in (*self.args, *self.given) if isinstance(arg, (Recorded, Text))]
            self._names = list(dict.fromkeys(chain.from_iterable(parts)))
        return self._names

    def formula(self, words=lambda name, value: name):
        """The formula as text; `words(name, value)` says how a name is written."""
        return _text(self, words, 0)


class Text(str):
    """A text or date under its name: plain to every branch, and part of the lineage of what asked for it."""

    name = ""

    @classmethod
    def named(cls, name, text):
        """A text that is known by its name."""
        made = cls(text)
        made.name = name
        return made

    def names(self):
        """Its own name, as of an operand."""
        return [self.name]


def _text(node, words, outer):
    if not isinstance(node, Recorded) or node.op == "name":
        text = _leaf_text(node, words)
        return f"({text})" if text.startswith("-") and outer > PRECEDENCE["negative"] else text
    if node.op not in PRECEDENCE:
        return f"{node.op}({', '.join(_text(arg, words, 0) for arg in node.args)})"
    mine = PRECEDENCE[node.op]
    if node.op == "negative":
        text = f"-{_text(node.args[0], words, mine)}"
    else:
        left, right = node.args
        left_to_right = mine in (2, 3)  # a - b - c is (a - b) - c; a power of a power and a < b < c need parentheses
        text = f"{_text(left, words, mine if left_to_right else mine + 1)} {node.op} {_text(right, words, mine + 1)}"
    return f"({text})" if mine < outer else text


def _leaf_text(node, words):
    if isinstance(node, Recorded):
        return words(node.args[0], node.value)
    if isinstance(node, Text):
        return words(node.name, str(node))
    return f"{node:,.10g}" if isinstance(node, (int, float)) else str(node)


class Recording:
    """The kind of number that keeps every formula; after a run `formulas` maps each name to its record."""

    def __init__(self):
        self.formulas = {}
        self._last = None, (), ()  # arguments of a call, its operands and the texts among them: many numbers can come from one call

    def leaf(self, name, value):
        """Wrap one row or cell."""
        return (Text if isinstance(value, str) else Recorded).named(name, value)

    def finish(self, function, name, value, arguments):
        """Keep the formula and hand the number on under its name."""
        if self._last[0] is not arguments:
            operands = tuple({arg.names()[0]: arg for arg in _operands(arguments)}.values())
            self._last = arguments, operands, tuple(arg for arg in operands if isinstance(arg, Text))
        _, operands, texts = self._last
        if isinstance(value, Recorded) and not function.scalar:
            # A formula shows no text, but a text may have chosen it.
            record = Recorded(value.value, value.op, value.args, texts)
        else:
            record = Recorded(getattr(value, "value", value), function.name, operands)
        self.formulas[name] = record
        return self.leaf(name, record.value)

    def plain(self, argument):
        """Values without their record, for functions that branch, sort or fit."""
        if isinstance(argument, Mapping):
            return {key: self.plain(part) for key, part in argument.items()}
        if hasattr(argument, "_key"):
            return type(argument)(argument._key, {k: self.plain(v) for k, v in vars(argument).items() if k != "_key"})
        return getattr(argument, "value", argument)


def _operands(arguments):
    """Everything that a function was handed: the lineage of a scalar one, since its body is not followed."""
    for argument in arguments.values():
        if isinstance(argument, (Recorded, Text)):
            yield argument
        elif isinstance(argument, Mapping):
            yield from _operands(argument)
        elif hasattr(argument, "_key"):
            yield from (value for value in vars(argument).values() if isinstance(value, Recorded))
