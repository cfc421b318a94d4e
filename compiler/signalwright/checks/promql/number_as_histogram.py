"""A function for native histograms reads what is none.

`histogram_count`, `histogram_sum`, `histogram_avg` and their like read native histograms and leave all numbers out. The
count and the sum of a classic histogram are series of their own, `…_count` and `…_sum`.

Bad:

```yaml
alerts:
  Slow:
    team: web
    severity: info
    when: {expr: 'histogram_count(rate(http_request_duration_seconds_bucket[5m])) > 1'}
    summary: Slow
```

Good:

```yaml
alerts:
  Slow:
    team: web
    severity: info
    when: {expr: 'rate(http_request_duration_seconds_count[5m]) > 1'}
    summary: Slow
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.expressions.sources import declaration, sources_of
from signalwright.expressions.use import Finding, Use
from signalwright.promql.catalogue import Series, SeriesType
from signalwright.promql.parsing.places import place_of_function

_FUNCTIONS = frozenset({"histogram_count", "histogram_sum", "histogram_avg", "histogram_stddev", "histogram_stdvar"})
_PARTS = {"histogram_count": "_count", "histogram_sum": "_sum"}


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each function for native histograms that is given declared numbers."""
    for call in use.calls:
        if call.function not in _FUNCTIONS or not call.arguments:
            continue
        facts = use.of(call.arguments[0])
        sources = sources_of(facts)
        if not sources or facts.type in (SeriesType.HISTOGRAM, SeriesType.UNKNOWN):
            continue
        first = sources[0]
        yield Finding(
            place_of_function(use.parsed, call),
            f"`{call.function}` reads native histograms, and `{first.name}` is none",
            _way_out(use, call.function, first),
            declared=declaration(first),
        )


def _way_out(use: Use, function: str, series: Series) -> str:
    if f"{series.metric}_sum" in use.catalogue.series:
        part = _PARTS.get(function)
        if part is not None:
            return f"read `{series.metric}{part}`"
        return f"the mean is `rate({series.metric}_sum[5m]) / rate({series.metric}_count[5m])`"
    return "read a native histogram, or leave the function out"
