"""Comments that allow a finding at their place: `# signalwright: allow metrics/unused because …`.

A comment is about what begins on its line or, when nothing else stands there, on the next line that isn't a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.span import Location
from signalwright.language.python.document import PythonDocument
from signalwright.language.source.document import Document
from signalwright.language.source.lines import Lines
from signalwright.records import record

_COMMENT = re.compile(r"#[ \t]*signalwright:[ \t]*(?P<verb>[\w-]*)(?P<names>.*?)(?:[ \t]because\b(?P<reason>.*))?$")
_IN_YAML = re.compile(r"(?m)(?:^|(?<=\s))#[ \t]*signalwright:")
_NAME = re.compile(r"[^\s,]+")
_VERB = "allow"
_ELSEWHERE = ("disable", "ignore", "noqa", "suppress")


@record
class Comment:
    """A comment that allows something, or seems to be meant so.

    Attributes:
        names: The findings, as they were written, with their places.
        reason: Why they are right; empty when it isn't said.
        place: The whole comment.
        line: The line that it is about, from 1.
        verb: What it begins with, `allow` in a right one.
    """

    names: tuple[tuple[str, Location], ...]
    reason: str
    place: Location
    line: int
    verb: str


def read_comments(document: Document | PythonDocument) -> list[Comment]:
    """Returns the comments of a file that are meant for the compiler, in the order of their lines.

    Args:
        document: The file, of YAML or of Python.
    """
    lines = document.lines
    starts = _in_python(lines) if isinstance(document, PythonDocument) else _in_yaml(document)
    return [each for start in starts if (each := _comment(lines, start)) is not None]


def _in_yaml(document: Document) -> Iterator[int]:
    """Yields the offsets of comments; in a text of several lines, such as PromQL, one that has a line for itself."""
    text = document.text
    scalars = [each for each in document.outline.nodes if each.kind == "scalar"] if _IN_YAML.search(text) else []
    for found in _IN_YAML.finditer(text):
        start = found.start()
        inside = next((each for each in scalars if each.start <= start < each.end), None)
        alone = not text[text.rfind("\n", 0, start) + 1 : start].strip()
        if inside is None or (alone and inside.style in ("|", ">")):
            yield start


def _in_python(lines: Lines) -> Iterator[int]:
    import io
    import tokenize

    reader = io.StringIO(lines.text).readline
    try:
        for token in tokenize.generate_tokens(reader):
            if token.type == tokenize.COMMENT:
                yield lines.offset(token.start[0], token.start[1] + 1)
    except (tokenize.TokenError, SyntaxError):
        return  # A file that can't be parsed is reported by what runs it.


def _comment(lines: Lines, start: int) -> Comment | None:
    number, column = lines.position(start)
    text = lines.text_of(number) or ""
    found = _COMMENT.match(text, column - 1)
    if found is None:
        return None
    verb = found["verb"]
    if verb != _VERB and verb not in _ELSEWHERE and closest(verb, [_VERB]) is None:
        return None  # `# signalwright: 1` is the first line of a spec that somebody took out.

    def place(begin: int, end: int) -> Location:
        return Location(lines.file, number, begin + 1, number, end + 1)

    names: list[tuple[str, Location]] = []
    for each in _NAME.finditer(text, found.end("verb"), found.end("names")):
        name = each[0].rstrip(":;")
        if names and found["reason"] is None and "/" not in name:
            break  # A reason without `because`: that it is missing is said once, and not of each of its words.
        names.append((name, place(each.start(), each.start() + len(name))))
    alone = not text[: column - 1].strip()
    reason = (found["reason"] or "").strip()
    return Comment(tuple(names), reason, place(column - 1, len(text)), _next(lines, number) if alone else number, verb)


def _next(lines: Lines, number: int) -> int:
    """Returns the next line that says something; behind the last one, the last."""
    following = number + 1
    while (text := lines.text_of(following)) is not None and (not text.strip() or text.lstrip().startswith("#")):
        following += 1
    return following
