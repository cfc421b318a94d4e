"""Groups of series are given to `absent`, which can't say which of them is missing.

`absent(v)` returns one series when `v` is empty as a whole. While one group is left, it is silent about all others, and
when it fires it doesn't name any, because it takes labels only from the matchers of a selector.

Bad:

```yaml
alerts:
  Gone: {team: web, severity: critical, when: {expr: 'absent(sum by (queue) (queue_depth))'}, for: 5m, summary: Gone}
```

Good:

```yaml
alerts:
  Gone: {team: web, severity: critical, when: {expr: 'absent(queue_depth{queue="mail"})'}, for: 5m, summary: Gone}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Use, unwrapped
from signalwright.promql.tree import Aggregation, Binary, Expression, Grouping

LEVEL = Level.WARNING


def examine(use: Use) -> Iterator[Finding]:
    """Yields a warning for each grouping whose groups `absent` can't tell apart."""
    for call in use.calls:
        if call.function != "absent" or not call.arguments:
            continue
        grouping = _grouping(call.arguments[0])
        if grouping is None or grouping.span is None:
            continue
        yield Finding(
            grouping.span,
            f"`absent` fires when all groups are gone, and doesn't tell which `{'`, `'.join(grouping.labels)}` it was",
            "ask for each that must be there by a matcher with `=`, or leave the grouping out",
            Level.WARNING,
        )


def _grouping(expression: Expression) -> Grouping | None:
    """Returns the `by` of an aggregation that is asked about as it is, or compared with a number."""
    expression = unwrapped(expression)
    while isinstance(expression, Binary) and expression.operator in ("==", "!=", ">", "<", ">=", "<="):
        expression = unwrapped(expression.left)
    if isinstance(expression, Aggregation) and expression.grouping is not None:
        grouping = expression.grouping
        return grouping if grouping.kind == "by" and grouping.labels else None
    return None
