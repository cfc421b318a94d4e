"""A matcher stands in a selector twice.

The second one changes nothing. Often one of them was meant for another label or another value.

Bad:

```yaml
alerts:
  Long: {team: web, severity: info, when: {expr: 'queue_depth{queue="mail", queue="mail"} > 5'}, summary: Long}
```

Good:

```yaml
alerts:
  Long: {team: web, severity: info, when: {expr: 'queue_depth{queue="mail"} > 5'}, summary: Long}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Use

LEVEL = Level.WARNING


def examine(use: Use) -> Iterator[Finding]:
    """Yields a warning for each matcher that is repeated later; the earlier one can be removed with its comma."""
    for selector in use.selectors:
        matchers = selector.matchers
        for index, each in enumerate(matchers[:-1]):
            if each not in matchers[index + 1 :] or each.span is None:
                continue
            again = matchers[matchers.index(each, index + 1)].span
            following = matchers[index + 1].span
            span, removable = each.span, False
            # Between two matchers a metric's name in quotes may stand.
            if following is not None and use.text[each.span[1] : following[0]].strip() == ",":
                span, removable = (each.span[0], following[0]), True
            yield Finding(
                span,
                f"the same matcher on `{each.label}` stands here twice",
                "remove one, or correct the label or the value that was meant",
                Level.WARNING,
                secondary=((again, "repeated here"),) if again is not None else (),
                replacement="" if removable else None,
            )
