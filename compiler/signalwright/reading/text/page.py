"""Lays out plain text: headings, sentences with their place, and tables that fit the reader's width."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence

_INDENT = 2
_GAP = 2
# A column is never made narrower than this; a name that is longer stays in one piece.
_NARROWEST = 14


class Page:
    """Text that grows line by line; it has no colours and no lines drawn, so it reads the same in a file."""

    def __init__(self, width: int) -> None:
        """Starts empty.

        Args:
            width: How many characters a line should have at most; names and PromQL that can't be broken go beyond it.
        """
        self.width = width
        self._lines: list[str] = []

    @property
    def text(self) -> str:
        """Everything, with a line break at the end."""
        return "".join(f"{visible(line)}\n" for line in self._lines)

    def gap(self) -> None:
        """Leaves a line empty, unless nothing stands above or a line is empty already."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def title(self, text: str, at: str = "") -> None:
        """Begins what is about something else, with where it is written."""
        self.gap()
        self.line(text, at, indent=0)

    def section(self, text: str) -> None:
        """Begins a part."""
        self.gap()
        self.line(text, indent=0)

    def line(self, text: str, at: str = "", indent: int = _INDENT) -> None:
        """Adds a sentence, and behind it where that is written; what doesn't fit goes on deeper below.

        Args:
            text: The sentence.
            at: The place, `spec/shop/stack.yaml:12`, or nothing.
            indent: How far it is indented.
        """
        found = _wrap(text, self.width - indent, deeper=_INDENT)
        if at and indent + len(found[-1]) + _GAP + len(at) <= self.width:
            found[-1] += " " * _GAP + at
        elif at:
            found.append(" " * _INDENT + at)
        self._lines += [f"{' ' * indent}{each}".rstrip() for each in found]

    def block(self, text: str, indent: int = 2 * _INDENT) -> None:
        """Adds lines as they are, such as PromQL."""
        self._lines += [f"{' ' * indent}{each}".rstrip() for each in text.rstrip("\n").split("\n")]

    def table(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        indent: int = _INDENT,
        details: Sequence[Sequence[str]] = (),
    ) -> None:
        """Adds a table; columns in which nothing stands are left out, and wide ones are wrapped.

        Args:
            header: What stands above the columns.
            rows: The cells of each row, as many as the header has.
            indent: How far it is indented.
            details: Sentences that stand below each row, or nothing.
        """
        if not rows:
            return
        used = [index for index in range(len(header)) if any(row[index] for row in rows)]
        cells = [[row[index] for index in used] for row in (header, *rows)]
        widths = self._widths(cells, indent)
        for position, row in enumerate(cells):
            wrapped = [_wrap(cell, width) for cell, width in zip(row, widths, strict=True)]
            for number in range(max(map(len, wrapped), default=0)):
                parts = [each[number] if number < len(each) else "" for each in wrapped]
                line = (" " * _GAP).join(part.ljust(width) for part, width in zip(parts, widths, strict=True))
                self._lines.append(f"{' ' * indent}{line}".rstrip())
            for each in details[position - 1] if position and details else ():
                self.line(each, indent=indent + 2 * _INDENT)

    def _widths(self, rows: Sequence[Sequence[str]], indent: int) -> list[int]:
        """Returns the width of each column: the widest ones give way until the table fits.

        The last column says where something is written, and a place that is broken can't be opened by a click.
        """
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        longest = [max(map(_longest_word, column)) for column in zip(*rows, strict=True)]
        least = [max(min(width, _NARROWEST), word) for width, word in zip(widths, longest, strict=True)]
        least[-1:] = widths[-1:]
        excess = indent + sum(widths) + _GAP * (len(widths) - 1) - self.width
        while excess > 0:
            slack, index = max(
                ((width - low, index) for index, (width, low) in enumerate(zip(widths, least, strict=True))),
                key=lambda each: (widths[each[1]] if each[0] else 0, -each[1]),
                default=(0, 0),
            )
            if slack == 0:
                break
            widths[index] -= 1
            excess -= 1
        return widths


def _wrap(text: str, width: int, deeper: int = 0) -> list[str]:
    """Returns the lines of a text; words stay in one piece, and blanks before the first one stand on every line."""
    lead = " " * (len(text) - len(text.lstrip(" ")))
    return textwrap.wrap(
        text.lstrip(" "),
        max(width, 1),
        initial_indent=lead,
        subsequent_indent=lead + " " * deeper,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def _longest_word(text: str) -> int:
    lead = len(text) - len(text.lstrip(" "))
    return lead + max(map(len, text.split()), default=0)


def visible(text: str) -> str:
    """Returns a text whose control characters are escaped, so that no spec steers the reader's terminal."""
    return "".join(each if each.isprintable() else json.dumps(each)[1:-1] for each in text)
