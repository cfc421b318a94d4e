"""Debian's RabbitMQ with its plugin for Prometheus, on an Erlang that isn't installed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.exporting import PATIENCE_SECONDS, Place
from tests.servers.loopback import HOST, free_ports
from tests.servers.processes import get, wait_for

ERLANG = (
    "asn1 base crypto eldap ftp inets mnesia os-mon parsetools public-key runtime-tools snmp ssl syntax-tools tftp "
    "tools xmerl"
)
PACKAGES = ("rabbitmq-server", *(f"erlang-{each}" for each in ERLANG.split()))
SERVER = "usr/lib/rabbitmq/lib/rabbitmq_server-3.10.8/sbin/rabbitmq-server"
_CONFIGURATION = """\
listeners.tcp.default = {host}:{client}
prometheus.tcp.ip = {host}
prometheus.tcp.port = {metrics}
"""


@contextmanager
def pages(place: Place) -> Iterator[list[str]]:
    """Runs a node and gives its page."""
    place.open_root()
    client, metrics, names, between = free_ports(4)
    home = _home(place, _CONFIGURATION.format(host=HOST, client=client, metrics=metrics))
    environment = {
        "HOME": str(home),
        "PATH": f"{place.folder / 'bin'}:{os.environ['PATH']}",
        "LANG": "C.UTF-8",
        "ERL_EPMD_ADDRESS": HOST,
        "ERL_EPMD_PORT": str(names),
        "RABBITMQ_NODENAME": "seen@localhost",
        "RABBITMQ_DIST_PORT": str(between),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        "RABBITMQ_MNESIA_BASE": str(home / "data"),
        "RABBITMQ_LOG_BASE": str(home / "log"),
        "RABBITMQ_PID_FILE": str(home / "pid"),
        "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(home / "advanced.config"),
        "RABBITMQ_CONF_ENV_FILE": str(home / "environment.conf"),
    }
    url = f"http://{HOST}:{metrics}/metrics"
    # Debian's Erlang leaves its list of nodes to a service of the system.
    listing = place.running("usr/lib/erlang/bin/epmd", "-address", HOST, "-port", str(names), as_nobody=True)
    with listing, place.running(SERVER, environment=environment, as_nobody=True):
        wait_for("the node has metrics", lambda: "rabbitmq_identity_info{" in get(url), PATIENCE_SECONDS)
        yield [url]


def _home(place: Place, configuration: str) -> Path:
    """Makes what a node wants to find: its settings, a cookie that only its user may read, and where Erlang is."""
    home, programs = place.folder / "home", place.folder / "bin"
    home.mkdir()
    programs.mkdir()
    erl = place.program("usr/lib/erlang/bin/erl").read_text("utf-8")
    (programs / "erl").write_text(erl.replace("=/usr/lib/erlang", f"={place.program('usr/lib/erlang')}"), "utf-8")
    (programs / "erl").chmod(0o755)
    (home / "rabbitmq.conf").write_text(configuration, "utf-8")
    (home / "enabled_plugins").write_text("[rabbitmq_prometheus].\n", "utf-8")
    (home / ".erlang.cookie").write_text("a-cookie-of-the-test", "utf-8")
    (home / ".erlang.cookie").chmod(0o400)
    for each in (home, *home.iterdir()):
        place.give(each)
    return home
