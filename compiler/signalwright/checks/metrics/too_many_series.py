"""Metrics may have more series than `series` allows.

The memory of a Prometheus goes with the number of series, and that with the product of the values of all labels. The
bound is that product for all targets, for a histogram with its buckets; a label of which nothing is known counts as one
value, so a number of values (`max`), a list or a pattern for it makes the bound true.

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

from collections.abc import Iterator
from typing import TYPE_CHECKING

from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.ir.metric import Metric, SeriesBudget
from signalwright.ir.service import Service
from signalwright.ir.stack import Stack

if TYPE_CHECKING:
    from signalwright.expressions.cardinality import Bound


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each metric and service, and for the stack, that may have more series than it is allowed."""
    services = stack.services.values()
    if stack.budget is None and not any(_says(each) for each in services):
        return
    from signalwright.expressions.cardinality import bound_of

    whole: list[tuple[Metric, Bound]] = []
    for service in services:
        bounds = [(metric, bound_of(metric, service)) for metric in service.metrics.values()]
        for metric, bound in bounds:
            yield from _of_metric(metric, bound)
        yield from _judged(f"the service `{service.name}`", service.budget, bounds)
        whole += bounds
    yield from _judged(f"the stack `{stack.name}`", stack.budget, whole)


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


def _judged(what: str, budget: SeriesBudget | None, bounds: list[tuple[Metric, Bound]]) -> Iterator[Diagnostic]:
    total = sum(bound.series for _, bound in bounds)
    if budget is None or total <= budget.most:
        return
    metric, bound = max(bounds, key=lambda each: (each[1].series, each[0].name))
    label = bound.costliest
    secondary: tuple[Label, ...] = ()
    help_ = "let it have fewer labels, or allow more"
    if label is not None:
        declared = next((each.origin for each in metric.labels if each.name == label), metric.origin)
        secondary = (Label(declared, f"`{label}` has up to {bound.sizes[label]:,} values"),)
        help_ = (
            f"its `{label}` costs most: {_product(bound)}; leave the label out, bound it, or say `series` of the metric"
        )
    if len(bounds) > 1:
        help_ = f"most are of `{metric.name}`, {bound.series:,}: {help_}"
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
