"""The hash of a formula: it changes with what a function computes, not with its docstring, its comments, its place or a new name."""

import ast
import hashlib
from functools import lru_cache
from pathlib import Path


def formula_hash(function, names=()):
    """Hash of a tagged function with the helpers of its module that it uses.

    names: name of today -> first name, so that a renamed number does not look like another method.
    """
    top = _top(function.file, Path(function.file).read_text(encoding="utf-8"))
    node, names = top[function.call.__name__], dict(names)
    tag = [function.unit, " ".join(function.over), " ".join(function.by), str(function.scalar)]
    parts = [_text(node, names), *(_text(top[name], names) for name in _helpers(node, top))]
    return hashlib.sha256("\n".join(tag + parts).encode()).hexdigest()[:10]


@lru_cache(maxsize=256)
def _top(file, text):
    """Name -> node of what a module defines, functions and constants."""
    found = {}
    for node in ast.parse(text).body:
        for target in getattr(node, "targets", [node]):
            found[getattr(target, "name", getattr(target, "id", None))] = node
    return found


def _helpers(node, top, seen=()):
    """Names of the module that a function uses, and those that they use, sorted."""
    used = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)} & {name for name, known in top.items() if _helps(known)}
    found = set(seen) | used
    for name in used - set(seen):
        found |= set(_helpers(top[name], top, found))
    return sorted(found)


def _helps(node):
    return isinstance(node, ast.Assign) or isinstance(node, ast.FunctionDef) and not node.decorator_list


def _text(node, names):
    """The code of a definition without decorators and docstrings, with the first name of everything renamed."""
    return ast.unparse(_Plain(names).visit(ast.parse(ast.unparse(node))))


class _Plain(ast.NodeTransformer):
    def __init__(self, names):
        self.names = names

    def visit_FunctionDef(self, node):
        node.decorator_list, node.name = [], self.names.get(node.name, node.name)
        if ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        return self.generic_visit(node)

    def visit_Name(self, node):
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_arg(self, node):
        node.arg = self.names.get(node.arg, node.arg)
        return node

    def visit_Attribute(self, node):
        node.attr = self.names.get(node.attr, node.attr)
        return self.generic_visit(node)
