"""Derives the routing tree from the policy: teams and severities, additions, overrides and quiet times.

The tree has the semantics of Alertmanager: an alert goes into the first child that matches, a node's own receiver is
told only when no child matches, and mute intervals aren't inherited, so they stand on every node that they hold for.
What reaches a receiver on two ways is sent to it twice, so an addition leaves out what its receiver is told anyway.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from signalwright import names
from signalwright.diagnostics.span import Origin
from signalwright.ir.routes import LabelMatch, Route
from signalwright.ir.rules import AlertingRule
from signalwright.ir.stack import Stack
from signalwright.passes.label_sets import LabelSet, Values
from signalwright.records import record


def derive_routes(stack: Stack) -> Stack:
    """Adds the routing tree, when the stack says who is told what nobody else is."""
    routing = stack.routing
    if routing.otherwise is None:
        return stack
    children = [
        *_additions(stack),
        *_overrides(stack),
        *_teams(stack),
        *_severities(stack, routing.notify, routing.notify_origins, routing.origin),
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
    """Tells each receiver in addition what it isn't told already, by the policy itself or by an earlier addition."""
    told: dict[str, list[LabelSet]] = {}
    for each in stack.routing.also:
        wanted = LabelSet.of(each.labels)
        for receiver in dict.fromkeys(each.receivers):
            known = told.setdefault(receiver, list(_told_anyway(stack, receiver)))
            for part in wanted.without(known):
                yield replace(_told(stack, receiver, part.matches(), each.origin, part), proceed=True)
            known.append(wanted)


def _told_anyway(stack: Stack, receiver: str) -> Iterator[LabelSet]:
    """Yields what a receiver is told by overrides, teams and severities."""
    directed = [(each, receiver in each.receivers) for each in _directed(stack)]
    named = frozenset(each.alert for each, is_told in directed if is_told and each.services is None)
    if named:
        yield LabelSet({names.ALERT_NAME: Values(named)})
    yield from (each.alerts for each, is_told in directed if is_told and each.services is not None)
    own = {team.name: {**stack.routing.notify, **team.notify} for team in stack.teams.values() if team.notify}
    by_severities: dict[Values, set[str]] = {}
    for team, notify in own.items():
        by_severities.setdefault(_severities_told(stack, notify, receiver), set()).add(team)
    policies = [(Values(frozenset(teams)), severities) for severities, teams in by_severities.items()]
    policies.append((~Values(frozenset(own)), _severities_told(stack, stack.routing.notify, receiver)))
    for teams, severities in policies:
        if not severities.is_empty:
            whole = LabelSet({names.SEVERITY: severities, names.TEAM: teams})
            yield from whole.without(each.alerts for each, _ in directed)


def _severities_told(stack: Stack, notify: Mapping[str, tuple[str, ...]], receiver: str) -> Values:
    """Returns the severities that a receiver is told about."""
    if receiver == stack.routing.otherwise:
        return ~Values(frozenset(each for each, receivers in notify.items() if receivers and receiver not in receivers))
    return Values(frozenset(each for each, receivers in notify.items() if receiver in receivers))


@record
class _Directed:
    """Alerts that name their receivers themselves.

    Attributes:
        alert: Their name.
        services: The services whose alerts of this name they are; None for all of the name.
        receivers: Who is told.
        origin: Where the first of them is declared.
    """

    alert: str
    services: frozenset[str] | None
    receivers: tuple[str, ...]
    origin: Origin

    @property
    def alerts(self) -> LabelSet:
        """Returns the alerts by their labels."""
        allowed = {names.ALERT_NAME: Values.of(self.alert)}
        return LabelSet(allowed if self.services is None else {**allowed, names.SERVICE: Values(self.services)})


def _directed(stack: Stack) -> list[_Directed]:
    """Returns the alerts that name their receivers; where services that share a name don't agree, each with its own."""
    named: dict[str, dict[str | None, AlertingRule]] = {}
    for rule in stack.alerting_rules:
        named.setdefault(rule.alert, {}).setdefault(rule.service, rule)
    found: list[_Directed] = []
    for alert, rules in named.items():
        told: dict[tuple[str, ...], list[AlertingRule]] = {}
        for rule in rules.values():
            told.setdefault(rule.notify or (), []).append(rule)
        for receivers, same in told.items():
            if receivers:
                services = frozenset(each.service or "" for each in same) if len(told) > 1 else None
                found.append(_Directed(alert, services, receivers, same[0].origin))
    return found


def _overrides(stack: Stack) -> Iterator[Route]:
    """Tells those whom an alert names itself."""
    for each in _directed(stack):
        yield from _each(stack, each.receivers, each.alerts.matches(), each.origin)


def _teams(stack: Stack) -> Iterator[Route]:
    for team in stack.teams.values():
        if not team.notify:
            continue
        by_severity = {**stack.routing.notify, **team.notify}
        said = {**stack.routing.notify_origins, **team.notify_origins}
        yield Route(
            receiver=None,
            matches=(LabelMatch(names.TEAM, "=", team.name),),
            routes=tuple(_severities(stack, by_severity, said, team.origin, rest=True)),
            origin=team.origin,
        )


def _severities(
    stack: Stack,
    notify: Mapping[str, tuple[str, ...]],
    said: Mapping[str, Origin],
    otherwise: Origin,
    *,
    rest: bool = False,
) -> Iterator[Route]:
    for severity in stack.severities:
        origin = said.get(severity, otherwise)
        matches = (LabelMatch(names.SEVERITY, "=", severity),)
        if notify.get(severity):
            yield from _each(stack, notify[severity], matches, origin)
        elif rest and (muted := _mutes(stack, severity)):
            yield Route(receiver=None, matches=matches, mute=muted, origin=origin)


def _each(stack: Stack, receivers: tuple[str, ...], matches: tuple[LabelMatch, ...], origin: Origin) -> Iterator[Route]:
    """Tells several receivers: all but the last route let the alert go on to the next."""
    different = list(dict.fromkeys(receivers))
    for index, receiver in enumerate(different):
        yield replace(_told(stack, receiver, matches, origin), proceed=index < len(different) - 1)


def _told(
    stack: Stack, receiver: str, matches: tuple[LabelMatch, ...], origin: Origin, alerts: LabelSet | None = None
) -> Route:
    """Returns a route to a receiver that keeps quiet times for the severities that can come through it."""
    fixed = next((each.value for each in matches if each.label == names.SEVERITY and each.operator == "="), None)
    if fixed is not None:
        return Route(receiver=receiver, matches=matches, mute=_mutes(stack, fixed), origin=origin)
    possible = (alerts or LabelSet()).values(names.SEVERITY)
    muted = tuple(
        Route(
            receiver=None,
            matches=(LabelMatch(names.SEVERITY, "=", severity),),
            mute=_mutes(stack, severity),
            origin=origin,
        )
        for severity in _muted_severities(stack)
        if severity in possible
    )
    return Route(receiver=receiver, matches=matches, routes=muted, origin=origin)


def _mutes(stack: Stack, severity: str) -> tuple[str, ...]:
    return tuple(quiet.interval.name for quiet in stack.routing.quiet if severity in quiet.mutes)


def _muted_severities(stack: Stack) -> list[str]:
    return [severity for severity in stack.severities if _mutes(stack, severity)]
