"""Resolves rows of panels: those of dashboards, and those that services have and dashboards include."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from signalwright.diagnostics.span import Origin
from signalwright.ir.dashboard import PanelRow
from signalwright.ir.service import Service
from signalwright.language.models.dashboards import PanelSpec
from signalwright.passes.panels.base import MOST_OPEN, told_apart
from signalwright.passes.panels.view import View, view_of
from signalwright.passes.resolve.panel_scope import Draft, PanelScope
from signalwright.passes.resolve.panels import resolve_panel
from signalwright.passes.resolve.scope import Path
from signalwright.records import record


@record
class RowDraft:
    """A row before it is known what the readers of its dashboard choose.

    Attributes:
        key: What the row is about, unique in its dashboard.
        title: Its heading, or None for panels that need none.
        drafts: Its panels in reading order.
        origin: The part of the spec that it comes from.
        collapsed: Whether its panels are shown only when a reader opens it.
    """

    key: str
    title: str | None
    drafts: tuple[Draft, ...]
    origin: Origin
    collapsed: bool = False


ServiceRows = Mapping[str, tuple[RowDraft, ...]]


def resolve_service_rows(at: PanelScope) -> ServiceRows:
    """Returns the rows of each service that has some, by its name.

    Args:
        at: The stack; its rows read the metrics of the service in whose block they stand.
    """
    return {
        name: resolve_headed_rows(replace(at, service=name), spec.rows, ("services", name, "rows"))
        for name, spec in sorted((at.scope.spec.services or {}).items())
        if spec.rows and name in at.stack.services
    }


def with_rows(service: Service, rows: Sequence[RowDraft]) -> Service:
    """Returns a service with its rows, drawn as its own dashboard shows them."""
    return replace(service, rows=draw_rows(rows, view_of([service])))


def resolve_headed_rows(at: PanelScope, rows: Mapping[str, list[PanelSpec]], path: Path) -> tuple[RowDraft, ...]:
    """Returns rows with headings; reports those without panels.

    Args:
        at: Where they stand.
        rows: The panels by their heading.
        path: Where they are written.
    """
    for heading, panels in rows.items():
        if not panels:
            at.scope.report.error(
                "language/empty",
                f"the row `{heading}` has no panels",
                at.scope.locate((*path, heading)).key(),
                help="add a panel, or leave the row out",
            )
    return tuple(
        RowDraft(heading, heading, resolve_panels(at, panels, (*path, heading)), at.scope.locate((*path, heading)))
        for heading, panels in rows.items()
    )


def resolve_panels(at: PanelScope, panels: Sequence[PanelSpec], path: Path) -> tuple[Draft, ...]:
    """Returns the drafts of panels; those that an error was reported of are left out."""
    drafts = (resolve_panel(at, spec, (*path, index)) for index, spec in enumerate(panels))
    return tuple(each for each in drafts if each is not None)


def included_rows(own: Sequence[RowDraft], included: Mapping[str, Sequence[RowDraft]]) -> tuple[RowDraft, ...]:
    """Returns the rows of services as they stand on a dashboard.

    Where two rows would be called the same, those of services have the service's name in front. Those that would make
    too many open panels are collapsed.

    Args:
        own: The dashboard's own rows.
        included: The rows of each included service, in order.
    """
    titles = Counter(row.title for rows in (own, *included.values()) for row in rows)
    open_panels = sum(len(row.drafts) for row in own)
    result = []
    for service, rows in included.items():
        for row in rows:
            title = row.title if titles[row.title] == 1 else f"{service}: {row.title}"
            collapsed = open_panels + len(row.drafts) > MOST_OPEN
            open_panels += 0 if collapsed else len(row.drafts)
            result.append(replace(row, key=f"{service}: {row.key}", title=title, collapsed=collapsed))
    return tuple(result)


def draw_rows(rows: Sequence[RowDraft], view: View) -> tuple[PanelRow, ...]:
    """Returns the rows of a dashboard, in which each panel and each row has a key of its own.

    Args:
        rows: The rows in order.
        view: What the readers of the dashboard choose.
    """
    drawn = [[(draft.draw(view), draft.drawing) for draft in row.drafts] for row in rows]
    counted = Counter(panel.key for panels in drawn for panel, _ in panels)
    taken: dict[str, int] = {}
    keys: set[str] = set()
    result = []
    for row, panels in zip(rows, drawn, strict=True):
        key = row.key
        while key in keys:
            key += "'"
        keys.add(key)
        apart = (told_apart(panel, drawing if counted[panel.key] > 1 else None, taken) for panel, drawing in panels)
        result.append(
            PanelRow(key=key, title=row.title, collapsed=row.collapsed, panels=tuple(apart), origin=row.origin)
        )
    return tuple(result)
