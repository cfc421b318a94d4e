"""A function compares samples within a range that one failed scrape empties.

Two samples are enough for `rate`, but a scrape that comes late or fails leaves only one, and the result is missing: an
alert that waits (`for`) starts anew, a panel has gaps. Four scrape intervals leave room for that.

Bad: targets are scraped every minute, and

```yaml
alerts:
  Busy: {team: web, severity: info, when: {expr: 'rate(http_requests_total[2m]) > 9'}, summary: Busy}
```

Good: the same with

```yaml
alerts:
  Busy: {team: web, severity: info, when: {expr: 'rate(http_requests_total[5m]) > 9'}, summary: Busy}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.ranges import shown, windows
from signalwright.expressions.use import Finding, Use
from signalwright.promql.parsing.places import places_of_modifiers
from signalwright.promql.tree import Selector

LEVEL = Level.WARNING

_OF_ONE_SAMPLE = ("changes", "resets")


def examine(use: Use) -> Iterator[Finding]:
    """Yields a warning for each range of two or three scrape intervals."""
    for window in windows(use):
        part, every = window.part, window.every
        if every is None or not isinstance(part, Selector) or window.call.function in _OF_ONE_SAMPLE:
            continue
        if 2 * every <= window.length < 4 * every:
            yield Finding(
                places_of_modifiers(use.parsed, part).range_ or use.span(part),
                f"one failed scrape leaves `{window.call.function}` too few samples within {part.range_}: "
                f"`{part.metric or use.shown(part)}` is scraped every {shown(every)}",
                f"look at {shown(4 * every)} or more",
                Level.WARNING,
            )
