"""Derives the routing tree from the policy: teams and severities, additions, overrides and quiet times.

The tree has the semantics of Alertmanager: an alert goes into the first child that matches, a node's own receiver is
told only when no child matches, and mute intervals aren't inherited, so they stand on every node that they hold for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from signalwright import names
from signalwright.diagnostics.span import Origin
from signalwright.ir.routes import LabelMatch, Route
from signalwright.ir.rules import AlertingRule
from signalwright.ir.stack import Stack


def derive_routes(stack: Stack) -> Stack:
    """Adds the routing tree, when the stack says who is told what nobody else is."""
    routing = stack.routing
    if routing.otherwise is None:
        return stack
    children = [
        *_additions(stack),
        *_overrides(stack),
        *_teams(stack),
        *_severities(stack, routing.notify, routing.origin),
    ]
    if routing.also or _muted_severities(stack):
        # The root can't be muted, and isn't asked once an addition has matched: what is left needs a route of its own.
        children.append(_told(stack, routing.otherwise, (), routing.origin))
    route = Route(
        receiver=routing.otherwise,
        group_by=routing.group_by,
        wait=routing.wait,
        every=routing.every,
        repeat=routing.repeat,
        routes=tuple(children),
        origin=routing.origin,
    )
    return replace(stack, route=route, intervals=tuple(quiet.interval for quiet in routing.quiet))


def receivers_of(stack: Stack, team: str, severity: str) -> tuple[str, ...]:
    """Returns who is told about a severity of a team, before additions and overrides; empty when it is nobody."""
    own = stack.teams[team].notify.get(severity) if team in stack.teams else None
    found = own if own is not None else stack.routing.notify.get(severity)
    if found is not None:
        return found
    return (stack.routing.otherwise,) if stack.routing.otherwise is not None else ()


def _additions(stack: Stack) -> Iterator[Route]:
    for each in stack.routing.also:
        matches = tuple(LabelMatch(label, "=", value) for label, value in each.labels.items())
        for receiver in each.receivers:
            yield replace(_told(stack, receiver, matches, each.origin), proceed=True)


def _overrides(stack: Stack) -> Iterator[Route]:
    done: set[tuple[str, str | None]] = set()
    for rule in _alerting_rules(stack):
        if not rule.notify or (rule.alert, rule.service) in done:
            continue
        done.add((rule.alert, rule.service))
        matches = [LabelMatch(names.ALERT_NAME, "=", rule.alert)]
        if rule.service is not None:
            matches.append(LabelMatch(names.SERVICE, "=", rule.service))
        yield from _each(stack, rule.notify, tuple(matches), rule.origin)


def _teams(stack: Stack) -> Iterator[Route]:
    for team in stack.teams.values():
        if not team.notify:
            continue
        by_severity = {**stack.routing.notify, **team.notify}
        yield Route(
            receiver=None,
            matches=(LabelMatch(names.TEAM, "=", team.name),),
            routes=tuple(_severities(stack, by_severity, team.origin, rest=True)),
            origin=team.origin,
        )


def _severities(
    stack: Stack, notify: Mapping[str, tuple[str, ...]], origin: Origin, *, rest: bool = False
) -> Iterator[Route]:
    for severity in stack.severities:
        if severity in notify:
            yield from _each(stack, notify[severity], (LabelMatch(names.SEVERITY, "=", severity),), origin)
        elif rest and (muted := _mutes(stack, severity)):
            yield Route(receiver=None, matches=(LabelMatch(names.SEVERITY, "=", severity),), mute=muted, origin=origin)


def _each(stack: Stack, receivers: tuple[str, ...], matches: tuple[LabelMatch, ...], origin: Origin) -> Iterator[Route]:
    """Tells several receivers: all but the last route let the alert go on to the next."""
    for index, receiver in enumerate(receivers):
        yield replace(_told(stack, receiver, matches, origin), proceed=index < len(receivers) - 1)


def _told(stack: Stack, receiver: str, matches: tuple[LabelMatch, ...], origin: Origin) -> Route:
    """Returns a route to a receiver that keeps quiet times for the severities that can come through it."""
    fixed = next((each.value for each in matches if each.label == names.SEVERITY and each.operator == "="), None)
    if fixed is not None:
        return Route(receiver=receiver, matches=matches, mute=_mutes(stack, fixed), origin=origin)
    muted = tuple(
        Route(
            receiver=None,
            matches=(LabelMatch(names.SEVERITY, "=", severity),),
            mute=_mutes(stack, severity),
            origin=origin,
        )
        for severity in _muted_severities(stack)
    )
    return Route(receiver=receiver, matches=matches, routes=muted, origin=origin)


def _mutes(stack: Stack, severity: str) -> tuple[str, ...]:
    return tuple(quiet.interval.name for quiet in stack.routing.quiet if severity in quiet.mutes)


def _muted_severities(stack: Stack) -> list[str]:
    return [severity for severity in stack.severities if _mutes(stack, severity)]


def _alerting_rules(stack: Stack) -> Iterable[AlertingRule]:
    for file in stack.rules:
        for group in file.groups:
            yield from (rule for rule in group.rules if isinstance(rule, AlertingRule))
