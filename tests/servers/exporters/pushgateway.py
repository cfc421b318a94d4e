"""Debian's Pushgateway, to which a job has pushed once rightly and once wrongly."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.exporting import PATIENCE_SECONDS, Place
from tests.servers.loopback import HOST, free_ports
from tests.servers.processes import get, wait_for

PACKAGES = ("prometheus-pushgateway",)


@contextmanager
def pages(place: Place) -> Iterator[list[str]]:
    """Runs it and gives its page."""
    (port,) = free_ports(1)
    url = f"http://{HOST}:{port}/metrics"
    with place.running("usr/bin/prometheus-pushgateway", f"--web.listen-address={HOST}:{port}"):
        wait_for("it answers", lambda: get(url), PATIENCE_SECONDS)
        assert _push(f"{url}/job/nightly", "rows_scored 5\n") == 200
        assert _push(f"{url}/job/nightly", "rows_scored 5\nrows_scored 6\n") == 400
        yield [url]


def _push(url: str, page: str) -> int:
    request = urllib.request.Request(url, data=page.encode(), method="POST")
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
