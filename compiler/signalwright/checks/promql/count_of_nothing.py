"""A count is compared with zero.

`count` of no series isn't 0, it is nothing: there is no series to carry the number. So `count(…) == 0` is never true,
and the alert for "there is none left" never fires. `absent(…)` is what returns something when there is nothing.

Bad:

```yaml
alerts:
  NoQueue: {team: web, severity: info, when: {expr: 'count(queue_depth{queue="mail"}) == 0'}, summary: Gone}
```

Good:

```yaml
alerts:
  NoQueue: {team: web, severity: info, when: {expr: 'absent(queue_depth{queue="mail"})'}, summary: Gone}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Use, unwrapped
from signalwright.promql.parsing.places import place_of_operator
from signalwright.promql.tree import Aggregation, Binary
from signalwright.promql.typing.operators import COMPARISONS, FLIPPED


def examine(use: Use) -> Iterator[Finding]:
    """Yields a finding for each comparison that asks whether a count is less than one."""
    for binary in use.binaries:
        if binary.operator not in COMPARISONS:
            continue
        left, right = unwrapped(binary.left), unwrapped(binary.right)
        if isinstance(left, Aggregation):
            counted, operator, bound = left, str(binary.operator), use.of(right).number
        elif isinstance(right, Aggregation):
            counted, operator, bound = right, FLIPPED[binary.operator], use.of(left).number
        else:
            continue
        if counted.operator == "count" and bound is not None and _is_never(operator, bound):
            yield _finding(use, binary, counted)


def _is_never(operator: str, bound: float) -> bool:
    """Returns whether no number from 1 up fulfils a comparison."""
    return (operator in ("==", "<=") and bound < 1) or (operator == "<" and bound <= 1)


def _finding(use: Use, binary: Binary, counted: Aggregation) -> Finding:
    inner = use.shown(counted.expression)
    way_out = f"write `absent({inner})`"
    if counted.grouping is not None and counted.grouping.labels:
        way_out += ", once for each group that there must be"
    return Finding(
        place_of_operator(use.parsed, binary),
        "`count` is never less than 1: of nothing it returns nothing, not 0",
        way_out,
        # Rules of others were accepted by their Prometheus; nothing of them is refused.
        Level.ERROR if use.is_of_stack else Level.WARNING,
    )
