"""Debian's elasticsearch_exporter before a server of ours that answers as an idle Elasticsearch of a few nodes does.

There is no package of Elasticsearch. What is answered has the shape that its reference gives for `GET /`,
`GET /_cluster/health` and `GET /_nodes/stats`, as far as the library needs it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.servers.exporting import PATIENCE_SECONDS, Place
from tests.servers.loopback import HOST, free_ports
from tests.servers.processes import get, wait_for

PACKAGES = ("prometheus-elasticsearch-exporter",)
OTHERWISE: dict[str, str] = {}

_POOLS = (
    "analyze",
    "fetch_shard_started",
    "fetch_shard_store",
    "flush",
    "force_merge",
    "generic",
    "get",
    "management",
    "refresh",
    "search",
    "snapshot",
    "warmer",
    "write",
)
_NODES = 5
_ABOUT = {"name": "node-1", "cluster_name": "shop", "cluster_uuid": "u", "version": {"number": "7.17.0"}}
_HEALTH = {
    "cluster_name": "shop",
    "status": "green",
    "timed_out": False,
    "number_of_nodes": _NODES,
    "number_of_data_nodes": _NODES,
    "active_primary_shards": 0,
    "active_shards": 0,
    "relocating_shards": 0,
    "initializing_shards": 0,
    "unassigned_shards": 0,
    "delayed_unassigned_shards": 0,
    "number_of_pending_tasks": 0,
    "number_of_in_flight_fetch": 0,
    "task_max_waiting_in_queue_millis": 0,
    "active_shards_percent_as_number": 100.0,
}
_NODE: dict[str, Any] = {
    "roles": ["data", "ingest", "master"],
    "indices": {
        "docs": {"count": 0, "deleted": 0},
        "store": {"size_in_bytes": 0},
        "indexing": {"index_total": 0, "index_time_in_millis": 0, "delete_total": 0, "delete_time_in_millis": 0},
        "search": {"query_total": 0, "query_time_in_millis": 0, "fetch_total": 0, "fetch_time_in_millis": 0},
        "merges": {"total": 0, "total_time_in_millis": 0, "total_docs": 0, "total_size_in_bytes": 0},
        "refresh": {"total": 0, "total_time_in_millis": 0},
        "segments": {"count": 0, "memory_in_bytes": 0},
    },
    "os": {"cpu": {"percent": 1, "load_average": {"1m": 0.1, "5m": 0.1, "15m": 0.1}}, "mem": {}},
    "process": {
        "open_file_descriptors": 300,
        "max_file_descriptors": 65536,
        "cpu": {"percent": 0, "total_in_millis": 9},
    },
    "jvm": {
        "uptime_in_millis": 60_000,
        "mem": {
            "heap_used_in_bytes": 2**28,
            "heap_committed_in_bytes": 2**30,
            "heap_max_in_bytes": 2**30,
            "non_heap_used_in_bytes": 2**26,
            "non_heap_committed_in_bytes": 2**27,
            "pools": {},
        },
        "gc": {
            "collectors": {
                "young": {"collection_count": 3, "collection_time_in_millis": 50},
                "old": {"collection_count": 0, "collection_time_in_millis": 0},
            }
        },
    },
    "thread_pool": {
        pool: {"threads": 0, "queue": 0, "active": 0, "rejected": 0, "largest": 0, "completed": 0} for pool in _POOLS
    },
    "fs": {
        "total": {"total_in_bytes": 2**36, "free_in_bytes": 2**35, "available_in_bytes": 2**35},
        "data": [
            {
                "path": "/var/lib/elasticsearch/nodes/0",
                "mount": "/ (/dev/sda1)",
                "type": "ext4",
                "total_in_bytes": 2**36,
                "free_in_bytes": 2**35,
                "available_in_bytes": 2**35,
            }
        ],
    },
    "transport": {"rx_count": 0, "rx_size_in_bytes": 0, "tx_count": 0, "tx_size_in_bytes": 0},
    "breakers": {
        name: {"limit_size_in_bytes": 2**29, "estimated_size_in_bytes": 0, "overhead": 1.0, "tripped": 0}
        for name in ("parent", "request", "fielddata", "in_flight_requests")
    },
}
_ANSWERS: dict[str, Any] = {
    "/": _ABOUT,
    "/_cluster/health": _HEALTH,
    "/_nodes/stats": {
        "cluster_name": "shop",
        "nodes": {
            f"n{number}": {"name": f"node-{number}", "host": f"10.0.0.{number}", "ip": f"10.0.0.{number}:9300", **_NODE}
            for number in range(1, _NODES + 1)
        },
    },
}


@contextmanager
def pages(place: Place) -> Iterator[list[str]]:
    """Runs the exporter and gives its page."""
    port, listened = free_ports(2)
    url = f"http://{HOST}:{listened}/metrics"
    arguments = ("--es.all", f"--es.uri=http://{HOST}:{port}", f"--web.listen-address={HOST}:{listened}")
    with _answering(port), place.running("usr/bin/prometheus-elasticsearch-exporter", *arguments):
        wait_for("the exporter has asked the node", lambda: 'name="node-1"' in get(url), PATIENCE_SECONDS)
        yield [url]


@contextmanager
def _answering(port: int) -> Iterator[None]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = _ANSWERS.get(self.path.partition("?")[0])
            body = json.dumps(answer or {}).encode()
            self.send_response(404 if answer is None else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Prints nothing."""

    server = ThreadingHTTPServer((HOST, port), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
