"""States over time."""

from __future__ import annotations

from typing import Any, ClassVar

import attr

from signalwright_targets.grafana.objects.visual import Visual


@attr.s(auto_attribs=True, kw_only=True, eq=False)
class StateTimeline(Visual):
    """A band for each series that changes its colour with the value; grafanalib's has no unit and no legend switch."""

    kind: ClassVar[str] = "state-timeline"

    def options(self) -> dict[str, Any]:
        """Returns the options of bands whose equal neighbours are one."""
        return {
            "alignValue": "left",
            "mergeValues": True,
            "rowHeight": 0.9,
            "showValue": "auto",
            "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True, "calcs": []},
            "tooltip": {"mode": "single", "sort": "none"},
        }
