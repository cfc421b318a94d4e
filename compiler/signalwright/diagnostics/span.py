"""Places in a spec: by key path while compiling, by line and column when something is reported."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, Protocol

from signalwright.records import record

Step = str | int
Part = Literal["value", "key"]


@record
class Origin:
    """A place in a spec by key path: cheap to make, turned into line and column only when it is reported.

    Attributes:
        file: The file, relative to the project, with forward slashes.
        path: Keys and list indices (from 0) from the top of the file.
        part: Whether the value at the path is meant, or the key that names it.
        span: Start and end (exclusive) within the text of a scalar, as character offsets in the *decoded* value;
            None for the whole.
        user: The other side of what a template or a library gives; None for what nobody gives.
    """

    file: str
    path: tuple[Step, ...] = ()
    part: Part = "value"
    span: tuple[int, int] | None = None
    user: User | None = None

    def child(self, *steps: Step) -> Origin:
        """Returns the place of a value below this one."""
        return Origin(self.file, (*self.path, *steps), "value", None, self.user)

    def key(self) -> Origin:
        """Returns the place of the key that names this value."""
        return Origin(self.file, self.path, "key", None, self.user)

    def within(self, start: int, end: int) -> Origin:
        """Returns a part of this scalar's text.

        Args:
            start: Offset of the first character, from the start of this place.
            end: Offset behind the last character, from the start of this place.

        Returns:
            The narrower place; when this place already is a part, offsets count from that part.
        """
        base = self.span[0] if self.span is not None else 0
        return replace(self, span=(base + start, base + end))

    def __lt__(self, other: Origin) -> bool:
        """Orders by file and path (indices before keys), then part and span."""
        return self._order() < other._order()

    def _order(self) -> tuple[object, ...]:
        steps = tuple((isinstance(step, str), step) for step in self.path)
        return self.file, steps, self.part, self.span or (-1, -1)


@record
class User:
    """The other side of what is given: the service that uses a line of a template, or the template that it changes.

    Attributes:
        name: The name of the service; of a change, that of the template or library.
        place: Where the service says that it uses it; of a change, where that stands which is changed.
        how: The words for a reader, before the name: `used by`.
    """

    name: str
    place: Origin
    how: str = "used by"


@record(order=True)
class Location:
    """A place in the text of a file; columns count characters (code points).

    Attributes:
        file: The file, relative to the project, with forward slashes.
        line: The first line, from 1; 0 when only the file is known.
        column: The first column, from 1; 0 when only the file is known.
        end_line: The line of the end.
        end_column: The column behind the last character.
    """

    file: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0


Place = Origin | Location


class Locator(Protocol):
    """Knows the text of files."""

    def locate(self, place: Place) -> Location | None:
        """Returns line and column of a place, or None when they are not known."""
        ...

    def line(self, file: str, number: int) -> str | None:
        """Returns a line of a file without its line break, by its number from 1, or None when it is not known."""
        ...
