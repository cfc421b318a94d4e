"""Heatmaps as Grafana has drawn them since version 9."""

from __future__ import annotations

from typing import Any, ClassVar

import attr

from signalwright_targets.grafana.objects.visual import Visual


@attr.s(auto_attribs=True, kw_only=True, eq=False)
class Heatmap(Visual):
    """The buckets of a histogram over time.

    Attributes:
        unit: The unit of the buckets' bounds, as Grafana spells it.
        decimals: How many digits of a bound stand behind the point, or None.
        exemplar_colour: The colour of exemplars.
    """

    kind: ClassVar[str] = "heatmap"
    unit: str
    decimals: int | None = None
    exemplar_colour: str = "rgba(255, 0, 255, 0.7)"

    def options(self) -> dict[str, Any]:
        """Returns the options of buckets that Prometheus has counted already."""
        return {
            "calculate": False,
            "cellGap": 1,
            # Cividis looks the same to readers with and without a colour vision deficiency.
            "color": {
                "mode": "scheme",
                "scheme": "Cividis",
                "fill": "dark-orange",
                "scale": "exponential",
                "exponent": 0.5,
                "steps": 64,
                "reverse": False,
            },
            "exemplars": {"color": self.exemplar_colour},
            "legend": {"show": True},
            "rowsFrame": {"layout": "auto"},
            "showValue": "never",
            "tooltip": {"mode": "single", "yHistogram": True, "showColorScale": False},
            "yAxis": {"axisPlacement": "left", "reverse": False, "unit": self.unit, "decimals": self.decimals},
        }
