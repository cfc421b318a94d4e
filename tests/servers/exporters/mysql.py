"""MariaDB and its replica, each behind Debian's mysqld_exporter."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from tests.servers.exporting import PATIENCE_SECONDS, Place
from tests.servers.loopback import HOST, free_ports
from tests.servers.processes import get, wait_for

PACKAGES = (
    "mariadb-server",
    "mariadb-server-core",
    "mariadb-client-core",
    "libaio1",
    "libnuma1",
    "liburing2",
    "libmariadb3",
    "prometheus-mysqld-exporter",
)
OTHERWISE = {
    "mysql_version_info{innodb_version}": "empty: MariaDB counts InnoDB as a part of itself",
    "mysql_slave_status_*{master_uuid}": "empty: MariaDB's servers have numbers instead",
    "mysql_slave_status_*{connection_name}": "empty: the replica has one primary, and the connection has no name",
    "mysql_slave_status_*{channel_name}": "empty: MySQL's word for it",
}


@contextmanager
def pages(place: Place) -> Iterator[list[str]]:
    """Runs a server and a replica of it, and gives the pages of their exporters."""
    primary, replica, *listened = free_ports(4)
    urls = [f"http://{HOST}:{port}/metrics" for port in listened]
    with ExitStack() as stack:
        ask_primary = stack.enter_context(database(place, "primary", primary, 1))
        ask_primary("create database shop; create table shop.orders (id integer primary key)")
        ask_replica = stack.enter_context(database(place, "replica", replica, 2))
        place_of_primary = f"master_host='{HOST}', master_port={primary}, master_user='exporter'"
        ask_replica(f"change master to {place_of_primary}, master_use_gtid=slave_pos; start slave")
        for port, shown in zip((primary, replica), listened, strict=True):
            source = {"DATA_SOURCE_NAME": f"exporter@({HOST}:{port})/"}
            listen = f"--web.listen-address={HOST}:{shown}"
            stack.enter_context(place.running("usr/bin/prometheus-mysqld-exporter", listen, environment=source))
        wait_for("the exporter is logged in", lambda: "mysql_up 1\n" in get(urls[0]), PATIENCE_SECONDS)
        wait_for("the replica follows", lambda: _follows(get(urls[1])), PATIENCE_SECONDS)
        yield urls


@contextmanager
def database(place: Place, name: str, port: int, number: int) -> Iterator[Callable[[str], str]]:
    """Runs a server that the exporter may log in to on loopback, and gives what asks it in SQL."""
    data, socket = place.folder / name, place.folder / f"{name}.socket"
    user = ("--user=root",) if os.geteuid() == 0 else ()
    common = ("--no-defaults", f"--datadir={data}", f"--lc-messages-dir={place.program('usr/share/mysql')}", *user)
    install = (f"--basedir={place.program('usr')}", "--auth-root-authentication-method=normal", "--skip-test-db")
    place.call("usr/bin/mariadb-install-db", *common, *install)
    reached = (f"--port={port}", f"--bind-address={HOST}", f"--socket={socket}")
    with place.running("usr/sbin/mariadbd", *common, *reached, f"--server-id={number}", f"--log-bin={name}"):
        asked = ("usr/bin/mariadb", f"--socket={socket}", "--user=root", "-e")
        wait_for("the server takes connections", lambda: place.succeeds(*asked, "select 1"), PATIENCE_SECONDS)
        rights = f"create user exporter@'{HOST}'; grant all on *.* to exporter@'{HOST}'; reset master"
        place.call(*asked, rights)
        yield lambda statement: place.call(*asked, statement)


def _follows(page: str) -> bool:
    running = re.findall(r"^mysql_slave_status_slave_(?:io|sql)_running\{.*\} (\d)$", page, re.MULTILINE)
    return running == ["1", "1"]
