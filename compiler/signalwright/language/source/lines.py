"""Line and column of an offset in a text."""

from __future__ import annotations

import re
from bisect import bisect_right

from signalwright.diagnostics.span import Location

_BREAK = re.compile(r"\r\n|\n|\r")


class Lines:
    """The lines of a text; they end where lines end in editors: at line feeds, carriage returns and both together."""

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
        """Returns the location of a part of the text.

        Args:
            start: Offset of the first character.
            end: Offset behind the last one; behind a line break it is taken back to the line that the break ends, and
                behind the text to its end.
        """
        start, end = min(start, len(self.text)), min(end, len(self.text))
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
