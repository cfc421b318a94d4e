"""What makes the alerts of `tempo` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case

Series = list[dict[str, str]]


def spans(received: int, discarded: int) -> Series:
    """Returns spans a minute."""
    return [
        seen("tempo_distributor_spans_received_total", f"0+{received}x120", tenant="single-tenant"),
        seen("tempo_discarded_spans_total", f"0+{discarded}x120", tenant="single-tenant", reason="rate_limited"),
    ]


def appends(failed: int, given: int) -> Series:
    """Returns batches a minute that an ingester was given."""
    return [
        seen("tempo_distributor_ingester_append_failures_total", f"0+{failed}x120", ingester="10.0.0.1:9095"),
        seen("tempo_distributor_ingester_appends_total", f"0+{given}x120", ingester="10.0.0.1:9095"),
    ]


def polls(values: str) -> Series:
    """Returns attempts to list blocks that failed."""
    return [seen("tempodb_blocklist_poll_errors_total", values, tenant="single-tenant")]


def index(seconds: int) -> Series:
    """Returns how old the list of blocks is."""
    return [seen("tempodb_blocklist_tenant_index_age_seconds", f"{seconds}x120", tenant="single-tenant")]


CASES: list[Case] = [
    ("TempoDown", [up(0)], True),
    ("TempoDown", [], True),
    ("TempoDown", [up()], False),
    ("TempoDiscardsSpans", spans(10000, 110), True),
    ("TempoDiscardsSpans", spans(10000, 90), False),
    ("TempoDiscardsSpans", spans(100, 50), False),
    ("TempoDiscardsSpans", spans(0, 0), False),
    ("TempoIngesterRefuses", appends(6, 100), True),
    ("TempoIngesterRefuses", appends(4, 100), False),
    ("TempoIngesterRefuses", appends(0, 0), False),
    ("TempoCannotFlush", [seen("tempo_ingester_failed_flushes_total", "0x75 1x3 2x3 3x3 4x40")], True),
    ("TempoCannotFlush", [seen("tempo_ingester_failed_flushes_total", "0x75 1x3 2x40")], False),
    ("TempoCannotListBlocks", polls("0x75 1x3 2x3 3x40"), True),
    ("TempoCannotListBlocks", polls("0x75 1x40"), False),
    ("TempoBlockListOld", index(1210), True),
    ("TempoBlockListOld", index(1190), False),
    ("TempoCompactionFails", [seen("tempodb_compaction_errors_total", "0+0.1x120")], True),
    ("TempoCompactionFails", [seen("tempodb_compaction_errors_total", "0+0.05x120")], False),
]
