"""From a line of an artifact back to the spec, and from the spec to the lines of an artifact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any

import yaml

from signalwright.diagnostics.span import Origin
from signalwright.emit.artifact import Artifact, KeyPath

# libyaml's reader is 10 times as fast; PyYAML is also built without it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def origin_at(artifact: Artifact, line: int) -> Origin | None:
    """Returns where a line of an artifact comes from.

    Args:
        artifact: The artifact.
        line: The line, from 1.

    Returns:
        The place of the deepest part of the document on that line, or of the nearest part around it that has one;
        None when there is none, as for a line outside the file.
    """
    path = key_path_at(artifact, line)
    return None if path is None else origin_of(artifact, path)


def origin_of(artifact: Artifact, path: KeyPath) -> Origin | None:
    """Returns where a part of an artifact's document comes from.

    Args:
        artifact: The artifact.
        path: The key path of the part.

    Returns:
        The place of the part, or of the nearest part around it that has one; None when there is none.
    """
    origins = artifact.origins()
    part = part_of(origins, path)
    return None if part is None else origins[part]


def part_of(origins: Mapping[KeyPath, Origin], path: KeyPath) -> KeyPath | None:
    """Returns the nearest part around a key path, itself included, that has a place in the spec; None without one.

    Args:
        origins: What `Artifact.origins` returns.
        path: The key path.
    """
    return next((path[:length] for length in range(len(path), -1, -1) if path[:length] in origins), None)


def lines_of(artifact: Artifact, origin: Origin) -> tuple[int, ...]:
    """Returns the lines of an artifact that come from a place in a spec, or from something within it.

    Args:
        artifact: The artifact.
        origin: The place; its `part` and `span` are not looked at. What a service uses comes from its `use`, too.

    Returns:
        Line numbers from 1, ascending.
    """
    depth = len(origin.path)
    origins = artifact.origins()
    nearest: dict[KeyPath, Origin | None] = {}

    def resolve(path: KeyPath) -> Origin | None:
        if path not in nearest:
            found = origins.get(path)
            nearest[path] = resolve(path[:-1]) if found is None and path else found
        return nearest[path]

    found = ((line, resolve(path)) for line, path in enumerate(line_paths(artifact), 1) if path is not None)
    return tuple(
        line
        for line, place in found
        if place is not None
        and any(each.file == origin.file and each.path[:depth] == origin.path for each in places_of(place))
    )


def places_of(origin: Origin) -> tuple[Origin, ...]:
    """Returns where something is written, and the other side of what is given: a service's `use`, what it changes."""
    return (origin,) if origin.user is None else (origin, origin.user.place)


def key_path_at(artifact: Artifact, line: int) -> KeyPath | None:
    """Returns the key path of the deepest part of the document that stands on a line alone.

    Args:
        artifact: The artifact.
        line: The line, from 1.

    Returns:
        The key path, which for plain text is the index of the line; None for a comment above the document and for a
        line outside the file.
    """
    paths = line_paths(artifact)
    return paths[line - 1] if 0 < line <= len(paths) else None


def line_paths(artifact: Artifact) -> tuple[KeyPath | None, ...]:
    """Returns for each line of an artifact what `key_path_at` returns for it."""
    if artifact.document is None:
        return tuple((index,) for index in range(len(artifact.content.splitlines())))
    if artifact.content.startswith((b"{\n", b"[\n")):
        return tuple(_json_paths(artifact.document, ()))
    return _yaml_paths(artifact.content)


def _json_paths(node: object, path: KeyPath) -> Iterator[KeyPath]:
    """Yields the key path of each line of a JSON text, whose layout is always one part a line.

    YAML readers can't serve here: they refuse keys of more than 1024 characters within brackets.
    """
    yield path
    if isinstance(node, dict) and node:
        for key, value in node.items():
            yield from _json_paths(value, (*path, key))
        yield path
    elif isinstance(node, (list, tuple)) and node:
        for index, value in enumerate(node):
            yield from _json_paths(value, (*path, index))
        yield path


@lru_cache(maxsize=8)
def _yaml_paths(content: bytes) -> tuple[KeyPath | None, ...]:
    """Returns the key path of each line of a YAML text.

    A part owns the lines from its start to the start of the next one; where several parts of a list share a line, the
    line belongs to the list.
    """
    paths: list[KeyPath | None] = [None] * content.count(b"\n")
    root = yaml.compose(content, Loader=_LOADER)
    if root is not None:
        _fill(paths, root, (), root.start_mark.line, len(paths))
    return tuple(paths)


def _fill(paths: list[KeyPath | None], node: yaml.Node, path: KeyPath, start: int, end: int) -> None:
    """Writes the key path of a part and of the parts within it to the lines `start` (from 0) to `end` (exclusive)."""
    paths[start:end] = [path] * (end - start)
    children = list(_children(node))
    starts = [line for _, _, line in children]
    sharing = Counter(starts)
    bounds = pairwise([*starts, end])
    for (step, child, _), (line, following) in zip(children, bounds, strict=True):
        if sharing[line] == 1:
            _fill(paths, child, (*path, step), line, max(following, line + 1))


def _children(node: yaml.Node) -> Iterator[tuple[str | int, yaml.Node, int]]:
    """Yields key or index, node and first line (from 0) of each part of a collection."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield str(key.value), value, key.start_mark.line
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield index, value, value.start_mark.line
