"""Nothing says how long lines of no class are kept.

They are kept for ever then, and the disk of the log store fills up. It also is a question of privacy: what nobody needs
any more is better gone.

Bad:

```yaml
backends: {loki: "3.7"}
logs: {keep: {error: 90d}}
```

Good:

```yaml
backends: {loki: "3.7"}
logs: {keep: {default: 30d, error: 90d}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Label, Level
from signalwright.ir.stack import Stack

LEVEL = Level.WARNING


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields a warning when a stack has a log store and lines without an end."""
    store = stack.backends.get("loki")
    if store is None or (stack.logs is not None and stack.logs.keep is not None):
        return
    yield Diagnostic(
        "logs/kept-forever",
        "lines are kept for ever" if stack.logs is None else "lines of no class are kept for ever",
        Label((store.origin if stack.logs is None else stack.logs.origin).key()),
        help="say how long: `logs: {keep: {default: 30d}}`",
        level=LEVEL,
    )
