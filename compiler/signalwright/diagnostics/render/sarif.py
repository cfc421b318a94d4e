"""Prints a report as SARIF 2.1.0, which code scanning services and editors read.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0, with Errata 01. Section numbers in this
module are those of that document.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import quote

from signalwright import __version__
from signalwright.diagnostics.diagnostic import Allowed, Diagnostic, Label
from signalwright.diagnostics.fix import Fix
from signalwright.diagnostics.render import Explain
from signalwright.diagnostics.render._data import environment_words, located, print_json
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Location, Locator, Origin

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_FINGERPRINT = "specPath/v1"

_Object = dict[str, object]


def render(report: Report, locator: Locator, *, explain: Explain, **_: object) -> str:
    """Prints a report, also an empty one; see `Renderer.render`.

    Columns count UTF-16 code units, as the format has it unless told otherwise and as editors count. Only the rules
    that were broken are described, so that a log doesn't change when a check is added that finds nothing.
    """
    diagnostics = report.sorted(locator)
    names = sorted({diagnostic.name for diagnostic in diagnostics})
    indices = {name: index for index, name in enumerate(names)}
    results = zip(diagnostics, _fingerprints(diagnostics), strict=True)
    driver = {
        "name": "signalwright",
        "semanticVersion": __version__,
        "rules": [_rule(name, explain(name)) for name in names],
    }
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the project."}}},
        "columnKind": "utf16CodeUnits",
        "results": [_result(each, indices[each.name], fingerprint, locator) for each, fingerprint in results],
    }
    return print_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(name: str, documentation: str | None) -> _Object:
    """Returns a `reportingDescriptor` (§3.49).

    Args:
        name: The name of the finding.
        documentation: Its page in Markdown: a paragraph that names the state, why it matters, `Bad:` and `Good:`.
    """
    if documentation is None:
        return {"id": name}
    prose = documentation.partition("\n\nBad:")[0].split("\n\n")
    paragraphs = [" ".join(paragraph.split()) for paragraph in prose]
    return {
        "id": name,
        "shortDescription": {"text": paragraphs[0]},
        "fullDescription": {"text": "\n\n".join(paragraphs)},
        "help": {"text": documentation, "markdown": documentation},
    }


def _result(diagnostic: Diagnostic, rule: int, fingerprint: str, locator: Locator) -> _Object:
    """Returns a `result` (§3.27); the levels have the format's own names."""
    way_out = None if diagnostic.help is None else f"help: {diagnostic.help}"
    text = "\n\n".join(
        each for each in (diagnostic.message, environment_words(diagnostic), way_out) if each is not None
    )
    result: _Object = {
        "ruleId": diagnostic.name,
        "ruleIndex": rule,
        "level": diagnostic.level.value,
        "message": _message(text),
        "locations": [_location(diagnostic.primary, locator)],
        "partialFingerprints": {_FINGERPRINT: fingerprint},
    }
    related: list[_Object] = []
    for label in diagnostic.secondary:
        # The format wants each of them once (§3.27.22), and two places may be one line and column.
        if (location := _location(label, locator)) not in related:
            related.append(location)
    if related:
        result["relatedLocations"] = related
    if (fix := _fix(diagnostic.fix, locator)) is not None:
        result["fixes"] = [fix]
    if diagnostic.allowed is not None:
        result["suppressions"] = [_suppression(diagnostic.allowed, locator)]
    return result


def _fix(fix: Fix | None, locator: Locator) -> _Object | None:
    """Returns a `fix` (§3.55) of one file, with a `replacement` (§3.57) for each edit that is placed in the text."""
    edits = fix.written if fix is not None else []
    if not edits:
        return None
    replacements = [
        {"deletedRegion": _region(place, locator), "insertedContent": {"text": text}} for place, text in edits
    ]
    return {"artifactChanges": [{"artifactLocation": _artifact(edits[0][0].file), "replacements": replacements}]}


def _artifact(file: str) -> _Object:
    """Returns an `artifactLocation` (§3.4)."""
    # Only the file system's own escapes of bytes that are no UTF-8 can be lone surrogates in a path.
    return {"uri": quote(file, errors="surrogateescape"), "uriBaseId": _ROOT}


def _suppression(allowed: Allowed, locator: Locator) -> _Object:
    """Returns a `suppression` (§3.35): it stands in the sources, and without a status it is accepted."""
    return {
        "kind": "inSource",
        "justification": allowed.reason,
        "location": _location(Label(allowed.place), locator),
    }


def _message(text: str) -> _Object:
    """Returns a `message`, in which a single brace would begin a placeholder (§3.11.5)."""
    return {"text": text.replace("{", "{{").replace("}", "}}")}


def _location(label: Label, locator: Locator) -> _Object:
    """Returns a `location` (§3.28), without a region where only the file is known."""
    place = located(label.place, locator)
    physical: _Object = {"artifactLocation": _artifact(place.file)}
    if place.line:
        physical["region"] = _region(place, locator)
    location: _Object = {"physicalLocation": physical}
    if label.message:
        location["message"] = _message(label.message)
    return location


def _region(place: Location, locator: Locator) -> _Object:
    """Returns a `region` (§3.30); its end column is that behind the last character, as ours."""
    region: _Object = {"startLine": place.line, "startColumn": _column(place.file, place.line, place.column, locator)}
    if place.end_line:
        region["endLine"] = place.end_line
        region["endColumn"] = _column(place.file, place.end_line, place.end_column, locator)
    return region


def _column(file: str, line: int, column: int, locator: Locator) -> int:
    """Returns a column, from 1, in UTF-16 code units: two for a character beyond U+FFFF."""
    before = (locator.line(file, line) or "")[: max(column - 1, 0)]
    return max(column, 1) + sum(letter > "\uffff" for letter in before)


def _fingerprints(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """Returns what tells each result from the others in this log, and finds it again in the next (§3.27.17).

    It is made of the finding's name, the file and the keys above the place; lines may move, and the value may be
    written anew. Where only a line is known, the message stands for the keys. The number behind it counts those
    that have all of this in common, as two unknown labels in one expression.
    """
    seen: Counter[str] = Counter()
    found = []
    for diagnostic in diagnostics:
        place = diagnostic.primary.place
        inside = [place.part, *place.path] if isinstance(place, Origin) else [diagnostic.message]
        key = sha256(json.dumps([diagnostic.name, place.file, *inside]).encode()).hexdigest()[:32]
        seen[key] += 1
        found.append(f"{key}:{seen[key]}")
    return found
