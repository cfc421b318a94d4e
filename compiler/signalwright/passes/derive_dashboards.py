"""Derives the dashboards that nobody has to ask for: one of each service, of all services and of all SLOs."""

from __future__ import annotations

from dataclasses import replace

from signalwright import names
from signalwright.ir.dashboard import PanelLink
from signalwright.ir.stack import Stack


def derive_dashboards(stack: Stack) -> Stack:
    """Adds a dashboard for each service, an overview, and one of the SLOs; nothing without a Grafana."""
    if names.GRAFANA not in stack.backends or not stack.services:
        return stack
    # Most of what follows is needed for dashboards only, and many stacks have none.
    from signalwright.passes.panels.service_page import service_dashboard
    from signalwright.passes.panels.stack_page import slo_dashboard, stack_dashboard

    overview = _link(stack, "All services", names.STACK_DASHBOARD)
    objectives = _link(stack, "Service level objectives", names.SLO_DASHBOARD)
    has_slos = any(service.slos for service in stack.services.values())
    above = (overview, objectives) if has_slos else (overview,)
    pages = (service_dashboard(stack, service, above) for service in stack.services.values())
    derived = [each for each in pages if each.rows]
    derived.append(stack_dashboard(stack, above[1:]))
    if has_slos:
        derived.append(slo_dashboard(stack, (overview,)))
    return replace(stack, dashboards=tuple(sorted((*stack.dashboards, *derived), key=lambda each: each.file)))


def _link(stack: Stack, title: str, name: str) -> PanelLink:
    return PanelLink(title=title, url=f"/d/{names.dashboard_uid(stack.name, stack.environment, name)}")
