"""Two values are compared, added or subtracted whose units differ.

Seconds and milliseconds differ by a factor of a thousand, seconds and bytes have nothing to do with each other, and a
share of 0.95 isn't 95. Units are those that metrics declare, or that their names end with; what calculations make of
them is followed: seconds over seconds is a share, and a rate of bytes is in bytes per second. A number has no unit.

Bad:

```yaml
alerts:
  Late: {team: web, severity: info, when: {expr: 'time() - latency_milliseconds > 60'}, summary: Late}
```

Good:

```yaml
alerts:
  Late: {team: web, severity: info, when: {expr: 'time() - latency_milliseconds / 1000 > 60'}, summary: Late}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.diagnostics.span import Origin
from signalwright.expressions.comparing import Comparison, comparisons, place_of, unfiltered
from signalwright.expressions.use import Finding, Use, unwrapped
from signalwright.promql.catalogue import Series, SeriesType
from signalwright.promql.parsing.places import place_of_operator
from signalwright.promql.tree import Aggregation, Binary, Call, Expression, Selector
from signalwright.promql.typing.facts import Facts
from signalwright.promql.typing.operators import COMPARISONS
from signalwright.promql.typing.units import PERCENT, RATIO, Unit, factor, is_measure, is_rate_of

_ADDING = COMPARISONS | {"+", "-"}
_DONE = {"+": "is added to", "-": "is subtracted from"}
_NOT_VALUES = (SeriesType.BUCKET, SeriesType.HISTOGRAM)
_SAME_VALUES = frozenset(
    {
        "avg", "max", "min", "quantile", "topk", "bottomk", "avg_over_time", "max_over_time", "min_over_time",
        "last_over_time", "quantile_over_time",
    }
)  # fmt: skip


def examine(use: Use) -> Iterator[Finding]:
    """Yields a finding for each operator between different units, and for each percentage compared with a share."""
    for node in use.binaries:
        if node.operator in _ADDING:
            left, right = _unit(use.of(node.left)), _unit(use.of(node.right))
            if left is not None and right is not None and left != right and is_measure(left) and is_measure(right):
                yield _mismatch(use, node, left, right)
    for each in comparisons(use):
        if each.number > 1:
            yield from _percentage(use, each)


def _unit(facts: Facts) -> Unit | None:
    return None if facts.number is not None or facts.type in _NOT_VALUES else facts.unit


def _mismatch(use: Use, node: Binary, left: Unit, right: Unit) -> Finding:
    first, second = (right, left) if node.operator in _DONE else (left, right)
    done = _DONE.get(node.operator, "is compared with")
    times = factor(left, right)
    # Some metrics are called after bytes and hold bytes per second, such as the speed of a network card.
    certain = not is_rate_of(left, right) and not is_rate_of(right, left)
    return Finding(
        place_of_operator(use.parsed, node),
        f"{_named(first)} {done} {_named(second)}",
        f"multiply or divide one of them by {times:g}"
        if times is not None
        else "calculate with what is measured alike, or correct the `unit` of the metric",
        Level.ERROR if certain else Level.WARNING,
        secondary=((use.span(node.left), _named(left)), (use.span(node.right), _named(right))),
    )


def _named(unit: Unit) -> str:
    if unit == RATIO:
        return "a share"
    return "a share in percent" if unit == PERCENT else f"a value in {unit}"


def _percentage(use: Use, each: Comparison) -> Iterator[Finding]:
    """Yields a warning where a metric that is declared as a ratio is compared with a number of percent."""
    value, _ = unfiltered(use, each.value)
    if _is_part_of_whole(use, value) and 50 <= each.number <= 100:
        yield Finding(
            place_of(use, each),
            f"`{use.shown(value)}` is a share, and `{each.shown}` is {100 * each.number:g} %",
            f"write `{each.operator} {each.number / 100:g}` for {each.number:g} %, or multiply the share by 100",
            Level.WARNING,
        )
        return
    selector = _selector_of(value)
    # What can't be above 1 for certain is told by `promql/constant-condition`.
    if selector is None or use.of(value).high <= 1:
        return
    sources = use.series(selector)
    if not sources or any(series.unit != "ratio" or not _is_share(series) for series in sources):
        return
    place = sources[0].place
    yield Finding(
        place_of(use, each),
        f"`{sources[0].name}` is a ratio, and `{each.shown}` is {100 * each.number:g} %",
        f"write `{each.operator} {each.number / 100:g}` for {each.number:g} %, or "
        + ("multiply a burn rate by the budget" if sources[0].is_recorded else "declare `unit: percent`"),
        Level.WARNING,
        declared=(place, "declared here") if isinstance(place, Origin) else None,
    )


def _is_part_of_whole(use: Use, value: Expression) -> bool:
    """Returns whether a value is a quotient of two metrics of one unit, of which one is a part or a limit of the other.

    The same metric may be a hundred times what it was last week, or in another service.
    """
    value = unwrapped(value)
    if not isinstance(value, Binary) or value.operator != "/":
        return False
    left, right = use.of(value.left), use.of(value.right)
    if left.unit is None or left.unit != right.unit or not left.unit.powers or not is_measure(left.unit):
        return False
    metrics = [{series.metric for branch in each.branches for series in branch.sources} for each in (left, right)]
    return all(metrics) and not metrics[0] & metrics[1]


def _is_share(series: Series) -> bool:
    """Returns whether a series that is called a ratio is one of a whole; what people record may be any quotient."""
    return not series.is_recorded or series.name.startswith("slo:")


def _selector_of(value: Expression) -> Selector | None:
    """Returns the selector whose values an expression returns, chosen or averaged but not calculated with."""
    while True:
        value = unwrapped(value)
        if isinstance(value, Selector):
            return value
        if isinstance(value, Aggregation) and value.operator in _SAME_VALUES:
            value = value.expression
        elif isinstance(value, Call) and value.function in _SAME_VALUES:
            value = value.arguments[-1]
        else:
            return None
