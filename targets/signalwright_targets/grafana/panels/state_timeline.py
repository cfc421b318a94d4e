"""States over time."""

from __future__ import annotations

from grafanalib import core

from signalwright.ir.dashboard import Panel
from signalwright_targets.grafana.drawing import Drawing, accept
from signalwright_targets.grafana.objects.state_timeline import StateTimeline
from signalwright_targets.grafana.parts import field_defaults, frame, query_overrides, targets


def draw(panel: Panel, at: Drawing) -> core.Panel:
    """Draws each series as a band in the colours of its values or levels."""
    accept(panel, measures=None)
    defaults = field_defaults(panel)
    return StateTimeline(
        **frame(panel, at),
        dataSource=at.prometheus,
        targets=targets(panel, at, instant=False),
        defaults={**defaults, "color": {"mode": "thresholds"}, "custom": {"fillOpacity": 80, "lineWidth": 0}},
        overrides=query_overrides(panel),
    )
