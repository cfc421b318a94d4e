"""Gauges, whose values grafanalib reduces in a place that Grafana 8 and later don't read."""

from __future__ import annotations

from typing import Any, ClassVar

import attr

from signalwright_targets.grafana.objects.visual import Visual, last_value


@attr.s(auto_attribs=True, kw_only=True, eq=False)
class Gauge(Visual):
    """A dial for each series."""

    kind: ClassVar[str] = "gauge"

    def options(self) -> dict[str, Any]:
        """Returns the options of a dial."""
        return {
            "orientation": "auto",
            "reduceOptions": last_value(),
            "showThresholdLabels": False,
            "showThresholdMarkers": True,
            "sizing": "auto",
            "minVizWidth": 75,
            "minVizHeight": 75,
        }


@attr.s(auto_attribs=True, kw_only=True, eq=False)
class BarGauge(Visual):
    """A bar for each series."""

    kind: ClassVar[str] = "bargauge"

    def options(self) -> dict[str, Any]:
        """Returns the options of bars that lie."""
        return {
            "orientation": "horizontal",
            "displayMode": "basic",
            "valueMode": "color",
            "namePlacement": "auto",
            "showUnfilled": True,
            "sizing": "auto",
            "minVizWidth": 8,
            "minVizHeight": 16,
            "maxVizHeight": 300,
            "reduceOptions": last_value(),
        }
