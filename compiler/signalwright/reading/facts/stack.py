"""What is known of a whole stack: servers, services, who is told, and the files that are made."""

from __future__ import annotations

from collections.abc import Iterator

from signalwright import names
from signalwright.ir.service import Service
from signalwright.reading.facts.routes import RoutesFact, routes_fact
from signalwright.reading.facts.service import DashboardFact, addresses, dashboard_facts, metric_fact
from signalwright.reading.reads import Readers
from signalwright.reading.view import View
from signalwright.records import record


@record(kw_only=True)
class BackendFact:
    """A server.

    Attributes:
        name: Its kind, such as `prometheus`.
        version: Its version.
        at: Where it is declared.
    """

    name: str
    version: str
    at: str


@record(kw_only=True)
class ServiceLine:
    """A service in a list.

    Attributes:
        name: Its name.
        team: The team that owns it.
        uses: The templates and libraries that it uses.
        addresses: Where its metrics are read or pushed to.
        metrics: How many metrics it declares.
        alerts: How many alerts people wrote for it.
        slos: How many SLOs it has.
        records: How many values are kept, window by window.
        at: Where it is declared.
    """

    name: str
    team: str
    uses: tuple[str, ...]
    addresses: tuple[str, ...]
    metrics: int
    alerts: int
    slos: int
    records: int
    at: str


@record(kw_only=True)
class AlertLine:
    """An alert in a list.

    Attributes:
        name: Its name.
        service: Its service, or None.
        team: The team that owns it.
        severities: Its severities, gravest first.
        at: Where it is declared.
    """

    name: str
    service: str | None
    team: str
    severities: tuple[str, ...]
    at: str


@record(kw_only=True)
class ReceiverFact:
    """Somebody who is told.

    Attributes:
        name: Its name.
        kinds: How it is told, such as `slack`.
        used_by: What sends to it: `web critical`, `compliance="hipaa"`, `otherwise`.
        at: Where it is declared.
    """

    name: str
    kinds: tuple[str, ...]
    used_by: tuple[str, ...]
    at: str


@record(kw_only=True)
class TeamFact:
    """A team.

    Attributes:
        name: Its name.
        services: Its services.
        told: Severity to who is told.
        at: Where it is declared.
    """

    name: str
    services: tuple[str, ...]
    told: dict[str, tuple[str, ...]]
    at: str


@record(kw_only=True)
class UnshownFact:
    """A metric that a spec declares and nothing reads that a person wrote.

    Attributes:
        service: Its service.
        metric: Its name.
        at: Where it is declared.
    """

    service: str
    metric: str
    at: str


@record(kw_only=True)
class StackFact:
    """A stack.

    Attributes:
        backends: Its servers.
        services: Its services.
        alerts: The alerts of the whole stack.
        teams: Its teams.
        receivers: Who is told.
        dashboards: Its dashboards.
        unread: Metrics that only pages show which nobody asked for.
        folder: The folder of its files below the project's output.
        files: The files that are made, below that folder.
        at: Where it is declared.
    """

    backends: tuple[BackendFact, ...]
    services: tuple[ServiceLine, ...]
    alerts: tuple[AlertLine, ...]
    teams: tuple[TeamFact, ...]
    receivers: tuple[ReceiverFact, ...]
    dashboards: tuple[DashboardFact, ...]
    unread: tuple[UnshownFact, ...]
    folder: str
    files: tuple[str, ...]
    at: str


def stack_fact(view: View) -> StackFact:
    """Returns what is known of a stack."""
    stack, routes = view.stack, routes_fact(view)
    return StackFact(
        backends=tuple(
            BackendFact(name=each.name, version=str(each.version), at=view.at(each.origin.key()))
            for each in stack.backends.values()
        ),
        services=tuple(service_lines(view)),
        alerts=tuple(each for each in alert_lines(view) if each.service is None),
        teams=tuple(_teams(view, routes)),
        receivers=tuple(_receivers(view, routes)),
        dashboards=tuple(dashboard_facts(view)),
        unread=tuple(_unread(view)),
        folder=view.compiled.folder,
        files=tuple(each.path for each in view.compiled.artifacts),
        at=view.at(stack.origin),
    )


def service_lines(view: View) -> list[ServiceLine]:
    """Returns the services of a stack as a list shows them."""
    return [_service(view, each) for each in view.stack.services.values()]


def alert_lines(view: View) -> list[AlertLine]:
    """Returns all alerts of a stack as a list shows them, those of SLOs among them."""
    found: dict[tuple[str, str | None], list[str]] = {}
    first: dict[tuple[str, str | None], AlertLine] = {}
    for each in view.raised:
        key = (each.rule.alert, each.rule.service)
        found.setdefault(key, []).append(each.rule.labels[names.SEVERITY])
        declared = view.alerts.get(key)
        place = (declared or each.rule).origin.key()
        first.setdefault(
            key, AlertLine(name=key[0], service=key[1], team=each.rule.team, severities=(), at=view.at(place))
        )
    return [
        AlertLine(name=line.name, service=line.service, team=line.team, severities=tuple(found[key]), at=line.at)
        for key, line in first.items()
    ]


def _service(view: View, service: Service) -> ServiceLine:
    return ServiceLine(
        name=service.name,
        team=service.team,
        uses=service.uses,
        addresses=addresses(service),
        metrics=len(service.metrics),
        alerts=len(service.alerts),
        slos=len(service.slos),
        records=sum(len(each.series) for each in service.records),
        at=view.at(service.origin.key()),
    )


def _teams(view: View, routes: RoutesFact) -> Iterator[TeamFact]:
    for team in view.stack.teams.values():
        yield TeamFact(
            name=team.name,
            services=tuple(each.name for each in view.stack.services.values() if each.team == team.name),
            told={each.severity: each.receivers for each in routes.told if each.team == team.name},
            at=view.at(team.origin.key()),
        )


def _receivers(view: View, routes: RoutesFact) -> Iterator[ReceiverFact]:
    for receiver in view.stack.receivers.values():
        used = [f"{each.team} {each.severity}" for each in routes.told if receiver.name in each.receivers]
        used += [", ".join(each.alerts) for each in routes.special if receiver.name in each.receivers]
        if view.stack.routing.otherwise == receiver.name:
            used.append("otherwise")
        yield ReceiverFact(
            name=receiver.name,
            kinds=tuple(each.kind for each in receiver.integrations),
            used_by=tuple(used),
            at=view.at(receiver.origin.key()),
        )


def _unread(view: View) -> Iterator[UnshownFact]:
    readers = Readers(view.stack)
    for service in view.stack.services.values():
        for metric in service.metrics.values():
            fact = metric_fact(view, service, metric, readers)
            # What a library has beyond what somebody needs today is nobody's oversight.
            if not fact.readers and fact.library is None:
                yield UnshownFact(service=service.name, metric=metric.name, at=fact.at)
