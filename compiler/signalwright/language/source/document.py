"""The places of one file: from key path and span to offsets, and to line and column."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from signalwright.diagnostics.span import Location, Origin, Step
from signalwright.language.source.characters import CONTROL_CHARACTER, place_characters
from signalwright.language.source.lines import Lines

if TYPE_CHECKING:
    from signalwright.language.source.outline import Node, Outline


class Document:
    """The text of a file; its outline is read when the first place is asked for."""

    def __init__(self, file: str, text: str, *, stream: bool = False) -> None:
        """Takes the text.

        Args:
            file: The name of the file in locations.
            text: The whole text, without a byte order mark.
            stream: Whether it may hold several documents; the first step of each key path is then the index of one.
        """
        self.file = file
        self.text = text
        self.is_stream = stream
        self._characters: dict[int, list[tuple[int, int]] | None] = {}
        self._names: dict[int, dict[str, tuple[Node, Node]]] = {}

    @cached_property
    def lines(self) -> Lines:
        """The lines of the text."""
        return Lines(self.file, self.text)

    @cached_property
    def outline(self) -> Outline:
        """The outline of the text."""
        from signalwright.language.source.outline import read_outline

        return read_outline(self._readable, stream=self.is_stream)

    @cached_property
    def _readable(self) -> str:
        """The text with U+FFFD for each control character, so that one of them does not hide all other problems."""
        return re.sub(CONTROL_CHARACTER, "\ufffd", self.text)

    def locate(self, origin: Origin) -> Location:
        """Returns line and column of an origin; see `Sources.locate`."""
        root = self.outline.root
        if root is None:
            return self.lines.location(0, 0)
        start, end = self._offsets(root, origin)
        return self.lines.location(start, end)

    def raw(self, origin: Origin) -> str | None:
        """Returns a scalar as it is written; see `Sources.raw`."""
        root = self.outline.root
        if root is None:
            return None
        key, node, missing = self._find(root, origin.path)
        if missing:
            return None
        meant = key if origin.part == "key" and key is not None else node
        scalar = _behind(meant)
        return self.text[scalar.start : scalar.end] if scalar is not None and scalar.kind == "scalar" else None

    def node(self, origin: Origin, *, short_form: bool = False) -> Node | None:
        """Returns the node that is written at an origin, behind aliases, or None when there is none at that very place.

        Args:
            origin: The place.
            short_form: Whether a text counts that a model reads as the short form of something deeper.
        """
        root = self.outline.root
        if root is None:
            return None
        key, value, missing = self._find(root, origin.path)
        meant = key if origin.part == "key" else value
        found = None if meant is None else _behind(meant)
        if not missing:
            return found
        is_text = found is not None and found.kind == "scalar" and origin.part == "value"
        return found if short_form and is_text else None

    def _find(self, root: Node, path: tuple[Step, ...]) -> tuple[Node | None, Node, int]:
        """Returns the key and the value at the deepest written part of a path, and how many steps are not written."""
        key: Node | None = None
        node = root
        for index, step in enumerate(path):
            found = self._step(node, step)
            if found is None:
                return key, node, len(path) - index
            key, node = found
        return key, node, 0

    def _step(self, node: Node, step: Step) -> tuple[Node | None, Node] | None:
        inside = _behind(node)
        if inside is None:
            return None
        if inside.kind == "mapping" and isinstance(step, str):
            return self._pairs(inside).get(step)
        if inside.kind != "sequence":
            return None
        if isinstance(step, int):
            return (None, inside.items[step]) if 0 <= step < len(inside.items) else None
        return next(((None, item) for item in inside.items if item.kind == "scalar" and item.value == step), None)

    def _pairs(self, mapping: Node) -> dict[str, tuple[Node, Node]]:
        names = self._names.get(id(mapping))
        if names is None:
            names = {}
            for key, value in mapping.pairs:
                scalar = _behind(key)
                if scalar is not None and scalar.kind == "scalar":
                    names[scalar.value] = (key, value)
            self._names[id(mapping)] = names
        return names

    def _offsets(self, root: Node, origin: Origin) -> tuple[int, int]:
        key, node, missing = self._find(root, origin.path)
        if origin.part == "key" and not missing and key is not None:
            return self.place_within(key, origin.span) or self.whole(key)
        spanned = self.place_within(node, origin.span)
        if spanned is not None:
            return spanned
        scalar = _behind(node) if missing else node
        if key is not None and (scalar is None or _is_named_by_key(scalar)):
            return self.whole(key)
        return self.whole(node)

    def whole(self, node: Node) -> tuple[int, int]:
        """Returns the offsets of a node; of a block collection, those of its first line."""
        end = node.end
        if (node.kind in ("mapping", "sequence") and not node.style) or not node.closed:
            line, column = self.lines.position(node.start)
            end = node.start + len((self.lines.text_of(line) or "")[column - 1 :].rstrip())
        elif node.style in ("|", ">") and node.kind == "scalar":
            end = node.start + len(self.text[node.start : node.end].rstrip())
        return node.start, max(end, node.start)

    def place_within(self, node: Node, span: tuple[int, int] | None) -> tuple[int, int] | None:
        """Returns the offsets of a part of a scalar.

        Args:
            node: The scalar, or an alias of it.
            span: Start and end in the decoded text; taken back into the text when it reaches beyond.

        Returns:
            The offsets in the file, or None when there is no span, no scalar, or no telling.
        """
        scalar = _behind(node)
        if span is None or scalar is None or scalar.kind != "scalar":
            return None
        if id(scalar) not in self._characters:
            self._characters[id(scalar)] = place_characters(
                self._readable, scalar.start, scalar.end, scalar.style, scalar.value
            )
        places = self._characters[id(scalar)]
        if not places:
            return None
        first, last = span[0], min(span[1], len(places))
        if first >= len(places):
            return places[-1][1], places[-1][1]
        start = places[first][0]
        return start, places[last - 1][1] if last > first else start


def _behind(node: Node) -> Node | None:
    """Returns what an alias stands for, or the node itself."""
    return node.target if node.kind == "alias" else node


def _is_named_by_key(node: Node) -> bool:
    """Returns whether the key shows a value better than the value itself: mappings, block lists, nothing."""
    if node.kind == "scalar":
        return node.end == node.start
    return node.kind == "mapping" or (node.kind == "sequence" and not node.style)
