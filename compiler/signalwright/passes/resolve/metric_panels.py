"""Resolves panels that show metrics."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from signalwright import names
from signalwright.ir.dashboard import Panel
from signalwright.ir.metric import MetricType, Series
from signalwright.language.models.dashboards import PanelSpec
from signalwright.passes.panels.metrics import LATENCIES, MetricPanels
from signalwright.passes.panels.view import constant_labels
from signalwright.passes.resolve.panel_scope import Draft, PanelScope
from signalwright.passes.resolve.ratios import read_ratio
from signalwright.passes.resolve.readings import (
    COUNTERS,
    GAUGES,
    HISTOGRAMS,
    check_labels,
    has_rate,
    is_counted,
    is_whole,
    labels_of,
    pinned,
    read_series,
)
from signalwright.passes.resolve.scope import Path

_RATED = ("rate", "growth")


def _metric(
    at: PanelScope,
    spec: PanelSpec,
    path: Path,
    accepted: tuple[MetricType, ...],
    draw: Callable[[MetricPanels, Series], Panel],
) -> Draft | None:
    """Returns the draft of a panel that shows one metric."""
    where = (*path, spec.kind)
    series = read_series(at.reading, spec, getattr(spec, spec.kind), where, accepted)
    if series is None or not check_labels(at.reading, spec.by, (*path, "by"), series):
        return None
    if spec.kind in _RATED and is_counted(series) and not has_rate(at.reading, series, where):
        return None
    if accepted is HISTOGRAMS and not is_whole(at.reading, spec, series, where):
        return None
    owner = at.owner(series)
    if owner is None:
        return None
    return Draft((owner,), lambda view: draw(MetricPanels(at.stack, view, owner.alerts), series))


def _by(spec: PanelSpec) -> tuple[str, ...] | None:
    return None if spec.by is None else tuple(spec.by)


def _apart(at: PanelScope, series: Series) -> tuple[str, ...]:
    """Returns the labels that tell the series of a gauge apart, its target first."""
    known = labels_of(at.reading, series) - constant_labels(at.owner(series)) - pinned(series).keys()
    declared = [names.INSTANCE, *(each.name for each in series.metric.labels)]
    return tuple(sorted(known, key=lambda each: (declared.index(each) if each in declared else len(declared), each)))


def resolve_rate(at: PanelScope, spec: PanelSpec, path: Path) -> Draft | None:
    """Returns the panel of how fast a counter grows."""
    place = at.scope.locate(path)
    return _metric(
        at, spec, path, COUNTERS, lambda panels, series: panels.rate(series, _by(spec) or (), spec.over, place)
    )


def resolve_value(at: PanelScope, spec: PanelSpec, path: Path) -> Draft | None:
    """Returns the panel of a gauge."""
    place = at.scope.locate(path)
    return _metric(
        at, spec, path, GAUGES, lambda panels, series: panels.value(series, _by(spec), _apart(at, series), place)
    )


def resolve_age(at: PanelScope, spec: PanelSpec, path: Path) -> Draft | None:
    """Returns the panel of the time since a moment."""
    place = at.scope.locate(path)
    return _metric(
        at, spec, path, GAUGES, lambda panels, series: panels.age(series, _by(spec), _apart(at, series), place)
    )


def resolve_growth(at: PanelScope, spec: PanelSpec, path: Path) -> Draft | None:
    """Returns the panel of how much a metric grew."""
    place = at.scope.locate(path)

    def draw(panels: MetricPanels, series: Series) -> Panel:
        return panels.growth(series, _by(spec), spec.over, _apart(at, series), place)

    return _metric(at, spec, path, (*COUNTERS, *GAUGES), draw)


def resolve_quantile(at: PanelScope, spec: PanelSpec, path: Path) -> Draft | None:
    """Returns the panel of one quantile of a histogram, or of those of `latency`."""
    place = at.scope.locate(path)
    written = spec.quantiles if spec.kind == "latency" else [spec.kind]
    shares = LATENCIES if written is None else tuple(Decimal(each[1:]) / 100 for each in written)
    return _metric(
        at,
        spec,
        path,
        HISTOGRAMS,
        lambda panels, series: panels.quantiles(series, shares, _by(spec) or (), spec.over, place),
    )


def resolve_distribution(at: PanelScope, spec: PanelSpec, path: Path) -> Draft | None:
    """Returns the heatmap of a histogram."""
    place = at.scope.locate(path)
    return _metric(at, spec, path, HISTOGRAMS, lambda panels, series: panels.distribution(series, spec.over, place))


def resolve_ratio(at: PanelScope, spec: PanelSpec, path: Path) -> Draft | None:
    """Returns the panel of a share of one metric in another."""
    found = read_ratio(at.reading, spec, path)
    if found is None or spec.ratio is None:
        return None
    (part, whole), over = found, spec.ratio.over
    owners = {each.name: each for each in (at.owner(part), at.owner(whole)) if each is not None}
    alerts = [alert for owner in owners.values() for alert in owner.alerts]
    place = at.scope.locate(path)
    return Draft(
        tuple(owners.values()),
        lambda view: MetricPanels(at.stack, view, alerts).ratio(part, whole, _by(spec), over, place),
    )
