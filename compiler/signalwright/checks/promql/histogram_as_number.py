"""A native histogram is taken for a number.

A sample of a native histogram is a whole histogram. Comparisons with a number, `max`, `topk`, `max_over_time` and their
like leave histograms out, so nothing is left: the alert never fires. Its quantiles, its count and its mean are numbers.

Bad: with `metrics: {request_seconds: {type: native-histogram}}`

```yaml
alerts:
  Slow: {team: web, severity: info, when: {expr: 'rate(request_seconds[5m]) > 1'}, summary: Slow}
```

Good:

```yaml
alerts:
  Slow: {team: web, severity: info, when: {expr: 'histogram_avg(rate(request_seconds[5m])) > 1'}, summary: Slow}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.expressions.sources import declaration, sources_of
from signalwright.expressions.use import Finding, Use
from signalwright.promql.catalogue import SeriesType
from signalwright.promql.parsing.places import place_of_function, place_of_operator
from signalwright.promql.tree import Expression, Span
from signalwright.promql.typing.facts import Facts
from signalwright.promql.typing.operators import COMPARISONS

# Prometheus, querying/operators and querying/functions: "histograms are ignored", "only float samples".
_AGGREGATIONS = frozenset({"max", "min", "topk", "bottomk", "quantile", "stddev", "stdvar"})
_FUNCTIONS = frozenset(
    {
        "max_over_time", "min_over_time", "stddev_over_time", "stdvar_over_time", "mad_over_time", "deriv",
        "predict_linear", "abs", "ceil", "floor", "round", "clamp", "clamp_max", "clamp_min",
    }
)  # fmt: skip


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each operation that leaves native histograms out."""
    if not use.is_closed:
        return
    for binary in use.binaries:
        if binary.operator not in COMPARISONS and binary.operator not in ("+", "-"):
            continue
        left, right = use.of(binary.left), use.of(binary.right)
        facts = left if right.kind == "scalar" else right if left.kind == "scalar" else None
        if facts is not None and facts.type is SeriesType.HISTOGRAM:
            yield _finding(facts, place_of_operator(use.parsed, binary), binary.operator)
    for call in use.calls:
        if call.function in _FUNCTIONS and call.arguments:
            yield from _of_function(use, call.arguments[0], place_of_function(use.parsed, call), call.function)
    for aggregation in use.aggregations:
        if aggregation.operator in _AGGREGATIONS:
            place = place_of_function(use.parsed, aggregation)
            yield from _of_function(use, aggregation.expression, place, aggregation.operator)


def _of_function(use: Use, argument: Expression, place: Span, name: str) -> Iterator[Finding]:
    facts = use.of(argument)
    if facts.type is SeriesType.HISTOGRAM:
        yield _finding(facts, place, name)


def _finding(facts: Facts, place: Span, name: str) -> Finding:
    sources = sources_of(facts)
    which = f"`{sources[0].name}`" if sources else "this"
    return Finding(
        place,
        f"{which} is a native histogram, which `{name}` leaves out: nothing is left",
        "make a number of it: `histogram_quantile(0.99, …)`, `histogram_count(…)` or `histogram_avg(…)`",
        declared=declaration(sources[0]) if sources else None,
    )
