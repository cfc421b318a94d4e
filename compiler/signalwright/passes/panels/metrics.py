"""Panels of metrics: rates, values, shares, quantiles, distributions, ages and growth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from signalwright import names
from signalwright.diagnostics.span import Origin
from signalwright.ir.alert import Alert
from signalwright.ir.dashboard import Measure, Panel, PanelLink, Step
from signalwright.ir.metric import Metric, MetricType, Series
from signalwright.ir.rules import Written
from signalwright.ir.stack import Stack
from signalwright.ir.values import Duration
from signalwright.passes.panels.base import alert_page, is_instant, runbook_link, size_of
from signalwright.passes.panels.labels import is_partition
from signalwright.passes.panels.levels import steps_for
from signalwright.passes.panels.view import View
from signalwright.passes.panels.words import (
    bad_words,
    by_words,
    help_of,
    legend_of,
    lowered,
    metric_words,
    nothing_of,
    per_second,
    series_words,
    unit_of,
)
from signalwright.passes.scraping import scrape_interval, usual_interval
from signalwright.promql import build
from signalwright.promql.printer import show
from signalwright.promql.tree import Expression, Selector

NOT_ADDITIVE = ("ratio", "percent", "celsius")
LATENCIES = (Decimal("0.5"), Decimal("0.9"), Decimal("0.99"))
_DAY = Duration.of_seconds(86_400)


class MetricPanels:
    """Makes panels of one dashboard."""

    def __init__(self, stack: Stack, view: View, alerts: Sequence[Alert]) -> None:
        """Takes what all panels of a dashboard need.

        Args:
            stack: The stack, resolved.
            view: What readers choose.
            alerts: The alerts that may say from where on a value is bad.
        """
        self._stack = stack
        self._view = view
        self._alerts = alerts
        usual = usual_interval(stack)
        read = ((each.job, scrape_interval(stack, each)) for each in view.services)
        # `$__rate_interval` follows from how often Prometheus usually scrapes.
        self._slow = {
            job: every[0] for job, every in read if every is not None and usual is not None and every[0] > usual
        }

    def rate(self, series: Series, by: tuple[str, ...], over: Duration | None, place: Origin) -> Panel:
        """Shows a counter's increase per second."""
        expression = build.total(build.rate(self._view.selector(series), self._range(series, over)), by=by)
        title = f"{series_words(series)} per second{_where(series)}{by_words(by)}"
        unit = per_second(series)
        panel = self._panel("rate", (series,), by, title, [(expression, legend_of(by, "all"))], unit, place)
        # A level is of one line, and in a stack only the lowest is read against the axis.
        return replace(panel, stacked=not panel.steps and is_partition(series.metric, by))

    def value(self, series: Series, by: tuple[str, ...] | None, apart: Sequence[str], place: Origin) -> Panel:
        """Shows a gauge; `apart` are the labels that tell its series apart when none are added up."""
        selector, metric = self._view.selector(series), series.metric
        expression: Expression = selector if by is None else combined(metric, selector, by)
        kept = tuple(apart) if by is None else by
        title = f"{metric_words(metric.name)}{_where(series)}{by_words(by or ())}"
        legend = legend_of(kept, "all")
        is_date = metric.name.endswith("_timestamp_seconds")
        unit = "date" if is_date else metric.unit
        panel = self._panel("value", (series,), by or (), title, [(expression, legend)], unit, place)
        return replace(panel, minimum=Decimal(0), maximum=Decimal(1)) if metric.unit == "ratio" else panel

    def ratio(
        self, part: Series, whole: Series, by: tuple[str, ...] | None, over: Duration | None, place: Origin
    ) -> Panel:
        """Shows a share of one metric in another, of counters or of gauges; gauges are compared target by target."""
        kept = by or ()
        if by is None and part.metric.type is MetricType.GAUGE:
            common = {each.name for each in whole.metric.labels}
            jobs = {part.matchers[0].value, whole.matchers[0].value}
            # Two jobs never have a target in common, and what is pushed has none.
            target = (names.INSTANCE,) if len(jobs) == 1 and not jobs & self._view.foreign else ()
            kept = (*target, *(each.name for each in part.metric.labels if each.name in common))
        above, below = self._added(part, kept, over), self._added(whole, kept, over)
        if part.metric.type is not MetricType.GAUGE:
            # What never happened has no series, and is a share of 0.
            above = build.either(above, build.multiply(below, build.number(0)))
        expression = build.ratio(above, build.compare(below, ">", 0))
        title = f"{_share(part, whole)}{by_words(by or ())}"
        lines = [(expression, legend_of(kept, "share"))]
        panel = self._panel("ratio", (part, whole), by or (), title, lines, "ratio", place)
        return replace(panel, minimum=Decimal(0))

    def _added(self, series: Series, by: tuple[str, ...], over: Duration | None) -> Expression:
        selector = self._view.selector(series)
        gauge = series.metric.type is MetricType.GAUGE
        read = selector if gauge else build.rate(selector, self._range(series, over))
        return build.total(read, by=by)

    def quantiles(
        self, series: Series, shares: Sequence[Decimal], by: tuple[str, ...], over: Duration | None, place: Origin
    ) -> Panel:
        """Shows quantiles of a histogram, classic or native."""
        shown = [f"p{(each * 100).normalize():f}" for each in shares]
        usual = tuple(shares) == LATENCIES
        kind = shown[0] if len(shown) == 1 else "latency" if usual else f"latency:{','.join(shown)}"
        lines = [
            (self._quantile(series, share, by, over), legend_of(by, "") if len(shares) == 1 and by else " ".join(
                part for part in (name, legend_of(by, "")) if part))
            for share, name in zip(shares, shown, strict=True)
        ]  # fmt: skip
        title = f"{metric_words(series.metric.name)}{_where(series)}, {', '.join(shown)}{by_words(by)}"
        panel = self._panel(kind, (series,), by, title, lines, series.metric.unit, place)
        measures = tuple(replace(each, exemplars=True) for each in panel.measures)
        return replace(panel, measures=measures, minimum=Decimal(0))

    def _quantile(self, series: Series, share: Decimal, by: tuple[str, ...], over: Duration | None) -> Expression:
        rates = self._observations(series, by, over)
        return build.histogram_quantile(share, rates)

    def _observations(self, series: Series, by: tuple[str, ...], over: Duration | None) -> Expression:
        if series.metric.type is MetricType.HISTOGRAM:
            read = self._view.selector(series, f"{series.metric.name}_bucket")
            return build.total(build.rate(read, self._range(series, over)), by=(*by, names.BUCKET_BOUND))
        return build.total(build.rate(self._view.selector(series), self._range(series, over)), by=by)

    def _range(self, series: Series, over: Duration | None) -> str:
        """Returns what a rate is made over: four scrapes at least, so that one that failed leaves no gap."""
        if over is not None:
            return str(over)
        slow = self._slow.get(series.matchers[0].value)
        return names.RATE_INTERVAL if slow is None else str(Duration(4 * slow.milliseconds))

    def distribution(self, series: Series, over: Duration | None, place: Origin) -> Panel:
        """Shows how many observations of a histogram fall into which bucket over time."""
        title = f"{metric_words(series.metric.name)}{_where(series)}, distribution"
        lines = [(self._observations(series, (), over), "{{le}}")]
        panel = self._panel("distribution", (series,), (), title, lines, series.metric.unit, place, "heatmap")
        return replace(panel, measures=tuple(replace(each, exemplars=True) for each in panel.measures), steps=())

    def age(self, series: Series, by: tuple[str, ...] | None, apart: Sequence[str], place: Origin) -> Panel:
        """Shows how long ago the moment was that a gauge holds as Unix time."""
        since: Expression = self._view.selector(series)
        if by is not None:
            since = build.maximum(since, by)
        kept = tuple(apart) if by is None else by
        title = f"Time since {lowered(metric_words(series.metric.name))}{_where(series)}{by_words(by or ())}"
        lines: list[tuple[Expression, str]] = [(build.subtract(build.time(), since), legend_of(kept, "age"))]
        return self._panel("age", (series,), by or (), title, lines, "seconds", place)

    def growth(
        self, series: Series, by: tuple[str, ...] | None, over: Duration | None, apart: Sequence[str], place: Origin
    ) -> Panel:
        """Shows by how much a metric grew within a range."""
        range_ = over or _DAY
        selector, metric = self._view.selector(series), series.metric
        expression: Expression
        if metric.type is MetricType.GAUGE:
            expression = build.delta(selector, str(range_))
            if by is not None:
                expression = combined(metric, expression, by)
            kept = tuple(apart) if by is None else by
        else:
            kept = by or ()
            expression = build.total(build.increase(selector, str(range_)), by=kept)
        title = f"{series_words(series)} within {range_}{_where(series)}{by_words(by or ())}"
        return self._panel(
            "growth", (series,), by or (), title, [(expression, legend_of(kept, "all"))], unit_of(series), place
        )

    def _panel(
        self,
        kind: str,
        reads: tuple[Series, ...],
        by: tuple[str, ...],
        title: str,
        lines: Sequence[tuple[Expression, str]],
        unit: str | None,
        place: Origin,
        drawing: str = "timeseries",
    ) -> Panel:
        steps, alert = steps_for(self._stack, self._alerts, kind, reads, by, lines[0][0])
        size = size_of(drawing)
        link = runbook_link(self._stack, alert_page(alert)) if alert is not None else None
        return Panel(
            key=":".join((kind, *(_reference(each) for each in reads), *by)),
            title=self._whose(reads[0]) + title,
            description=_description(reads, steps, alert, unit, link),
            drawing=drawing,
            measures=tuple(
                Measure(query=Written(expression), legend=legend, instant=is_instant(drawing))
                for expression, legend in lines
            ),
            unit=unit,
            steps=steps,
            no_value=nothing_of(reads),
            links=(link,) if link is not None else (),
            width=size.width,
            height=size.height,
            origin=place,
        )

    def _whose(self, series: Series) -> str:
        """Returns the service's name for the start of a title, where another one on the dashboard has such a metric.

        What follows no reader's choice is another service's, and said to be.
        """
        job = series.matchers[0].value
        if not self._view.reads(job):
            return "".join(f"{each.name}: " for each in self._stack.services.values() if each.job == job)
        owners = [each for each in self._view.services if series.metric.name in each.metrics]
        return "".join(f"{each.name}: " for each in owners if each.job == job and len(owners) > 1)


def combined(metric: Metric, expression: Expression, by: tuple[str, ...]) -> Expression:
    """Returns series of a gauge added up to labels; of shares and temperatures, their mean."""
    return build.average(expression, by) if metric.unit in NOT_ADDITIVE else build.total(expression, by)


def _where(series: Series) -> str:
    """Returns the matchers that were written, for a title: ` with status=~"5.."`."""
    own = series.matchers[1:]
    return f" with {show(Selector(None, own))[1:-1]}" if own else ""


def _share(part: Series, whole: Series) -> str:
    if part.metric.name == whole.metric.name:
        return f"Share of {lowered(metric_words(part.metric.name))}{_where(part)}"
    return f"{metric_words(part.metric.name)}{_where(part)} of {lowered(metric_words(whole.metric.name))}"


def _reference(series: Series) -> str:
    own = series.matchers[1:]
    return f"{series.matchers[0].value}/{series.name}" + (show(Selector(None, own)) if own else "")


def _description(
    reads: tuple[Series, ...], steps: tuple[Step, ...], alert: Alert | None, unit: str | None, link: PanelLink | None
) -> str:
    said = " ".join(dict.fromkeys(help_of(each.metric) for each in reads))
    if alert is None or not steps:
        return said
    return said + bad_words(alert, unit, link)
