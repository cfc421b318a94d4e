"""An expression reads a metric that several services declare, and doesn't say whose.

Two services may each have `http_requests_total`. Added up, one's errors hide in the other's traffic.

Bad:

```yaml
services: {cart: {team: web, metrics: {queue_limit: gauge}}}
alerts:
  QueueLong: {team: web, severity: warning, when: {value: queue_limit, above: 5}}
```

Good:

```yaml
services: {cart: {team: web, metrics: {queue_limit: gauge}}}
alerts:
  QueueLong: {team: web, severity: warning, when: {value: queue_limit, from: api, above: 5}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.expressions.use import Finding, Use
from signalwright.promql.catalogue import Series
from signalwright.promql.parsing.places import place_of_metric

_SAYING = ("job", "service", "instance")


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each metric of several services that is read without a word about whose is meant."""
    for selector in use.selectors:
        name = selector.metric
        if name is None or len(use.catalogue.series.get(name, ())) < 2:
            continue
        owners = [each for each in use.catalogue.series[name] if each.is_declared]
        if len(owners) < 2 or any(each.label in _SAYING for each in selector.matchers):
            continue
        span = place_of_metric(use.parsed, selector)
        assert span is not None, "the selector has a name"
        yield Finding(
            span,
            f"several services declare `{name}`: {', '.join(_shown(each) for each in owners)}",
            f'say whose it is: `{name}{{job="{_meant(use, owners)}"}}`',
        )


def _shown(series: Series) -> str:
    return series.owner.removeprefix("the service ")


def _meant(use: Use, owners: list[Series]) -> str:
    """Returns the job of the service in whose block the expression stands, or of the first that has the metric."""
    service = use.rule.labels.get("service") if use.rule is not None else None
    own = [each for each in owners if each.labels["service"].values == (service,)]
    return ((own or owners)[0].labels["job"].values or ("…",))[0]
