"""Writes fixes into the text of a file: nothing but what a fix names changes, neither a byte of the text nor a value.

Edits are made on the text at the places that the outline knows, so comments and layout stay. What then stands there is
read back, and counts only when the values are the old ones with the edits: a surprise of the format loses a fix and
never changes what a spec says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from signalwright.diagnostics.fix import Edit, Fix
from signalwright.diagnostics.span import Origin
from signalwright.language.source.document import Document
from signalwright.language.source.effects import Effect, Uses, changed, same
from signalwright.language.source.layout import insertions, removals
from signalwright.language.source.outline import Node
from signalwright.language.source.spelling import in_style, quoted, spelled
from signalwright.language.source.values import read_values
from signalwright.records import record


@record
class Replacement:
    """A part of a file's text that gives way to another.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last character; equal to `start` where text is only put in.
        text: What stands there afterwards, as YAML.
        effect: What that changes of the values.
    """

    start: int
    end: int
    text: str
    effect: Effect


@record
class Rewrite:
    """What became of a file.

    Attributes:
        text: The new text.
        made: The fixes that were made, each with its replacements, in the order of their places.
    """

    text: str
    made: tuple[tuple[Fix, tuple[Replacement, ...]], ...]


def rewrite(document: Document, data: object, fixes: Iterable[Fix]) -> Rewrite:
    """Makes fixes in the text of a file.

    Of two fixes that overlap, the first is made; the other finds its place in the next run. Two that disagree about
    one place aren't certain, and neither is made.

    Args:
        document: The file.
        data: Its values.
        fixes: What to change.

    Returns:
        The new text, which reads as the values with the changes; the old one when nothing could be changed.
    """
    uses = Uses(document.outline)
    planned = [(fix, planned) for fix in dict.fromkeys(fixes) if (planned := plan(document, data, fix, uses))]
    planned.sort(key=lambda each: (each[1][0].start, each[1][0].end))
    wanted: dict[tuple[int, int], set[str]] = {}
    for _, replacements in planned:
        for each in replacements:
            wanted.setdefault((each.start, each.end), set()).add(each.text)
    chosen: list[tuple[Fix, tuple[Replacement, ...]]] = []
    for fix, replacements in planned:
        if any(len(wanted[each.start, each.end]) > 1 for each in replacements):
            continue
        if not any(_overlap(each, other) for each in replacements for _, taken in chosen for other in taken):
            chosen.append((fix, replacements))
    for made in (chosen, chosen[:1]):
        text = _applied(document.text, data, [each for _, replacements in made for each in replacements])
        if text is not None:
            return Rewrite(text, tuple(made))
    return Rewrite(document.text, ())


def plan(document: Document, data: object, fix: Fix, uses: Uses | None = None) -> tuple[Replacement, ...]:
    """Returns how a fix is written into the text of a file, in the order of the text; nothing where it can't be.

    Args:
        document: The file.
        data: Its values.
        fix: The fix.
        uses: The uses of the file's nodes, where they are known already.
    """
    uses = Uses(document.outline) if uses is None else uses
    found: list[Replacement] = []
    for edit in fix.edits:
        candidates = _candidates(document, uses, edit)
        fitting = next((each for each in candidates if _applied(document.text, data, [each]) is not None), None)
        if fitting is None or any(_overlap(fitting, other) for other in found):
            return ()
        found.append(fitting)
    found.sort(key=lambda each: each.start)
    return tuple(found) if len(found) < 2 or _applied(document.text, data, found) is not None else ()


def _overlap(left: Replacement, right: Replacement) -> bool:
    """Returns whether two replacements touch one place; two that put text in at one offset do."""
    if left.start == right.start:
        return True
    return left.start < right.end and right.start < left.end


def _applied(text: str, data: object, replacements: Sequence[Replacement]) -> str | None:
    """Returns the text with replacements made, or None where it doesn't read as it should."""
    ordered = sorted(replacements, key=lambda each: each.start, reverse=True)
    new = text
    for each in ordered:
        new = new[: each.start] + each.text + new[each.end :]
    try:
        return new if same(read_values(new), changed(data, [each.effect for each in ordered])) else None
    except (ValueError, LookupError):
        return None


def _candidates(document: Document, uses: Uses, edit: Edit) -> Iterator[Replacement]:
    """Yields the ways to make an edit, the nicest first."""
    place = edit.place
    if not isinstance(place, Origin) or place.file != document.file:
        return
    if edit.action in ("insert", "remove"):
        found = document.node(Origin(place.file, place.path if edit.action == "insert" else place.path[:-1]))
        if found is None or found.kind != "mapping":
            return
        name = edit.key if edit.action == "insert" else str(place.path[-1])
        effect = Effect(uses.of(found), edit.action, edit.value, name)
        ways = (
            insertions(document, found, name, edit.value)
            if edit.action == "insert"
            else removals(document, found, name)
        )
        yield from (Replacement(start, end, text, effect) for start, end, text in ways)
        return
    is_known = place.span is not None or edit.was is not None
    node = document.node(place, short_form=edit.action == "replace" and is_known)
    if node is None:
        return
    if edit.action == "set" and edit.value is not None:
        effect = Effect(uses.of(node), "set", edit.value)
        style = node.style if node.kind == "scalar" else ""
        lead = " " if node.start == node.end else ""
        if node.kind == "scalar" or node.style:
            yield from (Replacement(node.start, node.end, lead + text, effect) for text in spelled(edit.value, style))
    elif edit.action == "replace" and node.kind == "scalar" and isinstance(edit.value, str):
        yield from _texts(document, uses, node, place.span, edit)


def _texts(
    document: Document, uses: Uses, node: Node, span: tuple[int, int] | None, edit: Edit
) -> Iterator[Replacement]:
    """Yields the ways to put a text in the place of a scalar or of a part of it."""
    end = len(node.value.rstrip("\n")) if node.style in ("|", ">") else len(node.value)
    first, last = (0, end) if span is None else span
    if last > len(node.value) or (edit.was is not None and node.value[first:last] != edit.was):
        return
    text = str(edit.value)
    effect = Effect(uses.of(node), "replace", text, span=(first, last))
    start = document.place_within(node, (0, 1))
    within = document.place_within(node, (first, last))
    if start is not None and within is not None:
        column = document.lines.position(start[0])[1] - 1
        written = in_style(text, node.style, column, "\r\n" if "\r\n" in document.text else "\n")
        if written is not None:
            yield Replacement(*within, written, effect)
    if node.style not in ("|", ">"):
        whole = node.value[:first] + text + node.value[last:]
        yield from (Replacement(node.start, node.end, each, effect) for each in quoted(whole))
