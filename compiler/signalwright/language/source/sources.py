"""Loads spec files, keeps their text, and turns places into lines and columns."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from signalwright.diagnostics.diagnostic import Diagnostic
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Location, Origin, Place
from signalwright.language.source.document import Document
from signalwright.language.source.reading import SourceFile, read_foreign, read_source

if TYPE_CHECKING:
    from signalwright.diagnostics.span import Step
    from signalwright.language.python.document import PythonDocument, PythonPlaces
    from signalwright.language.python.runner import Said


class Sources:
    """The files of a run, each read once; a `Locator` for the report.

    Attributes:
        root: The project's folder; files are named relative to it.
    """

    def __init__(self, root: Path, instead: Mapping[str, bytes] | None = None) -> None:
        """Starts without files.

        Args:
            root: The project's folder.
            instead: Name of a file → what is read in place of its content, for a spec that isn't written yet.
        """
        self.root = root
        self._instead = instead or {}
        self._documents: dict[str, Document] = {}
        self._python: dict[str, PythonDocument] = {}
        self._said: dict[str, PythonPlaces] = {}
        self._loaded: dict[str, tuple[SourceFile | None, tuple[Diagnostic, ...]]] = {}

    def load(self, path: Path, report: Report, *, name: str | None = None) -> SourceFile | None:
        """Reads a YAML file; a file that was read before is not read again.

        Args:
            path: The file, absolute or relative to the root.
            report: Takes everything that is wrong with the file.
            name: How it is called in origins, for a file that is none of the project's.

        Returns:
            The file with its values, or None when there were errors.
        """
        full = self.root / path
        file = name or self.name(full)
        if file not in self._loaded:
            problems = Report()
            document, source = read_source(full, file, problems, self._instead.get(file))
            if document is not None:
                self._documents[file] = document
            self._loaded[file] = source, tuple(problems)
        source, diagnostics = self._loaded[file]
        report.extend(diagnostics)
        return source

    def read(self, file: str) -> tuple[Document, object] | None:
        """Returns a YAML file of the project that was read without errors: its text with places, and its values.

        Args:
            file: Its name, as in origins; a library's file, which belongs to another folder, is none.
        """
        source, _ = self._loaded.get(file, (None, ()))
        document = self._documents.get(file)
        inside = (self.root / file).is_file() and ".." not in Path(file).parts
        return None if source is None or document is None or not inside else (document, source.data)

    def load_foreign(self, path: Path, report: Report) -> Document | None:
        """Reads a YAML file of others: what a spec doesn't allow is allowed, several documents among it.

        Args:
            path: The file, absolute or relative to the root.
            report: Takes what keeps it from being read.

        Returns:
            The text with its outline, or None when there were errors; its places are known in both cases.
        """
        full = self.root / path
        document = read_foreign(full, self.name(full), report)
        if document is not None:
            self._documents[document.file] = document
        return None if document is None or report.has_errors else document

    def add(self, document: Document) -> None:
        """Takes a text that was read elsewhere, so that its places are known."""
        self._documents[document.file] = document

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
        places = self._said.get(place.file)
        if places is not None:
            said, aim = places.said(place)
            return self.python(said.file).place(said, aim)
        document = self._documents.get(place.file)
        return None if document is None else document.locate(place)

    def said_in_python(self, origin: Origin) -> Said | None:
        """Returns the expression of a Python file that said a key path, or None where a YAML file did."""
        places = self._said.get(origin.file)
        return None if places is None else places.said(origin)[0]

    def settled(self, report: Report) -> Report:
        """Returns a report as people read it: with who calls or uses what said something, and each mistake once."""
        if any(isinstance(each.primary.place, Origin) and each.primary.place.user for each in report):
            from signalwright.language.users import settle_users

            report = settle_users(report)
        if not self._said:
            return report
        from signalwright.language.python.callers import settle

        return settle(report, self)

    def line(self, file: str, number: int) -> str | None:
        """Returns a line without its line break, or None when the file or the line is not known."""
        document = self._python.get(file) or self._documents.get(file)
        return None if document is None else document.lines.text_of(number)

    def add_text(self, file: str, text: str) -> None:
        """Takes the text of a file that was made and never read, so that a report can show its lines.

        Args:
            file: How it is called in locations.
            text: The whole text.
        """
        self._documents.setdefault(file, Document(file, text))

    @property
    def has_python(self) -> bool:
        """Whether Python files say something; they may import others that say some of it."""
        return bool(self._said)

    def add_python(self, places: PythonPlaces) -> None:
        """Takes the places of what a Python file says."""
        self._said[places.spec.file] = places

    def python(self, file: str) -> PythonDocument:
        """Returns the text of a Python file, read when its first place is asked for; without one, it is empty."""
        if file not in self._python:
            from signalwright.language.python.document import PythonDocument

            try:
                text = (self.root / file).read_bytes().decode("utf-8-sig", errors="replace")
            except OSError:
                text = ""
            self._python[file] = PythonDocument(file, text)
        return self._python[file]

    def mentioning(self, sign: re.Pattern[str]) -> list[str]:
        """Returns the names of the specs in whose text a sign stands."""
        return [
            *(file for file, document in self._documents.items() if sign.search(document.text)),
            *(file for file in self._said if sign.search(self.python(file).lines.text)),
        ]

    def document(self, file: str) -> Document | PythonDocument | None:
        """Returns a file by its name, or None for one that was not read; of Python, also a module that specs import."""
        return self._documents.get(file) or (self.python(file) if file.endswith(".py") else None)

    def python_paths(self, file: str, line: int) -> list[tuple[str, tuple[Step, ...]]]:
        """Returns what a line of a Python file says: files with key paths, and nothing for other files.

        Args:
            file: The name of the file, as in origins.
            line: The line, from 1.
        """
        return [(each, path) for each, places in self._said.items() for path in places.paths_at(file, line)]

    def raw(self, origin: Origin) -> str | None:
        """Returns a scalar as it is written, quotes included: `3.10` where the value is 3.1.

        Args:
            origin: The place of the scalar; behind an alias, the anchor's scalar is meant.

        Returns:
            The source text, or None when there is no scalar at that very path.
        """
        document = self._documents.get(origin.file)
        return None if document is None else document.raw(origin)
