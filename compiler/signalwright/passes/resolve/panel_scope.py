"""What the resolvers of panels share: where panels stand, and what a panel is before its dashboard is known."""

from __future__ import annotations

from collections.abc import Callable

from signalwright import names
from signalwright.diagnostics.span import Origin
from signalwright.ir.dashboard import Panel
from signalwright.ir.metric import Series
from signalwright.ir.service import Service
from signalwright.ir.stack import Stack
from signalwright.passes.panels.base import size_of
from signalwright.passes.panels.view import View
from signalwright.passes.resolve.readings import ConditionScope, pinned
from signalwright.passes.resolve.scope import Scope
from signalwright.passes.resolve.series import Catalogue
from signalwright.records import record


@record
class PanelScope:
    """Where panels stand.

    Attributes:
        scope: The spec.
        catalogue: The metrics of every service.
        stack: The stack without its dashboards, resolved.
        service: The service in whose rows they stand, or None.
    """

    scope: Scope
    catalogue: Catalogue
    stack: Stack
    service: str | None = None

    @property
    def reading(self) -> ConditionScope:
        """The scope in which a panel's metrics are looked up."""
        return ConditionScope(self.scope, self.catalogue, self.service, "")

    def owner(self, series: Series) -> Service | None:
        """Returns the service that a series is of."""
        job = pinned(series).get(names.JOB)
        return next((each for each in self.stack.services.values() if each.job == job), None)


@record
class Draft:
    """A panel before it is known what the readers of its dashboard choose.

    Attributes:
        services: The services whose series it reads as they are chosen.
        draw: Makes the panel.
        drawing: The drawing that was asked for, or None for that of its kind.
    """

    services: tuple[Service, ...]
    draw: Callable[[View], Panel]
    drawing: str | None = None


def plain_panel(place: Origin, key: str, title: str, description: str, drawing: str) -> Panel:
    """Returns a panel that shows nothing yet, in the size of its drawing."""
    size = size_of(drawing)
    return Panel(
        key=key,
        title=title,
        description=description,
        drawing=drawing,
        width=size.width,
        height=size.height,
        origin=place,
    )
