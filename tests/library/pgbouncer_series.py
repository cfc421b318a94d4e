"""What makes the alerts of `pgbouncer` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case

Series = list[dict[str, str]]


def answers(exporter: int = 1, server: int | None = 1) -> Series:
    """Returns whether the exporter answers, and whether the server answers it."""
    return [up(exporter), *([] if server is None else [seen("pgbouncer_up", f"{server}x120")])]


def waiting(seconds: int) -> Series:
    """Returns how long the first client has waited."""
    return [seen("pgbouncer_pools_client_maxwait_seconds", f"{seconds}x120", database="shop", user="web")]


def clients(count: int) -> Series:
    """Returns clients of a server that takes 100."""
    return [
        seen("pgbouncer_used_clients", f"{count}x120"),
        seen("pgbouncer_config_max_client_connections", "100x120"),
    ]


def connections(count: int, limit: int) -> Series:
    """Returns connections to a database; a limit of 0 is none."""
    labels = {"name": "shop", "host": "db-1", "port": "5432", "database": "shop", "pool_mode": "transaction"}
    return [
        seen("pgbouncer_databases_current_connections", f"{count}x120", **labels),
        seen("pgbouncer_databases_max_connections", f"{limit}x120", **labels),
    ]


def stopped(paused: int, disabled: int) -> Series:
    """Returns whether somebody has stopped a database."""
    return [
        seen("pgbouncer_databases_paused", f"{paused}x120", name="shop"),
        seen("pgbouncer_databases_disabled", f"{disabled}x120", name="shop"),
    ]


CASES: list[Case] = [
    ("PgbouncerDown", answers(server=0), True),
    ("PgbouncerDown", answers(exporter=0, server=None), True),
    ("PgbouncerDown", [], True),
    ("PgbouncerDown", answers(), False),
    ("PgbouncerClientsWait", waiting(11), True),
    ("PgbouncerClientsWait", waiting(9), False),
    ("PgbouncerClientsNearLimit", clients(81), True),
    ("PgbouncerClientsNearLimit", clients(79), False),
    ("PgbouncerDatabaseNearLimit", connections(91, 100), True),
    ("PgbouncerDatabaseNearLimit", connections(89, 100), False),
    ("PgbouncerDatabaseNearLimit", connections(50, 0), False),
    ("PgbouncerDatabaseStopped", stopped(1, 0), True),
    ("PgbouncerDatabaseStopped", stopped(0, 1), True),
    ("PgbouncerDatabaseStopped", stopped(0, 0), False),
]
