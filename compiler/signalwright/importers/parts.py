"""A YAML document of others as it is written: texts and places, without a schema and without anybody's types."""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.span import Origin
from signalwright.language.source.document import Document
from signalwright.language.source.outline import Node

_MERGE = "<<"
_DEEPEST_MERGE = 8


class Part:
    """A value in a document: what it says and where it stands.

    Scalars are texts, whatever a version of YAML would read in them. Merge keys count, and of equal keys the last one,
    as most loaders have it.

    Attributes:
        origin: Where it stands.
    """

    def __init__(self, node: Node, origin: Origin) -> None:
        """Takes a node; behind an alias, what it stands for.

        Args:
            node: The node.
            origin: Where it stands.
        """
        self._node = _behind(node)
        self.origin = origin

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return self._node.kind == "sequence"

    @property
    def is_mapping(self) -> bool:
        """Whether it has keys."""
        return self._node.kind == "mapping"

    @property
    def text(self) -> str | None:
        """What a scalar says, None for collections and for nothing (`key:`, `key: ~`, `key: null`)."""
        node = self._node
        if node.kind != "scalar" or (not node.style and node.value in ("", "~", "null")):
            return None
        return node.value

    @property
    def items(self) -> tuple[Part, ...]:
        """The items of a list; none of anything else."""
        if not self.is_list:
            return ()
        return tuple(Part(node, self.origin.child(index)) for index, node in enumerate(self._node.items))

    @property
    def keys(self) -> dict[str, Part]:
        """The keys of a mapping with what they hold; none of anything else."""
        return dict(_keys(self.origin, self._node, 0))

    def at(self, *path: str) -> Part | None:
        """Returns what stands at a path of keys, or None."""
        found: Part | None = self
        for key in path:
            found = None if found is None else found.keys.get(key)
        return found


def _keys(origin: Origin, node: Node, depth: int) -> Iterator[tuple[str, Part]]:
    """Yields the keys of a mapping, those that count last; what is merged in comes before what stands there itself."""
    if node.kind != "mapping" or depth > _DEEPEST_MERGE:
        return
    for key, value in node.pairs:
        if _is_merge(key):
            merged, place = _behind(value), origin.child(_MERGE)
            if merged.kind == "mapping":
                yield from _keys(place, merged, depth + 1)
            for index, item in reversed(tuple(enumerate(merged.items))):
                yield from _keys(place.child(index), _behind(item), depth + 1)
    for key, value in node.pairs:
        if not _is_merge(key) and _behind(key).kind == "scalar":
            name = _behind(key).value
            yield name, Part(value, origin.child(name))


def _is_merge(key: Node) -> bool:
    return key.kind == "scalar" and key.value == _MERGE and not key.style


def _behind(node: Node) -> Node:
    return node.target if node.kind == "alias" and node.target is not None else node


def documents(document: Document) -> tuple[Part, ...]:
    """Returns the documents of a file.

    Args:
        document: A text that was read as a stream.
    """
    root = document.outline.root
    assert root is not None, "a stream has a list of documents"
    return Part(root, Origin(document.file)).items
