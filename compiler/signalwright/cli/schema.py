"""`signalwright schema`."""

from __future__ import annotations

from typing import Annotated

import typer

from signalwright.cli.common import Root, fail, print_data, project_root
from signalwright.diagnostics.report import Report
from signalwright.language.project import load_project
from signalwright.language.source import Sources
from signalwright.registry import find

FORMATS = ("json", "markdown", "libraries")


def run(
    project: Root = None,
    format: Annotated[
        str,
        typer.Option(
            "--format",
            help="`json`: the JSON Schema. `markdown`: the language, key by key. `libraries`: what libraries give.",
        ),
    ] = FORMATS[0],
) -> None:
    """Prints every key that specs can have, for editors or for people, or what libraries give."""
    if format not in FORMATS:
        fail(f"there is no format `{format}`; there are {', '.join(FORMATS)}")
    if format == "libraries":
        from signalwright.reading.libraries import print_libraries

        print_data(print_libraries())
        return
    root = project_root(project)
    loaded = load_project(root, Sources(root), Report())
    targets = find(loaded.extensions if loaded is not None else ()).targets
    if format == "json":
        from signalwright.language.json_schema import json_schema

        text = json_schema(targets)
    else:
        from signalwright.language.reference.page import print_reference
        from signalwright.language.surface import surface_model

        text = print_reference(surface_model(targets))
    print_data(text)
