"""Finds the real servers and their tools."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Toolset:
    """Programs of one end of the known versions.

    Attributes:
        name: What the set is called.
        versions: Backend to the version of its server.
        alertmanager: The name of Alertmanager's server.
        folders: Where the programs may be, best first.
        way_out: The command that installs them.
    """

    name: str
    versions: Mapping[str, str]
    alertmanager: str
    folders: tuple[Path, ...]
    way_out: str

    def has(self, program: str) -> bool:
        """Returns whether a program is there."""
        return any((folder / program).is_file() for folder in self.folders)

    def find(self, program: str) -> Path:
        """Returns the path of a program; fails the test with the command that installs it."""
        for folder in self.folders:
            if (folder / program).is_file():
                return folder / program
        looked = ", ".join(map(str, self.folders)) or "nowhere, because no folder is named or cached"
        pytest.fail(f"`{program}` is missing: {self.way_out} (looked in {looked})", pytrace=False)


def debian() -> Toolset:
    """Returns Debian bookworm's tools."""
    return Toolset(
        name="debian",
        versions={"prometheus": "2.42", "alertmanager": "0.25"},
        alertmanager="prometheus-alertmanager",
        folders=_folders("SIGNALWRIGHT_DEBIAN_TOOLS", "debian"),
        way_out="`make test` fetches Debian's servers",
    )


def current() -> Toolset:
    """Returns today's tools."""
    return Toolset(
        name="current",
        versions={"prometheus": "3.15", "alertmanager": "0.34", "loki": "3.7"},
        alertmanager="alertmanager",
        folders=_folders("SIGNALWRIGHT_CURRENT_TOOLS", "current"),
        way_out="`make verify-current` builds today's servers",
    )


def editor() -> Toolset:
    """Returns what editors ask about specs."""
    return Toolset(
        name="editor",
        versions={},
        alertmanager="",
        folders=_folders("SIGNALWRIGHT_EDITOR_TOOLS", "editor"),
        way_out="`make verify-current` fetches the YAML language server, with npm",
    )


def _folders(variable: str, end: str) -> tuple[Path, ...]:
    if named := os.environ.get(variable):
        return (Path(named),)
    shared = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache") / "signalwright"
    cache = Path(os.environ.get("SIGNALWRIGHT_CACHE") or shared).expanduser()
    return tuple(sorted((cache / end).glob("*/bin")))
