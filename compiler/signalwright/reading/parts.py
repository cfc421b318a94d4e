"""What a part of an artifact, or of a spec, is called: for people who came from a line and have not seen the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from signalwright.emit.artifact import Artifact, KeyPath

# What stands under a key of a spec, or under one of a service.
_NOUNS = {
    "alerts": "alert",
    "backends": "server",
    "dashboards": "dashboard",
    "environments": "environment",
    "metrics": "metric",
    "prices": "price",
    "receivers": "receiver",
    "records": "record",
    "secrets": "secret",
    "services": "service",
    "slos": "SLO",
    "teams": "team",
    "templates": "template",
}
_TITLE = "title"
_OVERLAYS = {"add": "adds", "change": "changes"}


def part_words(artifact: Artifact, path: KeyPath) -> str:
    """Returns what a part of an artifact is called, as it stands there: `alert: ApiDown`.

    In the files of all backends, what has a name is an item of a list and says its name first, or has a title.

    Args:
        artifact: The artifact.
        path: The key path of the part.

    Returns:
        The key and the name of the deepest item that has one or, where none has, the key path, `inhibit_rules[3]`;
        empty for plain text and for a whole document.
    """
    if artifact.document is None:
        return ""
    node, name, dotted = artifact.document, _name(artifact.document), ""
    for step in path:
        if isinstance(node, Mapping):
            node = cast("Mapping[object, object]", node).get(step)
            dotted += f".{step}" if dotted else str(step)
        elif isinstance(node, Sequence) and not isinstance(node, str) and isinstance(step, int) and step < len(node):
            node = cast("Sequence[object]", node)[step]
            dotted += f"[{step}]"
            name = _name(node) or name
        else:
            break
    return name or dotted


def _name(node: object) -> str:
    if not isinstance(node, Mapping) or not node:
        return ""
    entries = cast("Mapping[object, object]", node)
    key = _TITLE if isinstance(entries.get(_TITLE), str) else next(iter(entries))
    value = entries[key]
    # A text of several lines, or one that is filled in later, names nothing.
    return f"{key}: {value}" if isinstance(value, str) and "\n" not in value and "{{" not in value else ""


def spec_words(file: str, path: KeyPath) -> str:
    """Returns what a key path of a spec is about: `the alert ApiDown of api`.

    Args:
        file: The file of the spec, or of a library.
        path: The key path from the top of that file.

    Returns:
        Words for a sentence; empty for the top itself.
    """
    from signalwright.library import FILE, library_names

    words = _spec_words(path)
    library = next((each for each in library_names() if file == f"library/{each}/{FILE}"), None)
    return f"{words} of the library `{library}`" if words and library is not None else words


def _spec_words(path: KeyPath) -> str:
    if len(path) > 3 and path[0] == "environments" and path[2] in _OVERLAYS:
        return f"{_spec_words(path[3:])}, which the environment `{path[1]}` {_OVERLAYS[str(path[2])]}"
    if not path:
        return ""
    noun = _NOUNS.get(str(path[0]))
    if noun is None or len(path) < 2:
        return f"`{path[0]}` of the stack"
    if path[0] == "services" and len(path) > 3 and str(path[2]) in _NOUNS:
        return f"the {_NOUNS[str(path[2])]} `{path[3]}` of `{path[1]}`"
    return f"the {noun} `{path[1]}`"
