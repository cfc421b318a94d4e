"""Derives runbook pages: those that people wrote, and one for each alert that has none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from signalwright import names
from signalwright.diagnostics.span import Origin
from signalwright.ir.alert import Alert
from signalwright.ir.rules import AlertingRule
from signalwright.ir.stack import Page, Stack
from signalwright.passes.derive_routes import receivers_of


def derive_pages(stack: Stack) -> Stack:
    """Adds the runbook pages; one is made for an alert without its own when the stack says where runbooks are found."""
    pages = dict(stack.written_pages)
    if stack.links.runbooks is not None:
        for name, rules in _rules_by_alert(stack).items():
            page = names.runbook_page(name)
            if page not in pages and not _has_own_page(stack, name):
                pages[page] = Page(path=page, text=_text(stack, rules), origin=rules[0].origin)
    return replace(stack, pages=tuple(page for _, page in sorted(pages.items())))


def named_pages(stack: Stack) -> dict[str, Origin]:
    """Returns the pages that alerts and SLOs name, with the first place that names each."""
    found: dict[str, Origin] = {}
    for service in stack.services.values():
        for slo in service.slos:
            if slo.runbook is not None and slo.runbook_origin is not None:
                found.setdefault(slo.runbook, slo.runbook_origin)
    for alert in _alerts(stack):
        if alert.runbook is not None and alert.runbook_origin is not None:
            found.setdefault(alert.runbook, alert.runbook_origin)
    return found


def _has_own_page(stack: Stack, name: str) -> bool:
    for service in stack.services.values():
        if any(names.slo_alert(service.name, slo.name) == name and slo.runbook is not None for slo in service.slos):
            return True
    return any(alert.name == name and alert.runbook is not None for alert in _alerts(stack))


def _alerts(stack: Stack) -> Iterator[Alert]:
    for service in stack.services.values():
        yield from service.alerts
    yield from stack.alerts


def _rules_by_alert(stack: Stack) -> dict[str, list[AlertingRule]]:
    found: dict[str, list[AlertingRule]] = {}
    for file in stack.rules:
        for group in file.groups:
            for rule in group.rules:
                if isinstance(rule, AlertingRule):
                    found.setdefault(rule.alert, []).append(rule)
    return found


def _text(stack: Stack, rules: list[AlertingRule]) -> str:
    first = rules[0]
    lines = [f"# {first.alert}", "", f"> {first.annotations[names.SUMMARY]}", ""]
    if description := first.annotations.get(names.DESCRIPTION):
        lines += ["## What to do", "", description.strip(), ""]
    lines += ["## What it means", ""]
    for rule in rules:
        severity = rule.labels[names.SEVERITY]
        hold = f" for {rule.hold}" if rule.hold.milliseconds else ""
        about = f"**{severity}**: this expression returns a series{hold}."
        lines += [about, "", "```promql", rule.query.text, "```", ""]
    lines += ["## Who is told", "", "| severity | team | receivers |", "|---|---|---|"]
    for rule in rules:
        severity = rule.labels[names.SEVERITY]
        receivers = rule.notify or receivers_of(stack, rule.team, severity)
        lines.append(f"| {severity} | {rule.team} | {', '.join(receivers) or 'nobody'} |")
    if dashboard := first.annotations.get(names.DASHBOARD_URL):
        lines += ["", "## Where to look", "", f"- [dashboard]({dashboard})"]
    return "\n".join(lines) + "\n"
