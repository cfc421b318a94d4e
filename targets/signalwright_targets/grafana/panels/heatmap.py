"""The distribution of a histogram over time."""

from __future__ import annotations

from grafanalib import core

from signalwright.ir.dashboard import Panel
from signalwright_targets.grafana.drawing import CannotDraw, Drawing, accept
from signalwright_targets.grafana.objects.heatmap import Heatmap
from signalwright_targets.grafana.parts import frame, targets, unit_of
from signalwright_targets.grafana.units import grafana_unit

# What tells buckets apart; an expression that somebody wrote may return some, and has no legend.
_BUCKETS = ("{{le}}", "")


def draw(panel: Panel, at: Drawing) -> core.Panel:
    """Draws the buckets of one query, which has a series for each bound `le`; the unit is that of the bounds."""
    accept(panel, measures=1)
    if panel.measures[0].legend not in _BUCKETS:
        raise CannotDraw(
            "`heatmap` shows the buckets of a histogram", "show one with `distribution`, or draw the panel otherwise"
        )
    return Heatmap(
        **frame(panel, at),
        dataSource=at.prometheus,
        targets=targets(panel, at, shape="heatmap", instant=False, exemplars=True),
        defaults={
            "custom": {
                "scaleDistribution": {"type": "linear"},
                "hideFrom": {"legend": False, "tooltip": False, "viz": False},
            },
            "noValue": panel.no_value,
        },
        unit=grafana_unit(unit_of(panel.measures[0], panel)),
        decimals=panel.decimals,
    )
