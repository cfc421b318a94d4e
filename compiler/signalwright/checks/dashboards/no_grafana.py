"""Dashboards are declared, and no backend of the stack shows any.

Nothing is made of them.

Bad:

```yaml
dashboards: {Queue: {panels: [{value: queue_limit}]}}
```

Good:

```yaml
backends: {grafana: "12"}
dashboards: {Queue: {panels: [{value: queue_limit}]}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright import names
from signalwright.diagnostics.diagnostic import Diagnostic, Label, Level
from signalwright.ir.stack import Stack

LEVEL = Level.WARNING


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields a warning for the first dashboard of a stack without a Grafana."""
    if stack.dashboards and names.GRAFANA not in stack.backends:
        yield Diagnostic(
            "dashboards/no-grafana",
            "no backend of the stack shows dashboards",
            Label(min(each.origin for each in stack.dashboards).key()),
            help='declare one: `backends: {grafana: "12"}`',
            level=LEVEL,
        )
