"""An alert compares nothing, so it fires for every series that there is, whatever its value.

Prometheus fires for each series that an expression returns, 0 and NaN among the values. A comparison, `absent`,
`and` or `unless` leave only what is bad; `> bool` doesn't, because it returns 0 instead of nothing. An alert that shall
always fire, as a sign of life, is fine: say so with a suppression.

Bad:

```yaml
alerts:
  QueueGrows: {team: web, severity: info, when: {expr: 'deriv(queue_depth[5m])'}, summary: Grows}
```

Good:

```yaml
alerts:
  QueueGrows: {team: web, severity: info, when: {expr: 'deriv(queue_depth[5m]) > 1'}, summary: Grows}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Role, Use, unwrapped
from signalwright.promql.catalogue import SeriesType
from signalwright.promql.parsing.places import place_of_operator
from signalwright.promql.tree import Binary, Expression, Selector, walk
from signalwright.promql.typing.facts import Branch
from signalwright.promql.typing.operators import COMPARISONS

_EXIST_WHILE_TRUE = frozenset({"ALERTS", "ALERTS_FOR_STATE"})


def examine(use: Use) -> Iterator[Finding]:
    """Yields a finding for each alternative of an alert's expression that returns all of its series."""
    if use.role is not Role.ALERT or use.whole.kind not in ("instant", "scalar"):
        return
    if not any(_is_open(each) for each in use.whole.branches):
        return
    for branch in use.of(use.tree).branches:
        node = unwrapped(branch.node) if branch.node is not None else use.tree
        if node.span is None or not _is_open(branch):
            continue
        if isinstance(node, Binary) and node.bool_:
            yield _of_bool(use, node)
        elif use.of(use.tree).kind == "scalar" or branch.always:
            yield Finding(
                use.span(node),
                f"`{use.shown(node)}` always returns something, so the alert always fires",
                "compare a series with a bound; if it shall always fire, as a sign of life, suppress this warning",
                Level.WARNING,
            )
        elif not isinstance(node, Binary) or node.operator not in COMPARISONS:
            # A comparison that always holds is told by `promql/constant-condition`.
            yield Finding(
                use.span(node),
                f"`{use.shown(node)}` is compared with nothing, so the alert fires for every value of it",
                f"add a bound, such as `{use.shown(node)} > 0`",
                Level.ERROR if use.is_of_stack and branch.is_rated else Level.WARNING,
            )


def _of_bool(use: Use, node: Binary) -> Finding:
    start, end = place_of_operator(use.parsed, node)
    behind = use.text.index("bool", end) + len("bool")
    scalars = use.of(node.left).kind == use.of(node.right).kind == "scalar"
    return Finding(
        (start, behind),
        f"`{node.operator} bool` returns 0 instead of nothing, so the alert fires either way",
        f"compare with `{node.operator}` alone" if not scalars else "compare a series with a bound",
        # Who compares two numbers may want an alert that always fires, as a sign of life.
        Level.WARNING if scalars else Level.ERROR,
        replacement=None if scalars else node.operator,
    )


def _is_open(branch: Branch) -> bool:
    """Returns whether all series of a branch are returned, and do not themselves stand for something bad."""
    if branch.is_filtered or branch.type is SeriesType.INFO:
        return False
    return not (branch.node is not None and _stands_for_itself(branch.node))


def _stands_for_itself(node: Expression) -> bool:
    """Returns whether series may exist only while something is so: alerts, and records that nobody here knows."""
    return any(
        isinstance(each, Selector)
        and (each.metric in _EXIST_WHILE_TRUE or (each.metric is not None and ":" in each.metric))
        for each in walk(node)
    )
