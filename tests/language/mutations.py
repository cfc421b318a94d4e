"""Breaks a spec in one place: in its text, so that line and column of the break are known.

The places come from PyYAML's nodes and not from our own reader, so that a reader that is wrong about a place is found.
"""

from __future__ import annotations

import re
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


def _collect(
    node: yaml.Node, path: KeyPath, name: yaml.Node | None, parent: yaml.Node | None, found: list[Written]
) -> None:
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


def in_overlay(path: KeyPath) -> bool:
    """Returns whether a path lies in what an environment changes or adds, which is the stack's shape once more."""
    return len(path) > 3 and path[0] == "environments" and path[2] in ("change", "add")


def shape_of(model: type[StackSpec], path: KeyPath) -> Any:
    """Returns the type at a key path, through what environments change and add."""
    return shape.at(model, path[3:] if in_overlay(path) else path)


def owner(model: type[StackSpec], path: KeyPath) -> type[SpecModel] | None:
    """Returns the model that a key belongs to; None for keys that people choose, such as the names of services."""
    if not path:
        return None
    form = model if len(path) == 4 and in_overlay(path) else shape.mapping_form(shape_of(model, path[:-1]))
    return form if isinstance(form, type) and issubclass(form, SpecModel) else None


def misspelt_keys(model: type[StackSpec], text: str) -> Iterator[Mutation]:
    """Yields the text with each key of the language misspelt."""
    for each in written(text):
        if each.name is None or owner(model, each.path) is None:
            continue
        start, end = each.name.start_mark.index, each.name.end_mark.index
        name = str(each.path[-1])
        wrong = name[: len(name) // 2] + "z" + name[len(name) // 2 :]
        yield Mutation(each.path, text[:start] + wrong + text[end:], each.key, "misspelt key", wrong)


REQUIRED_AS_A_RULE = {("AlertSpec", "when"), ("SLOSpec", "total")}
"""Keys that a validator requires, because other keys can take their place."""


def deleted_keys(model: type[StackSpec], text: str) -> Iterator[Mutation]:
    """Yields the text without each key that is required; the error belongs to what lacks it."""
    everything = written(text)
    using = {each.path[1] for each in everything if each.path[:1] == ("services",) and each.path[2:] == ("use",)}
    by_path = {each.path: each for each in everything}
    for each in everything:
        holder = owner(model, each.path)
        if holder is None or in_overlay(each.path):
            continue
        if each.path[0] in ("templates", "defaults") or (each.path[0] == "services" and using & {*each.path[1:2]}):
            continue  # Somebody else may say it.
        field = shape.field_of(holder, str(each.path[-1]))
        if field is not None and (field.is_required() or (holder.__name__, each.path[-1]) in REQUIRED_AS_A_RULE):
            lacking = by_path[each.path[:-1]]
            yield Mutation(each.path, without(text, each), lacking.key, "deleted key")


def without(text: str, each: Written) -> str:
    """Returns the text without a key and its value."""
    assert isinstance(each.parent, yaml.MappingNode)
    assert each.name is not None
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


_SERVICE = r"((services|templates)\.\*|defaults\.service)\."
OWN_NAMES = re.compile(
    _SERVICE + r"(team|push\.via|use|use\.\*|without\.\*)"
    rf"|({_SERVICE})?alerts\.\*\.(team|severity|runbook|notify\.\*)"
    rf"|({_SERVICE})?alerts\.\*\.when(\.(all|any)\.\*|\.unless)*\.(from|down(\.\*)?|budget|during|by\.\*|labels\.\*)"
    rf"|{_SERVICE}slos\.\*\.(from|runbook|tiers\.\*\.severity)"
    rf"|({_SERVICE})?records\.\*\.(from|by\.\*)"
    r"|dashboards\.\*\.rows\.\*\.\*\.(cost|up\.\*)"
    r"|(teams\.\*|routing)\.notify\.\*\.\*"
    r"|routing\.(otherwise|group_by\.\*|also\.\*\.notify\.\*|also\.\*\.labels\.\*|quiet\.\*\.(mutes\.\*|zone))"
    r"|routing\.inhibit\.\*\.(same\.\*|(when|mutes)\.\*)"
    r"|environments\.\*\.remove\.\*"
)
"""The values that refer to a name of the spec."""

OWN_KEYS = re.compile(
    r"(teams\.\*|routing)\.notify\.\*"
    rf"|({_SERVICE})?alerts\.\*\.when(\.(all|any)\.\*|\.unless)*\.(above|below)\.\*"
    r"|routing\.(also\.\*\.labels|inhibit\.\*\.(when|mutes))\.\*"
)
"""The keys that refer to a name of the spec."""

SERIES = re.compile(
    rf"({_SERVICE})?alerts\.\*\.when(\.(all|any)\.\*|\.unless)*"
    r"\.(value|rate|ratio\.of|ratio\.to|p\d\d|age|growth|predict|appears|absent)"
    rf"|{_SERVICE}slos\.\*\.(good|bad|total|histogram)"
    rf"|({_SERVICE})?records\.\*\.(value|rate|ratio\.of|ratio\.to|p\d\d|age|growth)"
)
"""The values that refer to a metric and its labels."""


def misspelt_names(model: type[StackSpec], text: str) -> Iterator[Mutation]:
    """Yields the text with each name misspelt that refers to something; `value` is the right name."""
    for each in written(text):
        general = generalized(model, each.path)
        dotted = ".".join(str(step) for step in (general[3:] if in_overlay(each.path) else general))
        changed = in_overlay(each.path) and each.path[2] == "change" and owner(model, each.path) is None
        if each.name is not None and (OWN_KEYS.fullmatch(dotted) or changed):
            yield _misspelt(each.path, text, each.name.start_mark.index, str(each.path[-1]))
        if not isinstance(each.node, yaml.ScalarNode) or each.node.value == "down":
            continue
        start, value = each.node.start_mark.index + bool(each.node.style), each.node.value
        if OWN_NAMES.fullmatch(dotted) or (is_secret(model, each.path) and "://" not in value):
            yield _misspelt(each.path, text, start, value)
        elif SERIES.fullmatch(dotted):
            for found in re.finditer(r"^\w+|\w+(?=\s*(?:=|!))", value):
                yield _misspelt(each.path, text, start + found.start(), found[0])


def _misspelt(path: KeyPath, text: str, start: int, name: str) -> Mutation:
    middle = start + len(name) // 2
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    assert text[start : start + len(name)] == name, (path, name)
    return Mutation(path, text[:middle] + "z" + text[middle:], (line, column), "misspelt name", name)


def is_secret(model: type[StackSpec], path: KeyPath) -> bool:
    """Returns whether a value names a secret."""
    return "SecretMark" in repr(shape_of(model, path))


def replaced_scalars(model: type[StackSpec], text: str, seen: set[object]) -> Iterator[Mutation]:
    """Yields the text with each scalar replaced by a value of each kind; the same key of the same model only once.

    Args:
        model: The model of a spec.
        text: The whole text.
        seen: The keys that other texts have shown already; takes those of this one.
    """
    for each in written(text):
        if not isinstance(each.node, yaml.ScalarNode):
            continue
        if (known := place_in_model(model, each.path)) in seen:
            continue
        seen.add(known)
        start, end = each.node.start_mark.index, _end(text, each.node)
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


def place_in_model(model: type[StackSpec], path: KeyPath) -> object:
    """Returns the model and the key that a value belongs to, with what lies between: a name or an index."""
    length = next(n for n in range(len(path), 0, -1) if owner(model, path[:n]) is not None)
    return owner(model, path[:length]), path[length - 1], len(path) - length, path[0], in_overlay(path)


def excluded(model: type[StackSpec], path: KeyPath, value: Any) -> bool:
    """Returns whether the JSON Schema of the type at a path excludes a value."""
    import jsonschema

    annotation = shape_of(model, path)
    if isinstance(value, dict) and shape.mapping_form(annotation) is not None:
        return False
    if isinstance(value, list) and shape.child(annotation, 0) is not None:
        return False
    key = repr(annotation)
    if key not in _VALIDATORS:
        schema = TypeAdapter(annotation).json_schema(by_alias=True)
        _VALIDATORS[key] = jsonschema.Draft202012Validator(schema)
    return value is None or not _VALIDATORS[key].is_valid(value)


_VALIDATORS: dict[str, Any] = {}
