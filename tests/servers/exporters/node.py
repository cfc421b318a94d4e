"""The node exporter of Debian, on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.exporting import Place
from tests.servers.loopback import HOST, free_ports

PACKAGES = ("prometheus-node-exporter",)

OTHERWISE = {
    "node_systemd_*": "nobody asks systemd unless `--collector.systemd` is given",
    "node_filesystem_*{device_error}": "the label is there since 1.6, and Debian has 1.5",
}
MAY_DIFFER = {
    "node_md_*": "there where disks are joined to arrays",
    "node_bonding_*": "there where interfaces are joined",
    "node_hwmon_*": "there where chips tell temperatures",
    "node_edac_*": "there where memory tells its errors",
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
    # The folder that Debian's installation makes isn't there where the package is only unpacked.
    arguments = [f"--web.listen-address={HOST}:{port}", f"--collector.textfile.directory={place.folder}"]
    with place.running("usr/bin/prometheus-node-exporter", *arguments):
        yield [f"http://{HOST}:{port}/metrics"]
