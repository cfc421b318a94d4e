"""What `loki -verify-config` lets through and a server then does wrong, or doesn't start with."""

from __future__ import annotations

from datetime import UTC, datetime

from signalwright.ir.backend import Backend
from signalwright.ir.logs import Logs
from signalwright.ir.stack import Stack
from signalwright.ir.values import Duration
from signalwright.target import Gate
from signalwright_targets.loki.settings import LokiSettings

_DAY = Duration.of_seconds(86_400)
_PORT = "3100"


def report_problems(stack: Stack, backend: Backend, settings: LokiSettings, gate: Gate, *, legacy: bool) -> None:
    """Reports what a real Loki would accept and shouldn't.

    Args:
        stack: The resolved stack.
        backend: The backend, for places.
        settings: Its settings.
        gate: Knows the declared version and takes what is found.
        legacy: Whether the declared version stores its index in BoltDB.
    """
    if legacy:
        gate.report.warning(
            "loki/legacy-index",
            f"Loki {gate.version} keeps its index in BoltDB: no structured metadata, no OTLP, slower queries",
            backend.origin.child("version"),
            help='declare `"3.7"`, with an empty `data` folder: what the old index holds, it doesn\'t find',
        )
    if stack.logs is not None:
        _report_short_periods(stack.logs, gate)
    if settings.schema_from > datetime.now(UTC).date():
        gate.report.error(
            "loki/schema-in-the-future",
            f"stored data begins on {settings.schema_from}, and lines from before it are refused",
            backend.origin.child("schema_from"),
            help="choose a day that is past, or leave `schema_from` out",
        )
    listen = _PORT if settings.listen is None else settings.listen.rpartition(":")[2]
    if settings.internal.rpartition(":")[2] == listen:
        gate.report.error(
            "loki/port-taken-twice",
            f"port {listen} is the one on which Loki answers",
            backend.origin.child("internal"),
            help="choose another port for `internal` or for `listen`",
        )


def _report_short_periods(logs: Logs, gate: Gate) -> None:
    periods = [(logs.keep, logs.keep_origin), *((each.keep, each.keep_origin) for each in logs.classes)]
    for keep, place in periods:
        if keep is not None and keep < _DAY:
            gate.report.error(
                "loki/kept-under-a-day",
                f"lines are to be kept for {keep}, but Loki deletes whole days",
                place,
                help="keep them for `24h` or longer",
            )
