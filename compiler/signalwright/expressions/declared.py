"""The series of a stack: those of its metrics, those that scraping makes, and those that its rules record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from signalwright import names
from signalwright.ir.metric import Metric, MetricType
from signalwright.ir.rules import RecordingRule, Shaped
from signalwright.ir.service import Service
from signalwright.ir.stack import Stack
from signalwright.ir.values import Duration
from signalwright.passes.scraping import scrape_interval
from signalwright.promql.bucket import stored_bound
from signalwright.promql.catalogue import ANY_VALUE, Catalogue, Domain, Series, SeriesType
from signalwright.promql.typing.analysis import Analysis
from signalwright.promql.typing.facts import INFINITY, Facts
from signalwright.promql.typing.labels import State

# What Prometheus itself stores of every scrape (concepts/jobs_instances).
OF_SCRAPES: Mapping[str, tuple[str | None, float]] = {
    "up": (None, 1.0),
    "scrape_duration_seconds": ("seconds", INFINITY),
    "scrape_samples_scraped": (None, INFINITY),
    "scrape_samples_post_metric_relabeling": (None, INFINITY),
    "scrape_series_added": (None, INFINITY),
    "scrape_timeout_seconds": ("seconds", INFINITY),
    "scrape_sample_limit": (None, INFINITY),
    "scrape_body_size_bytes": ("bytes", INFINITY),
}
_STATES = Domain(("pending", "firing"))


def catalogue_of(stack: Stack) -> Catalogue:
    """Returns the series that expressions of a stack can read.

    Args:
        stack: The stack with everything derived.

    Returns:
        A closed catalogue: what the stack neither declares nor records doesn't exist. When its Prometheus reads rule
        files of others, names with a colon may be theirs.
    """
    found: dict[str, list[Series]] = {}
    for service in stack.services.values():
        for each in _series_of_service(stack, service):
            found.setdefault(each.name, []).append(each)
    prometheus = stack.backends.get("prometheus")
    settings = prometheus.settings if prometheus is not None else None
    others = bool(getattr(settings, "rule_files", None))
    for each in _of_alerts(stack, others):
        found[each.name] = [each]
    external = {names.STACK: stack.name, **(getattr(settings, "external_labels", None) or {})}
    if stack.environment is not None:
        external[names.ENVIRONMENT] = stack.environment
    catalogue = Catalogue(
        series={name: tuple(owned) for name, owned in found.items()},
        is_closed=True,
        others_record=others,
        release=prometheus.version.release if prometheus is not None else None,
        retention=_seconds(getattr(settings, "keep", None)),
        evaluate_every=_seconds(getattr(settings, "evaluate_every", None)),
        external_labels=external,
    )
    rules = [rule for rule in stack.all_rules if isinstance(rule, RecordingRule)]
    return with_records(catalogue, rules)


def with_records(catalogue: Catalogue, rules: Iterable[RecordingRule]) -> Catalogue:
    """Returns a catalogue with the series that rules record besides.

    Args:
        catalogue: The series without them.
        rules: The rules in the order in which they are evaluated; what a rule reads of later ones is looked up, too.
    """
    shaped: dict[str, list[RecordingRule]] = {}
    written: dict[str, list[RecordingRule]] = {}
    for rule in rules:
        of = shaped if isinstance(rule.query, Shaped) else written
        of.setdefault(rule.record, []).append(rule)
    series = dict(catalogue.series)
    for name, owned in shaped.items():
        series[name] = (_shaped(name, owned),)
    known = replace(catalogue, series=series)
    # A record may be declared before the one that it reads, so that its facts are complete the second time.
    for _ in range(2 if len(written) > 1 else 1):
        for name, owned in written.items():
            series[name] = tuple(_recorded(known, rule) for rule in owned)
    return known


def _seconds(duration: object) -> float | None:
    return duration.seconds if isinstance(duration, Duration) else None


def _series_of_service(stack: Stack, service: Service) -> Iterable[Series]:
    labels, maybe = _target_labels(service)
    interval = scrape_interval(stack, service)
    every = interval[0].seconds if interval is not None else None
    prometheus = stack.backends.get("prometheus")
    normalizes = prometheus is not None and prometheus.version.release >= (3, 0)
    for metric in service.metrics.values():
        yield from _series_of_metric(metric, labels, maybe, f"the service `{service.name}`", every, normalizes)
    if service.scrape is None:
        return
    for name, (unit, high) in OF_SCRAPES.items():
        yield Series(
            name=name,
            metric=name,
            type=SeriesType.GAUGE,
            unit=unit,
            labels=labels,
            maybe=maybe,
            owner=f"the service `{service.name}`",
            every=every,
            place=service.scrape.origin,
            low=0.0,
            high=high,
        )


def _target_labels(service: Service) -> tuple[dict[str, Domain], dict[str, Domain]]:
    """Returns the labels that every series of a service has, and those that it may have."""
    labels = {names.JOB: Domain((service.job,)), names.SERVICE: Domain((service.name,))}
    if service.scrape is None:
        return labels, {names.INSTANCE: Domain()}
    scrape = service.scrape
    static = not scrape.dns and not scrape.files
    labels[names.INSTANCE] = Domain(scrape.targets) if static else Domain()
    labels.update((name, Domain((value,))) for name, value in scrape.labels.items())
    return labels, {}


def _series_of_metric(
    metric: Metric,
    labels: Mapping[str, Domain],
    maybe: Mapping[str, Domain],
    owner: str,
    every: float | None,
    normalizes: bool,
) -> Iterable[Series]:
    own = {**labels, **{each.name: Domain(each.values, each.like, each.max) for each in metric.labels}}

    def series(suffix: str, kind: SeriesType, unit: str | None, more: Mapping[str, Domain] | None = None) -> Series:
        return Series(
            name=metric.name + suffix,
            metric=metric.name,
            type=kind,
            unit=unit,
            labels={**own, **more} if more else own,
            maybe=maybe,
            owner=owner,
            every=every,
            place=metric.origin,
            is_declared=True,
            most=metric.budget.most if metric.budget is not None else None,
            low=1.0 if kind is SeriesType.INFO else 0.0 if kind is SeriesType.COUNTER else -INFINITY,
            high=1.0 if kind is SeriesType.INFO else INFINITY,
        )

    match metric.type:
        case MetricType.HISTOGRAM:
            yield series("_bucket", SeriesType.BUCKET, metric.unit, {names.BUCKET_BOUND: _bounds(metric, normalizes)})
            yield series("_sum", SeriesType.COUNTER, metric.unit)
            yield series("_count", SeriesType.COUNTER, None)
        case MetricType.SUMMARY:
            yield series("", SeriesType.QUANTILE, metric.unit, {"quantile": Domain()})
            yield series("_sum", SeriesType.COUNTER, metric.unit)
            yield series("_count", SeriesType.COUNTER, None)
        case MetricType.NATIVE_HISTOGRAM:
            yield series("", SeriesType.HISTOGRAM, metric.unit)
        case MetricType.COUNTER:
            yield series("", SeriesType.COUNTER, metric.unit)
        case MetricType.INFO:
            yield series("", SeriesType.INFO, None)
        case MetricType.GAUGE:
            yield series("", SeriesType.GAUGE, metric.unit)


def _bounds(metric: Metric, normalizes: bool) -> Domain:
    """Returns the values of `le`: Prometheus 3 has one spelling for each bound, earlier ones keep the target's."""
    if not metric.buckets:
        return ANY_VALUE
    if normalizes:
        return Domain((*(stored_bound(each) for each in metric.buckets), "+Inf"))
    spellings = {f"{each.normalize():f}" for each in metric.buckets} | {stored_bound(each) for each in metric.buckets}
    return Domain(None, "|".join(re.escape(each) for each in (*sorted(spellings), "+Inf")), len(metric.buckets) + 1)


def _of_alerts(stack: Stack, others: bool) -> Iterable[Series]:
    """Yields what Prometheus stores of alerts that are pending or fire (alerting_rules, "Inspecting alerts").

    Args:
        stack: The stack.
        others: Whether its Prometheus reads rule files of others, whose alerts nobody knows.
    """
    alerts = tuple(dict.fromkeys(rule.alert for rule in stack.alerting_rules))
    if not alerts and not others:
        return
    labels = {names.ALERT_NAME: Domain(None if others else alerts)}
    if not others:
        labels[names.SEVERITY] = Domain(stack.severities)
    for name, more in ((names.ALERTS, {"alertstate": _STATES}), ("ALERTS_FOR_STATE", {})):
        yield Series(
            name=name,
            metric=name,
            type=SeriesType.GAUGE,
            unit=None,
            labels={**labels, **more},
            maybe={},
            owner="Prometheus",
            is_recorded=True,
            is_open=True,
        )


def _shaped(name: str, rules: list[RecordingRule]) -> Series:
    """Returns the series of rules that were made of one shape: they differ in their labels only."""
    labels: dict[str, Domain] = {}
    for label in rules[0].labels:
        labels[label] = Domain(tuple(dict.fromkeys(rule.labels[label] for rule in rules if label in rule.labels)))
    return Series(
        name=name,
        metric=name,
        type=SeriesType.GAUGE,
        unit="ratio" if ":ratio" in name or "ratio:" in name else None,
        labels=labels,
        maybe={},
        owner=f"the record `{name}`",
        place=rules[0].origin,
        is_recorded=True,
    )


def _recorded(catalogue: Catalogue, rule: RecordingRule) -> Series:
    facts = Analysis(catalogue, rule.query.tree).result
    return series_of_record(rule, facts)


def series_of_record(rule: RecordingRule, facts: Facts) -> Series:
    """Returns the series that a rule records.

    Args:
        rule: The rule.
        facts: What is known of the result of its expression.
    """
    found = facts.labels
    labels = {name: fact.domain for name, fact in found.known.items() if fact.state is State.GUARANTEED}
    maybe = {name: fact.domain for name, fact in found.known.items() if fact.state is State.POSSIBLE}
    for label, value in rule.labels.items():
        labels[label] = Domain((value,))
        maybe.pop(label, None)
    unit = facts.unit
    simple = unit is not None and len(unit.powers) <= 1 and all(power == 1 for _, power in unit.powers)
    return Series(
        name=rule.record,
        metric=rule.record,
        type=facts.type if facts.type is not SeriesType.BUCKET else SeriesType.UNKNOWN,
        unit=(unit.scale or next((name for name, _ in unit.powers), "ratio")) if unit is not None and simple else None,
        labels=labels,
        maybe=maybe,
        owner=f"the record `{rule.record}`",
        place=rule.origin,
        is_recorded=True,
        is_open=not found.is_closed,
        low=facts.low,
        high=facts.high,
    )
