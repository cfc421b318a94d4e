"""Two conditions on the same value exclude each other.

Nothing is above 5 and below 3 at once: the alert never fires, the panel stays empty. Alternatives are joined with `or`.

Bad:

```yaml
alerts:
  QueueOdd: {team: web, severity: info, when: {expr: 'queue_depth > 50 and queue_depth < 3'}, summary: Odd}
```

Good:

```yaml
alerts:
  QueueOdd: {team: web, severity: info, when: {expr: 'queue_depth > 50 or queue_depth < 3'}, summary: Odd}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.expressions.comparing import (
    Comparison,
    comparisons,
    conjuncts,
    covers,
    interval,
    place_of,
    unfiltered,
)
from signalwright.expressions.use import Finding, Use, unwrapped
from signalwright.promql.tree import Binary
from signalwright.promql.typing.facts import INFINITY


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each condition that leaves nothing of what another one on the same value leaves."""
    for each in comparisons(use):
        if not each.bool_:
            _, inner = unfiltered(use, each.value)
            yield from _clash(use, each, inner, "write `or` between two conditions, or correct one of the bounds")
    for node in use.binaries:
        if node.operator in ("and", "unless") and node.matching is None:
            yield from _joined(use, node)


def _joined(use: Use, node: Binary) -> Iterator[Finding]:
    """Yields an error when a side of `and` or `unless` leaves nothing of a part of the other one."""
    value, right = unfiltered(use, unwrapped(node.right))
    if not right:
        return
    for part in conjuncts(node.left):
        other, left = unfiltered(use, part)
        if not left or other != value or part == unwrapped(node.right):
            # That both sides are the same is told by `promql/self-comparison`.
            continue
        if node.operator == "and":
            for each in right:
                yield from _clash(use, each, left, "write `or` in place of `and`, or correct one of the bounds")
        elif len(right) == 1 and covers([right[0]], left):
            yield Finding(
                place_of(use, right[0]),
                f"`unless {right[0].shown}` takes away all that `{left[0].shown}` leaves, so nothing is ever returned",
                "correct one of the bounds",
                secondary=((place_of(use, left[0]), "the other one"),),
            )
        return


def _clash(use: Use, outer: Comparison, inner: list[Comparison], way_out: str) -> Iterator[Finding]:
    for each in inner:
        low, high = interval(each, -INFINITY, INFINITY)
        low, high = interval(outer, low, high)
        if low > high or (each.number == outer.number and {each.operator, outer.operator} == {"==", "!="}):
            yield Finding(
                place_of(use, outer),
                f"nothing is `{each.shown}` and `{outer.shown}` at once, so nothing is ever returned",
                way_out,
                secondary=((place_of(use, each), "the other one"),),
            )
            return
