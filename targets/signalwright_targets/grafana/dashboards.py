"""Makes the JSON files of a stack's dashboards."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from signalwright.diagnostics.span import Origin
from signalwright.emit.artifact import Artifact, KeyPath, json_artifact
from signalwright.ir.dashboard import Dashboard
from signalwright.ir.stack import Stack
from signalwright.target import Gate
from signalwright_targets.grafana.sources import DatasourceNames


def dashboard_artifacts(stack: Stack, gate: Gate, sources: DatasourceNames) -> Iterator[Artifact]:
    """Makes a file of each dashboard.

    Args:
        stack: The resolved stack.
        gate: Knows the declared version and the drawings, and takes errors.
        sources: The provisioned data sources.

    Yields:
        `grafana/dashboards/<file>.json`, in the order of the stack's dashboards.
    """
    if not stack.dashboards:
        return
    # grafanalib takes a fifth of a second to import.
    from signalwright_targets.grafana.page import draw_page
    from signalwright_targets.grafana.schema import modernize

    tags = _shared_tags(stack.dashboards)
    for dashboard in stack.dashboards:
        page = draw_page(dashboard, gate, sources, tags)
        document = modernize(page.to_json_data(), gate.version)
        yield json_artifact(f"grafana/dashboards/{dashboard.file}.json", document, partial(_origins, dashboard))


def _shared_tags(dashboards: tuple[Dashboard, ...]) -> list[str]:
    """Returns the tags that all dashboards of the stack have, by which each offers the others; none for one alone."""
    if len(dashboards) == 1:
        return []
    return sorted(set.intersection(*(set(each.tags) for each in dashboards)))


def _origins(dashboard: Dashboard) -> dict[KeyPath, Origin]:
    """Returns where the parts of a dashboard's document come from; a heading is a panel of its own there."""
    found: dict[KeyPath, Origin] = {(): dashboard.origin}
    index = 0
    for row in dashboard.rows:
        inside: KeyPath = ("panels",)
        nested = row.title is not None and row.collapsed
        if row.title is not None:
            found[("panels", index)] = row.origin
            inside = ("panels", index, "panels") if nested else inside
            index += 1
        for position, panel in enumerate(row.panels):
            found[(*inside, position if nested else index + position)] = panel.origin
        index += 0 if nested else len(row.panels)
    return found
