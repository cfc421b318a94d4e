"""Stacks with a Grafana, as specs say them, and what it is given beside dashboards."""

from __future__ import annotations

from configparser import ConfigParser
from pathlib import Path
from typing import Any

import yaml

from signalwright.compile import CompiledStack
from signalwright.emit.artifact import Artifact
from tests.language.compiling import Outcome, compile_files

SETTINGS = "grafana/grafana.ini"
DATASOURCES = "grafana/provisioning/datasources/datasources.yml"
PROVIDERS = "grafana/provisioning/dashboards/dashboards.yml"
SERVICES = 'teams: {web: {}}\nservices: {api: {team: web, scrape: ["api:8000"], metrics: {queue_depth: gauge}}}\n'


def outcome(root: Path, *, grafana: str = '"12.4"', backends: str = 'prometheus: "3.15"', more: str = "") -> Outcome:
    """Compiles a stack.

    Args:
        root: An empty folder.
        grafana: What `backends.grafana` says.
        backends: The other backends.
        more: More top-level keys.
    """
    between = ", " if backends else ""
    text = f"signalwright: 1\nstack: shop\nbackends: {{{backends}{between}grafana: {grafana}}}\n{more}"
    return compile_files(root, {"shop/stack.yaml": text}, lower=True)


def compiled(root: Path, **said: Any) -> CompiledStack:
    """Compiles a stack that has no errors."""
    done = outcome(root, **said)
    assert [str(each) for each in done.errors] == []
    return done.stacks["shop"]


def artifact(stack: CompiledStack, path: str) -> Artifact:
    """Returns an artifact by its path."""
    return next(each for each in stack.artifacts if each.path == path)


def settings(root: Path, **said: Any) -> dict[str, dict[str, str]]:
    """Returns the sections of `grafana.ini`."""
    reader = ConfigParser(interpolation=None)
    reader.read_string(artifact(compiled(root, **said), SETTINGS).content.decode())
    return {name: dict(reader[name]) for name in reader.sections()}


def datasources(root: Path, **said: Any) -> dict[str, Any]:
    """Returns the data sources by name."""
    read = yaml.safe_load(artifact(compiled(root, **said), DATASOURCES).content)
    return {each["name"]: each for each in read["datasources"]}
