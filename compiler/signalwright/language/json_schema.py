"""The JSON Schema of specs, by which editors complete and explain keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from signalwright.emit.json import print_json
from signalwright.language.source.values import read_values
from signalwright.language.surface import surface_model
from signalwright.target import Target

MARKS = ("names", "keyed_by")
"""What the models say of a key for the schema of a single stack: what its value names, and what its keys name."""

# What is read in an environment's `change` and `add`, and is nothing that anybody should be offered there.
_SAME_IN_ENVIRONMENTS = ("signalwright", "stack", "environments")


def json_schema(targets: Mapping[str, Target]) -> str:
    """Returns the JSON Schema (draft 2020-12) of a spec file as text.

    Args:
        targets: The installed targets, whose settings are part of the language.
    """
    return print_json(without_marks(spec_schema(targets)))


def spec_schema(targets: Mapping[str, Target]) -> dict[str, Any]:
    """Returns the JSON Schema of a spec file with the marks `MARKS`, which say where names of a stack stand.

    Args:
        targets: The installed targets.
    """
    schema = surface_model(targets).model_json_schema(by_alias=True)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    schema["title"] = "Signalwright spec"
    # A file may say a part of its stack, so only the language's version is needed in each.
    schema["required"] = ["signalwright"]
    for name in _within(schema["properties"]["services"], schema["$defs"]):
        # A template, a library or a default may say the rest.
        schema["$defs"][name] = _partly(schema["$defs"][name], {}, lists=True)
    tidied: dict[str, Any] = _tidy(schema)
    _open_environments(tidied)
    return tidied


def without_marks(node: Any) -> Any:
    """Returns a part of a schema without what only the schema of a single stack is made from."""
    if isinstance(node, dict):
        return {
            name: {key: without_marks(each) for key, each in child.items()}
            if name in ("properties", "$defs")
            else without_marks(child)
            for name, child in node.items()
            if name not in MARKS
        }
    return [without_marks(each) for each in node] if isinstance(node, list) else node


def _within(node: Any, definitions: Mapping[str, Any]) -> set[str]:
    """Returns the names of the definitions that a part of a schema is made of."""
    found: set[str] = set()
    open_ = [node]
    while open_:
        for name in _references(open_.pop()):
            if name not in found:
                found.add(name)
                open_.append(definitions[name])
    return found


def _references(node: Any) -> set[str]:
    """Returns the names of the definitions that a part of a schema refers to itself."""
    return set(re.findall(r'"#/\$defs/([^"]+)"', print_json(node)))


def _open_environments(schema: dict[str, Any]) -> None:
    """Says that `change` and `add` of an environment hold keys of a spec, of which a mapping may be a part.

    What a list holds is replaced as a whole, so its items stay as they are. A definition that requires something has a
    twin that doesn't, and so has each that leads to one.
    """
    definitions = schema["$defs"]
    outside = {name: _partly(each, {}) for name, each in definitions.items()}
    apart = {name for name, each in definitions.items() if _partly(each, {}, required=True) != outside[name]}
    while more := {name for name, each in outside.items() if name not in apart and _references(each) & apart}:
        apart |= more
    twins = {name: f"Part{name}" for name in sorted(apart)}
    for name, twin in twins.items():
        definitions[twin] = _partly(definitions[name], twins, lists=True)
    definitions["PartSpec"] = {
        "description": "What is different in an environment: any keys of a spec.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            name: {
                **_partly(each, twins, lists=True),
                **({"doNotSuggest": True} if name in _SAME_IN_ENVIRONMENTS else {}),
            }
            for name, each in schema["properties"].items()
        },
    }
    for name in ("change", "add"):
        block = definitions["EnvironmentSpec"]["properties"][name]
        del block["type"]
        block["$ref"] = "#/$defs/PartSpec"
    for name in set(twins.values()) - _within(schema["properties"], definitions):
        del definitions[name]


def _partly(node: Any, twins: Mapping[str, str], *, lists: bool = False, required: bool = False) -> Any:
    """Returns a part of a schema of which nothing is required but in lists, and which refers to twins where there are.

    Args:
        node: The part.
        twins: Definition → its twin.
        lists: Whether what is said of items of lists comes along, as it is.
        required: Whether what is required stays so.
    """
    if isinstance(node, list):
        return [_partly(each, twins, lists=lists, required=required) for each in node]
    if not isinstance(node, dict):
        return node
    made: dict[str, Any] = {}
    for name, each in node.items():
        if name == "properties":
            made[name] = {key: _partly(one, twins, lists=lists, required=required) for key, one in each.items()}
        elif name == "$ref":
            definition = each.rpartition("/")[2]
            made[name] = f"#/$defs/{twins.get(definition, definition)}"
        elif name == "items":
            made |= {name: each} if lists else {}
        elif name != "required" or required:
            made[name] = _partly(each, twins, lists=lists, required=required)
    return made


def _tidy(node: Any) -> Any:
    """Takes out the titles that repeat a key, and `null`, which says nothing; puts in what editors show.

    What pydantic calls `oneOf` are forms of which several may fit: a list is a scrape's short form, too.
    """
    if isinstance(node, dict):
        while "oneOf" in node or {"type": "null"} in node.get("anyOf", ()):
            forms = [each for each in node.get("oneOf") or node.get("anyOf") or () if each != {"type": "null"}]
            rest = {name: value for name, value in node.items() if name not in ("oneOf", "anyOf", "discriminator")}
            node = {**rest, "anyOf": forms} if len(forms) > 1 else {**forms[0], **rest}
        if "patternProperties" in node:
            # Editors complete values below `additionalProperties` and keys by `propertyNames`, and nothing by patterns.
            ((pattern, value),) = node["patternProperties"].items()
            rest = {name: each for name, each in node.items() if name != "patternProperties"}
            node = {**rest, "propertyNames": {"pattern": pattern}, "additionalProperties": value}
        if "default" in node and node["default"] is None:
            node = {name: value for name, value in node.items() if name != "default"}
        described = "description" in node or "properties" in node or "$ref" in node
        tidied = {
            # Keys of a spec can be called like those of a schema: `title` and `description` of a dashboard.
            name: {each: _tidy(child) for each, child in value.items()} if name == "properties" else _tidy(value)
            for name, value in node.items()
            if not (name == "title" and described)
        }
        return _explained(tidied)
    if isinstance(node, list):
        return [_tidy(each) for each in node]
    return node


def _explained(node: dict[str, Any]) -> dict[str, Any]:
    """Returns a node that says its documentation and its example as editors show them.

    Editors keep the line breaks of a description and show its signs as they are, unless there is one in Markdown.
    """
    later, example, about = node.pop("later", None), node.pop("example", None), node.get("description")
    body = next((each for each in node.get("anyOf", ()) if "properties" in each), None)
    if about is None and body is not None:
        # A mapping with a short form is explained the same in both; an editor shows what the form at hand says first.
        about = body.get("description")
        for form in node["anyOf"]:
            for name in ("description", "markdownDescription"):
                form.pop(name, None)
    if isinstance(about, str):
        about = "\n\n".join(" ".join(each.split()) for each in about.split("\n\n"))
        node["description"] = about + (" (not yet supported)" if isinstance(later, str) else "")
        if "`" in about:
            node["markdownDescription"] = node["description"]
    if isinstance(example, str):
        value = read_values(example)
        if _is_plain(value):
            node["examples"] = [value]
        else:
            node["markdownDescription"] = f"{node['description']}\n\nExample:\n\n```yaml\n{example}\n```"
            node["description"] += f"\n\nExample: {example}"
    inherited = {name: node[name] for name in ("description", "markdownDescription") if name in node}
    for each in (node, *node.get("anyOf", ())):
        named = each.get("additionalProperties")
        if isinstance(named, dict) and "$ref" not in named:
            # A key that people choose is explained like the mapping it stands in, unless it says something itself.
            each["additionalProperties"] = {**inherited, **named}
    return node


def _is_plain(example: Any) -> bool:
    """Returns whether editors can offer an example as a value: the YAML language server shows no mapping in a list."""
    if isinstance(example, list):
        return not any(isinstance(each, (dict, list)) for each in example)
    return not isinstance(example, dict)
