"""A quantile is taken of buckets that lost their bounds.

`histogram_quantile` reads the bounds of the buckets from the label `le`. An aggregation that doesn't keep it adds up
all buckets into one series, and the quantile of that is nothing at all: the alert never fires, the panel stays empty.

Bad:

```yaml
alerts:
  Slow:
    team: web
    severity: info
    when: {expr: 'histogram_quantile(0.9, sum by (status) (rate(http_request_duration_seconds_bucket[5m]))) > 1'}
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

from signalwright.expressions.use import Finding, Use
from signalwright.promql.catalogue import SeriesType
from signalwright.promql.parsing.places import place_of_function
from signalwright.promql.tree import Call, Expression, Selector, walk
from signalwright.promql.typing.functions import POSITION_OF_BUCKETS


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each quantile of classic buckets without `le`."""
    for call in use.calls:
        position = POSITION_OF_BUCKETS.get(call.function)
        if position is not None and position < len(call.arguments):
            yield from _of_call(use, call, call.arguments[position])


def _of_call(use: Use, call: Call, buckets: Expression) -> Iterator[Finding]:
    facts = use.of(buckets)
    if any(each.labels.can_have("le") for each in facts.branches):
        return
    if facts.type is SeriesType.UNKNOWN:
        # A native histogram has no `le`; what is called a bucket is none.
        names = [each.metric for each in walk(buckets) if isinstance(each, Selector)]
        if not names or not all(name is not None and name.endswith("_bucket") for name in names):
            return
    elif facts.type is not SeriesType.BUCKET:
        return
    reason = facts.branches[0].labels.fact("le").reason
    yield Finding(
        place_of_function(use.parsed, call),
        f"`{call.function}` reads `le`, which its buckets don't have: it {reason.text}",
        "keep `le`: `sum by (le, …) (rate(…_bucket[5m]))`",
        secondary=((reason.span, "`le` is lost here"),) if reason.span is not None else (),
    )
