"""`signalwright schema`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from signalwright.cli.common import Root, fail, print_data, project_root, say
from signalwright.diagnostics.report import Report
from signalwright.language.project import Project, load_project
from signalwright.language.source import Sources
from signalwright.registry import find, own_folders
from signalwright.target import Target

LIBRARIES = "libraries"
FORMATS = ("json", "markdown", LIBRARIES, "checks")


def run(
    project: Root = None,
    format: Annotated[
        str,
        typer.Option(
            "--format",
            help="`json`: the JSON Schema. `markdown`: the language, key by key. `libraries`: what libraries give. "
            "`checks`: what can be found.",
        ),
    ] = FORMATS[0],
    stack: Annotated[
        str | None,
        typer.Option(
            "--stack",
            metavar="NAME",
            help="Write the JSON Schema of this stack, which suggests its own names, into `.signalwright/schema/`; "
            "`check` keeps it as the spec is.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="PATH",
            help="Write the schema of the stack there; `-` prints it. With `--format libraries`, the folder for a page "
            "of each.",
        ),
    ] = None,
) -> None:
    """Prints every key that specs can have, for editors or for people, what libraries give, or what can be found."""
    if format not in FORMATS:
        fail(f"there is no format `{format}`; there are {', '.join(FORMATS)}")
    if stack is not None and format != FORMATS[0]:
        fail(f"`--stack` is about the JSON Schema; leave out `--format {format}`")
    if out is not None and stack is None and format != LIBRARIES:
        fail("`--out` says where the schema of a stack is written; name the stack with `--stack`")
    if format == LIBRARIES:
        _tell_libraries(out)
        return
    root = project_root(project)
    sources = Sources(root)
    loaded = load_project(root, sources, Report())
    registry = find(loaded.extensions if loaded is not None else ())
    targets = registry.targets
    if stack is not None:
        if loaded is None:
            fail("`signalwright.yaml` has errors; `signalwright check` tells them")
        _write(stack, out, loaded, targets, sources)
        return
    if format == "checks":
        from signalwright.reading.checks import print_checks

        print_data(print_checks(registry.check_packages, own_folders()))
        return
    if format == "json":
        from signalwright.language.json_schema import json_schema

        text = json_schema(targets)
    else:
        from signalwright.language.reference.page import print_reference
        from signalwright.language.surface import surface_model

        text = print_reference(surface_model(targets))
    print_data(text)


def _tell_libraries(out: Path | None) -> None:
    """Prints what libraries give, or writes a page of each into a folder; ends the program when it can't be written."""
    from signalwright.reading.libraries import print_libraries, write_libraries

    if out is None or out == Path("-"):
        print_data(print_libraries())
        return
    try:
        gone = write_libraries(out)
    except OSError as error:
        fail(f"`{out}` can't be written: {error.strerror or error}")
    for path in gone:
        say(f"removed {out / path}: there is no such library any more")


def _write(name: str, out: Path | None, project: Project, targets: Mapping[str, Target], sources: Sources) -> None:
    """Writes or prints the schema of a stack; ends the program when there is no such stack."""
    from signalwright.language.editors.cache import schema_path, write_schema
    from signalwright.language.editors.names import names_of
    from signalwright.language.editors.schema import stack_schema
    from signalwright.language.editors.stacks import read_stacks
    from signalwright.language.libraries import Libraries

    stacks = {each.name: each for each in read_stacks(project, sources)}
    if name not in stacks:
        from signalwright.diagnostics.closest import closest

        near = closest(name, list(stacks))
        known = ", ".join(f"`{each}`" for each in stacks)
        way_out = f"did you mean `{near}`?" if near else f"there are {known}" if known else "there is none yet"
        fail(f"there is no stack `{name}`; {way_out}")
    found = stacks[name]
    text = stack_schema(targets, names_of(found, Libraries(sources)))
    for each in found.unread:
        say(f"note: `{each}` can't be read as a whole, so names that it declares may be missing")
    if out == Path("-"):
        print_data(text)
        return
    path = schema_path(project.root, name) if out is None else out
    write_schema(path, text)
    say(f"the schema of `{name}` is written to {path.relative_to(project.root) if out is None else path}")
