"""A text shows a value with all its digits.

A quotient or a rate reads `0.034482758620689655`, and bytes read `8.589934592e+09`. Whoever is woken by it has to
count. The functions of templates print it as people say it: `humanizePercentage` a ratio, `humanizeDuration` seconds,
`humanize1024` bytes, and `humanize` all others. Numbers that are counted are left alone.

Bad:

```yaml
alerts:
  Slow: {team: web, severity: info, when: {expr: 'rate(errors_total[5m]) > 1'}, summary: "{{ $value }} errors a second"}
```

Good:

```yaml
alerts:
  Slow: {team: web, severity: info, when: {expr: 'rate(errors_total[5m]) > 1'}, summary: "{{ $value | humanize }}/s"}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from signalwright.diagnostics.diagnostic import Diagnostic, Label, Level
from signalwright.ir.stack import Stack

LEVEL = Level.WARNING

if TYPE_CHECKING:
    from signalwright.expressions.rulebook import Rulebook
    from signalwright.expressions.shown import Shown

_AS_IT_IS = frozenset({"print", "println", "html", "js", "urlquery"})
_BY_UNIT = {
    "ratio": ("a ratio", "humanizePercentage"),
    "seconds": ("in seconds", "humanizeDuration"),
    "bytes": ("in bytes", "humanize1024"),
}


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields a warning for each value of a short form that is shown as it is."""
    if any(alert.text_origins for alert in stack.all_alerts):
        from signalwright.expressions.shown import shown_of_short_forms

        for each in shown_of_short_forms(stack):
            yield from _judged(each)


def relate(rulebook: Rulebook) -> Iterator[Diagnostic]:
    """Yields a warning for each value of a raw expression that is shown as it is and is hard to read."""
    from signalwright.expressions.shown import shown_of_expressions

    for each in shown_of_expressions(rulebook):
        yield from _judged(each)


def _judged(shown: Shown) -> Iterator[Diagnostic]:
    from signalwright.expressions.shown import has_fractions

    if not _AS_IT_IS.issuperset(shown.value.functions):
        return
    unit = str(shown.unit) if shown.unit is not None else None
    known = _BY_UNIT.get(unit or "")
    if known is not None:
        what, function = known
        message = f"the value is {what}, and is shown with all its digits"
        way_out = f"write `{{{{ $value | {function} }}}}`"
    elif shown.tree is not None and has_fractions(shown.tree):
        message = "the value is calculated, and is shown with all its digits"
        way_out = "write `{{ $value | humanize }}`, or `humanizePercentage` if it is a ratio"
        if unit == "percent":
            way_out = 'write `{{ $value | printf "%.1f" }}`'
    else:
        return
    yield Diagnostic("alerts/raw-value", message, Label(shown.place), (), way_out, Level.WARNING)
