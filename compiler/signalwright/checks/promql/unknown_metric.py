"""A metric is named that the service doesn't declare.

An alert on a metric that doesn't exist never fires.

Bad:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {value: queue_dept, above: 5}}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {value: queue_depth, above: 5}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.closest import closest
from signalwright.expressions.use import Finding, Use
from signalwright.promql.parsing.places import place_of_metric


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each metric that nobody declares, where all that exist are declared."""
    for selector in use.selectors:
        name = selector.metric
        if name is None or ":" in name or use.catalogue.knows(name):
            continue
        span = place_of_metric(use.parsed, selector)
        assert span is not None, "the selector has a name"
        near = closest(name, (each for each in use.catalogue.series if ":" not in each))
        yield Finding(
            span,
            f"no service declares a metric `{name}`",
            f"did you mean `{near}`?" if near else "declare it under the `metrics` of the service that exposes it",
        )
