"""What is different between the environments of Residency Scheduler is what the overlays say, and nothing else."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatch

import pytest

from tests.stacks.emitted import compiled, document

STACK = "residency-scheduler"

Edit = tuple[str, str, str]
RECEIVER = r"^- name: {}\n(?:  .*\n)+"
BY_HAND = r'"value": 5\1"value": 10'

# Artifacts, what stands there in production as a regular expression, and what stands there instead. Together they make
# the artifacts of the environment, so each difference is one that somebody asked for.
EDITS: dict[str, list[Edit]] = {
    "staging": [
        ("prometheus/prometheus.yml", "environment: production", "environment: staging"),
        ("grafana/*/dashboards.yml", "folder: residency-scheduler production", "folder: residency-scheduler staging"),
        # backends, links
        ("*", r"https://(metrics|alerts|grafana)\.scheduler", r"https://\1.staging.scheduler"),
        ("grafana/grafana.ini", r"^domain = grafana\.", "domain = grafana.staging."),
        ("prometheus/prometheus.args", r"retention\.time=90d", "retention.time=15d"),
        # logs
        ("loki/loki-config.yml", "(retention_period|max_query_lookback): 30d", r"\1: 7d"),
        # receivers, routing
        ("alertmanager/alertmanager.yml", RECEIVER.format("pagerduty"), ""),
        ("alertmanager/alertmanager.yml", "receiver: pagerduty", "receiver: slack"),
        ("alertmanager/alertmanager.yml", "'#alerts'", "'#alerts-staging'"),
        # services
        ("prometheus/prometheus.yml", "- (backend:8000|pushgateway:9091)", r"- staging-\1"),
        # HighErrorRate
        ("prometheus/rules/backend.yml", r"> 0\.1$", "> 0.25"),
        ("prometheus/rules/backend.yml", r"> 0\.02$", "> 0.05"),
        ("grafana/dashboards/*.json", r"above 10% for 5m\.(.*)above 2% for", r"above 25% for 5m.\1above 5% for"),
        ("grafana/dashboards/*.json", r'"value": 0\.1$', '"value": 0.25'),
        ("grafana/dashboards/*.json", r'"value": 0\.02$', '"value": 0.05'),
        # SlowRequests
        ("prometheus/rules/backend.yml", r"(alert: SlowRequests\n(?:    .*\n)*?    for: )10m", r"\g<1>30m"),
        ("grafana/dashboards/*.json", "above 2s for 10m", "above 2s for 30m"),
    ],
    "development": [
        ("prometheus/prometheus.yml", "environment: production", "environment: development"),
        (
            "grafana/*/dashboards.yml",
            "folder: residency-scheduler production",
            "folder: residency-scheduler development",
        ),
        # backends, links
        ("prometheus/prometheus.args", r"https://metrics\.scheduler\.example\.com", "http://localhost:9090"),
        ("prometheus/prometheus.args", r"retention\.time=90d", "retention.time=2d"),
        ("prometheus/prometheus.yml", "- alertmanager:9093", "- localhost:9093"),
        ("alertmanager/alertmanager.args", r"https://alerts\.scheduler\.example\.com", "http://localhost:9093"),
        ("alertmanager/alertmanager.yml", r"smtp\.example\.com:587", "localhost:1025"),
        ("alertmanager/alertmanager.yml", r"^  smtp_auth_.*\n", ""),
        ("alertmanager/alertmanager.yml", "smtp_require_tls: true", "smtp_require_tls: false"),
        (
            "grafana/*/datasources.yml",
            r"url: http://(?:prometheus|alertmanager|loki|jaeger):",
            "url: http://localhost:",
        ),
        ("loki/loki-config.yml", "alertmanager_url: http://alertmanager:", "alertmanager_url: http://localhost:"),
        ("*", r"https://grafana\.scheduler\.example\.com/", "http://localhost:3000/"),
        ("grafana/grafana.ini", r"^domain = grafana\.scheduler\.example\.com$", "domain = localhost"),
        # Without HTTPS, browsers neither send a secure cookie nor believe the header.
        ("grafana/grafana.ini", "^(?:admin_user|admin_password|cookie_secure|strict_transport_security) = .*\n", ""),
        # logs
        ("loki/loki-config.yml", "(retention_period|max_query_lookback): 30d", r"\1: 2d"),
        # receivers, routing
        ("alertmanager/alertmanager.yml", RECEIVER.format("(?:pagerduty|slack)"), ""),
        ("alertmanager/alertmanager.yml", "receiver: (?:pagerduty|slack)", "receiver: default"),
        ("alertmanager/alertmanager.yml", "(group_wait|group_interval): 10s", r"\1: 1s"),
        ("runbooks/*.md", r"\| warning \| slack \|", "| warning | default |"),
        # services
        ("prometheus/prometheus.yml", "- (?:backend|pushgateway):", "- localhost:"),
        # ManyFailedLogins
        ("prometheus/rules/backend.yml", "(authentication_failures_total.*) > 300$", r"\1 > 10"),
        ("prometheus/rules/backend.yml", "(authentication_failures_total.*) > 50$", r"\1 > 5"),
        ("grafana/dashboards/*.json", r"above 300\.(.*)above 50\.", r"above 10.\1above 5."),
        ("grafana/dashboards/services/backend.json", r'"value": 50$((?:\n +[^\n]*){4})"value": 300$', BY_HAND),
    ],
}


def artifacts(environment: str) -> dict[str, str]:
    """Returns the artifacts by path; identifiers, which differ by environment, are replaced by what they identify."""
    stack = compiled(f"{STACK}/{environment}")
    files = {each.path: each.content.decode() for each in stack.artifacts}
    identified = {json.loads(text)["uid"]: path for path, text in files.items() if path.endswith(".json")}
    for source in document(stack, "grafana/provisioning/datasources/datasources.yml")["datasources"]:
        identified[source["uid"]] = source["name"]
    (provider,) = document(stack, "grafana/provisioning/dashboards/dashboards.yml")["providers"]
    identified[provider["folderUid"]] = "folder"
    found = re.compile("|".join(rf"\b{re.escape(each)}(?![\w-])" for each in identified))
    return {path: found.sub(lambda match: f"«{identified[match[0]]}»", text) for path, text in files.items()}


@pytest.mark.parametrize("environment", EDITS)
def test_rs_8_an_environment_differs_from_production_in_what_its_overlay_says_and_nothing_else(
    environment: str,
) -> None:
    expected, made = artifacts("production"), artifacts(environment)
    for pattern, old, new in EDITS[environment]:
        changed = {
            path: re.sub(old, new, text, flags=re.MULTILINE)
            for path, text in expected.items()
            if fnmatch(path, pattern)
        }
        assert any(text != expected[path] for path, text in changed.items()), f"`{old}` is nowhere in {pattern}"
        expected |= changed
    assert made.keys() == expected.keys()
    for path, text in made.items():
        assert text == expected[path], path


def test_rs_8_development_needs_no_secret_and_names_no_server_elsewhere() -> None:
    made = "\n".join(text for path, text in artifacts("development").items() if not path.startswith("runbooks/"))
    assert "/run/secrets/" not in made
    assert set(re.findall(r"https?://([^/\s:\"')]+)", made)) == {"localhost", "runbooks.scheduler.example.com"}
