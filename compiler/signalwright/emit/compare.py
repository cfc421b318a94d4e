"""Compares what a compile made with what lies in the output folder; the write and the drift check both start here."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path

from signalwright.emit.artifact import Artifact
from signalwright.emit.errors import EmitError
from signalwright.emit.manifest import Versions, digest, print_manifest, read_manifest
from signalwright.emit.paths import MANIFEST, check_paths
from signalwright.records import record


class State(Enum):
    """How a file on disk stands to what was made."""

    SAME = "same"
    """It has the bytes that were made."""
    MISSING = "missing"
    """It was made and isn't there."""
    CHANGED = "changed"
    """It is as the last run left it, and now has other bytes."""
    EDITED = "edited"
    """It would get other bytes, and isn't as the last run left it."""
    OCCUPIED = "occupied"
    """It would get other bytes, and no run has written it."""
    OBSOLETE = "obsolete"
    """It is as the last run left it, and isn't made any more."""
    KEPT = "kept"
    """It isn't made any more, and isn't as the last run left it."""
    FOREIGN = "foreign"
    """It lies in the folder, and no run has written or would write it."""


@record
class Entry:
    """One file, made or on disk or both.

    Attributes:
        path: Its path relative to the output folder, with forward slashes.
        state: How the one on disk stands to the one made.
        new: The bytes that were made, or None.
        old: The SHA-256 of the bytes on disk, or None; None also where they weren't needed (SAME and FOREIGN).
    """

    path: str
    state: State
    new: bytes | None = None
    old: str | None = None


def compare(
    out: Path, stacks: Mapping[str, Sequence[Artifact]], versions: Versions, remove_stacks: Collection[str] = ()
) -> list[Entry]:
    """Compares everything made with everything in the folders of its stacks; writes nothing.

    Args:
        out: The output folder; it need not be there.
        stacks: The artifacts of each stack, by its name, which is its folder; their paths are relative to that folder.
        versions: What the manifests say.
        remove_stacks: Stacks that are no more, whose files are obsolete.

    Returns:
        One entry a file, sorted by path within each stack; the manifest of a stack is its last.

    Raises:
        EmitError: A path can't be used, a manifest or a folder can't be read, or a symbolic link stands in the way.
    """
    if any("/" in stack for stack in [*stacks, *remove_stacks]):
        raise EmitError("emit/bad-path", "the name of a stack has a slash", "a stack is one folder: rename it")
    check_paths(
        f"{stack}/{path}" for stack, made in stacks.items() for path in [MANIFEST, *(each.path for each in made)]
    )
    check_paths(f"{stack}/{MANIFEST}" for stack in remove_stacks)
    entries: list[Entry] = []
    try:
        for stack in sorted({*stacks, *remove_stacks}):
            new = {each.path: each.content for each in stacks[stack]} if stack in stacks else None
            entries.extend(_compare_stack(out, stack, new, versions))
    except OSError as error:
        raise EmitError(
            "emit/cannot-read",
            f"can't read `{error.filename}`: {error.strerror}",
            "make the folder readable for this user",
        ) from error
    return entries


def _compare_stack(out: Path, stack: str, new: Mapping[str, bytes] | None, versions: Versions) -> Iterator[Entry]:
    folder = out / stack
    present, links = _walk(folder)
    manifest = (folder / MANIFEST).read_bytes() if MANIFEST in present else None
    old = read_manifest(manifest, stack) if manifest is not None else {}
    made = new or {}
    _refuse_links(stack, links, {*made, *old, MANIFEST})
    for path in sorted({*made, *old, *present, *links} - {MANIFEST}):
        content = made.get(path)
        if path not in made and path not in old:
            yield Entry(f"{stack}/{path}", State.FOREIGN)
        elif path in present:
            yield _entry(f"{stack}/{path}", (folder / path).read_bytes(), content, old.get(path))
        elif content is not None:
            yield Entry(f"{stack}/{path}", State.MISSING, content)
    content = print_manifest(versions, new) if new is not None else None
    if manifest is not None or content is not None:
        # A manifest belongs to the compiler alone: whatever it says, it is as some run left it.
        last_run = digest(manifest) if manifest is not None else None
        name = f"{stack}/{MANIFEST}"
        yield Entry(name, State.MISSING, content) if manifest is None else _entry(name, manifest, content, last_run)


def _entry(path: str, disk: bytes, new: bytes | None, last_run: str | None) -> Entry:
    """Judges a file that is on disk and was made now, in the last run, or both.

    Args:
        path: Its path relative to the output folder.
        disk: Its bytes on disk.
        new: The bytes made now, or None.
        last_run: The SHA-256 that the manifest has for it, or None.
    """
    if disk == new:
        return Entry(path, State.SAME, new)
    found = digest(disk)
    if new is None:
        return Entry(path, State.OBSOLETE if found == last_run else State.KEPT, None, found)
    if last_run is None:
        return Entry(path, State.OCCUPIED, new, found)
    return Entry(path, State.CHANGED if found == last_run else State.EDITED, new, found)


def _walk(folder: Path) -> tuple[set[str], set[str]]:
    """Returns the files, and the links and devices, below a folder, by exact spelling, relative to it.

    Names are listed and not asked for, because a file system that ignores case would answer for another spelling.
    """
    files: set[str] = set()
    links: set[str] = set()
    if folder.is_symlink():
        return files, {""}
    pending = [("", folder)] if folder.is_dir() else []
    while pending:
        prefix, current = pending.pop()
        with os.scandir(current) as found:
            for each in found:
                if each.is_dir(follow_symlinks=False):
                    pending.append((f"{prefix}{each.name}/", Path(each.path)))
                else:
                    (files if each.is_file(follow_symlinks=False) else links).add(prefix + each.name)
    return files, links


def _refuse_links(stack: str, links: Collection[str], paths: Collection[str]) -> None:
    """Refuses links and devices where a file of ours or its folder stands: they may lead out of the output folder."""
    for link in sorted(links):
        if link == "" or any(path == link or path.startswith(link + "/") for path in paths):
            raise EmitError(
                "emit/symbolic-link",
                f"`{f'{stack}/{link}'.rstrip('/')}` is a symbolic link or a device",
                "put a folder or nothing in its place; the output folder as a whole may be a link",
            )
