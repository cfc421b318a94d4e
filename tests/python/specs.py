"""Writes Python specs of a test into a project, and says what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from signalwright.language.python.runner import Limits, Ran, run
from tests.language.compiling import Outcome, compile_files

BEGIN = """\
from signalwright.spec import Stack, all_of, any_of, expr, like, not_equal, not_like

stack = Stack("shop", backends={"prometheus": "3.15", "grafana": "12"}, teams={"web": {}})
api = stack.service("api", team="web", scrape=["api:8000"])
requests = api.counter("http_requests_total", labels=("method", "status"))
queue = api.gauge("queue_depth")
"""
"""Six lines that most specs here begin with."""
FIRST = BEGIN.count("\n") + 1


def compile_python(root: Path, text: str, *, twice: bool = False, lower: bool = False) -> Outcome:
    """Compiles the six lines and what follows as the only file of the stack `shop`."""
    return compile_files(root, {"shop/stack.py": BEGIN + dedent(text)}, twice=twice, lower=lower)


def places(outcome: Outcome) -> list[tuple[str, int, int, int]]:
    """Returns name, line counted from behind the six lines, first and last column of each diagnostic."""
    return [(each.name, each.line - FIRST + 1, each.column, each.end_column) for each in outcome.found]


def run_files(root: Path, files: Mapping[str, str], limits: Limits | None = None) -> Ran:
    """Runs files under `spec/`, each folder a stack, without compiling what they say."""
    folders: dict[str, list[str]] = {}
    for name, text in sorted(files.items()):
        path = root / "spec" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
        folders.setdefault(f"spec/{name.partition('/')[0]}", []).append(f"spec/{name}")
    return run(root, "spec", folders, limits=limits)
