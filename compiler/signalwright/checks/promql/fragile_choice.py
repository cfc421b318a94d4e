"""An alert fires for the first few series of an order.

`topk`, `bottomk` and `limitk` may choose other series at every evaluation. An alert is told by its labels: when another
series takes a place, the alert of the old one ends, a new one begins to wait, and with `for` none may ever fire.

Bad:

```yaml
alerts:
  Long: {team: web, severity: warning, when: {expr: 'topk(3, queue_depth) > 5'}, summary: Long}
```

Good:

```yaml
alerts:
  Long: {team: web, severity: warning, when: {expr: 'queue_depth > 5'}, summary: Long}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Role, Use
from signalwright.promql.parsing.places import place_of_function
from signalwright.promql.tree import Aggregation, Binary, Call, Expression, Number, Parenthesis, Unary
from signalwright.promql.typing.aggregations import CHOOSING

LEVEL = Level.WARNING


def examine(use: Use) -> Iterator[Finding]:
    """Yields a warning for each choice of series whose labels become those of an alert."""
    if use.role is not Role.ALERT or not use.aggregations:
        return
    for node in _carriers(use, use.tree):
        if node.operator in CHOOSING and not _makes_unique(node):
            yield Finding(
                place_of_function(use.parsed, node),
                f"`{node.operator}` may choose other series each time, and the alert starts anew with each",
                f"compare all series, or aggregate what `{node.operator}` chose",
                Level.WARNING,
            )


def _makes_unique(node: Aggregation) -> bool:
    """Returns whether one series is chosen for each group, as is done where several targets tell the same."""
    one = isinstance(node.parameter, Number) and node.parameter.text == "1"
    return one and node.grouping is not None and bool(node.grouping.labels)


def _carriers(use: Use, tree: Expression) -> Iterator[Aggregation]:
    """Yields the aggregations whose labels reach the result."""
    pending = [tree]
    while pending:
        match pending.pop():
            case Aggregation() as node:
                yield node
            case Parenthesis() | Unary() as node:
                pending.append(node.expression)
            case Call() as node:
                pending.extend(each for each in node.arguments if node.function not in ("absent", "scalar"))
            case Binary(operator="or") as node:
                pending += (node.left, node.right)
            case Binary() as node:
                pending.append(_labelling(use, node))
            case _:
                pass


def _labelling(use: Use, node: Binary) -> Expression:
    """Returns the side that gives its labels to the result."""
    if use.of(node.left).kind == "scalar" or (node.matching is not None and node.matching.group == "right"):
        return node.right
    return node.left
