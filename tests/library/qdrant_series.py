"""What makes the alerts of `qdrant` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case

Series = list[dict[str, str]]


def share(used: str, limit: str, value: int) -> Series:
    """Returns what is used of 1000."""
    return [seen(used, f"{value}x120"), seen(limit, "1000x120")]


def responses(failed: str, succeeded: str) -> Series:
    """Returns answers with a server error, and others."""
    labels = {"method": "POST", "endpoint": "/collections/{name}/points/query"}
    return [
        seen("rest_responses_total", failed, status="500", **labels),
        seen("rest_responses_total", succeeded, status="200", **labels),
    ]


CASES: list[Case] = [
    ("QdrantDown", [up(0)], True),
    ("QdrantDown", [], True),
    ("QdrantDown", [up()], False),
    ("QdrantRecoveryMode", [seen("app_status_recovery_mode", "1x120")], True),
    ("QdrantRecoveryMode", [seen("app_status_recovery_mode", "0x120")], False),
    ("QdrantReplicasDead", [seen("collection_dead_replicas", "1x120")], True),
    ("QdrantReplicasDead", [seen("collection_dead_replicas", "0x120")], False),
    ("QdrantReplicasDead", [seen("collection_dead_replicas", "0x90 1x30")], False),
    ("QdrantChangesWait", [seen("cluster_pending_operations_total", "1x120")], True),
    ("QdrantChangesWait", [seen("cluster_pending_operations_total", "0x120")], False),
    ("QdrantServerErrors", responses("0+6x120", "0+94x120"), True),
    ("QdrantServerErrors", responses("0+4x120", "0+96x120"), False),
    ("QdrantServerErrors", responses("0x95 5x20", "0x95 5x20"), False),
    ("QdrantServerErrors", responses("0x120", "0x120"), False),
    ("QdrantMappingsNearLimit", share("process_open_mmaps", "system_max_mmaps", 810), True),
    ("QdrantMappingsNearLimit", share("process_open_mmaps", "system_max_mmaps", 790), False),
    ("QdrantFileDescriptorsNearLimit", share("process_open_fds", "process_max_fds", 810), True),
    ("QdrantFileDescriptorsNearLimit", share("process_open_fds", "process_max_fds", 790), False),
]
