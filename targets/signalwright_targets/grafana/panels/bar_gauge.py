"""Bars."""

from __future__ import annotations

from typing import Any

from grafanalib import core

from signalwright.ir.dashboard import Panel
from signalwright_targets.grafana.drawing import Drawing, accept
from signalwright_targets.grafana.objects.gauges import BarGauge
from signalwright_targets.grafana.parts import field_defaults, frame, query_overrides, targets

# Where a scale of shares ends. Otherwise Grafana takes the extremes of what is shown, and the longest bar says nothing.
_WHOLE = {"ratio": 1, "percent": 100}


def draw(panel: Panel, at: Drawing) -> core.Panel:
    """Draws the last value of each series as a bar."""
    accept(panel, measures=None)
    return BarGauge(
        **frame(panel, at),
        dataSource=at.prometheus,
        targets=targets(panel, at),
        defaults=scaled_defaults(panel),
        overrides=query_overrides(panel),
    )


def scaled_defaults(panel: Panel) -> dict[str, Any]:
    """Returns how values are shown on a scale, which reaches from nothing to the whole where the unit has a whole."""
    defaults = field_defaults(panel)
    if panel.unit in _WHOLE:
        for key, value in (("min", 0), ("max", _WHOLE[panel.unit])):
            if defaults[key] is None:
                defaults[key] = value
    return {**defaults, "color": {"mode": "thresholds"}}
