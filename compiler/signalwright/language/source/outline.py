"""The shape of a YAML text with the offsets of every node; read only when something is reported, or looks suspicious.

The events come from libyaml through PyYAML. libyaml is also what ryaml's Rust parser is a translation of, so both agree
on where things are; PyYAML's own ideas of values (YAML 1.1) are not used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, Protocol

import yaml

MAXIMUM_DEPTH = 128
"""How many collections may lie in each other; ryaml's parser has the same limit."""

Kind = Literal["scalar", "mapping", "sequence", "alias"]


class _Mark(Protocol):
    @property
    def index(self) -> int: ...


_LARGEST_SIZE = 10**9
_PROPERTIES = re.compile(r"(?:[&!]\S*(?:\s+|$)(?:#[^\r\n]*\s*)*)+")


@dataclass(slots=True, eq=False)
class Node:
    """A part of a document.

    Attributes:
        kind: `scalar`, `mapping`, `sequence` or `alias`.
        start: Offset of the first character behind anchor and tag.
        end: Offset behind the last character; for a block collection, of whatever comes next.
        properties: Offset of the anchor or tag in front, or `start`.
        value: The decoded text of a scalar; the name of an alias; empty otherwise.
        style: `'`, `"`, `|`, `>`, empty for a plain scalar; `{` or `[` for a flow collection, empty for a block one.
        anchor: The anchor's name, or None.
        tag: The tag, or None.
        pairs: Keys and values of a mapping.
        items: The items of a sequence.
        target: What an alias stands for; None when no anchor of that name came before.
        closed: Whether the end of a collection was read.
        size: How much the node holds when every alias is replaced by what it stands for: 1 for each node and for each
            100 characters, never counted above a thousand million.
    """

    kind: Kind
    start: int
    end: int
    properties: int
    value: str = ""
    style: str = ""
    anchor: str | None = None
    tag: str | None = None
    pairs: list[tuple[Node, Node]] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)
    target: Node | None = None
    closed: bool = True
    size: int = 1


@dataclass(slots=True)
class Outline:
    """The first document of a text, or all of them.

    Attributes:
        root: Its top node, or None when there is none; incomplete when the scan failed. Of a stream it is a list, with
            the top node of each document that says something.
        nodes: All nodes in the order in which they begin.
        anchors: The names of all anchors.
        too_deep: The first collection that lies deeper than `MAXIMUM_DEPTH`, where the scan stopped, or None.
        second: Offset of the second document, or None; a stream has none.
        failure: What stopped the scan, or None.
    """

    root: Node | None = None
    nodes: list[Node] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    too_deep: Node | None = None
    second: int | None = None
    failure: yaml.YAMLError | None = None


def read_outline(text: str, *, stream: bool = False) -> Outline:
    """Reads the shape of a text.

    Args:
        text: The whole text, without a byte order mark and without control characters.
        stream: Whether all documents are read and not the first alone.

    Returns:
        The outline up to the first error of syntax.
    """
    outline = Outline()
    if stream:
        outline.root = Node("sequence", 0, len(text), 0)
    builder = _Builder(text, outline, stream=stream)
    parser = yaml.CBaseLoader(text)
    try:
        while (event := parser.get_event()) is not None:
            if not builder.take(event):
                break
    except yaml.YAMLError as error:
        outline.failure = error
    return outline


class _Builder:
    """Makes the outline, event by event, without recursion."""

    def __init__(self, text: str, outline: Outline, *, stream: bool) -> None:
        self._text = text
        self._outline = outline
        self._stream = outline.root if stream else None
        self._open: list[Node] = []
        self._keys: list[Node | None] = []
        self._anchors: dict[str, Node] = {}
        self._documents = 0

    def take(self, event: yaml.Event) -> bool:
        """Adds an event; returns whether to go on."""
        start, end = _offset(event.start_mark), _offset(event.end_mark)
        if isinstance(event, yaml.ScalarEvent):
            node = self._node("scalar", event, start, end)
            node.value, node.style = event.value, event.style or ""
            node.size += len(node.value) // 100
            self._place(node)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            mapping = isinstance(event, yaml.MappingStartEvent)
            node = self._node("mapping" if mapping else "sequence", event, start, end)
            node.style = ("{" if mapping else "[") if event.flow_style else ""
            node.closed = False
            self._place(node)
            self._open.append(node)
            self._keys.append(None)
            if len(self._open) > MAXIMUM_DEPTH:
                self._outline.too_deep = node
                return False
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            node = self._open.pop()
            self._keys.pop()
            node.end, node.closed = end, True
            self._grow(node.size)
        elif isinstance(event, yaml.AliasEvent):
            name = event.anchor or ""
            node = Node("alias", start, end, start, name, target=self._anchors.get(name))
            if node.target is not None and node.target.closed:
                node.size = node.target.size
            self._place(node)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            self._anchors = {}
            if self._documents > 1 and self._stream is None:
                self._outline.second = start
                return False
        return True

    def _node(self, kind: Kind, event: yaml.ScalarEvent | yaml.CollectionStartEvent, start: int, end: int) -> Node:
        content = start
        if event.anchor is not None or event.tag is not None:
            found = _PROPERTIES.match(self._text, start)
            content = min(found.end(), end) if found is not None and kind == "scalar" else start
            if found is not None and kind != "scalar":
                content = found.end()
        node = Node(kind, content, max(content, end), start, anchor=event.anchor, tag=event.tag)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
            self._outline.anchors.append(event.anchor)
        return node

    def _grow(self, size: int) -> None:
        if self._open:
            self._open[-1].size = min(self._open[-1].size + size, _LARGEST_SIZE)

    def _place(self, node: Node) -> None:
        self._outline.nodes.append(node)
        if node.closed:
            self._grow(node.size)
        if not self._open:
            if self._stream is None:
                self._outline.root = node
            else:
                self._stream.items.append(node)
            return
        parent = self._open[-1]
        if parent.kind == "sequence":
            parent.items.append(node)
        elif (key := self._keys[-1]) is None:
            self._keys[-1] = node
        else:
            parent.pairs.append((key, node))
            self._keys[-1] = None


def _offset(mark: _Mark | None) -> int:
    return 0 if mark is None else mark.index
