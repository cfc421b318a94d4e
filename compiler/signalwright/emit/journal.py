"""A set of changes to files that happens whole or not at all, whatever ends the process.

Everything that a change needs lies in a stage folder on the same file system before anything changes: the new bytes in
`new/`, the former files in `old/`, and the list of operations. The stage's journal has one of two names. `forward.json`
appears by a rename, and from then on the changes are finished, by this process or by the next; a stage without a
journal is thrown away. When a change fails, the journal is renamed to `back.json`, which needs no space on the disk,
and the former files come back.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from signalwright.emit.disk import Disk, digest_of
from signalwright.emit.errors import EmitError
from signalwright.emit.paths import path_fault
from signalwright.records import record

STAGE = ".signalwright-stage"
_FORWARD = "forward.json"
_BACK = "back.json"
_FORMAT = 1

Recovered = Literal["finished", "undone"]


@record
class Operation:
    """One change of one file.

    Attributes:
        path: The file, relative to the output folder, with forward slashes.
        old: The SHA-256 of the bytes it has before, or None when it isn't there.
        new: The SHA-256 of the bytes it has afterwards, or None when it is removed.
    """

    path: str
    old: str | None
    new: str | None


def stage(out: Path, changes: Sequence[tuple[Operation, bytes | None]], disk: Disk) -> None:
    """Puts everything that the changes need beside the output; the last thing it does decides that they will happen.

    Args:
        out: The output folder.
        changes: The operations in order, with the new bytes of those that don't remove.
        disk: Makes the changes.

    Raises:
        OSError: Something can't be written; nothing of the output has changed, and `undo` removes the stage.
    """
    folder = out / STAGE
    disk.make_folder(folder / "new")
    disk.make_folder(folder / "old")
    # Version control passes over what an interrupted run leaves.
    disk.write(folder / ".gitignore", b"*\n")
    staged: list[Path] = []
    for number, (operation, content) in enumerate(changes):
        target = out / operation.path
        if operation.old is not None:
            disk.keep(target, folder / "old" / str(number))
        if content is not None:
            disk.write(folder / "new" / str(number), content, like=None if operation.old is None else target)
            staged.append(folder / "new" / str(number))
    document = {"format": _FORMAT, "operations": [asdict(operation) for operation, _ in changes]}
    journal = folder / "journal.json"
    disk.write(journal, json.dumps(document).encode())
    disk.sync([*staged, journal])
    disk.sync_folders([folder / "new", folder / "old", folder, out])
    disk.replace(journal, folder / _FORWARD)
    disk.sync_folders([folder])


def finish(out: Path, disk: Disk) -> None:
    """Makes the staged changes and removes the stage.

    Raises:
        EmitError: The journal can't be read.
        OSError: A change can't be made; `undo` brings the former files back.
    """
    folder = out / STAGE
    operations = _read(folder / _FORWARD)
    for number, operation in enumerate(operations):
        target = out / operation.path
        staged = folder / "new" / str(number)
        if digest_of(target) != operation.old:
            # Changed before the interruption, or by somebody since: the next comparison tells.
            continue
        if operation.new is None:
            if operation.old is not None:
                disk.remove(target, out)
        elif staged.exists():
            disk.make_folder(target.parent)
            disk.replace(staged, target)
    _remove_empty(out, [each.path for each in operations if each.new is None], disk)
    _conclude(out, _FORWARD, operations, disk)


def undo(out: Path, disk: Disk) -> None:
    """Brings back the files as they were before the staged changes, if there are any, and removes the stage.

    Raises:
        EmitError: The journal can't be read.
        OSError: A file can't be brought back; the next command tries again.
    """
    folder = out / STAGE
    if (folder / _FORWARD).exists():
        disk.replace(folder / _FORWARD, folder / _BACK)
        disk.sync_folders([folder])
    if not (folder / _BACK).exists():
        disk.remove_tree(folder)
        return
    operations = _read(folder / _BACK)
    for number, operation in reversed(list(enumerate(operations))):
        target = out / operation.path
        kept = folder / "old" / str(number)
        if digest_of(target) != operation.new:
            continue
        if operation.old is None:
            if operation.new is not None:
                disk.remove(target, out)
        elif kept.exists():
            disk.make_folder(target.parent)
            disk.replace(kept, target)
    _remove_empty(out, [each.path for each in operations if each.old is None], disk)
    _conclude(out, _BACK, operations, disk)


def recover_stage(out: Path, disk: Disk) -> Recovered | None:
    """Brings an interrupted set of changes to its end.

    Args:
        out: The output folder.
        disk: Makes the changes.

    Returns:
        Whether the changes were finished or undone; None when no run was interrupted.

    Raises:
        EmitError: The journal can't be read (`emit/garbled-journal`).
        OSError: A file can't be changed.
    """
    folder = out / STAGE
    if not folder.is_dir() or folder.is_symlink():
        return None
    if (folder / _FORWARD).exists():
        finish(out, disk)
        return "finished"
    undo(out, disk)
    return "undone"


def _conclude(out: Path, journal: str, operations: Sequence[Operation], disk: Disk) -> None:
    """Makes the changes durable, then removes the journal, then the rest of the stage."""
    parents = {parent for operation in operations for parent in _parents(out, operation.path)}
    disk.sync_folders(sorted(parents))
    folder = out / STAGE
    disk.step(f"remove {journal}")
    (folder / journal).unlink()
    with contextlib.suppress(OSError):
        # All is done: a stage without journal that can't be removed now is removed by the next command.
        disk.sync_folders([folder])
        disk.remove_tree(folder)


def _remove_empty(out: Path, paths: Iterable[str], disk: Disk) -> None:
    """Removes the empty folders that files left, in this run or before an interruption."""
    for path in paths:
        disk.remove_empty((out / path).parent, out)


def _parents(out: Path, path: str) -> list[Path]:
    """Returns the folders from a file up to the output folder, those that are there."""
    found = [out / parent for parent in Path(path).parents]
    return [folder for folder in found if folder.is_dir()]


def _read(journal: Path) -> list[Operation]:
    try:
        operations = _operations(json.loads(journal.read_bytes()))
        _refuse_links(journal.parent.parent, operations)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise EmitError(
            "emit/garbled-journal",
            f"the journal of an interrupted run, `{STAGE}/{journal.name}`, can't be read",
            f"restore the output folder from version control and delete `{STAGE}` in it",
        ) from error
    return operations


def _operations(document: Any) -> list[Operation]:
    operations = [Operation(each["path"], each["old"], each["new"]) for each in document["operations"]]
    if document["format"] != _FORMAT or any(path_fault(each.path) for each in operations):
        raise ValueError("not a journal of this version")
    return operations


def _refuse_links(out: Path, operations: Sequence[Operation]) -> None:
    """Refuses a journal that would write through a symbolic link, perhaps out of the output folder: ours never do."""
    parents = {parent for operation in operations for parent in Path(operation.path).parents[:-1]}
    if any((out / parent).is_symlink() for parent in parents):
        raise ValueError("a path leads through a symbolic link")
