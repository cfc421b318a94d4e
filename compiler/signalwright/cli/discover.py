"""`signalwright discover`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signalwright.cli.common import CLEAN, FINDINGS, Root, fail, print_data, project_root, say, show_report

if TYPE_CHECKING:
    from signalwright.diagnostics.report import Report
    from signalwright.exposed.metrics import Exposed
    from signalwright.language.source import Sources

_MOST_NAMED = 20


def run(
    pages: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PAGE]...",
            help="Saved /metrics pages, addresses (http://host:8000/metrics), or - to read one.",
        ),
    ] = None,
    service: Annotated[str | None, typer.Option("--service", help="The service that exposes them.")] = None,
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="FILE", help="Put what is new into this YAML spec, which is made if need be."),
    ] = None,
    server: Annotated[
        str | None,
        typer.Option("--server", metavar="URL", help="Ask this Prometheus what it stores of the service's job."),
    ] = None,
    job: Annotated[
        str | None, typer.Option("--job", help="For --server: the job, where it isn't called like the service.")
    ] = None,
    project: Root = None,
) -> None:
    """Writes the declarations of what a program exposes: types, units, labels with their values, buckets.

    Several pages are those of several targets of the service. What can't be known stands as a question in a comment.
    Values of labels are listed only where they are kinds that a program knows by itself, and never what may be
    somebody's. With `--into`, what people wrote stays as it is; what is new is added, and what is gone is told.
    """
    if not pages and server is None:
        fail("name a page, `signalwright discover http://localhost:8000/metrics`, or a Prometheus with `--server`")
    if job is not None and server is None:
        fail("`--job` is about `--server`; leave it out, or name the Prometheus")
    if into is not None and into.suffix not in (".yaml", ".yml"):
        fail(f"`{into}` is no YAML spec; leave `--into` out, and write the metrics by hand")
    if service is None and (into is not None or (job is None and server is not None)):
        fail("name the service with `--service`")
    from signalwright.diagnostics.report import Report
    from signalwright.exposed.merging import metrics_block
    from signalwright.exposed.pages import UnreachableError, read_exposed
    from signalwright.exposed.proposals import proposals, unsayable
    from signalwright.language.source import Sources

    root = project_root(project)
    sources, report = Sources(root), Report()
    try:
        shown = read_exposed(pages or (), sources, report)
        if server is not None:
            from signalwright.exposed.server import stored_metrics

            shown.append(stored_metrics(server, job or service or ""))
    except UnreachableError as error:
        fail(str(error))
    _stop_on_errors(root, sources, report)
    if into is not None:
        _put_into(into, service or "", shown, root)
    else:
        print_data(metrics_block(proposals(shown, honors=False)))
        _hint(shown)
    _tell("can't be declared, because of their names", unsayable(shown))
    raise typer.Exit(CLEAN)


def _put_into(into: Path, service: str, shown: Sequence[Sequence[Exposed]], root: Path) -> None:
    """Adds what a service doesn't declare to a file, and tells what differs."""
    from signalwright.diagnostics.report import Report
    from signalwright.exposed.declared import read_project
    from signalwright.exposed.merging import CannotMergeError, merged, new_file
    from signalwright.exposed.proposals import proposals
    from signalwright.fixing.write import CannotFixError, write_fixed
    from signalwright.language.source import Sources

    sources, report = Sources(root), Report()
    file = sources.name(Path.cwd() / into)
    source = sources.load(root / file, report) if (root / file).exists() else None
    _stop_on_errors(root, sources, report)
    services = [each for each in read_project(root, Sources(root), Report()).services if each.name == service]
    declared = services[0] if len(services) == 1 else None
    honors = declared is not None and declared.honors
    found = proposals(shown, honors=honors, added=declared.added if declared is not None else ())
    here = _declared_in(source.data if source is not None else {}, service)
    if declared is not None and declared.origin.file != file:
        fail(f"`{service}` is declared in `{declared.origin.file}`; write `--into {declared.origin.file}`")
    known = here | (declared.metrics.keys() if declared is not None else set())
    new = [each for each in found if each.name not in known]
    try:
        if source is None:
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            with (root / file).open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(new_file(service, new))
        elif new:
            read = sources.read(file)
            if read is None:
                fail(f"`{into}` is outside the project `{root}`; name a spec in it, or the project with `--project`")
            text = merged(*read, service, new)
            before = (root / file).read_bytes()
            mark = before[: len(before) - len(read[0].text.encode())]
            write_fixed(root, {file: before}, {file: mark + text.encode()})
    except (CannotMergeError, CannotFixError) as error:
        fail(str(error))
    say(f"{len(new)} {'metric is' if len(new) == 1 else 'metrics are'} new in `{into}`")
    _tell("new", [each.name for each in new])
    gone = known - {each.name for each in found}
    if declared is not None:
        gone = {each for each in gone if each in here or declared.metrics[each].library is None}
    _tell("declared, and no longer exposed", sorted(gone))
    if declared is not None:
        from signalwright.exposed.conformance import differing

        _tell("declared otherwise (`signalwright conform` says how)", differing(declared, shown))
    questions = sum(len(each.questions) for each in new)
    if questions:
        say(f"{questions} {'question stands' if questions == 1 else 'questions stand'} in comments above the metrics")


def _declared_in(data: Any, service: str) -> set[str]:
    """Returns the names of the metrics that a file declares of a service."""
    for step in ("services", service, "metrics"):
        data = data.get(step) if isinstance(data, dict) else None
    return set(data) if isinstance(data, dict) else set()


def _hint(shown: Sequence[Sequence[Exposed]]) -> None:
    """Says which library knows most of what is exposed."""
    from signalwright.exposed.declared import library_of

    library = library_of({each.name for page in shown for each in page})
    if library is not None:
        say(f"the library `{library}` knows these, with alerts on them: write `use: {library}` in the service")


def _tell(what: str, names: Sequence[str]) -> None:
    if names:
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        say(f"{what}: {', '.join(f'`{each}`' for each in names[:_MOST_NAMED])}{more}")


def _stop_on_errors(root: Path, sources: Sources, report: Report) -> None:
    """Prints what keeps a page or a spec from being read, and ends the program."""
    from signalwright.compile import Compilation

    show_report(report, Compilation(root=root, sources=sources, report=report))
    if report.has_errors:
        raise typer.Exit(FINDINGS)
