"""Debian's HAProxy, which balances between two addresses of an nginx and has a third one in reserve."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.exporters.nginx import web
from tests.servers.exporting import PATIENCE_SECONDS, Place
from tests.servers.loopback import HOST, free_ports
from tests.servers.processes import get, wait_for

PACKAGES = ("haproxy", "liblua5.3-0", "libopentracing1", "libopentracing-c-wrapper0", "nginx")
_CONFIGURATION = """\
global
  maxconn 200
defaults
  mode http
  timeout connect 2s
  timeout client 5s
  timeout server 5s
frontend metrics
  bind {host}:{metrics}
  http-request use-service prometheus-exporter if {{ path /metrics }}
frontend web
  bind {host}:{entrance}
  default_backend app
backend app
  option httpchk GET /
  server one {host}:{server} check inter 200ms
  server two {host}:{server} check inter 200ms
  server three {host}:{server} check inter 200ms backup
"""
# As much as a small company has behind it, so that the number of series is one that is met.
_OTHERS = 18
_OTHER = """\
backend service-{number}
  option httpchk GET /
  server one {host}:{server} check inter 5s
  server two {host}:{server} check inter 5s
  server three {host}:{server} check inter 5s
  server four {host}:{server} check inter 5s
"""


@contextmanager
def pages(place: Place) -> Iterator[list[str]]:
    """Runs it and gives its page."""
    server, entrance, metrics = free_ports(3)
    url = f"http://{HOST}:{metrics}/metrics"
    file = place.folder / "haproxy.cfg"
    parts = [_CONFIGURATION.format(host=HOST, server=server, entrance=entrance, metrics=metrics)]
    parts += [_OTHER.format(number=number, host=HOST, server=server) for number in range(_OTHERS)]
    file.write_text("".join(parts), "utf-8")
    with web(place, server), place.running("usr/sbin/haproxy", "-db", "-f", str(file)):
        checked = 'haproxy_server_check_status{proxy="app",server="three",state="L7OK"} 1\n'
        wait_for("it has checked its servers", lambda: checked in get(url), PATIENCE_SECONDS)
        wait_for("it balances", lambda: get(f"http://{HOST}:{entrance}/"), PATIENCE_SECONDS)
        yield [url]
