"""What makes the alerts of `mysql` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case

Series = list[dict[str, str]]


def answers(exporter: int = 1, server: int | None = 1) -> Series:
    """Returns whether the exporter answers, and whether the server answers it."""
    return [up(exporter), *([] if server is None else [seen("mysql_up", f"{server}x120")])]


def connections(count: int) -> Series:
    """Returns connections of a server that takes 100."""
    return [
        seen("mysql_global_status_threads_connected", f"{count}x120"),
        seen("mysql_global_variables_max_connections", "100x120"),
    ]


def refused(values: str, error: str = "max_connections") -> Series:
    """Returns connections that the server refused."""
    return [seen("mysql_global_status_connection_errors_total", values, error=error)]


def replica(fetching: int, applying: int, behind: int = 0) -> Series:
    """Returns what a replica does, and how many seconds it is behind."""
    return [
        seen("mysql_slave_status_slave_io_running", f"{fetching}x120", master_host="db-1"),
        seen("mysql_slave_status_slave_sql_running", f"{applying}x120", master_host="db-1"),
        seen("mysql_slave_status_seconds_behind_master", f"{behind}x120", master_host="db-1"),
    ]


def cluster(ready: int, larger: int, meant: int = 1) -> Series:
    """Returns what a server says of its cluster."""
    return [
        seen("mysql_global_status_wsrep_ready", f"{ready}x120"),
        seen("mysql_global_status_wsrep_cluster_status", f"{larger}x120"),
        seen("mysql_global_variables_wsrep_on", f"{meant}x120"),
    ]


def files(count: int) -> Series:
    """Returns open files of a server that may have 100."""
    return [
        seen("mysql_global_status_open_files", f"{count}x120"),
        seen("mysql_global_variables_open_files_limit", "100x120"),
    ]


CASES: list[Case] = [
    ("MysqlDown", answers(server=0), True),
    ("MysqlDown", answers(exporter=0, server=None), True),
    ("MysqlDown", [], True),
    ("MysqlDown", answers(), False),
    ("MysqlConnectionsNearLimit", connections(81), True),
    ("MysqlConnectionsNearLimit", connections(79), False),
    ("MysqlRefusesConnections", refused("0x97 5x20"), True),
    ("MysqlRefusesConnections", refused("5x120"), False),
    ("MysqlRefusesConnections", refused("0+5x120", "tcpwrap"), False),
    ("MysqlReplicaStopped", replica(0, 1), True),
    ("MysqlReplicaStopped", replica(1, 0), True),
    ("MysqlReplicaStopped", replica(1, 1), False),
    ("MysqlReplicaStopped", [], False),
    ("MysqlReplicaLag", replica(1, 1, 61), True),
    ("MysqlReplicaLag", replica(1, 1, 59), False),
    ("MysqlClusterNodeOut", cluster(0, 1), True),
    ("MysqlClusterNodeOut", cluster(1, 0), True),
    ("MysqlClusterNodeOut", cluster(1, 1), False),
    ("MysqlClusterNodeOut", cluster(0, 0, meant=0), False),
    ("MysqlFilesNearLimit", files(81), True),
    ("MysqlFilesNearLimit", files(79), False),
    ("MysqlLogBufferTooSmall", [seen("mysql_global_status_innodb_log_waits", "0+1x120")], True),
    ("MysqlLogBufferTooSmall", [seen("mysql_global_status_innodb_log_waits", "0+0.5x120")], False),
]
