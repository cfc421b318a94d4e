"""The alerts of libraries in promtool: each fires for its cause, not just this side of it, and for no other job."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from signalwright.library import library_names
from tests.library.installed import compiled_with
from tests.library.series import of_another_job
from tests.servers.toolset import Toolset
from tests.stacks.emitted import TOOLS
from tests.stacks.firing import Case, judge_stack

# A library without such a module can't be collected: each has its proofs.
MODULES = {name: import_module(f"tests.library.{name.replace('-', '_')}_series") for name in library_names()}
CASES: dict[str, list[Case]] = {name: module.CASES for name, module in MODULES.items()}
# What a service of its own shows while nothing happens to it, beside `up`.
HEALTHY: dict[str, list[dict[str, str]]] = {name: getattr(module, "HEALTHY", []) for name, module in MODULES.items()}


@pytest.mark.parametrize("tools", TOOLS)
@pytest.mark.parametrize("library", CASES)
def test_each_alert_fires_for_its_cause_and_not_without_it_nor_for_another_job(
    library: str, tools: Callable[[], Toolset], tmp_path: Path
) -> None:
    toolset = tools()
    stack = compiled_with(library, tmp_path, {each: toolset.versions[each] for each in ("prometheus", "alertmanager")})
    elsewhere: list[Case] = [
        (alert, [*of_another_job(series), *HEALTHY[library]], False) for alert, series, fires in CASES[library] if fires
    ]
    judge_stack(stack, [*CASES[library], *elsewhere], toolset, tmp_path)
