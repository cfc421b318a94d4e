"""Prints a report as workflow commands of GitHub Actions, which become annotations of a pull request.

Source: GitHub's documentation, "Workflow commands for GitHub Actions"; the escapes are those of the toolkit's
`core.error`: `%`, CR and LF everywhere, `:` and `,` in properties.
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Level
from signalwright.diagnostics.render._cells import visible
from signalwright.diagnostics.render._data import environment_words, located
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Location, Locator

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}
_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(report: Report, locator: Locator, **_: object) -> str:
    """Prints a report, a line for each diagnostic that isn't allowed; see `Renderer.render`."""
    return "".join(f"{_command(each, locator)}\n" for each in report.sorted(locator) if each.allowed is None)


def _command(diagnostic: Diagnostic, locator: Locator) -> str:
    properties = {**_place(located(diagnostic.primary.place, locator)), "title": diagnostic.name}
    listed = ",".join(f"{key}={value.translate(_PROPERTY)}" for key, value in properties.items())
    message = "\n".join(_lines(diagnostic, locator)).translate(_MESSAGE)
    return f"::{_COMMANDS[diagnostic.level]} {listed}::{message}"


def _place(place: Location) -> dict[str, str]:
    """Returns the properties of a place; GitHub refuses columns where the last line isn't the first."""
    found = {"file": visible(place.file)}
    if not place.line:
        return found
    last = max(place.line, place.end_line)
    if last == place.line:
        end = max(place.column, place.end_column)
        return {**found, "line": str(place.line), "col": str(place.column), "endLine": str(last), "endColumn": str(end)}
    return {**found, "line": str(place.line), "endLine": str(last)}


def _lines(diagnostic: Diagnostic, locator: Locator) -> Iterator[str]:
    """Yields the message, other places, environments and the way out, because an annotation shows one place only."""
    label = diagnostic.primary.message
    yield visible(f"{diagnostic.message} ({label})" if label else diagnostic.message)
    for other in diagnostic.secondary:
        place = located(other.place, locator)
        where = f"{place.file}:{place.line}:{place.column}" if place.line else place.file
        yield visible(f"{where}: {other.message}" if other.message else where)
    if (apart := environment_words(diagnostic)) is not None:
        yield visible(apart)
    if diagnostic.help is not None:
        yield from map(visible, f"help: {diagnostic.help}".split("\n"))
