"""A label is taken by `group_left` or `group_right` from a side that never has it.

The labels in its parentheses are copied from the side with one series. What isn't there can't be copied: worse, the
label of the other side, if it has one, is taken away.

Bad:

```yaml
alerts:
  Full:
    team: web
    severity: warning
    when: {expr: 'queue_depth > on (job) group_left (mount) sum by (job) (queue_limit)'}
    summary: Full
```

Good:

```yaml
alerts:
  Full:
    team: web
    severity: warning
    when: {expr: 'queue_depth > on (job) group_left () sum by (job) (queue_limit)'}
    summary: Full
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Use
from signalwright.promql.parsing.places import places_of_included


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each label that can't be copied; a warning where nobody said which labels there are."""
    for node in use.binaries:
        matching = node.matching
        if matching is None or matching.group is None or not matching.include:
            continue
        side = "right" if matching.group == "left" else "left"
        one = use.of(node.right if side == "right" else node.left)
        for index, label in enumerate(matching.include):
            if any(each.labels.can_have(label) for each in one.branches):
                continue
            reason = one.branches[0].labels.fact(label).reason
            yield Finding(
                places_of_included(use.parsed, matching)[index],
                f"`group_{matching.group}` can't take `{label}` from the {side} side: it {reason.text}",
                f"keep `{label}` on the {side} side, or remove it here",
                Level.ERROR if use.is_of_stack else Level.WARNING,
                secondary=((reason.span, "here"),) if reason.span is not None else (),
            )
