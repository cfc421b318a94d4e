"""The dashboard that each service has: SLOs, requests, health, alerts, and every other metric."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import inf, prod

from signalwright import names
from signalwright.diagnostics.span import Origin
from signalwright.ir.alert import Alert
from signalwright.ir.dashboard import Dashboard, Panel, PanelLink, PanelRow
from signalwright.ir.metric import Metric, MetricType, Series
from signalwright.ir.service import Service
from signalwright.ir.stack import Stack
from signalwright.ir.values import Duration
from signalwright.language.models.alerts import QUANTILES
from signalwright.passes.panels.alerts import (
    alert_panel,
    firing_annotation,
    firing_count,
    firing_list,
    up_share,
    up_timeline,
)
from signalwright.passes.panels.base import MOST_OPEN, resized, told_apart
from signalwright.passes.panels.labels import MOST_LINES, best_split
from signalwright.passes.panels.metrics import LATENCIES, MetricPanels
from signalwright.passes.panels.slos import slo_panels
from signalwright.passes.panels.view import View, view_of
from signalwright.passes.panels.words import percent
from signalwright.passes.resolve.series import metric_of_series
from signalwright.promql.reads import reads_of
from signalwright.promql.tree import Matcher

PERIOD = Duration.of_seconds(6 * 3_600)
REFRESH = Duration.of_seconds(60)
# Kinds of conditions that compare the metric itself, and not how it changes.
_WHOLE = ("value", "rate", "age", *QUANTILES)
# What the keys of the rows begin with that the service has of its own.
_OWN_ROW = "row:"
_HISTOGRAMS = (MetricType.HISTOGRAM, MetricType.NATIVE_HISTOGRAM)
_GAUGES = (MetricType.GAUGE, MetricType.INFO)


class _Page:
    """Collects the rows of a service's dashboard; nothing is shown twice."""

    def __init__(self, stack: Stack, service: Service) -> None:
        self.stack = stack
        self.service = service
        self.view: View = view_of([service])
        self.panels = MetricPanels(stack, self.view, service.alerts)
        self.rows: list[PanelRow] = []
        self.shown: set[str] = set()
        self.open = 0

    def add(
        self,
        key: str,
        title: str | None,
        panels: list[Panel],
        *,
        collapsed: bool = False,
        reserved: int = 0,
        origin: Origin | None = None,
    ) -> None:
        """Adds a row; one that would make too many open panels, beside those that are reserved, is collapsed."""
        if not panels:
            return
        closed = title is not None and (collapsed or self.open + len(panels) + reserved > MOST_OPEN)
        if not closed:
            self.open += len(panels)
        self.rows.append(
            PanelRow(key=key, title=title, collapsed=closed, panels=tuple(panels), origin=origin or self.service.origin)
        )

    def series(self, metric: Metric) -> Series:
        """Returns a reference to all series of one of the service's metrics."""
        job = Matcher(names.JOB, "=", self.service.job)
        return Series(metric=metric, name=metric.name, matchers=(job,), origin=metric.origin)

    def of_metric(self, metric: Metric) -> Iterator[Panel]:
        """Yields the panel of a metric as nobody asked for it, unless it is shown already."""
        if metric.name in self.shown:
            return
        self.shown.add(metric.name)
        series = self.series(metric)
        if metric.type is MetricType.COUNTER:
            yield self.panels.rate(series, best_split(metric), None, metric.origin)
        elif metric.type in _HISTOGRAMS:
            yield self.panels.quantiles(series, LATENCIES, (), None, metric.origin)
        elif metric.type in _GAUGES:
            yield self.gauge(series)
        else:
            yield self.panels.rate(replace(series, name=f"{metric.name}_count"), (), None, metric.origin)

    def gauge(self, series: Series) -> Panel:
        """Returns the panel of a gauge: a moment as the time since then, anything else as its value.

        Series that are too many to tell apart are added up.
        """
        metric = series.metric
        target = (names.INSTANCE,) if self.service.scrape is not None else ()
        apart = (*target, *(each.name for each in metric.labels))
        few = metric.type is MetricType.INFO or _lines(metric) <= MOST_LINES
        by = None if few else (*target, *best_split(metric))
        if metric.name.endswith("_timestamp_seconds"):
            return self.panels.age(series, by, apart, metric.origin)
        return self.panels.value(series, by, apart, metric.origin)


def service_dashboard(stack: Stack, service: Service, links: tuple[PanelLink, ...]) -> Dashboard:
    """Returns the dashboard of a service, in the order in which somebody who was paged reads it.

    Args:
        stack: The stack, resolved.
        service: The service.
        links: The dashboards that stand above this one.
    """
    page = _Page(stack, service)
    page.add("head", None, _head(page))
    requests = _requests(page)
    reserved = len(requests) if page.open + len(requests) <= MOST_OPEN else 0
    for slo in service.slos:
        title = f"{slo.name}: {percent(slo.objective)} within {slo.window}"
        page.add(f"slo:{slo.name}", title, list(slo_panels(stack, service, slo)), reserved=reserved)
    page.add("requests", "Requests", requests)
    page.add("alerts", "Alerts", _alerts(page))
    for row in service.rows:
        page.add(f"{_OWN_ROW}{row.key}", row.title, list(row.panels), origin=row.origin)
    _note_rows(page)
    page.add("costs", "Costs", _costs(page))
    page.add("records", "Records", _records(page))
    # A library has rows for what is worth looking at.
    metrics = (each for each in service.metrics.values() if each.library is None or not service.rows)
    rest = [panel for metric in metrics for panel in page.of_metric(metric)]
    page.add("metrics", "Other metrics", rest, collapsed=bool(page.rows))
    return Dashboard(
        uid=names.dashboard_uid(stack.name, stack.environment, names.service_dashboard(service.name)),
        file=f"services/{service.name}",
        title=service.name,
        description=f"The service {service.name} of {stack.name}, owned by the team {service.team}",
        tags=tags(stack, f"service:{service.name}", f"team:{service.team}"),
        period=PERIOD,
        refresh=REFRESH,
        variables=page.view.variables(),
        annotations=(firing_annotation({names.SERVICE: service.name}),),
        links=links,
        rows=_with_own_keys(page),
        origin=service.origin,
    )


def tags(stack: Stack, *more: str) -> tuple[str, ...]:
    """Returns the words by which a dashboard is found, ordered."""
    return tuple(sorted({"signalwright", f"stack:{stack.name}", *more}))


def _head(page: _Page) -> list[Panel]:
    service = page.service
    mine: Mapping[str, str] = {names.SERVICE: service.name}
    panels = []
    if service.alerts or any(slo.tiers for slo in service.slos):
        panels.append(firing_count(mine, "Firing alerts", service.origin))
    if service.scrape is not None:
        panels.append(up_share(page.view, [service], service.origin))
        panels.append(resized(up_timeline(page.view, [service], service.origin), 8, 4))
    if panels and (service.alerts or service.slos):
        used = sum(each.width for each in panels)
        panels.append(resized(firing_list(mine, "Alerts", service.origin), 24 - used, 4))
    return panels


def _requests(page: _Page) -> list[Panel]:
    """Returns rate, errors and duration of what the SLOs promise, or else of what is called like requests."""
    counters, histograms = _promised(page.service)
    metrics = page.service.metrics.values()
    if not counters:
        counters = [each for each in metrics if each.type is MetricType.COUNTER and "requests" in each.name.split("_")]
    if not histograms:
        histograms = [each for each in metrics if each.type in _HISTOGRAMS and each.unit == "seconds"][:1]
    panels = [panel for metric in counters for panel in page.of_metric(metric)]
    for alert in page.service.alerts:
        measured = alert.thresholds[0].measured
        if measured is None or measured.kind != "ratio":
            continue
        if any(each.metric in counters for each in measured.reads):
            panels += _of_alert(page, alert)
    for metric in histograms:
        panels += page.of_metric(metric)
        panels.append(page.panels.distribution(page.series(metric), None, metric.origin))
    # Two lines of two are easier to read than one of three with one below.
    return [resized(each, 12) for each in panels] if len(panels) in (2, 4) else panels


def _promised(service: Service) -> tuple[list[Metric], list[Metric]]:
    """Returns the counters and the histograms of a service that its SLOs are made of, each once."""
    read: dict[str, Metric] = {}
    for slo in service.slos:
        for series in slo.sli.reads:
            # An SLO may be about what another service measures; that one's dashboard shows it.
            if series.metric is service.metrics.get(series.metric.name):
                read[series.metric.name] = series.metric
    histograms = [each for each in read.values() if each.type in _HISTOGRAMS]
    return [each for each in read.values() if each not in histograms], histograms


def _alerts(page: _Page) -> list[Panel]:
    # What the service's own rows show doesn't stand here as well.
    page.shown.update(panel.key for row in page.service.rows for panel in row.panels)
    return [panel for alert in page.service.alerts if alert.kind != "down" for panel in _of_alert(page, alert)]


def _costs(page: _Page) -> list[Panel]:
    if not page.service.prices:
        return []
    from signalwright.passes.panels.costs import cost_now, cost_panel

    return [cost_now(page.service, page.service.origin), cost_panel(page.service, None, page.service.origin)]


def _records(page: _Page) -> list[Panel]:
    if not page.service.records:
        return []
    from signalwright.passes.panels.records import record_panel

    for each in page.service.records:
        if _shows_all(page.service, each.kind, each.reads):
            page.shown.add(each.reads[0].metric.name)
    panels = [record_panel(page.stack, each, page.service.alerts) for each in page.service.records]
    return [each for each in panels if each.key not in page.shown]


def _note_rows(page: _Page) -> None:
    """Notes every metric of which the service's own rows show something."""
    service = page.service
    for row in service.rows:
        for panel in row.panels:
            for measure in panel.measures:
                for read in reads_of(measure.query.tree):
                    metric = metric_of_series(service.metrics, read.metric or "")
                    if metric is not None and read.job in (None, service.job):
                        page.shown.add(metric.name)


def _with_own_keys(page: _Page) -> tuple[PanelRow, ...]:
    """Returns the rows of a page; of two panels that show the same, the one in a row of the service's own is numbered.

    So what is derived stays what it is, whatever rows are added.
    """
    own = {f"{_OWN_ROW}{row.key}" for row in page.service.rows}
    taken = {panel.key: 1 for row in page.rows if row.key not in own for panel in row.panels}
    return tuple(
        replace(row, panels=tuple(told_apart(each, None, taken) for each in row.panels)) if row.key in own else row
        for row in page.rows
    )


def _of_alert(page: _Page, alert: Alert) -> Iterator[Panel]:
    """Yields the panel of an alert, unless it is shown already, and notes the metric that it shows by itself."""
    panel = alert_panel(page.stack, alert)
    if panel.key in page.shown:
        return
    page.shown.add(panel.key)
    measured = alert.thresholds[0].measured
    if measured is not None and _shows_all(page.service, measured.kind, measured.reads):
        page.shown.add(measured.reads[0].metric.name)
    yield panel


def _shows_all(service: Service, kind: str, reads: tuple[Series, ...]) -> bool:
    """Returns whether an alert or a record reads all of one metric of the service, which then needs no panel more."""
    if kind not in _WHOLE or len(reads) != 1:
        return False
    (read,) = reads
    return len(read.matchers) == 1 and read.metric is service.metrics.get(read.metric.name)


def _lines(metric: Metric) -> float:
    """Returns how many series of a gauge each target has at most, as far as its labels tell."""
    return prod(each.max if each.max is not None else inf for each in metric.labels)
