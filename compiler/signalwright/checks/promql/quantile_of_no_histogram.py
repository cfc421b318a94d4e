"""A quantile is taken of series that are no buckets.

`histogram_quantile` works out quantiles from the buckets of a histogram. Of a counter, a gauge or the `_sum` of a
histogram it makes nothing. A summary has worked out its quantiles already, under the label `quantile`.

Bad:

```yaml
alerts:
  Slow:
    team: web
    severity: info
    when: {expr: 'histogram_quantile(0.9, rate(http_request_duration_seconds_sum[5m])) > 1'}
    summary: Slow
```

Good:

```yaml
alerts:
  Slow:
    team: web
    severity: info
    when: {expr: 'histogram_quantile(0.9, rate(http_request_duration_seconds_bucket[5m])) > 1'}
    summary: Slow
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.expressions.sources import declaration
from signalwright.expressions.use import Finding, Use
from signalwright.promql.catalogue import Series, SeriesType
from signalwright.promql.parsing.places import place_of_metric
from signalwright.promql.tree import Selector, walk
from signalwright.promql.typing.functions import POSITION_OF_BUCKETS

_NO_HISTOGRAMS = (SeriesType.COUNTER, SeriesType.GAUGE, SeriesType.QUANTILE, SeriesType.INFO)


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each quantile of series that are declared as something else than a histogram."""
    for call in use.calls:
        position = POSITION_OF_BUCKETS.get(call.function)
        if position is None or position >= len(call.arguments):
            continue
        buckets = call.arguments[position]
        selectors = [each for each in walk(buckets) if isinstance(each, Selector)]
        owned = [use.series(each) for each in selectors]
        if not owned or not all(series and all(each.type in _NO_HISTOGRAMS for each in series) for series in owned):
            continue
        if use.of(buckets).labels.can_have("le"):
            # Somebody makes buckets of other series.
            continue
        first = owned[0][0]
        yield Finding(
            place_of_metric(use.parsed, selectors[0]) or use.span(selectors[0]),
            f"`{first.name}` isn't a histogram's buckets, of which `{call.function}` works out quantiles",
            _way_out(use, first),
            declared=declaration(first),
        )


def _way_out(use: Use, series: Series) -> str:
    buckets = f"{series.metric}_bucket"
    if buckets in use.catalogue.series:
        return f"read `{buckets}`"
    if series.type is SeriesType.QUANTILE or series.metric != series.name:
        return f'a summary has its quantiles as series: `{series.metric}{{quantile="0.99"}}`'
    return f"declare `{series.metric}` as a histogram, or read one"
