"""Reads one YAML file: bytes to text to values, with everything that is wrong as diagnostics.

Values come from ryaml (YAML 1.2). A file that raises no suspicion is parsed once and nothing else happens to it; a file
that does is scanned exactly, so that all of its problems are reported in one run.
"""

from __future__ import annotations

import re
import stat
import unicodedata
from functools import cache
from pathlib import Path

from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Location
from signalwright.language.source.characters import CONTROL_OR_ODD_SPACE
from signalwright.language.source.document import Document
from signalwright.language.source.values import read_values
from signalwright.records import record

MAXIMUM_SIZE = 10 * 1024 * 1024
"""The largest file that is read, in bytes."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""What may stand in front of a text; it is none of it."""

_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_AT_A_BEGIN = r"(?<![^\s,\[\]{}:?-].)"
_SUSPICIOUS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"!(?!=){_AT_A_BEGIN}",  # a tag
        rf"\*(?=\S){_AT_A_BEGIN}",  # an alias
        r"<<",  # a merge key
        r"\\[0abefrvNLP_xuU]",  # an escape that may give a control character or text that isn't normalized
    )
)
_UNEQUAL_APART = re.compile(r"!=(?<![^\s,\[\]{}:?-]..)")
_COLLECTIONS: frozenset[object] = frozenset({dict, list})
_TAG_LIKE_UNEQUAL = re.compile(r"(?:[\r:,\[{?-]|^|&[^\s&]+)[ \t]*!=", re.MULTILINE)
"""Tells the tag `!=` from the operator; slow, so it is asked only where an operator stands behind a space."""


@record
class SourceFile:
    """A file of a spec.

    Attributes:
        file: Its name, relative to the project, with forward slashes.
        text: The whole text, without a byte order mark.
        data: The values: mappings with text keys, lists, text, numbers, truth values and None; the top is a mapping.
    """

    file: str
    text: str
    data: object


def read_source(
    path: Path, file: str, report: Report, content: bytes | None = None
) -> tuple[Document | None, SourceFile | None]:
    """Reads a file.

    Args:
        path: Where it is.
        file: How it is called in diagnostics.
        report: Takes everything that is wrong with it.
        content: What is read in its place, or None for what stands there.

    Returns:
        The text with its places, or None when there is no text; and the file with its values, or None when there were
        errors.
    """
    content = _read_bytes(path, file, report) if content is None else content
    if content is None:
        return None, None
    text = _decode(content, file, report)
    document = Document(file, text)
    if report.has_errors:
        return document, None
    data = _parse(document, report)
    return document, None if report.errors else SourceFile(file, text, data)


def read_text(path: Path, file: str, report: Report) -> str | None:
    """Returns the text of a file without a byte order mark, or None when it can't be read, which the report tells."""
    content = _read_bytes(path, file, report)
    return None if content is None else _decode(content, file, report)


def read_foreign(path: Path, file: str, report: Report) -> Document | None:
    """Reads a file that isn't a spec: only what keeps its outline from being read is an error.

    Args:
        path: Where it is.
        file: How it is called in diagnostics.
        report: Takes what is wrong with it.

    Returns:
        The text with its places, all documents of it, or None when there is no text.
    """
    text = read_text(path, file, report)
    if text is None:
        return None
    document = Document(file, text, stream=True)
    if not report.has_errors:
        from signalwright.language.source.problems import report_unreadable

        report_unreadable(document, report)
    return document


def _read_bytes(path: Path, file: str, report: Report) -> bytes | None:
    place = Location(file)
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            what = "a folder" if stat.S_ISDIR(state.st_mode) else "not a regular file"
            report.error("language/unreadable", f"this is {what}", place, help="name a YAML file")
            return None
        content = b""
        if state.st_size <= MAXIMUM_SIZE:
            with path.open("rb") as stream:
                content = stream.read(MAXIMUM_SIZE + 1)
        if max(state.st_size, len(content)) > MAXIMUM_SIZE:
            report.error(
                "language/file-too-large",
                f"the file is larger than {MAXIMUM_SIZE // 1024**2} MiB",
                place,
                help="split the spec into several files of the stack's folder",
            )
            return None
    except (OSError, ValueError) as error:
        report.error("language/unreadable", f"the file can't be read: {_reason(error)}", place, help=_way_out(error))
        return None
    return content


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, PermissionError):
        return "permission is denied"
    return (error.strerror or str(error)).lower() if isinstance(error, OSError) else str(error)


def _way_out(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "create it, or correct its name"
    if isinstance(error, PermissionError):
        return "let the user who runs the compiler read it"
    return "check the file and the disk that it lies on"


def _decode(content: bytes, file: str, report: Report) -> str:
    body = content.removeprefix(BYTE_ORDER_MARK)
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        text = body.decode(errors="replace")
        offset = len(body[: error.start].decode())
        utf_16 = body.startswith(_UTF_16_MARKS)
        report.error(
            "language/not-utf-8",
            "the file is UTF-16" if utf_16 else f"the byte 0x{body[error.start]:02x} is not UTF-8",
            Document(file, text).lines.location(offset, offset + 1),
            help="save the file as UTF-8",
        )
        return text


def _parse(document: Document, report: Report) -> object:
    """Returns the values of a text; what is wrong goes to the report, and then the values mean nothing."""
    text = document.text
    examined = _is_suspicious(text)
    if examined:
        _examine(document, report)
        if report.has_errors:
            return None
    try:
        data = read_values(text)
    except ValueError as error:
        if not examined:
            _examine(document, report)
        if not report.has_errors:
            _repeat(document, str(error), report)
        return None
    if not isinstance(data, dict):
        _refuse_top(document, data, report)
    if _has_odd_key(data):
        _examine(document, report)
    return data


def _examine(document: Document, report: Report) -> None:
    from signalwright.language.source.problems import report_problems

    report_problems(document, report)


def _repeat(document: Document, message: str, report: Report) -> None:
    from signalwright.language.source.syntax import repeat_parser

    repeat_parser(document, message, report)


def _refuse_top(document: Document, data: object, report: Report) -> None:
    root = document.outline.root
    start, end = (0, 0) if root is None else document.whole(root)
    place = document.lines.location(start, end)
    if data is None:
        report.error(
            "language/empty", "the file says nothing", place, help="begin with `signalwright: 1`, or remove the file"
        )
    else:
        what = "a list" if isinstance(data, list) else "one value"
        report.error(
            "language/not-a-mapping",
            f"the file is {what}, not a mapping",
            place,
            help="write keys with values, beginning with `signalwright: 1`",
        )


def _is_suspicious(text: str) -> bool:
    """Returns whether a text may hold what a spec doesn't allow and ryaml passes over.

    Each pattern begins with what is rare, so that `re` skips to it; one pattern for all would be five times slower.
    """
    return (
        any(pattern.search(text) for pattern in _SUSPICIOUS)
        or _has_odd_character(text)
        or (_UNEQUAL_APART.search(text) is not None and _TAG_LIKE_UNEQUAL.search(text) is not None)
    )


def _has_odd_character(text: str) -> bool:
    """Returns whether a text isn't normalized, or holds a control character or a space that isn't one for YAML.

    ryaml itself refuses the control characters of ASCII, so a text of ASCII alone needn't be searched.
    """
    return not text.isascii() and (
        _control_or_odd_space().search(text) is not None or not unicodedata.is_normalized("NFC", text)
    )


@cache
def _control_or_odd_space() -> re.Pattern[str]:
    """Compiled when it is needed: that takes 4 ms, more than reading the spec of a small project does."""
    return re.compile(CONTROL_OR_ODD_SPACE)


def _has_odd_key(value: object) -> bool:
    """Returns whether a mapping has a key other than text; values lie at most `MAXIMUM_DEPTH` deep."""
    if isinstance(value, dict):
        for key, child in value.items():
            if key.__class__ is not str or (child.__class__ in _COLLECTIONS and _has_odd_key(child)):
                return True
    elif isinstance(value, list):
        for child in value:
            if child.__class__ in _COLLECTIONS and _has_odd_key(child):
                return True
    return False
