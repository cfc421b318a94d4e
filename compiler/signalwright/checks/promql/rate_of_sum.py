"""A rate is taken of a sum, instead of a sum of rates.

When one process restarts, its counter starts again at zero and the sum of all falls. `rate` takes every fall for a
restart of the whole and adds the whole sum once more: a spike as high as all that was ever counted. Each counter's rate
must be taken by itself; then the rates are added. The same holds for a record that keeps a sum of counters.

Bad:

```yaml
alerts:
  Busy: {team: web, severity: info, when: {expr: 'rate(sum(http_requests_total)[5m:1m]) > 9'}, summary: Busy}
```

Good:

```yaml
alerts:
  Busy: {team: web, severity: info, when: {expr: 'sum(rate(http_requests_total[5m])) > 9'}, summary: Busy}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.sources import declaration
from signalwright.expressions.use import Finding, Use, unwrapped
from signalwright.promql.catalogue import SeriesType
from signalwright.promql.parsing.places import place_of_function
from signalwright.promql.tree import Aggregation, Call, Selector, Subquery
from signalwright.promql.typing.functions import RATES

_ADDING = frozenset({"sum", "avg"})


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each rate of a sum; a warning where the sum may be of single series for all that is known.

    So it is in rules of others: what has one target is added up to itself.
    """
    for call in use.calls:
        if call.function not in RATES or not call.arguments:
            continue
        argument = unwrapped(call.arguments[0])
        if isinstance(argument, Subquery):
            yield from _of_subquery(use, call, argument)
        elif isinstance(argument, Selector) and argument.metric is not None:
            yield from _of_record(use, call, argument)


def _of_subquery(use: Use, call: Call, subquery: Subquery) -> Iterator[Finding]:
    inner = unwrapped(subquery.expression)
    if not isinstance(inner, Aggregation) or inner.operator not in _ADDING:
        return
    facts = use.of(inner)
    if any(each.is_rated for each in facts.branches) or facts.type not in (
        SeriesType.COUNTER,
        SeriesType.BUCKET,
        SeriesType.UNKNOWN,
    ):
        return
    certain = use.is_of_stack and (inner.grouping is None or facts.type is not SeriesType.UNKNOWN)
    yield Finding(
        place_of_function(use.parsed, call),
        f"`{call.function}` of a sum takes the restart of one process for a restart of all",
        f"take the rates first and add them then: `{inner.operator}({call.function}(…[{subquery.range_}]))`",
        Level.ERROR if certain else Level.WARNING,
        ((place_of_function(use.parsed, inner), "the counters are added up here"),),
    )


def _of_record(use: Use, call: Call, selector: Selector) -> Iterator[Finding]:
    for series in use.series(selector):
        # What is scraped has an instance; a record of counters without one has added several of them up.
        summed = series.is_recorded and series.type is SeriesType.COUNTER and not series.is_open
        if summed and "instance" not in series.labels and "instance" not in series.maybe:
            yield Finding(
                place_of_function(use.parsed, call),
                f"`{series.name}` keeps a sum of counters, and `{call.function}` of a sum takes the restart of one "
                "process for a restart of all",
                "record the sum of rates, `sum(rate(…[5m]))`, and read that without a rate",
                Level.ERROR if use.is_of_stack else Level.WARNING,
                declared=declaration(series),
            )
            return
