"""A label of an alert is a template.

Routes, inhibitions and the pages that say who is told are derived from labels as they stand in the spec. A template is
another value for each alert, so nothing of that would be true; and one that fails makes the rule fail. Values that
differ from alert to alert are labels of the series already, and texts for people are templates in `summary` and
`description`.

Bad:

```yaml
labels: {queue_name: "{{ $labels.queue }}"}
```

Good:

```yaml
summary: "{{ $labels.queue }} is full"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.ir.stack import Stack


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each label of an alert whose value Prometheus would take for a template.

    One that shows the alert's value is worse, and is told as `alerts/value-in-label`.
    """
    for alert in stack.all_alerts:
        for label, value in alert.labels.items():
            if "{{" in value and not _shows_value(value):
                yield Diagnostic(
                    "alerts/label-template",
                    f"the label `{label}` is a template",
                    Label(alert.origin.child("labels", label)),
                    help="write a value that is the same for all alerts, and what differs into the `summary`",
                )


def _shows_value(text: str) -> bool:
    from signalwright.go_templates.reading import read_template

    return any(each.of is None for each in read_template(text).values)
