"""The bound of a milder severity is reached after that of a graver one.

Whenever the milder alert fires, the graver one fires as well and holds it back: nobody is ever told of the milder one.
It happens most easily where one of several bounds that a template or a library gives is changed, and the other stays.

Bad:

```yaml
QueueLong: {when: {value: queue_depth, above: {warning: 100, critical: 50}}}
```

Good:

```yaml
QueueLong: {when: {value: queue_depth, above: {warning: 50, critical: 100}}}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.ir.alert import Alert, Threshold
from signalwright.ir.stack import Stack


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each bound that is reached after the one of the next graver severity."""
    for service in stack.services.values():
        for alert in service.alerts:
            yield from _check(alert)
    for alert in stack.alerts:
        yield from _check(alert)


def _check(alert: Alert) -> Iterator[Diagnostic]:
    for graver, milder in pairwise(alert.thresholds):
        if not _is_reached_later(milder, graver):
            continue
        yield Diagnostic(
            "alerts/bounds-out-of-order",
            f"the bound of `{alert.name}` for `{milder.severity}` is reached after that for `{graver.severity}`",
            Label(milder.origin.key()),
            help=f"give `{graver.severity}` the bound that is worse, or leave `{milder.severity}` out",
            secondary=(Label(graver.origin.key(), f"`{graver.severity}` is said here"),),
        )


def _is_reached_later(one: Threshold, other: Threshold) -> bool:
    """Returns whether a bound is reached after another; conditions with several bounds aren't judged."""
    if one.measured is None or other.measured is None:
        return False
    if one.measured.operator == ">":
        return one.measured.bound > other.measured.bound
    return one.measured.bound < other.measured.bound
