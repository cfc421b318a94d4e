"""A comparison with `bool` stands where only the existence of series counts.

`> bool` returns 0 where `>` returns nothing. `and` and `unless` ask whether there is a series, whatever its value, so
such a comparison on their right side decides nothing.

Bad:

```yaml
alerts:
  Full: {team: web, severity: info, when: {expr: 'queue_depth > 5 and queue_depth > bool 3'}, summary: Full}
```

Good:

```yaml
alerts:
  Full: {team: web, severity: info, when: {expr: 'queue_depth > 5 and queue_depth offset 5m > 3'}, summary: Full}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Use, unwrapped
from signalwright.promql.parsing.places import place_of_operator
from signalwright.promql.tree import Binary, Expression


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each comparison with `bool` that only says whether there are series.

    In rules of others it is a warning: the other condition works.
    """
    for node in use.binaries:
        if node.operator in ("and", "unless"):
            for each in _alternatives(node.right):
                yield _finding(use, node.operator, each)


def _alternatives(side: Expression) -> Iterator[Binary]:
    """Yields the comparisons with `bool` whose results are the series of a side."""
    side = unwrapped(side)
    if not isinstance(side, Binary):
        return
    if side.bool_:
        yield side
    elif side.operator in ("and", "unless"):
        yield from _alternatives(side.left)
    elif side.operator == "or":
        yield from _alternatives(side.left)
        yield from _alternatives(side.right)


def _finding(use: Use, operator: str, node: Binary) -> Finding:
    start, end = place_of_operator(use.parsed, node)
    behind = use.text.index("bool", end) + len("bool")
    return Finding(
        (start, behind),
        f"`{node.operator} bool` returns series whether or not it holds, and `{operator}` asks for series only",
        f"compare with `{node.operator}` alone",
        Level.ERROR if use.is_of_stack else Level.WARNING,
        replacement=node.operator,
    )
