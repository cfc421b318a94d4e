"""Where what a tool found stands: in the spec, as narrow as can be told, and in the artifact that was made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from signalwright.diagnostics.span import Location, Origin, Step
from signalwright.emit.artifact import Artifact, KeyPath
from signalwright.emit.source_map import key_path_at, line_paths, origin_of
from signalwright.language.source import Sources
from signalwright.records import record
from signalwright.target import Finding

_QUOTED = re.compile(r'"([^"\n]+)"|`([^`\n]+)`|\'([^\'\n]+)\'')
_WORD = re.compile(r"[A-Za-z_]\w*|\d+(?:\.\d+)?\w*")

_Text = tuple[tuple[Step, ...], str]
"""A text of a spec with its key path."""


@record
class Found:
    """Where a finding stands.

    Attributes:
        place: In the spec.
        line: The line of the artifact, from 1, or None when it isn't known.
    """

    place: Origin
    line: int | None


def place_of(finding: Finding, artifact: Artifact | None, fallback: Origin, sources: Sources) -> Found:
    """Returns where a finding stands.

    Args:
        finding: What the tool said.
        artifact: The artifact that it is about, or None.
        fallback: The place for what belongs to no part of an artifact.
        sources: The files of the spec.
    """
    if artifact is None:
        return Found(fallback, None)
    path = finding.path or ()
    if finding.line is not None:
        at_line = key_path_at(artifact, finding.line) or ()
        # The line of a complaint about a whole rule may be that of its first key.
        path = at_line if len(at_line) >= len(path) or finding.path is None else path
    origin = origin_of(artifact, path)
    if origin is None:
        return Found(fallback, finding.line)
    line = finding.line if finding.line is not None else _line_of(artifact, path)
    made = _text_at(artifact.document, path)
    if made is None or not path:
        return Found(origin, line)
    return Found(_narrowed(origin, finding, made, path[-1], sources), line)


def artifact_place(artifact: Artifact, line: int | None, file: str) -> Location:
    """Returns the place of a line of an artifact, without its indentation; of the whole file when there is no line.

    Args:
        artifact: The artifact.
        line: The line, from 1, or None.
        file: How the artifact is called in diagnostics.
    """
    lines = artifact.content.decode().splitlines()
    if line is None or line > len(lines):
        return Location(file)
    text = lines[line - 1]
    first = len(text) - len(text.lstrip()) + 1
    return Location(file, line, first, line, max(len(text.rstrip()) + 1, first))


def _line_of(artifact: Artifact, path: KeyPath) -> int | None:
    """Returns the first line of a part of an artifact's document, or of the nearest part around it."""
    starts: dict[KeyPath, int] = {}
    for number, each in enumerate(line_paths(artifact), 1):
        for depth in range(len(each or ()) + 1):
            starts.setdefault((each or ())[:depth], number)
    return next((starts[path[:depth]] for depth in range(len(path), 0, -1) if path[:depth] in starts), None)


def _text_at(document: object, path: KeyPath) -> str | None:
    node: Any = document
    for step in path:
        try:
            node = node[step]
        except (LookupError, TypeError):
            return None
    return node if isinstance(node, str) else None


def _narrowed(origin: Origin, finding: Finding, made: str, key: Step, sources: Sources) -> Origin:
    """Returns the part of the spec that a complaint is about, where it is found once in what the origin says."""
    texts = list(_texts(origin, sources))
    if finding.at is not None:
        offset = _offset(made, *finding.at)
        covering = [
            (path, text, start)
            for path, text in texts
            if made.count(text) == 1 and (start := made.index(text)) <= offset <= start + len(text)
        ]
        if not covering:
            return origin
        path, text, start = max(covering, key=lambda each: len(each[1]))
        return _within(origin, path, *_word_at(text, offset - start))
    # What a complaint ends with is what is wrong; before it stand the names of what has it.
    for quoted in reversed(list(_QUOTED.finditer(finding.message))):
        whole_word = re.compile(rf"(?<!\w){re.escape(next(each for each in quoted.groups() if each))}(?!\w)")
        if whole_word.search(made):
            found = [(path, each.span()) for path, text in _likeliest(texts, key) for each in whole_word.finditer(text)]
            return _within(origin, found[0][0], *found[0][1]) if len(found) == 1 else origin
    return origin


def _likeliest(texts: list[_Text], key: Step) -> list[_Text]:
    """Returns the texts that a spec says under the same key as the artifact (`summary`), or all where it has none."""
    return [each for each in texts if each[0] and each[0][-1] == key] or texts


def _within(origin: Origin, path: tuple[Step, ...], start: int, end: int) -> Origin:
    return Origin(origin.file, path, "value", (start, end), origin.user)


def _texts(origin: Origin, sources: Sources) -> Iterator[_Text]:
    """Yields the texts that stand at a place of a YAML spec or below it, with their key paths."""
    read = sources.read(origin.file)
    node: Any = None if read is None else read[1]
    for step in origin.path:
        try:
            node = node[step]
        except (LookupError, TypeError):
            return
    waiting: list[tuple[tuple[Step, ...], Any]] = [(origin.path, node)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str) and value.strip():
            yield path, value.rstrip("\n")
        elif isinstance(value, Mapping):
            waiting.extend(((*path, str(key)), child) for key, child in value.items())
        elif isinstance(value, list):
            waiting.extend(((*path, index), child) for index, child in enumerate(value))


def _offset(text: str, line: int, column: int) -> int:
    """Returns the offset of a line and column, both from 1; tools that are written in Go count bytes."""
    lines = text.split("\n")
    before = lines[: line - 1]
    here = lines[line - 1] if 0 < line <= len(lines) else ""
    return sum(len(each) + 1 for each in before) + len(here.encode()[: max(column - 1, 0)].decode(errors="ignore"))


def _word_at(text: str, offset: int) -> tuple[int, int]:
    """Returns the word at an offset, or the character there; the last one at the end of a text."""
    for word in _WORD.finditer(text):
        if word.start() <= offset < word.end():
            return word.span()
    start = min(offset, len(text) - 1)
    return start, start + 1
