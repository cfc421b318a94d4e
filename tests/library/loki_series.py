"""What makes the alerts of `loki` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case

Series = list[dict[str, str]]


def one(metric: str, values: str, **labels: str) -> Series:
    """Returns a single series."""
    return [seen(f"loki_{metric}", values, **labels)]


def requests(failed: int) -> Series:
    """Returns requests, a hundred a minute."""
    labels = {"method": "POST", "route": "loki_api_v1_push", "ws": "false"}
    return [
        seen("loki_request_duration_seconds_count", f"0+{failed}x120", status_code="500", **labels),
        seen("loki_request_duration_seconds_count", f"0+{100 - failed}x120", status_code="204", **labels),
    ]


def chunks(failed: int) -> Series:
    """Returns chunks that were to be stored, a hundred a minute."""
    return [
        *one("ingester_chunks_flush_failures_total", f"0+{failed}x120"),
        *one("ingester_chunks_flush_requests_total", "0+100x120"),
    ]


def joined(values: str, running: int = 1) -> Series:
    """Returns when the index was joined, in seconds after 1970; the test looks at 6000."""
    return [
        *one("boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds", values),
        *one("boltdb_shipper_compactor_running", f"{running}x120"),
    ]


def waits(soon: int) -> Series:
    """Returns how many queries of a hundred a minute waited for less than five seconds."""
    counts = {"2.5": soon, "5": soon, "10": 100, "+Inf": 100}
    return [
        seen("loki_query_scheduler_queue_duration_seconds_bucket", f"0+{count}x120", le=bound)
        for bound, count in counts.items()
    ]


def delivered(errors: float, sent: float) -> Series:
    """Returns what became of alerts, a minute."""
    labels = {"alertmanager": "http://alertmanager:9093/api/v2/alerts", "user": "fake"}
    return [
        *one("prometheus_notifications_errors_total", f"0+{errors}x120", **labels),
        *one("prometheus_notifications_sent_total", f"0+{sent}x120", **labels),
    ]


_REFUSED = {"reason": "rate_limited", "tenant": "shop"}
_GROUP = {"rule_group": "/loki/rules/fake/shop.yml;shop", "user": "fake"}

CASES: list[Case] = [
    ("LokiDown", [up(0)], True),
    ("LokiDown", [], True),
    ("LokiDown", [up()], False),
    ("LokiRequestsFail", requests(6), True),
    ("LokiRequestsFail", requests(4), False),
    ("LokiRequestsFail", [], False),
    ("LokiPanics", one("panic_total", "0x95 1x25"), True),
    ("LokiPanics", one("panic_total", "1x120"), False),
    ("LokiRefusesLines", one("discarded_samples_total", "0+1x120", **_REFUSED), True),
    ("LokiRefusesLines", one("discarded_samples_total", "0x80 0+1x40", **_REFUSED), False),
    ("LokiRefusesLines", one("discarded_samples_total", "5x120", **_REFUSED), False),
    ("LokiCannotStore", chunks(11), True),
    ("LokiCannotStore", chunks(9), False),
    ("LokiDiskAlmostFull", one("ingester_wal_disk_usage_percent", "0.81x120"), True),
    ("LokiDiskAlmostFull", one("ingester_wal_disk_usage_percent", "0.91x120"), True),
    ("LokiDiskAlmostFull", one("ingester_wal_disk_usage_percent", "0.79x120"), False),
    ("LokiDiskFull", one("ingester_wal_disk_full_failures_total", "0x95 1x25"), True),
    ("LokiDiskFull", one("ingester_wal_disk_full_failures_total", "1x120"), False),
    ("LokiIndexNotJoined", joined("60x120"), True),
    ("LokiIndexNotJoined", joined("60x120", running=0), False),
    ("LokiIndexNotJoined", joined("60+50x120"), False),
    ("LokiIndexNotJoined", joined("0x120"), False),
    ("LokiMembersUnhealthy", one("ring_members", "1x120", name="ingester", state="Unhealthy"), True),
    ("LokiMembersUnhealthy", one("ring_members", "1x120", name="ingester", state="LEAVING"), False),
    ("LokiMembersUnhealthy", one("ring_members", "0x120", name="ingester", state="Unhealthy"), False),
    ("LokiQueriesWait", waits(94), True),
    ("LokiQueriesWait", waits(96), False),
    ("LokiRulesFail", one("prometheus_rule_evaluation_failures_total", "0+1x120", **_GROUP), True),
    ("LokiRulesFail", one("prometheus_rule_evaluation_failures_total", "0x95 1x25", **_GROUP), False),
    ("LokiAlertsNotDelivered", delivered(0.6, 10), True),
    ("LokiAlertsNotDelivered", delivered(1, 0), True),
    ("LokiAlertsNotDelivered", delivered(0.4, 10), False),
]
