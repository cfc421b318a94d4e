"""Puts declarations into a spec: what people wrote stays byte for byte, what is new stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from signalwright.emit.scalars import spell_flow_text, spell_text
from signalwright.exposed.printing import block_of, flow_of
from signalwright.exposed.proposals import Proposal
from signalwright.language.models.stack import LANGUAGE_VERSION
from signalwright.language.source.document import Document
from signalwright.language.source.effects import same
from signalwright.language.source.layout import end_of_line, end_of_pair, line_break
from signalwright.language.source.outline import Node
from signalwright.language.source.values import read_values

_STEP = "  "


class CannotMergeError(Exception):
    """The text of a spec gives no place for the declarations; the text says why, and the way out."""


def new_file(service: str, new: Sequence[Proposal]) -> str:
    """Returns a file of a spec that declares metrics of a service.

    Args:
        service: The name of the service.
        new: The metrics.
    """
    lines = [
        f"signalwright: {LANGUAGE_VERSION}",
        "services:",
        f"{_STEP}{spell_text(service)}:",
        f"{_STEP * 2}metrics:",
        *block_of(new, _STEP * 3),
    ]
    return "\n".join(lines) + "\n"


def metrics_block(new: Sequence[Proposal]) -> str:
    """Returns the block `metrics` alone, to be put into a service."""
    return "\n".join(["metrics:", *block_of(new, _STEP)]) + "\n"


def merged(document: Document, data: Any, service: str, new: Sequence[Proposal]) -> str:
    """Returns the text of a spec with more metrics of a service.

    Args:
        document: The file.
        data: Its values.
        service: The name of the service; it is added where the file doesn't have it.
        new: Metrics that the service doesn't have there.

    Raises:
        CannotMergeError: Nothing but the metrics couldn't be changed.
    """
    if not new:
        return document.text
    root = document.outline.root
    steps = ("services", service, "metrics")
    node, depth = root, 0
    while node is not None and depth < len(steps):
        inner = next((value for key, value in node.pairs if key.value == steps[depth]), None)
        if inner is None:
            break
        node, depth = inner, depth + 1
    text = _inserted(document, node, steps[depth:], new)
    if text is None or not _is_right(text, data, service, new):
        raise CannotMergeError(
            f"`{document.file}` gives no place for the metrics of `{service}`: an anchor, an alias or an empty key "
            "stands in the way; print them without `--into`, and put them there by hand"
        )
    return text


def _inserted(document: Document, node: Node | None, missing: Sequence[str], new: Sequence[Proposal]) -> str | None:
    """Returns the text with the metrics behind the last key of a mapping, or None where it is none.

    Args:
        document: The file.
        node: The deepest mapping that is there.
        missing: The keys between it and the metrics, which are added.
        new: The metrics.
    """
    if node is None or node.kind != "mapping":
        return None
    text, end = document.text, line_break(document)
    if node.style:
        items = ", ".join(f"{spell_flow_text(each.name)}: {flow_of(each)}" for each in new)
        for key in reversed(missing):
            items = f"{spell_flow_text(key)}: {{{items}}}"
        at = end_of_pair(node.pairs[-1]) if node.pairs else node.start + 1
        return text[:at] + (", " if node.pairs else "") + items + text[at:]
    if not node.pairs:
        return None
    indentation = " " * (document.lines.position(node.pairs[0][0].properties)[1] - 1)
    lines: list[str] = []
    for depth, key in enumerate(missing):
        lines.append(f"{indentation}{_STEP * depth}{spell_text(key)}:")
    lines += block_of(new, indentation + _STEP * len(missing))
    at = end_of_line(document, end_of_pair(node.pairs[-1]))
    return text[:at] + "".join(end + line for line in lines) + text[at:]


def _is_right(text: str, data: Any, service: str, new: Sequence[Proposal]) -> bool:
    """Returns whether a text reads as the old values with the metrics behind the others, and nothing else."""
    expected = deepcopy(data)
    try:
        metrics = expected.setdefault("services", {}).setdefault(service, {}).setdefault("metrics", {})
        metrics |= read_values("\n".join(block_of(new, "")))
        return same(read_values(text), expected)
    except (ValueError, TypeError, AttributeError):
        return False
