"""Libraries: what common exporters expose, with the alerts that are worth having, written in the spec language."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
"""The folder of all libraries."""
FILE = "library.yaml"
"""What a library says, in its folder."""


@cache
def library_names() -> tuple[str, ...]:
    """Returns the names of all libraries, in order."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob(f"*/{FILE}")))
