"""Where answers are kept that would come out the same again."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder(part: str) -> Path:
    """Returns the folder in which a part of the program keeps answers.

    Args:
        part: The name of the part, such as `verify`.

    Returns:
        A folder in `SIGNALWRIGHT_CACHE`, else in the user's cache folder; it needn't exist.
    """
    given = os.environ.get("SIGNALWRIGHT_CACHE")
    if given:
        return Path(given) / part
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "signalwright" / part
