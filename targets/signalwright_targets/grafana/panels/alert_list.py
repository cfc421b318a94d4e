"""Alerts that fire."""

from __future__ import annotations

from grafanalib import core

from signalwright.ir.dashboard import Panel
from signalwright.promql.build import equal, series
from signalwright.promql.printer import show
from signalwright_targets.grafana.drawing import Drawing, accept
from signalwright_targets.grafana.objects.lists import AlertList
from signalwright_targets.grafana.parts import frame


def draw(panel: Panel, at: Drawing) -> core.Panel:
    """Draws the alerts that have the panel's labels."""
    accept(panel, only=frozenset({"firing"}))
    labels = panel.firing or {}
    return AlertList(
        **frame(panel, at),
        dataSource=at.prometheus,
        source=at.sources.prometheus_name,
        filter=show(series(None, (equal(name, value) for name, value in sorted(labels.items())))) if labels else "",
    )
