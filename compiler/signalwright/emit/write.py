"""Writes what a compile made, all of it or nothing, and finishes what an interrupted run left."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from signalwright.emit.artifact import Artifact
from signalwright.emit.compare import Entry, State, compare
from signalwright.emit.disk import Disk, Step, ignore_step
from signalwright.emit.errors import EmitError
from signalwright.emit.journal import STAGE, Operation, Recovered, finish, recover_stage, stage, undo
from signalwright.emit.lock import locked
from signalwright.emit.manifest import Versions, digest
from signalwright.emit.paths import MANIFEST
from signalwright.records import record

_REPLACED = {State.MISSING, State.CHANGED}
_IN_THE_WAY = {State.EDITED, State.OCCUPIED}


@record
class WriteResult:
    """What a write did; paths are relative to the output folder, with forward slashes, sorted within each stack.

    Attributes:
        changed: Files that got new bytes.
        unchanged: Files that had their bytes already.
        removed: Files that aren't made any more and were removed.
        edited: Files that aren't as the last run left them: overwritten, when `changed` has them too, else left alone
            (`emit/edited-by-hand`).
        foreign: Files that no run has written (`emit/foreign-file`): overwritten, when `changed` has them too, else
            left alone.
        refused: Those of `edited` and `foreign` that stand where something is to be written. When there is one, nothing
            at all was written.
    """

    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    edited: tuple[str, ...]
    foreign: tuple[str, ...]
    refused: tuple[str, ...]


def write(
    out: Path,
    stacks: Mapping[str, Sequence[Artifact]],
    versions: Versions,
    *,
    remove_stacks: Collection[str] = (),
    overwrite: bool = False,
    step: Step = ignore_step,
) -> WriteResult:
    """Makes the output folder hold what was made, whole or not at all.

    When nothing differs, nothing is written. Files and folders that no run wrote are never removed.

    Args:
        out: The output folder, made when it is missing.
        stacks: The artifacts of each stack, by its name, which is its folder; their paths are relative to that folder.
        versions: What the manifests say.
        remove_stacks: Stacks that are no more, whose files are removed.
        overwrite: Whether files that were edited by hand, or that no run wrote, may be overwritten where something is
            to be written.
        step: Is told each change of the file system just before it is made.

    Returns:
        What was done, or why nothing was.

    Raises:
        EmitError: A path can't be used, a folder can't be read or written, another run is writing, or what an
            interrupted run left can't be finished. The output is then as it was.
    """
    disk = Disk(step)
    made_out = _make(out, disk)
    try:
        with locked(out):
            _recover(out, disk)
            entries = compare(out, stacks, versions, remove_stacks)
            refused = () if overwrite else _paths(entries, _IN_THE_WAY)
            changes = [] if refused else _changes(entries, _REPLACED | _IN_THE_WAY)
            if changes:
                _apply(out, changes, disk)
    except OSError as error:
        raise _cannot_write(out, error) from error
    finally:
        if made_out:
            with contextlib.suppress(OSError):
                out.rmdir()
    return WriteResult(
        changed=tuple(operation.path for operation, content in changes if content is not None),
        unchanged=_paths(entries, {State.SAME}),
        removed=tuple(operation.path for operation, content in changes if content is None),
        edited=_paths(entries, {State.EDITED, State.KEPT}),
        foreign=_paths(entries, {State.OCCUPIED, State.FOREIGN}),
        refused=refused,
    )


def recover(out: Path, *, step: Step = ignore_step) -> Recovered | None:
    """Finishes or undoes what an interrupted run left, so that the output is the old or the new set, complete.

    Args:
        out: The output folder; it need not be there.
        step: Is told each change of the file system just before it is made.

    Returns:
        What was done; None when no run was interrupted.

    Raises:
        EmitError: The journal can't be read, another run is writing, or a file can't be changed.
    """
    if not (out / STAGE).is_dir():
        return None
    try:
        with locked(out):
            return _recover(out, Disk(step))
    except OSError as error:
        raise _cannot_write(out, error) from error


def _recover(out: Path, disk: Disk) -> Recovered | None:
    """Recovers, falling back to the former files where the new ones can't be put in place."""
    try:
        return recover_stage(out, disk)
    except OSError:
        with contextlib.suppress(OSError):
            undo(out, disk)
        raise


def _apply(out: Path, changes: Sequence[tuple[Operation, bytes | None]], disk: Disk) -> None:
    try:
        stage(out, changes, disk)
        finish(out, disk)
    except BaseException as error:
        try:
            undo(out, disk)
        except OSError as failure:
            raise EmitError(
                "emit/interrupted",
                f"can't put the former files back: {failure.strerror}: `{failure.filename}`",
                "put that right; the next command then brings the former files back",
            ) from error
        raise


def _changes(entries: Sequence[Entry], replaced: Collection[State]) -> list[tuple[Operation, bytes | None]]:
    """Returns the operations in the order in which a reader is least surprised.

    New and changed files come before the removal of old ones, so that what refers to a file finds it; manifests come
    last. A removal comes first where the old name stands in the way of a new one, as its folder, as a file in its
    place, or as the same name in a file system that ignores case.
    """
    writes = [each for each in entries if each.state in replaced]
    removals = [each for each in entries if each.state is State.OBSOLETE]
    taken = {each.path.casefold() for each in writes}
    above = {folder for path in taken for folder in _folders(path)}

    def stands_in_the_way(path: str) -> bool:
        folded = path.casefold()
        return folded in taken or folded in above or any(folder in taken for folder in _folders(folded))

    def order(entry: Entry) -> tuple[bool, int, str]:
        rank = 1 if entry.new is not None else 0 if stands_in_the_way(entry.path) else 2
        return entry.path.endswith("/" + MANIFEST) and entry.path.count("/") == 1, rank, entry.path

    return [
        (Operation(each.path, each.old, None if each.new is None else digest(each.new)), each.new)
        for each in sorted([*writes, *removals], key=order)
    ]


def _folders(path: str) -> list[str]:
    names = path.split("/")
    return ["/".join(names[:depth]) for depth in range(1, len(names))]


def _paths(entries: Sequence[Entry], states: Collection[State]) -> tuple[str, ...]:
    return tuple(each.path for each in entries if each.state in states)


def _make(out: Path, disk: Disk) -> bool:
    """Makes the output folder when it is missing; returns whether it was."""
    if out.is_dir():
        return False
    try:
        disk.make_folder(out)
    except OSError as error:
        raise _cannot_write(out, error) from error
    return True


def _cannot_write(out: Path, error: OSError) -> EmitError:
    helps = {
        errno.ENOSPC: "free some space on the disk",
        errno.EDQUOT: "free some space of your quota",
        errno.EROFS: "the file system is read-only: choose another output folder",
        errno.EXDEV: "the output folder must be on one file system: no part of it can be a mount of its own",
    }
    return EmitError(
        "emit/cannot-write",
        f"can't write to `{error.filename2 or error.filename or out.name}`: {error.strerror}",
        helps.get(error.errno or 0, "make the output folder writable for this user"),
    )
