"""amtool and promtool confirm who is told, and after how long."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml

from signalwright.compile import CompiledStack
from signalwright.reading.facts.alert import alert_facts
from signalwright.reading.facts.routes import routes_fact
from signalwright.reading.facts.slo import slo_facts
from signalwright.reading.view import View
from tests.reading.views import compiled, document, shop
from tests.servers.toolset import Toolset, current, debian

TOOLS = [
    pytest.param(debian, id="debian", marks=pytest.mark.servers),
    pytest.param(current, id="current", marks=pytest.mark.current),
]
CONFIG = "alertmanager/alertmanager.yml"
STEP = 15
ALERT = "ApiAvailabilityBudgetBurn"


def written(stack: CompiledStack, folder: Path) -> Path:
    """Writes the configuration of a stack's Alertmanager and returns its path."""
    for artifact in stack.artifacts:
        if artifact.path.startswith("alertmanager/"):
            path = folder / stack.stack.name / artifact.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(artifact.content)
    return folder / stack.stack.name / CONFIG


def told(toolset: Toolset, config: Path, labels: Mapping[str, str]) -> list[str]:
    """Returns the receivers that amtool names for an alert."""
    said = [f"{label}={value}" for label, value in labels.items()]
    command = [str(toolset.find("amtool")), "config", "routes", "test", f"--config.file={config}", *said]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    answer: str = done.stdout
    return answer.strip().split(",")


@pytest.mark.parametrize("tools", TOOLS)
def test_amtool_tells_the_same_receivers_of_each_team_and_severity(
    tools: Callable[[], Toolset], tmp_path: Path
) -> None:
    toolset, asked = tools(), 0
    for view in compiled(toolset.versions):
        config = written(view.compiled, tmp_path)
        for each in routes_fact(view).told:
            labels = {"team": each.team, "severity": each.severity, **view.place_labels}
            assert told(toolset, config, labels) == list(each.receivers)
            asked += 1
    assert asked > 10


@pytest.mark.parametrize("tools", TOOLS)
def test_amtool_tells_the_same_receivers_of_each_alert(tools: Callable[[], Toolset], tmp_path: Path) -> None:
    toolset, where = tools(), 0
    for view in compiled(toolset.versions):
        config = written(view.compiled, tmp_path)
        for alert in alert_facts(view):
            for each in alert.severities:
                labels = {"alertname": alert.name, **each.labels, **view.place_labels}
                always = [found.receiver for found in each.deliveries if not found.where]
                assert told(toolset, config, labels) == always
                for found in each.deliveries:
                    asked = dict(condition.replace('"', "").split("=") for condition in found.where)
                    assert found.receiver in told(toolset, config, {**labels, **asked})
                    where += bool(asked)
    assert where > 0


def outage(view: View, folder: Path, seconds: int) -> Path:
    """Writes a test for promtool: two hours of even traffic, an outage of everything, and what fires how long after.

    Args:
        view: The stack.
        folder: Takes the rules and the test.
        seconds: How long the outage is, in whole steps.
    """
    (folder / "rules.yml").write_text(yaml.safe_dump(document(view, "prometheus/rules/api.yml")), encoding="utf-8")
    before, after = 7_200 // STEP, seconds // STEP
    labels = 'job="api", instance="api:8000", method="GET"'
    series = [
        (f'http_requests_total{{{labels}, status="200"}}', f"0+10x{before} {10 * before}x{after + 1}"),
        (f'http_requests_total{{{labels}, status="500"}}', f"0x{before} 10+10x{after}"),
    ]
    test = {
        "rule_files": ["rules.yml"],
        "evaluation_interval": f"{STEP}s",
        "tests": [
            {
                "interval": f"{STEP}s",
                "input_series": [{"series": name, "values": values} for name, values in series],
                "promql_expr_test": [
                    {
                        "expr": f'count(ALERTS{{alertname="{ALERT}", severity="critical"}}) or vector(0)',
                        "eval_time": f"{7_200 + seconds}s",
                        "exp_samples": [{"labels": "{}", "value": 1}],
                    }
                ],
            }
        ],
    }
    path = folder / "test.yml"
    path.write_text(yaml.safe_dump(test), encoding="utf-8")
    return path


@pytest.mark.parametrize("tools", TOOLS)
def test_an_outage_is_told_when_the_table_of_the_slo_says(tools: Callable[[], Toolset], tmp_path: Path) -> None:
    (slo,) = slo_facts(shop())
    shortest = min(each.in_outage.seconds for each in slo.tiers if each.severity == "critical" and each.in_outage)

    def fires(seconds: int) -> bool:
        command = [str(tools().find("promtool")), "test", "rules", str(outage(shop(), tmp_path, seconds))]
        return subprocess.run(command, capture_output=True, timeout=120, check=False).returncode == 0

    steps = int(shortest) // STEP
    assert not fires((steps - 2) * STEP)
    assert fires((steps + 3) * STEP)
