"""A record keeps a range or a text, which can't be stored as a series.

Prometheus loads such a rule, and promtool passes it; then every evaluation fails.

Bad:

```yaml
records: {depth: {expr: 'queue_depth[5m]'}}
```

Good:

```yaml
records: {depth: {expr: 'max_over_time(queue_depth[5m])'}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.expressions.use import Finding, Role, Use, not_a_vector


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for a record of what is no instant vector."""
    if use.role is Role.RECORD:
        yield from not_a_vector(use, "a record")
