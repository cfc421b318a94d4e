"""An alert of an SLO can never fire, because more than all events would have to be bad.

A tier fires when more than factor × (1 − objective) of the events are bad. With a low objective that is above 100 %:
at 90 % and a factor of 14.4 it is 144 %.

Bad: `objective: 90%` with the standard tiers.

Good: `tiers: ticket-only`, or tiers with a smaller budget.
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Label, Level
from signalwright.ir.stack import Stack
from signalwright.slo.tiers import threshold

LEVEL = Level.WARNING


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields a warning for each SLO with a tier that needs more than all events to be bad."""
    for service in stack.services.values():
        for slo in service.slos:
            for tier in slo.tiers:
                needed = threshold(tier, slo.objective, slo.window)
                if needed >= 1:
                    yield Diagnostic(
                        "slos/unreachable-tier",
                        f"the alert over {tier.short} and {tier.long} would need {needed * 100:.4g}% bad events",
                        Label(slo.origin.child("objective")),
                        help="use `tiers: ticket-only`, or name tiers of your own with smaller budgets",
                        level=LEVEL,
                    )
                    break
