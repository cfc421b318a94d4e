"""Breaks a spec in one place: in its text, so that line and column of the break are known.

The places come from PyYAML's nodes and not from our own reader, so that a reader that is wrong about a place is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import TypeAdapter

from signalwright.language import shape
from signalwright.language.model import SpecModel
from signalwright.language.models.stack import StackSpec

KeyPath = tuple[str | int, ...]

REPLACEMENTS: dict[str, tuple[str, Any]] = {
    "text": ("'§ no value'", "§ no value"),
    "number": ("12345", 12345),
    "float": ("1.5", 1.5),
    "true": ("true", True),
    "null": ("null", None),
    "list": ("[[]]", [[]]),
    "mapping": ("{§: 1}", {"§": 1}),
}
"""Kind of value → how it is written, and what it is."""


@dataclass(frozen=True, slots=True)
class Written:
    """A key or a value as it stands in the text.

    Attributes:
        path: Its key path.
        key: Line and column of the key that names it; of the value itself in a list and at the top.
        value: Line and column of the value.
        node: The value.
        name: The key's node, or None in a list and at the top.
        parent: What holds it, or None at the top.
    """

    path: KeyPath
    key: tuple[int, int]
    value: tuple[int, int]
    node: yaml.Node
    name: yaml.Node | None
    parent: yaml.Node | None


@dataclass(frozen=True, slots=True)
class Mutation:
    """A broken spec.

    Attributes:
        path: The key path of what was broken.
        text: The whole text.
        place: Line and column at which the error is expected.
        kind: What was done.
        value: What stands there now.
    """

    path: KeyPath
    text: str
    place: tuple[int, int]
    kind: str
    value: Any = None


def written(text: str) -> list[Written]:
    """Returns everything that stands in a text, parents before children."""
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    assert root is not None
    found: list[Written] = []
    _collect(root, (), None, None, found)
    return found


def _collect(node: yaml.Node, path: KeyPath, name: yaml.Node | None, parent: yaml.Node | None, found: list[Written]) -> None:
    value = _place(node)
    found.append(Written(path, _place(name) if name is not None else value, value, node, name, parent))
    if isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            _collect(child, (*path, key.value), key, node, found)
    elif isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            _collect(child, (*path, index), None, node, found)


def _place(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def owner(model: type[StackSpec], path: KeyPath) -> type[SpecModel] | None:
    """Returns the model that a key belongs to; None for keys that people choose, such as the names of services."""
    form = shape.mapping_form(shape.at(model, path[:-1])) if path else None
    return form if isinstance(form, type) and issubclass(form, SpecModel) else None


def in_overlay(path: KeyPath) -> bool:
    """Returns whether a path lies in what an environment changes or adds, which is the stack's shape once more."""
    return len(path) > 3 and path[0] == "environments"


def misspelt_keys(model: type[StackSpec], text: str) -> Iterator[Mutation]:
    """Yields the text with each key of the language misspelt."""
    for each in written(text):
        if each.name is None or owner(model, each.path) is None or in_overlay(each.path):
            continue
        start, end = each.name.start_mark.index, each.name.end_mark.index
        name = str(each.path[-1])
        wrong = name[: len(name) // 2] + "z" + name[len(name) // 2 :]
        yield Mutation(each.path, text[:start] + wrong + text[end:], each.key, "misspelt key", wrong)


def deleted_keys(model: type[StackSpec], text: str) -> Iterator[Mutation]:
    """Yields the text without each key that is required; the error belongs to what lacks it."""
    everything = written(text)
    by_path = {each.path: each for each in everything}
    for each in everything:
        holder = owner(model, each.path)
        if holder is None or in_overlay(each.path):
            continue
        field = shape.field_of(holder, str(each.path[-1]))
        if field is not None and field.is_required():
            lacking = by_path[each.path[:-1]]
            yield Mutation(each.path, without(text, each), lacking.key, "deleted key")


def without(text: str, each: Written) -> str:
    """Returns the text without a key and its value."""
    assert isinstance(each.parent, yaml.MappingNode) and each.name is not None
    pairs = each.parent.value
    index = next(i for i, (key, _) in enumerate(pairs) if key is each.name)
    start = each.name.start_mark.index
    if len(pairs) == 1:
        empty = "" if each.parent.flow_style else "{}"
        return text[:start] + empty + text[_end(text, each.node) :]
    if index + 1 < len(pairs):
        return text[:start] + text[pairs[index + 1][0].start_mark.index :]
    return text[: _end(text, pairs[index - 1][1])] + text[_end(text, each.node) :]


def _end(text: str, node: yaml.Node) -> int:
    """Returns where a node ends; the end of a block collection is the start of whatever comes next."""
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        return max(_end(text, child) for child in _children(node))
    return start + len(text[start:end].rstrip())


def _children(node: yaml.CollectionNode) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [value for _, value in node.value]
    return list(node.value)


def replaced_scalars(model: type[StackSpec], text: str) -> Iterator[Mutation]:
    """Yields the text with each scalar replaced by a value of each kind; the same key of the same model only once."""
    seen: set[KeyPath] = set()
    for each in written(text):
        if not isinstance(each.node, yaml.ScalarNode) or in_overlay(each.path):
            continue
        general = generalized(model, each.path)
        if general in seen:
            continue
        seen.add(general)
        start, end = each.node.start_mark.index, each.node.end_mark.index
        for kind, (shown, value) in REPLACEMENTS.items():
            # A mapping is shown by the key that names it, for it may go over many lines.
            place = each.key if kind == "mapping" else each.value
            yield Mutation(each.path, text[:start] + shown + text[end:], place, kind, value)


def generalized(model: type[StackSpec], path: KeyPath) -> KeyPath:
    """Returns a path with `*` for each name and index that people choose."""
    return tuple(
        "*" if isinstance(step, int) or owner(model, path[: index + 1]) is None else step
        for index, step in enumerate(path)
    )


def excluded(model: type[StackSpec], path: KeyPath, value: Any) -> bool:
    """Returns whether the JSON Schema of the type at a path excludes a value."""
    import jsonschema

    annotation = shape.at(model, path)
    key = repr(annotation)
    if key not in _VALIDATORS:
        schema = TypeAdapter(annotation).json_schema(by_alias=True)
        _VALIDATORS[key] = jsonschema.Draft202012Validator(schema)
    return value is None or not _VALIDATORS[key].is_valid(value)


_VALIDATORS: dict[str, Any] = {}
