"""A rule reads what hasn't happened yet.

`offset -5m` reads what comes five minutes later. A rule is evaluated now, when there is nothing yet: what it reads is
empty, or stops at the present and is shorter than it says. Only a panel, which looks at the past, can use it.

Bad:

```yaml
alerts:
  Longer: {team: web, severity: info, when: {expr: 'queue_depth > queue_depth offset -1h'}, summary: Longer}
```

Good:

```yaml
alerts:
  Longer: {team: web, severity: info, when: {expr: 'queue_depth > queue_depth offset 1h'}, summary: Longer}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.ranges import length_of, offset_of, subqueries_around
from signalwright.expressions.use import Finding, Role, Use
from signalwright.promql.parsing.places import places_of_modifiers
from signalwright.promql.tree import Selector, Subquery

# How far back a selector without a range takes a sample (the flag `--query.lookback-delta`).
_LOOKBACK = 300.0


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each negative offset of a rule beyond all that exists, a warning for a smaller one.

    In rules of others it is a warning: a server may evaluate its rules late (`rule_query_offset`), or keep forecasts.
    """
    if use.role is Role.PANEL:
        return
    parts: list[Selector | Subquery] = [*use.selectors, *use.subqueries]
    for part in parts:
        if part.offset is None or not part.offset.startswith("-") or part.at is not None:
            continue
        offset = offset_of(part)
        # What is evaluated at earlier moments has its future in the past.
        if offset is None or offset >= 0 or subqueries_around(use, part):
            continue
        length = length_of(use, part.range_) if part.range_ is not None else _LOOKBACK
        is_empty = length is not None and -offset >= length
        yield Finding(
            places_of_modifiers(use.parsed, part).offset or use.span(part),
            "this reads the future, of which nothing is known when a rule is evaluated"
            if is_empty
            else "this reads up to a moment in the future, and ends at the present",
            f"write `offset {part.offset.removeprefix('-')}` to look back, or leave it out",
            Level.ERROR if is_empty and use.is_of_stack else Level.WARNING,
        )
