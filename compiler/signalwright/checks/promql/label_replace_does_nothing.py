"""The pattern of `label_replace` matches no value that its label has.

Series whose label doesn't match the whole pattern are left as they are, so the new label is never written.

Bad:

```yaml
alerts:
  Few:
    team: web
    severity: info
    when: {expr: 'sum by (kind) (label_replace(rate(http_requests_total[5m]), "kind", "read", "method", "get")) < 5'}
    summary: Few
```

Good:

```yaml
alerts:
  Few:
    team: web
    severity: info
    when: {expr: 'sum by (kind) (label_replace(rate(http_requests_total[5m]), "kind", "read", "method", "GET")) < 5'}
    summary: Few
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Use
from signalwright.promql.matching import matches
from signalwright.promql.tree import String
from signalwright.promql.typing.labels import LabelFact, State

_MOST_SHOWN = 6


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each pattern that doesn't match any of the values that are declared.

    In rules of others it is a warning: what the labels are for may be no matter there.
    """
    for call in use.calls:
        if call.function != "label_replace" or len(call.arguments) != 5:
            continue
        source, pattern = call.arguments[3], call.arguments[4]
        if not isinstance(source, String) or not isinstance(pattern, String):
            continue
        facts = [each.labels.fact(source.value) for each in use.of(call.arguments[0]).branches]
        if not all(_fits_none(each, pattern.value) for each in facts):
            continue
        values = tuple(dict.fromkeys(value for each in facts for value in each.domain.values or ()))
        shown = ", ".join(f"`{value}`" for value in values[:_MOST_SHOWN])
        yield Finding(
            use.span(pattern),
            f"the pattern matches no value of `{source.value}`, so no label is written",
            f"it has to match the whole of {'one of ' if len(values) > 1 else ''}{shown}",
            Level.ERROR if use.is_of_stack else Level.WARNING,
        )


def _fits_none(fact: LabelFact, pattern: str) -> bool:
    values = fact.domain.values
    if not values or fact.state is State.IMPOSSIBLE:
        return False
    if fact.state is State.POSSIBLE:
        values = (*values, "")
    return all(matches(pattern, each) is False for each in values)
