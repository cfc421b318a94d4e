"""A record looks back further than Prometheus keeps its data.

What was deleted counts as nothing, so the value would be less than it is. Long windows read the metric itself, because
a mean of means isn't the mean. Without a `keep`, Prometheus is told to keep enough for every window.

Bad: `backends: {prometheus: {version: "3.15", keep: 15d}}` with `over: 30d`.

Good: `keep: 31d`, or `over: 7d`.
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.ir.stack import Stack
from signalwright.ir.values import Duration


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each window of a record that is longer than the retention."""
    backend = stack.backends.get("prometheus")
    keep = getattr(backend.settings, "keep", None) if backend is not None else None
    if backend is None or not isinstance(keep, Duration):
        return
    records = [*stack.records, *(each for service in stack.services.values() for each in service.records)]
    for series in (each for kept in records for each in kept.series):
        if series.over is not None and series.over > keep:
            yield Diagnostic(
                "records/window-longer-than-retention",
                f"the window of {series.over} is longer than the {keep} that metrics are kept",
                Label(series.origin),
                (Label(backend.origin.child("keep"), "kept for this long"),),
                f"keep metrics for {series.over} at least, or choose a window of at most {keep}",
            )
