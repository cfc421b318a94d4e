"""Lowers a stack to what Prometheus reads: its configuration, its command line and its rule files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

from signalwright.diagnostics.span import Origin
from signalwright.emit.artifact import Artifact, text_artifact, yaml_artifact
from signalwright.ir.backend import Backend
from signalwright.ir.rules import RuleFile
from signalwright.ir.stack import Stack
from signalwright.ir.values import Version
from signalwright.names import ENVIRONMENT, RESERVED_ALERT_LABELS, RESERVED_SCRAPE_LABELS, STACK, rule_file
from signalwright.target import Gate, origin_table
from signalwright_targets.prometheus.flags import lower_flags
from signalwright_targets.prometheus.jobs import lookback, lower_jobs, native_histogram, scrapes_native_histograms
from signalwright_targets.prometheus.model import (
    Alerting,
    Alertmanagers,
    Configuration,
    Exemplars,
    Global,
    OpenTelemetry,
    Relabeling,
    StaticTargets,
    Storage,
    TimeSeriesDatabase,
)
from signalwright_targets.prometheus.remote import lower_remote_writes
from signalwright_targets.prometheus.rules import lower_rules
from signalwright_targets.prometheus.settings import PrometheusSettings

NAME = "prometheus"
CONFIGURATION_FILE = f"{NAME}/prometheus.yml"
FLAGS_FILE = f"{NAME}/prometheus.args"
NATIVE_HISTOGRAMS_SETTING = Version("3.8")
EXPANDS_EXTERNAL_LABELS = Version("3.0")


def lower(stack: Stack, gate: Gate) -> Iterator[Artifact]:
    """Makes the artifacts of a stack.

    Args:
        stack: The resolved stack, with its rules.
        gate: Knows the declared version and takes errors.

    Yields:
        `prometheus/prometheus.yml`, `prometheus/prometheus.args`, and a rule file for each service that has rules.
    """
    backend = stack.backends[NAME]
    settings = backend.settings
    if not isinstance(settings, PrometheusSettings):
        raise TypeError(f"the settings of {NAME} are of type {type(settings).__name__}")
    files = tuple(each for each in stack.rules if each.groups)
    _check_settings(stack, backend, settings, gate)
    _check_groups(files, settings, gate)
    configuration = _configuration(stack, backend, settings, files, gate)
    yield yaml_artifact(CONFIGURATION_FILE, gate.document(configuration), partial(origin_table, configuration))
    flags, places = lower_flags(stack, backend, settings, native=scrapes_native_histograms(stack, settings), gate=gate)
    yield text_artifact(FLAGS_FILE, flags, places)
    for file in files:
        owner = stack.services.get(file.name)
        yield lower_rules(file, stack.origin if owner is None else owner.origin, gate)


def _configuration(
    stack: Stack, backend: Backend, settings: PrometheusSettings, files: tuple[RuleFile, ...], gate: Gate
) -> Configuration:
    own = [rule_file(each.name).removeprefix(f"{NAME}/") for each in files]
    return Configuration(
        origin=backend.origin,
        places={
            "scrape_config_files": backend.origin.child("scrape_files"),
            "otlp": backend.origin.child("resource_attributes"),
        },
        global_=_global(stack, backend, settings, gate),
        alerting=_alerting(stack, backend, settings),
        rule_files=(*own, *(settings.rule_files or ())) or None,
        scrape_config_files=tuple(settings.scrape_files or ()) or None,
        scrape_configs=tuple(lower_jobs(stack, settings, gate)) or None,
        storage=_storage(backend, settings),
        remote_write=tuple(lower_remote_writes(stack, backend, settings, gate)) or None,
        otlp=_open_telemetry(backend, settings),
    )


def _global(stack: Stack, backend: Backend, settings: PrometheusSettings, gate: Gate) -> Global:
    limits = settings.limits
    limited = backend.origin.child("limits")
    native = scrapes_native_histograms(stack, settings) and not gate.version < NATIVE_HISTOGRAMS_SETTING
    return Global(
        origin=backend.origin,
        places={
            "scrape_timeout": backend.origin.child("scrape_timeout"),
            "rule_query_offset": backend.origin.child("evaluate_offset"),
            "body_size_limit": limited.child("page"),
            "sample_limit": limited.child("samples"),
            "target_limit": limited.child("targets"),
            "label_limit": limited.child("labels"),
            "label_name_length_limit": limited.child("label_name"),
            "label_value_length_limit": limited.child("label_value"),
        },
        scrape_interval=settings.scrape_every,
        scrape_timeout=settings.scrape_timeout,
        evaluation_interval=settings.evaluate_every,
        rule_query_offset=settings.evaluate_offset,
        external_labels=_external_labels(stack, settings, gate.version),
        body_size_limit=limits.page if limits else None,
        sample_limit=limits.samples if limits else None,
        target_limit=limits.targets if limits else None,
        label_limit=limits.labels if limits else None,
        label_name_length_limit=limits.label_name if limits else None,
        label_value_length_limit=limits.label_value if limits else None,
        scrape_native_histograms=True if native else None,
    )


def _external_labels(stack: Stack, settings: PrometheusSettings, version: Version) -> dict[str, str]:
    """Returns the external labels by name; from 3.0 on, `$` starts a variable there and `$$` is the sign itself."""
    labels = {**(settings.external_labels or {}), STACK: stack.name}
    if stack.environment is not None:
        labels[ENVIRONMENT] = stack.environment
    expands = not version < EXPANDS_EXTERNAL_LABELS
    return {name: value.replace("$", "$$") if expands else value for name, value in sorted(labels.items())}


def _alerting(stack: Stack, backend: Backend, settings: PrometheusSettings) -> Alerting | None:
    """Returns where alerts are sent, or None when no Alertmanager is known."""
    alertmanager = stack.backends.get("alertmanager")
    place = backend.origin.child("alertmanagers")
    addresses = tuple(settings.alertmanagers or ())
    if settings.alertmanagers is None and alertmanager is not None:
        place = alertmanager.origin
        address = getattr(alertmanager.settings, "at", None)
        addresses = () if address is None else (address,)
    if not addresses:
        return None
    public = None if alertmanager is None else getattr(alertmanager.settings, "public", None)
    dropped = None
    if settings.replica_label is not None:
        origin = backend.origin.child("replica_label")
        dropped = (Relabeling(origin=origin, regex=settings.replica_label, action="labeldrop"),)
    return Alerting(
        origin=place,
        alert_relabel_configs=dropped,
        alertmanagers=(
            Alertmanagers(
                origin=place,
                path_prefix=None if public is None else urlsplit(public).path.rstrip("/") or None,
                static_configs=(StaticTargets(origin=place, targets=addresses),),
            ),
        ),
    )


def _storage(backend: Backend, settings: PrometheusSettings) -> Storage | None:
    database = exemplars = None
    if settings.out_of_order is not None:
        place = backend.origin.child("out_of_order")
        database = TimeSeriesDatabase(origin=place, out_of_order_time_window=settings.out_of_order)
    if settings.exemplars is not None:
        exemplars = Exemplars(origin=backend.origin.child("exemplars"), max_exemplars=settings.exemplars)
    if database is None and exemplars is None:
        return None
    return Storage(origin=backend.origin, tsdb=database, exemplars=exemplars)


def _open_telemetry(backend: Backend, settings: PrometheusSettings) -> OpenTelemetry | None:
    if not settings.resource_attributes:
        return None
    place = backend.origin.child("resource_attributes")
    return OpenTelemetry(origin=place, promote_resource_attributes=tuple(settings.resource_attributes))


def _check_settings(stack: Stack, backend: Backend, settings: PrometheusSettings, gate: Gate) -> None:
    report, place = gate.report, backend.origin
    if settings.scrape_timeout is not None and settings.scrape_timeout > settings.scrape_every:
        report.error(
            "prometheus/timeout-longer-than-interval",
            f"a scrape may take {settings.scrape_timeout}, but the next one starts after {settings.scrape_every}",
            place.child("scrape_timeout"),
            help=f"Prometheus refuses this: shorten it to {settings.scrape_every} or less, or raise `scrape_every`",
        )
    for key, every, what in (
        ("scrape_every", settings.scrape_every, "scrapes"),
        ("evaluate_every", settings.evaluate_every, "evaluations of the rules"),
    ):
        if every >= lookback(settings):
            report.warning(
                "prometheus/interval-longer-than-lookback",
                f"between two {what}, {every} apart, queries find no sample",
                place.child(key),
                help=f"queries look back {lookback(settings)}: choose less, two samples within that time are safe",
            )
    for name in settings.external_labels or {}:
        if name in RESERVED_ALERT_LABELS | RESERVED_SCRAPE_LABELS:
            report.error(
                "prometheus/reserved-external-label",
                f"the label `{name}` is set by the compiler",
                place.child("external_labels", name).key(),
                help="choose another name",
            )
    if settings.replica_label is not None and settings.replica_label not in (settings.external_labels or {}):
        report.error(
            "prometheus/unknown-replica-label",
            f"`{settings.replica_label}` is no external label of this server",
            place.child("replica_label"),
            help=f"add it: `external_labels: {{{settings.replica_label}: a}}`, with another value on the other server",
        )
    _check_native_histograms(stack, settings, gate, place)


def _check_native_histograms(stack: Stack, settings: PrometheusSettings, gate: Gate, place: Origin) -> None:
    metric = native_histogram(stack)
    if metric is not None and settings.native_histograms is False:
        gate.report.error(
            "prometheus/native-histograms-off",
            f"the native histogram `{metric.name}` is not scraped",
            place.child("native_histograms"),
            help="leave `native_histograms` out, or declare the metric as a classic histogram",
        )


def _check_groups(files: tuple[RuleFile, ...], settings: PrometheusSettings, gate: Gate) -> None:
    """Reports groups whose records can't be found between two evaluations."""
    for file in files:
        for group in file.groups:
            if group.interval is not None and group.interval >= lookback(settings):
                gate.report.warning(
                    "prometheus/interval-longer-than-lookback",
                    f"between two evaluations of `{group.name}`, {group.interval} apart, queries find no sample",
                    group.origin,
                    help=f"queries look back {lookback(settings)}: evaluate more often",
                )
