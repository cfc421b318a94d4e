"""A group of rules is evaluated so rarely that its records are gone in between.

Prometheus looks back for five minutes. Records that are made less often than that have gaps in every graph, and alerts
on them end and start again. A spec sets no interval for single groups, rule files may.

Bad: `interval: 10m` of a group with records.

Good: `interval: 2m`, which survives a failed evaluation as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Label, Level
from signalwright.expressions.rulebook import Rulebook
from signalwright.ir.rules import RecordingRule

_LOOKBACK = 300  # Seconds; Prometheus, --query.lookback-delta.


def relate(rulebook: Rulebook) -> Iterator[Diagnostic]:
    """Yields a warning for each group with records whose interval is longer than Prometheus looks back."""
    for file in rulebook.files:
        for group in file.groups:
            if group.interval is None or group.interval.seconds <= _LOOKBACK:
                continue
            first = next((rule for rule in group.rules if isinstance(rule, RecordingRule)), None)
            if first is not None:
                yield Diagnostic(
                    "records/gone-between-evaluations",
                    f"the group `{group.name}` is evaluated every {group.interval}, and Prometheus looks back for 5m",
                    Label(group.origin.child("interval")),
                    (Label(first.origin, "its records have gaps"),),
                    "choose an interval of 2m or less",
                    Level.WARNING,
                )
