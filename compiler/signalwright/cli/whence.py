"""`signalwright whence`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from signalwright.cli.common import FINDINGS, Environment, Root, fail, finish_on_errors, project_root, say
from signalwright.compile import Compilation, compile_project
from signalwright.diagnostics.span import Origin
from signalwright.emit.artifact import Artifact
from signalwright.emit.source_map import key_path_at, lines_of, origin_at


def run(
    place: Annotated[str, typer.Argument(help="FILE:LINE of an artifact or of a spec.")],
    project: Root = None,
    env: Environment = None,
) -> None:
    """Says where a line of an artifact comes from, or what comes of a line of a spec."""
    path, _, number = place.rpartition(":")
    if not path or not number.isdigit() or int(number) < 1:
        fail(f"`{place}` is no place; write a file and a line: `out/shop/prometheus/rules/api.yml:12`")
    compilation = compile_project(project_root(project), environment=env)
    finish_on_errors(compilation)
    assert compilation.project is not None
    file, line = Path(path).resolve(), int(number)
    if file.is_relative_to(compilation.project.out):
        found = _from_artifact(compilation, file.relative_to(compilation.project.out).as_posix(), line)
    else:
        found = _from_spec(compilation, compilation.sources.name(file), line)
    for each in found:
        sys.stdout.write(each + "\n")
    if not found:
        say("nothing: no part of a spec or an artifact belongs to this line")
        raise typer.Exit(FINDINGS)


def _from_artifact(compilation: Compilation, path: str, line: int) -> list[str]:
    made = {f"{compiled.folder}/{each.path}": each for compiled in compilation.stacks for each in compiled.artifacts}
    artifact = made.get(path)
    if artifact is None:
        fail(f"no spec makes `{path}`")
    origin = origin_at(artifact, line)
    return [] if origin is None else [_shown(compilation, origin)]


def _from_spec(compilation: Compilation, file: str, line: int) -> list[str]:
    assert compilation.project is not None
    try:
        content = (compilation.root / file).read_bytes()
    except OSError as error:
        fail(f"`{file}` can't be read: {error.strerror}")
    said = compilation.sources.python_paths(file, line)
    if not said:
        written = None if file.endswith(".py") else key_path_at(Artifact(file, content, {}, dict), line)
        said = [] if written is None else [(file, written)]
    artifacts = [(compiled.folder, each) for compiled in compilation.stacks for each in compiled.artifacts]
    wanted: set[tuple[str, tuple[str | int, ...]]] = set()
    for where, path in said:
        places = {place.path for _, each in artifacts for place in each.origins().values() if place.file == where}
        # What is said within this place, or else the nearest thing around it that something was made of.
        within = {each for each in places if each[: len(path)] == path}
        nearest = max((each for each in places if each and path[: len(each)] == each), key=len, default=path)
        wanted.update((where, each) for each in within or {nearest})
    out = compilation.sources.name(compilation.project.out)
    found: list[str] = []
    for folder, artifact in artifacts:
        lines = {number for where, each in wanted for number in lines_of(artifact, Origin(where, each))}
        found += [f"{out}/{folder}/{artifact.path}:{span}" for span in _spans(sorted(lines))]
    return found


def _spans(lines: list[int]) -> list[str]:
    spans: list[list[int]] = []
    for line in lines:
        if spans and line == spans[-1][1] + 1:
            spans[-1][1] = line
        else:
            spans.append([line, line])
    return [str(first) if first == last else f"{first}-{last}" for first, last in spans]


def _shown(compilation: Compilation, origin: Origin) -> str:
    found = compilation.sources.locate(origin)
    where = ".".join(map(str, origin.path))
    if found is None:
        return f"{origin.file}  {where}".rstrip()
    return f"{origin.file}:{found.line}:{found.column}  {where}".rstrip()
