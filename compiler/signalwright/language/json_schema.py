"""The JSON Schema of specs, by which editors complete and explain keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from signalwright.emit.json import print_json
from signalwright.language.surface import surface_model
from signalwright.target import Target


def json_schema(targets: Mapping[str, Target]) -> str:
    """Returns the JSON Schema (draft 2020-12) of a spec file as text.

    Args:
        targets: The installed targets, whose settings are part of the language.
    """
    schema = surface_model(targets).model_json_schema(by_alias=True)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    schema["title"] = "Signalwright spec"
    # A file may say a part of its stack, so only the language's version is needed in each.
    schema["required"] = ["signalwright"]
    for name in _within(schema["properties"]["services"], schema["$defs"]):
        # A template, a library or a default may say the rest.
        schema["$defs"][name].pop("required", None)
    return print_json(_tidy(schema))


def _within(node: Any, definitions: Mapping[str, Any]) -> set[str]:
    """Returns the names of the definitions that a part of a schema is made of."""
    found: set[str] = set()
    open_ = [node]
    while open_:
        for name in re.findall(r'"#/\$defs/([^"]+)"', print_json(open_.pop())):
            if name not in found:
                found.add(name)
                open_.append(definitions[name])
    return found


def _tidy(node: Any) -> Any:
    """Takes out the titles that repeat a key, the marks that only the compiler reads, and `null`, which says nothing.

    What pydantic calls `oneOf` are forms of which several may fit: a list is a scrape's short form, too.
    """
    if isinstance(node, dict):
        while "oneOf" in node or {"type": "null"} in node.get("anyOf", ()):
            forms = [each for each in node.get("oneOf") or node.get("anyOf") or () if each != {"type": "null"}]
            rest = {name: value for name, value in node.items() if name not in ("oneOf", "anyOf", "discriminator")}
            node = {**rest, "anyOf": forms} if len(forms) > 1 else {**forms[0], **rest}
        if "patternProperties" in node:
            node = {**node, "additionalProperties": False}
        if "default" in node and node["default"] is None:
            node = {name: value for name, value in node.items() if name != "default"}
        described = "description" in node or "properties" in node or "$ref" in node
        tidied = {
            # Keys of a spec can be called like those of a schema: `title` and `description` of a dashboard.
            name: {each: _tidy(child) for each, child in value.items()} if name == "properties" else _tidy(value)
            for name, value in node.items()
            if not (name == "title" and described)
        }
        later, example = tidied.pop("later", None), tidied.pop("example", None)
        if isinstance(later, str):
            tidied["description"] = f"{tidied.get('description', '')} (not yet supported)".strip()
        if isinstance(example, str):
            tidied["description"] = f"{tidied.get('description', '')} Example: {example}".strip()
        return tidied
    if isinstance(node, list):
        return [_tidy(each) for each in node]
    return node
