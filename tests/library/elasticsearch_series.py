"""What makes the alerts of `elasticsearch` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.installed import JOB
from tests.library.series import seen, up
from tests.stacks.firing import Case, metric

Series = list[dict[str, str]]


def colour(shown: str) -> Series:
    """Returns the colour of a cluster, whose exporter answers."""
    colours = ("green", "yellow", "red")
    name = "elasticsearch_cluster_health_status"
    return [up(), *(seen(name, f"{int(each == shown)}x120", cluster="shop", color=each) for each in colours)]


def nodes(values: str) -> Series:
    """Returns the number of nodes."""
    return [seen("elasticsearch_cluster_health_number_of_nodes", values, cluster="shop")]


def disk(left: int) -> Series:
    """Returns the space that is left of 100."""
    labels = {"cluster": "shop", "name": "node-1", "mount": "/", "path": "/data"}
    return [
        seen("elasticsearch_filesystem_data_available_bytes", f"{left}x120", **labels),
        seen("elasticsearch_filesystem_data_size_bytes", "100x120", **labels),
    ]


def memory(used: int, area: str = "heap") -> Series:
    """Returns memory of Java that is used of 100."""
    return [
        seen("elasticsearch_jvm_memory_used_bytes", f"{used}x120", name="node-1", area=area),
        seen("elasticsearch_jvm_memory_max_bytes", "100x120", name="node-1", area="heap"),
    ]


def tripped(values: str) -> Series:
    """Returns requests that a breaker refused."""
    return [seen("elasticsearch_breakers_tripped", values, name="node-1", breaker="parent")]


def rejected(values: str) -> Series:
    """Returns requests that a queue refused."""
    return [seen("elasticsearch_thread_pool_rejected_count", values, name="node-1", type="write")]


def pending(count: int) -> Series:
    """Returns the changes that wait for the master."""
    return [seen("elasticsearch_cluster_health_number_of_pending_tasks", f"{count}x120", cluster="shop")]


# One exporter of two is gone, and the other one still tells of the cluster.
SECOND = metric("up", "0x120", job=JOB, instance="exporter-2:9000", service=JOB)
HEALTHY = colour("green")[1:]
CASES: list[Case] = [
    ("ElasticsearchDown", [up()], True),
    ("ElasticsearchDown", [up(0)], True),
    ("ElasticsearchDown", [*colour("green"), SECOND], True),
    ("ElasticsearchDown", [], True),
    ("ElasticsearchDown", colour("red"), False),
    ("ElasticsearchClusterRed", colour("red"), True),
    ("ElasticsearchClusterRed", colour("yellow"), False),
    ("ElasticsearchClusterYellow", colour("yellow"), True),
    ("ElasticsearchClusterYellow", colour("green"), False),
    ("ElasticsearchNodeLost", nodes("3x70 2x50"), True),
    ("ElasticsearchNodeLost", nodes("2x70 3x50"), False),
    ("ElasticsearchNodeLost", nodes("3x70 2x5 3x45"), False),
    ("ElasticsearchDiskAlmostFull", disk(11), True),
    ("ElasticsearchDiskAlmostFull", disk(13), False),
    ("ElasticsearchHeapFull", memory(91), True),
    ("ElasticsearchHeapFull", memory(89), False),
    ("ElasticsearchHeapFull", memory(99, "non-heap"), False),
    ("ElasticsearchBreakerTripped", tripped("0x92 3x28"), True),
    ("ElasticsearchBreakerTripped", tripped("3x120"), False),
    ("ElasticsearchRejects", rejected("0+0.5x120"), True),
    ("ElasticsearchRejects", rejected("7x120"), False),
    ("ElasticsearchRejects", rejected("7x97 9x23"), False),
    ("ElasticsearchMasterBehind", pending(101), True),
    ("ElasticsearchMasterBehind", pending(99), False),
]
