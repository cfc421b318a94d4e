"""Resolves the dashboards that people wrote."""

from __future__ import annotations

from signalwright import names
from signalwright.diagnostics.diagnostic import Label
from signalwright.ir.dashboard import Dashboard, PanelLink
from signalwright.ir.service import Service
from signalwright.ir.stack import Stack
from signalwright.language.models.dashboards import DashboardSpec
from signalwright.passes.panels.alerts import firing_annotation
from signalwright.passes.panels.service_page import PERIOD, REFRESH, tags
from signalwright.passes.panels.view import view_of
from signalwright.passes.resolve.panel_rows import (
    RowDraft,
    ServiceRows,
    draw_rows,
    included_rows,
    resolve_headed_rows,
    resolve_panels,
    resolve_service_rows,
    with_rows,
)
from signalwright.passes.resolve.panel_scope import PanelScope
from signalwright.passes.resolve.scope import Path, Scope
from signalwright.passes.resolve.series import Catalogue


def resolve_dashboards(
    scope: Scope, catalogue: Catalogue, stack: Stack
) -> tuple[dict[str, Service], tuple[Dashboard, ...]]:
    """Returns the services with their rows, and the written dashboards, ordered by title.

    Args:
        scope: The spec.
        catalogue: The metrics of every service.
        stack: The rest of the stack, resolved.
    """
    at = PanelScope(scope, catalogue, stack)
    rows = resolve_service_rows(at)
    services = {
        name: with_rows(service, rows[name]) if name in rows else service for name, service in stack.services.items()
    }
    dashboards = tuple(
        _dashboard(at, rows, title, spec, ("dashboards", title))
        for title, spec in sorted((scope.spec.dashboards or {}).items())
    )
    return services, dashboards


def _dashboard(at: PanelScope, services: ServiceRows, title: str, spec: DashboardSpec, path: Path) -> Dashboard:
    stack, place = at.stack, at.scope.locate(path)
    if not spec.panels and not spec.rows and not spec.include:
        at.scope.report.error(
            "language/empty",
            f"the dashboard `{title}` has no panels",
            place.key(),
            help="add `panels: [{rate: http_requests_total}]`, or leave the dashboard out",
        )
    own = _own_rows(at, spec, path)
    rows = (*own, *included_rows(own, _included(at, services, spec, (*path, "include"))))
    read: dict[str, Service] = {}
    for row in rows:
        for draft in row.drafts:
            read.update((each.name, each) for each in draft.services)
    view = view_of(list(read.values()))
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
        rows=draw_rows(rows, view),
        origin=place,
    )


def _own_rows(at: PanelScope, spec: DashboardSpec, path: Path) -> tuple[RowDraft, ...]:
    rows = resolve_headed_rows(at, spec.rows or {}, (*path, "rows"))
    if not spec.panels:
        return rows
    where = (*path, "panels")
    return (RowDraft("", None, resolve_panels(at, spec.panels, where), at.scope.locate(where)), *rows)


def _included(
    at: PanelScope, services: ServiceRows, spec: DashboardSpec, path: Path
) -> dict[str, tuple[RowDraft, ...]]:
    """Returns the rows of each service that a dashboard includes, in order; reports those that have none."""
    known = at.scope.spec.services or {}
    found: dict[str, tuple[RowDraft, ...]] = {}
    first: dict[str, int] = {}
    for index, name in enumerate(spec.include or ()):
        place = at.scope.locate((*path, index))
        if not at.scope.refer(name, known, "service", place, declare="declare it under `services`"):
            continue
        if first.setdefault(name, index) != index:
            at.scope.report.error(
                "language/duplicate-name",
                f"the rows of `{name}` are included twice",
                place,
                help="leave one of them out",
                secondary=[Label(at.scope.locate((*path, first[name])), "they are included here")],
            )
        elif known[name].rows is None:
            having = ", ".join(f"`{each}`" for each, service in known.items() if service.rows)
            add = f"give `{name}` rows: `rows: {{Overview: [{{value: …}}]}}`"
            at.scope.report.error(
                "dashboards/no-rows",
                f"the service `{name}` has no rows that a dashboard could include",
                place,
                help=f"{add}, or include one that has some: {having}" if having else add,
                secondary=[Label(at.scope.locate(("services", name)).key(), "declared here")],
            )
        elif name in services:
            found[name] = services[name]
    return found
