"""Quantiles are added up or averaged.

The mean of the 99th percentiles of ten processes isn't the 99th percentile of all their requests, and no sum of them is
anything: an idle process with one slow request counts as much as a busy one. Buckets can be added up, and the quantile
be taken of the sum. The highest quantile, `max`, says something, too.

Bad: with two targets or more,

```yaml
alerts:
  Slow:
    team: web
    severity: info
    when: {expr: 'avg(histogram_quantile(0.9, rate(http_request_duration_seconds_bucket[5m]))) > 1'}
    summary: Slow
```

Good: the same with

```yaml
alerts:
  Slow:
    team: web
    severity: info
    when: {expr: 'histogram_quantile(0.9, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 1'}
    summary: Slow
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Use, unwrapped
from signalwright.promql.catalogue import SeriesType
from signalwright.promql.parsing.places import place_of_function
from signalwright.promql.tree import Aggregation, Call, Expression, Selector
from signalwright.promql.typing.facts import Facts

LEVEL = Level.WARNING


def examine(use: Use) -> Iterator[Finding]:
    """Yields a warning for each sum or mean of quantiles that may be of several series."""
    for aggregation in use.aggregations:
        if aggregation.operator not in ("sum", "avg") or not _is_quantile(use, aggregation.expression):
            continue
        if _is_of_one(aggregation, use.of(aggregation.expression)):
            continue
        what = "the mean" if aggregation.operator == "avg" else "the sum"
        yield Finding(
            place_of_function(use.parsed, aggregation),
            f"{what} of quantiles isn't a quantile of anything",
            "add up the buckets first, `histogram_quantile(…, sum by (le) (…))`, or take the highest with `max`",
            Level.WARNING,
        )


def _is_quantile(use: Use, expression: Expression) -> bool:
    expression = unwrapped(expression)
    if isinstance(expression, Call):
        return expression.function == "histogram_quantile"
    if not isinstance(expression, Selector):
        return False
    if any(each.label == "quantile" and each.operator == "=" and each.value for each in expression.matchers):
        return True
    return use.of(expression).type is SeriesType.QUANTILE


def _is_of_one(aggregation: Aggregation, inner: Facts) -> bool:
    """Returns whether every group is of one series, so that nothing is added up."""
    grouping = aggregation.grouping
    if grouping is None:
        kept: frozenset[str] = frozenset()
    elif grouping.kind == "by":
        kept = frozenset(grouping.labels)
    else:
        return False
    labels = inner.labels
    return labels.is_closed and all(each in kept or labels.fact(each).value is not None for each in labels.possible)
