"""The expressions of SLO rules, printed once each and filled for every SLO.

Every record has the labels `service` and `slo` and no others, so records of one SLO find each other without `on`.
"""

from __future__ import annotations

from functools import cache

from signalwright import names
from signalwright.ir.values import Duration
from signalwright.promql import build
from signalwright.promql.shape import Shape
from signalwright.promql.tree import Expression, Hole, Matcher, Parenthesis, Selector, Slot

SERVICE, SLO_NAME = Slot("service"), Slot("slo")

# What the rates of events are made over; longer windows are summed from them.
RATE_RANGE = Duration.of_seconds(300)
_RANGE = str(RATE_RANGE)


def _record(name: str) -> Selector:
    return Selector(name, (Matcher(names.SERVICE, "=", SERVICE), Matcher(names.SLO, "=", SLO_NAME)))


def _or_none(counted: Expression) -> Expression:
    """Counts none where there are events and no series of the part: what never failed has no series of failures."""
    return build.either(counted, build.multiply(build.total(_record(names.SLO_EVENTS_RATE_5M)), build.number(0)))


@cache
def events_rate() -> Shape:
    """All events per second over five minutes. Hole: `total`, a range."""
    return Shape(build.total(build.call("rate", Hole("total"))))


@cache
def bad_rate() -> Shape:
    """Bad events per second over five minutes, when bad ones are counted. Hole: `bad`, a range."""
    return Shape(_or_none(build.total(build.call("rate", Hole("bad")))))


@cache
def bad_rate_from_good() -> Shape:
    """Bad events per second over five minutes, when good ones are counted. Hole: `good`, a range.

    Scrapes of two counters aren't taken at the same moment, so the difference is kept from falling below zero.
    """
    good = _or_none(build.total(build.call("rate", Hole("good"))))
    return Shape(build.clamp_min(build.subtract(build.total(_record(names.SLO_EVENTS_RATE_5M)), good), 0))


@cache
def bad_ratio() -> Shape:
    """The share of bad events over five minutes; no sample while there are no events, so that it never is NaN."""
    events = build.compare(_record(names.SLO_EVENTS_RATE_5M), ">", 0)
    return Shape(build.ratio(_record(names.SLO_BAD_RATE_5M), events))


@cache
def bad_ratio_over(window: Duration) -> Shape:
    """The share of bad events over a longer window: each event counts once, however uneven the traffic is."""

    def summed(name: str) -> Expression:
        return build.over_time("sum", build.over(_record(name), str(window)))

    return Shape(build.ratio(summed(names.SLO_BAD_RATE_5M), build.compare(summed(names.SLO_EVENTS_RATE_5M), ">", 0)))


@cache
def increase(rate_record: str) -> Shape:
    """Events within five minutes, from their rate per second: what `increase` returns, without reading it again."""
    return Shape(build.multiply(_record(rate_record), build.number(RATE_RANGE.milliseconds // 1_000)))


@cache
def period_sum(increase_record: str, period: Duration) -> Shape:
    """Events within the period: the sum of the five-minute increases at every fifth minute."""
    return Shape(build.over_time("sum", build.subquery(_record(increase_record), str(period), _RANGE)))


@cache
def budget_remaining(period: Duration) -> Shape:
    """The share of the period's error budget that is left; 1 while there were no events. Hole: `budget`, a ratio."""
    events = _record(names.slo_events_increase(period))
    allowed = build.multiply(build.compare(events, ">", 0), Hole("budget"))
    spent = build.ratio(_record(names.slo_bad_increase(period)), allowed)
    untouched = build.add(build.compare(events, "==", 0), build.number(1))
    return Shape(build.either(build.subtract(build.number(1), spent), untouched))


@cache
def constant() -> Shape:
    """A single series of a constant value. Hole: `value`."""
    return Shape(build.vector(Hole("value")))


@cache
def burning(windows: tuple[tuple[Duration, Duration], ...]) -> Shape:
    """An alert: in one of the pairs, both windows burn faster than allowed. Holes: `threshold0` and so on."""

    def above(window: Duration, index: int) -> Expression:
        return build.compare(_record(names.slo_bad_ratio(window)), ">", Hole(f"threshold{index}"))

    expression: Expression | None = None
    for index, (short, long) in enumerate(windows):
        pair = Parenthesis(build.both(above(short, index), above(long, index)))
        expression = pair if expression is None else build.either(expression, pair)
    if expression is None:
        raise ValueError("an alert has at least one pair of windows")
    return Shape(expression)
