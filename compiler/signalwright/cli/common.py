"""What commands share: options, the project's root, printing of reports."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from signalwright.compile import Compilation
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Locator
from signalwright.language.project import find_root
from signalwright.language.scalars import read_version

CLEAN, FINDINGS, FAILED = 0, 1, 2

Root = Annotated[Path | None, typer.Option("--project", help="The project's folder; found upwards when left out.")]
Backends = Annotated[
    list[str] | None,
    typer.Option("--backend", help="Compile for this version instead of the declared one: prometheus=2.42."),
]
Environment = Annotated[str | None, typer.Option("--env", help="Only this environment, on-request ones among them.")]


def project_root(given: Path | None) -> Path:
    """Returns the absolute root of the project; ends the program when the folder doesn't exist."""
    if given is not None and not given.is_dir():
        fail(f"there is no folder `{given}`")
    return (given or find_root(Path.cwd())).resolve()


def versions(backends: Sequence[str] | None) -> dict[str, str]:
    """Reads `--backend` options; ends the program when one is malformed.

    Returns:
        Backend to version.
    """
    found: dict[str, str] = {}
    for each in backends or ():
        name, _, version = each.partition("=")
        if not name or not _is_version(version):
            fail(f"`--backend {each}` is no backend with its version; write `--backend prometheus=2.42`")
        found[name] = version
    return found


def _is_version(text: str) -> bool:
    try:
        read_version(text)
    except ValueError:
        return False
    return True


def check_backends(names: Sequence[str], known: Sequence[str]) -> None:
    """Ends the program when `--backend` names one that doesn't exist."""
    for name in names:
        if name not in known:
            from signalwright.diagnostics.closest import closest

            near = closest(name, known)
            fail(f"there is no backend `{name}`" + (f"; did you mean `{near}`?" if near else ""))


def show_report(report: Report, locator: Locator) -> None:
    """Prints the findings to standard error."""
    from signalwright.diagnostics.render.text import render

    if len(report):
        colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
        sys.stderr.write(render(report, locator, colour=colour))


def finish_on_errors(compilation: Compilation) -> None:
    """Prints the findings, and ends the program when there are errors among them."""
    show_report(compilation.report, compilation.sources)
    if compilation.report.has_errors:
        raise typer.Exit(FINDINGS)


def say(text: str) -> None:
    """Prints a line for people to standard error; standard output is for data."""
    sys.stderr.write(text + "\n")


def fail(text: str) -> NoReturn:
    """Says why the command could not run, and ends the program."""
    sys.stderr.write(f"error: {text}\n")
    raise typer.Exit(FAILED)
