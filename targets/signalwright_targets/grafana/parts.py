"""What drawings have in common: the frame of a panel, its queries, and how its values are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, TypedDict

from grafanalib import core

from signalwright.ir.dashboard import Measure, Panel, PanelLink, Step
from signalwright.promql.build import multiply
from signalwright.promql.build import number as literal
from signalwright.promql.printer import show_lines
from signalwright_targets.grafana.colours import mappings, thresholds
from signalwright_targets.grafana.drawing import Drawing
from signalwright_targets.grafana.identity import ref_id
from signalwright_targets.grafana.objects.targets import PromTarget
from signalwright_targets.grafana.units import grafana_unit, in_one_unit, number, scale

Format = Literal["time_series", "table", "heatmap"]


class Frame(TypedDict):
    """The arguments that every panel class of grafanalib takes."""

    id: int
    title: str
    description: str
    gridPos: core.GridPos
    links: list[core.DataLink]
    timeFrom: str | None
    maxDataPoints: None


def frame(panel: Panel, at: Drawing) -> Frame:
    """Returns what every panel has, whatever it shows."""
    place = at.place
    return {
        "id": at.id,
        "title": panel.title,
        "description": panel.description,
        "gridPos": core.GridPos(x=place.x, y=place.y, w=place.width, h=place.height),
        "links": [
            core.DataLink(title=each.title, linkUrl=each.url, isNewTab=is_elsewhere(each)) for each in panel.links
        ],
        "timeFrom": None if panel.period is None else in_one_unit(panel.period),
        # grafanalib's 100 would make every graph coarse, and `$__rate_interval` too long.
        "maxDataPoints": None,
    }


def is_elsewhere(link: PanelLink) -> bool:
    """Returns whether a link leaves Grafana."""
    return not link.url.startswith("/")


def targets(
    panel: Panel,
    at: Drawing,
    *,
    shape: Format = "time_series",
    instant: bool | None = None,
    exemplars: bool = False,
) -> list[core.Target]:
    """Returns the PromQL queries of a panel.

    Args:
        panel: The panel.
        at: What is known of it.
        shape: How the drawing wants the answers.
        instant: Whether only the last moment is asked for; None leaves that to each query.
        exemplars: Whether the drawing has a place for exemplars; elsewhere Grafana would show them as values.
    """
    return [
        PromTarget(
            refId=ref_id(index),
            datasource=at.prometheus,
            expr=_expression(measure, unit_of(measure, panel)),
            legendFormat=measure.legend,
            instant=measure.instant if instant is None else instant,
            exemplar=exemplars and measure.exemplars,
            format=shape,
        )
        for index, measure in enumerate(panel.measures)
    ]


def unit_of(measure: Measure, panel: Panel) -> str | None:
    """Returns the unit of a query's values: its own, or else the panel's."""
    return panel.unit if measure.unit is None else measure.unit


def _expression(measure: Measure, unit: str | None) -> str:
    factor = scale(unit)
    return measure.query.text if factor == 1 else show_lines(multiply(measure.query.tree, literal(factor)))


def field_defaults(panel: Panel, *, areas: bool = False, moment: str | None = None) -> dict[str, Any]:
    """Returns how the values of a panel are shown: `fieldConfig.defaults` without what belongs to one kind of panel.

    Args:
        panel: The panel.
        areas: Whether levels are drawn as areas.
        moment: The format of a date, where the drawing has a better one than the date itself.
    """
    factor = scale(panel.unit)
    return {
        "unit": moment if moment is not None and factor != 1 else grafana_unit(panel.unit),
        "decimals": panel.decimals,
        "min": None if panel.minimum is None else number(panel.minimum * factor),
        "max": None if panel.maximum is None else number(panel.maximum * factor),
        "thresholds": thresholds(panel.steps, factor, areas=areas),
        "mappings": mappings(panel.values),
        "noValue": panel.no_value,
    }


def query_overrides(panel: Panel) -> list[dict[str, Any]]:
    """Returns the exceptions for queries that have a unit or levels of their own."""
    found = []
    for index, measure in enumerate(panel.measures):
        properties = own_properties(measure.unit, measure.decimals, measure.steps)
        if properties:
            found.append({"matcher": {"id": "byFrameRefID", "options": ref_id(index)}, "properties": properties})
    return found


def own_properties(
    unit: str | None, decimals: int | None, steps: Sequence[Step], *, moment: str | None = None
) -> list[dict[str, Any]]:
    """Returns a unit, digits and levels as properties of an exception; what is None or empty isn't among them.

    Args:
        unit: The unit, or None.
        decimals: How many digits stand behind the point, or None.
        steps: The levels.
        moment: The format of a date, where the drawing has a better one than the date itself.
    """
    factor = scale(unit)
    properties: list[dict[str, Any]] = []
    if unit is not None:
        name = moment if moment is not None and factor != 1 else grafana_unit(unit)
        properties.append({"id": "unit", "value": name})
    if decimals is not None:
        properties.append({"id": "decimals", "value": decimals})
    if steps:
        properties.append({"id": "thresholds", "value": thresholds(steps, factor)})
    return properties
