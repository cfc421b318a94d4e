"""An alert uses `irate`.

`irate` looks at the last two samples alone. One quiet scrape makes the condition false and an alert that waits (`for`)
starts anew; one busy scrape makes an alert that doesn't wait. Prometheus' own documentation asks for `rate` in alerts.

Bad:

```yaml
alerts:
  Busy: {team: web, severity: info, when: {expr: 'irate(http_requests_total[5m]) > 9'}, summary: Busy}
```

Good:

```yaml
alerts:
  Busy: {team: web, severity: info, when: {expr: 'rate(http_requests_total[5m]) > 9'}, summary: Busy}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.ranges import subqueries_around
from signalwright.expressions.use import Finding, Role, Use
from signalwright.promql.parsing.places import place_of_function

LEVEL = Level.WARNING


def examine(use: Use) -> Iterator[Finding]:
    """Yields a warning for each `irate` of an alert that nothing smooths."""
    if use.role is not Role.ALERT:
        return
    for call in use.calls:
        if call.function == "irate" and not subqueries_around(use, call):
            yield Finding(
                place_of_function(use.parsed, call),
                "`irate` looks at two samples only: the alert fires or stops with a single scrape",
                "write `rate`",
                Level.WARNING,
            )
