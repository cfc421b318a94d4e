"""Everything that YAML allows, or ryaml passes over, and a spec doesn't: found on the exact outline of a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.diagnostic import Label
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Location
from signalwright.language.source.characters import CONTROL_CHARACTER, ODD_SPACE
from signalwright.language.source.document import Document
from signalwright.language.source.outline import MAXIMUM_DEPTH, Node
from signalwright.language.source.syntax import report_failure
from signalwright.language.source.values import read_values

_MOST_CONTROL_CHARACTERS = 20
_MOST_PROBLEMS = 1_000
_MOST_ADDED_BY_ALIASES = 100_000
_CONTROL = re.compile(CONTROL_CHARACTER)
_CONTROL_IN_VALUE = re.compile(CONTROL_CHARACTER.replace(r"\r", ""))
_OUTER_ODD_SPACE = re.compile(rf"^{ODD_SPACE}|{ODD_SPACE}$")
_TAG = re.compile(r"![^\s,\[\]{}]*")
_MAYBE_NOT_TEXT = re.compile(r"[-+.]?[0-9].*|[-+]?\.(?:inf|nan)|~|null|true|false|", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"[-+]?(?:0[xob])?[0-9a-f]{17,}", re.IGNORECASE)


def report_problems(document: Document, report: Report) -> None:
    """Reports all problems of a file, or the first thousand of a hopeless one.

    Args:
        document: The text and its outline.
        report: Takes the errors; none are added when the file is right. It holds this file's diagnostics only.
    """
    outline = document.outline
    _report_control_characters(document, report)
    for node in outline.nodes:
        if len(report) >= _MOST_PROBLEMS:
            break
        if node.tag is not None:
            _report_tag(document, node, report)
        if node.kind == "mapping":
            _report_keys(document, node, report)
        elif node.kind == "alias":
            _report_alias(document, node, report)
        elif node.kind == "scalar":
            _report_scalar(document, node, report)
    if len(report) >= _MOST_PROBLEMS:
        report.note("language/more-problems", "more problems may follow", Location(document.file), help="solve these")
        return
    _report_bomb(document, report)
    if outline.second is not None:
        start = outline.second
        report.error(
            "language/second-document",
            "a second document begins here",
            document.lines.location(start, start + 3),
            help="put it in a file of its own, or remove the `---`",
        )
    if outline.too_deep is not None:
        _report_too_deep(document, outline.too_deep, report)
    if outline.failure is not None:
        report_failure(document, outline.failure, report)


def report_unreadable(document: Document, report: Report) -> None:
    """Reports what keeps a file of others from being read: broken syntax, and more than anybody writes.

    Args:
        document: The text and its outline.
        report: Takes the errors.
    """
    outline = document.outline
    _report_bomb(document, report)
    if outline.too_deep is not None:
        _report_too_deep(document, outline.too_deep, report)
    if outline.failure is not None:
        report_failure(document, outline.failure, report)


def _place(document: Document, node: Node) -> Location:
    return document.lines.location(*document.whole(node))


def _report_too_deep(document: Document, node: Node, report: Report) -> None:
    report.error(
        "language/too-deep",
        f"lists and mappings lie more than {MAXIMUM_DEPTH} deep in each other",
        document.lines.location(node.start, node.start + 1),
        help="write it flatter; no part of a spec is that deep",
    )


def _report_control_characters(document: Document, report: Report) -> None:
    found = [(each[0], document.lines.location(*each.span())) for each in _first_raw(document.text)]
    count = len(_CONTROL.findall(document.text))
    for scalar in document.outline.nodes:
        if scalar.style == '"':
            for each in _CONTROL_IN_VALUE.finditer(scalar.value):
                place = document.place_within(scalar, each.span()) if len(found) < _MOST_CONTROL_CHARACTERS else None
                count += 1
                if place is not None:
                    found.append((each[0], document.lines.location(*place)))
    for number, (letter, location) in enumerate(found, 1):
        name = unicodedata.name(letter, "control character").lower()
        more = f", and {count - number} more follow" if number == len(found) and count > number else ""
        report.error(
            "language/control-character",
            f"the character U+{ord(letter):04X} ({name}) can't stand in a spec{more}",
            location,
            help="remove it",
        )


def _first_raw(text: str) -> Iterator[re.Match[str]]:
    return islice(_CONTROL.finditer(text), _MOST_CONTROL_CHARACTERS)


def _report_tag(document: Document, node: Node, report: Report) -> None:
    found = _TAG.search(document.text, node.properties)
    start, end = (node.properties, node.properties + 1) if found is None else found.span()
    report.error(
        "language/tag",
        f"the tag `{document.text[start:end]}` can't stand in a spec",
        document.lines.location(start, end),
        help="remove it; a value is text when it is in quotes, and text that begins with `!` needs them",
    )


def _report_keys(document: Document, mapping: Node, report: Report) -> None:
    first: dict[str, Node] = {}
    for key, _ in mapping.pairs:
        if len(report) >= _MOST_PROBLEMS:
            return
        written = key.target if key.kind == "alias" else key
        if written is None:
            continue
        if written.kind != "scalar" or not _is_text(written):
            _report_odd_key(written, _place(document, key), report)
        elif written.value == "<<" and not written.style:
            report.error(
                "language/merge-key",
                "the merge key `<<` can't stand in a spec",
                _place(document, key),
                help="write out the keys that it would bring",
            )
        elif written.value in first:
            report.error(
                "language/duplicate-key",
                f"the key `{written.value}` is there twice",
                _place(document, key),
                help="remove one of them, or give it another name",
                secondary=(Label(_place(document, first[written.value]), "first here"),),
            )
        else:
            first[written.value] = key


def _report_odd_key(key: Node, place: Location, report: Report) -> None:
    if key.kind == "scalar":
        report.error(
            "language/key-not-text",
            f"the key `{key.value}` is not text" if key.value else "a key is missing before the `:`",
            place,
            help=f'put it in quotes: `"{key.value}"`' if key.value else "write the key",
        )
    else:
        report.error(
            "language/key-not-text",
            f"a {'list' if key.kind == 'sequence' else key.kind} can't be a key",
            place,
            help="write a text; text that begins with `{`, `[` or `?` needs quotes",
        )


def _is_text(scalar: Node) -> bool:
    """Returns whether a scalar is read as text; asks ryaml itself, so that both can't differ."""
    if scalar.style or not _MAYBE_NOT_TEXT.fullmatch(scalar.value):
        return True
    try:
        return isinstance(read_values(scalar.value), str)
    except ValueError:
        return False


def _report_alias(document: Document, alias: Node, report: Report) -> None:
    place = document.lines.location(alias.start, alias.end)
    if alias.target is None:
        near = closest(alias.value, document.outline.anchors[:_MOST_PROBLEMS])
        report.error(
            "language/unknown-alias",
            f"nothing before this is anchored as `&{alias.value}`",
            place,
            help=f"did you mean `*{near}`?" if near else "text that begins with `*` needs quotes",
        )
    elif alias.target.kind != "scalar" and (not alias.target.closed or alias.start < alias.target.end):
        report.error(
            "language/alias-cycle",
            f"`*{alias.value}` stands within what it stands for",
            place,
            help="write out what is meant",
            secondary=(Label(_place_of_anchor(document, alias.target), "anchored here"),),
        )


def _place_of_anchor(document: Document, node: Node) -> Location:
    at = document.text.find("&", node.properties)
    return document.lines.location(at, at + 1 + len(node.anchor or ""))


def _report_scalar(document: Document, scalar: Node, report: Report) -> None:
    if not unicodedata.is_normalized("NFC", scalar.value):
        start, end = next(_not_normalized(scalar.value))
        place = document.place_within(scalar, (start, end)) or document.whole(scalar)
        report.error(
            "language/not-normalized",
            "the text is not in Unicode's normal form NFC",
            document.lines.location(*place),
            help=f"write {_code_points(unicodedata.normalize('NFC', scalar.value[start:end]))} instead of "
            f"{_code_points(scalar.value[start:end])}; names are compared character by character",
        )
    if not scalar.style and (odd := _OUTER_ODD_SPACE.search(scalar.value)) is not None:
        place = document.place_within(scalar, odd.span()) or document.whole(scalar)
        report.error(
            "language/odd-space",
            f"YAML takes the space U+{ord(odd[0]):04X} for a letter",
            document.lines.location(*place),
            help="write plain spaces",
        )
    if not scalar.style and _LONG_NUMBER.fullmatch(scalar.value) and _overflows(scalar.value):
        report.error(
            "language/number-too-large",
            f"the number has more digits than a number can keep ({len(scalar.value)})",
            document.lines.location(scalar.start, scalar.end),
            help="put it in quotes if it is text",
        )


def _not_normalized(value: str) -> Iterator[tuple[int, int]]:
    """Yields the shortest parts of a text, a character with the marks that follow it, that normalizing changes."""
    start = 0
    for index in range(1, len(value) + 1):
        if index < len(value) and (unicodedata.combining(value[index]) or not value[index].isprintable()):
            continue
        if not unicodedata.is_normalized("NFC", value[start:index]):
            yield start, index
        start = index
    yield 0, len(value)


def _code_points(text: str) -> str:
    return " ".join(f"U+{ord(letter):04X}" for letter in text[:8])


def _overflows(number: str) -> bool:
    try:
        read_values(number)
    except ValueError:
        return True
    return False


def _report_bomb(document: Document, report: Report) -> None:
    aliases = [node for node in document.outline.nodes if node.kind == "alias" and node.target is not None]
    if sum(alias.size for alias in aliases) <= _MOST_ADDED_BY_ALIASES:
        return
    worst = max(aliases, key=lambda alias: alias.size)
    target = worst.target
    report.error(
        "language/alias-bomb",
        f"aliases make the file more than {_MOST_ADDED_BY_ALIASES} values larger",
        document.lines.location(worst.start, worst.end),
        help="write out what is meant; a spec repeats nothing that often",
        secondary=() if target is None else (Label(_place_of_anchor(document, target), "the largest repeated part"),),
    )
