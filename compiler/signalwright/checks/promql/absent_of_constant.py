"""Something that is always there is given to `absent`.

It returns a series only where its argument has none. `vector(0)`, and so `sum(x) or vector(0)`, always has one.

Bad:

```yaml
alerts:
  Gone: {team: web, severity: critical, when: {expr: 'absent(sum(queue_depth) or vector(0))'}, for: 5m, summary: Gone}
```

Good:

```yaml
alerts:
  Gone: {team: web, severity: critical, when: {expr: 'absent(queue_depth)'}, for: 5m, summary: Gone}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.expressions.use import Finding, Use
from signalwright.promql.parsing.places import place_of_function


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each `absent` that can never return anything."""
    for call in use.calls:
        if call.function not in ("absent", "absent_over_time") or not call.arguments:
            continue
        argument = use.of(call.arguments[0])
        always = next((each for each in argument.branches if each.always), None)
        if always is None:
            continue
        node = always.node
        yield Finding(
            place_of_function(use.parsed, call),
            f"`{call.function}` never returns anything: what it asks for is always there",
            "ask for the series alone, without a value that stands in for them",
            secondary=((node.span, "always there"),) if node is not None and node.span is not None else (),
        )
