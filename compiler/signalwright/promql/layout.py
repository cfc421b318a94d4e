"""Texts that can be laid out on one line or on several: the printer builds one, and both layouts come from it.

Because both come from one structure, they differ in white space only.
"""

from __future__ import annotations

from dataclasses import field

from signalwright.records import record

_INDENT = 2


@record
class Group:
    """Items between brackets: `rate(x[5m])`, `{a="b", c="d"}`. Broken, each item stands on a line of its own.

    Attributes:
        opening: What stands before the items, the bracket included.
        items: The items.
        closing: The closing bracket.
    """

    opening: str
    items: tuple[Layout, ...]
    closing: str
    width: int = field(init=False)

    def __post_init__(self) -> None:
        separators = 2 * max(len(self.items) - 1, 0)
        inside = sum(width(item) for item in self.items) + separators
        object.__setattr__(self, "width", len(self.opening) + inside + len(self.closing))


@record
class Row:
    """Parts that follow each other without a break between them: a selector's name, matchers and range.

    Attributes:
        parts: The parts.
    """

    parts: tuple[Layout, ...]
    width: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "width", sum(width(part) for part in self.parts))


@record
class Chain:
    """Operands joined by operators that bind equally. Broken, every operator begins a line.

    Attributes:
        first: The first operand.
        rest: Each operator with its modifiers, and the operand after it.
    """

    first: Layout
    rest: tuple[tuple[str, Layout], ...]
    width: int = field(init=False)

    def __post_init__(self) -> None:
        rest = sum(len(operator) + 2 + width(operand) for operator, operand in self.rest)
        object.__setattr__(self, "width", width(self.first) + rest)


Layout = str | Group | Row | Chain


def width(layout: Layout) -> int:
    """Returns how many characters a layout takes on one line."""
    return len(layout) if isinstance(layout, str) else layout.width


def flat(layout: Layout) -> str:
    """Returns a layout on one line."""
    match layout:
        case str():
            return layout
        case Group():
            return layout.opening + ", ".join(map(flat, layout.items)) + layout.closing
        case Row():
            return "".join(map(flat, layout.parts))
        case Chain():
            return flat(layout.first) + "".join(f" {operator} {flat(operand)}" for operator, operand in layout.rest)


def broken(layout: Layout, limit: int) -> str:
    """Returns a layout with what doesn't fit on its line broken into lines, from the outside in.

    Args:
        layout: The layout.
        limit: How many characters a line should have at most; a longer name or string isn't broken.

    Returns:
        The text; its first line isn't indented, so that it can be a YAML block scalar.
    """
    writer = _Writer(limit)
    writer.write(layout, indent=0, hang=_INDENT, tail=0)
    return "".join(writer.pieces)


class _Writer:
    """Writes one layout; knows in which column the next piece begins."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.pieces: list[str] = []
        self.column = 0

    def put(self, text: str) -> None:
        self.pieces.append(text)
        last_line = text.rfind("\n")
        self.column = self.column + len(text) if last_line < 0 else len(text) - last_line - 1

    def break_line(self, indent: int) -> None:
        self.put("\n" + " " * indent)

    def write(self, layout: Layout, *, indent: int, hang: int, tail: int) -> None:
        """Writes a layout.

        Args:
            layout: The layout.
            indent: The indentation of the line on which it begins.
            hang: How much further its operators are indented; an operator that binds tighter hangs deeper.
            tail: How many characters follow on the last line.
        """
        if isinstance(layout, str) or self.column + layout.width + tail <= self.limit:
            self.put(flat(layout))
            return
        match layout:
            case Group():
                self.put(layout.opening)
                last = len(layout.items) - 1
                for index, item in enumerate(layout.items):
                    self.break_line(indent + _INDENT)
                    self.write(item, indent=indent + _INDENT, hang=_INDENT, tail=int(index < last))
                    if index < last:
                        self.put(",")
                self.break_line(indent)
                self.put(layout.closing)
            case Row():
                for index, part in enumerate(layout.parts):
                    following = sum(map(width, layout.parts[index + 1 :]))
                    self.write(part, indent=indent, hang=hang, tail=following + tail)
            case Chain():
                self.write(layout.first, indent=indent, hang=hang + _INDENT, tail=0)
                last = len(layout.rest) - 1
                for index, (operator, operand) in enumerate(layout.rest):
                    self.break_line(indent + hang)
                    self.put(operator)
                    following = tail if index == last else 0
                    if isinstance(operand, Chain) and self.column + 1 + operand.width + following > self.limit:
                        self.break_line(indent + hang + _INDENT)
                        self.write(operand, indent=indent + hang + _INDENT, hang=_INDENT, tail=following)
                    else:
                        self.put(" ")
                        self.write(operand, indent=indent + hang, hang=_INDENT, tail=following)
