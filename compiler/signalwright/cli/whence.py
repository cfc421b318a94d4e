"""`signalwright whence`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from signalwright.cli.common import FINDINGS, Environment, Root, fail, finish_on_errors, project_root, say
from signalwright.compile import Compilation, compile_project


def run(
    place: Annotated[
        str, typer.Argument(help="FILE:LINE of an artifact or of a spec, or a key path of a spec: services.api.")
    ],
    project: Root = None,
    env: Environment = None,
) -> None:
    """Says where a line of an artifact comes from, or what comes of a part of a spec.

    `signalwright whence out/shop/prometheus/rules/api.yml:12` names the line of the spec; `signalwright whence
    spec/shop/stack.yaml:17` and `signalwright whence services.api.alerts.ApiDown` name lines of artifacts.
    """
    path, _, number = place.rpartition(":")
    has_line = bool(path) and number.isdigit() and int(number) >= 1
    if not has_line and ("/" in place or not place.strip(".")):
        fail(f"`{place}` is no place; write a file and a line: `out/shop/prometheus/rules/api.yml:12`")
    compilation = compile_project(project_root(project), environment=env)
    finish_on_errors(compilation)
    found = _from_line(compilation, Path(path).resolve(), int(number)) if has_line else _from_path(compilation, place)
    for each in found:
        sys.stdout.write(each + "\n")
    if not found:
        say("nothing: no part of a spec or an artifact belongs to this line")
        raise typer.Exit(FINDINGS)


def _from_line(compilation: Compilation, file: Path, line: int) -> list[str]:
    from signalwright.reading.whence import from_artifact, from_spec_line

    assert compilation.project is not None
    if file.is_relative_to(compilation.project.out):
        path = file.relative_to(compilation.project.out).as_posix()
        made = {
            f"{compiled.folder}/{each.path}": each for compiled in compilation.stacks for each in compiled.artifacts
        }
        if path not in made:
            fail(f"no spec makes `{path}`")
        return from_artifact(compilation, made[path], line)
    name = compilation.sources.name(file)
    try:
        content = file.read_bytes()
    except OSError as error:
        fail(f"`{name}` can't be read: {error.strerror}")
    return from_spec_line(compilation, name, content, line)


def _from_path(compilation: Compilation, path: str) -> list[str]:
    from signalwright.reading.whence import from_key_path, near_key_path

    found = from_key_path(compilation, path)
    if not found:
        near = near_key_path(compilation, path)
        fail(
            f"nothing is made of `{path}`; "
            + (f"did you mean `{near}`?" if near else "write a file and a line, or a key path: `services.api`")
        )
    return found
