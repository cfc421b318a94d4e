"""Debian's Alertmanager, with a cluster of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.exporting import Place
from tests.servers.loopback import HOST, free_ports
from tests.servers.toolset import debian
from tests.servers.unpacked import runnable

_CONFIGURATION = """\
route: {receiver: nobody}
receivers: [{name: nobody}]
"""

OTHERWISE = {
    "alertmanager_build_info{tags}": "the label is there since 0.26",
    "alertmanager_*{receiver_name}": "only with `--enable-feature=receiver-name-in-metrics`",
    "alertmanager_notifications_failed_total{reason}": "the label is there since 0.26",
    "alertmanager_notifications_suppressed_total": "there since 0.27",
    "alertmanager_nflog_maintenance_*": "there since 0.26",
    "alertmanager_silences_maintenance_*": "there since 0.26",
    "alertmanager_dispatcher_aggregation_group_limit_reached_total": "only with a limit of groups, in 0.25",
}


@contextmanager
def pages(place: Place) -> Iterator[list[str]]:
    """Runs it and gives its page."""
    folder = place.folder / "alertmanager"
    folder.mkdir()
    (folder / "alertmanager.yml").write_text(_CONFIGURATION)
    server = runnable(debian().find("prometheus-alertmanager"), folder)
    listen, cluster = (f"{HOST}:{port}" for port in free_ports(2))
    # What was compiled into it is a path below its working folder; see `runnable`.
    arguments = [
        f"--chdir={folder}",
        str(server),
        "--config.file=alertmanager.yml",
        "--storage.path=data",
        f"--web.listen-address={listen}",
        f"--cluster.listen-address={cluster}",
    ]
    with place.running("/usr/bin/env", *arguments):
        yield [f"http://{listen}/metrics"]
