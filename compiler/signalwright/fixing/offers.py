"""Which fixes are offered, and how they are written into the files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from signalwright.diagnostics.diagnostic import Diagnostic
from signalwright.diagnostics.fix import Edit, Fix
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin
from signalwright.language.source import Sources
from signalwright.language.source.rewrite import plan
from signalwright.records import record


@record
class Offers:
    """What can be changed.

    Attributes:
        by_file: YAML file of the project → the findings that carry a fix in it.
        in_python: How many findings carry a fix that would change a Python spec, which people change themselves.
    """

    by_file: dict[str, tuple[Diagnostic, ...]]
    in_python: int


def offers(report: Report, sources: Sources) -> Offers:
    """Returns the findings whose fixes can be made.

    Args:
        report: The findings.
        sources: The files.
    """
    by_file: dict[str, list[Diagnostic]] = {}
    in_python = 0
    for each in report:
        file = _file(each)
        if file is None or each.allowed is not None:
            continue
        if _is_python(each, sources):
            in_python += 1
        elif sources.read(file) is not None:
            by_file.setdefault(file, []).append(each)
    return Offers({file: tuple(by_file[file]) for file in sorted(by_file)}, in_python)


def with_written_fixes(report: Report, sources: Sources) -> Report:
    """Returns a report in which each fix is what is to be written where, and fixes that can't be made are left out.

    Args:
        report: The findings.
        sources: The files.
    """
    written = Report()
    for each in report:
        written.add(replace(each, fix=_written(each, sources)) if each.fix is not None else each)
    return written


def _written(diagnostic: Diagnostic, sources: Sources) -> Fix | None:
    file = _file(diagnostic)
    read = None if file is None or _is_python(diagnostic, sources) else sources.read(file)
    if read is None or diagnostic.fix is None:
        return None
    document, data = read
    edits = (
        Edit(document.lines.location(each.start, each.end), "write", each.text)
        for each in plan(document, data, diagnostic.fix)
    )
    return Fix(made) if (made := tuple(edits)) else None


def _file(diagnostic: Diagnostic) -> str | None:
    """Returns the file that a fix changes, or None where there is no fix, or where it isn't certain.

    What a template or a library gives is used by others as well, for which it may be right; what only some environments
    refuse, the others may need.
    """
    if diagnostic.fix is None or diagnostic.environments:
        return None
    places = [each.place for each in diagnostic.fix.edits]
    if any(isinstance(each, Origin) and each.user is not None and each.user.how == _GIVEN for each in places):
        return None
    return _only({each.file for each in places})


_GIVEN = "used by"


def _only(files: Iterable[str]) -> str | None:
    found = list(files)
    return found[0] if len(found) == 1 else None


def _is_python(diagnostic: Diagnostic, sources: Sources) -> bool:
    place = diagnostic.fix.edits[0].place if diagnostic.fix is not None else None
    return isinstance(place, Origin) and sources.said_in_python(place) is not None
