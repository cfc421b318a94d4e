"""Derives the recording and alerting rules of SLOs, one group each."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from signalwright import names
from signalwright.ir.rules import AlertingRule, RecordingRule, RuleFile, RuleGroup, Shaped
from signalwright.ir.service import Service
from signalwright.ir.slo import SLO, EventRatio, HistogramThreshold, Tier
from signalwright.ir.stack import Stack
from signalwright.ir.values import Duration
from signalwright.passes.order import by_name
from signalwright.passes.texts import alert_texts
from signalwright.promql import build
from signalwright.promql.bucket import bucket_matcher
from signalwright.promql.shape import Atom, Filling, Shape
from signalwright.promql.tree import Matcher, Selector
from signalwright.slo import shapes
from signalwright.slo.tiers import threshold

_RANGE = str(shapes.RATE_RANGE)
# The finest percentage that anybody writes.
_FINEST = Decimal("0.000000001")
_OPPOSITE: dict[str, str] = {"=": "!=", "!=": "=", "=~": "!~", "!~": "=~"}


def derive_slo_rules(stack: Stack) -> Stack:
    """Adds a rule group for each SLO to the file of its service."""
    files = {file.name: list(file.groups) for file in stack.rules}
    for service in stack.services.values():
        for slo in by_name(service.slos):
            files.setdefault(service.name, []).append(_group(stack, service, slo))
    return replace(
        stack, rules=tuple(RuleFile(name=name, groups=tuple(groups)) for name, groups in sorted(files.items()))
    )


def _group(stack: Stack, service: Service, slo: SLO) -> RuleGroup:
    rules: list[RecordingRule | AlertingRule] = [*_records(service, slo), *_alerts(stack, service, slo)]
    return RuleGroup(name=names.slo_group(service.name, slo.name), interval=None, rules=tuple(rules), origin=slo.origin)


def _records(service: Service, slo: SLO) -> list[RecordingRule]:
    labels = {names.SERVICE: service.name, names.SLO: slo.name}
    base: dict[str, str | Atom] = {"service": service.name, "slo": slo.name}

    def record(name: str, shape: Shape, **filled: Atom) -> RecordingRule:
        filling: Filling = {**base, **filled} if filled else base
        return RecordingRule(record=name, query=Shaped(shape, filling), labels=labels, origin=slo.origin)

    period = slo.window
    events_sum, bad_sum = names.slo_events_increase(period), names.slo_bad_increase(period)
    total, part, is_bad = _counters(slo)
    rules = [
        record(names.SLO_EVENTS_RATE_5M, shapes.events_rate(), total=total),
        record(names.SLO_BAD_RATE_5M, shapes.bad_rate(), bad=part)
        if is_bad
        else record(names.SLO_BAD_RATE_5M, shapes.bad_rate_from_good(), good=part),
        record(names.slo_bad_ratio(shapes.RATE_RANGE), shapes.bad_ratio()),
    ]
    windows = sorted({window for tier in slo.tiers for window in (tier.short, tier.long)} - {shapes.RATE_RANGE})
    rules += [record(names.slo_bad_ratio(window), shapes.bad_ratio_over(window)) for window in windows]
    rules += [
        record(names.SLO_EVENTS_INCREASE_5M, shapes.increase(names.SLO_EVENTS_RATE_5M)),
        record(names.SLO_BAD_INCREASE_5M, shapes.increase(names.SLO_BAD_RATE_5M)),
        record(events_sum, shapes.period_sum(names.SLO_EVENTS_INCREASE_5M, period)),
        record(bad_sum, shapes.period_sum(names.SLO_BAD_INCREASE_5M, period)),
        record(names.slo_budget_remaining(period), shapes.budget_remaining(period), budget=_number(1 - slo.objective)),
        record(names.SLO_OBJECTIVE, shapes.constant(), value=_number(slo.objective)),
        RecordingRule(
            record=names.SLO_INFO,
            query=Shaped(shapes.constant(), {"value": _number(Decimal(1))}),
            labels={
                **labels,
                names.TEAM: service.team,
                "objective": f"{(slo.objective * 100).normalize():f}",
                "window": str(period),
            },
            origin=slo.origin,
        ),
    ]
    return rules


def _counters(slo: SLO) -> tuple[Atom, Atom, bool]:
    """Returns the ranges of all events and of the part that is counted, and whether that part is the bad one."""
    if isinstance(slo.sli, HistogramThreshold):
        series = slo.sli.histogram
        within = bucket_matcher(slo.sli.below)
        good = Selector(f"{series.metric.name}_bucket", (*series.matchers, within), range_=_RANGE)
        return (
            Atom(Selector(f"{series.metric.name}_count", series.matchers, range_=_RANGE)),
            Atom(good),
            False,
        )
    sli: EventRatio = slo.sli
    total = Selector(sli.total.name, sli.total.matchers, range_=_RANGE)
    part = sli.bad or sli.good
    assert part is not None
    counted = Selector(part.name, part.matchers, range_=_RANGE)
    if sli.good is not None and (opposite := _opposite(counted, total)) is not None:
        return Atom(total), Atom(opposite), True
    return Atom(total), Atom(counted), sli.bad is not None


def _opposite(good: Selector, total: Selector) -> Selector | None:
    """Returns the bad events, when the good ones are all events with one more condition; it is turned around."""
    if good.metric != total.metric:
        return None
    more = [each for each in good.matchers if each not in total.matchers]
    if len(more) != 1 or len(good.matchers) != len(total.matchers) + 1:
        return None
    only = more[0]
    turned = Matcher(only.label, _OPPOSITE[only.operator], only.value)  # type: ignore[arg-type]  # the table has operators only
    return Selector(total.metric, (*total.matchers, turned), range_=total.range_)


def _alerts(stack: Stack, service: Service, slo: SLO) -> list[AlertingRule]:
    name = names.slo_alert(service.name, slo.name)
    by_severity: dict[str, list[Tier]] = {}
    for tier in slo.tiers:
        by_severity.setdefault(tier.severity, []).append(tier)
    rules = []
    for severity in sorted(by_severity, key=stack.severities.index):
        tiers = by_severity[severity]
        filling: dict[str, str | Atom] = {"service": service.name, "slo": slo.name}
        for index, tier in enumerate(tiers):
            filling[f"threshold{index}"] = _number(threshold(tier, slo.objective, slo.window))
        shape = shapes.burning(tuple((tier.short, tier.long) for tier in tiers))
        rules.append(
            AlertingRule(
                alert=name,
                query=Shaped(shape, filling),
                hold=Duration(0),
                keep=None,
                labels={
                    names.SEVERITY: severity,
                    names.TEAM: service.team,
                    names.SERVICE: service.name,
                    names.SLO: slo.name,
                },
                annotations=alert_texts(
                    stack,
                    summary=slo.summary or _summary(service, slo, tiers),
                    description=slo.description,
                    page=slo.runbook or names.runbook_page(name),
                    service=service.name,
                    dashboard=None,
                ),
                origin=slo.origin,
                team=service.team,
                service=service.name,
            )
        )
    return rules


def _summary(service: Service, slo: SLO, tiers: list[Tier]) -> str:
    first, *others = (f"{_percent(tier.budget)}{{}} within {tier.long}" for tier in tiers)
    burns = " or ".join((first.format(" of the budget"), *(each.format("") for each in others)))
    return (
        f"{slo.name} of {service.name} burns its error budget ({_percent(slo.objective)} over {slo.window}): "
        f"{{{{ $value | humanizePercentage }}}} of events are bad, which uses up more than {burns}"
    )


def _percent(share: Decimal) -> str:
    """Returns a share as it was written, `99.995%`, or with three digits when it was calculated: `14.3%`."""
    percent = share * 100
    if percent != percent.quantize(_FINEST):
        percent = percent.quantize(Decimal(1).scaleb(percent.adjusted() - 2))
    return f"{percent.normalize():f}%"


@lru_cache(maxsize=4_096)
def _number(value: Decimal) -> Atom:
    return Atom(build.number(value))
