"""A text prints a value by a function for values of another unit.

`humanizePercentage` takes a ratio, so 95 that is percent already reads `9500%`. `humanizeDuration` takes seconds, so
500 milliseconds read `8m 20s`.

Bad:

```yaml
alerts:
  Full:
    team: web
    severity: info
    when: {expr: 'disk_used_bytes / disk_size_bytes * 100 > 90'}
    summary: "{{ $value | humanizePercentage }} full"
```

Good:

```yaml
alerts:
  Full:
    team: web
    severity: info
    when: {expr: 'disk_used_bytes / disk_size_bytes > 0.9'}
    summary: "{{ $value | humanizePercentage }} full"
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from signalwright.diagnostics.diagnostic import Diagnostic, Label, Level
from signalwright.ir.stack import Stack

if TYPE_CHECKING:
    from signalwright.expressions.rulebook import Rulebook
    from signalwright.expressions.shown import Shown

# What each function takes, in words, and the units that are certain to be something else.
_TAKES = {
    "humanizePercentage": ("a ratio, such as 0.95", frozenset({"percent", "seconds", "milliseconds", "bytes"})),
    "humanizeDuration": (
        "seconds",
        frozenset({"ratio", "percent", "bytes", "milliseconds", "microseconds", "nanoseconds", "minutes", "hours"}),
    ),
    "humanizeTimestamp": ("seconds since 1970", frozenset({"ratio", "percent", "bytes", "milliseconds"})),
    "humanize1024": ("bytes", frozenset({"ratio", "percent", "seconds", "milliseconds"})),
}
_RIGHT = {
    "ratio": "humanizePercentage",
    "seconds": "humanizeDuration",
    "bytes": "humanize1024",
    "percent": 'printf "%.1f%%"',
}


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields what is wrong with the values of short forms."""
    if any(alert.text_origins for alert in stack.all_alerts):
        from signalwright.expressions.shown import shown_of_short_forms

        for each in shown_of_short_forms(stack):
            yield from _judged(each)


def relate(rulebook: Rulebook) -> Iterator[Diagnostic]:
    """Yields what is wrong with the values of raw expressions."""
    from signalwright.expressions.shown import shown_of_expressions

    for each in shown_of_expressions(rulebook):
        yield from _judged(each)


def _judged(shown: Shown) -> Iterator[Diagnostic]:
    """Yields an error where the unit is known, and a warning where only the calculation tells it."""
    from signalwright.expressions.shown import is_times_hundred

    if not shown.value.functions or shown.value.functions[0] not in _TAKES:
        return
    function = shown.value.functions[0]
    takes, others = _TAKES[function]
    unit = str(shown.unit) if shown.unit is not None else None
    level = Level.WARNING if function == "humanize1024" else Level.ERROR
    if unit is None and shown.tree is not None and is_times_hundred(shown.tree):
        unit, level = "percent", Level.WARNING
    if unit not in others:
        return
    start, end = shown.value.places[0]
    way_out = f"write `{_RIGHT[unit]}`" if unit in _RIGHT else f"make {takes} of it in the expression"
    if unit == "percent" and function == "humanizePercentage":
        way_out = 'leave `* 100` out of the expression, or write `printf "%.1f%%"`'
    yield Diagnostic(
        "alerts/wrong-humanize",
        f"`{function}` takes {takes}, and the value is {'a ratio' if unit == 'ratio' else f'in {unit}'}",
        Label(shown.text.within(start, end)),
        (),
        way_out,
        level,
    )
