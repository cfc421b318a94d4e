"""`signalwright conform`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from signalwright.cli.common import (
    CLEAN,
    TEXT,
    Environment,
    FailOn,
    Format,
    Root,
    check_format,
    check_level,
    fail,
    finish_on_findings,
    finish_on_report,
    project_root,
    say,
    show_report,
)

if TYPE_CHECKING:
    from signalwright.exposed.conformance import Outcome


def run(
    pages: Annotated[
        list[str],
        typer.Argument(
            metavar="PAGE...",
            help="Saved /metrics pages, addresses (http://host:8000/metrics), or - to read one.",
        ),
    ],
    service: Annotated[
        str | None, typer.Option("--service", help="The service that exposes them; needed when several have metrics.")
    ] = None,
    library: Annotated[
        str | None, typer.Option("--library", help="Compare with a library's metrics, and with no spec.")
    ] = None,
    project: Root = None,
    env: Environment = None,
    format: Format = TEXT,
    fail_on: FailOn = None,
) -> None:
    """Compares what a program exposes with what is declared of it.

    Several pages are those of several targets of the service. A declared metric that no page has, another type,
    labels, values or buckets that aren't declared and too many series are errors; what isn't declared at all is a
    warning. Run it in a team's own CI, against the program that was just built.
    """
    check_format(format)
    check_level(fail_on)
    if library is not None and (service is not None or project is not None or env is not None):
        fail("`--library` compares with a library alone; leave out `--service`, `--project` and `--env`")
    from signalwright.compile import Compilation
    from signalwright.diagnostics.report import Report
    from signalwright.exposed.conformance import conformance
    from signalwright.exposed.declared import UnknownServiceError, read_library, read_project, service_of
    from signalwright.exposed.pages import UnreachableError, read_exposed
    from signalwright.language.source import Sources
    from signalwright.policy import Judge

    root = project_root(project)
    compilation = Compilation(root=root, sources=Sources(root), report=Report())
    read = read_project(root, compilation.sources, compilation.report, env) if library is None else None
    if compilation.report.has_errors:
        finish_on_findings(compilation, format, fail_on)
    compilation.report = Report()
    try:
        if read is not None:
            compilation.settings = read.settings
            declared = service_of(read.services, service)
        else:
            declared = read_library(library or "", compilation.sources, compilation.report)
        shown = read_exposed(pages, compilation.sources, compilation.report)
    except (UnknownServiceError, UnreachableError) as error:
        fail(str(error))
    outcome = conformance(declared, shown) if not compilation.report.has_errors else None
    if outcome is not None:
        found = Report()
        found.extend(outcome.found)
        packages = read.packages if read is not None else ()
        judge = Judge(compilation.sources, packages, compilation.settings)
        allowed = judge.about(declared.variant) if declared.variant is not None else []
        compilation.report.extend(judge.judged(found, allowed, finished=True))
    show_report(compilation.report, compilation, format)
    if outcome is not None and format == TEXT:
        _conclude(outcome)
    finish_on_report(compilation, fail_on)
    raise typer.Exit(CLEAN)


def _conclude(outcome: Outcome) -> None:
    count, left_out = outcome.compared, outcome.left_out
    more = (
        f"; {left_out} more {'is' if left_out == 1 else 'are'} exposed, of which the library says nothing"
        if left_out
        else ""
    )
    say(f"{count} {'metric' if count == 1 else 'metrics'} compared{more}")
