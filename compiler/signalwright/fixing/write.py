"""Writes fixed specs: each file at once, and none where a person has to decide first."""

from __future__ import annotations

import contextlib
import stat
from collections.abc import Mapping
from pathlib import Path

from signalwright.emit.disk import Disk


class CannotFixError(Exception):
    """A file can't be written; the text says which one, why, and the way out."""


def write_fixed(root: Path, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    """Puts fixed files in the place of those that were read.

    Every file is looked at and the new ones lie beside the old ones before the first is replaced, so that what can go
    wrong goes wrong while nothing has changed.

    Args:
        root: The project's folder.
        before: File, relative to the folder → what was read.
        after: File → what is to stand there.

    Raises:
        CannotFixError: A file is a symbolic link, may not be written or has changed since it was read, or the disk
            refuses.
    """
    disk = Disk()
    done: list[str] = []
    staged: dict[Path, Path] = {}
    try:
        for file in after:
            _look_at(root, file, before[file])
        for file, content in after.items():
            path = root / file
            beside = path.with_name(f".{path.name}.signalwright-new")
            beside.unlink(missing_ok=True)
            staged[path] = beside
            disk.write(beside, content, like=path)
        disk.sync(list(staged.values()))
        for file in after:
            # Somebody may have saved it meanwhile.
            _look_at(root, file, before[file])
        for file, (path, beside) in zip(after, staged.items(), strict=True):
            disk.replace(beside, path)
            done.append(f"`{file}`")
        disk.sync_folders(sorted({path.parent for path in staged}))
    except OSError as error:
        raise CannotFixError(
            f"`{error.filename2 or error.filename or root}` can't be written: {error.strerror}; "
            "make its folder writable, and see that the disk has room"
            + (f"; {', '.join(done)} {'are' if len(done) > 1 else 'is'} fixed already" if done else "")
        ) from error
    finally:
        for beside in staged.values():
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)


def _look_at(root: Path, file: str, expected: bytes) -> None:
    path = root / file
    parts = [root.joinpath(*Path(file).parts[:depth]) for depth in range(1, len(Path(file).parts) + 1)]
    if any(each.is_symlink() for each in parts):
        raise CannotFixError(f"`{file}` is a symbolic link, or lies behind one; fix the file that it leads to")
    if not path.is_file():
        raise CannotFixError(f"`{file}` is gone since it was read; run the command again")
    if not stat.S_IMODE(path.stat().st_mode) & stat.S_IWUSR:
        raise CannotFixError(f"`{file}` is read-only; make it writable: `chmod u+w {file}`")
    if path.read_bytes() != expected:
        raise CannotFixError(f"`{file}` has changed since it was read; run the command again")
