"""Projects of any size, the same bytes each time: what the measurements compile."""

from __future__ import annotations

from pathlib import Path

SLOS_OF_A_SERVICE = 5

_STACK = """\
signalwright: 1
stack: bench
backends: {prometheus: "3.15", alertmanager: "0.34"}
secrets: {oncall: {file: /run/secrets/oncall}}
receivers: {oncall: {pagerduty: {routing_key: oncall}}}
teams: {web: {notify: {critical: [oncall], warning: [oncall]}}}
"""

_SERVICE = """\
signalwright: 1
services:
  {name}:
    team: web
    scrape: ["{name}:8000"]
    metrics:
      http_requests_total: {{type: counter, labels: {{status: {{like: "[1-5][0-9]{{2}}"}}, endpoint: {{max: 50}}}}}}
      http_request_duration_seconds:
        type: histogram
        labels: {{endpoint: {{max: 50}}}}
        buckets: [0.1, 0.25, 0.5, 1, 2.5, 5]
    slos:
"""

_RATIO = """\
      availability-{number}:
        good: 'http_requests_total{{endpoint="/{number}", status!~"5.."}}'
        total: 'http_requests_total{{endpoint="/{number}"}}'
        objective: 99.9%
        window: 30d
"""

_HISTOGRAM = """\
      latency-{number}:
        histogram: 'http_request_duration_seconds{{endpoint="/{number}"}}'
        below: 500ms
        objective: 99%
        window: 30d
"""


_WHOLE_STACK = _STACK.replace('"0.34"}', '"0.34", grafana: "12"}')

_WHOLE_SERVICE = """\
signalwright: 1
services:
  {name}:
    team: web
    scrape: ["{name}:8000"]
    metrics:
      http_requests_total: {{type: counter, labels: {{status: {{like: "[1-5][0-9]{{2}}"}}, endpoint: {{max: 50}}}}}}
      http_request_duration_seconds:
        type: histogram
        labels: {{endpoint: {{max: 50}}}}
        buckets: [0.1, 0.25, 0.5, 1, 2.5, 5]
      jobs_total: {{type: counter, labels: {{result: [done, failed]}}}}
      queue_depth: gauge
      connections_active: gauge
      connections_limit: gauge
    alerts:
      {pascal}Down: {{when: down, for: 1m, severity: critical}}
      {pascal}Errors:
        when: {{ratio: {{of: 'http_requests_total{{status=~"5.."}}', to: http_requests_total, over: 5m}},
               above: {{warning: 5%, critical: 10%}}}}
        for: 5m
      {pascal}Slow: {{when: {{p95: http_request_duration_seconds, over: 5m, above: 2s}}, for: 5m, severity: warning}}
      {pascal}Queue: {{when: {{value: queue_depth, above: 100}}, for: 10m, severity: warning}}
      {pascal}Connections:
        when: {{ratio: {{of: connections_active, to: connections_limit}}, above: 80%}}
        for: 5m
        severity: warning
    slos:
      availability:
        good: 'http_requests_total{{status!~"5.."}}'
        total: http_requests_total
        objective: 99.9%
        window: 30d
      latency: {{histogram: http_request_duration_seconds, below: 500ms, objective: 99%, window: 30d}}
      jobs: {{bad: 'jobs_total{{result="failed"}}', total: jobs_total, objective: 99.5%, window: 30d}}
"""

EXPRESSIONS_OF_A_SERVICE = 10

_EXPRESSIONS = (
    'sum by (endpoint) (rate(http_requests_total{{status=~"5..", {job}}}[5m])) > 5',
    'sum(rate(http_requests_total{{status=~"5..", {job}}}[5m])) / sum(rate(http_requests_total{{{job}}}[5m])) > 0.05',
    "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{{{job}}}[5m]))) > 2",
    "max_over_time(queue_depth{{{job}}}[10m]) > 100 and deriv(queue_depth{{{job}}}[10m]) > 0",
    "connections_active{{{job}}} / connections_limit{{{job}}} > 0.8",
    "absent(up{{{job}}}) or sum(up{{{job}}}) < 1",
    'increase(jobs_total{{result="failed", {job}}}[1h]) > 3 unless on (job) up{{{job}}} == 0',
    "predict_linear(queue_depth{{{job}}}[1h], 4 * 3600) > 1000",
    (
        "max by (endpoint) (rate(http_requests_total{{{job}}}[5m])) "
        "> on () group_left () 2 * avg(rate(http_requests_total{{{job}}}[1h]))"
    ),
    "avg_over_time((sum by (job) (connections_active{{{job}}}))[30m:1m]) > 50",
)


def service_file(root: Path, index: int) -> Path:
    """Returns the path of the spec of the service with that index."""
    return root / "spec" / "bench" / "services" / f"service-{index:04}.yaml"


def make_project(root: Path, slos: int) -> int:
    """Writes a project: a file for each service with five SLOs, every third of them about a histogram.

    Args:
        root: An empty folder, or one that doesn't exist.
        slos: The number of SLOs, 1 at least.

    Returns:
        The number of services.
    """
    services = -(-slos // SLOS_OF_A_SERVICE)
    service_file(root, 0).parent.mkdir(parents=True)
    (root / "signalwright.yaml").write_text("signalwright: 1\n", encoding="utf-8")
    (root / "spec" / "bench" / "stack.yaml").write_text(_STACK, encoding="utf-8")
    for index in range(services):
        numbers = range(index * SLOS_OF_A_SERVICE, min(slos, (index + 1) * SLOS_OF_A_SERVICE))
        blocks = ((_HISTOGRAM if number % 3 == 2 else _RATIO).format(number=number) for number in numbers)
        text = _SERVICE.format(name=f"service-{index:04}") + "".join(blocks)
        service_file(root, index).write_text(text, encoding="utf-8")
    return services


def make_whole_project(root: Path, services: int) -> None:
    """Writes a project whose services have three SLOs, five alerts and dashboards.

    Args:
        root: An empty folder, or one that doesn't exist.
        services: The number of services.
    """
    service_file(root, 0).parent.mkdir(parents=True)
    (root / "signalwright.yaml").write_text("signalwright: 1\n", encoding="utf-8")
    (root / "spec" / "bench" / "stack.yaml").write_text(_WHOLE_STACK, encoding="utf-8")
    for index in range(services):
        name = f"service-{index:04}"
        text = _WHOLE_SERVICE.format(name=name, pascal=f"Service{index:04}")
        service_file(root, index).write_text(text, encoding="utf-8")


def make_expressions_project(root: Path, expressions: int) -> None:
    """Writes a project whose services have ten alerts each, with conditions in PromQL.

    Args:
        root: An empty folder, or one that doesn't exist.
        expressions: The number of alerts, 1 at least.
    """
    service_file(root, 0).parent.mkdir(parents=True)
    (root / "signalwright.yaml").write_text("signalwright: 1\n", encoding="utf-8")
    (root / "spec" / "bench" / "stack.yaml").write_text(_STACK, encoding="utf-8")
    for index, first in enumerate(range(0, expressions, EXPRESSIONS_OF_A_SERVICE)):
        name, pascal = f"service-{index:04}", f"Service{index:04}"
        spec = _WHOLE_SERVICE.format(name=name, pascal=pascal).partition("    alerts:\n")[0] + "    alerts:\n"
        for number, text in enumerate(_EXPRESSIONS[: expressions - first]):
            condition = text.format(job=f'job="{name}"')
            spec += f"      {pascal}Alert{number}:\n        when: {{expr: '{condition}'}}\n"
            spec += "        for: 5m\n        severity: warning\n        summary: Something is wrong\n"
        service_file(root, index).write_text(spec, encoding="utf-8")


def make_rule_file(path: Path, rules: int) -> None:
    """Writes a rule file as Prometheus reads it, of metrics that nobody declared, in groups of ten alerts.

    Args:
        path: The file.
        rules: The number of alerts, 1 at least.
    """
    lines = ["groups:"]
    for number in range(rules):
        group, kind = divmod(number, len(_EXPRESSIONS))
        if kind == 0:
            lines += [f"  - name: group-{group}", "    rules:"]
        condition = _EXPRESSIONS[kind].format(job=f'job="service-{group:04}"')
        lines += [f"      - alert: Alert{number}", f"        expr: '{condition}'", "        for: 5m"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
