"""An SLO looks back further than Prometheus keeps its data.

The records of an SLO are summed over its whole window. What was deleted counts as nothing, so the budget would look
better than it is.

Bad: `backends: {prometheus: {version: "3.15", keep: 15d}}` with `window: 30d`.

Good: `keep: 31d`, or `window: 14d`. Without a `keep`, Prometheus is told to keep enough for every window.
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.ir.stack import Stack
from signalwright.ir.values import Duration


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each SLO whose window is longer than the declared retention."""
    backend = stack.backends.get("prometheus")
    keep = getattr(backend.settings, "keep", None) if backend is not None else None
    if backend is None or not isinstance(keep, Duration):
        return
    for service in stack.services.values():
        for slo in service.slos:
            if slo.window > keep:
                yield Diagnostic(
                    "slos/window-longer-than-retention",
                    f"the window of {slo.window} is longer than the {keep} that metrics are kept",
                    Label(slo.window_origin),
                    (Label(backend.origin.child("keep"), "kept for this long"),),
                    f"keep metrics for {slo.window} at least, or choose a window of at most {keep}",
                )
