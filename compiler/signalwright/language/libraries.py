"""Reads the libraries that a project uses, each once in a run."""

from __future__ import annotations

from collections.abc import Iterable

from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin
from signalwright.language.layers import Layer
from signalwright.language.pages import RUNBOOKS, RunbookPage, read_pages
from signalwright.language.source import Sources
from signalwright.library import FILE, FOLDER, library_names

# What a library says of itself; all else is what a service that uses it has.
_OWN = frozenset({"signalwright", "library", "about", "source"})


class Libraries:
    """The libraries of a run."""

    def __init__(self, sources: Sources) -> None:
        """Reads nothing yet.

        Args:
            sources: Reads the files, and learns their places.
        """
        self._sources = sources
        self._read: dict[str, Layer] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all libraries, in order."""
        return library_names()

    def layer(self, name: str, report: Report) -> Layer:
        """Returns what a library gives to a service.

        Args:
            name: The name of a library that exists.
            report: Takes what is wrong with the file, which the wheel holds as it was tested.
        """
        if name not in self._read:
            # A reader finds the library by this name in the documentation and in the package, wherever that lies.
            file = f"library/{name}/{FILE}"
            source = self._sources.load(FOLDER / name / FILE, report, name=file)
            data = source.data if source is not None and isinstance(source.data, dict) else {}
            given = {key: value for key, value in data.items() if key not in _OWN}
            self._read[name] = Layer(given, Origin(file), library=name)
        return self._read[name]

    def pages(self, names: Iterable[str], report: Report) -> dict[str, RunbookPage]:
        """Returns the runbook pages of libraries by file name.

        Args:
            names: The libraries.
            report: Takes what is wrong with a page.
        """
        found: dict[str, RunbookPage] = {}
        for name in names:
            found.update(read_pages(FOLDER / name / RUNBOOKS, self._sources, report, library=name))
        return found
