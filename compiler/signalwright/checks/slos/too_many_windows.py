"""The tiers of an SLO have so many windows that its rules don't fit into one group.

The rules of an SLO read each other's records of the same moment, so they stand in one group. Mimir takes no group of
more than 20 rules; each window needs one, and so does each severity.

Bad: eight tiers with sixteen different windows.

Good: two or three tiers for each severity, which share windows where they can.
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright import names
from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.ir.stack import Stack
from signalwright.passes.name_groups import MOST_RULES


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each SLO with more rules than a group may have."""
    groups = {group.name: group for file in stack.rules for group in file.groups}
    for service in stack.services.values():
        for slo in service.slos:
            group = groups[names.slo_group(service.name, slo.name)]
            if (count := len(group.rules)) > MOST_RULES:
                yield Diagnostic(
                    "slos/too-many-windows",
                    f"the SLO needs {count} rules, and a group has at most {MOST_RULES}",
                    Label(slo.origin.child("tiers")),
                    help=f"leave out {count - MOST_RULES} windows, or let tiers share them",
                )
