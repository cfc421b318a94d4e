"""An offset goes back further than Prometheus keeps its data.

There is nothing to be found there: a comparison with it never returns anything.

Bad: metrics are kept for 90 days (`keep: 90d`), and

```yaml
alerts:
  Longer: {team: web, severity: info, when: {expr: 'queue_depth > 2 * queue_depth offset 365d'}, summary: Longer}
```

Good: the same with

```yaml
alerts:
  Longer: {team: web, severity: info, when: {expr: 'queue_depth > 2 * queue_depth offset 7d'}, summary: Longer}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.expressions.ranges import beyond_retention, shown
from signalwright.expressions.use import Finding, Use
from signalwright.promql.parsing.places import places_of_modifiers


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each offset to before the oldest sample."""
    kept = use.catalogue.retention
    for part, reach, by_offset in beyond_retention(use):
        if by_offset and kept is not None:
            yield Finding(
                places_of_modifiers(use.parsed, part).offset or use.span(part),
                f"there is nothing that far back: metrics are kept for {shown(kept)}",
                f"keep them for {shown(reach)} at least (`keep`), or go back less",
            )
