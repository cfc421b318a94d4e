"""Makes fixes in memory, again and again, until nothing changes."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from signalwright.compile import Compilation
from signalwright.diagnostics.diagnostic import Diagnostic
from signalwright.diagnostics.fix import Fix
from signalwright.diagnostics.span import Location
from signalwright.fixing.offers import offers
from signalwright.language.source.document import Document
from signalwright.language.source.reading import BYTE_ORDER_MARK
from signalwright.language.source.rewrite import Replacement, rewrite
from signalwright.records import record

_MOST_ROUNDS = 20
"""A fix may show what was hidden behind its finding, and of two fixes in one place the second waits for a round; no
spec of a person needs more, and what doesn't come to rest stops there."""

Compile = Callable[[Mapping[str, bytes]], Compilation]
"""Compiles the project with other contents of some files, named relative to its root."""


@record
class Change:
    """A part of a file that a fix changed.

    Attributes:
        place: Where it stood when it was changed.
        before: What stood there; empty where something was only put in.
        after: What stands there now; empty where something was only taken out.
        name: The finding that it puts right.
    """

    place: Location
    before: str
    after: str
    name: str


@dataclass(slots=True)
class Fixed:
    """What came of fixing; nothing is written yet.

    Attributes:
        compilation: The last one: of the project as it is after the fixes.
        changes: What was changed, in the order in which it was made.
        before: File → its content as it was read, for the files that changed.
        after: File → its content with the fixes.
        in_python: How many of the remaining findings have a fix in a Python spec.
    """

    compilation: Compilation
    changes: list[Change] = field(default_factory=list)
    before: dict[str, bytes] = field(default_factory=dict)
    after: dict[str, bytes] = field(default_factory=dict)
    in_python: int = 0


def fix_project(compile: Compile) -> Fixed:
    """Makes every fix that findings of a project carry.

    Args:
        compile: Compiles the project.

    Returns:
        The files with the fixes, and the compilation that says what remains.
    """
    fixed = Fixed(compile({}))
    for _ in range(_MOST_ROUNDS):
        if not _fix_once(fixed):
            break
        fixed.compilation = compile(fixed.after)
    return fixed


def _fix_once(fixed: Fixed) -> bool:
    """Makes the fixes of one compilation; returns whether something changed."""
    sources = fixed.compilation.sources
    offered = offers(fixed.compilation.report, sources)
    fixed.in_python = offered.in_python
    progress = False
    for file, findings in offered.by_file.items():
        read = sources.read(file)
        assert read is not None
        document, data = read
        wanted = {each.fix: each for each in reversed(findings) if each.fix is not None}
        made = rewrite(document, data, reversed(wanted))
        if made.text == document.text:
            continue
        progress = True
        mark = BYTE_ORDER_MARK if (sources.root / file).read_bytes().startswith(BYTE_ORDER_MARK) else b""
        fixed.before.setdefault(file, mark + document.text.encode())
        fixed.changes += _changes(document, made.made, wanted)
        fixed.after[file] = mark + made.text.encode()
    return progress


def _changes(
    document: Document, made: tuple[tuple[Fix, tuple[Replacement, ...]], ...], wanted: Mapping[Fix, Diagnostic]
) -> Iterator[Change]:
    for fix, replacements in made:
        for each in replacements:
            place = document.lines.location(each.start, each.end)
            yield Change(place, document.text[each.start : each.end], each.text, wanted[fix].name)


def differences(fixed: Fixed) -> str:
    """Returns what the fixes change as a unified diff, as `git apply` and `patch -p1` take it."""
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for file in sorted(fixed.after)
        for line in difflib.unified_diff(
            _lines(fixed.before[file]), _lines(fixed.after[file]), f"a/{file}", f"b/{file}"
        )
    )


def _lines(content: bytes) -> list[str]:
    """Returns the lines with their ends as diffs know them: a carriage return is part of its line."""
    *whole, rest = content.decode().split("\n")
    return [f"{line}\n" for line in whole] + ([rest] if rest else [])
