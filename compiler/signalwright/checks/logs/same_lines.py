"""Two classes of lines are told by the same labels.

They are one class then, and the longer of their times counts; the shorter one does nothing.

Bad:

```yaml
backends: {loki: "3.7"}
logs: {keep: {default: 30d, error: 90d, failures: {match: {level: error}, keep: 60d}}}
```

Good:

```yaml
backends: {loki: "3.7"}
logs: {keep: {default: 30d, error: 90d, failures: {match: {level: fatal}, keep: 60d}}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.ir.logs import LogClass
from signalwright.ir.routes import LabelMatch
from signalwright.ir.stack import Stack


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each class whose labels another class has, too."""
    if stack.logs is None:
        return
    first: dict[tuple[LabelMatch, ...], LogClass] = {}
    for each in stack.logs.classes:
        other = first.setdefault(each.matches, each)
        if other is not each:
            yield Diagnostic(
                "logs/same-lines",
                f"`{each.name}` and `{other.name}` are the same lines",
                Label(each.origin.key()),
                (Label(other.origin.key(), "these lines"),),
                "leave one of them out, or tell them by different labels",
            )
