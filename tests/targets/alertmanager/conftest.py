"""Real amtools: Debian's, which is the oldest known version, and today's."""

from __future__ import annotations

import pytest

from tests.servers.toolset import Toolset


@pytest.fixture(scope="session")
def debian_amtool(debian_tools: Toolset) -> str:
    """The path of Debian's amtool, 0.25."""
    return str(debian_tools.find("amtool"))


@pytest.fixture(scope="session")
def current_amtool(current_tools: Toolset) -> str:
    """The path of today's amtool, 0.34."""
    return str(current_tools.find("amtool"))
