"""`signalwright check`."""

from __future__ import annotations

import typer

from signalwright.cli.common import (
    TEXT,
    Backends,
    Environment,
    Format,
    Root,
    check_backends,
    check_format,
    finish_on_errors,
    project_root,
    say,
    versions,
)
from signalwright.compile import compile_project
from signalwright.diagnostics.diagnostic import Level


def run(project: Root = None, backend: Backends = None, env: Environment = None, format: Format = TEXT) -> None:
    """Reads and checks every spec, and writes nothing.

    Errors and warnings are told with their place and a way out; `signalwright explain NAME` says more about one. Only
    errors make it exit with 1.
    """
    check_format(format)
    override = versions(backend)
    compilation = compile_project(
        project_root(project), override=override, environment=env, on_request=True, twice=True
    )
    if compilation.registry is not None:
        check_backends(list(override), list(compilation.registry.targets))
    finish_on_errors(compilation, format)
    warned = compilation.report.count(Level.WARNING)
    names = sorted({each.stack.name for each in compilation.stacks})
    say(
        f"{len(names)} {'stack' if len(names) == 1 else 'stacks'} checked"
        + (f", {warned} {'warning' if warned == 1 else 'warnings'}" if warned else ", clean")
    )
    raise typer.Exit(0)
