"""The stack: everything that one team's spec declares and what is derived from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from signalwright.diagnostics.span import Origin
from signalwright.ir.alert import Alert
from signalwright.ir.backend import Backend, Receiver, Secret, Team
from signalwright.ir.dashboard import Dashboard
from signalwright.ir.logs import Logs
from signalwright.ir.metric import SeriesBudget
from signalwright.ir.record import Record
from signalwright.ir.routes import Inhibition, Route, Routing, TimeInterval
from signalwright.ir.rules import AlertingRule, RecordingRule, RuleFile
from signalwright.ir.service import Service
from signalwright.records import record


@record(kw_only=True)
class Links:
    """Where people find pages: base URLs without a trailing slash, or None.

    Attributes:
        runbooks: The base of runbook pages.
        dashboards: The base of Grafana.
    """

    runbooks: str | None
    dashboards: str | None


@record(kw_only=True)
class Page:
    """A runbook page.

    Attributes:
        path: The file's name under `runbooks/`.
        text: The Markdown text.
        origin: The part of the spec that the page comes from.
        given: Whether a library gives it, so that it is there only for those who name it.
        parts: Where parts of it come from: the first line of each, from 0, with the part of the spec; a part ends where
            the next one starts. What is before the first is the page's own.
    """

    path: str
    text: str
    origin: Origin
    given: bool = False
    parts: tuple[tuple[int, Origin], ...] = ()


@record(kw_only=True)
class Stack:
    """A stack in one environment.

    Attributes:
        name: The stack's name; value of the external label `stack`.
        environment: The environment's name and value of the external label `environment`, or None when there are none.
        backends: The backends by name.
        severities: The severities, gravest first.
        secrets: The secrets by name.
        receivers: The receivers by name.
        teams: The teams by name.
        links: Where pages are found.
        services: The services by name, ordered by name.
        alerts: The alerts of the whole stack.
        routing: The routing policy.
        written_pages: Runbook pages that people wrote, by file name.
        origin: Where the stack is declared.
        records: What the whole stack keeps, in declared order.
        is_reduced: Whether the environment leaves out something that the stack declares.
        logs: How long logs are kept, or None when nothing is said.
        budget: How many series the metrics of all services may have together, or None when nothing is said.
        rules: Derived: rule files, ordered by name.
        route: Derived: the root of the routing tree, or None before it is derived.
        inhibitions: Derived: what holds back what.
        intervals: Derived: the time intervals that routes name.
        pages: Derived: all runbook pages, ordered by path.
        features: Derived: what Prometheus must be started with to read the PromQL that people wrote, ordered by name.
        dashboards: Dashboards that people wrote, and derived ones, ordered by file; none without a Grafana.
    """

    name: str
    environment: str | None
    backends: Mapping[str, Backend]
    severities: tuple[str, ...]
    secrets: Mapping[str, Secret]
    receivers: Mapping[str, Receiver]
    teams: Mapping[str, Team]
    links: Links
    services: Mapping[str, Service]
    alerts: tuple[Alert, ...]
    routing: Routing
    written_pages: Mapping[str, Page]
    origin: Origin
    records: tuple[Record, ...] = ()
    is_reduced: bool = False
    logs: Logs | None = None
    budget: SeriesBudget | None = None
    rules: tuple[RuleFile, ...] = ()
    route: Route | None = None
    inhibitions: tuple[Inhibition, ...] = ()
    intervals: tuple[TimeInterval, ...] = ()
    pages: tuple[Page, ...] = ()
    dashboards: tuple[Dashboard, ...] = ()
    features: tuple[str, ...] = ()

    @property
    def all_alerts(self) -> Iterator[Alert]:
        """Every alert that people declared, those of services first."""
        for service in self.services.values():
            yield from service.alerts
        yield from self.alerts

    @property
    def all_rules(self) -> Iterator[RecordingRule | AlertingRule]:
        """Every derived rule, in the order of files and groups."""
        for file in self.rules:
            for group in file.groups:
                yield from group.rules

    @property
    def alerting_rules(self) -> Iterator[AlertingRule]:
        """The derived rules that raise alerts, in the same order."""
        return (rule for rule in self.all_rules if isinstance(rule, AlertingRule))
