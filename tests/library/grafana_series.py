"""What makes the alerts of `grafana` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case

Series = list[dict[str, str]]


def share(part: str, whole: str, failed: int, **labels: str) -> Series:
    """Returns two counters of which one counts what failed of a hundred a minute."""
    return [seen(f"grafana_{part}", f"0+{failed}x120", **labels), seen(f"grafana_{whole}", "0+100x120", **labels)]


def requests(failed: int) -> Series:
    """Returns requests, a hundred a minute."""
    name, labels = "grafana_http_request_duration_seconds_count", {"handler": "/api/ds/query", "method": "POST"}
    return [
        seen(name, f"0+{failed}x120", status_code="500", **labels),
        seen(name, f"0+{100 - failed}x120", status_code="200", **labels),
    ]


def asked(failed: int) -> Series:
    """Returns requests to a data source, a hundred a minute."""
    name, labels = "grafana_datasource_request_total", {"datasource": "Prometheus", "method": "POST"}
    return [
        seen(name, f"0+{failed}x120", code="502", **labels),
        seen(name, f"0+{100 - failed}x120", code="200", **labels),
    ]


def evaluated(failed: int) -> Series:
    """Returns evaluations of rules."""
    parts = "alerting_rule_evaluation_failures_total", "alerting_rule_evaluations_total"
    return share(*parts, failed, org="1")


def told(failed: int) -> Series:
    """Returns notifications."""
    return share(
        "alerting_notifications_failed_total", "alerting_notifications_total", failed, integration="slack", org="1"
    )


CASES: list[Case] = [
    ("GrafanaDown", [up(0)], True),
    ("GrafanaDown", [], True),
    ("GrafanaDown", [up()], False),
    ("GrafanaErrors", requests(11), True),
    ("GrafanaErrors", requests(9), False),
    ("GrafanaErrors", [], False),
    ("GrafanaDataSourceFails", asked(21), True),
    ("GrafanaDataSourceFails", asked(19), False),
    ("GrafanaDatabaseWaits", [seen("grafana_database_conn_wait_count_total", "0+61x120")], True),
    ("GrafanaDatabaseWaits", [seen("grafana_database_conn_wait_count_total", "0+59x120")], False),
    ("GrafanaRulesFail", evaluated(6), True),
    ("GrafanaRulesFail", evaluated(4), False),
    ("GrafanaRulesBehind", [seen("grafana_alerting_scheduler_behind_seconds", "31x120")], True),
    ("GrafanaRulesBehind", [seen("grafana_alerting_scheduler_behind_seconds", "29x120")], False),
    ("GrafanaNotificationsFail", told(6), True),
    ("GrafanaNotificationsFail", told(4), False),
]
