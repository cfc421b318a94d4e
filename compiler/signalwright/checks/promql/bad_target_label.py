"""A label is written by `label_replace` or `label_join` whose name no label can have.

The name is read when the rule runs, so the file is accepted and the rule fails at every evaluation. Prometheus 2 takes
letters, digits and `_` only; since 3.0 any text is a name, which must then stand in quotes wherever it is used.

Bad:

```yaml
alerts:
  Long:
    team: web
    severity: info
    when: {expr: 'label_replace(queue_depth, "queue-kind", "$1", "queue", "(.*)") > 5'}
    summary: L
```

Good:

```yaml
alerts:
  Long:
    team: web
    severity: info
    when: {expr: 'label_replace(queue_depth, "queue_kind", "$1", "queue", "(.*)") > 5'}
    summary: L
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Role, Use
from signalwright.promql.catalogue import is_variable
from signalwright.promql.spelling import is_legacy_label
from signalwright.promql.tree import String

_ANY_TEXT = (3, 0)


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each name that the declared Prometheus refuses, a warning for one that others refuse."""
    for call in use.calls:
        if call.function not in ("label_replace", "label_join"):
            continue
        names = call.arguments[1:2] if call.function == "label_replace" else (call.arguments[1], *call.arguments[3:])
        for name in names:
            if not isinstance(name, String) or is_legacy_label(name.value):
                continue
            if use.role is Role.PANEL and is_variable(name.value):
                continue
            span = use.span(name)
            if not name.value:
                yield Finding(span, f"`{call.function}` is given an empty name for a label", "write the label's name")
                continue
            plain = re.sub(r"[^A-Za-z0-9_]", "_", name.value)
            plain = f"_{plain}" if plain[0].isdigit() else plain
            release = use.catalogue.release
            refused = release is not None and release < _ANY_TEXT
            by = f"Prometheus {release[0]}.{release[1]}" if refused and release is not None else "Prometheus before 3.0"
            yield Finding(
                span,
                f"`{name.value}` is no label to {by}, where the rule fails whenever it runs",
                f"write letters, digits and `_` only, such as `{plain}`",
                Level.ERROR if refused else Level.WARNING,
            )
