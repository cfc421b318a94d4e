"""Stacks that use a library, and what the library says itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from signalwright.compile import CompiledStack
from signalwright.library import FILE, FOLDER
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


def compiled_with(name: str, folder: Path, versions: Mapping[str, str] | None = None) -> CompiledStack:
    """Compiles a stack of one service, `seen`, that uses a library; nothing may be found.

    Args:
        name: The library.
        folder: An empty folder.
        versions: Backend to version, instead of today's.
    """
    spec = _STACK.replace("NAME", name)
    outcome = compile_files(folder, {"fleet/stack.yaml": spec}, override=versions, lower=True)
    assert outcome.found == (), "\n".join(map(str, outcome.found))
    return outcome.stacks["fleet"]
