"""A division that may be by zero is added up.

A rate is zero where nothing happens, and zero by zero is NaN. One NaN among the series makes the whole sum or average
NaN, and no comparison holds for it: one idle instance silences the alert for all.

Bad:

```yaml
alerts:
  Slow:
    team: web
    severity: warning
    when:
      expr: >-
        avg(rate(http_request_duration_seconds_sum[5m]) / rate(http_request_duration_seconds_count[5m])) > 1
    summary: Slow
```

Good: divide sums, or leave out what is idle.

```yaml
alerts:
  Slow:
    team: web
    severity: warning
    when:
      expr: >-
        sum(rate(http_request_duration_seconds_sum[5m])) / sum(rate(http_request_duration_seconds_count[5m])) > 1
    summary: Slow
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Use, unwrapped
from signalwright.promql.parsing.places import place_of_function, place_of_operator
from signalwright.promql.tree import Aggregation, Binary, Call, Expression, Subquery, Unary
from signalwright.promql.typing.operators import COMPARISONS

LEVEL = Level.WARNING

_SPOILT = frozenset({"sum", "avg", "stddev", "stdvar"})
_SPOILT_OVER_TIME = frozenset({"sum_over_time", "avg_over_time", "stddev_over_time", "stdvar_over_time"})
# Functions that make something else of NaN, or take no part in what is added up.
_ENDING = frozenset({"absent", "count_over_time", "present_over_time", "histogram_quantile", "scalar", "timestamp"})


def examine(use: Use) -> Iterator[Finding]:
    """Yields a warning for each division by a rate that may be zero, whose result is added up."""
    if not use.aggregations and not use.subqueries:
        return
    for node in use.binaries:
        if node.operator not in ("/", "%"):
            continue
        adder = _adder(use, node)
        if adder is None or not _may_be_idle(use, node.right):
            continue
        yield Finding(
            place_of_operator(use.parsed, node),
            f"a divisor of 0 makes NaN, and one NaN spoils all that `{_name(adder)}` adds up",
            f"leave out what is idle: `… {node.operator} ({use.shown(unwrapped(node.right))} > 0)`",
            Level.WARNING,
            secondary=((place_of_function(use.parsed, adder), "added up here"),),
        )


def _name(adder: Aggregation | Call) -> str:
    return adder.operator if isinstance(adder, Aggregation) else adder.function


def _may_be_idle(use: Use, divisor: Expression) -> bool:
    """Returns whether a divisor is a rate, which is zero while nothing happens; sizes and the like rarely are."""
    facts = use.of(divisor)
    divisor = unwrapped(divisor)
    if facts.kind != "instant" or (isinstance(divisor, Binary) and divisor.operator in COMPARISONS):
        return False
    return any(each.is_rated and each.low <= 0 for each in facts.branches)


def _adder(use: Use, node: Binary) -> Aggregation | Call | None:
    """Returns what adds up the results of an operator as they are, or None when nothing does."""
    inner: Expression = node
    outer = use.parent(node)
    while outer is not None:
        match outer:
            case Aggregation():
                return outer if outer.operator in _SPOILT and unwrapped(outer.expression) is unwrapped(inner) else None
            case Call() if outer.function in _SPOILT_OVER_TIME and isinstance(inner, Subquery):
                return outer
            case Call() if outer.function in _ENDING or isinstance(inner, Subquery):
                return None
            case Binary() if outer.operator in COMPARISONS and not outer.bool_:
                return None
            case Binary() if outer.operator in ("and", "unless") and unwrapped(outer.right) is unwrapped(inner):
                return None
            case Call() | Binary() | Unary() | Subquery():
                inner, outer = outer, use.parent(outer)
            case _:
                return None
    return None
