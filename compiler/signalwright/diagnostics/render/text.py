"""Prints a report for people: the source line, a mark under what is wrong, and the way out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from signalwright.diagnostics.diagnostic import Diagnostic, Level
from signalwright.diagnostics.render._cells import WIDEST, Row, excerpt, visible
from signalwright.diagnostics.render._data import environment_words, located
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Location, Locator
from signalwright.records import record

_COLOURS = {Level.ERROR: "1;31", Level.WARNING: "1;33", Level.NOTE: "1;36"}
_FRAME = "1;34"
_BOLD = "1"


def render(report: Report, locator: Locator, *, colour: bool, **_: object) -> str:
    """Prints a report; of what is allowed, only the number. See `Renderer.render`."""
    paint = _Paint(colour)
    told = [each for each in report.sorted(locator) if each.allowed is None]
    if not told:
        return ""
    parts = ["\n".join(_diagnostic(each, locator, paint)) for each in told]
    return "\n\n".join([*parts, _summary(report)]) + "\n"


def _summary(report: Report) -> str:
    counts = ((report.count(level), level.value) for level in Level)
    parts = [f"{count} {word}{'s' if count > 1 else ''}" for count, word in counts if count]
    return ", ".join([*parts, f"{report.allowed} allowed"] if report.allowed else parts)


class _Paint:
    """Adds ANSI colours, or leaves text as it is."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def __call__(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour and text else text


@record
class _Mark:
    """A label on one line.

    Attributes:
        file: The file.
        line: The number of the line, from 1.
        start: First character, from 0.
        end: Character behind the last; None up to the end of the line.
        message: What stands beside it.
        primary: Whether it is what the diagnostic is about.
        indented: Whether the mark begins at the first character of the line that is no space.
    """

    file: str
    line: int
    start: int
    end: int | None
    message: str
    primary: bool
    indented: bool = False


def _diagnostic(diagnostic: Diagnostic, locator: Locator, paint: _Paint) -> Iterator[str]:
    tone = _COLOURS[diagnostic.level]
    yield paint(f"{diagnostic.level.value}[{diagnostic.name}]", tone) + paint(f": {visible(diagnostic.message)}", _BOLD)
    labels = [(diagnostic.primary, True), *((label, False) for label in diagnostic.secondary)]
    places = [(located(label.place, locator), visible(label.message), primary) for label, primary in labels]
    marks = [mark for place, message, primary in places for mark in _marks(place, message, primary)]
    gutter = max((len(str(mark.line)) for mark in marks), default=1)
    for file in dict.fromkeys(place.file for place, _, _ in places):
        first = next(place for place, _, _ in places if place.file == file)
        where = f"{visible(file)}:{first.line}:{first.column}" if first.line else visible(file)
        yield paint(" " * gutter + "-->", _FRAME) + f" {where}"
        yield from _block([mark for mark in marks if mark.file == file], gutter, tone, locator, paint)
    if (apart := environment_words(diagnostic)) is not None:
        yield paint(" " * (gutter + 1) + "= ", _FRAME) + visible(apart)
    if diagnostic.help is not None:
        for index, line in enumerate(diagnostic.help.split("\n")):
            lead = " " * (gutter + 1) + ("= help: " if index == 0 else " " * 8)
            yield paint(lead, _FRAME) + visible(line)


def _marks(place: Location, message: str, primary: bool) -> Iterator[_Mark]:
    """Yields the marks of a label: one, or one at the first and one at the last of several lines."""
    if not place.line:
        return
    start = place.column - 1
    if place.end_line <= place.line:
        yield _Mark(place.file, place.line, start, max(place.end_column - 1, start + 1), message, primary)
    elif place.end_column <= 1:
        yield _Mark(place.file, place.line, start, None, message, primary)
    else:
        yield _Mark(place.file, place.line, start, None, "", primary)
        yield _Mark(place.file, place.end_line, 0, place.end_column - 1, message, primary, indented=True)


def _block(marks: list[_Mark], gutter: int, tone: str, locator: Locator, paint: _Paint) -> Iterator[str]:
    bar = paint(" " * (gutter + 1) + "|", _FRAME)
    before: int | None = None
    ordered = sorted(marks, key=lambda mark: (mark.line, mark.start, not mark.primary))
    for number, group in groupby(ordered, key=lambda mark: mark.line):
        text = locator.line(marks[0].file, number)
        if text is None:
            continue
        if before is None:
            yield bar
        elif number > before + 1:
            yield paint("...", _FRAME)
        before = number
        shown: str | None = None
        for mark in group:
            first = len(text) - len(text.lstrip()) if mark.indented else mark.start
            part, start, end = excerpt(text, first, len(text.rstrip()) if mark.end is None else mark.end)
            row = Row(part)
            begin, stop = row.columns(start, end)
            source, left, right = row.window(begin, stop)
            if source != shown:
                yield (paint(f"{number:>{gutter}} |", _FRAME) + f" {source}").rstrip()
                shown = source
            sign = ("^" if mark.primary else "-") * max(1, min(right - left, WIDEST))
            yield f"{bar} {' ' * left}{paint(f'{sign} {mark.message}'.rstrip(), tone if mark.primary else _FRAME)}"
