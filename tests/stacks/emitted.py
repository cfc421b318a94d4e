"""What is emitted for a stack of `spec/`, as its readers see it, and the tools that judge it."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from signalwright.compile import CompiledStack, compile_project
from tests.servers.toolset import Toolset, current, debian

ROOT = Path(__file__).parents[2]
TOOLS = [
    pytest.param(debian, id="debian", marks=pytest.mark.servers),
    pytest.param(current, id="current", marks=pytest.mark.current),
]


def compiled(name: str, versions: Mapping[str, str] | None = None) -> CompiledStack:
    """Compiles a stack as it is deployed, for today's servers or those of other versions.

    Args:
        name: The stack, with its environment where it has some: `shop` or `shop/staging`.
        versions: Backend to version, instead of what the spec declares.
    """
    done = compile_project(ROOT, override=versions)
    (stack,) = (each for each in done.stacks if each.folder == name)
    folder = f"spec/{name.partition('/')[0]}/"
    assert [each for each in done.report if each.primary.place.file.startswith(folder)] == []
    return stack


def document(stack: CompiledStack, path: str) -> Any:
    """Returns an emitted YAML file as its reader sees it."""
    return yaml.safe_load(text(stack, path))


def text(stack: CompiledStack, path: str) -> str:
    """Returns an emitted file."""
    return next(each for each in stack.artifacts if each.path == path).content.decode()


def groups(stack: CompiledStack) -> dict[str, list[dict[str, Any]]]:
    """Returns the rules of each emitted group."""
    found: dict[str, list[dict[str, Any]]] = {}
    for artifact in stack.artifacts:
        if artifact.path.startswith("prometheus/rules/"):
            for group in document(stack, artifact.path)["groups"]:
                assert group["name"] not in found, f"two groups are called {group['name']}"
                found[group["name"]] = group["rules"]
    return found


def alerts(stack: CompiledStack) -> list[dict[str, Any]]:
    """Returns every emitted alerting rule, those of SLOs among them."""
    return [rule for rules in groups(stack).values() for rule in rules if "alert" in rule]


def of_libraries(stack: CompiledStack) -> frozenset[str]:
    """Returns the names of the alerts that services took over from libraries; `tests/library` has their proofs."""
    services = stack.stack.services.values()
    alerts_of_all = (alert for service in services for alert in service.alerts)
    return frozenset(each.name for each in alerts_of_all if each.origin.file.startswith("library/"))


def written(stack: CompiledStack, folder: Path) -> Path:
    """Writes what was emitted into a folder."""
    for artifact in stack.artifacts:
        path = folder / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)
    return folder


def call(toolset: Toolset, program: str, *arguments: str) -> str:
    """Returns what a tool prints; fails with its words when it doesn't accept."""
    done = subprocess.run([toolset.find(program), *arguments], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
