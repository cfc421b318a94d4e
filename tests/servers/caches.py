"""Where fetched and built tools are kept: outside the tree, so that a clone stays clean and the next one finds them."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path


def cache_root() -> Path:
    """Returns the cache folder: `SIGNALWRIGHT_CACHE`, else `signalwright` in the user's cache folder."""
    given = os.environ.get("SIGNALWRIGHT_CACHE")
    if given:
        return Path(given).absolute()
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "signalwright"


def lacking(folder: Path, programs: Iterable[str]) -> list[str]:
    """Returns the programs that a folder doesn't hold."""
    return [each for each in programs if shutil.which(each, path=str(folder)) is None]


def provide(final: Path, programs: Iterable[str], announcement: str, make: Callable[[Path], None]) -> Path:
    """Fills a folder of the cache once, also when several processes ask for it at the same time.

    What is made appears whole or not at all: it is made in a scratch folder of the same file system and then renamed.

    Args:
        final: The folder, `<cache>/<kind>/<key>`; it is left alone when it is whole.
        programs: What its `bin` has to hold.
        announcement: A line for the person who waits, said only when something is made.
        make: Fills the scratch folder.

    Returns:
        The folder of the programs.
    """
    wanted = tuple(programs)
    if not lacking(final / "bin", wanted):
        return final / "bin"
    final.parent.mkdir(parents=True, exist_ok=True)
    with _alone(final.parent / "lock"):
        if lacking(final / "bin", wanted):
            print(announcement, file=sys.stderr, flush=True)
            # Beside the kinds and not among the keys, where an unfinished folder would be taken for a whole one.
            with tempfile.TemporaryDirectory(prefix="scratch-", dir=final.parent.parent) as scratch:
                made = Path(scratch) / "made"
                made.mkdir()
                make(made)
                shutil.rmtree(final, ignore_errors=True)
                made.rename(final)
    return final / "bin"


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Waits until no other process is inside; the system frees the lock of a process that was ended."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
