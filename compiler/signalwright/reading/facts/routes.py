"""What is known of routing: the derived tree, and who is told about which severity of which team."""

from __future__ import annotations

from collections.abc import Iterator

from signalwright import names
from signalwright.ir.routes import Route
from signalwright.ir.rules import AlertingRule
from signalwright.ir.values import Duration
from signalwright.reading.delivery import condition, ends
from signalwright.reading.facts.quiet import QuietFact, quiet_fact
from signalwright.reading.view import View
from signalwright.records import record


@record(kw_only=True)
class RouteFact:
    """A route of the tree; what it inherits is None.

    Attributes:
        matches: What the labels of an alert must be; empty for every alert.
        receiver: Who is told, or None to inherit.
        proceed: Whether alerts go on to the routes behind it as well (`continue`).
        group_by: The grouping labels, or None.
        wait: How long a new group waits, or None.
        every: How long after a message changes are sent, or None.
        repeat: After which time a message is sent again, or None.
        quiet: The intervals in which it is silent.
        at: Where it comes from.
        routes: Its children in order.
    """

    matches: tuple[str, ...]
    receiver: str | None
    proceed: bool
    group_by: tuple[str, ...] | None
    wait: Duration | None
    every: Duration | None
    repeat: Duration | None
    quiet: tuple[str, ...]
    at: str
    routes: tuple[RouteFact, ...]


@record(kw_only=True)
class ToldFact:
    """Who is told about the alerts of a team that have a severity and nothing special.

    Attributes:
        team: The team.
        severity: The severity.
        receivers: Who is told, in order.
        quiet: Receiver to the intervals in which it isn't told; without those that are always told.
        at: Where the last route to them comes from.
    """

    team: str
    severity: str
    receivers: tuple[str, ...]
    quiet: dict[str, tuple[str, ...]]
    at: str


@record(kw_only=True)
class SpecialFact:
    """Who is told about certain alerts, instead of what a team's severity says or in addition.

    Attributes:
        alerts: Which alerts, such as `compliance="hipaa"` or `alertname="BackupFailed"`.
        receivers: Who is told.
        instead: Whether nobody else is told.
        at: Where it is written.
    """

    alerts: tuple[str, ...]
    receivers: tuple[str, ...]
    instead: bool
    at: str


@record(kw_only=True)
class RoutesFact:
    """The routing of a stack.

    Attributes:
        tree: The root of the tree, or None when the spec says nobody who is told.
        told: Team by team, gravest severity first.
        special: Alerts that are told otherwise.
        quiet: The times in which nothing is sent.
        at: Where the policy is declared.
    """

    tree: RouteFact | None
    told: tuple[ToldFact, ...]
    special: tuple[SpecialFact, ...]
    quiet: tuple[QuietFact, ...]
    at: str


def routes_fact(view: View) -> RoutesFact:
    """Returns what is known of a stack's routing."""
    stack = view.stack
    return RoutesFact(
        tree=_route(view, stack.route) if stack.route is not None else None,
        told=tuple(_told(view)),
        special=tuple(_special(view)),
        quiet=tuple(quiet_fact(view, each) for each in stack.intervals),
        at=view.at(stack.routing.origin),
    )


def _route(view: View, route: Route) -> RouteFact:
    return RouteFact(
        matches=tuple(map(condition, route.matches)),
        receiver=route.receiver,
        proceed=route.proceed,
        group_by=route.group_by,
        wait=route.wait,
        every=route.every,
        repeat=route.repeat,
        quiet=route.mute,
        at=view.at(route.origin),
        routes=tuple(_route(view, each) for each in route.routes),
    )


def _told(view: View) -> Iterator[ToldFact]:
    root = view.stack.route
    if root is None:
        return
    for team in view.stack.teams:
        for severity in view.stack.severities:
            found = ends(root, {names.TEAM: team, names.SEVERITY: severity, **view.place_labels})
            yield ToldFact(
                team=team,
                severity=severity,
                receivers=tuple(each.receiver or "nobody" for each in found),
                quiet={each.receiver: each.mute for each in found if each.receiver is not None and each.mute},
                at=view.at(found[-1].way[-1].origin),
            )


def _special(view: View) -> Iterator[SpecialFact]:
    for addition in view.stack.routing.also:
        yield SpecialFact(
            alerts=tuple(f'{label}="{value}"' for label, value in addition.labels.items()),
            receivers=addition.receivers,
            instead=False,
            at=view.at(addition.origin),
        )
    named: dict[str, dict[str | None, AlertingRule]] = {}
    for raised in view.raised:
        named.setdefault(raised.rule.alert, {}).setdefault(raised.rule.service, raised.rule)
    for alert, rules in named.items():
        # Where services that share a name don't agree, each is told of by itself.
        agreed = len({rule.notify for rule in rules.values()}) == 1
        for service, rule in list(rules.items())[: 1 if agreed else None]:
            if rule.notify:
                labels = {names.ALERT_NAME: alert, **({} if agreed else {names.SERVICE: service or ""})}
                yield SpecialFact(
                    alerts=tuple(f'{label}="{value}"' for label, value in labels.items()),
                    receivers=tuple(dict.fromkeys(rule.notify)),
                    instead=True,
                    at=view.at(rule.origin.key()),
                )
