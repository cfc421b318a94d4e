"""The texts that go with an alert."""

from __future__ import annotations

from signalwright import names
from signalwright.ir.stack import Stack


def alert_texts(
    stack: Stack, *, summary: str, description: str | None, page: str, dashboard: str | None
) -> dict[str, str]:
    """Returns an alert's annotations.

    Args:
        stack: The stack.
        summary: One line that says what is wrong.
        description: What to do, or None.
        page: The file name of the runbook page.
        dashboard: The dashboard's URL, or None.

    Returns:
        Annotations by name; the link to the runbook is there when the stack says where runbooks are found.
    """
    result = {names.SUMMARY: summary}
    if description is not None:
        result[names.DESCRIPTION] = description
    if stack.links.runbooks is not None:
        result[names.RUNBOOK_URL] = f"{stack.links.runbooks.rstrip('/')}/{page.removesuffix('.md')}"
    if dashboard is not None:
        result[names.DASHBOARD_URL] = dashboard
    return result
