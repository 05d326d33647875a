"""Recorded formulas as straight-line JavaScript: what lies between a page's parameters and the numbers that it says.

A part of a formula that no parameter moves is written as its value. What cannot be traced is refused with its place.
"""

import json
import math
import re
from collections import Counter

from analysis.core.recorded import Recorded, Text

# Written as JavaScript's own; every other operation is a function of the page script, which gives NaN where Python raises.
INFIX = {"+", "-", "*", "<", "<=", ">", ">="}
NAMED = {"/": "divide", "**": "power"}


def literal(value):
    """A number as JavaScript reads it back, to the last bit.

    >>> literal(5576000.0), literal(-0.1), literal(math.inf)
    ('5576000', '(-0.1)', 'Infinity')
    """
    text = repr(float(value)).removesuffix(".0").replace("inf", "Infinity")
    return f"({text})" if text.startswith("-") else text


def identifier(name):
    """A name as a JavaScript identifier; different names stay different.

    >>> identifier("kv_bytes.deepseek_v3")
    'kv_bytes$deepseek_v3'
    """
    return re.sub(r"[^A-Za-z0-9_]", lambda sign: "$" if sign[0] == "." else f"$${ord(sign[0]):x}$", name)


class Trace:
    """The numbers that move with some parameters, and the lines that compute them.

    A number that is missing stays missing: it does not move, and nothing is written for it.
    """

    def __init__(self, results, parameters):
        self.numbers, self.functions, self.parameters = results.numbers, results.graph.functions, list(parameters)
        self.lines, self.names = [], list(parameters)
        self._movers = {name: name for name in parameters}

    def mover(self, part):
        """The first parameter that moves a number, given by its name, or a part of a formula; None where none does."""
        part = part.args[0] if getattr(part, "op", "") == "name" else getattr(part, "name", part)  # a number or a text by its name
        key = part if isinstance(part, str) else id(part)  # a part used many times is looked at once
        if key not in self._movers:
            self._movers[key] = next(filter(None, map(self.mover, self._inputs(part))), None)
        return self._movers[key]

    def _inputs(self, part):
        if isinstance(part, str):
            number = self.numbers.get(part)
            return () if number is None or number.record is None or number.state == "missing" else (number.record,)
        inputs, function = (*getattr(part, "args", ()), *getattr(part, "given", ())), self.functions.get(getattr(part, "op", ""))
        # A function that returned a plain value can only have read texts, as it may not branch on a number.
        return [one for one in inputs if isinstance(one, Text)] if function and not function.scalar else inputs

    def add(self, name):
        """Write the lines of a number, after those that it needs; returns how a formula names it. Raises ValueError."""
        if not self.mover(name):
            return literal(math.inf if self.numbers[name].state else self.numbers[name].value)
        if name not in self.names:
            record = self.numbers[name].record
            self._check(name, record)
            text = self._written(record, _uses(record), {})
            self.lines.append(f"const {identifier(name)} = {text};")
            self.names.append(name)
        return identifier(name)

    def _check(self, name, record):
        """Refuse a scalar function, a text, and a number whose formula a moving text has chosen."""
        chosen = next((text.name for text in record.given if self.mover(text)), None)
        why = f"the text '{chosen}' chooses its formula" if chosen else None
        if record.op in self.functions:
            why = "it is tagged scalar=True" if self.functions[record.op].scalar else "it is a text"
        if why:
            where, mover = self.functions[name.partition(".")[0]].where, self.mover(name)
            remedy = f"write it with where, minimum, maximum or ratio, or take '{mover}' out of the page's parameters cell"
            raise ValueError(f"{name} ({where}) moves with '{mover}' but cannot be traced to JavaScript, since {why}: {remedy}")

    def _written(self, part, uses, made):
        if not self.mover(part):
            return literal(getattr(part, "value", part))
        if part.op == "name":
            return self.add(part.args[0])
        if id(part) not in made:
            made[id(part)] = _operation(part.op, [self._written(one, uses, made) for one in part.args])
            if uses[id(part)] > 1:  # computed once
                shared = f"$part{len(self.lines)}"
                self.lines.append(f"const {shared} = {made[id(part)]};")
                made[id(part)] = shared
        return made[id(part)]

    def function(self, asked):
        """The JavaScript function of the parameters `p`, by name, and the page script's operations `o`.

        It gives every number that moves, and what is asked besides, by name; all in canonical units.
        """
        values = {name: self.add(name) for name in asked} | {name: identifier(name) for name in self.names}
        taken = [f"const {identifier(name)} = p[{json.dumps(name)}];" for name in self.parameters]
        given = ",\n".join(f"{json.dumps(name)}: {text}" for name, text in values.items())
        return "\n".join(["function (p, o) {", *taken, *self.lines, f"return {{\n{given}\n}};", "}"])


def _uses(record):
    """How often each part of a formula is used."""
    uses, stack = Counter(), [record]
    while stack:
        part = stack.pop()
        uses[id(part)] += 1
        stack += [one for one in part.args if isinstance(one, Recorded)] if uses[id(part)] == 1 else []
    return uses


def _operation(op, args):
    if op in INFIX:
        return f"({args[0]} {op} {args[1]})"
    if op == "negative":
        return f"(-{args[0]})"
    return f"({args[0]} ? {args[1]} : {args[2]})" if op == "where" else f"o.{NAMED.get(op, op)}({', '.join(args)})"
