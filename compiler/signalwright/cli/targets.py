"""`signalwright targets`."""

from __future__ import annotations

import sys

from signalwright.cli.common import Root, project_root
from signalwright.diagnostics.report import Report
from signalwright.language.project import load_project
from signalwright.language.source import Sources
from signalwright.registry import find


def run(project: Root = None) -> None:
    """Lists the backends that artifacts can be made for, with the versions that are known."""
    root = project_root(project)
    loaded = load_project(root, Sources(root), Report())
    for target in find(loaded.extensions if loaded is not None else ()).targets.values():
        known = f"{target.versions.oldest} to {target.versions.newest}"
        receivers = ", ".join(sorted(target.integrations))
        sys.stdout.write(
            f"{target.name:16} {target.title} {known}" + (f"; receivers: {receivers}" if receivers else "") + "\n"
        )
