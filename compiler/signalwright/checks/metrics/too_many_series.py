"""Metrics may have more series than `series` allows.

The memory of a Prometheus goes with the number of series, and that with the product of the values of all labels. The
bound is that product for all targets, for a histogram with its buckets; a label of which nothing is known counts as one
value, so a number of values (`max`), a list or a pattern for it makes the bound true. What rules record counts, too.

`series` says how many there may be, of a service or of the whole stack. Of a metric it says how many there are, where
its labels depend on each other and the product is too much; it can't be less than what a single label makes.

Bad: 2 × 500 series for each of three targets,

```yaml
services:
  api:
    scrape: ["api-1:80", "api-2:80", "api-3:80"]
    series: 1000
    metrics: {requests_total: {type: counter, labels: {method: [GET, POST], status: {like: "[1-5][0-9]{2}"}}}}
```

Good:

```yaml
services:
  api:
    scrape: ["api-1:80", "api-2:80", "api-3:80"]
    series: 1000
    metrics: {requests_total: {type: counter, labels: {method: [GET, POST], status: {max: 12}}}}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from signalwright import names
from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.diagnostics.span import Origin
from signalwright.ir.metric import Metric, SeriesBudget
from signalwright.ir.rules import RecordingRule
from signalwright.ir.service import Service
from signalwright.ir.stack import Stack
from signalwright.records import record

if TYPE_CHECKING:
    from signalwright.expressions.cardinality import Bound


@record
class _Counted:
    """What has series.

    Attributes:
        name: What it is called.
        service: The service that it belongs to, or None for the whole stack.
        bound: How many it can have.
        place: Where it is declared.
        labels: Label to where that is declared; others have the place of the whole.
    """

    name: str
    service: str | None
    bound: Bound
    place: Origin
    labels: Mapping[str, Origin]


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each metric and service, and for the stack, that may have more series than it is allowed."""
    services = stack.services.values()
    if stack.budget is None and not any(_says(each) for each in services):
        return
    from signalwright.expressions.cardinality import bound_of

    counted: list[_Counted] = []
    for service in services:
        for metric in service.metrics.values():
            bound = bound_of(metric, service)
            labels = {each.name: each.origin for each in metric.labels}
            counted.append(_Counted(metric.name, service.name, bound, metric.origin, labels))
            yield from _of_metric(metric, bound)
    counted += _recorded(stack)
    for service in services:
        own = [each for each in counted if each.service == service.name]
        yield from _judged(f"the service `{service.name}`", service.budget, own)
    yield from _judged(f"the stack `{stack.name}`", stack.budget, counted)


def _recorded(stack: Stack) -> Iterator[_Counted]:
    """Yields what rules record; all rules that an SLO, or a record over several windows, is made of."""
    from signalwright.expressions.cardinality import bound_of_rule
    from signalwright.expressions.declared import catalogue_of

    catalogue = catalogue_of(stack)
    for rule in stack.all_rules:
        if isinstance(rule, RecordingRule):
            owner = rule.labels.get(names.SERVICE)
            yield _Counted(rule.record, owner, bound_of_rule(catalogue, rule), rule.origin, {})


def _says(service: Service) -> bool:
    return service.budget is not None or any(each.budget is not None for each in service.metrics.values())


def _of_metric(metric: Metric, bound: Bound) -> Iterator[Diagnostic]:
    budget, label = metric.budget, bound.costliest
    if budget is not None and bound.least > budget.most:
        declared = next((each.origin for each in metric.labels if each.name == label), metric.origin)
        yield Diagnostic(
            "metrics/too-many-series",
            f"`{metric.name}` may have {bound.least:,} series, and {budget.most:,} are allowed",
            Label(budget.origin),
            (Label(declared, "these values alone make so many"),),
            "bound the label's values, leave it out, or allow more",
        )


def _judged(what: str, budget: SeriesBudget | None, counted: list[_Counted]) -> Iterator[Diagnostic]:
    total = sum(each.bound.series for each in counted)
    if budget is None or total <= budget.most:
        return
    most = max(counted, key=lambda each: (each.bound.series, each.name))
    bound, label = most.bound, most.bound.costliest
    secondary: tuple[Label, ...] = ()
    help_ = "let it have fewer labels, or allow more"
    if label is not None:
        declared = most.labels.get(label, most.place)
        secondary = (Label(declared, f"`{label}` has up to {bound.sizes[label]:,} values"),)
        help_ = (
            f"its `{label}` costs most: {_product(bound)}; leave the label out, bound it, or say `series` of the metric"
        )
    if len(counted) > 1:
        help_ = f"most are of `{most.name}`, {bound.series:,}: {help_}"
    yield Diagnostic(
        "metrics/too-many-series",
        f"{what} may have {total:,} series, and {budget.most:,} are allowed",
        Label(budget.origin),
        secondary,
        help_,
    )


def _product(bound: Bound) -> str:
    """Returns the numbers of values that are multiplied, the largest first."""
    sizes = sorted(bound.sizes.items(), key=lambda each: (-each[1], each[0]))
    return " × ".join(f"{size:,} `{name}`" for name, size in sizes if size > 1)
