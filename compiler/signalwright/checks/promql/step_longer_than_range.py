"""The step of a subquery is longer than its range.

A subquery evaluates its expression at every multiple of the step that falls into the range. When the step is longer,
none may fall into it, so that there is no result most of the time.

Bad:

```yaml
alerts:
  Long: {team: web, severity: info, when: {expr: 'max_over_time(queue_depth[5m:1h]) > 9'}, summary: Long}
```

Good:

```yaml
alerts:
  Long: {team: web, severity: info, when: {expr: 'max_over_time(queue_depth[1h:5m]) > 9'}, summary: Long}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.ranges import length_of
from signalwright.expressions.use import Finding, Use
from signalwright.promql.parsing.places import places_of_modifiers


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each subquery whose steps may all miss its range, in rules of others a warning."""
    for subquery in use.subqueries:
        step, length = length_of(use, subquery.step), length_of(use, subquery.range_)
        if step is not None and length is not None and step > length:
            yield Finding(
                places_of_modifiers(use.parsed, subquery).step or use.span(subquery),
                f"a step every {subquery.step} mostly misses a range of {subquery.range_}",
                f"the range stands first: `[{subquery.step}:{subquery.range_}]`",
                Level.ERROR if use.is_of_stack else Level.WARNING,
            )
