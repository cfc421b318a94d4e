"""Finds the part of an expression that says a key: the argument of a call, an entry of a mapping, an item of a list."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TypeAlias

from signalwright.diagnostics.span import Step
from signalwright.records import record
from signalwright.spec.places import BOUND, RECEIVER

_Part: TypeAlias = tuple[ast.expr, "ast.expr | ast.keyword | None"]


@record
class Found:
    """A part of an expression.

    Attributes:
        node: The part.
        name: What names it: the keyword of an argument, the key of an entry, the first argument of a call; or None.
        missing: Whether some of the steps aren't written, and this is the deepest part that is.
    """

    node: ast.expr
    name: ast.expr | ast.keyword | None
    missing: bool


def find(node: ast.expr, steps: Sequence[Step], declares: Step | None = None) -> Found:
    """Returns a part of an expression, or the deepest part on the way to it that is written.

    Args:
        node: The expression.
        steps: The way to the part; see `signalwright.spec.places.Place.steps`.
        declares: The name of what the expression declares, when it declares something.
    """
    name: ast.expr | ast.keyword | None = _own_name(node, declares)
    for index, step in enumerate(steps):
        found = _step(node, step, first=index == 0)
        if found is None:
            return Found(node, name, missing=True)
        node, name = found
    return Found(node, name, missing=False)


def _own_name(node: ast.expr, declares: Step | None) -> ast.expr | None:
    """Returns the first argument of a call that names what the call declares."""
    if declares is None or not isinstance(node, ast.Call) or not node.args:
        return None
    first = node.args[0]
    return first if isinstance(first, ast.JoinedStr) or _is_text(first, declares) else None


def _is_text(node: ast.expr | None, text: Step) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value == text


def _step(node: ast.expr, step: Step, *, first: bool) -> _Part | None:
    if isinstance(node, ast.Call):
        return _argument(node, step, first=first)
    if isinstance(node, ast.Compare):
        return _operand(node, step)
    if isinstance(node, ast.Dict) and isinstance(step, str):
        return _entry(node, step)
    if isinstance(node, (ast.List, ast.Tuple)):
        items = node.elts
        if isinstance(step, str):
            return next(((each, None) for each in items if _is_text(each, step)), None)
        if step < len(items) and not any(isinstance(each, ast.Starred) for each in items[: step + 1]):
            return items[step], None
    return None


def _argument(call: ast.Call, step: Step, *, first: bool) -> _Part | None:
    if isinstance(step, int):
        starred = any(isinstance(each, ast.Starred) for each in call.args[: step + 1])
        return (call.args[step], None) if step < len(call.args) and not starred else None
    if step == RECEIVER:
        return (call.func.value, None) if isinstance(call.func, ast.Attribute) else None
    for keyword in call.keywords:
        if keyword.arg is not None and keyword.arg.removesuffix("_") == step:
            return keyword.value, keyword
    spread = [each.value for each in call.keywords if each.arg is None]
    for value in spread:
        found = _step(value, step, first=False)
        if found is not None:
            return found
    return (spread[0], None) if len(spread) == 1 and first else None


def _operand(compare: ast.Compare, step: Step) -> tuple[ast.expr, None] | None:
    if step not in (BOUND, "above", "below"):
        return None
    right = compare.comparators[0]
    mirrored = isinstance(compare.left, (ast.Constant, ast.Dict)) and not isinstance(right, (ast.Constant, ast.Dict))
    return (compare.left if mirrored else right), None


def _entry(mapping: ast.Dict, step: str) -> tuple[ast.expr, ast.expr | None] | None:
    for key, value in zip(mapping.keys, mapping.values, strict=True):
        if _is_text(key, step):
            return value, key
        inner = _step(value, step, first=False) if key is None else None
        if inner is not None:
            return inner[0], inner[1] if isinstance(inner[1], ast.expr) else None
    return None
