"""A rule looks at less than the time between its evaluations.

What happens between the windows of two evaluations is never seen: with `increase(errors_total[1m])` every five minutes,
four of five errors are missing, from sums of the record as well.

Bad: rules are evaluated every five minutes (`evaluate_every: 5m`), and

```yaml
alerts:
  Busy: {team: web, severity: info, when: {expr: 'increase(http_requests_total[1m]) > 9'}, summary: Busy}
```

Good: the same with

```yaml
alerts:
  Busy: {team: web, severity: info, when: {expr: 'increase(http_requests_total[5m]) > 9'}, summary: Busy}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.ranges import shown, subqueries_around, windows
from signalwright.expressions.use import Finding, Role, Use
from signalwright.promql.parsing.places import places_of_modifiers
from signalwright.promql.tree import Selector

LEVEL = Level.WARNING


def examine(use: Use) -> Iterator[Finding]:
    """Yields a warning for each rate or increase of a rule that leaves gaps between its evaluations."""
    every = use.evaluate_every
    if every is None or use.role not in (Role.ALERT, Role.RECORD):
        return
    for window in windows(use):
        part = window.part
        if window.call.function not in ("rate", "increase") or not isinstance(part, Selector) or window.length >= every:
            continue
        if subqueries_around(use, part):
            continue
        yield Finding(
            places_of_modifiers(use.parsed, part).range_ or use.span(part),
            f"the rule is evaluated every {shown(every)}, and what happened more than {part.range_} before isn't seen",
            f"look at {shown(every)} or more, or evaluate more often",
            Level.WARNING,
        )
