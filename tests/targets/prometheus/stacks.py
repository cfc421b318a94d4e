"""Small resolved stacks, made by hand."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin
from signalwright.emit.artifact import Artifact
from signalwright.ir.backend import Backend, Secret
from signalwright.ir.metric import Metric, MetricType
from signalwright.ir.routes import Routing
from signalwright.ir.rules import AlertingRule, RecordingRule, RuleFile, RuleGroup, Written
from signalwright.ir.service import Push, Scrape, Service
from signalwright.ir.stack import Links, Stack
from signalwright.ir.values import Duration, Version
from signalwright.promql.tree import Verbatim
from signalwright.target import Gate
from signalwright_targets.prometheus import TARGET
from signalwright_targets.prometheus.settings import PrometheusSettings

SPEC = Origin("spec/shop/stack.yaml")
PROMETHEUS = SPEC.child("backends", "prometheus")


@dataclasses.dataclass(frozen=True)
class AlertmanagerSettings:
    """What this target reads of another backend's settings."""

    at: str | None = "alertmanager:9093"
    public: str | None = None


def seconds(count: int) -> Duration:
    """Returns a duration."""
    return Duration.of_seconds(count)


def scrape(*targets: str, place: Origin = SPEC, **changes: Any) -> Scrape:
    """Returns a plain scrape of some targets."""
    base = Scrape(
        targets=targets,
        path="/metrics",
        scheme="http",
        every=None,
        timeout=None,
        labels={},
        honor_labels=False,
        origin=place,
        every_origin=place.child("every"),
    )
    return dataclasses.replace(base, **changes)


def service(
    name: str, scrape: Scrape | None = None, *, job: str | None = None, push: Push | None = None, **metrics: MetricType
) -> Service:
    """Returns a service with metrics of some types."""
    place = SPEC.child("services", name)
    return Service(
        name=name,
        team="web",
        job=job or name,
        scrape=scrape
        if scrape is None
        else dataclasses.replace(scrape, origin=place.child("scrape"), every_origin=place.child("scrape", "every")),
        push=push,
        metrics={
            metric: Metric(
                name=metric,
                type=kind,
                unit=None,
                labels=(),
                buckets=(),
                help=None,
                origin=place.child("metrics", metric),
            )
            for metric, kind in metrics.items()
        },
        alerts=(),
        slos=(),
        origin=place,
    )


def record(name: str, text: str, **labels: str) -> RecordingRule:
    """Returns a recording rule."""
    return RecordingRule(record=name, query=Written(Verbatim(text)), labels=labels, origin=SPEC.child("records", name))


def alert(name: str, text: str, hold: int = 0, **changes: Any) -> AlertingRule:
    """Returns an alerting rule that holds for some seconds."""
    base = AlertingRule(
        alert=name,
        query=Written(Verbatim(text)),
        hold=seconds(hold),
        keep=None,
        labels={"severity": "warning"},
        annotations={"summary": f"{name} is there"},
        origin=SPEC.child("alerts", name),
        team="web",
        service=None,
    )
    return dataclasses.replace(base, **changes)


def group(name: str, *rules: RecordingRule | AlertingRule, interval: Duration | None = None) -> RuleGroup:
    """Returns a group of rules."""
    return RuleGroup(name=name, interval=interval, rules=rules, origin=SPEC.child("groups", name))


def file(name: str, *groups: RuleGroup) -> RuleFile:
    """Returns the rules of a service."""
    return RuleFile(name=name, groups=groups)


def stack(
    *services: Service,
    version: str = "3.15",
    settings: Mapping[str, Any] | None = None,
    alertmanager: AlertmanagerSettings | None = None,
    environment: str | None = None,
    secrets: Iterable[Secret] = (),
    rules: Iterable[RuleFile] = (),
) -> Stack:
    """Returns a stack with a Prometheus whose settings are read as from a spec."""
    said = {name: value for name, value in (settings or {}).items() if value is not None}
    read = PrometheusSettings.model_validate({"version": version, **said})
    backends = {"prometheus": Backend(name="prometheus", version=read.version, settings=read, origin=PROMETHEUS)}
    if alertmanager is not None:
        backends["alertmanager"] = Backend(
            name="alertmanager",
            version=Version("0.34"),
            settings=alertmanager,
            origin=SPEC.child("backends", "alertmanager"),
        )
    return Stack(
        name="shop",
        environment=environment,
        backends=backends,
        severities=("critical", "warning"),
        secrets={each.name: each for each in secrets},
        receivers={},
        teams={},
        links=Links(runbooks=None, dashboards=None),
        services={each.name: each for each in services},
        alerts=(),
        routing=Routing(
            group_by=(),
            wait=seconds(30),
            every=seconds(300),
            repeat=seconds(14_400),
            notify={},
            otherwise=None,
            also=(),
            quiet=(),
            inhibitions=None,
            origin=SPEC.child("routing"),
        ),
        written_pages={},
        origin=SPEC,
        rules=tuple(rules),
    )


def lower(made: Stack) -> tuple[dict[str, Artifact], Report]:
    """Returns the artifacts by path, and what was reported, which always says a way out."""
    report = Report()
    gate = Gate("Prometheus", made.backends["prometheus"].version, report)
    artifacts = {each.path: each for each in TARGET.lower(made, gate)}
    assert all(each.help for each in report), list(report)
    return artifacts, report


def configuration(made: Stack) -> Any:
    """Returns the document of `prometheus.yml` of a stack that has nothing to report."""
    artifacts, report = lower(made)
    assert not list(report), list(report)
    return artifacts["prometheus/prometheus.yml"].document


def arguments(made: Stack) -> list[str]:
    """Returns the lines of `prometheus.args` of a stack that has nothing to report."""
    artifacts, report = lower(made)
    assert not list(report), list(report)
    return artifacts["prometheus/prometheus.args"].content.decode().splitlines()
