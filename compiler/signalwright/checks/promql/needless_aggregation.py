"""An aggregation has nothing to aggregate.

Its argument is aggregated by the same labels already, so each group has one series. `sum`, `min`, `max` and `avg` of
one series are its value: one of the two is superfluous, or should have other labels.

Bad:

```yaml
alerts:
  Long: {team: web, severity: warning, when: {expr: 'sum by (queue) (max by (queue) (queue_depth)) > 5'}, summary: Long}
```

Good:

```yaml
alerts:
  Long:
    team: web
    severity: warning
    when: {expr: 'sum by (queue) (max by (queue, instance) (queue_depth)) > 5'}
    summary: Long
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Use, unwrapped
from signalwright.promql.parsing.places import place_of_function
from signalwright.promql.tree import Aggregation
from signalwright.promql.typing.aggregations import CHOOSING

LEVEL = Level.WARNING

_SAME_OF_ONE = frozenset({"sum", "min", "max", "avg"})


def examine(use: Use) -> Iterator[Finding]:
    """Yields a warning for each aggregation that keeps every label by which its argument is aggregated."""
    for outer in use.aggregations:
        if outer.operator not in _SAME_OF_ONE:
            continue
        inner = unwrapped(outer.expression)
        if not isinstance(inner, Aggregation) or inner.operator in CHOOSING or inner.operator == "count_values":
            continue
        by = _labels(inner)
        kept = _labels(outer)
        if by is None or kept is None or not by <= kept:
            continue
        yield Finding(
            place_of_function(use.parsed, outer),
            f"each group of `{outer.operator}` has one series: `{inner.operator}` aggregated by the same labels",
            "remove one of them, or keep more labels inside",
            Level.WARNING,
            secondary=((place_of_function(use.parsed, inner), "aggregated here"),),
        )


def _labels(node: Aggregation) -> frozenset[str] | None:
    """Returns the labels that are kept, or None when only those that go are known."""
    if node.grouping is None:
        return frozenset()
    return frozenset(node.grouping.labels) if node.grouping.kind == "by" else None
