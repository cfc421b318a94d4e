"""What makes the alerts of `postgres` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case

Series = list[dict[str, str]]


def answers(exporter: int = 1, server: int | None = 1) -> Series:
    """Returns whether the exporter answers, and whether the server answers it."""
    return [up(exporter), *([] if server is None else [seen("pg_up", f"{server}x120")])]


def connections(active: int, idle: int) -> Series:
    """Returns connections of a server that takes 100; Debian's exporter adds the label `server` to some series."""
    return [
        seen("pg_stat_activity_count", f"{active}x120", datname="shop", state="active", usename="web"),
        seen("pg_stat_activity_count", f"{idle}x120", datname="shop", state="idle", usename="web"),
        seen("pg_settings_max_connections", "100x120", server="localhost:5432"),
    ]


def transaction(seconds: int, **labels: str) -> Series:
    """Returns how long a transaction has been open."""
    return [seen("pg_stat_activity_max_tx_duration", f"{seconds}x120", datname="shop", state="active", **labels)]


def deadlocks(values: str) -> Series:
    """Returns the deadlocks of a database."""
    return [seen("pg_stat_database_deadlocks", values, datid="16384", datname="shop")]


def slot(size: int) -> Series:
    """Returns what is kept for a slot, in GiB."""
    return [seen("pg_replication_slots_pg_wal_lsn_diff", f"{size * 2**30}x120", slot_name="standby", database="")]


CASES: list[Case] = [
    ("PostgresDown", answers(server=0), True),
    ("PostgresDown", answers(exporter=0, server=None), True),
    ("PostgresDown", [], True),
    ("PostgresDown", answers(), False),
    ("PostgresConnectionsNearLimit", connections(41, 40), True),
    ("PostgresConnectionsNearLimit", connections(40, 39), False),
    ("PostgresConnectionsNearLimit", connections(0, 0), False),
    ("PostgresLongTransaction", transaction(1801), True),
    ("PostgresLongTransaction", transaction(1801, backend_type="client backend", application_name="web"), True),
    ("PostgresLongTransaction", transaction(1799), False),
    ("PostgresLongTransaction", transaction(1801, backend_type="autovacuum worker"), False),
    ("PostgresLongTransaction", transaction(1801, backend_type="client backend", application_name="pg_dump"), False),
    ("PostgresDeadlocks", deadlocks("0+0.4x120"), True),
    ("PostgresDeadlocks", deadlocks("0x95 4x25"), False),
    ("PostgresReplicaLag", [seen("pg_replication_lag_seconds", "61x120")], True),
    ("PostgresReplicaLag", [seen("pg_replication_lag_seconds", "59x120")], False),
    ("PostgresSlotKeepsLog", slot(11), True),
    ("PostgresSlotKeepsLog", slot(10), False),
    ("PostgresArchivingFails", [seen("pg_stat_archiver_failed_count", "0+1x120")], True),
    ("PostgresArchivingFails", [seen("pg_stat_archiver_failed_count", "7x120")], False),
    ("PostgresArchivingFails", [seen("pg_stat_archiver_failed_count", "7x90 8x30")], False),
    (
        "PostgresWraparoundNear",
        [seen("pg_database_wraparound_age_datfrozenxid_seconds", "1000000001x120", datname="shop")],
        True,
    ),
    (
        "PostgresWraparoundNear",
        [seen("pg_database_wraparound_age_datfrozenxid_seconds", "999999999x120", datname="shop")],
        False,
    ),
]
