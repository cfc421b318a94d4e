"""`signalwright compile`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from signalwright.caching import cache_folder
from signalwright.cli.common import (
    FINDINGS,
    TEXT,
    Backends,
    Environment,
    FailOn,
    Format,
    Root,
    check_backends,
    check_format,
    check_level,
    fail,
    finish_on_findings,
    project_root,
    say,
    versions,
)
from signalwright.compile import Compilation, compile_project, outputs
from signalwright.emit.drift import drift
from signalwright.emit.paths import MANIFEST
from signalwright.emit.write import recover, write


def run(
    project: Root = None,
    backend: Backends = None,
    env: Environment = None,
    out: Annotated[Path | None, typer.Option(help="Write to this folder instead of the project's.")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 when the folder is not up to date.")
    ] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace files that were edited by hand.")] = False,
    format: Format = TEXT,
    fail_on: FailOn = None,
) -> None:
    """Compiles every spec and writes what servers read.

    Either everything is written or nothing. Other versions and single environments are compiled into a folder of their
    own, so `--backend` and `--env` need `--out`: `signalwright compile --env drill --out /tmp/drill`. `--format` is
    about what is found in specs; what happens to files is always said as text.
    """
    check_format(format)
    check_level(fail_on)
    override = versions(backend)
    if (override or env is not None) and out is None and not check:
        fail(
            "`--backend` and `--env` need `--out FOLDER`, because the project's own folder holds the declared versions"
        )
    root = project_root(project)
    compilation = compile_project(root, override=override, environment=env, cache=cache_folder("checked"))
    if compilation.registry is not None:
        check_backends(list(override), list(compilation.registry.targets))
    if compilation.project is None:
        finish_on_findings(compilation, format, fail_on)
        return
    folder = out.resolve() if out is not None else compilation.project.out
    if check:
        _check(compilation, folder, format, fail_on)
        return
    finished = recover(folder)
    if finished is not None:
        say("the run before was interrupted; what it left has been put in order")
    finish_on_findings(compilation, format, fail_on)
    stacks, written_by = outputs(compilation)
    result = write(folder, stacks, written_by, remove_stacks=_vanished(folder, stacks), overwrite=overwrite)
    for each in result.refused:
        kind = "edited-by-hand" if each in result.edited else "foreign-file"
        say(f"error[emit/{kind}]: `{each}` isn't as the last run left it")
    if result.refused:
        say("   = help: move your change into the spec, or run with `--overwrite`; nothing was written")
        raise typer.Exit(FINDINGS)
    for each in (*result.edited, *result.foreign):
        if each not in result.changed:
            say(f"left alone: {each}, which no run has written like this")
    say(f"{len(result.changed)} files written, {len(result.removed)} removed, {len(result.unchanged)} unchanged")


def _vanished(folder: Path, stacks: Mapping[str, object]) -> list[str]:
    """Returns the stacks that a run has written once and no spec declares any more."""
    if not folder.is_dir():
        return []
    return sorted(each.parent.name for each in folder.glob(f"*/{MANIFEST}") if each.parent.name not in stacks)


def _check(compilation: Compilation, folder: Path, format: str, fail_on: str | None) -> None:
    finish_on_findings(compilation, format, fail_on)
    stacks, written_by = outputs(compilation)
    found = drift(folder, stacks, written_by, _vanished(folder, stacks))
    for each in found:
        say(f"{each.kind}: {each.path}")
    if found:
        say("run `signalwright compile` and commit what it writes")
        raise typer.Exit(FINDINGS)
    say("up to date")
