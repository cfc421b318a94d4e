"""What tests of several folders ask for: the real tools of both ends of the known versions, and a wheel."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir

from tests.checkout import ROOT
from tests.servers.toolset import Toolset, current, debian

# The same examples on every run and machine, and nothing written into the tree; `make fuzz` looks for new ones.
settings.register_profile("suite", database=None, derandomize=True, deadline=None)
settings.register_profile("fuzz", database=None, deadline=None, max_examples=2_000)
# Hypothesis keeps a table of characters that it writes anew in every run.
_home = tempfile.TemporaryDirectory(prefix="hypothesis-")
set_hypothesis_home_dir(_home.name)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


@pytest.fixture(scope="session")
def debian_tools() -> Toolset:
    """Debian bookworm's Prometheus 2.42 and Alertmanager 0.25, the oldest versions that are known."""
    return debian()


@pytest.fixture(scope="session")
def current_tools() -> Toolset:
    """Today's Prometheus 3.15, amtool 0.34 and Loki 3.7."""
    return current()


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    (file,) = folder.glob("*.whl")
    return file
