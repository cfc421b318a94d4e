"""The dashboards of a whole stack: all services at a glance, and all SLOs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from signalwright import names
from signalwright.ir.dashboard import Dashboard, LabelColumn, Level, Measure, Panel, PanelLink, PanelRow, Step
from signalwright.ir.rules import Written
from signalwright.ir.service import Service
from signalwright.ir.slo import SLO
from signalwright.ir.stack import Stack
from signalwright.passes.panels.alerts import firing_annotation, firing_count, firing_list, up_share, up_timeline
from signalwright.passes.panels.base import resized, size_of
from signalwright.passes.panels.levels import level_of, steps_above
from signalwright.passes.panels.service_page import PERIOD, REFRESH, tags
from signalwright.passes.panels.slos import budgets_over_time, slo_table, worst_budget
from signalwright.passes.panels.view import View, view_of
from signalwright.promql import build
from signalwright.promql.tree import Expression, Matcher

_FIRING = Matcher("alertstate", "=", "firing")
# More lines than this say less than the table of services.
_MOST_TIMELINES = 20


def stack_dashboard(stack: Stack, others: tuple[PanelLink, ...]) -> Dashboard:
    """Returns the overview of a stack: what fires, which services are well, and the way to each of them.

    Args:
        stack: The stack, resolved.
        others: Dashboards that stand beside this one.
    """
    services = list(stack.services.values())
    scraped = [each for each in services if each.scrape is not None]
    view = view_of(scraped)
    head: list[Panel] = [
        firing_count({names.SEVERITY: each}, f"Firing: {each}", stack.origin, level_of(stack, each))
        for each in stack.severities
    ]
    if scraped:
        head.append(replace(up_share(view, scraped, stack.origin), key="up-share"))
    rows = [
        PanelRow(key="head", title=None, collapsed=False, panels=tuple(head), origin=stack.origin),
        PanelRow(
            key="services",
            title="Services",
            collapsed=False,
            panels=(_services(stack, view, services), resized(firing_list({}, "Alerts", stack.origin), 8, 12)),
            origin=stack.origin,
        ),
    ]
    if scraped:
        # Whichever services there are, it is the panel of all of them.
        timeline = replace(resized(up_timeline(view, scraped, stack.origin), 24, 10), key="up")
        rows.append(
            PanelRow(
                key="targets",
                title="Targets",
                collapsed=len(scraped) > _MOST_TIMELINES,
                panels=(timeline,),
                origin=stack.origin,
            )
        )
    return Dashboard(
        uid=names.dashboard_uid(stack.name, stack.environment, names.STACK_DASHBOARD),
        file=names.STACK_FILE,
        title="All services",
        description=f"The services of {stack.name} at a glance, and the way to each of them",
        tags=tags(stack, "overview"),
        period=PERIOD,
        refresh=REFRESH,
        variables=view.variables(),
        annotations=(firing_annotation({}),),
        links=others,
        rows=tuple(rows),
        origin=stack.origin,
    )


def slo_dashboard(stack: Stack, links: tuple[PanelLink, ...]) -> Dashboard:
    """Returns the dashboard of all SLOs of a stack, which has at least one.

    Args:
        stack: The stack, resolved.
        links: The dashboards that stand above this one.
    """
    slos = list(slos_of(stack))
    panels = (slo_table(slos, stack.origin, service_link(stack)), budgets_over_time(slos, stack.origin))
    return Dashboard(
        uid=names.dashboard_uid(stack.name, stack.environment, names.SLO_DASHBOARD),
        file=names.SLO_FILE,
        title="Service level objectives",
        description=f"The objectives of the services of {stack.name}, and what is left of their error budgets",
        tags=tags(stack, "slo"),
        period=PERIOD,
        refresh=REFRESH,
        variables=(),
        annotations=(firing_annotation({}),),
        links=links,
        rows=(PanelRow(key="slos", title=None, collapsed=False, panels=panels, origin=stack.origin),),
        origin=stack.origin,
    )


def slos_of(stack: Stack) -> Iterator[tuple[Service, SLO]]:
    """Yields the SLOs of a stack with their services."""
    for service in stack.services.values():
        for slo in service.slos:
            yield service, slo


def service_link(stack: Stack) -> PanelLink:
    """Returns the way from a cell that holds a service's name to its dashboard.

    Where names are too long for Grafana's identities, it leads to the list of the dashboards with the service's tag.
    """
    cell = "${__value.text}"
    uids = {
        each: names.dashboard_uid(stack.name, stack.environment, names.service_dashboard(each))
        for each in stack.services
    }
    start = names.dashboard_uid(stack.name, stack.environment, "service")
    if all(uid == f"{start}-{name}" for name, uid in uids.items()):
        return PanelLink(title="Dashboard of the service", url=f"/d/{start}-{cell}")
    return PanelLink(title="Dashboards of the service", url=f"/dashboards?tag=service:{cell}")


def _services(stack: Stack, view: View, services: list[Service]) -> Panel:
    by = (names.SERVICE,)
    scraped = [each for each in services if each.scrape is not None]
    alerts = build.series(names.ALERTS, (_FIRING, build.not_equal(names.SERVICE, "")))
    firing: Expression = build.count(alerts, by=by)
    measures = []
    if scraped:
        targets = build.average(view.up(scraped), by=by)
        # A column without any value isn't there at all.
        firing = build.either(firing, build.multiply(targets, build.number(0)))
        up = Measure(
            query=Written(targets),
            legend="Targets up",
            instant=True,
            unit="ratio",
            steps=(Step(value=None, level=Level.CRITICAL), Step(value=Decimal(1), level=Level.FINE)),
        )
        measures.append(up)
    for each in services:
        if each.scrape is None:
            firing = build.either(firing, _nothing_at(each))
    if slos := list(slos_of(stack)):
        measures.append(worst_budget(slos))
    measures.append(
        Measure(
            query=Written(firing),
            legend="Firing alerts",
            instant=True,
            steps=steps_above([(Decimal(1), Level.CRITICAL)]),
        )
    )
    return Panel(
        key="services",
        title="Services",
        description="Each service with its targets, its smallest error budget and what fires. Its name leads on.",
        drawing="table",
        measures=tuple(measures),
        columns=(LabelColumn(label=names.SERVICE, title="Service", link=service_link(stack)),),
        width=24 - size_of("alert-list").width,
        height=12,
        origin=stack.origin,
    )


def _nothing_at(service: Service) -> Expression:
    """Returns 0 for a service that no target tells of, so that the way to its dashboard is there on quiet days."""
    empty = build.text("")
    replaced = (build.text(names.SERVICE), build.text(service.name), empty, empty)
    return build.call("label_replace", build.vector(build.number(0)), *replaced)
