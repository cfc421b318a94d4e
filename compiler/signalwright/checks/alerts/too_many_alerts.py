"""An alert can fire for thousands of series at once.

Each series that its expression returns is an alert of its own. When what they have in common breaks, all of them fire
together, and nobody reads them. Labels may depend on each other, so what counts is the largest one alone.

Bad: an alert for each of 5,000 customers,

```yaml
metrics: {errors: {type: gauge, labels: {customer: {max: 5000}, endpoint: {max: 20}}}}
alerts: {Errors: {when: {value: errors, above: 5}, severity: warning}}
```

Good:

```yaml
alerts: {Errors: {when: {value: errors, by: [endpoint], above: 5}, severity: warning}}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from signalwright.diagnostics.diagnostic import Diagnostic, Label, Level
from signalwright.diagnostics.span import Origin
from signalwright.ir.alert import Alert
from signalwright.ir.rules import AlertingRule
from signalwright.ir.service import Service
from signalwright.ir.stack import Stack
from signalwright.promql.tree import Aggregation, Expression, Verbatim, walk
from signalwright.promql.variables import without_variables

LEVEL = Level.WARNING

if TYPE_CHECKING:
    from signalwright.expressions.rulebook import Rulebook
    from signalwright.promql.typing.facts import Branch

_MOST = 1_000


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields a warning for each alert with a short form that can fire for more than a thousand series."""
    for service in stack.services.values():
        for alert in service.alerts:
            yield from _of_short_form(alert, service)


def relate(rulebook: Rulebook) -> Iterator[Diagnostic]:
    """Yields the same for alerts with raw expressions."""
    told: set[Origin] = set()
    for entry in rulebook.entries:
        rule = entry.rule
        if not isinstance(rule, AlertingRule) or rule.origin in told:
            continue
        parts = list(walk(rule.query.tree))
        if not any(isinstance(each, Verbatim) for each in parts) or any(map(_is_limited, parts)):
            continue
        found = max((_largest(each) for each in rulebook.facts(rule).branches), key=lambda each: each[1])
        if found[1] > _MOST:
            told.add(rule.origin)
            yield _told(rule.alert, rule.origin, *found)


def _of_short_form(alert: Alert, service: Service) -> Iterator[Diagnostic]:
    first = alert.thresholds[0]
    if first.labels is None or first.measured is None or not first.measured.reads:
        return
    metric = first.measured.reads[0].metric
    if service.metrics.get(metric.name) is not metric or len(first.labels & {each.name for each in metric.labels}) == 0:
        return
    from signalwright.expressions.cardinality import bound_of

    bound = bound_of(metric, service)
    fixed = {each.label for each in first.measured.reads[0].matchers if each.operator == "="}
    sizes = {name: bound.sizes[name] for name in sorted(first.labels - fixed) if name in bound.sizes}
    label = max(sizes, key=lambda name: sizes[name], default=None)
    if label is not None and sizes[label] > _MOST:
        yield _told(alert.name, alert.origin, label, sizes[label])


def _is_limited(part: Expression) -> bool:
    """Returns whether a part keeps some series only, however many there are."""
    if isinstance(part, Verbatim):
        from signalwright.promql.parsing.parser import parse

        tree = parse(without_variables(part.text)).expression
        return tree is not None and any(map(_is_limited, walk(tree)))
    return isinstance(part, Aggregation) and part.operator in ("topk", "bottomk", "limitk")


def _largest(branch: Branch) -> tuple[str, int]:
    """Returns the label of a result that has most values, as far as is known, and their number."""
    from signalwright.expressions.cardinality import size_of_domain

    found = ("", 0)
    for name in sorted(branch.labels.possible):
        size = size_of_domain(branch.labels.known[name].domain)
        if size is not None and size > found[1]:
            found = (name, size)
    return found


def _told(alert: str, origin: Origin, label: str, size: int) -> Diagnostic:
    return Diagnostic(
        "alerts/too-many-alerts",
        f"`{alert}` can fire for {size:,} series at once: its label `{label}` has so many values",
        Label(origin.key()),
        (),
        f"add the series up without `{label}`, or bound its values with `max`",
        Level.WARNING,
    )
