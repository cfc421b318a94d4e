"""Residency Scheduler's alerts as promtool sees them: each fires for its cause, and for nothing less."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.servers.toolset import Toolset
from tests.stacks.emitted import TOOLS
from tests.stacks.firing import judge, metric


def application(name: str, values: str, **labels: str) -> dict[str, str]:
    """Returns a series that is scraped."""
    return metric(name, values, job="residency-scheduler", instance="backend:8000", **labels)


def pushed(name: str, values: str, **labels: str) -> dict[str, str]:
    """Returns a series that is pushed."""
    return metric(name, values, job="residency-scheduler-planner", **labels)


def requests(good: int, bad: int) -> list[dict[str, str]]:
    """Returns requests a minute."""
    return [
        application("http_requests_total", f"0+{good}x120", status="200"),
        application("http_requests_total", f"0+{bad}x120", status="503"),
    ]


def share(part: str, of: str, percent: int) -> list[dict[str, str]]:
    """Returns two gauges, of which the second is 100."""
    return [application(part, f"{percent}x120"), application(of, "100x120")]


def lookups(hits: int, misses: int) -> list[dict[str, str]]:
    """Returns lookups a minute."""
    return [
        application("cache_lookups_total", f"0+{hits}x120", result="hit"),
        application("cache_lookups_total", f"0+{misses}x120", result="miss"),
    ]


def slow_requests(percent: int) -> list[dict[str, str]]:
    """Returns requests of which some percent are answered within 2 s, and the others within 4 s."""
    name = "http_request_duration_seconds_bucket"
    return [
        application(name, f"0+{percent}x120", le="2.0"),
        application(name, "0+100x120", le="4.0"),
        application(name, "0+100x120", le="+Inf"),
    ]


def plans(percent: int) -> list[dict[str, str]]:
    """Returns plans of which some percent are made within 300 s, and the others within 600 s."""
    name = "schedule_generation_duration_seconds_bucket"
    return [
        pushed(name, f"0+{percent}x120", le="300.0"),
        pushed(name, "0+100x120", le="600.0"),
        pushed(name, "0+100x120", le="+Inf"),
    ]


def audit(at: int) -> list[dict[str, str]]:
    """Returns an audit of some second; the tests begin at second 0 and look at second 6000."""
    return [pushed("acgme_audit_last_success_timestamp_seconds", f"{at}x120")]


CASES = [
    ("BackendDown", [application("up", "0x120")], True),
    ("BackendDown", [], True),
    ("BackendDown", [application("up", "1x120")], False),
    ("HighErrorRate", requests(97, 3), True),
    ("HighErrorRate", requests(99, 1), False),
    ("HighErrorRate", [], False),
    ("SlowRequests", slow_requests(94), True),
    ("SlowRequests", slow_requests(96), False),
    ("DatabaseConnectionsNearLimit", share("database_connections_active", "database_connections_limit", 81), True),
    ("DatabaseConnectionsNearLimit", share("database_connections_active", "database_connections_limit", 79), False),
    ("LowCacheHitRate", lookups(49, 51), True),
    ("LowCacheHitRate", lookups(0, 9), True),
    ("LowCacheHitRate", lookups(51, 49), False),
    ("ManyFailedLogins", [application("authentication_failures_total", "0+11x120", reason="password")], True),
    ("ManyFailedLogins", [application("authentication_failures_total", "0+9x120", reason="password")], False),
    ("SuspiciousActivity", [application("suspicious_activity_total", "0x95 1x20", kind="token_reuse")], True),
    ("SuspiciousActivity", [application("suspicious_activity_total", "0x80 1x40", kind="token_reuse")], False),
    ("ManyRateLimitViolations", [application("rate_limit_violations_total", "0+21x120", endpoint="/swaps")], True),
    (
        "ManyRateLimitViolations",
        [application("rate_limit_violations_total", "0+19x120", endpoint=each) for each in ("/swaps", "/plans")],
        False,
    ),
    ("HighCPUUsage", [application("system_cpu_utilization_ratio", "0.91x120")], True),
    ("HighCPUUsage", [application("system_cpu_utilization_ratio", "0.89x120")], False),
    ("HighMemoryUsage", share("system_memory_used_bytes", "system_memory_total_bytes", 91), True),
    ("HighMemoryUsage", share("system_memory_used_bytes", "system_memory_total_bytes", 89), False),
    ("ProcessFileDescriptorsNearLimit", share("process_open_fds", "process_max_fds", 81), True),
    ("ProcessFileDescriptorsNearLimit", share("process_open_fds", "process_max_fds", 79), False),
    ("ProcessRestartsInALoop", [application("process_start_time_seconds", "0+60x120")], True),
    ("ProcessRestartsInALoop", [application("process_start_time_seconds", "0x120")], False),
    ("PushgatewayDown", [metric("up", "0x120", job="pushgateway", instance="pushgateway:9091")], True),
    ("PushgatewayDown", [metric("up", "1x120", job="pushgateway", instance="pushgateway:9091")], False),
    ("ComplianceScoreLow", [pushed("acgme_compliance_ratio", "0.97x120")], True),
    ("ComplianceScoreLow", [pushed("acgme_compliance_ratio", "0.99x120")], False),
    ("ACGMEViolations", [pushed("acgme_violations_total", "0x50 1x70", rule="day_off")], True),
    ("ACGMEViolations", [pushed("acgme_violations_total", "7x120", rule="day_off")], False),
    # A planner that was started anew counts from 0: no more violations than it says.
    ("ACGMEViolations", [pushed("acgme_violations_total", "7x50 0x70", rule="day_off")], False),
    ("ComplianceUnknown", audit(-5_800), True),
    ("ComplianceUnknown", [], True),
    ("ComplianceUnknown", audit(-3_600), False),
    ("SlowScheduleGeneration", plans(94), True),
    ("SlowScheduleGeneration", plans(96), False),
]


@pytest.mark.parametrize("tools", TOOLS)
def test_promtool_sees_every_alert_fire_for_its_cause_and_stay_silent_without_it(
    tools: Callable[[], Toolset], tmp_path: Path
) -> None:
    judge("residency-scheduler/production", CASES, tools, tmp_path)
