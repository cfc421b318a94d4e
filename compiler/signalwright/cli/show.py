"""`signalwright show`."""

from __future__ import annotations

import shutil
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from signalwright.cli.common import FAILED, FINDINGS, Environment, Root, print_data, project_root, say, show_report
from signalwright.compile import compile_project

if TYPE_CHECKING:
    from signalwright.reading.shown import Shown

_USUAL_WIDTH = 100
_LEAST_WIDTH = 40


class Subject(StrEnum):
    """What can be shown."""

    STACK = "stack"
    SERVICE = "service"
    ALERT = "alert"
    ROUTES = "routes"
    SLO = "slo"


class Output(StrEnum):
    """How it can be shown."""

    TEXT = "text"
    JSON = "json"


def run(
    subject: Annotated[Subject, typer.Argument(help="What to show.")],
    name: Annotated[str | None, typer.Argument(help="Which one; without it, all of them.")] = None,
    service: Annotated[str | None, typer.Option("--service", help="Only alerts and SLOs of this service.")] = None,
    stack: Annotated[str | None, typer.Option("--stack", help="Only this stack.")] = None,
    project: Root = None,
    env: Environment = None,
    format: Annotated[Output, typer.Option("--format", help="For people, or as data.")] = Output.TEXT,
) -> None:
    """Shows what was derived from a spec, and where each part comes from.

    `signalwright show stack` lists what there is, `show service api` what a service measures and who reads it, `show
    alert HighErrorRate` the queries of an alert and who is told when, `show slo availability` the windows of a promise,
    `show routes` who is told of what.
    """
    from signalwright.reading.shown import UnknownNameError, choose, shown

    compilation = compile_project(project_root(project), environment=env)
    show_report(compilation.report, compilation)
    wanted = name if subject in (Subject.STACK, Subject.ROUTES) and name is not None else stack
    try:
        views = choose(compilation, wanted)
        found = shown(views, subject.value, None if wanted is name else name, service)
    except UnknownNameError as error:
        if compilation.report.has_errors:
            say(f"error: {error}, as far as the spec is sound")
            raise typer.Exit(FINDINGS) from None
        way_out = f"\n   = help: {error.help}" if error.help else ""
        say(f"error: {error}{way_out}")
        raise typer.Exit(FAILED) from None
    print_data(_text(found, format))
    raise typer.Exit(FINDINGS if compilation.report.has_errors else 0)


def _text(found: Shown, format: Output) -> str:
    if format is Output.JSON:
        return found.json()
    return found.text(max(_LEAST_WIDTH, shutil.get_terminal_size((_USUAL_WIDTH, 24)).columns))
