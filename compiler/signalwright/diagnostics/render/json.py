"""Prints a report as one JSON document for scripts; the README of this folder describes its shape."""

from __future__ import annotations

from signalwright.diagnostics.diagnostic import Allowed, Diagnostic, Label, Level
from signalwright.diagnostics.fix import Fix
from signalwright.diagnostics.render._data import located, print_json
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Locator

VERSION = 1
"""The version of the shape: a key may be added to it, and whatever else changes raises it."""


def render(report: Report, locator: Locator, **_: object) -> str:
    """Prints a report, also an empty one; see `Renderer.render`."""
    found = report.sorted(locator)
    return print_json(
        {
            "version": VERSION,
            "findings": [_finding(each, locator) for each in found if each.allowed is None],
            "allowed": [_allowed(each, each.allowed, locator) for each in found if each.allowed is not None],
            "summary": {**{f"{level.value}s": report.count(level) for level in Level}, "allowed": report.allowed},
        }
    )


def _finding(diagnostic: Diagnostic, locator: Locator) -> dict[str, object]:
    return {
        "name": diagnostic.name,
        "level": diagnostic.level.value,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "environments": list(diagnostic.environments),
        **_place(diagnostic.primary, locator),
        "secondary": [_place(label, locator) for label in diagnostic.secondary],
        "fix": _fix(diagnostic.fix),
    }


def _fix(fix: Fix | None) -> list[dict[str, object]] | None:
    """Returns what is to be written where, in the order of the file; null where nothing certain is known."""
    edits = fix.written if fix is not None else []
    return [
        {
            "file": place.file,
            "line": place.line,
            "column": place.column,
            "end_line": place.end_line,
            "end_column": place.end_column,
            "text": text,
        }
        for place, text in edits
    ] or None


def _allowed(diagnostic: Diagnostic, allowed: Allowed, locator: Locator) -> dict[str, object]:
    """Returns a finding that doesn't count, with the reason and the place where that is written."""
    return {**_finding(diagnostic, locator), "reason": allowed.reason, "by": _place(Label(allowed.place), locator)}


def _place(label: Label, locator: Locator) -> dict[str, object]:
    """Returns where a label stands; what isn't known is null, as is the label of a place that says enough."""
    place = located(label.place, locator)
    return {
        "file": place.file,
        "line": place.line or None,
        "column": place.column or None,
        "end_line": place.end_line or None,
        "end_column": place.end_column or None,
        "label": label.message or None,
    }
