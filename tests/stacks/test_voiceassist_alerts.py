"""VoiceAssist's alerts as promtool sees them: each fires for its cause, and stays silent just this side of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.servers.toolset import Toolset
from tests.stacks.emitted import TOOLS
from tests.stacks.firing import judge, metric


def on_gateway(name: str, values: str, **labels: str) -> dict[str, str]:
    """Returns a series of the gateway."""
    return metric(name, values, job="voiceassist-api-gateway", instance="api-gateway:8000", **labels)


def slow(name: str, within: str, beyond: str, share: int) -> list[dict[str, str]]:
    """Returns a histogram: some percent of the observations within a bound, the rest in the next bucket."""
    return [
        on_gateway(f"{name}_bucket", f"0+{share}x120", le=within),
        on_gateway(f"{name}_bucket", "0+100x120", le=beyond),
        on_gateway(f"{name}_bucket", "0+100x120", le="+Inf"),
        on_gateway(f"{name}_count", "0+100x120"),
    ]


def requests(good: int, bad: int) -> list[dict[str, str]]:
    """Returns requests a minute."""
    return [
        on_gateway("http_requests_total", f"0+{good}x120", status="200"),
        on_gateway("http_requests_total", f"0+{bad}x120", status="503"),
    ]


def disk(free: int, kind: str) -> list[dict[str, str]]:
    """Returns a file system of 100 bytes."""
    labels = {"job": "hosts", "instance": "a:9100", "device": "/dev/sda1", "mountpoint": "/", "fstype": kind}
    return [
        metric("node_filesystem_avail_bytes", f"{free}x120", **labels),
        metric("node_filesystem_size_bytes", "100x120", **labels),
    ]


def memory(free: int) -> list[dict[str, str]]:
    """Returns the memory of a host that has 100 bytes."""
    labels = {"job": "hosts", "instance": "a:9100"}
    return [
        metric("node_memory_MemAvailable_bytes", f"{free}x120", **labels),
        metric("node_memory_MemTotal_bytes", "100x120", **labels),
    ]


def pool(used: int) -> list[dict[str, str]]:
    """Returns a pool of 20 connections."""
    return [
        on_gateway("database_connections_active", f"{used}x120"),
        on_gateway("database_connections_limit", "20x120"),
    ]


def logins(each_minute: int, result: str) -> list[dict[str, str]]:
    """Returns attempts to log in."""
    return [on_gateway("authentication_attempts_total", f"0+{each_minute}x120", result=result)]


def backup(at: int) -> list[dict[str, str]]:
    """Returns a backup of some second; the tests begin at second 0 and look at second 6000."""
    return [metric("backup_last_success_timestamp_seconds", f"{at}x120", job="backup", instance="")]


# Alert, what is there, whether it fires after 100 minutes. Labels of series that an alert doesn't look at are left out.
CASES = [
    ("ServiceDown", [on_gateway("up", "0x120")], True),
    ("ServiceDown", [], True),
    ("ServiceDown", [on_gateway("up", "1x120")], False),
    ("DatabaseDown", [metric("pg_up", "0x120", job="postgres")], True),
    ("DatabaseDown", [], True),
    ("DatabaseDown", [metric("pg_up", "1x120", job="postgres")], False),
    ("HighErrorRate", requests(94, 6), True),
    ("HighErrorRate", requests(96, 4), False),
    ("HighErrorRate", [], False),
    ("HighResponseTime", slow("http_request_duration_seconds", "2.0", "4.0", 94), True),
    ("HighResponseTime", slow("http_request_duration_seconds", "2.0", "4.0", 96), False),
    ("HighAuthenticationFailureRate", logins(11, "failure"), True),
    ("HighAuthenticationFailureRate", logins(9, "failure"), False),
    ("HighAuthenticationFailureRate", logins(99, "success"), False),
    ("DatabaseConnectionPoolNearLimit", pool(17), True),
    ("DatabaseConnectionPoolNearLimit", pool(15), False),
    ("HighMemoryUsage", memory(9), True),
    ("HighMemoryUsage", memory(11), False),
    ("LowDiskSpace", disk(9, "ext4"), True),
    ("LowDiskSpace", disk(11, "ext4"), False),
    ("LowDiskSpace", disk(0, "tmpfs"), False),
    ("SlowRAGQueries", slow("rag_query_duration_seconds", "30.0", "45.0", 94), True),
    ("SlowRAGQueries", slow("rag_query_duration_seconds", "30.0", "45.0", 96), False),
    ("SlowVectorSearch", slow("vector_search_duration_seconds", "2.0", "4.0", 94), True),
    ("SlowVectorSearch", slow("vector_search_duration_seconds", "2.0", "4.0", 96), False),
    ("AuditLogFailures", [on_gateway("audit_log_failures_total", "0x98 1x20")], True),
    ("AuditLogFailures", [on_gateway("audit_log_failures_total", "7x120")], False),
    ("TokenRevocationServiceDown", [on_gateway("token_revocation_up", "0x120")], True),
    ("TokenRevocationServiceDown", [on_gateway("token_revocation_up", "1x120")], False),
    ("NoRecentBackup", backup(-82_000), True),
    ("NoRecentBackup", backup(-79_000), False),
    ("NoRecentBackup", [], True),
    ("ApiGatewayAvailabilityBudgetBurn", requests(980, 20), True),
    ("ApiGatewayAvailabilityBudgetBurn", requests(99_995, 5), False),
    ("ApiGatewayLatencyBudgetBurn", slow("http_request_duration_seconds", "2.0", "4.0", 60), True),
    ("ApiGatewayLatencyBudgetBurn", slow("http_request_duration_seconds", "2.0", "4.0", 96), False),
]


@pytest.mark.parametrize("tools", TOOLS)
def test_promtool_sees_every_alert_fire_for_its_cause_and_stay_silent_without_it(
    tools: Callable[[], Toolset], tmp_path: Path
) -> None:
    judge("voiceassist", CASES, tools, tmp_path)
