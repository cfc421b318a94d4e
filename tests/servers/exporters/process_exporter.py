"""Debian's process-exporter, which watches itself and some processes with names of their own."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.exporting import PATIENCE_SECONDS, Place
from tests.servers.loopback import HOST, free_ports
from tests.servers.processes import get, wait_for

PACKAGES = ("prometheus-process-exporter",)

NAMES = [f"worker-{number}" for number in range(1, 21)]
# Each reads from its parent, which ends them all when it is ended itself.
STARTED = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
started = [subprocess.Popen([each], stdin=subprocess.PIPE) for each in sys.argv[1:]]
try:
    time.sleep(600)
finally:
    for each in started:
        each.communicate()
"""


@contextmanager
def pages(place: Place) -> Iterator[list[str]]:
    """Runs the exporter and gives its page."""
    (port,) = free_ports(1)
    url = f"http://{HOST}:{port}/metrics"
    cat = shutil.which("cat")
    assert cat is not None
    workers = [place.folder / name for name in NAMES]
    for worker in workers:
        worker.symlink_to(cat)
    groups = place.folder / "groups.yml"
    groups.write_text(f"process_names: [{{comm: [prometheus-proc, {', '.join(NAMES)}]}}]\n")
    arguments = (f"--config.path={groups}", f"--web.listen-address={HOST}:{port}")
    with (
        place.running(sys.executable, "-c", STARTED, *map(str, workers)),
        place.running("usr/bin/prometheus-process-exporter", *arguments),
    ):
        wait_for("the last worker is seen", lambda: f'"{NAMES[-1]}"' in get(url), PATIENCE_SECONDS)
        yield [url]
