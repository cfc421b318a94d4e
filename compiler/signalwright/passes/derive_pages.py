"""Derives runbook pages: those that people wrote, and one for each name of alerts that have none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from signalwright import names
from signalwright.diagnostics.span import Origin
from signalwright.ir.stack import Page, Stack
from signalwright.passes.page_text import facts_of, page_text


def derive_pages(stack: Stack) -> Stack:
    """Adds the runbook pages; one is made for an alert without its own when the stack says where runbooks are found."""
    wanted = named_pages(stack)
    pages = {name: page for name, page in stack.written_pages.items() if not page.given or name in wanted}
    if stack.links.runbooks is not None:
        facts = facts_of(stack)
        named = set(_with_page(stack))
        for name, rules in facts.rules.items():
            page = names.runbook_page(name)
            # What leads to another page isn't on this one.
            led = [rule for rule in rules if (rule.service, name) not in named]
            if led and page not in pages:
                text, parts = page_text(facts, led)
                pages[page] = Page(path=page, text=text, origin=led[0].origin, parts=parts)
    return replace(stack, pages=tuple(page for _, page in sorted(pages.items())))


def named_pages(stack: Stack) -> dict[str, Origin]:
    """Returns the pages that alerts and SLOs name, with the first place that names each."""
    found: dict[str, Origin] = {}
    for service in stack.services.values():
        for slo in service.slos:
            if slo.runbook is not None and slo.runbook_origin is not None:
                found.setdefault(slo.runbook, slo.runbook_origin)
    for alert in stack.all_alerts:
        if alert.runbook is not None and alert.runbook_origin is not None:
            found.setdefault(alert.runbook, alert.runbook_origin)
    return found


def _with_page(stack: Stack) -> Iterator[tuple[str | None, str]]:
    """Yields service and name of each alert that names its page."""
    for service in stack.services.values():
        for slo in service.slos:
            if slo.runbook is not None:
                yield service.name, names.slo_alert(service.name, slo.name)
    for alert in stack.all_alerts:
        if alert.runbook is not None:
            yield alert.service, alert.name
