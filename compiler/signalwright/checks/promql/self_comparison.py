"""Both sides of an operator are the same.

The result is known without looking: a difference is 0, a quotient 1, `>` and `unless` leave nothing, `and` and `or`
change nothing. One side was meant to be something else, such as the value of a week ago.

Bad:

```yaml
alerts:
  Long: {team: web, severity: warning, when: {expr: 'queue_depth > queue_depth'}, summary: Long}
```

Good:

```yaml
alerts:
  Long: {team: web, severity: warning, when: {expr: 'queue_depth > queue_depth offset 1w'}, summary: Long}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Use, unwrapped
from signalwright.promql.parsing.places import place_of_operator

# `x == x` and `x != x` tell numbers from NaN.
_EFFECTS = {
    ">": "leaves nothing", "<": "leaves nothing", "unless": "leaves nothing", "-": "is 0", "/": "is 1",
    "%": "is 0", "and": "changes nothing", "or": "changes nothing", ">=": "changes nothing", "<=": "changes nothing",
}  # fmt: skip


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error where the same on both sides leaves nothing, a warning where the result is known otherwise."""
    for node in use.binaries:
        effect = _EFFECTS.get(node.operator)
        if effect is None or (node.matching is not None and node.matching.group is not None):
            continue
        left, right = unwrapped(node.left), unwrapped(node.right)
        if left != right or use.of(left).kind != "instant":
            continue
        if node.bool_:
            effect = "is 0" if node.operator in (">", "<") else "is 1"
        yield Finding(
            place_of_operator(use.parsed, node),
            f"both sides of `{node.operator}` are the same, which {effect}",
            "correct one side; `offset 1w` looks back a week",
            Level.ERROR if effect == "leaves nothing" else Level.WARNING,
            secondary=((use.span(node.left), "one side"), (use.span(node.right), "the same again")),
        )
