"""The events of an SLO are scraped so rarely that five minutes hold no two samples.

All records of an SLO are made of rates over five minutes. A rate needs two samples, so with longer pauses there is no
rate, no budget and no alert.

Bad: `scrape: {targets: ["api:8000"], every: 3m}` for a service with an SLO.

Good: `scrape: {targets: ["api:8000"], every: 1m}`, so that a failed scrape is no gap either.
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright import names
from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.ir.slo import SLO, HistogramThreshold
from signalwright.ir.stack import Stack
from signalwright.passes.scraping import scrape_intervals
from signalwright.slo.shapes import RATE_RANGE


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each SLO whose counters are scraped less than twice in five minutes."""
    intervals = scrape_intervals(stack)
    for service in stack.services.values():
        for slo in service.slos:
            job = _job(slo)
            scraped = intervals.get(job)
            if scraped is not None and RATE_RANGE.milliseconds < 2 * scraped[0].milliseconds:
                every, place = scraped
                yield Diagnostic(
                    "slos/scraped-too-rarely",
                    f"a rate over {RATE_RANGE} needs two samples, and `{job}` is scraped every {every}",
                    Label(slo.origin.key()),
                    (Label(place, "scraped this often"),),
                    "scrape it every minute, or more often",
                )


def _job(slo: SLO) -> str:
    counted = slo.sli.histogram if isinstance(slo.sli, HistogramThreshold) else slo.sli.total
    return next(each.value for each in counted.matchers if each.label == names.JOB)
