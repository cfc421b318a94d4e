"""Restarts are counted of what isn't counted.

`resets` counts how often a value fell, which for a counter means that its process restarted. A gauge falls all the
time. `changes` counts how often a gauge took another value.

Bad:

```yaml
alerts:
  Restless: {team: web, severity: info, when: {expr: 'resets(queue_depth[1h]) > 9'}, summary: Restless}
```

Good:

```yaml
alerts:
  Restless: {team: web, severity: info, when: {expr: 'changes(queue_depth[1h]) > 9'}, summary: Restless}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.sources import declaration, sources_of
from signalwright.expressions.use import Finding, Use
from signalwright.promql.catalogue import SeriesType
from signalwright.promql.parsing.places import place_of_function

LEVEL = Level.WARNING


def examine(use: Use) -> Iterator[Finding]:
    """Yields a warning for each `resets` of series that are declared as gauges."""
    for call in use.calls:
        if call.function != "resets":
            continue
        facts = use.of(call.arguments[0])
        sources = sources_of(facts)
        if facts.type in (SeriesType.GAUGE, SeriesType.QUANTILE) and sources:
            yield Finding(
                place_of_function(use.parsed, call),
                f"`resets` counts the restarts of a counter, and `{sources[0].name}` is a {facts.type}",
                "write `changes` to count how often it took another value",
                Level.WARNING,
                declared=declaration(sources[0]),
            )
