"""The real tools of both ends of the known versions, for every test that asks for them."""

from __future__ import annotations

import pytest

from tests.servers.toolset import Toolset, current, debian


@pytest.fixture(scope="session")
def debian_tools() -> Toolset:
    """Debian bookworm's Prometheus 2.42 and Alertmanager 0.25, the oldest versions that are known."""
    return debian()


@pytest.fixture(scope="session")
def current_tools() -> Toolset:
    """Today's Prometheus 3.15 and amtool 0.34."""
    return current()
