"""Finds the real tools."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from signalwright.target import Completed

_FOLDERS = {
    "debian": ("SIGNALWRIGHT_DEBIAN_TOOLS", "make test"),
    "current": ("SIGNALWRIGHT_CURRENT_TOOLS", "make verify-current"),
}
VERSIONS = {"debian": "2.42", "current": "3.15"}
ENDS = [pytest.param("debian", marks=pytest.mark.servers), pytest.param("current", marks=pytest.mark.current)]


def tool(end: str, name: str) -> Path:
    """Returns a tool of one end of the known versions; without it the test is skipped, with the way out."""
    variable, command = _FOLDERS[end]
    folders = [Path(os.environ[variable])] if variable in os.environ else []
    folders += sorted((Path.home() / ".cache" / "signalwright" / end).glob("*/bin"))
    found = next((each / name for each in folders if (each / name).is_file()), None)
    if found is None:
        pytest.skip(f"{name} of {VERSIONS[end]} is not there: `{command}` fetches it, or set {variable} to its folder")
    return found


def run(program: Path, arguments: tuple[str, ...], folder: Path) -> Completed:
    """Runs a tool in a folder."""
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    return Completed(done.returncode, done.stdout, done.stderr)
