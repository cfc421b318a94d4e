"""A label of an alert holds its value.

An alert is what its labels are. With the value in a label it is another alert whenever the value changes: the one that
waited for its `for` is forgotten, so it never fires, and one without `for` is resolved and told anew at each
evaluation. The value belongs into `summary` or `description`.

Bad:

```yaml
labels: {depth: "{{ $value }}"}
```

Good:

```yaml
summary: "{{ $value }} wait"
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from signalwright.diagnostics.diagnostic import Diagnostic, Label, Level
from signalwright.diagnostics.span import Origin
from signalwright.ir.rules import AlertingRule
from signalwright.ir.stack import Stack

if TYPE_CHECKING:
    from signalwright.expressions.rulebook import Rulebook


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each label of an alert of the stack that shows the alert's value."""
    for alert in stack.all_alerts:
        for label, text in alert.labels.items():
            yield from _judged(alert.origin.child("labels", label), label, text, Level.ERROR)


def relate(rulebook: Rulebook) -> Iterator[Diagnostic]:
    """Yields the same for rules that no stack declares; a value that can't change is left alone."""
    for entry in rulebook.entries if rulebook.catalogue.is_seen or not rulebook.catalogue.is_closed else ():
        rule = entry.rule
        if not isinstance(rule, AlertingRule):
            continue
        for label, text in rule.labels.items():
            if "{{" not in text:
                continue
            facts = rulebook.facts(rule)
            if facts.low < facts.high:
                level = Level.ERROR if rule.hold.seconds > 0 else Level.WARNING
                yield from _judged(rule.origin.child("labels", label), label, text, level)


def _judged(place: Origin, label: str, text: str, level: Level) -> Iterator[Diagnostic]:
    if "{{" not in text:
        return
    from signalwright.go_templates.reading import read_template

    shown = [each for each in read_template(text).values if each.of is None]
    if shown:
        yield Diagnostic(
            "alerts/value-in-label",
            f"the label `{label}` holds the value, so the alert is another one whenever that changes",
            Label(place.within(shown[0].start, shown[0].end)),
            (),
            "write the value into the `summary`",
            level,
        )
