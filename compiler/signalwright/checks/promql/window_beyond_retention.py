"""A range reaches back further than Prometheus keeps its data.

What was deleted counts as nothing, so a sum is less than it was and a mean is that of a shorter time, without a word.
Offsets and the ranges of subqueries around count as well.

Bad: metrics are kept for 90 days (`keep: 90d`), and

```yaml
alerts:
  Long: {team: web, severity: info, when: {expr: 'max_over_time(queue_depth[180d]) > 9'}, summary: Long}
```

Good: the same with

```yaml
alerts:
  Long: {team: web, severity: info, when: {expr: 'max_over_time(queue_depth[30d]) > 9'}, summary: Long}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.expressions.ranges import beyond_retention, shown
from signalwright.expressions.use import Finding, Use
from signalwright.promql.parsing.places import places_of_modifiers


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each range that begins before the oldest sample."""
    kept = use.catalogue.retention
    for part, reach, by_offset in beyond_retention(use):
        if by_offset or kept is None:
            continue
        places = places_of_modifiers(use.parsed, part)
        yield Finding(
            places.range_ or places.offset or use.span(part),
            f"this looks back {shown(reach)}, and metrics are kept for {shown(kept)}",
            f"keep them for {shown(reach)} at least (`keep`), or look at less",
        )
