"""A condition says nothing beside another one on the same value.

What is above 10 is above 5 as well: with `and` the milder of the two decides nothing, with `or` the stricter.

Bad:

```yaml
alerts:
  Full: {team: web, severity: info, when: {expr: 'queue_depth > 5 or queue_depth > 10'}, summary: Full}
```

Good:

```yaml
alerts:
  Full: {team: web, severity: info, when: {expr: 'queue_depth > 5'}, summary: Full}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.comparing import Comparison, comparisons, conjuncts, covers, place_of, unfiltered
from signalwright.expressions.use import Finding, Use, unwrapped
from signalwright.promql.tree import Binary, Expression

LEVEL = Level.WARNING


def examine(use: Use) -> Iterator[Finding]:
    """Yields a warning for each condition that another one makes needless."""
    for each in comparisons(use):
        if not each.bool_:
            _, inner = unfiltered(use, each.value)
            if inner:
                yield from _weaker(use, [each], inner)
    for node in use.binaries:
        if node.matching is not None:
            continue
        if node.operator == "and":
            yield from _joined(use, node)
        elif node.operator == "or":
            yield from _alternatives(use, node)


def _joined(use: Use, node: Binary) -> Iterator[Finding]:
    value, right = unfiltered(use, unwrapped(node.right))
    if not right:
        return
    for part in conjuncts(node.left):
        other, left = unfiltered(use, part)
        if left and other == value and part != unwrapped(node.right):
            yield from _weaker(use, right, left)
            return


def _alternatives(use: Use, node: Binary) -> Iterator[Finding]:
    value, right = unfiltered(use, unwrapped(node.right))
    if not right:
        return
    for part in _options(node.left):
        other, left = unfiltered(use, part)
        if left and other == value and part != unwrapped(node.right):
            # That both sides are the same is told by `promql/self-comparison`.
            if covers(left, right):
                yield _finding(use, right[0], left[0], "already leaves all of it")
            elif covers(right, left):
                yield _finding(use, left[0], right[0], "leaves all of it as well")
            return


def _options(expression: Expression) -> Iterator[Expression]:
    expression = unwrapped(expression)
    if isinstance(expression, Binary) and expression.operator == "or" and expression.matching is None:
        yield from _options(expression.left)
        yield from _options(expression.right)
    else:
        yield expression


def _weaker(use: Use, outer: list[Comparison], inner: list[Comparison]) -> Iterator[Finding]:
    if covers(outer, inner):
        yield _finding(use, outer[0], inner[0], "leaves less")
    elif covers(inner, outer):
        yield _finding(use, inner[0], outer[0], "leaves less")


def _finding(use: Use, idle: Comparison, other: Comparison, why: str) -> Finding:
    return Finding(
        place_of(use, idle),
        f"`{idle.shown}` says nothing beside `{other.shown}`",
        "leave it out, or correct one of the bounds",
        Level.WARNING,
        secondary=((place_of(use, other), why),),
    )
