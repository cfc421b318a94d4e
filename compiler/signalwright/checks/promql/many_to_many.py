"""An operator finds several series where there may be only one.

Without `group_left` or `group_right` each series has one partner, and with it the other side must be unique. Where two
series have the same labels as far as they are compared, Prometheus refuses: "many-to-many matching not allowed". The
rule fails whenever it runs.

Bad:

```yaml
alerts:
  Few:
    team: web
    severity: info
    when: {expr: 'queue_limit < on (job, instance) rate(http_requests_total[5m])'}
    summary: Few
```

Good:

```yaml
alerts:
  Few:
    team: web
    severity: info
    when: {expr: 'queue_limit < on (job, instance) sum by (job, instance) (rate(http_requests_total[5m]))'}
    summary: Few
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Use, unwrapped
from signalwright.promql.parsing.places import place_of_operator
from signalwright.promql.tree import Aggregation, Binary, Call, Expression, Matching, String, walk
from signalwright.promql.typing.aggregations import CHOOSING
from signalwright.promql.typing.facts import Branch
from signalwright.promql.typing.joins import SET_OPERATORS, Crowd, clash_of_sides, compared, crowd_of
from signalwright.promql.typing.labels import Labels, State


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each side that has several series for one partner, a warning where that is only likely."""
    for node in use.binaries:
        matching = node.matching
        if node.operator in SET_OPERATORS or matching is None:
            continue
        left, right = use.of(node.left), use.of(node.right)
        if left.kind != "instant" or right.kind != "instant" or clash_of_sides(node, left, right) is not None:
            continue
        for side, facts in (("right", right), ("left", left)):
            part = node.right if side == "right" else node.left
            if matching.group == side or _is_renamed(part, matching):
                continue
            found = next(filter(None, (_crowd(use, matching, side, each) for each in facts.branches)), None)
            if found is None and not use.is_closed:
                found = _grouped(part, matching, side)
            if found is not None:
                yield _finding(use, node, matching, *found)
                break


def _crowd(use: Use, matching: Matching, side: str, branch: Branch) -> tuple[Crowd, Level] | None:
    if branch.is_filtered:
        return None  # A condition may leave just the one that is meant.
    crowd = crowd_of(matching, side, branch)
    if crowd is None or crowd.label in matching.include:
        return None
    if crowd.certain and _are_alike(matching, branch.labels):
        return crowd, Level.ERROR if use.is_of_stack else Level.WARNING
    return (crowd, Level.WARNING) if use.is_closed else None


def _is_renamed(part: Expression, matching: Matching) -> bool:
    """Returns whether a compared label is made of others, which may tell the series apart just as well."""
    for each in walk(part):
        if isinstance(each, Call) and each.function in ("label_replace", "label_join"):
            target = each.arguments[1]
            if isinstance(target, String) and (target.value in matching.labels) is (matching.kind == "on"):
                return True
    return False


def _grouped(part: Expression, matching: Matching, side: str) -> tuple[Crowd, Level] | None:
    """Returns the label by which a side is grouped although it isn't compared, where nobody said what labels there are.

    Who groups by a label expects several values of it.
    """
    part = unwrapped(part)
    if not isinstance(part, Aggregation) or part.grouping is None or part.grouping.kind != "by":
        return None
    if part.operator in CHOOSING:
        return None
    for label in part.grouping.labels:
        if (label in matching.labels) is not (matching.kind == "on") and label not in matching.include:
            return Crowd(side, label, certain=False), Level.WARNING
    return None


def _are_alike(matching: Matching, labels: Labels) -> bool:
    """Returns whether all series of a side have the same values in what is compared; otherwise one may go with each."""
    facts = [labels.fact(each) for each in compared(matching, labels, labels)]
    return all(each.state is State.IMPOSSIBLE or each.value is not None for each in facts)


def _finding(use: Use, node: Binary, matching: Matching, crowd: Crowd, level: Level) -> Finding:
    other = "right" if crowd.side == "left" else "left"
    part = node.left if crowd.side == "left" else node.right
    may = "" if level is Level.ERROR else "may have" if crowd.certain else "can have"
    message = (
        f"the {crowd.side} side {may or 'has'} several series for one of the other: they differ in `{crowd.label}`"
    )
    if matching.group is None:
        way_out = f"aggregate `{crowd.label}` away, compare it as well, or write `group_{crowd.side}`"
    else:
        way_out = f"`group_{other}` wants one series on the {crowd.side}: aggregate `{crowd.label}` away there"
        if matching.group == other and level is Level.ERROR:
            way_out += f", or write `group_{crowd.side}` when the many are there"
    return Finding(
        place_of_operator(use.parsed, node),
        message,
        way_out,
        level,
        secondary=((use.span(part), f"`{crowd.label}` isn't compared"),),
    )
