"""`signalwright init`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from signalwright.cli.common import FINDINGS, fail, say
from signalwright.language.project import PROJECT_FILE
from signalwright.language.starters import ABOUT, starter

PROJECT = "signalwright: 1\n"
TEMPLATES = "; ".join(f"{name}: {about}" for name, about in ABOUT.items())


def run(
    folder: Annotated[Path, typer.Argument(help="The folder of the repository.")] = Path(),
    stack: Annotated[str, typer.Option(help="The name of the stack.")] = "shop",
    template: Annotated[str, typer.Option(help=f"What to begin with. {TEMPLATES}.")] = "minimal",
) -> None:
    """Writes a first spec that compiles, and leaves every file alone that is there."""
    from pydantic_core import PydanticCustomError

    from signalwright.language.scalars import read_name

    try:
        read_name(stack)
    except PydanticCustomError as error:
        fail(f"{error.message()}; {(error.context or {}).get('help', '')}")
    if template not in ABOUT:
        from signalwright.diagnostics.closest import closest

        near = closest(template, list(ABOUT))
        way_out = f"did you mean `{near}`? " if near else ""
        fail(f"there is no template `{template}`; {way_out}there are {', '.join(ABOUT)}")
    home = folder / "spec" / stack
    files = {folder / PROJECT_FILE: PROJECT}
    files |= {home / path: text for path, text in starter(template, stack).items()}
    present = [path for path in files if path.exists()]
    for path in present:
        say(f"left alone: {path} is there already")
    if len(present) == len(files):
        raise typer.Exit(FINDINGS)
    for path, text in files.items():
        if path not in present:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
            say(f"written: {path}")
    say(f"next: look at {home / _first(files)}, then `signalwright compile`")


def _first(files: dict[Path, str]) -> str:
    """Returns the name of the file to begin with."""
    return next(path.name for path in files if path.stem == "stack")
