"""Finds the real tools and their versions."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from signalwright.ir.values import Version
from signalwright.records import record
from signalwright.target import Tool

# Folders that hold tools, searched before PATH; the Makefile sets them.
FOLDERS = ("SIGNALWRIGHT_CURRENT_TOOLS", "SIGNALWRIGHT_DEBIAN_TOOLS")
_TIMEOUT_SECONDS = 20


@record
class Installed:
    """A tool on this machine.

    Attributes:
        tool: The tool.
        path: Its absolute path.
        version: What it says of its version, or None when it has no way to say it.
    """

    tool: Tool
    path: str
    version: Version | None

    @property
    def name(self) -> str:
        """What messages call it: `promtool 2.42.0`."""
        return self.tool.name if self.version is None else f"{self.tool.name} {self.version}"


def find_tools(tool: Tool) -> list[Installed]:
    """Returns every installation of a tool: those in the folders of the environment first, then the one on PATH.

    Args:
        tool: The tool.
    """
    found: list[Installed] = []
    for folder in [*(os.environ.get(each) for each in FOLDERS), None]:
        if folder == "":
            continue
        path = shutil.which(tool.name, path=folder) if folder is not None else shutil.which(tool.name)
        if path is None or any(each.path == path for each in found):
            continue
        version = _version(tool, path) if tool.version_arguments else None
        if version is not None or not tool.version_arguments:
            found.append(Installed(tool, str(Path(path).resolve()), version))
    return found


def choose(installed: list[Installed], wanted: Version) -> Installed | None:
    """Returns the tool that may judge artifacts of a version, or None.

    The tool must be of the same release; where there is none, a newer one judges, because it knows every field of the
    older version. An older one never does. A tool without versions judges every one.

    Args:
        installed: The installations.
        wanted: The version that the artifacts are for.
    """
    versions = [(each.version, each) for each in installed if each.version is not None]
    same = [tool for version, tool in versions if version.release == wanted.release]
    timeless = [each for each in installed if each.version is None]
    if same or timeless:
        return (same or timeless)[0]
    newer = [each for each in versions if each[0].release > wanted.release]
    return min(newer, key=lambda each: each[0].parts, default=(None, None))[1]


def _version(tool: Tool, path: str) -> Version | None:
    try:
        answer = subprocess.run(
            [path, *tool.version_arguments], capture_output=True, text=True, timeout=_TIMEOUT_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    said = answer.stdout + answer.stderr
    found = re.search(r"version v?(\d+\.\d+(?:\.\d+)?)", said)
    return None if found is None or tool.banner not in said else Version(found[1])
