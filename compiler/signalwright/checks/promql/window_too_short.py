"""A function compares samples within a range in which there aren't two.

`rate`, `increase`, `delta` and their like need two samples. In a range of less than two scrape intervals there is often
just one, and then there is no result: the alert never fires, or only when the moments happen to fall well. Since
Prometheus 3.0 a range doesn't include its beginning, so one of exactly one interval never holds two. A subquery has a
sample for each step. Four intervals are better: then one failed scrape changes nothing.

Bad: targets are scraped every minute, and

```yaml
alerts:
  Busy: {team: web, severity: info, when: {expr: 'rate(http_requests_total[1m]) > 9'}, summary: Busy}
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


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each range of less than two samples that a function compares samples in.

    In rules of others it is a warning where there are two samples now and then.
    """
    for window in windows(use):
        part, every = window.part, window.every
        # A step that is longer than its range is told by itself.
        shortest = 0.0 if isinstance(part, Selector) or every is None else every
        if every is None or not shortest <= window.length < 2 * every:
            continue
        if isinstance(part, Selector):
            why = f"`{part.metric or use.shown(part)}` is scraped every {shown(every)}"
            way_out = f"look at {shown(4 * every)} or more, or scrape more often"
        else:
            why = f"the subquery has one every {shown(every)}"
            way_out = f"look at {shown(4 * every)} or more, or choose a smaller step: `[{part.range_}:…]`"
        yield Finding(
            places_of_modifiers(use.parsed, part).range_ or use.span(part),
            f"`{window.call.function}` needs two samples, and within {part.range_} there often aren't: {why}",
            way_out,
            Level.ERROR if use.is_of_stack or window.length < every else Level.WARNING,
        )
