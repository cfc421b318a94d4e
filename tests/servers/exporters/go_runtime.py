"""What the runtime of Go says of Prometheus, which asks for all of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.exporters import prometheus
from tests.servers.exporting import Place
from tests.servers.toolset import current

_OF_TODAY = (
    "go_gc_gogc_percent",
    "go_gc_gomemlimit_bytes",
    "go_gc_heap_live_bytes",
    "go_sched_gomaxprocs_threads",
    "go_sched_latencies_seconds",
    "process_network_*_bytes_total",
)
OTHERWISE = {} if current().has("prometheus") else dict.fromkeys(_OF_TODAY, "Debian's programs have an older library")


@contextmanager
def pages(place: Place) -> Iterator[list[str]]:
    """Runs Prometheus, and gives its page."""
    with prometheus.pages(place) as urls:
        yield urls
