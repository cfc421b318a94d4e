"""Resolves the dashboards that people wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from signalwright import names
from signalwright.ir.dashboard import Dashboard, Panel, PanelLink, PanelRow
from signalwright.ir.service import Service
from signalwright.ir.stack import Stack
from signalwright.language.models.dashboards import DashboardSpec, PanelSpec
from signalwright.passes.panels.alerts import firing_annotation
from signalwright.passes.panels.service_page import PERIOD, REFRESH, tags
from signalwright.passes.panels.view import view_of
from signalwright.passes.resolve.panel_scope import Draft, PanelScope
from signalwright.passes.resolve.panels import resolve_panel
from signalwright.passes.resolve.scope import Path, Scope
from signalwright.passes.resolve.series import Catalogue


def resolve_dashboards(scope: Scope, catalogue: Catalogue, stack: Stack) -> tuple[Dashboard, ...]:
    """Returns the written dashboards, ordered by title.

    Args:
        scope: The spec.
        catalogue: The metrics of every service.
        stack: The rest of the stack, resolved.
    """
    at = PanelScope(scope, catalogue, stack)
    return tuple(
        _dashboard(at, title, spec, ("dashboards", title))
        for title, spec in sorted((scope.spec.dashboards or {}).items())
    )


def _dashboard(at: PanelScope, title: str, spec: DashboardSpec, path: Path) -> Dashboard:
    stack, place = at.stack, at.scope.locate(path)
    if not spec.panels and not spec.rows:
        at.scope.report.error(
            "language/empty",
            f"the dashboard `{title}` has no panels",
            place.key(),
            help="add `panels: [{rate: http_requests_total}]`, or leave the dashboard out",
        )
    for heading, panels in (spec.rows or {}).items():
        if not panels:
            at.scope.report.error(
                "language/empty",
                f"the row `{heading}` has no panels",
                at.scope.locate((*path, "rows", heading)).key(),
                help="add a panel, or leave the row out",
            )
    drafts = [(key, heading, list(_drafts(at, panels, where))) for key, heading, panels, where in _rows(spec, path)]
    read: dict[str, Service] = {}
    for _, _, found in drafts:
        for draft, _ in found:
            read.update((each.name, each) for each in draft.services)
    view = view_of(list(read.values()))
    drawn = [
        (key, heading, [(draft.draw(view), draft.drawing) for draft, _ in found]) for key, heading, found in drafts
    ]
    counted = Counter(panel.key for _, _, found in drawn for panel, _ in found)
    taken: dict[str, int] = {}
    rows = tuple(
        PanelRow(
            key=key,
            title=heading,
            collapsed=False,
            panels=tuple(
                _unique(panel, drawing if counted[panel.key] > 1 else None, taken) for panel, drawing in found
            ),
            origin=place,
        )
        for key, heading, found in drawn
    )
    alone = next(iter(read)) if len(read) == 1 else None
    uid = names.dashboard_uid(stack.name, stack.environment, names.STACK_DASHBOARD)
    return Dashboard(
        uid=names.dashboard_uid(stack.name, stack.environment, title),
        file=names.slug(title),
        title=title,
        description=spec.description or f"A dashboard of {stack.name}",
        tags=tags(stack, *(f"audience:{each}" for each in spec.audience or ())),
        period=spec.period or PERIOD,
        refresh=spec.refresh or REFRESH,
        variables=view.variables(),
        annotations=(firing_annotation({} if alone is None else {names.SERVICE: alone}),),
        links=(PanelLink(title="All services", url=f"/d/{uid}"),) if stack.services else (),
        rows=rows,
        origin=place,
    )


def _rows(spec: DashboardSpec, path: Path) -> Iterator[tuple[str, str | None, list[PanelSpec], Path]]:
    """Yields each row's key, its heading, its panels and where they are written."""
    if spec.panels:
        yield "", None, spec.panels, (*path, "panels")
    for heading, panels in (spec.rows or {}).items():
        yield heading, heading, panels, (*path, "rows", heading)


def _drafts(at: PanelScope, panels: list[PanelSpec], path: Path) -> Iterator[tuple[Draft, Path]]:
    for index, spec in enumerate(panels):
        where = (*path, index)
        draft = resolve_panel(at, spec, where)
        if draft is not None:
            yield draft, where


def _unique(panel: Panel, drawing: str | None, taken: dict[str, int]) -> Panel:
    """Returns a panel with a key that no other has.

    Of panels that show the same, those in a drawing that was asked for are told by it, so that it doesn't matter which
    stands first; the second of two alike is numbered.
    """
    own = panel.key if drawing is None else f"{panel.key} as {drawing}"
    key = own
    while key in taken:
        taken[own] += 1
        key = f"{own}#{taken[own]}"
    taken[key] = 1
    return panel if key == panel.key else replace(panel, key=key)
