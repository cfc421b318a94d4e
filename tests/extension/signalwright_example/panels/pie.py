"""A pie, for shares of a whole."""

from __future__ import annotations

from grafanalib import core

from signalwright.ir.dashboard import Panel
from signalwright_targets.grafana.drawing import Drawing, accept
from signalwright_targets.grafana.parts import frame, targets


def draw(panel: Panel, at: Drawing) -> core.Panel:
    """Draws the last value of each series as a slice."""
    accept(panel, measures=None)
    return core.PieChartv2(**frame(panel, at), dataSource=at.prometheus, targets=targets(panel, at))
