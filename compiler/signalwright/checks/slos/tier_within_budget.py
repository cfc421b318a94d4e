"""A tier of an SLO raises an alert while the promise is being kept.

The error budget lasts for the whole window when it burns evenly. A tier whose share is smaller than the part of the
window that its long window is, fires at a rate at which the budget isn't even used up: people are called for nothing.

Bad: 1 % within three days, when three days are 10 % of the window:

```yaml
window: 30d
tiers: [{budget: 1%, short: 6h, long: 3d, severity: critical}]
```

Good:

```yaml
window: 30d
tiers: [{budget: 10%, short: 6h, long: 3d, severity: critical}]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Label, Level
from signalwright.ir.stack import Stack
from signalwright.slo.tiers import factor

LEVEL = Level.WARNING


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields a warning for each tier that fires at a rate which the budget outlasts."""
    for service in stack.services.values():
        for slo in service.slos:
            for index, tier in enumerate(slo.tiers):
                if factor(tier, slo.window) < 1:
                    lasting = 100 * tier.long.milliseconds / slo.window.milliseconds
                    yield Diagnostic(
                        "slos/tier-within-budget",
                        f"burning {(tier.budget * 100).normalize():f}% within {tier.long} "
                        f"leaves some of the budget at the end of {slo.window}",
                        Label(slo.origin.child("tiers", index, "budget")),
                        help=f"{lasting:.3g}% within {tier.long} uses it up: write that or more",
                        level=LEVEL,
                    )
