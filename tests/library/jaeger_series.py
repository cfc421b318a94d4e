"""What makes the alerts of `jaeger` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case

Series = list[dict[str, str]]


def spans(accepted: int, refused: int = 0, failed: int = 0) -> Series:
    """Returns spans a minute."""
    came = {"receiver": "otlp", "transport": "grpc"}
    return [
        seen("otelcol_receiver_accepted_spans", f"0+{accepted}x120", **came),
        seen("otelcol_receiver_refused_spans", f"0+{refused}x120", **came),
        seen("otelcol_exporter_send_failed_spans", f"0+{failed}x120", exporter="jaeger_storage_exporter"),
    ]


def queue(size: int) -> Series:
    """Returns what waits in a queue of 1000."""
    labels = {"exporter": "jaeger_storage_exporter", "data_type": "traces"}
    return [
        seen("otelcol_exporter_queue_size", f"{size}x120", **labels),
        seen("otelcol_exporter_queue_capacity", "1000x120", **labels),
    ]


def searches(failed: str, succeeded: str) -> Series:
    """Returns questions to the storage."""
    labels = {"operation": "find_traces", "name": "main", "kind": "elasticsearch", "role": "tracestore"}
    return [
        seen("jaeger_storage_requests", failed, result="err", **labels),
        seen("jaeger_storage_requests", succeeded, result="ok", **labels),
    ]


CASES: list[Case] = [
    ("JaegerDown", [up(0)], True),
    ("JaegerDown", [], True),
    ("JaegerDown", [up()], False),
    ("JaegerRefusesSpans", spans(10000, refused=110), True),
    ("JaegerRefusesSpans", spans(10000, refused=90), False),
    ("JaegerRefusesSpans", spans(100, refused=50), False),
    ("JaegerRefusesSpans", spans(0), False),
    ("JaegerCannotStore", spans(10000, failed=110), True),
    ("JaegerCannotStore", spans(10000, failed=90), False),
    ("JaegerCannotStore", spans(100, failed=50), False),
    ("JaegerCannotStore", spans(0), False),
    ("JaegerQueueNearLimit", queue(810), True),
    ("JaegerQueueNearLimit", queue(790), False),
    ("JaegerSearchFails", searches("0+11x120", "0+89x120"), True),
    ("JaegerSearchFails", searches("0+9x120", "0+91x120"), False),
    ("JaegerSearchFails", searches("0x90 2x30", "0x90 2x30"), False),
    ("JaegerSearchFails", searches("0x120", "0x120"), False),
]
