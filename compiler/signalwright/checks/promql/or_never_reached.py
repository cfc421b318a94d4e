"""What stands behind `or` never shows.

`or` adds the series of its right side whose labels the left side doesn't have. A left side that is always there, such
as `vector(0)`, hides all that it is compared equal to. The usual order is the other one: `sum(x) or vector(0)`.

Bad:

```yaml
alerts:
  Long: {team: web, severity: warning, when: {expr: '(vector(0) or sum(queue_depth)) > 5'}, summary: Long}
```

Good:

```yaml
alerts:
  Long: {team: web, severity: warning, when: {expr: '(sum(queue_depth) or vector(0)) > 5'}, summary: Long}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Use
from signalwright.promql.parsing.places import place_of_operator
from signalwright.promql.tree import Binary
from signalwright.promql.typing.facts import Branch, Facts


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each `or` whose left side is always there, and hides every series of the right.

    In rules of others it is a warning: what stands left works.
    """
    for node in use.binaries:
        if node.operator != "or":
            continue
        left = use.of(node.left)
        if not any(each.always and _is_bare(node, each) for each in left.branches):
            continue
        if _is_hidden(node, use.of(node.right)):
            yield Finding(
                place_of_operator(use.parsed, node),
                "what follows `or` is never seen: the left side always has a series that takes its place",
                "write what is always there last",
                Level.ERROR if use.is_of_stack else Level.WARNING,
                secondary=((use.span(node.left), "always there"),),
            )


def _is_bare(node: Binary, branch: Branch) -> bool:
    """Returns whether the series has no label that is compared."""
    matching = node.matching
    if matching is not None and matching.kind == "on":
        return not any(branch.labels.can_have(each) for each in matching.labels)
    return branch.labels.is_closed and not branch.labels.possible


def _is_hidden(node: Binary, right: Facts) -> bool:
    return all(_is_bare(node, each) for each in right.branches)
