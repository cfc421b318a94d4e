"""A comparison is decided before anything is measured: no value of the series can change it.

A condition that never holds is an alert that never fires; one that always holds says nothing. What is known of the
values decides: `up` is 0 or 1, a counter is never negative, a part of a whole is at most 1, hours end at 23, and what
`count` returns is at least 1, because it returns nothing when there is nothing to count.

Bad: a share is 0 to 1, so that this is 500 %,

```yaml
alerts:
  Fails:
    when:
      expr: >-
        sum(rate(http_requests_total{status="500"}[5m])) / sum(rate(http_requests_total[5m])) > 5
    team: web
    severity: info
    summary: Fails
```

Good:

```yaml
alerts:
  Fails:
    when:
      expr: >-
        sum(rate(http_requests_total{status="500"}[5m])) / sum(rate(http_requests_total[5m])) > 0.05
    team: web
    severity: info
    summary: Fails
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.comparing import Comparison, comparisons, interval, place_of, unfiltered
from signalwright.expressions.use import Finding, Use
from signalwright.promql.catalogue import SeriesType
from signalwright.promql.tree import Aggregation, Binary, Call, Expression, walk
from signalwright.promql.typing.facts import INFINITY, Facts
from signalwright.promql.typing.functions import RATES
from signalwright.promql.typing.units import PERCENT, RATIO

# Functions that never make NaN of numbers; comparing is how people get rid of NaN.
_OF_NUMBERS = RATES | {
    "absent", "absent_over_time", "changes", "clamp_min", "count_over_time", "day_of_month", "day_of_week",
    "day_of_year", "days_in_month", "hour", "minute", "month", "present_over_time", "resets", "time", "timestamp",
    "vector",
}  # fmt: skip
_EXISTENCE = {"absent", "absent_over_time", "present_over_time"}
_CLOCK = {"day_of_month", "day_of_week", "day_of_year", "days_in_month", "hour", "minute", "month"}
_DIVIDING = ("/", "%", "^", "atan2")


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each comparison that never holds, and a warning for each that always does."""
    for each in comparisons(use):
        value, _ = unfiltered(use, each.value)
        facts = use.of(value)
        if (facts.low == -INFINITY and facts.high == INFINITY) or facts.number is not None or facts.kind != "instant":
            continue
        left = interval(each, facts.low, facts.high)
        if left[0] > left[1]:
            if not _counts(value):
                yield _never(use, each, value, facts)
        elif _holds(each, facts) and _is_number(use, value) and not _is_condition(use, each, value, facts):
            yield _always(use, each, value, facts)


def _never(use: Use, each: Comparison, value: Expression, facts: Facts) -> Finding:
    rated = any(isinstance(part, Call) and part.function in RATES for part in walk(value))
    # Of what is no counter, and falls below zero, a rate can be negative; but that is known of declared metrics only.
    certain = use.is_of_stack or not rated
    return Finding(
        place_of(use, each),
        f"`{use.shown(value)}` is {_range(facts)}, so `{each.shown}` never holds",
        _way_out(each, facts),
        Level.ERROR if certain else Level.WARNING,
    )


def _always(use: Use, each: Comparison, value: Expression, facts: Facts) -> Finding:
    return Finding(
        place_of(use, each),
        f"`{use.shown(value)}` is {_range(facts)}, so `{each.shown}` always holds",
        "leave the comparison out, or correct the bound",
        Level.WARNING,
    )


def _way_out(each: Comparison, facts: Facts) -> str:
    if facts.unit == RATIO and facts.high == 1 and 1 < each.number <= 100:
        return f"a share is a number from 0 to 1: write `{each.operator} {each.number / 100:g}` for {each.number:g} %"
    if facts.unit == PERCENT and each.number > 100:
        return "a share in percent is a number from 0 to 100"
    return "correct the bound, or turn the operator round"


def _range(facts: Facts) -> str:
    if facts.low == facts.high:
        return f"always {facts.low:g}"
    if facts.high == INFINITY:
        return f"never below {facts.low:g}"
    return f"never above {facts.high:g}" if facts.low == -INFINITY else f"from {facts.low:g} to {facts.high:g}"


def _holds(each: Comparison, facts: Facts) -> bool:
    if each.operator == "!=":
        return not facts.low <= each.number <= facts.high
    return interval(each, facts.low, facts.high) == (facts.low, facts.high)


def _is_condition(use: Use, each: Comparison, value: Expression, facts: Facts) -> bool:
    """Returns whether a comparison that always holds does no harm: what it compares decides already, or is told of.

    `count(up == 0) > 0` fires when something is down, `absent(up) == 1` when nothing is there, and
    `and count(up) > 0` asks for existence. An alert that fires always is told by `alerts/no-condition`.
    """
    if isinstance(value, Call):
        # `hour() >= 18 and hour() <= 23` names both ends of a window.
        return value.function in _EXISTENCE or (value.function in _CLOCK and each.number in (facts.low, facts.high))
    parent = use.parent(each.node) if each.node is not None else None
    if _counts(value) and isinstance(parent, Binary) and parent.operator in ("and", "unless"):
        return True
    decided = isinstance(value, Aggregation) or (isinstance(value, Binary) and value.operator in ("and", "unless"))
    return (decided and facts.is_filtered) or (facts.always and use.whole.always)


def _counts(value: Expression) -> bool:
    """Returns whether a value is a count or a group; that it is never 0 is told by `promql/count-of-nothing`."""
    return isinstance(value, Aggregation) and value.operator in ("count", "group")


def _is_number(use: Use, value: Expression) -> bool:
    """Returns whether a value is never NaN, which a comparison drops, and doesn't only stand for its existence."""
    for part in walk(value):
        if isinstance(part, Call) and part.function not in _OF_NUMBERS:
            return False
        if isinstance(part, Binary) and part.operator in _DIVIDING:
            return False
    sources = [each for branch in use.of(value).branches for each in branch.sources]
    return not any(each.is_recorded or each.type is SeriesType.INFO for each in sources)
