"""`signalwright compile`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from signalwright.cli.common import (
    FINDINGS,
    Backends,
    Environment,
    Root,
    check_backends,
    fail,
    finish_on_errors,
    project_root,
    say,
    versions,
)
from signalwright.compile import Compilation, compile_project, outputs
from signalwright.emit.drift import drift
from signalwright.emit.write import recover, write


def run(
    project: Root = None,
    backend: Backends = None,
    env: Environment = None,
    out: Annotated[Path | None, typer.Option(help="Write to this folder instead of the project's.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 when the folder is not up to date.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace files that were edited by hand.")] = False,
) -> None:
    """Compiles every spec and writes what servers read.

    Either everything is written or nothing. Other versions and single environments are compiled into a folder of their
    own, so `--backend` and `--env` need `--out`.
    """
    override = versions(backend)
    if (override or env is not None) and out is None and not check:
        fail("`--backend` and `--env` need `--out FOLDER`, because the project's own folder holds the declared versions")
    root = project_root(project)
    compilation = compile_project(root, override=override, environment=env)
    if compilation.registry is not None:
        check_backends(list(override), list(compilation.registry.targets))
    if compilation.project is None:
        finish_on_errors(compilation)
        return
    folder = out.resolve() if out is not None else compilation.project.out
    if check:
        _check(compilation, folder)
        return
    recover(folder)
    finish_on_errors(compilation)
    result = write(folder, *outputs(compilation), overwrite=overwrite)
    for each in result.foreign:
        say(f"left alone: {each} is not ours")
    written, removed = len(result.changed), len(result.removed)
    say(f"{written} files written, {removed} removed, {len(result.unchanged)} unchanged")


def _check(compilation: Compilation, folder: Path) -> None:
    finish_on_errors(compilation)
    found = drift(folder, *outputs(compilation))
    for each in found:
        say(f"{each.kind}: {each.path}")
    if found:
        say("run `signalwright compile` and commit what it writes")
        raise typer.Exit(FINDINGS)
    say("up to date")
