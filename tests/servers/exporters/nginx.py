"""nginx with its status page, behind Debian's nginx-prometheus-exporter."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.exporting import PATIENCE_SECONDS, Place
from tests.servers.loopback import HOST, free_ports
from tests.servers.processes import get, wait_for

PACKAGES = ("nginx", "prometheus-nginx-exporter")
STATUS = "stub_status"
_CONFIGURATION = """\
daemon off;
master_process off;
pid nginx.pid;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    server {{
        listen {host}:{port};
        location = /{status} {{ stub_status; }}
        location / {{ return 200 "hello\\n"; }}
    }}
    {more}
}}
"""


@contextmanager
def pages(place: Place) -> Iterator[list[str]]:
    """Runs a server and its exporter, and gives the page."""
    port, listened = free_ports(2)
    url = f"http://{HOST}:{listened}/metrics"
    with web(place, port):
        arguments = (f"-nginx.scrape-uri=http://{HOST}:{port}/{STATUS}", f"-web.listen-address={HOST}:{listened}")
        with place.running("usr/bin/prometheus-nginx-exporter", *arguments):
            wait_for("the exporter sees the server", lambda: "nginx_up 1\n" in get(url), PATIENCE_SECONDS)
            yield [url]


@contextmanager
def web(place: Place, port: int, more: str = "") -> Iterator[None]:
    """Runs nginx, which says hello; others use it as a server that they balance or probe.

    Args:
        place: Where it runs; nginx is among the packages.
        port: Where it listens on loopback.
        more: Further servers, in nginx's language.
    """
    file = place.folder / "nginx.conf"
    file.write_text(_CONFIGURATION.format(host=HOST, port=port, status=STATUS, more=more), "utf-8")
    with place.running("usr/sbin/nginx", "-c", str(file), "-p", str(place.folder), "-e", "nginx.err"):
        wait_for("nginx answers", lambda: get(f"http://{HOST}:{port}/"), PATIENCE_SECONDS)
        yield
