"""An alert asks for a rule group whose name another group of the same file has.

Prometheus doesn't load a file in which two groups have one name. The rules of an SLO stand in a group that is named
after it, records stand in one that is named after the service, and a group of more than 20 rules is continued in
others whose names end in a number.

Bad: in a service `api` with an SLO `availability`

```yaml
alerts:
  QueueFull: {when: {value: queue_depth, above: 100}, severity: warning, group: "api:slo:availability"}
```

Good:

```yaml
alerts:
  QueueFull: {when: {value: queue_depth, above: 100}, severity: warning, group: queues}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.ir.rules import AlertingRule, RuleGroup
from signalwright.ir.stack import Stack

STRUCTURAL = True


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each group of alerts whose name isn't its own."""
    for file in stack.rules:
        known: dict[str, RuleGroup] = {}
        for group in file.groups:
            other = known.setdefault(group.name, group)
            if other is not group:
                # Only groups of alerts have a name that somebody chose; records stand before them, SLOs behind them.
                chosen, made = (other, group) if isinstance(other.rules[0], AlertingRule) else (group, other)
                yield Diagnostic(
                    "alerts/group-name-taken",
                    f"there is another group `{group.name}`",
                    Label(chosen.origin.key()),
                    (Label(made.origin.key(), "its rules are made from this"),),
                    "choose another name for the `group`",
                )
