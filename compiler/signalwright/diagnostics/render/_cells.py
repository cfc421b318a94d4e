"""How text looks in a terminal: widths, tabs, control characters, and the part of a long line that is shown."""

from __future__ import annotations

import unicodedata

WIDEST = 120
"""How many terminal columns of a source line are shown."""

_TAB = "    "
_LONG = 2_000
_CUT = "..."


def visible(text: str) -> str:
    """Returns a text that can be printed: a control character, which could steer the terminal, becomes its picture."""
    return text if text.isprintable() else "".join(_picture(letter) for letter in text)


def _picture(letter: str) -> str:
    if letter.isprintable():
        return letter
    code = ord(letter)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return letter if unicodedata.category(letter) in ("Zs", "Cn", "Co") else "\ufffd"


def width(letter: str) -> int:
    """Returns how many terminal columns a printed character takes: 0, 1 or 2 (Unicode Standard Annex 11)."""
    if letter.isascii():
        return 1
    if unicodedata.category(letter) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


def excerpt(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Cuts a line of thousands of characters, such as a spec that a program wrote, to what can be shown of it.

    Args:
        text: The line.
        start: First character of the span, from 0.
        end: Character behind the span.

    Returns:
        A part of the line that is wider than what is shown wherever it was cut, and the span within it.
    """
    if len(text) <= _LONG:
        return text, start, end
    first = max(0, start - _LONG // 4)
    return text[first : start + _LONG // 2], start - first, min(end - first, _LONG)


class Row:
    """A source line as it is printed."""

    def __init__(self, text: str) -> None:
        """Takes the line.

        Args:
            text: The line, without its break; see `excerpt` for one that is very long.
        """
        self._cells = [_TAB if letter == "\t" else _picture(letter) for letter in text]
        self._starts = [0]
        for cell in self._cells:
            self._starts.append(self._starts[-1] + sum(map(width, cell)))

    @property
    def width(self) -> int:
        """The width of the whole line in terminal columns."""
        return self._starts[-1]

    def columns(self, start: int, end: int) -> tuple[int, int]:
        """Returns first and last (exclusive) terminal column, from 0, of characters that are counted from 0."""
        last = len(self._cells)
        begin, stop = self._starts[min(max(start, 0), last)], self._starts[min(max(end, 0), last)]
        return begin, max(stop, begin + 1)

    def window(self, start: int, end: int) -> tuple[str, int, int]:
        """Cuts the line around a span so that it is at most `WIDEST` columns wide.

        Args:
            start: First terminal column of the span.
            end: Terminal column behind the span.

        Returns:
            The text to print, and the columns of the span within it.
        """
        if self.width <= WIDEST:
            return "".join(self._cells).rstrip(), start, end
        room = WIDEST - 2 * len(_CUT)
        before = max(0, min(start, (start + end - room) // 2, self.width - room))
        before = min(before, start) if end - start <= room else start
        first = next(index for index, at in enumerate(self._starts) if at >= before)
        last = first
        while last < len(self._cells) and self._starts[last + 1] - self._starts[first] <= room:
            last += 1
        begin, stop = self._starts[first], self._starts[last]
        prefix = _CUT if first else ""
        suffix = _CUT if last < len(self._cells) else ""
        shift = len(prefix) - begin
        text = prefix + "".join(self._cells[first:last]) + suffix
        return text.rstrip(), start + shift, min(end, max(stop, start + 1)) + shift
