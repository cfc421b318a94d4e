"""Renderers of a report, one module each; a format is the name of its module."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Locator

Explain = Callable[[str], str | None]
"""Returns the documentation of a finding by its name, or None when it has none."""


class Renderer(Protocol):
    """A module that prints reports."""

    def render(self, report: Report, locator: Locator, *, colour: bool, explain: Explain) -> str:
        """Prints a report.

        Args:
            report: The diagnostics.
            locator: Turns places into lines and columns, and knows the text of lines.
            colour: Whether the reader is a terminal that shows colours.
            explain: Knows what the names of findings stand for. A renderer takes those of the two last that it needs.

        Returns:
            The whole text, ended by a line break; empty when there is nothing to say, except where a format is one
            document whatever was found.
        """
        ...


def formats() -> list[str]:
    """Returns the names of the formats, sorted."""
    return sorted(module.name for module in iter_modules(__path__) if not module.ispkg and module.name[0] != "_")


def renderer(format: str) -> Renderer:
    """Returns the renderer of a format.

    Args:
        format: The name of a format.

    Raises:
        KeyError: When there is no such format.
    """
    if format not in formats():
        raise KeyError(format)
    return cast(Renderer, import_module(f"{__name__}.{format}"))
