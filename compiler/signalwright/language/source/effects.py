"""What an edit changes of the values of a file, at every key path where the edited node is used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from signalwright.diagnostics.fix import Value
from signalwright.diagnostics.span import Step
from signalwright.language.source.outline import Node, Outline
from signalwright.records import record

Use = tuple[tuple[Step, ...], bool]
"""A key path where a node stands, and whether it is the key there instead of the value."""


@record
class Effect:
    """The change of the values that an edit makes.

    Attributes:
        uses: Where the edited node stands; for `insert` and `remove`, the mapping.
        action: `replace` changes a part of a text, `set` gives another value, `insert` and `remove` change the keys of
            a mapping.
        value: The new text or value; None for `remove`.
        key: The key to insert or to remove.
        span: Start and end of the part that `replace` changes.
    """

    uses: tuple[Use, ...]
    action: Literal["replace", "set", "insert", "remove"]
    value: Value | None = None
    key: str = ""
    span: tuple[int, int] = (0, 0)


class Uses:
    """Knows where the nodes of an outline stand, also behind aliases."""

    def __init__(self, outline: Outline) -> None:
        """Takes the outline.

        Args:
            outline: A complete one of a file without errors, so that aliases make no circle and not too much of it.
        """
        self._outline = outline
        self._found: dict[int, list[Use]] | None = None

    def of(self, node: Node) -> tuple[Use, ...]:
        """Returns every use of a node that stands for itself (no alias)."""
        if self._found is None:
            self._found = {}
            if self._outline.root is not None:
                self._visit(self._outline.root)
        return tuple(self._found.get(id(node), ()))

    def _visit(self, root: Node) -> None:
        assert self._found is not None
        waiting: list[tuple[Node, tuple[Step, ...]]] = [(root, ())]
        while waiting:
            written, path = waiting.pop()
            node = _behind(written)
            self._found.setdefault(id(node), []).append((path, False))
            for key, value in node.pairs:
                scalar = _behind(key)
                inner = (*path, scalar.value)
                self._found.setdefault(id(scalar), []).append((inner, True))
                waiting.append((value, inner))
            waiting.extend((item, (*path, index)) for index, item in enumerate(node.items))


def _behind(node: Node) -> Node:
    return node.target if node.target is not None else node


def changed(data: object, effects: Iterable[Effect]) -> object:
    """Returns values with edits made.

    Args:
        data: The values; they stay as they are.
        effects: The edits in the order in which they are made: what stands later in the file first.

    Raises:
        LookupError: An edit doesn't fit the values.
    """
    top = [_copied(data)]
    for effect in effects:
        for path, is_key in effect.uses:
            _change(top, (0, *path), effect, is_key=is_key)
    return top[0]


def _copied(value: Any) -> Any:
    """Returns a copy in which nothing is shared, as aliases may have it."""
    if isinstance(value, dict):
        return {key: _copied(child) for key, child in value.items()}
    return [_copied(child) for child in value] if isinstance(value, list) else value


def _change(top: list[Any], path: Sequence[Step], effect: Effect, *, is_key: bool) -> None:
    parent: Any = top
    for step in path[:-1]:
        parent = parent[step]
    last: Any = path[-1]
    node = parent[last]
    if effect.action == "insert":
        if effect.key in node:
            raise LookupError(effect.key)
        node[effect.key] = _plain(effect.value)
    elif effect.action == "remove":
        del node[effect.key]
    elif is_key:
        name = _respelled(last, effect)
        if name in parent:
            raise LookupError(name)
        pairs = [(name if key == last else key, child) for key, child in parent.items()]
        parent.clear()
        parent.update(pairs)
    else:
        parent[last] = _plain(effect.value) if effect.action == "set" else _respelled(node, effect)


def _respelled(text: object, effect: Effect) -> str:
    if isinstance(text, str):
        return text[: effect.span[0]] + str(effect.value) + text[effect.span[1] :]
    raise LookupError(text)


def _plain(value: Value | None) -> object:
    return list(value) if isinstance(value, tuple) else value


def same(left: Any, right: Any) -> bool:
    """Returns whether two values are equal, with their types and the order of their keys: 1 is neither 1.0 nor true."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right or (left != left and right != right))  # noqa: PLR0124 - NaN alone is not itself
