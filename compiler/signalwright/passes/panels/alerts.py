"""Panels of alerts: what an alert measures with its bounds, what fires, and which targets answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from signalwright import names
from signalwright.diagnostics.span import Origin
from signalwright.ir.alert import Alert, Measured
from signalwright.ir.dashboard import Annotation, Level, Measure, Panel, Step, ValueText
from signalwright.ir.metric import MetricType
from signalwright.ir.rules import Written
from signalwright.ir.service import Service
from signalwright.ir.stack import Stack
from signalwright.ir.values import Duration
from signalwright.passes.panels.base import alert_page, runbook_link, size_of
from signalwright.passes.panels.levels import level_of, steps_of
from signalwright.passes.panels.view import View, constant_labels
from signalwright.passes.panels.words import amount, help_of, legend_of, nothing_of
from signalwright.passes.readable import without_templates
from signalwright.promql import build
from signalwright.promql.tree import Expression, Matcher

_HISTOGRAMS = (MetricType.HISTOGRAM, MetricType.NATIVE_HISTOGRAM)
_FIRING = Matcher("alertstate", "=", "firing")
_UP_OR_DOWN = (
    ValueText(value=Decimal(0), text="down", level=Level.CRITICAL),
    ValueText(value=Decimal(1), text="up", level=Level.FINE),
)


def alert_panel(stack: Stack, alert: Alert) -> Panel:
    """Shows what an alert measures, with its bounds; whether it fires, where it compares nothing with a bound.

    Args:
        stack: The stack.
        alert: The alert.

    Returns:
        The panel; its query is the alert's own, with the alert's own range.
    """
    link = runbook_link(stack, alert_page(alert))
    measured = alert.thresholds[0].measured
    drawing = "timeseries" if measured is not None else "state-timeline"
    size = size_of(drawing)
    owner = alert.service if alert.service is not None else ""
    steps = steps_of(stack, alert)
    return Panel(
        key=f"alert:{owner}/{alert.name}",
        title=alert.name,
        description=_description(alert, link.url if link is not None else None),
        drawing=drawing,
        measures=(
            Measure(
                query=Written(measured.expression),
                legend=_legend(stack, alert, measured),
                exemplars=any(each.metric.type in _HISTOGRAMS for each in measured.reads),
            )
            if measured is not None
            else Measure(query=Written(_count_of(alert)), legend=alert.name),
        ),
        unit=measured.unit if measured is not None else None,
        steps=steps if measured is not None else _quiet_or_firing(level_of(stack, alert.thresholds[0].severity)),
        values=() if measured is not None else (ValueText(value=Decimal(0), text="quiet", level=Level.FINE),),
        no_value=nothing_of(measured.reads) if measured is not None and measured.reads else "No data",
        links=(link,) if link is not None else (),
        width=size.width,
        height=size.height,
        origin=alert.origin,
    )


def firing_count(matchers: Mapping[str, str], title: str, place: Origin, level: Level = Level.CRITICAL) -> Panel:
    """Shows how many alerts with these labels fire; `level` is how bad it is that any does."""
    size = size_of("stat")
    return Panel(
        key="firing:" + ",".join(f"{label}={value}" for label, value in matchers.items()),
        title=title,
        description="How many alerts fire right now. Bad above 0: the list of firing alerts says which ones.",
        drawing="stat",
        measures=(
            Measure(query=Written(_counted(_alerts(matchers))), legend="firing", instant=True),
        ),
        decimals=0,
        steps=_quiet_or_firing(level),
        width=size.width,
        height=size.height,
        origin=place,
    )  # fmt: skip


def firing_list(matchers: Mapping[str, str], title: str, place: Origin) -> Panel:
    """Lists the alerts with these labels that fire or are about to."""
    size = size_of("alert-list")
    return Panel(
        key="alerts:" + ",".join(f"{label}={value}" for label, value in matchers.items()),
        title=title,
        description="Alerts that fire, or will when what they measure stays as it is. Each has a runbook.",
        drawing="alert-list",
        firing=dict(matchers),
        no_value="Nothing fires",
        width=size.width,
        height=size.height,
        origin=place,
    )


def up_timeline(view: View, services: Sequence[Service], place: Origin) -> Panel:
    """Shows which targets of services could be scraped, over time."""
    several = len(services) > 1
    legend = legend_of((names.SERVICE, names.INSTANCE) if several else (names.INSTANCE,), "")
    size = size_of("state-timeline")
    return Panel(
        key="up:" + ",".join(each.name for each in services),
        title="Targets",
        description="Which targets answer when Prometheus asks for their metrics. What is down shows no other values.",
        drawing="state-timeline",
        measures=(Measure(query=Written(view.up(services)), legend=legend),),
        values=_UP_OR_DOWN,
        steps=(Step(value=None, level=Level.CRITICAL), Step(value=Decimal(1), level=Level.FINE)),
        width=size.width,
        height=size.height,
        origin=place,
    )


def up_share(view: View, services: Sequence[Service], place: Origin) -> Panel:
    """Shows the share of the targets of services that can be scraped right now."""
    size = size_of("stat")
    expression = build.average(view.up(services))
    return Panel(
        key="up-share:" + ",".join(each.name for each in services),
        title="Targets up",
        description="The share of targets that answer when Prometheus asks for their metrics. Bad below 100%.",
        drawing="stat",
        measures=(Measure(query=Written(expression), legend="up", instant=True),),
        unit="ratio",
        decimals=0,
        steps=(
            Step(value=None, level=Level.CRITICAL),
            Step(value=Decimal("0.5"), level=Level.WARNING),
            Step(value=Decimal(1), level=Level.FINE),
        ),
        no_value="No targets",
        width=size.width,
        height=size.height,
        origin=place,
    )


def firing_annotation(matchers: Mapping[str, str]) -> Annotation:
    """Marks the times at which alerts with these labels fire."""
    return Annotation(
        name="Firing alerts",
        query=Written(_alerts(matchers)),
        title="{{alertname}}",
        text="{{severity}}",
        # Not every alert has them, and in a text Grafana would show the name of a label that isn't there.
        labels=(names.SERVICE, names.INSTANCE),
        level=Level.CRITICAL,
        shown=True,
    )


def _alerts(matchers: Mapping[str, str]) -> Expression:
    return build.series(names.ALERTS, (_FIRING, *(build.equal(label, value) for label, value in matchers.items())))


def _counted(alerts: Expression) -> Expression:
    return build.either(build.count(alerts), build.vector(build.number(0)))


def _count_of(alert: Alert) -> Expression:
    matchers = {names.ALERT_NAME: alert.name}
    if alert.service is not None:
        matchers[names.SERVICE] = alert.service
    return _counted(_alerts(matchers))


def _quiet_or_firing(level: Level) -> tuple[Step, ...]:
    return Step(value=None, level=Level.FINE), Step(value=Decimal(1), level=level)


def _legend(stack: Stack, alert: Alert, measured: Measured) -> str:
    labels = alert.thresholds[0].labels
    if labels is None:
        return ""
    if not measured.reads:
        return legend_of(sorted(labels), alert.name)
    read = measured.reads[-1]
    owner = stack.services.get(alert.service or "")
    if owner is None or owner.job != read.matchers[0].value:
        owner = next((each for each in stack.services.values() if each.job == read.matchers[0].value), None)
    pinned = {each.label for each in read.matchers if each.operator == "="}
    return legend_of(sorted(labels - constant_labels(owner) - pinned), alert.name)


def _about(alert: Alert) -> list[str]:
    """Returns what the metrics that an alert measures say of themselves; nothing where none says more than its name."""
    measured = alert.thresholds[0].measured
    told = [help_of(each.metric) for each in measured.reads if each.metric.help is not None] if measured else []
    return [" ".join(dict.fromkeys(told))] if told else []


def _description(alert: Alert, runbook: str | None) -> str:
    lines = [without_templates(alert.description)] if alert.description is not None else _about(alert)
    for threshold in alert.thresholds:
        measured, lasting = threshold.measured, ""
        if alert.hold != Duration(0):
            lasting = f" for {alert.hold}"
        if measured is not None:
            side = "above" if measured.operator == ">" else "below"
            lines.append(f"{threshold.severity}: {side} {amount(measured.bound, measured.unit)}{lasting}.")
        else:
            lines.append(f"{threshold.severity}: when its condition holds{lasting}.")
    if runbook is not None:
        lines.append(f"What to do is in the [runbook]({runbook}).")
    return "\n\n".join(line.strip() for line in lines)
