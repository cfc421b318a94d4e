"""Real amtools: Debian's, which is the oldest known version, and today's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def _find(variable: str, folder: str, way: str) -> str:
    cache = Path(
        os.environ.get("SIGNALWRIGHT_CACHE") or Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")) / "signalwright"
    )
    named = os.environ.get(variable)
    folders = [Path(named)] if named else sorted((cache.expanduser() / folder).glob("*/bin"))
    for each in folders:
        if (each / "amtool").exists():
            return str(each / "amtool")
    pytest.fail(f"there is no amtool in ${variable} or the cache: {way}")


@pytest.fixture(scope="session")
def debian_amtool() -> str:
    """The path of Debian's amtool, 0.25."""
    return _find("SIGNALWRIGHT_DEBIAN_TOOLS", "debian", "`make test` fetches it")


@pytest.fixture(scope="session")
def current_amtool() -> str:
    """The path of today's amtool, 0.34."""
    return _find("SIGNALWRIGHT_CURRENT_TOOLS", "current", "`make verify-current` builds it")
