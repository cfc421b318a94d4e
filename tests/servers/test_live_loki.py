"""Today's Loki on loopback starts with what was emitted, takes lines and gives them back."""

from __future__ import annotations

import json
import time
import urllib.parse
import urllib.request
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.language.compiling import compile_files
from tests.servers.drill import write
from tests.servers.loopback import HOST, free_ports
from tests.servers.processes import get, running, wait_for
from tests.servers.toolset import Toolset

pytestmark = pytest.mark.current

PATIENCE_SECONDS = 60
SERVER_SECONDS = 180  # the end of a server whose test hangs

SPEC = """\
signalwright: 1
stack: shop
backends: {{loki: "3.7", alertmanager: "0.34"}}
receivers: {{relay: {{webhook: "http://relay:8080/alerts"}}}}
logs: {{keep: {{default: 30d, error: 90d, audit: {{match: {{stream: audit}}, keep: 90d}}}}}}
environments:
  drill:
    emit: on-request
    change:
      backends:
        loki: {{version: "3.7", listen: "{listen}", internal: "{internal}", folder: {folder}, data: {data}}}
        alertmanager: {{version: "0.34", at: "{alertmanager}"}}
"""


def test_a_real_loki_takes_lines_and_gives_them_back(current_tools: Toolset, tmp_path: Path) -> None:
    listen, internal, alertmanager = (f"{HOST}:{port}" for port in free_ports(3))
    folder, data = tmp_path / "out" / "loki", tmp_path / "data"
    text = SPEC.format(listen=listen, internal=internal, alertmanager=alertmanager, folder=folder, data=data)
    outcome = compile_files(tmp_path, {"shop/stack.yaml": text}, environment="drill", lower=True)
    assert [str(each) for each in outcome.found] == []
    made = write(outcome.stacks["shop/drill"], tmp_path / "out")
    arguments = (made / "loki/loki.args").read_text(encoding="utf-8").split()
    with running(current_tools.find("loki"), arguments, tmp_path, SERVER_SECONDS):
        wait_for("Loki is ready", lambda: get(f"http://{listen}/ready") == "ready\n", PATIENCE_SECONDS)
        told = {'{stream="audit"}': "who read what", '{level="error"}': 'an "odd" line'}
        push(listen, told)
        for selector, line in told.items():
            assert wait_for(f"{selector} is found", partial(query, listen, selector), PATIENCE_SECONDS) == [line]
        limits = get(f"http://{listen}/config")
        assert "retention_enabled: true" in limits
        assert "reporting_enabled: false" in limits
        assert wait_for("rules are listed", lambda: rules(listen), PATIENCE_SECONDS) == "success"
    log = (tmp_path / "loki.log").read_text(encoding="utf-8")
    assert [line for line in log.splitlines() if "unable to read" in line] == []


def push(address: str, lines: dict[str, str]) -> None:
    """Sends a line to each of some streams, which their selectors name."""
    streams = []
    for selector, line in lines.items():
        label, _, value = selector.strip("{}").partition("=")
        streams.append({"stream": {label: value.strip('"')}, "values": [[str(time.time_ns()), line]]})
    request = urllib.request.Request(
        f"http://{address}/loki/api/v1/push",
        data=json.dumps({"streams": streams}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 204


def query(address: str, selector: str) -> list[str]:
    """Returns the lines of a stream."""
    asked = urllib.parse.urlencode({"query": selector, "since": "1h"})
    answer: Any = get(f"http://{address}/loki/api/v1/query_range?{asked}")
    return [line for stream in answer["data"]["result"] for _, line in stream["values"]]


def rules(address: str) -> str:
    """Returns what the interface for rules says of itself."""
    answer: Any = get(f"http://{address}/prometheus/api/v1/rules")
    return str(answer["status"])
