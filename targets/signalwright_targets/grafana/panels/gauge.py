"""A dial."""

from __future__ import annotations

from grafanalib import core

from signalwright.ir.dashboard import Panel
from signalwright_targets.grafana.drawing import Drawing, accept
from signalwright_targets.grafana.objects.gauges import Gauge
from signalwright_targets.grafana.panels.bar_gauge import scaled_defaults
from signalwright_targets.grafana.parts import frame, query_overrides, targets


def draw(panel: Panel, at: Drawing) -> core.Panel:
    """Draws the last value of each series of one query on a scale."""
    accept(panel, measures=1)
    return Gauge(
        **frame(panel, at),
        dataSource=at.prometheus,
        targets=targets(panel, at),
        defaults=scaled_defaults(panel),
        overrides=query_overrides(panel),
    )
