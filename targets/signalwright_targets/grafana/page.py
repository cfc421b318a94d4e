"""Draws a dashboard with the classes of grafanalib: variables, annotations and links, and every panel in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

from grafanalib import core

from signalwright.ir.dashboard import Dashboard, Panel, PanelLink, PanelRow
from signalwright.promql.printer import show
from signalwright.target import Gate
from signalwright_targets.grafana.colours import COLOURS
from signalwright_targets.grafana.drawing import LOKI_VARIABLE, PROMETHEUS_VARIABLE, CannotDraw, Drawing
from signalwright_targets.grafana.identity import panel_ids
from signalwright_targets.grafana.layout import Place, place_rows
from signalwright_targets.grafana.objects.variables import (
    LabelVariable,
    OwnAnnotations,
    PromAnnotation,
    SourceVariable,
)
from signalwright_targets.grafana.sources import DatasourceNames
from signalwright_targets.grafana.units import in_one_unit

_PROMETHEUS = {"type": "prometheus", "uid": f"${{{PROMETHEUS_VARIABLE}}}"}
_SHARED_CROSSHAIR = 1


def draw_page(dashboard: Dashboard, gate: Gate, sources: DatasourceNames, tags: Sequence[str]) -> core.Dashboard:
    """Draws a dashboard.

    Args:
        dashboard: The dashboard.
        gate: Knows the declared version and the drawings, and takes an error for each panel that can't be drawn.
        sources: The provisioned data sources.
        tags: The tags of the dashboards that it offers to go on to; none for no offer.

    Returns:
        The dashboard, without the panels that can't be drawn.
    """
    return core.Dashboard(
        uid=dashboard.uid,
        title=dashboard.title,
        description=dashboard.description,
        tags=list(dashboard.tags),
        # What is changed in the browser would be lost with the next deployment.
        editable=False,
        graphTooltip=_SHARED_CROSSHAIR,
        timezone="browser",
        time=core.Time(start=f"now-{in_one_unit(dashboard.period)}", end="now"),
        refresh=in_one_unit(dashboard.refresh),
        links=[*_links(dashboard.links), *_others(tags)],
        annotations=core.Annotations(list=[OwnAnnotations(), *_annotations(dashboard)]),
        templating=core.Templating(list=list(_variables(dashboard, sources))),
        panels=list(_panels(dashboard, gate, sources)),
    )


def _variables(dashboard: Dashboard, sources: DatasourceNames) -> Iterator[core.Template]:
    # The first is the one that dashboard-linter judges the others by.
    yield SourceVariable(
        name=PROMETHEUS_VARIABLE,
        label="Prometheus data source",
        query="prometheus",
        current_name=sources.prometheus_name,
        current_uid=sources.prometheus_uid,
    )
    searched = any(panel.searches for panel in dashboard.panels)
    if searched and sources.loki_uid is not None and sources.loki_name is not None:
        yield SourceVariable(
            name=LOKI_VARIABLE,
            label="Loki data source",
            query="loki",
            current_name=sources.loki_name,
            current_uid=sources.loki_uid,
        )
    for each in dashboard.variables:
        yield LabelVariable(
            name=each.name,
            label=each.title,
            query=f"label_values({show(each.selector)}, {each.label})",
            dataSource=_PROMETHEUS,
            chosen=each.chosen,
        )


def _annotations(dashboard: Dashboard) -> Iterator[PromAnnotation]:
    for each in dashboard.annotations:
        yield PromAnnotation(
            name=each.name,
            datasource=_PROMETHEUS,
            expr=each.query.text,
            colour=COLOURS[each.level],
            title=each.title,
            text=each.text,
            labels=each.labels,
            enable=each.shown,
        )


def _links(links: Sequence[PanelLink]) -> Iterator[core.DashboardLink]:
    for each in links:
        own = each.url.startswith("/")
        yield core.DashboardLink(
            type="link",
            title=each.title,
            uri=each.url,
            icon="dashboard" if own else "external link",
            keepTime=own,
            targetBlank=not own,
        )


def _others(tags: Sequence[str]) -> Iterator[core.DashboardLink]:
    if tags:
        yield core.DashboardLink(type="dashboards", title="Dashboards", tags=list(tags), asDropdown=True, keepTime=True)


def _panels(dashboard: Dashboard, gate: Gate, sources: DatasourceNames) -> Iterator[core.Panel]:
    # A row may be called as a panel is.
    ids = panel_ids(
        name for row in dashboard.rows for name in (_row_name(row), *(_panel_name(each) for each in row.panels))
    )
    for placed in place_rows(dashboard.rows):
        drawn = []
        for panel, place in placed.panels:
            at = Drawing(version=gate.version, sources=sources, id=ids[_panel_name(panel)], place=place)
            made = _draw(panel, at, gate)
            if made is not None:
                drawn.append(made)
        if placed.heading is None:
            yield from drawn
            continue
        nested = placed.row.collapsed
        yield core.RowPanel(
            id=ids[_row_name(placed.row)],
            title=placed.row.title or "",
            collapsed=nested,
            gridPos=_grid(placed.heading),
            panels=drawn if nested else [],
        )
        yield from () if nested else drawn


def _row_name(row: PanelRow) -> str:
    return f"row {row.key}"


def _panel_name(panel: Panel) -> str:
    return f"panel {panel.key}"


def _grid(place: Place) -> core.GridPos:
    return core.GridPos(x=place.x, y=place.y, w=place.width, h=place.height)


def _draw(panel: Panel, at: Drawing, gate: Gate) -> core.Panel | None:
    try:
        made: core.Panel = _drawing(panel, gate).draw(panel, at)
    except CannotDraw as reason:
        gate.report.error("dashboards/cannot-draw", reason.message, panel.origin, help=reason.help)
        return None
    return made


def _drawing(panel: Panel, gate: Gate) -> Any:
    module = gate.drawings.get(panel.drawing)
    if module is None:
        known = ", ".join(f"`{each}`" for each in gate.drawings)
        raise CannotDraw(f"there is no drawing `{panel.drawing}`", f"draw it as one of {known}")
    return import_module(module)
