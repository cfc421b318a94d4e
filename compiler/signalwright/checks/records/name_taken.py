"""A record is stored as a metric whose name is taken.

Series of two meanings would be one metric, and every reader would get both. The name is made of the service, the
record, what is done and the window, `api:jobs_created:rate5m`. Characters that a metric can't have become `_`, so the
services `api-gateway` and `api_gateway` have the same names, as a service has that is called like the stack.

Bad: `jobs_created: {rate: jobs_created_total, over: [1h, 60m]}`.

Good: `jobs_created: {rate: jobs_created_total, over: [5m, 1h]}`.
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright import names
from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.diagnostics.span import Origin
from signalwright.ir.record import Record
from signalwright.ir.rules import RecordingRule
from signalwright.ir.stack import Stack


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each recorded metric that is something else already."""
    records = [*stack.records, *(each for service in stack.services.values() for each in service.records)]
    if not records:
        return
    taken = _of_others(stack)
    mine: dict[str, Record] = {}
    for each in records:
        for series in each.series:
            if series.name in taken:
                yield _finding(series.name, series.origin, taken[series.name], "choose another name for the record")
            elif series.name in mine:
                other = mine[series.name]
                way_out = "name each window once" if other is each else "choose another name for one of the records"
                yield _finding(series.name, series.origin, other.origin.key(), way_out)
            else:
                mine[series.name] = each


def _finding(name: str, place: Origin, other: Origin, way_out: str) -> Diagnostic:
    return Diagnostic(
        "records/name-taken",
        f"there is another metric `{name}`",
        Label(place),
        (Label(other, "it comes from here"),),
        way_out,
    )


def _of_others(stack: Stack) -> dict[str, Origin]:
    """Returns the metrics that services expose, and those that SLOs and costs are stored as, with their places."""
    found = {
        metric.name: metric.origin.key() for service in stack.services.values() for metric in service.metrics.values()
    }
    for service in stack.services.values():
        found.update((names.cost(service.name, each.currency), each.origin.key()) for each in service.prices)
    for rule in stack.all_rules:
        if isinstance(rule, RecordingRule) and names.SLO in rule.labels:
            found.setdefault(rule.record, rule.origin.key())
    return found
