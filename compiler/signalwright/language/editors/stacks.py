"""Reads what stacks say, as far as it can be read: somebody is typing in the middle of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from signalwright.diagnostics.report import Report
from signalwright.language.load import ORGANIZATION, run_python, spec_files, stack_folders
from signalwright.language.pages import RUNBOOKS
from signalwright.language.project import Project
from signalwright.language.source import Sources
from signalwright.language.source.reading import MAXIMUM_SIZE
from signalwright.language.source.values import read_values
from signalwright.records import record

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*([-_.][A-Za-z0-9]+)*")
# How many lines above the one at which the parser stumbled may be to blame.
_LINES_TO_BLAME = 12


@record
class StackParts:
    """What the files of a stack say, before anything is looked up.

    Attributes:
        name: The stack's name; that of its folder when no file says one.
        files: What each file says, those of the organization last.
        pages: The names of its runbook pages.
        unread: The files that can't be read as a whole, relative to the project.
    """

    name: str
    files: tuple[Mapping[str, Any], ...]
    pages: tuple[str, ...]
    unread: tuple[str, ...]


def read_stacks(project: Project, sources: Sources) -> list[StackParts]:
    """Reads all stacks of a project; nothing is reported.

    Args:
        project: The project.
        sources: Reads the files; those that it has read already aren't read again.

    Returns:
        The stacks in the order of their folders.
    """
    if not project.specs.is_dir():
        return []
    folders = [each for each in stack_folders(project) if each.is_dir()]
    shared = project.specs / ORGANIZATION
    python = run_python(project, [shared, *folders], sources, Report(), twice=False)
    said = {} if python is None else python.specs
    shared_files, shared_pages, shared_unread = _read_folder(shared, sources, said)
    stacks = []
    for folder in folders:
        files, pages, unread = _read_folder(folder, sources, said)
        names = [each["stack"] for each in files if isinstance(each.get("stack"), str)]
        # The name becomes that of a file, so it has to be one.
        name = names[0] if names and _NAME.fullmatch(names[0]) else folder.name
        parts = StackParts(name, (*files, *shared_files), (*pages, *shared_pages), (*unread, *shared_unread))
        if parts.files or parts.unread:
            stacks.append(parts)
    return stacks


def _read_folder(
    folder: Path, sources: Sources, said: Mapping[str, dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[str], list[str]]:
    """Returns what the files of a folder say, its runbook pages, and the files that can't be read as a whole."""
    if not folder.is_dir():
        return [], [], []
    files: list[dict[str, Any]] = []
    unread = []
    for path in spec_files(folder, ".yaml", ".yml", ".py"):
        name, report = sources.name(path), Report()
        if path.suffix == ".py":
            data: object = said.get(name)
        else:
            source = sources.load(path, report)
            data = None if source is None else source.data
        if not isinstance(data, dict):
            unread.append(name)
            data = _read_around_mistake(path, report, sources)
        if isinstance(data, dict):
            files.append(data)
    return files, sorted(each.name for each in (folder / RUNBOOKS).glob("*.md")), unread


def _read_around_mistake(path: Path, report: Report, sources: Sources) -> object:
    """Returns what a file says without the line that makes it unreadable, or else above it; None for nothing.

    Args:
        path: The file.
        report: What is wrong with it; nothing for a Python file, of which half says nothing.
        sources: Tells where that is.
    """
    places = (sources.locate(each.primary.place) for each in report)
    line = min((each.line for each in places if each is not None and each.line), default=None)
    try:
        if line is None or path.stat().st_size > MAXIMUM_SIZE:
            return None
        lines = path.read_bytes().decode("utf-8", errors="replace").splitlines(keepends=True)
    except OSError:
        return None
    for candidate in _without_mistake(lines, line):
        # Without anchors there are no aliases, and so nothing grows while it is read.
        if "&" not in candidate:
            try:
                data = read_values(candidate)
            except ValueError:
                continue
            if isinstance(data, dict):
                return data
    return None


def _without_mistake(lines: list[str], line: int) -> Iterator[str]:
    """Yields texts that lack a line at fault: just that one, for each that may be it; then all from there on."""
    suspects = range(line, max(0, line - _LINES_TO_BLAME), -1)
    for each in suspects:
        yield "".join(lines[: each - 1] + lines[each:])
    for each in suspects:
        yield "".join(lines[: each - 1])
