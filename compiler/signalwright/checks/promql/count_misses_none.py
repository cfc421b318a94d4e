"""A count of what fulfils a condition is compared with a bound, and misses that there is none at all.

`count(up == 1) < 3` is true when one or two targets are up. When all are down, nothing is counted, and `count` of
nothing is nothing: the alert falls silent when it is needed most. With `bool` each target counts as 1 or 0 and the sum
reaches 0; `or vector(0)` puts a 0 where nothing is counted.

Bad:

```yaml
alerts:
  FewUp: {team: web, severity: info, when: {expr: 'count(up{job="api"} == 1) < 3'}, summary: Few}
```

Good:

```yaml
alerts:
  FewUp: {team: web, severity: info, when: {expr: 'sum(up{job="api"} == bool 1) < 3'}, summary: Few}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Use, unwrapped
from signalwright.promql.parsing.places import place_of_function
from signalwright.promql.tree import Aggregation, Binary, Expression
from signalwright.promql.typing.operators import COMPARISONS, FLIPPED

LEVEL = Level.WARNING


def examine(use: Use) -> Iterator[Finding]:
    """Yields a warning for each upper bound of a count of series that a comparison may leave nothing of."""
    for binary in use.binaries:
        if binary.operator not in ("<", "<=", ">", ">=") or binary.bool_:
            continue
        left, right = unwrapped(binary.left), unwrapped(binary.right)
        if isinstance(left, Aggregation):
            counted, operator, bound = left, str(binary.operator), use.of(right).number
        elif isinstance(right, Aggregation):
            counted, operator, bound = right, FLIPPED[binary.operator], use.of(left).number
        else:
            continue
        if counted.operator != "count" or counted.grouping is not None or bound is None:
            continue
        some = (operator == "<" and bound > 1) or (operator == "<=" and bound >= 1)
        if some and _is_comparison(counted.expression) and not _is_caught(use, binary):
            yield Finding(
                place_of_function(use.parsed, counted),
                "when none is left to be counted, `count` returns nothing, and this isn't true",
                f"count with `sum(… == bool …)`, or write `({use.shown(counted)} or vector(0))`",
                Level.WARNING,
            )


def _is_comparison(expression: Expression) -> bool:
    expression = unwrapped(expression)
    return isinstance(expression, Binary) and expression.operator in COMPARISONS and not expression.bool_


def _is_caught(use: Use, binary: Binary) -> bool:
    """Returns whether an `or` around adds what else there may be."""
    above = use.parent(binary)
    return isinstance(above, Binary) and above.operator == "or"
