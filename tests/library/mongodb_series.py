"""What makes the alerts of `mongodb` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case

Series = list[dict[str, str]]


def answers(exporter: int = 1, server: int | None = 1) -> Series:
    """Returns whether the exporter answers, and whether the server answers it."""
    return [up(exporter), *([] if server is None else [seen("mongodb_up", f"{server}x120", cluster_role="mongod")])]


def connections(count: int) -> Series:
    """Returns connections of a server that takes 100, and all that there ever were."""
    return [
        seen("mongodb_ss_connections", f"{count}x120", conn_type="current"),
        seen("mongodb_ss_connections", f"{100 - count}x120", conn_type="available"),
        seen("mongodb_ss_connections", "0+50x120", conn_type="totalCreated"),
    ]


def members(*states: str) -> Series:
    """Returns the members of a replica set as one of them sees them."""
    numbers = {"PRIMARY": 1, "SECONDARY": 2, "DOWN": 8}
    return [
        seen("mongodb_rs_myState", "2x120"),
        *(
            each
            for number, state in enumerate(states)
            for each in (
                seen(
                    "mongodb_rs_members_state", f"{numbers[state]}x120", member_idx=f"db-{number}", member_state=state
                ),
                seen(
                    "mongodb_rs_members_health",
                    f"{int(state != 'DOWN')}x120",
                    member_idx=f"db-{number}",
                    member_state=state,
                ),
            )
        ),
    ]


def behind(seconds: int) -> Series:
    """Returns how far a member is behind."""
    name = "mongodb_mongod_replset_member_replication_lag"
    return [seen(name, f"{seconds}x120", name="db-2", set="shop", state="SECONDARY")]


def queue(count: int, kind: str = "total") -> Series:
    """Returns the operations that wait for a lock."""
    return [seen("mongodb_ss_globalLock_currentQueue", f"{count}x120", count_type=kind)]


def dirty(count: int) -> Series:
    """Returns memory that waits to be written, of 100."""
    return [
        seen("mongodb_ss_wt_cache_tracked_dirty_bytes_in_the_cache", f"{count}x120"),
        seen("mongodb_ss_wt_cache_maximum_bytes_configured", "100x120"),
    ]


CASES: list[Case] = [
    ("MongodbDown", answers(server=0), True),
    ("MongodbDown", answers(exporter=0, server=None), True),
    ("MongodbDown", [], True),
    ("MongodbDown", answers(), False),
    ("MongodbConnectionsNearLimit", connections(81), True),
    ("MongodbConnectionsNearLimit", connections(79), False),
    ("MongodbNoPrimary", members("SECONDARY", "DOWN", "DOWN"), True),
    ("MongodbNoPrimary", members("SECONDARY", "PRIMARY", "DOWN"), False),
    ("MongodbNoPrimary", answers(), False),
    ("MongodbMemberDown", members("SECONDARY", "PRIMARY", "DOWN"), True),
    ("MongodbMemberDown", members("SECONDARY", "PRIMARY", "SECONDARY"), False),
    ("MongodbReplicaLag", behind(61), True),
    ("MongodbReplicaLag", behind(59), False),
    ("MongodbOperationsWait", queue(101), True),
    ("MongodbOperationsWait", queue(99), False),
    ("MongodbOperationsWait", queue(200, "readers"), False),
    ("MongodbCacheDirty", dirty(21), True),
    ("MongodbCacheDirty", dirty(19), False),
]
