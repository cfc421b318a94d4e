"""A panel searches logs, and no backend of the stack stores any.

The panel would stay empty: there is no server that it could ask.

Bad:

```yaml
backends: {grafana: "12"}
dashboards: {Errors: {panels: [{logs: '{service="api"} |= "error"'}]}}
```

Good:

```yaml
backends: {grafana: "12", loki: "3.7"}
dashboards: {Errors: {panels: [{logs: '{service="api"} |= "error"'}]}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.ir.stack import Stack

STRUCTURAL = True


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each panel that searches logs in a stack without a store of logs."""
    if "loki" in stack.backends:
        return
    for dashboard in stack.dashboards:
        for panel in dashboard.panels:
            if panel.searches:
                yield Diagnostic(
                    "dashboards/no-log-store",
                    "no backend of the stack stores logs",
                    Label(panel.origin),
                    help='declare one: `backends: {loki: "3.7"}`',
                )
