"""Scrape jobs: one for each service whose metrics are read from its own page."""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Label
from signalwright.ir.metric import Metric, MetricType
from signalwright.ir.service import Scrape, Service
from signalwright.ir.stack import Stack
from signalwright.ir.values import Duration, Version
from signalwright.names import SERVICE
from signalwright.target import Gate
from signalwright_targets.prometheus.model import DnsTargets, FileTargets, LabelSetting, ScrapeJob, StaticTargets
from signalwright_targets.prometheus.settings import PrometheusSettings

DEFAULT_PATH = "/metrics"
DEFAULT_SCHEME = "http"
DEFAULT_LOOKBACK = Duration.of_seconds(300)
STRICT_CONTENT_TYPE = Version("3.0")
_FALLBACKS = {"text": "PrometheusText0.0.4", "openmetrics": "OpenMetricsText1.0.0"}


def lower_jobs(stack: Stack, settings: PrometheusSettings, gate: Gate) -> Iterator[ScrapeJob]:
    """Makes the scrape jobs of a stack, and reports those that Prometheus refuses or that leave gaps.

    Args:
        stack: The stack.
        settings: The settings of the server.
        gate: Knows the declared version.

    Yields:
        The jobs in the order of the services' names.
    """
    native = scrapes_native_histograms(stack, settings)
    holders = {service.push.via for service in stack.services.values() if service.push is not None}
    seen: dict[str, Scrape] = {}
    for service in stack.services.values():
        scrape = service.scrape
        if scrape is None:
            continue
        if service.job in seen:
            gate.report.error(
                "prometheus/duplicate-job",
                f"two services are scraped as the job `{service.job}`",
                scrape.origin,
                help="give one of them another `job`, or make them one service with several targets",
                secondary=(Label(seen[service.job].origin, "the other one is scraped here"),),
            )
        seen.setdefault(service.job, scrape)
        _check_times(scrape, settings, gate)
        keep_classic = native and _has_classic_histogram(stack, service)
        yield ScrapeJob(
            origin=scrape.origin,
            places={"scrape_interval": scrape.every_origin},
            job_name=service.job,
            honor_labels=True if scrape.honor_labels or service.name in holders else None,
            scrape_interval=scrape.every if scrape.every != settings.scrape_every else None,
            scrape_timeout=scrape.timeout,
            fallback_scrape_protocol=_fallback(settings, gate.version),
            scrape_classic_histograms=True if keep_classic and gate.version < STRICT_CONTENT_TYPE else None,
            always_scrape_classic_histograms=True if keep_classic and not gate.version < STRICT_CONTENT_TYPE else None,
            metrics_path=scrape.path if scrape.path != DEFAULT_PATH else None,
            scheme=scrape.scheme if scrape.scheme != DEFAULT_SCHEME else None,
            static_configs=_static_targets(service, scrape),
            dns_sd_configs=_dns_targets(scrape),
            file_sd_configs=(FileTargets(origin=scrape.origin.child("files"), files=scrape.files),)
            if scrape.files
            else None,
            relabel_configs=_relabelings(service, scrape),
        )


def _labels(service: Service, scrape: Scrape) -> dict[str, str]:
    return dict(sorted({**scrape.labels, SERVICE: service.name}.items()))


def _static_targets(service: Service, scrape: Scrape) -> tuple[StaticTargets, ...] | None:
    if not scrape.targets:
        return None
    return (StaticTargets(origin=scrape.origin, targets=scrape.targets, labels=_labels(service, scrape)),)


def _dns_targets(scrape: Scrape) -> tuple[DnsTargets, ...] | None:
    """Makes an entry for each port, because an entry has one port for all its names."""
    by_port: dict[int, list[str]] = {}
    for address in scrape.dns:
        name, _, port = address.rpartition(":")
        by_port.setdefault(int(port), []).append(name)
    place = scrape.origin.child("dns")
    return tuple(DnsTargets(origin=place, names=tuple(names), port=port) for port, names in by_port.items()) or None


def _relabelings(service: Service, scrape: Scrape) -> tuple[LabelSetting, ...] | None:
    """Gives discovered targets the labels that written ones have from their entry."""
    if not (scrape.dns or scrape.files):
        return None
    return tuple(
        LabelSetting(origin=scrape.origin, target_label=label, replacement=value.replace("$", "$$"))
        for label, value in _labels(service, scrape).items()
    )


def native_histogram(stack: Stack) -> Metric | None:
    """Returns a native histogram of the stack, or None when it declares none."""
    metrics = (metric for service in stack.services.values() for metric in service.metrics.values())
    return next((metric for metric in metrics if metric.type is MetricType.NATIVE_HISTOGRAM), None)


def scrapes_native_histograms(stack: Stack, settings: PrometheusSettings) -> bool:
    """Returns whether native histograms are scraped: as the settings say, else when the stack declares one."""
    if settings.native_histograms is not None:
        return settings.native_histograms
    return native_histogram(stack) is not None


def lookback(settings: PrometheusSettings) -> Duration:
    """Returns how far back a query looks for the last sample of a series."""
    chosen = settings.queries.lookback if settings.queries is not None else None
    return chosen or DEFAULT_LOOKBACK


def _has_classic_histogram(stack: Stack, service: Service) -> bool:
    """Returns whether the page of a service shows classic histograms, its own or pushed ones that it keeps.

    While native histograms are scraped, the classic buckets of a histogram that has both are dropped unless the job
    asks for them.
    """
    shown = [each for each in stack.services.values() if each.push is not None and each.push.via == service.name]
    return any(metric.type is MetricType.HISTOGRAM for each in (service, *shown) for metric in each.metrics.values())


def _fallback(settings: PrometheusSettings, version: Version) -> str | None:
    """Returns the format of pages without a usable Content-Type; before 3.0 every such page was read as text."""
    if settings.untyped_pages is None or (settings.untyped_pages == "text" and version < STRICT_CONTENT_TYPE):
        return None
    return _FALLBACKS[settings.untyped_pages]


def _check_times(scrape: Scrape, settings: PrometheusSettings, gate: Gate) -> None:
    every = scrape.every or settings.scrape_every
    if scrape.timeout is not None and scrape.timeout > every:
        gate.report.error(
            "prometheus/timeout-longer-than-interval",
            f"a scrape may take {scrape.timeout}, but the next one starts after {every}",
            scrape.origin.child("timeout"),
            help=f"Prometheus refuses this: shorten `timeout` to {every} or less, or scrape less often with `every`",
        )
    if scrape.every is not None and scrape.every >= lookback(settings):
        gate.report.warning(
            "prometheus/interval-longer-than-lookback",
            f"between two scrapes, {scrape.every} apart, queries find no sample",
            scrape.every_origin,
            help=f"queries look back {lookback(settings)}: scrape more often, two samples within that time are safe",
        )
