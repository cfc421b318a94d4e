"""Derived summaries, as promtool renders them: true for the value, true for what is missing, and in the right unit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.passes.drills import evaluate
from tests.servers.toolset import Toolset

SPEC = """
signalwright: 1
stack: shop
backends: {prometheus: "2.42"}
teams: {web: {}}
services:
  api:
    team: web
    scrape: ["a:80"]
    metrics:
      heart_rate: gauge
      success_ratio: gauge
      fill: {type: gauge, unit: percent}
      memory_bytes: {type: gauge, labels: [queue]}
      wait_seconds: gauge
      done_timestamp_seconds: gauge
      asked_total: {type: counter, labels: [path]}
    alerts:
      Drill: {when: %s, severity: warning}
"""
SERIES = '{job="api", instance="a:80", service="api"%s}'
TARGET = {"job": "api", "instance": "a:80"}

SUMMARIES = {
    "{value: heart_rate, above: 90}": ("heart_rate", "", "120x30", TARGET, "heart_rate of api is 120 at a:80"),
    "{value: success_ratio, below: 90%}": (
        "success_ratio", "", "0.5x30", TARGET, "success_ratio of api is 50% at a:80",
    ),
    "{value: fill, above: 90%}": ("fill", "", "95x30", TARGET, "fill of api is 95% at a:80"),
    "{value: memory_bytes, above: 1GiB}": (
        "memory_bytes", ', queue="in"', "2147483648x30", {**TARGET, "queue": "in"},
        "memory_bytes of api is 2GiB at a:80 queue=in",
    ),
    """{value: 'memory_bytes{queue="in"}', above: 1GiB}""": (
        "memory_bytes", ', queue="in"', "2147483648x30", {**TARGET, "queue": "in"},
        'memory_bytes{queue="in"} of api is 2GiB at a:80',
    ),
    "{value: wait_seconds, above: 10s}": ("wait_seconds", "", "90x30", TARGET, "wait_seconds of api is 1m 30s at a:80"),
    "{age: done_timestamp_seconds, above: 10m}": (
        "done_timestamp_seconds", "", "0x30", TARGET, "done_timestamp_seconds of api was 20m 0s ago at a:80",
    ),
    "{age: done_timestamp_seconds, above: 11m}": (
        "other", "", "0x30", {"job": "api"}, "done_timestamp_seconds of api is missing",
    ),
    "{value: heart_rate, above: 90, missing: fires}": (
        "other", "", "0x30", {"job": "api"}, "heart_rate of api is missing",
    ),
    "{ratio: {of: heart_rate, to: fill}, below: 10%, missing: fires}": (
        "other", "", "0x30", {"job": "api"}, "heart_rate or fill of api is missing",
    ),
    "{growth: memory_bytes, over: 10m, above: 1GiB}": (
        "memory_bytes", ', queue="in"', "0+268435456x30", {**TARGET, "queue": "in"},
        "memory_bytes of api grew by 2.5GiB within 10m at a:80 queue=in",
    ),
    "{growth: asked_total, over: 10m, above: 1}": (
        "asked_total", ', path="/"', "0+60x30", {}, "asked_total of api grew by 600 within 10m",
    ),
    "{ratio: {of: asked_total, to: asked_total}, above: 10%, missing: silent}": (
        "asked_total", ', path="/"', "0+60x30", {}, "asked_total is 100% of asked_total of api",
    ),
    "{ratio: {of: asked_total, to: asked_total}, below: 10%, missing: fires}": (
        "other", "", "0+60x30", {"job": "api"}, "asked_total of api is missing",
    ),
    "{rate: asked_total, above: 1, by: [path]}": (
        "asked_total", ', path="/{{x}}"', "0+120x30", {"path": "/{{x}}"},
        "asked_total of api grows by 2 per second path=/{{x}}",
    ),
    """{rate: 'asked_total{path!="{{x}}"}', above: 1}""": (
        "asked_total", ', path="/"', "0+120x30", {},
        'asked_total{path!="{ {x} }"} of api grows by 2 per second',
    ),
    "down": ("up", "", "0x30", TARGET, "api is down: a:80 can't be scraped"),
    "{down: api}": ("other", "", "0x30", {"job": "api"}, "api is down: it has no target"),
}  # fmt: skip


def check(folder: Path, promtool: Path, condition: str) -> None:
    name, more, values, labels, summary = SUMMARIES[condition]
    rule = {"severity": "warning", "team": "web", "service": "api"}
    expected = {"exp_labels": {**labels, **rule}, "exp_annotations": {"summary": summary}}
    text = {"alertname": "Drill", "eval_time": "20m", "exp_alerts": [expected]}
    assert evaluate(folder, str(promtool), SPEC % condition, {name + SERIES % more: values}, [], texts=[text]) == ""


@pytest.mark.servers
@pytest.mark.parametrize("condition", SUMMARIES)
def test_the_oldest_prometheus_says(tmp_path: Path, debian_tools: Toolset, condition: str) -> None:
    check(tmp_path, debian_tools.find("promtool"), condition)


@pytest.mark.current
@pytest.mark.parametrize("condition", SUMMARIES)
def test_todays_prometheus_says(tmp_path: Path, current_tools: Toolset, condition: str) -> None:
    check(tmp_path, current_tools.find("promtool"), condition)
