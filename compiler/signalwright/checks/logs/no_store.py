"""It is said how long logs are kept, and no backend keeps any.

Nothing comes of it: whoever relies on the time, for an audit perhaps, relies on nothing.

Bad:

```yaml
logs: {keep: {default: 90d}}
```

Good:

```yaml
backends: {loki: "3.7"}
logs: {keep: {default: 90d}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Label, Level
from signalwright.ir.stack import Stack

LEVEL = Level.WARNING


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields a warning when the logs of a stack have times and no store."""
    if stack.logs is not None and "loki" not in stack.backends:
        yield Diagnostic(
            "logs/no-store",
            "no backend of the stack stores logs",
            Label(stack.logs.origin.key()),
            help='declare one: `backends: {loki: "3.7"}`',
            level=LEVEL,
        )
