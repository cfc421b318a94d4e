"""A quantile isn't between 0 and 1.

`histogram_quantile`, `quantile` and `quantile_over_time` take a share: 0.99 is what 99 % of all values stay below.
Above 1 the result is `+Inf` and below 0 it is `-Inf`, so a comparison is always true or never.

Bad:

```yaml
alerts:
  Slow:
    team: web
    severity: info
    when: {expr: 'histogram_quantile(99, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 1'}
    summary: Slow
```

Good:

```yaml
alerts:
  Slow:
    team: web
    severity: info
    when: {expr: 'histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 1'}
    summary: Slow
```
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from signalwright.expressions.use import Finding, Use, unwrapped
from signalwright.promql.tree import Expression, Number

HAS_FIX = True


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each number that is no share and stands where a quantile is asked for."""
    for call in use.calls:
        if call.function in ("histogram_quantile", "quantile_over_time"):
            yield from _of_quantile(use, call.function, call.arguments[0])
        elif call.function == "histogram_quantiles":
            for each in call.arguments[2:]:
                yield from _of_quantile(use, call.function, each)
    for aggregation in use.aggregations:
        if aggregation.operator == "quantile" and aggregation.parameter is not None:
            yield from _of_quantile(use, "quantile", aggregation.parameter)


def _of_quantile(use: Use, function: str, quantile: Expression) -> Iterator[Finding]:
    number = use.of(quantile).number
    if number is None or 0 <= number <= 1:
        return
    share = _share(unwrapped(quantile), number)
    yield Finding(
        use.span(quantile),
        f"`{function}` takes a share from 0 to 1, and this is {use.shown(quantile)}",
        f"write `{share}`" if share is not None else "write a share such as `0.99`",
        replacement=share,
    )


def _share(quantile: Expression, number: float) -> str | None:
    """Returns the share that a percentage means, or None for what is no usual percentage."""
    if not isinstance(quantile, Number) or not 5 <= number <= 100 or not quantile.text.replace(".", "").isdigit():
        return None
    return f"{(Decimal(quantile.text) / 100).normalize():f}"
