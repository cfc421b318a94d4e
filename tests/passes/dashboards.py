"""Compiles specs with dashboards, and says what stands on them in words that a test can compare."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from signalwright.ir.dashboard import Dashboard, Measure, Panel
from signalwright.promql.printer import show
from tests.language.compiling import compile_text

FRAME = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15", grafana: "12", loki: "3.7"}
links: {runbooks: https://runbooks.example.com}
teams: {web: {}}
services:
  api:
    team: web
    job: api-gateway
    scrape: ["api:8000"]
    metrics:
      http_requests_total: {type: counter, labels: [status], help: requests that were answered}
      llm_tokens_total: {type: counter, unit: tokens}
      work_seconds: summary
      depth: gauge
      hit_ratio: gauge
      backup_timestamp_seconds: gauge
      request_duration_seconds: {type: histogram, labels: [endpoint], buckets: [1, 2, 5]}
    alerts:
      SlowRequests:
        when: {p95: request_duration_seconds, above: 2s}
        for: 5m
        severity: critical
        description: "{{ $value }} is slow. Look at the database."
      ApiDown: {when: down, severity: critical}
    slos:
      answers: {good: 'http_requests_total{status!~"5.."}', total: http_requests_total, objective: 99.9%, window: 30d}
  main.db: {team: web, scrape: ["db:9187"], metrics: {connections: gauge}}
  gateway: {team: web, scrape: ["gateway:9091"]}
  nightly: {team: web, push: {via: gateway, every: 1d}, metrics: {rows: gauge}}
dashboards:
  Tested: DASHBOARD
"""
"""A stack with something of every kind, and a place for a dashboard that a test writes."""


def dashboards_of(folder: Path, spec: str) -> dict[str, Dashboard]:
    """Returns the dashboards of a spec by their files.

    Args:
        folder: An empty folder.
        spec: The text of the spec, of one stack without environments.
    """
    outcome = compile_text(folder, spec)
    assert not outcome.errors, "\n".join(map(str, outcome.errors))
    (compiled,) = outcome.stacks.values()
    return {each.file: each for each in compiled.stack.dashboards}


def panels_of(dashboard: Dashboard) -> Iterator[Panel]:
    """Yields the panels of a dashboard in reading order."""
    for row in dashboard.rows:
        yield from row.panels


def lines_of(panel: Panel) -> list[tuple[str, str]]:
    """Returns each query of a panel, on one line, with its legend."""
    return [(text_of(each), each.legend) for each in panel.measures]


def text_of(measure: Measure) -> str:
    """Returns a query on one line."""
    return show(measure.query.tree)


def steps_of(panel: Panel) -> list[tuple[str, str]]:
    """Returns from where on values are how bad: each first value, or `-`, with the level."""
    return [("-" if each.value is None else f"{each.value:f}", str(each.level)) for each in panel.steps]


def page_of(folder: Path, dashboard: str) -> Dashboard:
    """Returns a written dashboard of the stack above."""
    return dashboards_of(folder, FRAME.replace("DASHBOARD", dashboard))["tested"]


def panel_of(folder: Path, panel: str) -> Panel:
    """Returns the only panel of a written dashboard of the stack above."""
    (found,) = panels_of(page_of(folder, f"{{panels: [{panel}]}}"))
    return found
