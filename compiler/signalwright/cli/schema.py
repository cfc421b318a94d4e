"""`signalwright schema`."""

from __future__ import annotations

import sys

from signalwright.cli.common import Root, project_root
from signalwright.diagnostics.report import Report
from signalwright.language.json_schema import json_schema
from signalwright.language.project import load_project
from signalwright.language.source import Sources
from signalwright.registry import find


def run(project: Root = None) -> None:
    """Prints the JSON Schema of specs, for editors."""
    root = project_root(project)
    loaded = load_project(root, Sources(root), Report())
    sys.stdout.write(json_schema(find(loaded.extensions if loaded is not None else ()).targets))
