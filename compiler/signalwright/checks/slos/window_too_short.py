"""A tier has a window that is shorter than five minutes.

Every window is summed from rates over five minutes, so one of a minute would be called so and tell of the last five.

Bad:

```yaml
tiers: [{budget: 2%, short: 1m, long: 1h, severity: critical}]
```

Good:

```yaml
tiers: [{budget: 2%, short: 5m, long: 1h, severity: critical}]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.ir.stack import Stack
from signalwright.slo.shapes import RATE_RANGE


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each tier with a window shorter than the range of the rates."""
    for service in stack.services.values():
        for slo in service.slos:
            for index, tier in enumerate(slo.tiers):
                if tier.short < RATE_RANGE:
                    yield Diagnostic(
                        "slos/window-too-short",
                        f"a window of {tier.short} is shorter than the {RATE_RANGE} that its rates are made over",
                        Label(slo.origin.child("tiers", index, "short")),
                        help=f"write `{RATE_RANGE}` or more",
                    )
