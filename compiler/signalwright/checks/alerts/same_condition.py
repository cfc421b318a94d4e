"""Two alerts ask for the same and are told to the same people.

Each of them is a message of its own, is silenced by itself and has a page of its own, and there is one problem.
Alerts that wait for different times, as escalations do, aren't told.

Bad:

```yaml
alerts:
  QueueLong: {team: web, severity: info, when: {expr: 'queue_depth > 5'}, summary: Long}
  QueueFull: {team: web, severity: info, when: {expr: '(queue_depth > 5)'}, summary: Full}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: info, when: {expr: 'queue_depth > 5'}, summary: Long}
  QueueFull: {team: web, severity: info, when: {expr: 'queue_depth > 50'}, summary: Full}
```
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from signalwright import names
from signalwright.diagnostics.diagnostic import Diagnostic, Label, Level
from signalwright.expressions.rulebook import Rulebook
from signalwright.expressions.use import Use, unwrapped
from signalwright.ir.rules import AlertingRule

LEVEL = Level.WARNING

_LOOSELY = str.maketrans("", "", " \n\t()")


def relate(rulebook: Rulebook) -> Iterator[Diagnostic]:
    """Yields a warning for the second of each pair of alerts with one condition."""
    first: dict[Hashable, tuple[Use, AlertingRule]] = {}
    for use in rulebook.uses:
        rule = use.rule
        if not isinstance(rule, AlertingRule):
            continue
        text = rule.query.text if use.is_part else use.text.translate(_LOOSELY)
        labels = sorted(each for each in rule.labels.items() if each[0] != names.SEVERITY)
        key = (text, rule.hold.milliseconds, rule.keep, *labels)
        other, named = first.setdefault(key, (use, rule))
        if other is not use and unwrapped(other.tree) == unwrapped(use.tree) and _is_twin(named, rule):
            yield Diagnostic(
                "alerts/same-condition",
                f"`{rule.alert}` fires when `{named.alert}` does"
                if rule.alert != named.alert
                else f"`{rule.alert}` is there twice",
                Label(use.origin.within(*use.span(use.tree))),
                (Label(other.origin.within(*other.span(other.tree)), "the other one"),),
                "keep one of them, or let their conditions differ",
                Level.WARNING,
            )


def _is_twin(first: AlertingRule, second: AlertingRule) -> bool:
    """Returns whether nothing but their names, or nothing at all, tells two alerts of one condition apart."""
    return first.alert != second.alert or dict(first.labels) == dict(second.labels)
