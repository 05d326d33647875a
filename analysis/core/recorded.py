"""Operands that record: each carries its value and the formula that made it, in names.

From the record come the exact lineage of a number, the formula that a reader sees, and later the page's script.
What a recording cannot follow (branching on a number, `==`, a look-up by a number, text from a number) is refused.
"""

from collections.abc import Mapping

from analysis.core import ops

PRECEDENCE = {"<": 1, "<=": 1, ">": 1, ">=": 1, "+": 2, "-": 2, "*": 3, "/": 3, "negative": 4, "**": 5}


def _refuse(what):
    def method(self, *args):
        raise TypeError(f"{what} on the number {self.formula()}: use where, minimum, maximum or ratio, or tag the function scalar=True")

    return method


def _operator(op, swap=False):
    def method(self, other=None):
        args = (self,) if op == "negative" else (other, self) if swap else (self, other)
        return self.__op__(op, args)

    return method


class Recorded:
    """A number with its formula.

    >>> (Recorded.named("gpu_hours", 10.0) * 2).formula()
    'gpu_hours * 2'
    """

    __slots__ = ("value", "op", "args")
    __hash__ = None

    def __init__(self, value, op, args):
        self.value, self.op, self.args = value, op, args

    @classmethod
    def named(cls, name, value):
        """A number that is known by its name."""
        return cls(value, "name", (name,))

    def __op__(self, name, args):
        values = [getattr(arg, "value", arg) for arg in args]
        return Recorded(ops.apply(name, *values), name, args)

    __add__, __radd__ = _operator("+"), _operator("+", swap=True)
    __sub__, __rsub__ = _operator("-"), _operator("-", swap=True)
    __mul__, __rmul__ = _operator("*"), _operator("*", swap=True)
    __truediv__, __rtruediv__ = _operator("/"), _operator("/", swap=True)
    __pow__, __rpow__ = _operator("**"), _operator("**", swap=True)
    __neg__ = _operator("negative")
    __lt__, __le__, __gt__, __ge__ = _operator("<"), _operator("<="), _operator(">"), _operator(">=")
    __eq__, __ne__ = _refuse("== or !="), _refuse("== or !=")
    __bool__ = _refuse("a branch (if, and, or, min, max)")
    __float__, __int__, __index__ = _refuse("float()"), _refuse("int()"), _refuse("a look-up")
    __round__, __format__, __abs__ = _refuse("round()"), _refuse("text"), _refuse("abs()")

    @property
    def missing(self):
        """Names of the empty cells behind this number."""
        return ops.missing_cells(self.value)

    def names(self):
        """Names of the numbers that this formula reads, in order, once each."""
        if self.op == "name":
            return list(self.args)
        parts = [arg.names() for arg in self.args if isinstance(arg, Recorded)]
        return list(dict.fromkeys(name for part in parts for name in part))

    def formula(self, words=lambda name, value: name):
        """The formula as text; `words(name, value)` says how a name is written."""
        return _text(self, words, 0)


def _text(node, words, outer):
    if not isinstance(node, Recorded):
        return f"{node:,.10g}" if isinstance(node, (int, float)) else str(node)
    if node.op == "name":
        return words(node.args[0], node.value)
    if node.op not in PRECEDENCE:
        return f"{node.op}({', '.join(_text(arg, words, 0) for arg in node.args)})"
    mine = PRECEDENCE[node.op]
    if node.op == "negative":
        text = f"-{_text(node.args[0], words, mine)}"
    else:
        left, right = node.args
        text = f"{_text(left, words, mine)} {node.op} {_text(right, words, mine + 1)}"
    return f"({text})" if mine < outer else text


class Recording:
    """The kind of number that keeps every formula; after a run `formulas` maps each name to its record."""

    def __init__(self):
        self.formulas = {}

    def leaf(self, name, value):
        """Wrap one row or cell."""
        return value if isinstance(value, str) else Recorded.named(name, value)

    def finish(self, function, name, value, arguments):
        """Keep the formula and hand the number on under its name."""
        if isinstance(value, Recorded) and not function.scalar:
            record = value
        else:
            record = Recorded(getattr(value, "value", value), function.name, tuple(_operands(arguments)))
        self.formulas[name] = record
        return record.value if isinstance(record.value, str) else Recorded.named(name, record.value)

    def plain(self, argument):
        """Values without their record, for functions that branch, sort or fit."""
        if isinstance(argument, Mapping):
            return {key: self.plain(part) for key, part in argument.items()}
        if hasattr(argument, "_key"):
            return type(argument)(argument._key, {k: self.plain(v) for k, v in vars(argument).items() if k != "_key"})
        return getattr(argument, "value", argument)


def _operands(arguments):
    """Everything that a scalar function was handed: its lineage, since its body is not followed."""
    for argument in arguments.values() if isinstance(arguments, Mapping) else [arguments]:
        if isinstance(argument, Recorded):
            yield argument
        elif isinstance(argument, Mapping):
            yield from _operands(argument)
        elif hasattr(argument, "_key"):
            yield from (value for value in vars(argument).values() if isinstance(value, Recorded))
