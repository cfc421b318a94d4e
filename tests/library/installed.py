"""The libraries that come with the compiler, and stacks that use one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

import signalwright
from signalwright.compile import CompiledStack
from tests.language.compiling import compile_files

LIBRARIES = Path(signalwright.__file__).parent / "library"
HEADER = ("signalwright", "library", "about", "source")
JOB = "seen"
_STACK: dict[str, Any] = {
    "signalwright": 1,
    "stack": "fleet",
    "backends": {"prometheus": "3.15", "alertmanager": "0.34", "grafana": "12.4"},
    "links": {"runbooks": "https://runbooks.example.com"},
    "secrets": {"chat": {"file": "/run/secrets/chat"}},
    "receivers": {"chat": {"slack": {"webhook": "chat", "channel": "#alerts"}}},
    "severities": ["critical", "warning"],
    "teams": {"operations": {"notify": {"critical": ["chat"], "warning": ["chat"]}}},
}


def names() -> list[str]:
    """Returns the names of all libraries."""
    return sorted(each.parent.name for each in LIBRARIES.glob("*/library.yaml"))


def said(name: str) -> dict[str, Any]:
    """Returns what a library says."""
    return dict(yaml.safe_load((LIBRARIES / name / "library.yaml").read_text("utf-8")))


def pages(name: str) -> dict[str, str]:
    """Returns the pages of a library by their file names."""
    return {each.name: each.read_text("utf-8") for each in sorted((LIBRARIES / name / "runbooks").glob("*.md"))}


def compiled_with(name: str, folder: Path, versions: Mapping[str, str] | None = None) -> CompiledStack:
    """Compiles a stack of one service, `seen`, which is an instance of a library; nothing may be found.

    Args:
        name: The library.
        folder: An empty folder.
        versions: Backend to version, instead of today's.
    """
    content = {key: value for key, value in said(name).items() if key not in (*HEADER, "rows")}
    service = {"team": "operations", "scrape": ["exporter:9000"], **content}
    board = {"dashboards": {"Rows": {"rows": said(name)["rows"]}}}
    spec = yaml.safe_dump({**_STACK, "services": {JOB: service}, **board}, sort_keys=False)
    files = {f"fleet/runbooks/{page}": text for page, text in pages(name).items()}
    outcome = compile_files(folder, {"fleet/stack.yaml": spec, **files}, override=versions, lower=True)
    assert outcome.found == (), "\n".join(map(str, outcome.found))
    return outcome.stacks["fleet"]
