"""Where the schemas of stacks lie for editors: in the project, out of the way of version control."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from signalwright.language.editors.names import names_of
from signalwright.language.editors.schema import fingerprint, stack_schema
from signalwright.language.editors.stacks import read_stacks
from signalwright.language.libraries import Libraries
from signalwright.language.project import Project
from signalwright.language.source import Sources
from signalwright.target import Target

FOLDER = ".signalwright"
SCHEMAS = f"{FOLDER}/schema"
_HEAD_BYTES = 400


def schema_path(root: Path, stack: str) -> Path:
    """Returns where the schema of a stack lies, in a project with this root."""
    return root / SCHEMAS / f"{stack}.json"


def write_schema(path: Path, text: str) -> None:
    """Writes a schema in one step, so that an editor reads the old one or the new one.

    Args:
        path: The file.
        text: The schema.

    Raises:
        OSError: It can't be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.parent.parent.name == FOLDER:
        ignore = path.parent.parent / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
    staged = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        staged.write_bytes(text.encode())
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)


def refresh_schemas(project: Project, targets: Mapping[str, Target], sources: Sources) -> None:
    """Makes the schemas anew that lie in a project and don't fit what its stacks declare by now.

    A stack with a file that can't be read keeps its schema, since the names in that file are only out of sight. A
    folder that can't be written is nothing that a check is about.

    Args:
        project: The project.
        targets: The installed targets.
        sources: Reads the files; those that it has read already aren't read again.
    """
    for stack in read_stacks(project, sources):
        path = schema_path(project.root, stack.name)
        if stack.unread or not path.is_file():
            continue
        names = names_of(stack, Libraries(sources))
        with suppress(OSError):
            with path.open("rb") as file:
                known = fingerprint(targets, names).encode() in file.read(_HEAD_BYTES)
            if not known:
                write_schema(path, stack_schema(targets, names))
