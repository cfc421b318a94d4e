"""What makes the alerts of `go-runtime` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen
from tests.stacks.firing import Case

Series = list[dict[str, str]]


def heap(used: int, limit: float = 1000) -> Series:
    """Returns the heap of a program, and what it may take; without a limit that is the largest whole number."""
    return [
        seen("go_memstats_heap_inuse_bytes", f"{used}x120"),
        seen("go_gc_gomemlimit_bytes", f"{limit:.0f}x120"),
    ]


def waits(soon: int) -> Series:
    """Returns how many goroutines of a thousand a minute waited for less than ten milliseconds."""
    counts = {"0.010485759999999998": soon, "0.11744051199999998": 1000, "+Inf": 1000}
    return [seen("go_sched_latencies_seconds_bucket", f"0+{count}x120", le=bound) for bound, count in counts.items()]


CASES: list[Case] = [
    ("GoRuntimeGoroutinesPileUp", [seen("go_goroutines", "100001x120")], True),
    ("GoRuntimeGoroutinesPileUp", [seen("go_goroutines", "100000x120")], False),
    ("GoRuntimeThreadsNearLimit", [seen("go_threads", "5001x120")], True),
    ("GoRuntimeThreadsNearLimit", [seen("go_threads", "5000x120")], False),
    ("GoRuntimeMemoryNearLimit", heap(951), True),
    ("GoRuntimeMemoryNearLimit", heap(949), False),
    ("GoRuntimeMemoryNearLimit", heap(10**12, limit=2.0**63), False),
    # Between 10 and 117 ms the quantile is on a straight line: beyond 100 ms where 5 % waited longer than 10 ms.
    ("GoRuntimeGoroutinesWait", waits(930), True),
    ("GoRuntimeGoroutinesWait", waits(960), False),
]
