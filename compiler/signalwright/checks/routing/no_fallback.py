"""There are several receivers, and none is named for alerts that nobody else is told about.

Alertmanager hands an alert that no route matches to the root's receiver. A rule of another tool, a label that a scrape
added, or a severity that was forgotten end there, so it must be somebody who reads it. With a single receiver that one
is taken; with several, the spec says which.

Bad:

```yaml
receivers:
  chat: {slack: {webhook: chat, channel: "#alerts"}}
  relay: {webhook: {url: "http://alert-relay:8080/alerts"}}
```

Good: the same with

```yaml
routing: {otherwise: relay}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.ir.stack import Stack

STRUCTURAL = True


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for a stack with several receivers and no `otherwise`."""
    if stack.routing.otherwise is None and len(stack.receivers) > 1:
        first = min(stack.receivers)
        yield Diagnostic(
            "routing/no-fallback",
            "nobody is named for alerts that no one else is told about",
            Label(stack.routing.origin.key()),
            help=f"add `routing: {{otherwise: {first}}}`",
        )
