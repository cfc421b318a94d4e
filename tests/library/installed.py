"""Stacks that use a library, and what the library says itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from signalwright.compile import CompiledStack
from signalwright.library import FILE, FOLDER, library_names
from tests.language.compiling import compile_files

JOB = "seen"
_STACK = f"""\
signalwright: 1
stack: fleet
backends: {{prometheus: "3.15", alertmanager: "0.34", grafana: "12.4"}}
receivers: {{relay: {{webhook: "http://relay:8080/alerts"}}}}
teams: {{operations: {{notify: {{critical: [relay], warning: [relay]}}}}}}
severities: [critical, warning]
links: {{runbooks: "https://runbooks.example.com"}}
services:
  {JOB}: {{team: operations, scrape: ["exporter:9000"], use: NAME}}
"""


def said(name: str) -> dict[str, Any]:
    """Returns what a library says."""
    return dict(yaml.safe_load((FOLDER / name / FILE).read_text("utf-8")))


def pages(name: str) -> dict[str, str]:
    """Returns the pages of a library by their file names."""
    return {each.name: each.read_text("utf-8") for each in sorted((FOLDER / name / "runbooks").glob("*.md"))}


def spec_with_all() -> str:
    """Returns a stack that has a service for each library, called after it."""
    head, _ = _STACK.split(f"  {JOB}: ")
    services = (f'  {name}: {{team: operations, scrape: ["{name}:9000"], use: {name}}}\n' for name in library_names())
    return head + "".join(services)


def compiled_with_all(folder: Path, versions: Mapping[str, str] | None = None) -> CompiledStack:
    """Compiles a stack that uses every library at once; nothing may be found.

    Args:
        folder: An empty folder.
        versions: Backend to version, instead of today's.
    """
    return _compiled(spec_with_all(), folder, versions)


def compiled_with(name: str, folder: Path, versions: Mapping[str, str] | None = None) -> CompiledStack:
    """Compiles a stack of one service, `seen`, that uses a library; nothing may be found.

    Args:
        name: The library.
        folder: An empty folder.
        versions: Backend to version, instead of today's.
    """
    return _compiled(_STACK.replace("NAME", name), folder, versions)


def _compiled(spec: str, folder: Path, versions: Mapping[str, str] | None) -> CompiledStack:
    outcome = compile_files(folder, {"fleet/stack.yaml": spec}, override=versions, lower=True)
    assert outcome.found == (), "\n".join(map(str, outcome.found))
    return outcome.stacks["fleet"]
