"""Where in the text of a file a key can be put into a mapping, and what goes when one is taken out."""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.fix import Value
from signalwright.language.source.document import Document
from signalwright.language.source.outline import Node
from signalwright.language.source.spelling import spelled

Way = tuple[int, int, str]
"""Start and end of what gives way in the text, and what stands there afterwards."""


def insertions(document: Document, mapping: Node, name: str, value: Value | None) -> Iterator[Way]:
    """Yields ways to add a key at the end of a mapping, the nicest first.

    Args:
        document: The file.
        mapping: The mapping.
        name: The key.
        value: Its value.
    """
    if value is None:
        return
    for key in spelled(name):
        for written in spelled(value):
            pair = f"{key}: {written}"
            if mapping.style:
                at = end_of_pair(mapping.pairs[-1]) if mapping.pairs else mapping.start + 1
                yield at, at, f", {pair}" if mapping.pairs else pair
            elif mapping.pairs:
                first = mapping.pairs[0][0]
                indentation = " " * (document.lines.position(first.properties)[1] - 1)
                at = end_of_line(document, end_of_pair(mapping.pairs[-1]))
                yield at, at, f"{line_break(document)}{indentation}{pair}"


def removals(document: Document, mapping: Node, name: str) -> Iterator[Way]:
    """Yields ways to take a key out of a mapping; none where it is the only one, or its comments would go with it.

    Args:
        document: The file.
        mapping: The mapping.
        name: The key.
    """
    names = [key.target.value if key.target is not None else key.value for key, _ in mapping.pairs]
    if name not in names or len(names) == 1:
        return
    index = names.index(name)
    start, end = mapping.pairs[index][0].properties, end_of_pair(mapping.pairs[index])
    text = document.text
    if mapping.style:
        if index + 1 < len(names):
            following = mapping.pairs[index + 1][0].properties
            if "#" not in text[end:following]:
                yield start, following, ""
        else:
            yield end_of_pair(mapping.pairs[index - 1]), end, ""
        return
    line, column = document.lines.position(start)
    begin = start - column + 1
    stop = end_of_line(document, end)
    if "#" in text[end:stop]:
        return
    if not text[begin:start].strip():
        yield (
            (begin, stop + len(line_break(document)), "")
            if stop < len(text)
            else (
                document.lines.offset(line - 1, 1) + len(document.lines.text_of(line - 1) or ""),
                stop,
                "",
            )
        )
    elif index + 1 < len(names):
        following = mapping.pairs[index + 1][0].properties
        if not text[stop:following].strip():
            yield start, following, ""


def end_of_pair(pair: tuple[Node, Node]) -> int:
    """Returns the offset behind the last character of a key with its value, without what follows on its line."""
    key, value = pair
    return max(_last(value), key.end + 1)


def _last(node: Node) -> int:
    inner = [each for pair in node.pairs[-1:] for each in pair] or node.items[-1:]
    if node.kind in ("mapping", "sequence") and not node.style and inner:
        return _last(inner[-1])
    return node.end


def end_of_line(document: Document, at: int) -> int:
    """Returns the offset of the end of a line; of the line before where a place begins one, as behind a text block."""
    line, column = document.lines.position(at)
    if column == 1 and line > 1:
        line -= 1
    return document.lines.offset(line, 1) + len(document.lines.text_of(line) or "")


def line_break(document: Document) -> str:
    """Returns how lines of a file end."""
    return "\r\n" if "\r\n" in document.text else "\n"
