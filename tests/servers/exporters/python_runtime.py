"""A program in Python with Debian's prometheus_client."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.exporting import Place
from tests.servers.loopback import HOST, free_ports

PACKAGES = ("python3-prometheus-client", "python3-decorator")

_PROGRAM = "import prometheus_client, time; prometheus_client.start_http_server({port}, {host!r}); time.sleep(3600)"


@contextmanager
def pages(place: Place) -> Iterator[list[str]]:
    """Runs the program and gives its page."""
    (port,) = free_ports(1)
    client = {"PYTHONPATH": str(place.program("usr/lib/python3/dist-packages"))}
    with place.running(sys.executable, "-c", _PROGRAM.format(port=port, host=HOST), environment=client):
        yield [f"http://{HOST}:{port}/metrics"]
