"""A template, and short ways to compile stacks that use it."""

from __future__ import annotations

from pathlib import Path

from signalwright.ir.service import Service
from signalwright.ir.stack import Stack
from tests.language.compiling import Found, compile_files, compile_text

TOP = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15", alertmanager: "0.34"}
receivers: {relay: {webhook: "http://relay:8080/alerts"}}
teams: {product: {notify: {critical: [relay], warning: [relay]}}, ops: {notify: {critical: [relay]}}}
"""
WEB = """\
templates:
  web:
    team: product
    scrape: {every: 10s}
    metrics: {requests_total: {type: counter, labels: {status: {like: "[1-5][0-9]{2}"}}}, queue: gauge}
    alerts:
      Failing: {when: {rate: 'requests_total{status="500"}', over: 5m, above: 5}, for: 2m, severity: critical}
      QueueLong: {when: {value: queue, above: 100}, severity: warning}
    slos: {availability: {bad: 'requests_total{status="500"}', total: requests_total, objective: 99%}}
    records: {rate: {rate: requests_total}}
"""


def stack(root: Path, text: str, environment: str | None = None) -> Stack:
    outcome = compile_files(root, {"shop/stack.yaml": TOP + text}, lower=True, environment=environment)
    assert [str(each) for each in outcome.errors] == []
    return outcome.stacks["shop" if environment is None else f"shop/{environment}"].stack


def service(root: Path, text: str, name: str = "api", environment: str | None = None) -> Service:
    return stack(root, text, environment).services[name]


def bounds(of: Service) -> dict[str, list[str]]:
    return {
        alert.name: [f"{each.measured.bound:f}" for each in alert.thresholds if each.measured is not None]
        for alert in of.alerts
    }


def found(root: Path, text: str) -> tuple[Found, ...]:
    return compile_text(root, TOP + text).found
