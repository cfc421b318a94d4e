"""The command line of Prometheus, a flag a line: `prometheus @prometheus.args` reads it so."""

from __future__ import annotations

from functools import partial
from pathlib import PurePosixPath
from typing import Any

from signalwright.diagnostics.span import Origin
from signalwright.emit.artifact import KeyPath, Origins
from signalwright.ir.backend import Backend
from signalwright.ir.stack import Stack
from signalwright.ir.values import Duration, Version
from signalwright.target import Gate, origin_table
from signalwright_targets.prometheus.model import Features, Flags
from signalwright_targets.prometheus.settings import PrometheusSettings

NATIVE_HISTOGRAMS_SETTING = Version("3.8")
OTLP_FLAG = Version("3.0")


# What Prometheus keeps when it isn't told: `storage.tsdb.retention.time`.
_OWN_RETENTION = Duration.of_seconds(15 * 86_400)
_DAY = Duration.of_seconds(86_400)


def lower_flags(
    stack: Stack, backend: Backend, settings: PrometheusSettings, *, native: bool, gate: Gate
) -> tuple[str, Origins]:
    """Makes the text of `prometheus.args`.

    Args:
        stack: The stack, whose SLO windows decide how long metrics are kept when nothing is said.
        backend: The backend, for places.
        settings: The settings of the server.
        native: Whether native histograms are scraped.
        gate: Knows the declared version and takes errors.

    Returns:
        The text, and what makes the places in the spec by flag.
    """
    place = backend.origin
    queries = settings.queries
    flags = Flags(
        origin=place,
        places={
            "config_file": place.child("folder"),
            "listen_address": place.child("listen"),
            "external_url": place.child("public"),
            "enable_lifecycle": place.child("reload"),
            "enable_admin_api": place.child("admin"),
            "enable_remote_write_receiver": place.child("accept_remote_write"),
            "enable_otlp_receiver": place.child("accept_otlp"),
            "storage_path": place.child("data"),
            "retention_time": place.child("keep"),
            "retention_size": place.child("keep_size"),
            "lookback_delta": place.child("queries", "lookback"),
            "query_timeout": place.child("queries", "timeout"),
            "query_concurrency": place.child("queries", "parallel"),
            "query_samples": place.child("queries", "samples"),
        },
        config_file=str(PurePosixPath(settings.folder) / "prometheus.yml"),
        listen_address=settings.listen,
        external_url=settings.public,
        enable_lifecycle=settings.reload or None,
        enable_admin_api=settings.admin or None,
        enable_remote_write_receiver=settings.accept_remote_write or None,
        enable_otlp_receiver=True if settings.accept_otlp and not gate.version < OTLP_FLAG else None,
        storage_path=settings.data,
        retention_time=settings.keep or _needed(stack, settings),
        retention_size=settings.keep_size,
        lookback_delta=queries.lookback if queries else None,
        query_timeout=queries.timeout if queries else None,
        query_concurrency=queries.parallel if queries else None,
        query_samples=queries.samples if queries else None,
        features=_features(stack, place, settings, native, gate.version),
    )
    document = gate.document(flags)
    lines = [_line(name, value) for name, value in document.items()]
    return "".join(f"{line}\n" for line in lines), partial(_origins, flags, tuple(document))


def _needed(stack: Stack, settings: PrometheusSettings) -> Duration | None:
    """Returns the longest window of an SLO or a record, and a day, when Prometheus by itself would keep less."""
    windows = [slo.window for service in stack.services.values() for slo in service.slos]
    records = [*stack.records, *(each for service in stack.services.values() for each in service.records)]
    windows += [series.over for each in records for series in each.series if series.over is not None]
    if settings.keep_size is not None or not windows or max(windows) < _OWN_RETENTION:
        return None
    return Duration(max(windows).milliseconds + _DAY.milliseconds)


def _features(
    stack: Stack, place: Origin, settings: PrometheusSettings, native: bool, version: Version
) -> Features | None:
    """Returns what must be asked for by name in this version, or None for nothing."""
    promql = dict.fromkeys((each.replace("-", "_") for each in stack.features), True)
    exemplars = settings.exemplars is not None
    histograms = native and version < NATIVE_HISTOGRAMS_SETTING
    otlp = settings.accept_otlp and version < OTLP_FLAG
    if not (exemplars or histograms or otlp or promql):
        return None
    return Features(
        origin=place,
        places={"otlp_write_receiver": place.child("accept_otlp")},
        exemplar_storage=exemplars or None,
        native_histograms=histograms or None,
        otlp_write_receiver=otlp or None,
        **promql,
    )


def _origins(flags: Flags, names: tuple[str, ...]) -> dict[KeyPath, Origin]:
    """Returns the place in the spec of each line, by its index."""
    table = origin_table(flags)
    places: dict[KeyPath, Origin] = {(): flags.origin}
    for index, name in enumerate(names):
        places[index,] = table.get((name,), flags.origin)
    return places


def _line(flag: str, value: Any) -> str:
    if value is True:
        return flag
    return f"{flag}={','.join(value)}" if isinstance(value, dict) else f"{flag}={value}"
