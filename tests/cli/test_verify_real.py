"""`verify` with the real tools, on artifacts that were made wrong on purpose."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from signalwright.cli import verify as command
from signalwright.compile import Compilation, compile_project
from signalwright.emit.artifact import Artifact, yaml_artifact
from tests.cli.console import SPEC, Console
from tests.servers.toolset import Toolset

ALERT = """\
      Many:
        severity: critical
        summary: Many at {{ $labels.instance }}
        when: {expr: 'sum by (instance) (rate(http_requests_total{job="api"}[5m])) > 0.5'}
"""
RULES, ROUTES = "prometheus/rules/api.yml", "alertmanager/alertmanager.yml"
TEXT = SPEC.replace("environments:", f"{ALERT}environments:")


@pytest.fixture
def tools(debian_tools: Toolset, monkeypatch: pytest.MonkeyPatch, console: Console) -> Toolset:
    """Makes Debian's tools the only ones."""
    monkeypatch.setenv("SIGNALWRIGHT_DEBIAN_TOOLS", str(debian_tools.find("promtool").parent))
    monkeypatch.delenv("SIGNALWRIGHT_CURRENT_TOOLS", raising=False)
    monkeypatch.setenv("SIGNALWRIGHT_CACHE", str(console.folder / "cache"))
    monkeypatch.setenv("PATH", "/nonexistent")
    return debian_tools


def spoil(monkeypatch: pytest.MonkeyPatch, path: str, change: Callable[[Any], None]) -> None:
    """Has one artifact lowered wrong."""

    def spoiled(artifact: Artifact) -> Artifact:
        if artifact.path != path:
            return artifact
        document = json.loads(json.dumps(artifact.document))
        change(document)
        return yaml_artifact(path, document, artifact.origins)

    def compile_wrong(*arguments: Any, **options: Any) -> Compilation:
        made = compile_project(*arguments, **options)
        made.stacks = [
            replace(each, artifacts=tuple(spoiled(artifact) for artifact in each.artifacts)) for each in made.stacks
        ]
        return made

    monkeypatch.setattr(command, "compile_project", compile_wrong)


def rule(document: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the rule of the alert in a rule file."""
    rules = [each for group in document["groups"] for each in group["rules"] if each.get("alert") == "Many"]
    found: dict[str, Any] = rules[0]
    return found


def break_expression(document: Any) -> None:
    rule(document)["expr"] = rule(document)["expr"].replace("> 0.5", "> 0.5 and")


def break_type(document: Any) -> None:
    # What was written stands whole in it, and is no range.
    rule(document)["expr"] = "rate(\n  " + rule(document)["expr"] + "\n)"


def break_template(document: Any) -> None:
    rule(document)["annotations"]["summary"] = "Many at {{ instance }}"


def break_field(document: Any) -> None:
    rule(document)["fro"] = "1m"


def break_receiver(document: Any) -> None:
    document["route"]["receiver"] = "nobody"


@pytest.mark.parametrize(
    ("path", "change", "words", "marked", "made"),
    [
        (RULES, break_expression, "unexpected end of input", "Many", "expr:"),
        (RULES, break_type, "expected type range vector", "sum", "expr:"),
        (RULES, break_template, 'function "instance" not defined', "instance", "summary:"),
        (RULES, break_field, "field fro not found", "Many", "fro:"),
        (ROUTES, break_receiver, 'undefined receiver "nobody"', "signalwright: 1", "receiver: nobody"),
    ],
)
def test_what_a_tool_refuses_is_shown_where_it_was_made_of(
    console: Console,
    tools: Toolset,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    change: Callable[[Any], None],
    words: str,
    marked: str,
    made: str,
) -> None:
    console.write("spec/shop/stack.yaml", TEXT)
    spoil(monkeypatch, path, change)
    answer = console.run("verify", "--format", "json")
    assert answer.code == 1, answer.err
    (finding,) = json.loads(answer.out)["findings"]
    assert words in finding["message"]
    line = TEXT.splitlines()[finding["line"] - 1]
    assert line[finding["column"] - 1 : finding["end_column"] - 1] == marked
    assert [each["file"] for each in finding["secondary"]] == [f"out/shop/{path}"]
    shown = console.run("verify").err
    assert any(f"{finding['secondary'][0]['line']} | " in each and made in each for each in shown.splitlines())
