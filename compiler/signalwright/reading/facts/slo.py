"""What is known of an SLO: its budget, how fast it may burn, the records that are kept and the alert."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import isqrt

from signalwright import names
from signalwright.ir.rules import RecordingRule
from signalwright.ir.service import Service
from signalwright.ir.slo import SLO, EventRatio, Tier
from signalwright.ir.values import Duration
from signalwright.promql.bucket import bucket_matcher
from signalwright.promql.printer import show
from signalwright.promql.tree import Selector
from signalwright.reading.view import View
from signalwright.records import record
from signalwright.slo.shapes import RATE_RANGE
from signalwright.slo.tiers import factor, threshold


@record(kw_only=True)
class TierFact:
    """A pair of windows in which the budget may not burn too fast.

    Attributes:
        severity: The severity of the alert.
        budget: The share of the budget that is burnt within the long window when the alert fires, ratio.
        factor: How many times faster than lasting the budget then burns (burn rate).
        threshold: The share of bad events above which the tier fires, ratio.
        short: The short window.
        long: The long window.
        in_outage: How long an outage of everything lasts until the tier fires, under even traffic that was without
            errors before; None when it never fires because the threshold is 1 or more.
        at_factor: How long the budget burns at the factor until the tier fires: the whole long window.
    """

    severity: str
    budget: Decimal
    factor: Fraction
    threshold: Decimal
    short: Duration
    long: Duration
    in_outage: Duration | None
    at_factor: Duration


@record(kw_only=True)
class RecordFact:
    """A recording rule.

    Attributes:
        name: The metric that is stored.
        expression: What is stored, in PromQL as it is emitted.
    """

    name: str
    expression: str


@record(kw_only=True)
class SLOFact:
    """A service level objective.

    Attributes:
        name: Its name.
        service: Its service.
        team: The team that owns it.
        good: The series of good events, or None when bad ones are counted.
        bad: The series of bad events, or None when good ones are counted.
        total: The series of all events.
        objective: The promised share of good events, ratio.
        window: The period of the promise.
        outage: How long an outage of everything may last within the period.
        share: The share of events that may be bad, ratio.
        tiers: When alerts are raised, gravest first.
        alert: The name of the alert, or None when there are no tiers.
        file: The rule file, below the stack's folder.
        group: The rule group.
        labels: The labels of every record.
        records: What is stored, in order.
        at: Where it is declared.
    """

    name: str
    service: str
    team: str
    good: str | None
    bad: str | None
    total: str
    objective: Decimal
    window: Duration
    outage: Duration
    share: Decimal
    tiers: tuple[TierFact, ...]
    alert: str | None
    file: str
    group: str
    labels: dict[str, str]
    records: tuple[RecordFact, ...]
    at: str


def slo_facts(view: View, name: str | None = None, service: str | None = None) -> list[SLOFact]:
    """Returns what is known of SLOs.

    Args:
        view: The stack.
        name: Only SLOs of this name; None for all.
        service: Only those of this service; None for all.
    """
    records = {group.name: group.rules for file in view.stack.rules for group in file.groups}
    return [
        _slo(view, owner, slo, [each for each in records[_group(owner, slo)] if isinstance(each, RecordingRule)])
        for owner in view.stack.services.values()
        if service in (None, owner.name)
        for slo in owner.slos
        if name in (None, slo.name)
    ]


def _group(service: Service, slo: SLO) -> str:
    return names.slo_group(service.name, slo.name)


def _slo(view: View, service: Service, slo: SLO, records: list[RecordingRule]) -> SLOFact:
    good, bad, total = _events(slo)
    share = 1 - slo.objective
    return SLOFact(
        name=slo.name,
        service=service.name,
        team=service.team,
        good=good,
        bad=bad,
        total=total,
        objective=slo.objective,
        window=slo.window,
        outage=_seconds(Fraction(share) * slo.window.milliseconds),
        share=share,
        tiers=tuple(_tiers(slo)),
        alert=names.slo_alert(service.name, slo.name) if slo.tiers else None,
        file=names.rule_file(service.name),
        group=_group(service, slo),
        labels={names.SERVICE: service.name, names.SLO: slo.name},
        records=tuple(RecordFact(name=each.record, expression=each.query.text) for each in records),
        at=view.at(slo.origin.key()),
    )


def _events(slo: SLO) -> tuple[str | None, str | None, str]:
    """Returns the series of good, bad and all events in PromQL."""
    sli = slo.sli
    if isinstance(sli, EventRatio):
        good, bad, total = (
            None if each is None else show(Selector(each.name, each.matchers))
            for each in (sli.good, sli.bad, sli.total)
        )
        return good, bad, total or ""
    metric, matchers = sli.histogram.metric.name, sli.histogram.matchers
    within = Selector(f"{metric}_bucket", (*matchers, bucket_matcher(sli.below)))
    return show(within), None, show(Selector(f"{metric}_count", matchers))


def _tiers(slo: SLO) -> Iterator[TierFact]:
    for tier in slo.tiers:
        share = threshold(tier, slo.objective, slo.window)
        yield TierFact(
            severity=tier.severity,
            budget=tier.budget,
            factor=factor(tier, slo.window),
            threshold=share,
            short=tier.short,
            long=tier.long,
            in_outage=time_to_fire(tier, share),
            at_factor=tier.long,
        )


def time_to_fire(tier: Tier, share: Decimal) -> Duration | None:
    """Returns how long an outage of everything lasts until a tier's query has a result.

    Traffic is even and was without errors before. The share of bad events within five minutes is read from rates, so
    it grows by t ÷ 5m. Longer windows are sums of these rates, t² ÷ 10m for the first five minutes and t − 2m30s from
    then on, divided by the window. What a scrape and an evaluation take comes on top.

    Args:
        tier: The tier.
        share: The share of bad events above which it fires, ratio.

    Returns:
        The time in whole seconds, or None when the share is never exceeded.
    """
    if share >= 1:
        return None
    return max(_until(window, Fraction(share)) for window in (tier.short, tier.long))


def _until(window: Duration, share: Fraction) -> Duration:
    base = RATE_RANGE.milliseconds
    summed = share * window.milliseconds
    if window == RATE_RANGE:
        return _seconds(summed)
    if summed <= Fraction(base, 2):
        return _seconds(Fraction(isqrt(int(2 * base * summed))))
    return _seconds(summed + Fraction(base, 2))


def _seconds(milliseconds: Fraction) -> Duration:
    return Duration(round(milliseconds / 1_000) * 1_000)


def slo_names(view: View) -> list[str]:
    """Returns the names of all SLOs, each once."""
    return list(dict.fromkeys(slo.name for service in view.stack.services.values() for slo in service.slos))
