"""PostgreSQL with some databases and a replication slot, behind Debian's postgres_exporter."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.exporting import PATIENCE_SECONDS, Place
from tests.servers.loopback import HOST, free_ports
from tests.servers.processes import get, wait_for

PACKAGES = (
    "postgresql-15",
    "postgresql-client-15",
    "libpq5",
    "libldap-2.5-0",
    "libicu72",
    "libxml2",
    "libxslt1.1",
    "libllvm14",
    "prometheus-postgres-exporter",
)
# What the library says of the release of each is in its `source`.
OTHERWISE = {
    "*{server}": "no longer there since 0.20",
    "pg_replication_slots_*{database}": "Debian's 0.11 doesn't have the label yet",
    "pg_stat_activity_*{application_name}": "Debian's 0.11 doesn't have the label yet",
    "pg_stat_activity_*{backend_type}": "Debian's 0.11 doesn't have the label yet",
    "pg_stat_activity_*{usename}": "Debian's 0.11 doesn't have the label yet",
    "pg_stat_activity_*{wait_event*}": "Debian's 0.11 doesn't have the label yet",
    "pg_database_wraparound_age_datfrozenxid_seconds": "it needs a collector that 0.11 doesn't have yet",
    "pg_replication_is_replica": "there since 0.12",
    "pg_replication_lag_seconds": "there since 0.12",
    "pg_stat_checkpointer_*": "PostgreSQL 15 counts them as pg_stat_bgwriter_*",
    "pg_stat_replication_pg_wal_lsn_diff": "nobody reads from the server",
    "pg_stat_user_tables_*": "there since 0.13",
    "pg_wal_size_bytes": "there since 0.14",
}
OTHERS = 6
PROGRAMS = "usr/lib/postgresql/15/bin"


@contextmanager
def pages(place: Place) -> Iterator[list[str]]:
    """Runs a server and its exporter, and gives the page."""
    place.open_root()
    port, listened = free_ports(2)
    url = f"http://{HOST}:{listened}/metrics"
    with database(place, port):
        databases = ["shop", *(f"shop_{number}" for number in range(1, OTHERS + 1))]
        created = [part for name in databases for part in ("-c", f"create database {name}")]
        slot = "select pg_create_physical_replication_slot('standby', true)"
        place.call(f"{PROGRAMS}/psql", *_to(port, "postgres"), *created, "-c", slot)
        source = {"DATA_SOURCE_NAME": f"postgresql://postgres@{HOST}:{port}/shop?sslmode=disable"}
        listen = f"--web.listen-address={HOST}:{listened}"
        with place.running("usr/bin/prometheus-postgres-exporter", listen, environment=source):
            wait_for("the exporter is logged in", lambda: "pg_up 1\n" in get(url), PATIENCE_SECONDS)
            yield [url]


@contextmanager
def database(place: Place, port: int) -> Iterator[None]:
    """Runs a server that everyone may log in to on loopback."""
    data = place.folder / "data"
    data.mkdir()
    place.give(data)
    initial = ("-D", str(data), "-U", "postgres", "--auth=trust", "--no-locale", "--encoding=UTF8", "--no-sync")
    place.call(f"{PROGRAMS}/initdb", *initial, folder=data, as_nobody=True)
    # Nothing is compiled for queries, so the compiler's library isn't loaded.
    settings = ("-c", f"listen_addresses={HOST}", "-c", "unix_socket_directories=", "-c", "jit=off", "-c", "fsync=off")
    with place.running(f"{PROGRAMS}/postgres", "-D", str(data), "-p", str(port), *settings, as_nobody=True):
        asked = (f"{PROGRAMS}/pg_isready", "-h", HOST, "-p", str(port))
        wait_for("the server takes connections", lambda: place.succeeds(*asked), PATIENCE_SECONDS)
        yield


def _to(port: int, name: str) -> tuple[str, ...]:
    return ("-h", HOST, "-p", str(port), "-U", "postgres", "-d", name)
