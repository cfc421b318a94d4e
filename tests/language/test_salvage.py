"""Errors of every phase come in one run, and none that only follows from another."""

from __future__ import annotations

from pathlib import Path

from signalwright.compile import compile_project

SPEC = """\
signalwright: 1
stack: orders
backends: {prometheus: 3.15}
receivers: {chat: {slack: {webhook: "https://hooks.slack.com/services/T0/B0/xyz", channel: "#alerts"}}}
teams: {orders: {notify: {critical: [chat], warning: [chatt]}}}
services:
  api:
    team: order
    scrape: [orders:8080]
    metrics:
      http_requests_total: {type: counter, lables: [status]}
      queue_depth: gauge
    alerts:
      TooLong: {when: {value: queue_dept, above: 100}, for: 5, severity: critical}
      Failing: {when: {rate: 'http_requests_total{status="500"}', above: 1}, severity: critical}
      Deep: {when: {value: queue_depht, above: 100}, severity: critical}
"""

SPEC_OF_ENVIRONMENT = """\
signalwright: 1
stack: orders
backends: {prometheus: "3.15"}
teams: {orders: {}}
alerts: {Deep: {when: {value: queue_depht, above: 100}, team: orders, severity: critical}}
environments: {staging: {change: {team: {}}}}
"""


def test_errors_of_shape_and_of_meaning_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "spec" / "orders").mkdir(parents=True)
    (tmp_path / "spec" / "orders" / "stack.yaml").write_text(SPEC)
    compilation = compile_project(tmp_path)
    told = []
    for each in compilation.report.sorted(compilation.sources):
        place = compilation.sources.locate(each.primary.place)
        told.append((each.name, place.line if place else 0))
    assert told == [
        ("language/wrong-kind", 3),
        ("secrets/inline-secret", 4),
        # `chat` is lost with its error, so nothing is said of it; `chatt` is wrong by itself.
        ("language/unknown-reference", 5),
        ("language/unknown-reference", 8),
        ("language/unknown-key", 11),
        ("language/wrong-kind", 14),
        ("promql/unknown-metric", 16),
    ]
    assert compilation.stacks == []


def test_a_mistake_in_the_only_environment_hides_none_of_the_stack(tmp_path: Path) -> None:
    (tmp_path / "spec" / "orders").mkdir(parents=True)
    text = SPEC_OF_ENVIRONMENT
    (tmp_path / "spec" / "orders" / "stack.yaml").write_text(text)
    names = [each.name for each in compile_project(tmp_path).report]
    assert names == ["language/unknown-key", "promql/unknown-metric"]
    # With an addition nobody knows what the stack has there.
    (tmp_path / "spec" / "orders" / "stack.yaml").write_text(text.replace("{change", "{add: {links: {}}, change"))
    assert [each.name for each in compile_project(tmp_path).report] == ["language/unknown-key"]


def test_what_refers_to_a_lost_quiet_time_is_not_told(tmp_path: Path) -> None:
    (tmp_path / "spec" / "orders").mkdir(parents=True)
    (tmp_path / "spec" / "orders" / "stack.yaml").write_text("""\
signalwright: 1
stack: orders
backends: {prometheus: "3.15"}
teams: {orders: {}}
routnig: {quiet: [{name: nights, to: "06:00", mutes: [info]}]}
alerts: {Night: {when: {during: nights}, team: orders, severity: warning}}
""")
    assert [each.name for each in compile_project(tmp_path).report] == ["language/unknown-key"]
