"""Series are joined by a label that one side can't have.

`on (…)` compares labels that are listed, and a missing label is an empty one. What is missing on one side for certain
matches only series that lack it on the other; what is missing on both compares nothing.

Bad:

```yaml
alerts:
  Full:
    team: web
    severity: warning
    when: {expr: 'sum by (job) (queue_depth) > on (job, kind) sum by (job) (queue_limit)'}
    summary: Full
```

Good:

```yaml
alerts:
  Full:
    team: web
    severity: warning
    when: {expr: 'sum by (job) (queue_depth) > on (job) sum by (job) (queue_limit)'}
    summary: Full
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Use
from signalwright.promql.parsing.places import places_of_labels
from signalwright.promql.tree import Binary, Matching, Span
from signalwright.promql.typing.facts import Facts
from signalwright.promql.typing.joins import clash_of_sides

LEVEL = Level.WARNING


def examine(use: Use) -> Iterator[Finding]:
    """Yields a warning for each label of `on` that can't be compared as it is meant.

    Sides that never meet because of it are those of `promql/joins-nothing`.
    """
    for node in use.binaries:
        matching = node.matching
        if matching is None or matching.kind != "on" or not matching.labels:
            continue
        left, right = use.of(node.left), use.of(node.right)
        for index, label in enumerate(matching.labels):
            sides = [name for name, side in (("left", left), ("right", right)) if not _may_have(side, label)]
            if sides and (node.operator == "or" or clash_of_sides(node, left, right) is None):
                yield _finding(use, node, matching, index, sides)


def _may_have(side: Facts, label: str) -> bool:
    return any(each.labels.can_have(label) for each in side.branches)


def _finding(use: Use, node: Binary, matching: Matching, index: int, sides: list[str]) -> Finding:
    label = matching.labels[index]
    parts = {"left": node.left, "right": node.right}
    reasons: list[tuple[Span, str]] = []
    for side in sides:
        reason = use.of(parts[side]).branches[0].labels.fact(label).reason
        reasons.append((reason.span or use.span(parts[side]), f"{side}: `{label}` {reason.text}"))
    where = "on either side" if len(sides) == 2 else f"on the {sides[0]} side"
    effect = "compares nothing" if len(sides) == 2 else "finds only series without it"
    return Finding(
        places_of_labels(use.parsed, matching)[index],
        f"`{label}` is never there {where}, so comparing it {effect}",
        "keep the label there, or remove it from `on`",
        Level.WARNING,
        secondary=tuple(reasons),
    )
