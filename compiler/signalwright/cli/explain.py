"""`signalwright explain`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from signalwright.checks import documentation
from signalwright.checks.facts import all_facts, check_names
from signalwright.cli.common import Root, fail, project_root
from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.report import Report
from signalwright.language.project import load_project
from signalwright.language.source import Sources
from signalwright.registry import find


def run(
    name: Annotated[
        str | None, typer.Argument(help="The name in a finding's brackets: alerts/missing-runbook.")
    ] = None,
    project: Root = None,
) -> None:
    """Explains a finding by its name; without one, lists all names with level and meaning."""
    root = project_root(project)
    loaded = load_project(root, Sources(root), Report())
    packages = find(loaded.extensions if loaded is not None else ()).check_packages
    if name is None:
        for each in all_facts(packages):
            sys.stdout.write(f"{each.name:44} {each.level.value:8} {each.summary}\n")
        return
    text = documentation(name, packages)
    if text is None:
        known = list(check_names(packages))
        near = next((each for each in known if each.endswith(f"/{name}")), None) or closest(name, known)
        fail(
            f"there is no finding `{name}`"
            + (f"; did you mean `{near}`?" if near else "; `signalwright explain` lists all")
        )
    sys.stdout.write(f"{name}\n{'=' * len(name)}\n\n{text}\n")
