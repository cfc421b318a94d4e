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


def test_every_key_is_explained_where_an_editor_points_at_it(validator: jsonschema.Draft202012Validator) -> None:
    schema: Any = validator.schema
    # What stands beside a reference goes before what is behind it, so a key says itself what it means.
    lacking = [
        way for way, node in keys(schema) if not node.get("description", "").strip().endswith((".", ")", "}", "]"))
    ]
    assert lacking == []
    assert len(dict(keys(schema))) > 500


def test_every_key_that_people_choose_is_explained(validator: jsonschema.Draft202012Validator) -> None:
    schema: Any = validator.schema
    lacking = [
        way
        for way, node in blocks(schema)
        if isinstance(named := node.get("additionalProperties"), dict) and not described(named, schema)
    ]
    assert lacking == []


def test_every_key_shows_how_it_is_written(validator: jsonschema.Draft202012Validator) -> None:
    lacking = [
        way for way, node in keys(validator.schema) if "examples" not in node and "Example: " not in node["description"]
    ]
    assert lacking == []


def test_every_example_is_accepted_in_its_place(validator: jsonschema.Draft202012Validator) -> None:
    schema: Any = validator.schema
    tried = 0
    for way, node in keys(schema):
        judge = jsonschema.Draft202012Validator({**node, "$defs": schema["$defs"]})
        for example in node.get("examples", ()):
            tried += 1
            assert [each.message for each in judge.iter_errors(example)] == [], way
    assert tried > 500


def test_text_with_signs_of_markdown_is_there_as_markdown(validator: jsonschema.Draft202012Validator) -> None:
    for way, node in blocks(validator.schema):
        if "`" in str(node.get("description", "")):
            assert "`" in node["markdownDescription"], way


def test_no_explanation_has_the_line_breaks_of_its_source(validator: jsonschema.Draft202012Validator) -> None:
    texts = [str(node["description"]) for _, node in blocks(validator.schema) if "description" in node]
    assert [each for each in texts if "\n" in each.replace("\n\n", "")] == []


def test_an_environment_changes_parts_of_what_is_whole_elsewhere(validator: jsonschema.Draft202012Validator) -> None:
    part = {"receivers": {"oncall": {"email": {"to": "web@example.com"}}}, "backends": {"prometheus": {"at": "p:9090"}}}
    within = {"signalwright": 1, "environments": {"staging": {"change": part}}}
    assert [each.message for each in validator.iter_errors(within)] == []
    assert list(validator.iter_errors({"signalwright": 1, "backends": part["backends"]}))


@pytest.mark.parametrize(
    "misspelt", [{"service": {}}, {"services": {"api": {"tem": "web"}}}, {"links": {"runbook": "x"}}]
)
def test_a_misspelt_key_is_refused_in_an_environment(
    misspelt: dict[str, Any], validator: jsonschema.Draft202012Validator
) -> None:
    for block in ("change", "add"):
        spec = {"signalwright": 1, "environments": {"staging": {block: misspelt}}}
        assert list(validator.iter_errors(spec))


@pytest.mark.parametrize("key", ["signalwright", "stack", "environments"])
def test_what_an_environment_can_say_for_nothing_is_accepted_and_not_offered(
    key: str, validator: jsonschema.Draft202012Validator
) -> None:
    schema: Any = validator.schema
    offered = {name for name, node in schema["$defs"]["PartSpec"]["properties"].items() if not node.get("doNotSuggest")}
    assert key not in offered
    assert offered | {"signalwright", "stack", "environments"} == set(schema["properties"])
    change = {key: {"signalwright": 1, "stack": "shop", "environments": {}}[key]}
    spec = {"signalwright": 1, "environments": {"staging": {"change": change}}}
    assert [each.message for each in validator.iter_errors(spec)] == []


def test_the_list_of_an_environment_holds_whole_things(validator: jsonschema.Draft202012Validator) -> None:
    change = {"routing": {"also": [{"notify": ["audit"]}]}}
    assert list(validator.iter_errors({"signalwright": 1, "environments": {"staging": {"change": change}}}))


def blocks(node: Any, way: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yields every mapping of a schema that says something of values, with the way to it."""
    if isinstance(node, list):
        for index, each in enumerate(node):
            yield from blocks(each, f"{way}/{index}")
    if not isinstance(node, dict):
        return
    yield way, node
    for name, each in node.items():
        if name in ("properties", "$defs"):
            for key, inner in each.items():
                yield from blocks(inner, f"{way}/{key}")
        elif name not in ("examples", "default"):
            yield from blocks(each, f"{way}/{name}")


def keys(schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yields what is said of every key of the language, with the way to it."""
    for way, node in blocks(schema):
        for name, each in node.get("properties", {}).items():
            yield f"{way}/{name}", each


def described(node: dict[str, Any], schema: Any) -> bool:
    """Returns whether a part of a schema, or what it refers to, has a description."""
    behind = schema["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else {}
    return "description" in node or "description" in behind
