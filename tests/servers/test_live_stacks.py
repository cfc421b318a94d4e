"""Every stack, as it is deployed, is loaded by the real servers; nothing is there to be scraped, and nobody is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from signalwright.compile import CompiledStack, compile_project
from signalwright.ir.rules import AlertingRule
from signalwright.ir.stack import Stack
from tests.servers.drill import ROOT, command_line, write
from tests.servers.loopback import HOST, free_ports
from tests.servers.processes import get, running, wait_for
from tests.servers.toolset import Toolset, current, debian
from tests.servers.unpacked import runnable

pytestmark = pytest.mark.servers

# Of a stack with several environments, the others differ in what their tests hold.
STACKS = ("digital-product-creation", "medical-evaluation/production", "residency-scheduler/production", "voiceassist")
START_SECONDS = 40
SERVER_SECONDS = 90  # the end of a server whose test hangs


@pytest.fixture(scope="module", params=["debian", pytest.param("current", marks=pytest.mark.current)])
def tools(request: pytest.FixtureRequest) -> Toolset:
    return debian() if request.param == "debian" else current()


def compiled(name: str, versions: dict[str, str]) -> CompiledStack:
    (found,) = (each for each in compile_project(ROOT, override=versions).stacks if each.folder == name)
    return found


def rules_of(stack: Stack) -> list[str]:
    return sorted(
        rule.alert if isinstance(rule, AlertingRule) else rule.record
        for file in stack.rules
        for group in file.groups
        for rule in group.rules
    )


def asked(address: str, what: str) -> dict[str, Any]:
    """Returns what Prometheus says of itself."""
    answer: dict[str, Any] = get(f"http://{address}/api/v1/{what}")["data"]
    return answer


@pytest.mark.parametrize("name", STACKS)
def test_prometheus_loads_every_rule_and_every_job(name: str, tools: Toolset, tmp_path: Path) -> None:
    stack = compiled(name, {"prometheus": tools.versions["prometheus"]})
    folder = write(stack, tmp_path / "out")
    address = f"{HOST}:{free_ports(1)[0]}"
    arguments = command_line(
        folder / "prometheus/prometheus.args",
        {
            "--config.file": str(folder / "prometheus/prometheus.yml"),
            "--storage.tsdb.path": str(tmp_path / "data"),
            "--web.listen-address": address,
        },
    )
    with running(tools.find("prometheus"), arguments, tmp_path, SERVER_SECONDS):
        wait_for("Prometheus is ready", lambda: get(f"http://{address}/-/ready"), START_SECONDS)
        # A server is ready before it has handed its configuration to those who scrape and to those who evaluate.
        pools = wait_for("jobs are known", lambda: asked(address, "scrape_pools")["scrapePools"], START_SECONDS)
        assert sorted(pools) == sorted(each.job for each in stack.stack.services.values() if each.scrape is not None)
        groups = wait_for("rules are known", lambda: asked(address, "rules")["groups"], START_SECONDS)
        assert sorted(rule["name"] for group in groups for rule in group["rules"]) == rules_of(stack.stack)


@pytest.mark.parametrize("name", STACKS)
def test_alertmanager_loads_the_routes(name: str, tools: Toolset, tmp_path: Path) -> None:
    alerting = tools if tools.has(tools.alertmanager) else debian()
    stack = compiled(name, {"alertmanager": alerting.versions["alertmanager"]})
    folder = write(stack, tmp_path / "out")
    address = f"{HOST}:{free_ports(1)[0]}"
    arguments = command_line(
        folder / "alertmanager/alertmanager.args",
        {
            "--config.file": str(folder / "alertmanager/alertmanager.yml"),
            "--storage.path": str(tmp_path / "data"),
            "--web.listen-address": address,
            "--cluster.listen-address": "",
        },
    )
    with running(runnable(alerting.find(alerting.alertmanager), tmp_path), arguments, tmp_path, SERVER_SECONDS):
        wait_for("Alertmanager is ready", lambda: get(f"http://{address}/-/ready"), START_SECONDS)
        receivers = {each["name"] for each in get(f"http://{address}/api/v2/receivers")}
        assert {*stack.stack.receivers} <= receivers
