"""An alert about a target that is down, or a metric that is absent, doesn't wait for a second scrape.

One scrape that is lost, a restart of the target or of Prometheus itself makes such a condition true for a moment. With
`for`, it must hold for as long as that takes.

Bad:

```yaml
alerts:
  ApiDown: {team: web, severity: critical, when: {expr: 'up{job="api"} == 0'}, summary: Down}
```

Good:

```yaml
alerts:
  ApiDown: {team: web, severity: critical, when: {expr: 'up{job="api"} == 0'}, for: 1m, summary: Down}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.comparing import comparison_of
from signalwright.expressions.use import Finding, Role, Use, unwrapped
from signalwright.ir.rules import AlertingRule
from signalwright.promql.tree import Binary, Call, Expression, Selector

LEVEL = Level.WARNING


def examine(use: Use) -> Iterator[Finding]:
    """Yields a warning for each alternative of an alert without `for` that a single scrape makes true."""
    if use.role is not Role.ALERT or not isinstance(use.rule, AlertingRule) or use.rule.hold.milliseconds:
        return
    if use.is_part:
        # What stands beside the text may ask for more.
        return
    for part in _alternatives(use.tree):
        if _is_down(use, part):
            yield _finding(use, part, "a single lost scrape makes this true, and the alert fires at once")
        elif (
            isinstance(part, Call) and part.function == "absent" and isinstance(unwrapped(part.arguments[0]), Selector)
        ):
            yield _finding(use, part, "a restart makes this true for a moment, and the alert fires at once")


def _finding(use: Use, part: Expression, message: str) -> Finding:
    return Finding(use.span(part), message, "add `for: 1m`, at least two scrapes", Level.WARNING)


def _alternatives(expression: Expression) -> Iterator[Expression]:
    expression = unwrapped(expression)
    if isinstance(expression, Binary) and expression.operator == "or":
        yield from _alternatives(expression.left)
        yield from _alternatives(expression.right)
    else:
        yield expression


def _is_absence(part: Expression) -> bool:
    """Returns whether a part is `absent` of a metric."""
    return isinstance(part, Call) and part.function == "absent" and isinstance(unwrapped(part.arguments[0]), Selector)


def _is_down(use: Use, part: Expression) -> bool:
    """Returns whether a part is `up == 0`, or another way to say it."""
    found = comparison_of(use, part) if isinstance(part, Binary) else None
    if found is None or found.bool_ or not isinstance(found.value, Selector) or found.value.metric != "up":
        return False
    return (found.operator, found.number) in (("==", 0), ("!=", 1), ("<", 1), ("<=", 0))
