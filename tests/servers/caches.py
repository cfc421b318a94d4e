"""Where fetched and built tools are kept: outside the tree, so that a clone stays clean and the next one finds them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def cache_root() -> Path:
    """Returns the cache folder: `SIGNALWRIGHT_CACHE`, else `signalwright` in the user's cache folder."""
    given = os.environ.get("SIGNALWRIGHT_CACHE")
    if given:
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "signalwright"


@contextmanager
def staged(final: Path) -> Iterator[Path]:
    """Yields a scratch folder that becomes the final one when nothing fails, and vanishes otherwise."""
    final.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{final.name}-", dir=final.parent))
    try:
        yield scratch
        scratch.chmod(0o755)
        try:
            scratch.rename(final)
        except OSError:
            if not final.is_dir():  # Another process was faster, and made the same.
                raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
