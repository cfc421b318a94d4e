"""The condition of an alert is a range or a text, of which no alert can be made.

Prometheus loads such a rule, and promtool passes it; then every evaluation fails.

Bad:

```yaml
alerts:
  QueueLong: {team: web, severity: info, when: {expr: 'queue_depth[5m]'}, summary: Long}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: info, when: {expr: 'min_over_time(queue_depth[5m]) > 10'}, summary: Long}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.expressions.use import Finding, Role, Use, not_a_vector


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for the condition of an alert that returns no instant vector."""
    if use.role is Role.ALERT:
        yield from not_a_vector(use, "an alert")
