"""Line and column of an offset in a text."""

from __future__ import annotations

import re
from bisect import bisect_right

from signalwright.diagnostics.span import Location

_BREAK = re.compile(r"\r\n|\n|\r")


class Lines:
    """The lines of a text, ended by `\\n`, `\\r\\n` or `\\r`; no other character ends a line, as in editors."""

    def __init__(self, file: str, text: str) -> None:
        """Finds the lines.

        Args:
            file: The name of the file for locations.
            text: The whole text, without a byte order mark.
        """
        self.file = file
        self.text = text
        self._starts = [0, *(found.end() for found in _BREAK.finditer(text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Returns line and column, both from 1, of a character offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """Returns the offset of a line and column, both from 1; what lies beyond the text is taken back into it."""
        start = self._starts[min(max(line, 1), len(self._starts)) - 1]
        return min(start + max(column, 1) - 1, len(self.text))

    def location(self, start: int, end: int) -> Location:
        """Returns the location of the characters from `start` to `end` (exclusive); an end behind a line break is
        taken back to the line that it ends.
        """
        while end > start + 1 and self.text[end - 1] in "\r\n":
            end -= 1
        return Location(self.file, *self.position(start), *self.position(end))

    def text_of(self, number: int) -> str | None:
        """Returns a line without its break, by its number from 1, or None when there is no such line."""
        if not 0 < number <= len(self._starts):
            return None
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")
