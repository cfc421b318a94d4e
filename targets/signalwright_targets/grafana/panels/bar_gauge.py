"""Bars."""

from __future__ import annotations

from typing import Any

from grafanalib import core

from signalwright.ir.dashboard import Panel
from signalwright_targets.grafana.drawing import Drawing, accept
from signalwright_targets.grafana.objects.gauges import BarGauge
from signalwright_targets.grafana.parts import field_defaults, frame, query_overrides, targets
from signalwright_targets.grafana.units import number

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
    """Returns how values are shown on a scale from nothing to the whole, or else to twice the highest bound."""
    defaults = field_defaults(panel)
    for key, value in zip(("min", "max"), _scale(panel), strict=True):
        if defaults[key] is None:
            defaults[key] = value
    return {**defaults, "color": {"mode": "thresholds"}}


def _scale(panel: Panel) -> tuple[int | float | None, int | float | None]:
    """Returns where a scale begins and ends, each None where nothing tells."""
    if panel.unit in _WHOLE:
        return 0, _WHOLE[panel.unit]
    bounds = [each.value for each in panel.steps if each.value is not None]
    if not bounds or min(bounds) < 0 or max(bounds) == 0:
        return None, None
    return 0, number(max(bounds) * 2)
