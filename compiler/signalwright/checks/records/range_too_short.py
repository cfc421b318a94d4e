"""A record, or what a price makes, looks at a window in which there aren't two samples.

`rate`, `growth`, `ratio` and percentiles compare samples within their window. With fewer than two of them there is
nothing to keep. Costs are worked out over five minutes. Four samples or more are better: then one failed scrape changes
nothing.

Bad: targets are scraped every minute, and

```yaml
records:
  requests: {rate: http_requests_total, over: [1m, 1h]}
```

Good: the same with

```yaml
records:
  requests: {rate: http_requests_total, over: [5m, 1h]}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.ir.stack import Stack
from signalwright.ir.values import Duration
from signalwright.passes.scraping import differences, scrape_intervals


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each window of a record or a price that is shorter than two scrape intervals."""
    records = [*stack.records, *(each for service in stack.services.values() for each in service.records)]
    kept = [(series.expression, series.origin) for each in records for series in each.series]
    kept += [(each.expression, each.origin.key()) for service in stack.services.values() for each in service.prices]
    if not kept:
        return
    intervals = scrape_intervals(stack)
    for expression, origin in kept:
        for over, job in dict.fromkeys(differences(expression)):
            scraped = intervals.get(job)
            if scraped is not None and over.milliseconds < 2 * scraped[0].milliseconds:
                every, place = scraped
                yield Diagnostic(
                    "records/range-too-short",
                    f"within {over} there are no two samples: `{job}` is scraped every {every}",
                    Label(origin),
                    (Label(place, "scraped this often"),),
                    f"look at {Duration(4 * every.milliseconds)} or more (`over`), or scrape more often",
                )
