"""The texts that go with an alert."""

from __future__ import annotations

from signalwright import names
from signalwright.ir.stack import Stack


def alert_texts(
    stack: Stack, *, summary: str, description: str | None, page: str, service: str | None, dashboard: str | None
) -> dict[str, str]:
    """Returns an alert's annotations.

    Args:
        stack: The stack.
        summary: One line that says what is wrong.
        description: What to do, or None.
        page: The file name of the runbook page.
        service: The service that the alert is about, or None.
        dashboard: The URL of the dashboard that the alert itself names, or None.

    Returns:
        Annotations by name; the links to runbook and dashboard are there when the stack says where these are found.
    """
    result = {names.SUMMARY: summary}
    if description is not None:
        result[names.DESCRIPTION] = description
    if stack.links.runbooks is not None:
        result[names.RUNBOOK_URL] = f"{stack.links.runbooks.rstrip('/')}/{page.removesuffix('.md')}"
    url = dashboard if dashboard is not None else _derived_dashboard(stack, service)
    if url is not None:
        result[names.DASHBOARD_URL] = url
    return result


def _derived_dashboard(stack: Stack, service: str | None) -> str | None:
    """Returns the URL of the dashboard that is derived for a service, or for the whole stack."""
    if stack.links.dashboards is None or names.GRAFANA not in stack.backends or not stack.services:
        return None
    name = names.STACK_DASHBOARD if service is None else names.service_dashboard(service)
    uid = names.dashboard_uid(stack.name, stack.environment, name)
    return f"{stack.links.dashboards.rstrip('/')}/d/{uid}"
