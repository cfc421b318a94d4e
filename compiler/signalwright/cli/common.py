"""What commands share: options, the project's root, printing of reports."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from signalwright.compile import Compilation
from signalwright.diagnostics.diagnostic import Level
from signalwright.diagnostics.render import Explain, formats, renderer
from signalwright.diagnostics.report import Report
from signalwright.language.project import PROJECT_FILE, find_root
from signalwright.language.scalars import read_version

CLEAN, FINDINGS, FAILED = 0, 1, 2

Root = Annotated[Path | None, typer.Option("--project", help="The project's folder; found upwards when left out.")]
Backends = Annotated[
    list[str] | None,
    typer.Option(
        "--backend",
        metavar="NAME=VERSION",
        help="Compile for this version instead of the declared one: prometheus=2.42. Can be given more than once.",
    ),
]
Environment = Annotated[str | None, typer.Option("--env", help="Only this environment, on-request ones among them.")]
TEXT = "text"
_WITH_FIXES = ("json", "sarif")
Format = Annotated[
    str,
    typer.Option(
        "--format",
        help=f"How findings are printed: {', '.join(formats())}. Text is for people and goes to standard error; "
        "the others are data and go to standard output.",
    ),
]


FailOn = Annotated[
    str | None,
    typer.Option(
        "--fail-on",
        metavar="LEVEL",
        help="The mildest finding that ends in exit code 1: error, warning or note. Without it, the policy says which.",
    ),
]


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


def check_format(name: str) -> None:
    """Ends the program when `--format` names one that doesn't exist."""
    known = formats()
    if name not in known:
        from signalwright.diagnostics.closest import closest

        near = closest(name, known)
        way_out = f"did you mean `{near}`?" if near else f"there are {', '.join(known)}"
        fail(f"there is no format `{name}`; {way_out}")


def check_level(name: str | None) -> None:
    """Ends the program when `--fail-on` names a level that doesn't exist."""
    known = [each.value for each in Level]
    if name is not None and name not in known:
        fail(f"there is no level `{name}`; there are {', '.join(known)}")


def show_report(report: Report, compilation: Compilation, format: str = TEXT) -> None:
    """Prints findings: as text to standard error, as data to standard output.

    A program reads one document, so a command calls this once when the format isn't text. Data is UTF-8 with the same
    bytes on every machine, whatever the locale says.

    Args:
        report: The findings.
        compilation: The run that they come from; it knows the sources and which checks are installed.
        format: The name of a format that exists.
    """
    if format == TEXT and not len(report):
        return
    if format in _WITH_FIXES:
        from signalwright.fixing.offers import with_written_fixes

        report = with_written_fixes(report, compilation.sources)
    report = compilation.sources.settled(report)
    colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    text = renderer(format).render(report, compilation.sources, colour=colour, explain=_explanations(compilation))
    if format == TEXT:
        sys.stderr.write(text)
    else:
        print_data(text)


def _explanations(compilation: Compilation) -> Explain:
    """Returns what looks up documentation; without a name asked for, no check is imported."""

    def explain(name: str) -> str | None:
        from signalwright.checks import documentation
        from signalwright.registry import find

        registry = compilation.registry if compilation.registry is not None else find()
        return documentation(name, registry.check_packages)

    return explain


def finish_on_findings(compilation: Compilation, format: str = TEXT, fail_on: str | None = None) -> None:
    """Prints the findings, and ends the program when there are errors among them, or what is taken for as grave.

    Args:
        compilation: The run.
        format: The name of a format that exists.
        fail_on: The mildest level that ends the program; None for that of the project's policy.
    """
    show_report(compilation.report, compilation, format)
    finish_on_report(compilation, fail_on)


def finish_on_report(compilation: Compilation, fail_on: str | None = None) -> None:
    """Ends the program when there are errors, or what is taken for as grave; the arguments are those above."""
    mildest = Level(fail_on) if fail_on is not None else compilation.settings.fail_on
    if not compilation.report.reaches(mildest):
        return
    if not compilation.report.has_errors:
        where = f"`{PROJECT_FILE}` says `fail_on: {mildest.value}`" if fail_on is None else f"`--fail-on {fail_on}`"
        say(f"nothing is an error, and {where}")
    raise typer.Exit(FINDINGS)


def finish_on_errors(compilation: Compilation) -> None:
    """Prints the findings, and ends the program when there are errors among them."""
    show_report(compilation.report, compilation)
    if compilation.report.has_errors:
        raise typer.Exit(FINDINGS)


def print_data(text: str) -> None:
    """Writes a document to standard output: UTF-8 with the same line ends on every machine."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def say(text: str) -> None:
    """Prints a line for people to standard error; standard output is for data."""
    sys.stderr.write(text + "\n")


def fail(text: str) -> NoReturn:
    """Says why the command could not run, and ends the program."""
    sys.stderr.write(f"error: {text}\n")
    raise typer.Exit(FAILED)
