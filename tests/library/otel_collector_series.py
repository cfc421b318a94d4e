"""What makes the alerts of `otel-collector` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case

Series = list[dict[str, str]]
SIGNALS = ("spans", "metric_points", "log_records")


def sent(signal: str, failed: int, arrived: int = 100) -> Series:
    """Returns what an exporter sent, a minute."""
    server = {"server_address": "tempo", "server_port": "4318", "url_path": "/v1/traces"}
    return [
        seen(f"otelcol_exporter_send_failed_{signal}", f"0+{failed}x120", exporter="otlphttp", **server),
        seen(f"otelcol_exporter_sent_{signal}", f"0+{arrived}x120", exporter="otlphttp", **server),
    ]


def received(signal: str, refused: int, accepted: int = 100) -> Series:
    """Returns what a receiver was sent, a minute."""
    labels = {"receiver": "otlp", "transport": "grpc"}
    return [
        seen(f"otelcol_receiver_refused_{signal}", f"0+{refused}x120", **labels),
        seen(f"otelcol_receiver_accepted_{signal}", f"0+{accepted}x120", **labels),
    ]


def queue(size: int) -> Series:
    """Returns a queue that takes 1000."""
    labels = {"data_type": "traces", "exporter": "otlphttp"}
    return [
        seen("otelcol_exporter_queue_size", f"{size}x120", **labels),
        seen("otelcol_exporter_queue_capacity", "1000x120", **labels),
    ]


def not_queued(signal: str, values: str) -> Series:
    """Returns what found the queue full."""
    return [seen(f"otelcol_exporter_enqueue_failed_{signal}", values, exporter="otlphttp")]


CASES: list[Case] = [
    ("OtelCollectorDown", [up(0)], True),
    ("OtelCollectorDown", [], True),
    ("OtelCollectorDown", [up()], False),
    *(("OtelCollectorExportFails", sent(signal, 6), True) for signal in SIGNALS),
    *(("OtelCollectorExportFails", sent(signal, 1, arrived=0), True) for signal in SIGNALS),
    *(("OtelCollectorExportFails", sent(signal, 4), False) for signal in SIGNALS),
    ("OtelCollectorExportFails", sent("spans", 0, arrived=0), False),
    ("OtelCollectorQueueNearlyFull", queue(801), True),
    ("OtelCollectorQueueNearlyFull", queue(799), False),
    *(("OtelCollectorQueueFull", not_queued(signal, "0x95 1x25"), True) for signal in SIGNALS),
    *(("OtelCollectorQueueFull", not_queued(signal, "1x120"), False) for signal in SIGNALS),
    *(("OtelCollectorRefuses", received(signal, 6), True) for signal in SIGNALS),
    *(("OtelCollectorRefuses", received(signal, 4), False) for signal in SIGNALS),
    ("OtelCollectorRefuses", received("spans", 0, accepted=0), False),
]
