"""Two alerts of a stack have the same name, or two names that differ only in case or underscores.

Who reads a message sees the name first, and their runbook pages would be the same file. An SLO's alerts have a name
that is made of the service's and the SLO's.

Bad: an alert `ApiAvailabilityBudgetBurn` in a stack whose service `api` has an SLO `availability`.

Good: any other name.
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright import names
from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.diagnostics.span import Origin
from signalwright.ir.stack import Stack


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for the second of each pair of alerts that people can't tell apart by name."""
    first: dict[str, tuple[str, Origin]] = {}
    for name, origin in _named(stack):
        # `QueueLong` and `Queue_long` have the same page, `QueueLong` and `Queuelong` the same letters.
        keys = (name.casefold(), names.runbook_page(name))
        known = next((key for key in keys if key in first), None)
        if known is not None:
            other, place = first[known]
            yield Diagnostic(
                "alerts/same-name",
                f"the alert `{name}` is called like `{other}`",
                Label(origin.key()),
                (Label(place.key(), "the other one"),),
                "choose another name",
            )
        else:
            first.update(dict.fromkeys(keys, (name, origin)))


def _named(stack: Stack) -> Iterator[tuple[str, Origin]]:
    for service in stack.services.values():
        for alert in service.alerts:
            yield alert.name, alert.origin
        for slo in service.slos:
            yield names.slo_alert(service.name, slo.name), slo.origin
    for alert in stack.alerts:
        yield alert.name, alert.origin
