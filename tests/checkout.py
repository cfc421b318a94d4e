"""The checkout that is tested: its root and the files that git tracks."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def tracked() -> list[str]:
    """Returns the paths of all tracked files that are there, relative to the root and ordered."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return sorted(each for each in listed.split("\0") if each and (ROOT / each).is_file())
