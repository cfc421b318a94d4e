"""From where on a value is bad is what the alert says that compares this very value, and nothing else says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from signalwright.ir.dashboard import Panel
from tests.passes.dashboards import dashboards_of, panels_of, steps_of

FRAME = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15", grafana: "12"}
links: {runbooks: https://runbooks.example.com}
severities: [critical, warning, info]
teams: {web: {}}
services:
  api:
    team: web
    scrape: ["api:8000"]
    metrics:
      requests_total: {type: counter, labels: [status]}
      depth: {type: gauge, labels: [queue]}
      hit_ratio: gauge
      free_bytes: gauge
      latency_seconds: {type: histogram, buckets: [1, 2, 5]}
    alerts:
      Tested: {when: {CONDITION}}
  other: {team: web, scrape: ["other:8000"], metrics: {depth: {type: gauge, labels: [queue]}}}
dashboards:
  Tested: {panels: [{PANEL}]}
"""


def panel_of(folder: Path, condition: str, panel: str) -> Panel:
    spec = FRAME.replace("{CONDITION}", condition).replace("{PANEL}", panel)
    (found,) = panels_of(dashboards_of(folder, spec)["tested"])
    return found


BOUNDS: dict[str, list[tuple[str, str]]] = {
    # what is above a bound is bad, and a bound itself isn't
    "{value: depth, above: 5}, severity: critical": [("-", "fine"), ("5", "critical")],
    "{value: depth, above: 5}, severity: warning": [("-", "fine"), ("5", "warning")],
    "{value: depth, above: 5}, severity: info": [("-", "fine"), ("5", "warning")],
    "{value: depth, above: {critical: 9, warning: 5, info: 2}}": [
        ("-", "fine"), ("2", "warning"), ("5", "warning"), ("9", "critical"),
    ],
    # of two severities with one bound, the graver one is shown
    "{value: depth, above: {critical: 5, warning: 5}}": [("-", "fine"), ("5", "critical")],
    # a step begins with its value: 0 is what is well
    "{value: depth, above: 0}, severity: critical": [("-", "fine"), ("0.000001", "critical")],
    # what is below a bound is bad
    "{value: hit_ratio, below: 90%}, severity: critical": [("-", "critical"), ("0.9", "fine")],
    "{value: free_bytes, below: {critical: 1GiB, warning: 2GiB}}": [
        ("-", "critical"), ("1073741824", "warning"), ("2147483648", "fine"),
    ],
    "{value: depth, below: {critical: 5, warning: 5}}": [("-", "critical"), ("5", "fine")],
    # what compares nothing, or several things, has no bound
    "{any: [{value: depth, above: 5}, {value: depth, below: 1}]}, severity: warning, summary: Odd": [
        ("-", "fine"), ("1", "warning"),
    ],
    "{value: depth, above: 5, unless: {value: hit_ratio, above: 99%}}, severity: critical": [
        ("-", "fine"), ("5", "critical"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("condition", BOUNDS)
def test_a_panel_of_an_alert_has_its_bounds(condition: str, tmp_path: Path) -> None:
    assert steps_of(panel_of(tmp_path, condition, "{alert: Tested}")) == BOUNDS[condition]


SAME = {
    "{value: depth, above: 5}": "{value: depth}",
    "{value: depth, above: 5, by: [queue]}": "{value: depth, by: [queue]}",
    "{rate: requests_total, over: 10m, above: 5}": "{rate: requests_total}",
    "{p95: latency_seconds, above: 2s}": "{p95: latency_seconds, over: 1h}",
    "{growth: requests_total, over: 1h, above: 5}": "{growth: requests_total, over: 1h}",
    "{ratio: {of: 'requests_total{status=\"500\"}', to: requests_total}, above: 5%}": (
        "{ratio: {of: 'requests_total{status=\"500\"}', to: requests_total}}"
    ),
}


@pytest.mark.parametrize("condition", SAME)
def test_a_panel_of_the_same_value_has_the_bound_too(condition: str, tmp_path: Path) -> None:
    panel = panel_of(tmp_path, f"{condition}, severity: critical", f"{SAME[condition][:-1]}, from: api}}")
    (_, (_, level)) = steps_of(panel)
    assert level == "critical"
    assert "then the alert `Tested` fires" in panel.description
    assert [each.url for each in panel.links] == ["https://runbooks.example.com/tested"]


OTHER = {
    "the sum, and one of many": ("{value: depth, above: 5}", "{value: depth, by: [], from: api}"),
    "one of many, and the sum": ("{value: depth, above: 5, by: []}", "{value: depth, from: api}"),
    "each queue": ("{value: depth, above: 5}", "{value: depth, by: [queue], from: api}"),
    "some of it": ("{value: depth, above: 5}", "{value: 'depth{queue=\"in\"}', from: api}"),
    "another service's": ("{value: depth, above: 5}", "{value: depth, from: other}"),
    "another quantile": ("{p95: latency_seconds, above: 2s}", "{p99: latency_seconds}"),
    "several quantiles": ("{p99: latency_seconds, above: 2s}", "{latency: latency_seconds}"),
    "growth within another time": (
        "{growth: requests_total, over: 1h, above: 5}", "{growth: requests_total, over: 1d}",
    ),
    "what will be": ("{predict: depth, over: 1h, ahead: 1d, above: 5}", "{value: depth, from: api}"),
}  # fmt: skip


@pytest.mark.parametrize("case", OTHER)
def test_another_value_than_the_alert_s_has_no_bound(case: str, tmp_path: Path) -> None:
    condition, shown = OTHER[case]
    panel = panel_of(tmp_path, f"{condition}, severity: critical", shown)
    assert steps_of(panel) == []
    assert "Tested" not in panel.description
    assert panel.links == ()


def test_a_description_says_every_bound(tmp_path: Path) -> None:
    condition = "{value: free_bytes, below: {critical: 1GiB, warning: 1500MB}}"
    description = panel_of(tmp_path, condition, "{value: free_bytes}").description
    assert "Bad below 1GiB (critical) or 1500000000B (warning): then the alert `Tested` fires." in description
