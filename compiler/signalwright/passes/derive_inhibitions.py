"""Derives what holds back what: the graver of one alert its milder, a target that is down its symptoms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from signalwright import names
from signalwright.diagnostics.span import Origin
from signalwright.ir.alert import Alert
from signalwright.ir.routes import Inhibition, LabelMatch
from signalwright.ir.service import Service
from signalwright.ir.slo import HistogramThreshold
from signalwright.ir.stack import Stack
from signalwright.passes.derive_routes import receivers_of
from signalwright.passes.label_sets import Values
from signalwright.passes.order import by_name
from signalwright.promql.tree import Matcher, Selector, Verbatim, walk

# Stacks and environments may share an Alertmanager; an alert of one never holds back an alert of another.
_SAME_PLACE = (names.ENVIRONMENT, names.STACK)


def derive_inhibitions(stack: Stack) -> Stack:
    """Adds the declared inhibitions, or the derived ones when none are declared."""
    if stack.routing.inhibitions is not None:
        return replace(stack, inhibitions=stack.routing.inhibitions)
    return replace(stack, inhibitions=(*_graver(stack), *_down(stack)))


def _graver(stack: Stack) -> Iterator[Inhibition]:
    named: dict[str, list[Alert]] = {}
    for alert in _alerts(stack):
        named.setdefault(alert.name, []).append(alert)
    for alerts in named.values():
        yield from _graver_of_one_name(alerts)
    for service in stack.services.values():
        for slo in by_name(service.slos):
            severities = [each for each in stack.severities if any(tier.severity == each for tier in slo.tiers)]
            name = names.slo_alert(service.name, slo.name)
            yield from _pairs(name, severities, {names.SERVICE, names.SLO}, slo.origin)


def _graver_of_one_name(alerts: Sequence[Alert]) -> Iterator[Inhibition]:
    """Yields what holds back what among the alerts of one name, which are one alert of each of some services.

    The service is among the equal labels, so no service's alert holds back another's. Where the same labels tell the
    series of all of them apart, one inhibition is for all; elsewhere each names its services, because one that asks for
    fewer labels would hold back more of another service's.
    """
    alike: dict[tuple[tuple[str, ...], frozenset[str]], list[Alert]] = {}
    for alert in alerts:
        labels = [threshold.labels for threshold in alert.thresholds]
        # Where it isn't known which labels tell the series of an alert apart, one series could hold back another.
        if len(labels) > 1 and labels[0] is not None and all(each == labels[0] for each in labels):
            severities = tuple(threshold.severity for threshold in alert.thresholds)
            alike.setdefault((severities, labels[0]), []).append(alert)
    for (severities, apart), found in alike.items():
        about = None
        if len(found) < len(alerts):
            about = Values(frozenset(each.service or "" for each in found)).match(names.SERVICE)
        yield from _pairs(found[0].name, severities, {*apart, names.SERVICE}, found[0].origin, about)


def _pairs(
    alert: str, severities: Sequence[str], equal: set[str], origin: Origin, about: LabelMatch | None = None
) -> Iterator[Inhibition]:
    own = (about,) if about is not None else ()
    for graver, milder in combinations(severities, 2):
        yield Inhibition(
            source=(LabelMatch(names.ALERT_NAME, "=", alert), LabelMatch(names.SEVERITY, "=", graver), *own),
            target=(LabelMatch(names.ALERT_NAME, "=", alert), LabelMatch(names.SEVERITY, "=", milder), *own),
            equal=tuple(sorted({*equal, *_SAME_PLACE})),
            origin=origin,
        )


def _down(stack: Stack) -> Iterator[Inhibition]:
    """While a target is down, milder alerts about it say nothing new.

    A service with several targets isn't down because one of them is: there the alerts must be about the same instance.
    What another team is told, or somebody in addition, is never held back by a message that they don't get; nor is what
    the team itself is told, when the alert that a target is down names other receivers.
    """
    listening = {label for each in stack.routing.also for label in each.labels} - {names.ALERT_NAME, names.SEVERITY}
    for service in stack.services.values():
        for alert in by_name(service.alerts):
            if alert.kind != "down" or service.scrape is None or not _reads(alert, service):
                continue
            graver = alert.thresholds[0].severity
            if alert.notify and not set(receivers_of(stack, alert.team, graver)).issubset(alert.notify):
                continue
            milder = stack.severities[stack.severities.index(graver) + 1 :]
            if not milder:
                continue
            spared = Values(frozenset(_spared(stack, service, milder)))
            others = (~spared).match(names.ALERT_NAME)
            place = {*_SAME_PLACE, names.TEAM, *listening}
            yield Inhibition(
                source=(
                    LabelMatch(names.ALERT_NAME, "=", alert.name),
                    LabelMatch(names.SERVICE, "=", service.name),
                    # The alert may be about others' targets as well, and has the service that declares it all the same.
                    *([LabelMatch(names.JOB, "=", service.job)] if _reads_others(alert, service) else ()),
                ),
                target=(
                    LabelMatch(names.SERVICE, "=", service.name),
                    _one_of(milder),
                    *((others,) if others is not None else ()),
                ),
                equal=tuple(sorted(place if service.scrape.is_single else {*place, names.INSTANCE})),
                origin=alert.origin,
            )


def _one_of(severities: Sequence[str]) -> LabelMatch:
    """Returns a matcher of some severities, in their order; of what a name may hold, only the point is an operator."""
    if len(severities) == 1:
        return LabelMatch(names.SEVERITY, "=", severities[0])
    return LabelMatch(names.SEVERITY, "=~", "|".join(each.replace(".", r"\.") for each in severities))


def _spared(stack: Stack, service: Service, milder: Sequence[str]) -> Iterator[str]:
    """Yields a service's milder alerts that aren't held back: with receivers of their own, or about something else."""
    added = {
        each.labels[names.ALERT_NAME]
        for each in stack.routing.also
        if names.ALERT_NAME in each.labels and each.labels.get(names.SERVICE, service.name) == service.name
    }
    for alert in (*service.alerts, *stack.alerts):
        severities = {threshold.severity for threshold in alert.thresholds}
        directed, reads = alert.notify or alert.name in added, _reads(alert, service)
        if severities.intersection(milder) and (directed if reads else _may_name_service(alert)):
            yield alert.name
    for slo in service.slos:
        name = names.slo_alert(service.name, slo.name)
        severities = {tier.severity for tier in slo.tiers}
        counted = slo.sli.histogram if isinstance(slo.sli, HistogramThreshold) else slo.sli.total
        own = any(each.label == names.JOB and each.value == service.job for each in counted.matchers)
        if severities.intersection(milder) and (name in added or not own):
            yield name


def _reads(alert: Alert, service: Service) -> bool:
    """Returns whether an alert reads series of its service; what somebody wrote in PromQL must name the job."""
    for threshold in alert.thresholds:
        for each in walk(threshold.expression):
            if isinstance(each, Verbatim) and f'"{service.job}"' in each.text:
                return True
            if isinstance(each, Selector) and any(_is_of(matcher, service) for matcher in each.matchers):
                return True
    return False


def _may_name_service(alert: Alert) -> bool:
    """Returns whether an alert that doesn't read a service's series may have its label `service` all the same.

    An alert of the stack has the label from the series that it reads, if at all. Those of a job are of that job's
    service; records, such as what is left of a budget, name no job and may be about any.
    """
    if alert.service is not None:
        return True
    return any(
        (threshold.labels is None or names.SERVICE in threshold.labels)
        and any(
            isinstance(each, Verbatim)
            or (isinstance(each, Selector) and all(matcher.label != names.JOB for matcher in each.matchers))
            for each in walk(threshold.expression)
        )
        for threshold in alert.thresholds
    )


def _reads_others(alert: Alert, service: Service) -> bool:
    """Returns whether an alert reads series of other services than its own."""
    return any(
        matcher.label == names.JOB and (matcher.operator, matcher.value) != ("=", service.job)
        for threshold in alert.thresholds
        for each in walk(threshold.expression)
        if isinstance(each, Selector)
        for matcher in each.matchers
    )


def _is_of(matcher: Matcher, service: Service) -> bool:
    """Returns whether a matcher chooses a service's series by their job, alone or among others."""
    if matcher.operator == "=~":
        return matcher.label == names.JOB and re.fullmatch(matcher.value, service.job) is not None
    return matcher == Matcher(names.JOB, "=", service.job)


def _alerts(stack: Stack) -> Iterator[Alert]:
    for service in stack.services.values():
        yield from by_name(service.alerts)
    yield from by_name(stack.alerts)
