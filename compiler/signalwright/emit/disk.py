"""The few changes of a file system that a write is made of, each one announced before it happens."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from signalwright.emit.manifest import digest
from signalwright.records import record

# So few files aren't worth threads.
_FEW = 16
_WAITING_TOGETHER = 16

Step = Callable[[str], None]


def ignore_step(_: str) -> None:
    """Takes the announcement of a step and does nothing."""


@record
class Disk:
    """Changes files and folders.

    Attributes:
        step: Is told each change just before it is made; a test ends the process there.
    """

    step: Step = ignore_step

    def make_folder(self, folder: Path) -> None:
        """Makes a folder and those above it, where they are missing."""
        if not folder.is_dir():
            self.step(f"make {folder.name}")
            folder.mkdir(parents=True, exist_ok=True)

    def write(self, path: Path, content: bytes, like: Path | None = None) -> None:
        """Writes a new file.

        Args:
            path: The file, which must not be there.
            content: Its bytes.
            like: A file whose permissions it gets, or None for those that follow from the umask.
        """
        self.step(f"write {path.name}")
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        if like is not None:
            path.chmod(stat.S_IMODE(like.stat().st_mode))

    def keep(self, path: Path, copy: Path) -> None:
        """Gives a file a second name, or copies it where the file system has no second names."""
        self.step(f"keep {path.name}")
        try:
            os.link(path, copy)
        except OSError:
            shutil.copy2(path, copy)

    def sync(self, files: Sequence[Path]) -> None:
        """Waits until the content of files is on the medium.

        Many files wait together: the file system then commits them in batches, 30 times as fast for 5,000 files.
        """
        if len(files) <= _FEW:
            for path in files:
                _sync(path)
        else:
            from concurrent.futures import ThreadPoolExecutor

            with ThreadPoolExecutor(_WAITING_TOGETHER) as pool:
                for done in [pool.submit(_sync, path) for path in files]:
                    done.result()

    def sync_folders(self, folders: Iterable[Path]) -> None:
        """Waits until the names in folders are on the medium; Windows can't be asked for that."""
        if sys.platform == "win32":
            return
        for folder in folders:
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def replace(self, source: Path, target: Path) -> None:
        """Puts a file in the place of another, at once; an empty folder in that place goes first."""
        if target.is_dir():
            for folder, _, _ in os.walk(target, topdown=False):
                self.step(f"remove {target.name}")
                Path(folder).rmdir()
        self.step(f"replace {target.name}")
        source.replace(target)

    def remove(self, path: Path, top: Path) -> None:
        """Removes a file, and the folders above it that are empty then, below `top`."""
        self.step(f"remove {path.name}")
        path.unlink()
        self.remove_empty(path.parent, top)

    def remove_empty(self, folder: Path, top: Path) -> None:
        """Removes a folder and those above it while they are empty, below `top`."""
        while folder != top:
            if folder.is_dir():
                if any(folder.iterdir()):
                    return
                self.step(f"remove {folder.name}")
                folder.rmdir()
            folder = folder.parent

    def remove_tree(self, folder: Path) -> None:
        """Removes a folder with everything in it, if it is there."""
        if folder.is_dir():
            self.step(f"remove {folder.name}")
            shutil.rmtree(folder)


def _sync(path: Path) -> None:
    # Windows syncs only what may be written, and everybody else also what may only be read.
    handle = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest_of(path: Path) -> str | None:
    """Returns the SHA-256 of a file's bytes, or None when there is no such file."""
    try:
        return digest(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except PermissionError:
        # Windows says this of a folder.
        if path.is_dir():
            return None
        raise
