"""An alert sets a label that its series have already.

The label of the alert takes the place of that of the series. Series that differ in nothing else become the same alert
then, and Prometheus refuses the whole result: the rule fails whenever there are two of them, and nobody is told.
Besides the alert's own labels this concerns `severity` and `team`, which every alert has.

Bad: `queue_depth` has a label `queue`, and

```yaml
QueueLong: {when: {value: queue_depth, above: 100}, severity: warning, labels: {queue: any}}
```

Good: another name,

```yaml
QueueLong: {when: {value: queue_depth, above: 100}, severity: warning, labels: {kind: queue}}
```

or `by:` without the label, so that the series are added up.
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright import names
from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.ir.alert import Alert
from signalwright.ir.stack import Stack


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each label of an alert that takes the place of one of its series."""
    for service in stack.services.values():
        for alert in service.alerts:
            yield from _check(alert)
    for alert in stack.alerts:
        yield from _check(alert)


def _check(alert: Alert) -> Iterator[Diagnostic]:
    found: frozenset[str] = frozenset()
    for threshold in alert.thresholds:
        found |= threshold.labels or frozenset()
    for label in sorted(found & {names.SEVERITY, names.TEAM, *alert.labels}):
        own = label in alert.labels
        yield Diagnostic(
            "alerts/label-overwritten",
            f"the alert's label `{label}` takes the place of that of its series",
            Label((alert.origin.child("labels", label) if own else alert.origin).key()),
            help=("choose another name, or " if own else "")
            + "say with `by` which other labels of the series are kept",
        )
