"""Comparisons follow each other, and the second doesn't compare what it seems to.

`a > b > c` is `(a > b) > c`. A comparison keeps the values of its left side, so this asks for `a > c` and says
nothing of `b` and `c`; with `bool` it compares 0 or 1 with `c`. A number between two others, `1 < a < 5`, means what
it says.

Bad:

```yaml
alerts:
  Grows:
    team: web
    severity: info
    when: {expr: 'queue_limit > queue_limit offset 1d > queue_limit offset 1w'}
    summary: Grows
```

Good:

```yaml
alerts:
  Grows:
    team: web
    severity: info
    when: {expr: 'queue_limit > queue_limit offset 1d and queue_limit offset 1d > queue_limit offset 1w'}
    summary: Grows
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Use
from signalwright.promql.parsing.places import place_of_operator
from signalwright.promql.tree import Binary
from signalwright.promql.typing.operators import COMPARISONS

LEVEL = Level.WARNING


def examine(use: Use) -> Iterator[Finding]:
    """Yields a warning for each comparison of a comparison, written without parentheses, that reads as another."""
    for outer in use.binaries:
        inner = outer.left
        if outer.operator not in COMPARISONS or not isinstance(inner, Binary) or inner.operator not in COMPARISONS:
            continue
        vectors = use.of(inner.left).kind == use.of(inner.right).kind == "instant"
        # Where both sides are equal it doesn't matter whose value is compared.
        if not inner.bool_ and (not vectors or inner.operator == "=="):
            continue
        first, second = use.shown(inner.left), use.shown(outer.right)
        what = "0 or 1" if inner.bool_ else f"`{first}`"
        # `depth < bool 5 == 1` can mean nothing else.
        if inner.bool_ and not vectors and use.of(outer.right).number in (0, 1):
            continue
        yield Finding(
            place_of_operator(use.parsed, outer),
            f"this compares {what} with `{second}`, not what stands before it",
            f"join two comparisons by `and`, or write the parentheses: `({use.shown(inner)}) {outer.operator} …`",
            Level.WARNING,
            secondary=((use.span(inner), "compared first"),),
        )
