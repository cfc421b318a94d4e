"""A counter is read by a function for what rises and falls.

`delta`, `deriv`, `predict_linear` and their like take every fall of the value for a fall. A counter falls only when its
process restarts, and then by all that it ever counted: the alert fires, or doesn't, for every deployment. `rate` and
`increase` know restarts and add what was lost.

Bad:

```yaml
alerts:
  Busy: {team: web, severity: info, when: {expr: 'delta(http_requests_total[5m]) > 100'}, summary: Busy}
```

Good:

```yaml
alerts:
  Busy: {team: web, severity: info, when: {expr: 'increase(http_requests_total[5m]) > 100'}, summary: Busy}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.sources import declaration, sources_of
from signalwright.expressions.use import Finding, Use
from signalwright.promql.catalogue import SeriesType
from signalwright.promql.parsing.places import place_of_function
from signalwright.promql.typing.functions import DIFFERENCES

_INSTEAD = {"delta": "increase", "idelta": "irate", "deriv": "rate"}


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each function for gauges that is given series that are declared as counters.

    In rules of others it is a warning: between restarts it returns what is meant.
    """
    for call in use.calls:
        if call.function not in DIFFERENCES or not call.arguments:
            continue
        facts = use.of(call.arguments[0])
        sources = sources_of(facts)
        if facts.type not in (SeriesType.COUNTER, SeriesType.BUCKET) or not sources:
            continue
        if any(each.is_rated for each in facts.branches):
            continue
        first = sources[0]
        instead = _INSTEAD.get(call.function)
        yield Finding(
            place_of_function(use.parsed, call),
            f"`{call.function}` is for what rises and falls, and `{first.name}` only ever counts up until it restarts",
            f"write `{instead}`, which knows restarts"
            if instead
            else f"take its rate first, `{call.function}(rate(…)[…:], …)`",
            Level.ERROR if use.is_of_stack else Level.WARNING,
            declared=declaration(first),
        )
