"""A quantile is taken of all that was ever counted.

Buckets are counters. Without a rate, `histogram_quantile` answers for the whole life of each process: after a day, a
slow hour hardly moves it, and each restart throws it back.

Bad:

```yaml
alerts:
  Slow:
    team: web
    severity: info
    when: {expr: 'histogram_quantile(0.9, sum by (le) (http_request_duration_seconds_bucket)) > 1'}
    summary: Slow
```

Good:

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
from signalwright.promql.tree import Aggregation, Expression, Selector
from signalwright.promql.typing.functions import POSITION_OF_BUCKETS

LEVEL = Level.WARNING


def examine(use: Use) -> Iterator[Finding]:
    """Yields a warning for each quantile of buckets of which neither a rate nor a difference was taken."""
    for call in use.calls:
        position = POSITION_OF_BUCKETS.get(call.function)
        if position is None or position >= len(call.arguments):
            continue
        selector = _plain(call.arguments[position])
        if selector is None or selector.metric is None:
            continue
        series = use.series(selector)
        named = not series and selector.metric.endswith("_bucket") and ":" not in selector.metric
        counted = (SeriesType.BUCKET, SeriesType.HISTOGRAM)
        if named or (series and all(each.type in counted and not each.is_recorded for each in series)):
            yield Finding(
                use.span(selector),
                "the quantile is that of everything since the processes started",
                f"look at what happened lately: `rate({use.shown(selector)}[5m])`",
                Level.WARNING,
            )


def _plain(expression: Expression) -> Selector | None:
    """Returns the selector behind sums alone, or None."""
    while True:
        expression = unwrapped(expression)
        if isinstance(expression, Aggregation):
            expression = expression.expression
        else:
            return expression if isinstance(expression, Selector) else None
