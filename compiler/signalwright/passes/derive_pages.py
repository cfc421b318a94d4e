"""Derives runbook pages: those that people wrote, and one for each alert that has none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from signalwright import names
from signalwright.diagnostics.span import Origin
from signalwright.ir.stack import Page, Stack
from signalwright.passes.page_text import alerts_of, facts_of, page_text


def derive_pages(stack: Stack) -> Stack:
    """Adds the runbook pages; one is made for an alert without its own when the stack says where runbooks are found."""
    wanted = named_pages(stack)
    pages = {name: page for name, page in stack.written_pages.items() if not page.given or name in wanted}
    if stack.links.runbooks is not None:
        facts = facts_of(stack)
        named = {name for name, page in _named(stack) if page is not None}
        for name, rules in facts.rules.items():
            page = names.runbook_page(name)
            if page not in pages and name not in named:
                pages[page] = Page(path=page, text=page_text(facts, rules), origin=rules[0].origin)
    return replace(stack, pages=tuple(page for _, page in sorted(pages.items())))


def named_pages(stack: Stack) -> dict[str, Origin]:
    """Returns the pages that alerts and SLOs name, with the first place that names each."""
    found: dict[str, Origin] = {}
    for service in stack.services.values():
        for slo in service.slos:
            if slo.runbook is not None and slo.runbook_origin is not None:
                found.setdefault(slo.runbook, slo.runbook_origin)
    for alert in alerts_of(stack):
        if alert.runbook is not None and alert.runbook_origin is not None:
            found.setdefault(alert.runbook, alert.runbook_origin)
    return found


def _named(stack: Stack) -> Iterator[tuple[str, str | None]]:
    """Yields the name of each alert, and the page that it names."""
    for service in stack.services.values():
        yield from ((names.slo_alert(service.name, slo.name), slo.runbook) for slo in service.slos)
    yield from ((alert.name, alert.runbook) for alert in alerts_of(stack))
