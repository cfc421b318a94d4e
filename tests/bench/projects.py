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
