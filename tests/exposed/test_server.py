"""What a Prometheus stores of a job, as its API tells it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from signalwright.exposed import server
from signalwright.exposed.pages import UnreachableError
from signalwright.exposed.printing import block_of
from signalwright.exposed.proposals import proposals
from signalwright.exposed.server import stored_metrics

TARGET = {"job": "api", "instance": "a:80", "zone": "b"}
METADATA = [
    {"target": TARGET, "metric": "took_seconds", "type": "histogram", "help": "Time.", "unit": ""},
    {"target": TARGET, "metric": "size_bytes", "type": "histogram", "help": "", "unit": "bytes"},
    {"target": TARGET, "metric": "jobs", "type": "counter", "help": "Jobs.", "unit": ""},
    {"target": TARGET, "metric": "build_info", "type": "gauge", "help": "", "unit": ""},
    {"target": TARGET, "metric": "unseen", "type": "gauge", "help": "", "unit": ""},
]
SERIES = [
    {**TARGET, "__name__": "took_seconds", "method": "GET"},
    {**TARGET, "__name__": "took_seconds", "method": "PUT"},
    {**TARGET, "__name__": "size_bytes_bucket", "le": "1.0"},
    {**TARGET, "__name__": "size_bytes_bucket", "le": "+Inf"},
    {**TARGET, "__name__": "size_bytes_sum"},
    {**TARGET, "__name__": "size_bytes_count"},
    {**TARGET, "__name__": "jobs_total"},
    {**TARGET, "__name__": "build_info", "version": "1"},
    {**TARGET, "__name__": "up"},
    {**TARGET, "__name__": "scrape_duration_seconds"},
    {**TARGET, "__name__": "plain"},
]


def answers(monkeypatch: pytest.MonkeyPatch, metadata: Any, series: Any) -> list[str]:
    asked: list[str] = []

    def ask(address: str, accept: str) -> str:
        asked.append(address)
        assert accept.startswith("application/json")
        return json.dumps({"status": "success", "data": metadata if "metadata" in address else series})

    monkeypatch.setattr(server, "ask", ask)
    return asked


def test_types_come_from_metadata_and_labels_from_series(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answers(monkeypatch, METADATA, SERIES)
    found = proposals([stored_metrics("http://prometheus:9090/", "api")], honors=False)
    assert list(block_of(found, "")) == [
        "build_info: {type: info, labels: {version: {max: 5}}}",
        "jobs_total: {type: counter, help: Jobs}",
        "# type: or counter? The page doesn't say it",
        "plain: gauge",
        "size_bytes: {type: histogram, buckets: [1]}",
        "took_seconds: {type: native-histogram, labels: {method: [GET, PUT]}, help: Time}",
    ]
    assert all(each.startswith("http://prometheus:9090/api/v1/") for each in asked)
    assert all("%7Bjob%3D%22api%22%7D" in each for each in asked)


def test_a_job_without_series_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, [], [])
    with pytest.raises(UnreachableError, match="no series of the job `api`"):
        stored_metrics("http://prometheus:9090", "api")


@pytest.mark.parametrize("data", [None, {}, ["x"], "x"])
def test_what_is_no_prometheus_is_told(monkeypatch: pytest.MonkeyPatch, data: Any) -> None:
    answers(monkeypatch, data, data)
    with pytest.raises(UnreachableError, match="doesn't answer as Prometheus does"):
        stored_metrics("http://prometheus:9090", "api")
