"""Medical Evaluation's environments differ in what their overlays say, and in nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from signalwright.compile import CompiledStack
from tests.servers.toolset import Toolset
from tests.stacks.emitted import TOOLS, call, compiled, document, text, written

STACK = "medical-evaluation"
ROUTES = "alertmanager/alertmanager.yml"
# What production says, and what the environment says instead: where it stands, as the beginnings of paths.
Edits = list[tuple[str, str, str]]

EDITS: dict[str, Edits] = {
    "staging": [
        ("prometheus/prometheus.args", "https://prometheus.evaluation.example", "https://prometheus.staging.example"),
        ("alertmanager/alertmanager.args", "https://alerts.evaluation.example", "https://alerts.staging.example"),
        ("grafana/grafana.ini", "grafana.evaluation.example", "grafana.staging.example"),
        ("prometheus/rules/", "https://grafana.evaluation.example", "https://grafana.staging.example"),
        ("runbooks/", "https://grafana.evaluation.example", "https://grafana.staging.example"),
        ("prometheus/prometheus.yml", "host.docker.internal:8007", "staging-apps:8007"),
        ("prometheus/prometheus.yml", "host.docker.internal:8006", "staging-apps:8006"),
        ("prometheus/prometheus.yml", "node-exporter:9100", "staging-apps:9100"),
        ("prometheus/prometheus.yml", "host.docker.internal:8080", "staging-apps:8080"),
        ("prometheus/rules/celery-worker.yml", "< 0.8", "< 0.6"),
        ("prometheus/rules/celery-worker.yml", "> 0.2", "> 0.4"),
        ("grafana/dashboards/", "below 80% for 5m", "below 60% for 5m"),
        *(
            (f"grafana/dashboards/{page}.json", '"value": 0.8\n', '"value": 0.6\n')
            for page in ("medical-evaluation-analytics", "services/celery-worker")
        ),
        ("grafana/dashboards/", "above 20% for 5m", "above 40% for 5m"),
        ("grafana/dashboards/", '"value": 0.2\n', '"value": 0.4\n'),
    ],
    "development": [
        ("prometheus/prometheus.args", "https://prometheus.evaluation.example.com", "http://localhost:9090"),
        ("alertmanager/alertmanager.args", "https://alerts.evaluation.example.com", "http://localhost:9093"),
        (
            "grafana/grafana.ini",
            "root_url = https://grafana.evaluation.example.com/",
            "root_url = http://localhost:3000/",
        ),
        ("grafana/grafana.ini", "domain = grafana.evaluation.example.com", "domain = localhost"),
        ("grafana/grafana.ini", "cookie_secure = true\nstrict_transport_security = true\n", ""),
        ("grafana/grafana.ini", "admin_user = admin\n", ""),
        ("grafana/grafana.ini", "admin_password = $__file{/run/secrets/grafana-admin}\n", ""),
        ("prometheus/rules/", "https://grafana.evaluation.example.com", "http://localhost:3000"),
        ("prometheus/rules/hosts.yml", "> 0.9", "> 0.99"),
        ("prometheus/rules/hosts.yml", "< 0.1", "< 0.01"),
        ("runbooks/", "https://grafana.evaluation.example.com", "http://localhost:3000"),
        ("runbooks/", "| warning | chat |", "| warning | mail |"),
        *(
            (f"grafana/dashboards/{page}.json", old, new)
            for page in ("system-overview", "services/hosts")
            for old, new in (
                ("above 90% for 5m", "above 99% for 5m"),
                ('"value": 0.9\n', '"value": 0.99\n'),
                ("below 10% for 5m", "below 1% for 5m"),
                ('"value": 0.1\n', '"value": 0.01\n'),
            )
        ),
        ("grafana/dashboards/services/hosts.json", "Bad above 90%:", "Bad above 99%:"),
        ("grafana/dashboards/services/hosts.json", "Bad below 10%:", "Bad below 1%:"),
    ],
}
ENVIRONMENTS = list(EDITS)


@pytest.fixture(scope="module")
def stacks() -> dict[str, CompiledStack]:
    """Every environment, compiled for today's servers."""
    return {name: compiled(f"{STACK}/{name}") for name in ("production", *ENVIRONMENTS)}


def contents(stack: CompiledStack) -> dict[str, str]:
    """Returns path and text of what is emitted; names that hold the environment's are all alike."""
    found = {}
    for each in stack.artifacts:
        content = re.sub(rf"\b{STACK}[- ](?:production|staging|development)\b[-\w]*", "NAME", each.content.decode())
        found[each.path] = re.sub(r"(?m)^    environment: \w+$", "    environment: NAME", content)
    return found


def with_receivers_of(config: dict[str, Any], environment: str) -> dict[str, Any]:
    """Returns production's Alertmanager configuration with what the environment says about receivers."""
    receivers = {each["name"]: each for each in config["receivers"]}
    root = config["route"]
    critical, warning = root["routes"]
    shared = {key: value for key, value in config["global"].items() if not key.startswith("smtp_")}
    if environment == "staging":
        config["global"] = shared
        critical["receiver"] = "chat"
        receivers["chat"]["slack_configs"][0]["channel"] = "#evaluation-staging"
        config["receivers"] = [receivers["chat"]]
    else:
        config["global"] |= {"smtp_smarthost": "mail-catcher:1025", "smtp_require_tls": False}
        root["receiver"] = critical["receiver"] = warning["receiver"] = "mail"
        (mail,) = receivers["oncall"]["email_configs"]
        config["receivers"] = [{"name": "mail", "email_configs": [{**mail, "to": "developer@localhost"}]}]
    return config


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_an_environment_has_production_s_files_with_the_overlay_s_words_and_no_other_difference(
    stacks: dict[str, CompiledStack], environment: str
) -> None:
    wanted, found = contents(stacks["production"]), contents(stacks[environment])
    for place, old, new in EDITS[environment]:
        touched = [path for path, content in wanted.items() if path.startswith(place) and old in content]
        assert touched, f"production says nothing like {old!r} in {place}"
        wanted |= {path: wanted[path].replace(old, new) for path in touched}
    del wanted[ROUTES], found[ROUTES]
    assert found.keys() == wanted.keys()
    assert {path for path in wanted if found[path] != wanted[path]} == set()


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_an_environment_has_production_s_alertmanager_but_for_who_is_told(
    stacks: dict[str, CompiledStack], environment: str
) -> None:
    wanted = with_receivers_of(document(stacks["production"], ROUTES), environment)
    assert document(stacks[environment], ROUTES) == wanted


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_nobody_on_call_is_told_outside_of_production(stacks: dict[str, CompiledStack], environment: str) -> None:
    assert "oncall" in text(stacks["production"], ROUTES)
    assert "oncall" not in text(stacks[environment], ROUTES)


@pytest.mark.parametrize("environment", ["production", *ENVIRONMENTS])
def test_every_series_and_every_alert_says_its_environment(stacks: dict[str, CompiledStack], environment: str) -> None:
    labels = document(stacks[environment], "prometheus/prometheus.yml")["global"]["external_labels"]
    assert labels == {"environment": environment, "stack": STACK}


@pytest.mark.parametrize("environment", ["production", *ENVIRONMENTS])
@pytest.mark.parametrize("tools", TOOLS)
def test_promtool_and_amtool_accept_every_environment(
    tools: Callable[[], Toolset], environment: str, tmp_path: Path
) -> None:
    toolset = tools()
    folder = written(compiled(f"{STACK}/{environment}", toolset.versions), tmp_path)
    assert "SUCCESS" in call(toolset, "promtool", "check", "config", str(folder / "prometheus/prometheus.yml"))
    assert "SUCCESS" in call(toolset, "amtool", "check-config", str(folder / ROUTES))
