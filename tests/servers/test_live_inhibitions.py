"""A real Alertmanager holds back what is milder, and never another service's alert of the same name."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.language.compiling import compile_text
from tests.passes.test_shared_names import SPEC
from tests.servers.drill import write
from tests.servers.loopback import HOST, free_ports
from tests.servers.processes import get, running, wait_for
from tests.servers.toolset import current, debian
from tests.servers.unpacked import runnable

pytestmark = pytest.mark.servers

START_SECONDS = 40
SERVER_SECONDS = 90  # the end of a server whose test hangs
FIRING = [
    {"alertname": "Many", "severity": "critical", "service": "api"},
    {"alertname": "Many", "severity": "warning", "service": "api"},
    {"alertname": "Many", "severity": "warning", "service": "jobs"},
    {"alertname": "Deep", "severity": "critical", "service": "jobs", "queue": "in"},
    {"alertname": "Deep", "severity": "warning", "service": "jobs", "queue": "in"},
    {"alertname": "Deep", "severity": "warning", "service": "jobs", "queue": "out"},
    {"alertname": "Deep", "severity": "warning", "service": "store"},
    {"alertname": "Odd", "severity": "critical", "service": "jobs", "queue": "in"},
    {"alertname": "Odd", "severity": "warning", "service": "jobs", "queue": "out"},
    {"alertname": "Odd", "severity": "warning", "service": "api"},
]
HELD_BACK = [FIRING[1], FIRING[4]]


@pytest.fixture(params=["debian", pytest.param("current", marks=pytest.mark.current)])
def alertmanager(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Starts Alertmanager with what is emitted, and returns its address."""
    tools = debian() if request.param == "debian" else current()
    if not tools.has(tools.alertmanager):
        tools = debian()
    outcome = compile_text(tmp_path, SPEC.replace(", runbook: many-jobs.md", ""), lower=True)
    assert not outcome.errors, "\n".join(map(str, outcome.errors))
    folder = write(outcome.stacks["shop"], tmp_path / "out")
    address = f"{HOST}:{free_ports(1)[0]}"
    arguments = [
        f"--config.file={folder / 'alertmanager/alertmanager.yml'}",
        f"--storage.path={tmp_path / 'data'}",
        f"--web.listen-address={address}",
        "--cluster.listen-address=",
    ]
    with running(runnable(tools.find(tools.alertmanager), tmp_path), arguments, tmp_path, SERVER_SECONDS):
        wait_for("Alertmanager is ready", lambda: get(f"http://{address}/-/ready"), START_SECONDS)
        yield address


def test_the_milder_is_held_back_for_its_own_service_alone(alertmanager: str) -> None:
    ends = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    alerts = [{"labels": {**each, "team": "web", "stack": "shop"}, "endsAt": ends} for each in FIRING]
    request = urllib.request.Request(
        f"http://{alertmanager}/api/v2/alerts",
        data=json.dumps(alerts).encode(),
        headers={"Content-Type": "application/json"},
    )
    urllib.request.urlopen(request, timeout=5).close()

    def held_back() -> list[dict[str, str]] | None:
        known = get(f"http://{alertmanager}/api/v2/alerts")
        if len(known) < len(FIRING) or any(each["status"]["state"] == "unprocessed" for each in known):
            return None
        return [each["labels"] for each in known if each["status"]["inhibitedBy"]]

    found = wait_for("every alert is judged", held_back, START_SECONDS)
    held = sorted((each["alertname"], each["service"], each["severity"], each.get("queue")) for each in found)
    assert held == sorted(
        (each["alertname"], each["service"], each["severity"], each.get("queue")) for each in HELD_BACK
    )
