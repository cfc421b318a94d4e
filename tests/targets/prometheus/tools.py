"""Runs the real tools of both ends of the known versions."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from signalwright.target import Completed
from tests.servers.toolset import Toolset, current, debian

ENDS = [pytest.param("debian", marks=pytest.mark.servers), pytest.param("current", marks=pytest.mark.current)]
VERSIONS = {"debian": "2.42", "current": "3.15"}


def tool(end: str, name: str) -> Path:
    """Returns the path of a tool of one end of the known versions; fails the test when it isn't there."""
    ends: dict[str, Toolset] = {"debian": debian(), "current": current()}
    return ends[end].find(name)


def run(program: Path, arguments: tuple[str, ...], folder: Path) -> Completed:
    """Runs a tool in a folder."""
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    return Completed(done.returncode, done.stdout, done.stderr)
