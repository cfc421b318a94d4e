"""What makes the alerts of `redis` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case

Series = list[dict[str, str]]


def answers(exporter: int = 1, server: int | None = 1) -> Series:
    """Returns whether the exporter answers, and whether the server answers it."""
    return [up(exporter), *([] if server is None else [seen("redis_up", f"{server}x120")])]


def memory(used: int, limit: int, policy: str = "noeviction") -> Series:
    """Returns memory that is used of a limit; 0 is none."""
    return [
        seen("redis_memory_used_bytes", f"{used}x120"),
        seen("redis_memory_max_bytes", f"{limit}x120"),
        seen("redis_instance_info", "1x120", role="master", maxmemory_policy=policy),
    ]


def cache(found: int, missed: int, removed: int) -> Series:
    """Returns lookups and removed keys a minute."""
    return [
        seen("redis_keyspace_hits_total", f"0+{found}x120"),
        seen("redis_keyspace_misses_total", f"0+{missed}x120"),
        seen("redis_evicted_keys_total", f"0+{removed}x120"),
    ]


def replica(link: int) -> Series:
    """Returns whether a replica has its primary."""
    return [seen("redis_master_link_up", f"{link}x120", master_host="cache-1", master_port="6379")]


def written(snapshot: int, log: int) -> Series:
    """Returns whether data was last written."""
    return [
        seen("redis_rdb_last_bgsave_status", f"{snapshot}x120"),
        seen("redis_aof_last_write_status", f"{log}x120"),
    ]


CASES: list[Case] = [
    ("RedisDown", answers(server=0), True),
    ("RedisDown", answers(exporter=0, server=None), True),
    ("RedisDown", [], True),
    ("RedisDown", answers(), False),
    ("RedisMemoryNearLimit", memory(91, 100), True),
    ("RedisMemoryNearLimit", memory(89, 100), False),
    ("RedisMemoryNearLimit", memory(91, 0), False),
    ("RedisMemoryNearLimit", memory(99, 100, "allkeys-lru"), False),
    ("RedisCacheTooSmall", cache(100, 101, 120), True),
    ("RedisCacheTooSmall", cache(0, 101, 120), True),
    ("RedisCacheTooSmall", cache(101, 100, 120), False),
    ("RedisCacheTooSmall", cache(100, 101, 0), False),
    ("RedisCacheTooSmall", cache(0, 0, 0), False),
    ("RedisRejectsConnections", [seen("redis_rejected_connections_total", "0x97 5x20")], True),
    ("RedisRejectsConnections", [seen("redis_rejected_connections_total", "5x120")], False),
    ("RedisReplicaDisconnected", replica(0), True),
    ("RedisReplicaDisconnected", replica(1), False),
    ("RedisNotSaved", written(0, 1), True),
    ("RedisNotSaved", written(1, 0), True),
    ("RedisNotSaved", written(1, 1), False),
]
