"""Lines over time."""

from __future__ import annotations

from typing import Any

from grafanalib import core

from signalwright.ir.dashboard import Panel
from signalwright_targets.grafana.drawing import Drawing, accept
from signalwright_targets.grafana.parts import field_defaults, frame, query_overrides, targets

_LINE_FILL, _STACK_FILL = 10, 40


def draw(panel: Panel, at: Drawing) -> core.Panel:
    """Draws each series as a line, with levels as dashed lines and areas behind."""
    accept(panel, measures=None)
    defaults = field_defaults(panel, areas=True)
    return core.TimeSeries(
        **frame(panel, at),
        dataSource=at.prometheus,
        targets=targets(panel, at, exemplars=True),
        # A series has the same colour in every panel in which it has the same name.
        colorMode="palette-classic-by-name",
        fillOpacity=_STACK_FILL if panel.stacked else _LINE_FILL,
        stacking={"mode": "normal", "group": "A"} if panel.stacked else {"mode": "none"},
        thresholdsStyleMode="dashed+area" if panel.steps else "off",
        tooltipMode="multi",
        tooltipSort="desc",
        thresholds=defaults.pop("thresholds")["steps"],
        overrides=query_overrides(panel),
        extraJson={"fieldConfig": {"defaults": defaults}, "options": {"legend": _legend(panel)}},
    )


def _legend(panel: Panel) -> dict[str, Any]:
    """Returns a table with numbers where there may be many series, and a plain name where there is one."""
    if len(panel.measures) == 1 and panel.measures[0].legend and "{{" not in panel.measures[0].legend:
        return {"displayMode": "list", "placement": "bottom", "showLegend": True, "calcs": []}
    return {
        "displayMode": "table",
        "placement": "bottom",
        "showLegend": True,
        "calcs": ["lastNotNull", "max"],
        "sortBy": "Last *",
        "sortDesc": True,
    }
