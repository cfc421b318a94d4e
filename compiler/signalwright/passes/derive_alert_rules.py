"""Derives alerting rules from alerts: one for each severity, in the group that the alert asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from signalwright import names
from signalwright.ir.alert import Alert
from signalwright.ir.rules import AlertingRule, RuleFile, RuleGroup, Written
from signalwright.ir.stack import Stack
from signalwright.passes.order import by_name
from signalwright.passes.texts import alert_texts


def derive_alert_rules(stack: Stack) -> Stack:
    """Adds the alerts' groups to the files of their services, before those of SLOs.

    A group whose name alerts of several owners ask for stands in the stack's own file, so that it is one group.
    """
    owners: dict[str, set[str]] = {}
    for owner, alert in _alerts(stack):
        if alert.group is not None:
            owners.setdefault(alert.group, set()).add(owner)
    groups: dict[str, dict[str, list[AlertingRule]]] = {}
    for owner, alert in _alerts(stack):
        shared = alert.group is not None and len(owners[alert.group]) > 1
        file = names.STACK_FILE if shared else owner
        group = alert.group or names.alert_group(owner if owner != names.STACK_FILE else stack.name)
        groups.setdefault(file, {}).setdefault(group, []).extend(_rules(stack, alert))
    files = {file.name: file.groups for file in stack.rules}
    for name, found in groups.items():
        made = tuple(
            RuleGroup(name=group, interval=None, rules=tuple(rules), origin=rules[0].origin)
            for group, rules in sorted(found.items())
            if rules
        )
        files[name] = (*made, *files.get(name, ()))
    return replace(stack, rules=tuple(RuleFile(name=name, groups=each) for name, each in sorted(files.items())))


def _alerts(stack: Stack) -> Iterator[tuple[str, Alert]]:
    for service in stack.services.values():
        yield from ((service.name, alert) for alert in by_name(service.alerts))
    yield from ((names.STACK_FILE, alert) for alert in by_name(stack.alerts))


def _rules(stack: Stack, alert: Alert) -> Iterator[AlertingRule]:
    for threshold in alert.thresholds:
        labels = {names.SEVERITY: threshold.severity, names.TEAM: alert.team}
        if alert.service is not None:
            labels[names.SERVICE] = alert.service
        yield AlertingRule(
            alert=alert.name,
            query=Written(threshold.expression),
            hold=alert.hold,
            keep=alert.keep,
            labels={**labels, **alert.labels},
            annotations=alert_texts(
                stack,
                summary=alert.summary,
                description=alert.description,
                page=alert.runbook or names.runbook_page(alert.name),
                service=alert.service,
                dashboard=alert.dashboard,
            ),
            origin=threshold.origin if len(alert.thresholds) > 1 else alert.origin,
            team=alert.team,
            service=alert.service,
            keep_origin=alert.keep_origin,
            notify=alert.notify,
            text_origins=alert.text_origins,
        )
