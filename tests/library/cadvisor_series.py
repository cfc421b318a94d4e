"""What makes the alerts of `cadvisor` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case

Series = list[dict[str, str]]


def container(metric: str, values: str, name: str = "shop") -> dict[str, str]:
    """Returns a series of a container; a group of processes that is none has no name."""
    return seen(metric, values, id=f"/docker/{name or 'none'}", image="shop:1", name=name)


def memory(used: int, limit: int, name: str = "shop") -> Series:
    """Returns memory that is used of a limit; 0 is none."""
    return [
        container("container_memory_working_set_bytes", f"{used}x120", name),
        container("container_spec_memory_limit_bytes", f"{limit}x120", name),
    ]


def slices(held_back: int, name: str = "shop", of: int = 100) -> Series:
    """Returns time slices a minute."""
    return [
        container("container_cpu_cfs_throttled_periods_total", f"0+{held_back}x120", name),
        container("container_cpu_cfs_periods_total", f"0+{of}x120", name),
    ]


# Started anew every ten minutes, with a minute in which it isn't there.
_LOOP = " ".join(f"{minute * 60}x8 _" for minute in range(0, 120, 10))

CASES: list[Case] = [
    ("CadvisorDown", [up(0)], True),
    ("CadvisorDown", [], True),
    ("CadvisorDown", [up()], False),
    ("CadvisorContainerRestarts", [container("container_start_time_seconds", _LOOP)], True),
    ("CadvisorContainerRestarts", [container("container_start_time_seconds", "60x90 5460x30")], False),
    ("CadvisorContainerRestarts", [container("container_start_time_seconds", "60x120")], False),
    ("CadvisorContainerRestarts", [container("container_start_time_seconds", _LOOP, "")], False),
    ("CadvisorMemoryNearLimit", memory(91, 100), True),
    ("CadvisorMemoryNearLimit", memory(89, 100), False),
    ("CadvisorMemoryNearLimit", memory(91, 0), False),
    ("CadvisorMemoryNearLimit", memory(91, 100, ""), False),
    ("CadvisorOutOfMemory", [container("container_oom_events_total", "0x95 1x25")], True),
    ("CadvisorOutOfMemory", [container("container_oom_events_total", "1x120")], False),
    ("CadvisorOutOfMemory", [container("container_oom_events_total", "0x95 1x25", "")], False),
    ("CadvisorCpuThrottled", slices(51), True),
    ("CadvisorCpuThrottled", slices(49), False),
    ("CadvisorCpuThrottled", slices(0, of=0), False),
    ("CadvisorCpuThrottled", slices(51, ""), False),
]
