"""Whole stacks as text."""

from __future__ import annotations

from signalwright.reading.facts.stack import StackFact
from signalwright.reading.text.alert import show_alert_list
from signalwright.reading.text.page import Page
from signalwright.reading.text.service import show_dashboards, show_service_list
from signalwright.reading.text.words import count, joined


def show_stack(page: Page, stack: StackFact, out: str) -> None:
    """Shows what is known of a stack.

    Args:
        page: Takes the text.
        stack: The stack.
        out: The folder of the project's artifacts.
    """
    page.section("servers")
    page.table(("server", "version", "where"), [(each.name, each.version, each.at) for each in stack.backends])
    page.section(count(len(stack.services), "service"))
    show_service_list(page, stack.services)
    if stack.alerts:
        page.section(f"{count(len(stack.alerts), 'alert')} of the whole stack")
        show_alert_list(page, stack.alerts)
    if stack.teams:
        page.section(count(len(stack.teams), "team"))
        page.table(
            ("team", "services", "who is told", "where"),
            [
                (
                    each.name,
                    joined(each.services),
                    "; ".join(f"{severity}: {joined(told)}" for severity, told in each.told.items()),
                    each.at,
                )
                for each in stack.teams
            ],
        )
    if stack.receivers:
        page.section(count(len(stack.receivers), "receiver"))
        page.table(
            ("receiver", "told by", "what it is told", "where"),
            [(each.name, joined(each.kinds), joined(each.used_by, "nothing"), each.at) for each in stack.receivers],
        )
    if stack.dashboards:
        page.section(count(len(stack.dashboards), "dashboard"))
        show_dashboards(page, stack.dashboards)
    if stack.unread:
        page.section(f"{count(len(stack.unread), 'metric')} that nothing reads but the page of the service")
        page.table(("service", "metric", "where"), [(each.service, each.metric, each.at) for each in stack.unread])
    page.section(f"{count(len(stack.files), 'file')} in {out}/{stack.folder}")
    for each in stack.files:
        page.line(each)
