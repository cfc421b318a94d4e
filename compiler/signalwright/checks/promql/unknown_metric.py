"""A metric is named that the service doesn't declare.

An alert on a metric that doesn't exist never fires.

Rule files of others are compared with the pages that `--metrics` names. A page shows what there was when somebody
looked: an exporter leaves out what its machine doesn't have, such as RAID arrays, and what hasn't happened yet. So a
name that is one typing mistake away from one on the page is an error, and any other that no page shows is a warning.

Bad:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {value: queue_dept, above: 5}}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {value: queue_depth, above: 5}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.closest import certain, closest
from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Use
from signalwright.promql.catalogue import SeriesType
from signalwright.promql.parsing.places import place_of_metric
from signalwright.promql.tree import Span

HAS_FIX = True

_OF_NATIVE = {
    "_bucket": "read `{}` itself, without `le`",
    "_count": "`histogram_count({})` reads its count",
    "_sum": "`histogram_sum({})` reads its sum",
}


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each metric that nobody declares, where all that exist are declared."""
    for selector in use.selectors:
        name = selector.metric
        if name is None or ":" in name or use.catalogue.knows(name):
            continue
        span = place_of_metric(use.parsed, selector)
        assert span is not None, "the selector has a name"
        meant = certain(name, (each for each in use.catalogue.series if ":" not in each))
        if use.catalogue.is_seen:
            yield _unseen(span, name, meant)
            continue
        way_out = _way_out(use, name)
        is_that = meant is not None and way_out == f"did you mean `{meant}`?"
        message = f"no service declares a metric `{name}`"
        yield Finding(span, message, way_out, replacement=meant if is_that else None)


def _unseen(span: Span, name: str, meant: str | None) -> Finding:
    """Returns what is said of a metric that no page shows: a page proves what there is, and not what there isn't."""
    if meant is not None:
        return Finding(span, f"no page shows a metric `{name}`", f"did you mean `{meant}`?")
    way_out = "compare it with the documentation of the exporter, or give the page of a target that has it"
    return Finding(span, f"no page shows a metric `{name}`", way_out, Level.WARNING)


def _way_out(use: Use, name: str) -> str:
    series = use.catalogue.series
    if f"{name}_bucket" in series:
        return f"a histogram is stored as `{name}_bucket`, `{name}_count` and `{name}_sum`: read one of them"
    for suffix, instead in _OF_NATIVE.items():
        metric = name.removesuffix(suffix)
        if metric != name and metric in series and series[metric][0].type is SeriesType.HISTOGRAM:
            return f"`{metric}` is a native histogram, which is a single series: {instead.format(metric)}"
    if f"{name}_total" in series:
        return f"did you mean `{name}_total`?"
    near = closest(name, (each for each in series if ":" not in each))
    return f"did you mean `{near}`?" if near else "declare it under the `metrics` of the service that exposes it"
