"""A rate is taken of what is a rate already.

A rate rises and falls. Another `rate` or `increase` of it takes each fall for a restart and adds what was "lost": the
result means nothing. `avg_over_time` smooths a rate, `deriv` says how it changes, and a longer window is often all that
was wanted.

Bad:

```yaml
alerts:
  Busy:
    team: web
    severity: info
    when: {expr: 'increase(rate(http_requests_total[5m])[1h:1m]) > 9'}
    summary: Busy
```

Good:

```yaml
alerts:
  Busy:
    team: web
    severity: info
    when: {expr: 'avg_over_time(rate(http_requests_total[5m])[1h:1m]) > 9'}
    summary: Busy
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Use, unwrapped
from signalwright.promql.parsing.places import place_of_function
from signalwright.promql.tree import Call, Subquery, walk
from signalwright.promql.typing.functions import RATES


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each rate of a rate, summed up in between or not; in rules of others a warning."""
    for call in use.calls:
        if call.function not in RATES or not call.arguments:
            continue
        subquery = unwrapped(call.arguments[0])
        if not isinstance(subquery, Subquery) or not all(each.is_rated for each in use.of(subquery).branches):
            continue
        inner = next((each for each in walk(subquery) if isinstance(each, Call) and each.function in RATES), None)
        yield Finding(
            place_of_function(use.parsed, call),
            f"`{call.function}` is taken of what is a rate already",
            "leave one of them out and choose its window; `avg_over_time` smooths a rate, `deriv` tells its trend",
            Level.ERROR if use.is_of_stack else Level.WARNING,
            secondary=((place_of_function(use.parsed, inner), "the rate is taken here"),) if inner is not None else (),
        )
