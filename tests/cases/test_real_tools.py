"""The real tools read every golden where it stands."""

from __future__ import annotations

import subprocess

import pytest

from tests.cases.test_cases import FOLDER
from tests.servers.toolset import Toolset


def judge(tools: Toolset) -> None:
    """Lets the real tools read every golden; the specs ask for the oldest versions, which all versions can read."""
    rules = sorted(str(path) for path in FOLDER.glob("*/out/**/prometheus/rules/*.yml"))
    alertmanagers = sorted(str(path) for path in FOLDER.glob("*/out/**/alertmanager/alertmanager.yml"))
    assert rules
    assert alertmanagers
    promtool, amtool = str(tools.find("promtool")), str(tools.find("amtool"))
    for command in ([promtool, "check", "rules", *rules], [amtool, "check-config", *alertmanagers]):
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    for path in sorted(FOLDER.glob("*/out/**/prometheus/prometheus.yml")):
        command = [promtool, "check", "config", "--syntax-only", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.servers
def test_the_oldest_tools_read_what_the_folders_hold(debian_tools: Toolset) -> None:
    judge(debian_tools)


@pytest.mark.current
def test_todays_tools_read_what_the_folders_hold(current_tools: Toolset) -> None:
    judge(current_tools)
    # Loki 3 doesn't read what Loki 2 asks for, so only the files of the later one are judged.
    loki, read = str(current_tools.find("loki")), 0
    for path in sorted(FOLDER.glob("*/out/**/loki/loki-config.yml")):
        if "boltdb_shipper" not in path.read_text(encoding="utf-8"):
            command = [loki, "-verify-config", f"-config.file={path}"]
            done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
            assert done.returncode == 0, done.stdout + done.stderr
            read += 1
    assert read
