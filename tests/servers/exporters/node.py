"""The node exporter of Debian, on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.exporting import Place
from tests.servers.loopback import HOST, free_ports

PACKAGES = ("prometheus-node-exporter",)

OTHERWISE = {
    "node_systemd_unit_state": "nobody asks systemd unless `--collector.systemd` is given",
    "node_filesystem_*{device_error}": "the label is there since 1.6, and Debian has 1.5",
}
MAY_FIRE = {
    "NodeClockNotSynchronised": "a container has no right to ask the clock",
    "NodeFilesystemAlmostFull": "the machine is as it is",
    "NodeInodesAlmostGone": "the machine is as it is",
    "NodeMemoryAlmostFull": "the machine is as it is",
}


@contextmanager
def pages(place: Place) -> Iterator[list[str]]:
    """Runs the exporter and gives its page."""
    (port,) = free_ports(1)
    with place.running("usr/bin/prometheus-node-exporter", f"--web.listen-address={HOST}:{port}"):
        yield [f"http://{HOST}:{port}/metrics"]
