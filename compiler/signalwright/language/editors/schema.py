"""The JSON Schema of a single stack: that of every spec, which also suggests the stack's own names.

A suggestion never refuses anything. The compiler knows the names better, tells a wrong one with its place, and reads
texts that begin with one: `http_requests_total{status="500"}`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from signalwright import __version__
from signalwright.emit.json import print_json
from signalwright.language.editors.names import Names
from signalwright.target import Target

_ANNOTATIONS = ("description", "markdownDescription", "default", "examples")


def stack_schema(targets: Mapping[str, Target], names: Names) -> str:
    """Returns the JSON Schema of a stack's files as text.

    Args:
        targets: The installed targets.
        names: The names that the stack declares.
    """
    from signalwright.language.json_schema import spec_schema, without_marks

    schema = spec_schema(targets)
    known = {kind: found for kind, found in names.items() if found}
    filled: dict[str, Any] = without_marks(_filled(schema, known))
    for kind, found in known.items():
        filled["$defs"][f"names-{kind}"] = {
            "enum": list(found),
            "markdownEnumDescriptions": list(found.values()),
            "enumDescriptions": list(found.values()),
        }
    head = {"$schema": filled.pop("$schema"), "$comment": fingerprint(targets, names)}
    return print_json({**head, **filled})


def fingerprint(targets: Mapping[str, Target], names: Names) -> str:
    """Returns what the schema of a stack follows from, in short: it is made anew when this is another.

    Args:
        targets: The installed targets.
        names: The names that the stack declares.
    """
    releases = {name: target.release for name, target in sorted(targets.items())}
    ordered = {kind: list(found.items()) for kind, found in names.items()}
    return hashlib.sha256(print_json([__version__, releases, ordered]).encode()).hexdigest()


def _filled(node: Any, names: Names) -> Any:
    """Returns a part of a schema in which marked keys suggest the names that there are."""
    if isinstance(node, list):
        return [_filled(each, names) for each in node]
    if not isinstance(node, dict):
        return node
    filled = {
        name: {key: _filled(each, names) for key, each in child.items()}
        if name in ("properties", "$defs")
        else _filled(child, names)
        for name, child in node.items()
        if name not in ("examples", "default")
    }
    filled |= {name: node[name] for name in ("examples", "default") if name in node}
    values, keys = (
        [{"$ref": f"#/$defs/names-{kind}"} for kind in str(node.get(mark, "")).split() if kind in names]
        for mark in ("names", "keyed_by")
    )
    return _suggesting(filled, values, keys) if values or keys else filled


def _suggesting(node: dict[str, Any], values: list[dict[str, str]], keys: list[dict[str, str]]) -> dict[str, Any]:
    """Returns what is said of a value, with suggestions for the texts in it.

    Args:
        node: What is said of the value.
        values: References to the names that the texts may be.
        keys: References to the names that the keys of a mapping may be.
    """
    # An example is one of another stack; here are its own names.
    said = {name: each for name, each in node.items() if name != "examples"}
    if "anyOf" in said:
        said["anyOf"] = [_suggesting(each, values, keys) for each in said["anyOf"]]
    if isinstance(said.get("items"), dict):
        said["items"] = _suggesting(said["items"], values, keys)
    if isinstance(said.get("additionalProperties"), dict):
        said["additionalProperties"] = _suggesting(said["additionalProperties"], values, [])
        if keys:
            said["propertyNames"] = {"anyOf": [said.get("propertyNames", {"type": "string"}), *keys]}
    kinds = said.get("type")
    if values and "enum" not in said and (kinds == "string" or (isinstance(kinds, list) and "string" in kinds)):
        about = {name: each for name, each in said.items() if name in _ANNOTATIONS}
        rest = {name: each for name, each in said.items() if name not in _ANNOTATIONS}
        # An editor says of a wrong value what the first form wants, and that isn't one of these names.
        return {**about, "anyOf": [rest, *values]}
    return said
