"""Debian's process-exporter, which groups the processes of this machine by their command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.exporting import PATIENCE_SECONDS, Place
from tests.servers.loopback import HOST, free_ports
from tests.servers.processes import get, wait_for

PACKAGES = ("prometheus-process-exporter",)


@contextmanager
def pages(place: Place) -> Iterator[list[str]]:
    """Runs the exporter and gives its page."""
    (port,) = free_ports(1)
    url = f"http://{HOST}:{port}/metrics"
    groups = place.folder / "groups.yml"
    groups.write_text("process_names: [{comm: [python, python3, prometheus-proc]}]\n")
    listen = f"--web.listen-address={HOST}:{port}"
    with place.running("usr/bin/prometheus-process-exporter", f"--config.path={groups}", listen):
        wait_for(
            "the exporter has seen a group", lambda: "namedprocess_namegroup_num_procs{" in get(url), PATIENCE_SECONDS
        )
        yield [url]
