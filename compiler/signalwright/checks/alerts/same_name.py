"""Two alerts of a stack are called the same, or so much alike that people take one for the other.

Who reads a message sees the name first, and names that differ only in case or underscores have one runbook page. Alerts
of several services may share a name: each message says the service, and the page covers all of them. An alert of the
whole stack may not have the name of a service's: what it is about has any service or none, so nothing tells it from
that one. Nor may an alert have the name of an SLO's alerts, which is made of the service's and the SLO's.

Bad: an alert `ApiAvailabilityBudgetBurn` in a stack whose service `api` has an SLO `availability`; `QueueLong` in one
service and `Queuelong` in another.

Good: any other name; `QueueLong` in both services.
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright import names
from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.diagnostics.span import Origin
from signalwright.ir.stack import Stack
from signalwright.records import record


@record
class _Named:
    """Something that alerts are called after.

    Attributes:
        name: The alerts' name.
        origin: Where it is declared.
        shared: Whether another service may have it as well.
    """

    name: str
    origin: Origin
    shared: bool


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for the second of each pair of alerts that people can't tell apart by name."""
    first: dict[str, _Named] = {}
    for each in _named(stack):
        # `QueueLong` and `Queue_long` have the same page, `QueueLong` and `Queuelong` the same letters.
        keys = (each.name.casefold(), names.runbook_page(each.name))
        other = next((first[key] for key in keys if key in first), None)
        if other is None:
            first.update(dict.fromkeys(keys, each))
        elif not (each.shared and other.shared and each.name == other.name):
            yield Diagnostic(
                "alerts/same-name",
                f"the alert `{each.name}` is called like `{other.name}`",
                Label(each.origin.key()),
                (Label(other.origin.key(), "the other one"),),
                "choose another name",
            )


def _named(stack: Stack) -> Iterator[_Named]:
    for service in stack.services.values():
        for alert in service.alerts:
            yield _Named(alert.name, alert.origin, shared=True)
        for slo in service.slos:
            yield _Named(names.slo_alert(service.name, slo.name), slo.origin, shared=False)
    for alert in stack.alerts:
        yield _Named(alert.name, alert.origin, shared=False)
