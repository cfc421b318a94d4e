"""A big number."""

from __future__ import annotations

from grafanalib import core

from signalwright.ir.dashboard import Panel
from signalwright_targets.grafana.drawing import Drawing, accept
from signalwright_targets.grafana.parts import field_defaults, frame, query_overrides, targets

FROM_NOW = "dateTimeFromNow"


def draw(panel: Panel, at: Drawing) -> core.Panel:
    """Draws the last value of each series as a number, on the colour of its level where there are levels."""
    accept(panel, measures=None)
    defaults = field_defaults(panel, moment=FROM_NOW)
    over_time = not all(each.instant for each in panel.measures)
    return core.Stat(
        **frame(panel, at),
        dataSource=at.prometheus,
        targets=targets(panel, at),
        reduceCalc="lastNotNull",
        format=defaults.pop("unit"),
        colorMode="background" if panel.steps or panel.values else "value",
        graphMode="area" if over_time else "none",
        thresholds=defaults.pop("thresholds")["steps"],
        overrides=query_overrides(panel),
        extraJson={
            "fieldConfig": {"defaults": {**defaults, "color": {"mode": "thresholds"}}},
            "options": {"wideLayout": True, "showPercentChange": False},
        },
    )
