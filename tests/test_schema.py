"""The JSON Schema that editors read says the same as the compiler."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from signalwright.language.json_schema import json_schema
from signalwright.language.source.values import read_values
from signalwright.registry import find
from tests.checkout import ROOT

SCHEMA = ROOT / "docs" / "signalwright.schema.json"
SPECS = sorted((ROOT / "spec").rglob("*.yaml"))


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(SCHEMA.read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_committed_schema_is_that_of_the_compiler() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == json_schema(find().targets), "run `make schema`"


@pytest.mark.parametrize("path", SPECS, ids=lambda each: each.relative_to(ROOT).as_posix())
def test_every_spec_is_accepted(path: Path, validator: jsonschema.Draft202012Validator) -> None:
    spec: Any = read_values(path.read_text(encoding="utf-8"))
    assert [each.message for each in validator.iter_errors(spec)] == []


@pytest.mark.parametrize(
    "path",
    [
        ("services", "api-gateway", "job"),
        ("services", "api-gateway", "alerts", "ServiceDown", "severity"),
        ("services", "api-gateway", "alerts", "HighErrorRate", "when", "ratio", "over"),
        ("services", "api-gateway", "metrics", "http_requests_total", "labels"),
        ("services", "api-gateway", "slos", "availability", "objective"),
        ("services",),
    ],
    ids=".".join,
)
def test_a_misspelt_key_is_refused(path: tuple[str, ...], validator: jsonschema.Draft202012Validator) -> None:
    text = (ROOT / "spec/voiceassist/services/api-gateway.yaml").read_text(encoding="utf-8")
    misspelt: Any = read_values(text)
    assert not list(validator.iter_errors(misspelt))
    node = misspelt
    for step in path[:-1]:
        node = node[step]
    node[f"{path[-1]}x"] = node.pop(path[-1])
    assert list(validator.iter_errors(misspelt))


@pytest.mark.parametrize(
    "wrong",
    [
        {"services": {"api": {"team": None}}},
        {"services": {"a b": {}}},
        {"services": {"api": {"scrape": "api:8000"}}},
        {"services": {"api": {"alerts": {"ApiDown": {"when": "up"}}}}},
        {"services": {"api": {"metrics": {"up_total": "countr"}}}},
    ],
    ids=["nothing behind a key", "name with a space", "one value for a list", "unknown word", "unknown type"],
)
def test_a_wrong_value_is_refused(wrong: dict[str, Any], validator: jsonschema.Draft202012Validator) -> None:
    assert list(validator.iter_errors({"signalwright": 1, **wrong}))


def test_every_key_has_a_description(validator: jsonschema.Draft202012Validator) -> None:
    schema: Any = validator.schema
    lacking = [name for name, node in properties(schema) if not described(node, schema)]
    assert lacking == []


def properties(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yields every property below a part of a schema, with its path."""
    if isinstance(node, dict):
        for name, child in node.get("properties", {}).items() if isinstance(node.get("properties"), dict) else ():
            yield f"{path}.{name}", child
        for name, child in node.items():
            yield from properties(child, f"{path}.{name}")
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from properties(child, f"{path}.{index}")


def described(node: dict[str, Any], schema: dict[str, Any]) -> bool:
    """Returns whether a property, or what it refers to, has a description."""
    if "description" in node:
        return True
    reference = node.get("$ref", "").removeprefix("#/$defs/")
    return bool(reference) and "description" in schema["$defs"][reference]
