"""A condition looks at a range in which there aren't two samples.

`rate`, `growth`, `ratio`, percentiles and `predict` compare samples within their range. With fewer than two of them
there is no result, so the alert never fires, or only when the moments happen to fall well. Four samples or more are
better: then one failed scrape changes nothing.

Bad: targets are scraped every minute, and

```yaml
alerts:
  Busy: {when: {rate: http_requests_total, over: 1m, above: 100}, severity: warning}
```

Good: the same with

```yaml
alerts:
  Busy: {when: {rate: http_requests_total, over: 5m, above: 100}, severity: warning}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.diagnostics.span import Origin
from signalwright.ir.alert import Alert
from signalwright.ir.stack import Stack
from signalwright.ir.values import Duration
from signalwright.passes.scraping import differences, scrape_intervals


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each alert with a range shorter than two scrape intervals."""
    intervals = scrape_intervals(stack)
    for alert in stack.all_alerts:
        yield from _check(intervals, alert)


def _check(intervals: Mapping[str, tuple[Duration, Origin]], alert: Alert) -> Iterator[Diagnostic]:
    # The severities of an alert differ in their bounds alone.
    for over, job in dict.fromkeys(differences(alert.thresholds[0].expression)):
        scraped = intervals.get(job)
        if scraped is not None and over.milliseconds < 2 * scraped[0].milliseconds:
            every, place = scraped
            yield Diagnostic(
                "alerts/range-too-short",
                f"within {over} there are no two samples: `{job}` is scraped every {every}",
                Label(alert.origin.key()),
                (Label(place, "scraped this often"),),
                f"look at {Duration(4 * every.milliseconds)} or more (`over`), or scrape more often",
            )
