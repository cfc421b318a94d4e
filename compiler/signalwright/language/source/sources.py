"""Loads spec files, keeps their text, and turns places into lines and columns."""

from __future__ import annotations

import os
from pathlib import Path

from signalwright.diagnostics.diagnostic import Diagnostic
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Location, Origin, Place
from signalwright.language.source.document import Document
from signalwright.language.source.reading import SourceFile, read_source


class Sources:
    """The files of a run, each read once; a `Locator` for the report.

    Attributes:
        root: The project's folder; files are named relative to it.
    """

    def __init__(self, root: Path) -> None:
        """Starts without files.

        Args:
            root: The project's folder.
        """
        self.root = root
        self._documents: dict[str, Document] = {}
        self._loaded: dict[str, tuple[SourceFile | None, tuple[Diagnostic, ...]]] = {}

    def load(self, path: Path, report: Report) -> SourceFile | None:
        """Reads a YAML file; a file that was read before is not read again.

        Args:
            path: The file, absolute or relative to the root.
            report: Takes everything that is wrong with the file.

        Returns:
            The file with its values, or None when there were errors.
        """
        full = self.root / path
        file = self.name(full)
        if file not in self._loaded:
            problems = Report()
            document, source = read_source(full, file, problems)
            if document is not None:
                self._documents[file] = document
            self._loaded[file] = source, tuple(problems)
        source, diagnostics = self._loaded[file]
        report.extend(diagnostics)
        return source

    def name(self, path: Path) -> str:
        """Returns how a file is called in origins: relative to the root, with forward slashes."""
        return Path(os.path.relpath(path, self.root)).as_posix()

    def locate(self, place: Place) -> Location | None:
        """Returns line and column of a place, or None when its file was not loaded.

        A key path that is not written (short forms are expanded by the models) leads to the deepest part of it that is.
        The place of a mapping or of nothing is the key that names it.
        """
        if isinstance(place, Location):
            return place
        document = self._documents.get(place.file)
        return None if document is None else document.locate(place)

    def line(self, file: str, number: int) -> str | None:
        """Returns a line without its line break, or None when the file or the line is not known."""
        document = self._documents.get(file)
        return None if document is None else document.lines.text_of(number)

    def raw(self, origin: Origin) -> str | None:
        """Returns a scalar as it is written, quotes included: `3.10` where the value is 3.1.

        Args:
            origin: The place of the scalar; behind an alias, the anchor's scalar is meant.

        Returns:
            The source text, or None when there is no scalar at that very path.
        """
        document = self._documents.get(origin.file)
        return None if document is None else document.raw(origin)
