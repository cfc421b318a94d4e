"""`signalwright init`."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from signalwright.cli.common import FINDINGS, fail, say
from signalwright.language.project import PROJECT_FILE

PROJECT = "signalwright: 1\n"


def run(
    folder: Annotated[Path, typer.Argument(help="The folder of the repository.")] = Path(),
    stack: Annotated[str, typer.Option(help="The name of the stack.")] = "shop",
) -> None:
    """Writes a first spec that compiles, and leaves every file alone that is there."""
    from pydantic_core import PydanticCustomError

    from signalwright.language.scalars import read_name

    try:
        read_name(stack)
    except PydanticCustomError as error:
        fail(f"{error.message()}; {(error.context or {}).get('help', '')}")
    starter = resources.files("signalwright.language").joinpath("starter.yaml").read_text(encoding="utf-8")
    files = {
        folder / PROJECT_FILE: PROJECT,
        folder / "spec" / stack / "stack.yaml": starter.replace("stack: shop", f"stack: {stack}", 1),
    }
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
    say("next: `signalwright compile`")
