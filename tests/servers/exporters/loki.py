"""Today's Loki as one process, which has taken and refused lines, and has a rule and an Alertmanager."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from tests.servers.exporters import alertmanager
from tests.servers.exporting import PATIENCE_SECONDS, Place
from tests.servers.loopback import HOST, free_ports
from tests.servers.processes import get, wait_for
from tests.servers.toolset import current

_RULES = """\
groups:
  - name: always
    interval: 1s
    rules:
      - {alert: Always, expr: vector(1) > 0}
"""

IS_CURRENT = True
OTHERWISE = {
    "loki_build_info{branch}": "empty in a build without a repository",
    "loki_*{policy}": "empty unless policies are configured",
    "loki_distributor_bytes_received_total{retention_hours}": "empty without a retention",
}


@contextmanager
def pages(place: Place) -> Iterator[list[str]]:
    """Runs it until it has evaluated its rule, and gives its page."""
    folder = place.folder / "loki"
    (folder / "rules" / "fake").mkdir(parents=True)
    (folder / "rules" / "fake" / "rules.yml").write_text(_RULES)
    listen, internal = free_ports(2)
    with alertmanager.pages(place) as (notified,):
        configuration = _configuration(folder, listen, internal, notified.removesuffix("/metrics"))
        (folder / "loki.yml").write_text(json.dumps(configuration))
        with place.running(current().find("loki"), f"-config.file={folder / 'loki.yml'}"):
            url = f"http://{HOST}:{listen}"
            wait_for("Loki is ready", lambda: get(f"{url}/ready") == "ready\n", PATIENCE_SECONDS)
            _push(url, time.time_ns())
            with suppress(urllib.error.HTTPError):
                _push(url, 1)  # Too old, so it is refused.
            get(f"{url}/loki/api/v1/query_range?query=%7Bservice%3D%22shop%22%7D")
            wait_for("Loki has told an alert", partial(_has_told, url), PATIENCE_SECONDS)
            yield [f"{url}/metrics"]


def _configuration(folder: Path, listen: int, internal: int, notified: str) -> dict[str, Any]:
    data = folder / "data"
    ring = {"kvstore": {"store": "inmemory"}, "instance_addr": HOST}
    storage = {"filesystem": {"chunks_directory": str(data / "chunks"), "rules_directory": str(folder / "rules")}}
    day = {"from": "2024-01-01", "store": "tsdb", "object_store": "filesystem", "schema": "v13"}
    return {
        "auth_enabled": False,
        "server": {
            "http_listen_address": HOST,
            "http_listen_port": listen,
            "grpc_listen_address": HOST,
            "grpc_listen_port": internal,
        },
        "common": {
            "instance_addr": HOST,
            "path_prefix": str(data),
            "replication_factor": 1,
            "ring": ring,
            "storage": storage,
        },
        "ingester": {"lifecycler": {"min_ready_duration": "0s"}},
        "compactor": {"retention_enabled": True, "delete_request_store": "filesystem"},
        "schema_config": {"configs": [{**day, "index": {"prefix": "index_", "period": "24h"}}]},
        "ruler": {
            "storage": {"type": "local", "local": {"directory": str(folder / "rules")}},
            "rule_path": str(data / "rules"),
            "alertmanager_url": notified,
            "poll_interval": "1s",
            "evaluation_interval": "1s",
            "resend_delay": "1s",
        },
        "analytics": {"reporting_enabled": False},
    }


def _push(url: str, nanoseconds: int) -> None:
    """Sends a line of a time, in nanoseconds since 1970."""
    body = {"streams": [{"stream": {"service": "shop"}, "values": [[str(nanoseconds), "sold"]]}]}
    request = urllib.request.Request(
        f"{url}/loki/api/v1/push", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    urllib.request.urlopen(request, timeout=5).close()


def _has_told(url: str) -> bool:
    return "\nloki_prometheus_notifications_sent_total{" in str(get(f"{url}/metrics"))
