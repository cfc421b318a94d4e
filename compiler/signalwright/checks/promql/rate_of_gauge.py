"""A rate is taken of what isn't counted.

`rate`, `irate` and `increase` are for counters: they take every fall of the value for a restart of the process and add
what was lost. Of a gauge, which falls all the time, they make a number that means nothing. `delta` and `deriv` say how
a gauge changes.

Bad:

```yaml
alerts:
  QueueGrows: {team: web, severity: info, when: {expr: 'rate(queue_depth[5m]) > 1'}, summary: Grows}
```

Good:

```yaml
alerts:
  QueueGrows: {team: web, severity: info, when: {expr: 'deriv(queue_depth[5m]) > 1'}, summary: Grows}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.sources import declaration, sources_of
from signalwright.expressions.use import Finding, Use
from signalwright.promql.catalogue import SeriesType
from signalwright.promql.parsing.places import place_of_function
from signalwright.promql.typing.functions import RATES

_INSTEAD = {"rate": "deriv", "irate": "deriv", "increase": "delta"}
_GAUGES = (SeriesType.GAUGE, SeriesType.INFO, SeriesType.QUANTILE)


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each rate of a series that is declared as something that rises and falls.

    In rules of others it is a warning: it returns something, and some mean it, as how often `up` changed.
    """
    for call in use.calls:
        if call.function not in RATES or not call.arguments:
            continue
        facts = use.of(call.arguments[0])
        sources = sources_of(facts)
        if facts.type not in _GAUGES or not sources or all(each.is_rated for each in facts.branches):
            continue
        first = sources[0]
        declared = ""
        if use.is_of_stack and not first.is_recorded:
            declared = f", or declare `{first.metric}` as a counter if it only ever grows"
        yield Finding(
            place_of_function(use.parsed, call),
            f"`{call.function}` is for counters, and `{first.name}` is a {first.type}",
            f"write `{_INSTEAD[call.function]}`{declared}",
            Level.ERROR if use.is_of_stack else Level.WARNING,
            declared=declaration(first),
        )
