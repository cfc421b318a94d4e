"""Both ends of the known versions read what is emitted for them."""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from signalwright.ir.backend import Secret
from signalwright.ir.metric import MetricType
from signalwright.ir.service import Push
from signalwright.ir.stack import Stack
from signalwright.ir.values import Version
from signalwright_targets.prometheus import TARGET
from tests.targets.prometheus.stacks import (
    SPEC,
    AlertmanagerSettings,
    alert,
    file,
    group,
    lower,
    record,
    scrape,
    seconds,
    service,
    stack,
)
from tests.targets.prometheus.tools import ENDS, VERSIONS, run, tool

COMMON: dict[str, Any] = {
    "public": "https://prometheus.example.com/prom",
    "keep": "90d",
    "keep_size": "50GiB",
    "scrape_timeout": "12s",
    "external_labels": {"replica": "a$b"},
    "replica_label": "replica",
    "accept_remote_write": True,
    "out_of_order": "30m",
    "exemplars": 1000,
    "untyped_pages": "text",
    "queries": {"timeout": "1m", "parallel": 5, "samples": 1000000, "lookback": "4m"},
    "rule_files": ["extra/*.yml"],
    "reload": True,
    "admin": True,
}
WRITE: dict[str, Any] = {
    "url": "https://mimir.example.com/api/v1/push",
    "name": "mimir",
    "headers": {"X-Scope-OrgID": "shop"},
    "encryption": {"certificate": "/ssl/cert.pem", "private_key": "mimir", "server_name": "mimir"},
    "only": ["slo:.*"],
    "without": ["go_.*"],
    "exemplars": True,
    "native_histograms": True,
    "timeout": "20s",
}
QUEUE: dict[str, Any] = {"most_senders": 5, "capacity": 100, "batch": 50, "batch_wait": "3s"}
SETTINGS: dict[str, dict[str, Any]] = {
    "debian": {**COMMON, "remote_write": [{**WRITE, "token": "mimir", "queue": QUEUE}]},
    "current": {
        **COMMON,
        "evaluate_offset": "1m",
        "accept_otlp": True,
        "native_histograms": True,
        "resource_attributes": ["service.version"],
        "scrape_files": ["scrape/*.yml"],
        "limits": {"samples": 1, "labels": 2, "label_name": 3, "label_value": 4, "targets": 5, "page": "10MiB"},
        "remote_write": [
            {
                **WRITE,
                "login": {"user": "prometheus", "password": "mimir"},
                "secret_headers": {"X-API-Key": "mimir"},
                "protocol": "2.0",
                "queue": {**QUEUE, "age_limit": "2h"},
            }
        ],
    },
}


def full_stack(end: str, **changes: Any) -> Stack:
    """Returns a stack that uses every field that the version of one end reads."""
    push = Push(via="gateway", every=seconds(60), origin=SPEC.child("push"))
    page = scrape("api:8000", path="/m", scheme="https", every=seconds(10), timeout=seconds(5), labels={"zone": "eu"})
    return stack(
        service("api", page, latency_seconds=MetricType.HISTOGRAM),
        service("gateway", scrape("gateway:9091")),
        service("nightly", push=push),
        version=VERSIONS[end],
        environment="staging",
        alertmanager=AlertmanagerSettings(public="https://alerts.example.com/am"),
        secrets=[Secret(name="mimir", kind="file", source="/run/secrets/mimir", origin=SPEC.child("secrets"))],
        settings={**SETTINGS[end], **changes},
        rules=[
            file(
                "api",
                group(
                    "api:alerts",
                    record("slo:x", "sum(up)", service="api"),
                    alert("Down", "up\n==\n0", 60, keep=seconds(300)),
                    interval=seconds(30),
                ),
            )
        ],
    )


def write(made: Stack, folder: Path) -> dict[str, Any]:
    """Writes the artifacts of a stack that has nothing to report."""
    artifacts, report = lower(made)
    assert not list(report), list(report)
    for path, artifact in artifacts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(artifact.content)
    return artifacts


@pytest.mark.parametrize("end", ENDS)
def test_promtool_accepts_every_field_of_its_version(end: str, tmp_path: Path) -> None:
    artifacts = write(full_stack(end), tmp_path)
    calls = list(TARGET.verify(list(artifacts.values()), Version(VERSIONS[end])))
    assert len(calls) == 2
    for call in calls:
        answer = run(tool(end, call.tool.name), call.arguments, tmp_path)
        assert (answer.code, list(call.read(answer))) == (0, []), answer


@pytest.mark.servers
def test_the_oldest_promtool_refuses_what_is_made_for_the_newest(tmp_path: Path) -> None:
    artifacts = write(full_stack("current"), tmp_path)
    call = next(iter(TARGET.verify(list(artifacts.values()), Version(VERSIONS["current"]))))
    found = [each.message for each in call.read(run(tool("debian", "promtool"), call.arguments, tmp_path))]
    refused = {message.split()[1] for message in found if message.startswith("field ")}
    assert refused == {
        "always_scrape_classic_histograms",
        "body_size_limit",
        "fallback_scrape_protocol",
        "http_headers",
        "label_limit",
        "label_name_length_limit",
        "label_value_length_limit",
        "otlp",
        "protobuf_message",
        "rule_query_offset",
        "sample_age_limit",
        "sample_limit",
        "scrape_config_files",
        "scrape_native_histograms",
        "target_limit",
    }


@pytest.mark.parametrize("end", ENDS)
def test_the_server_starts_with_the_flags_as_they_are_written(end: str, tmp_path: Path) -> None:
    program = tool(end, "prometheus")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    folders = {"folder": str(tmp_path / "prometheus"), "data": str(tmp_path / "data")}
    write(full_stack(end, listen=address, remote_write=[], **folders), tmp_path)
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen([program, "@prometheus/prometheus.args"], cwd=tmp_path, stdout=log, stderr=log)
        try:
            status = f"http://{address}/prom/api/v1"
            rules = ask(f"{status}/rules", server, tmp_path / "log")
            flags = ask(f"{status}/status/flags", server, tmp_path / "log")
            config = ask(f"{status}/status/config", server, tmp_path / "log")
        finally:
            server.terminate()
            server.wait(timeout=30)
    assert [each["name"] for each in rules["groups"][0]["rules"]] == ["slo:x", "Down"]
    assert flags["storage.tsdb.retention.time"] == "90d"
    assert flags["storage.tsdb.retention.size"] == "50GiB"
    assert flags["query.lookback-delta"] == "4m"
    assert "replica: a$b\n" in config["yaml"]


def ask(url: str, server: subprocess.Popen[bytes], log: Path) -> Any:
    """Returns what a server's API answers, once it does."""
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5) as response:
                return json.load(response)["data"]
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail(f"the server did not answer: {log.read_text(encoding='utf-8')[-2_000:]}")
