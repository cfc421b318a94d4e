"""No series of one side of an operator matches any of the other.

Two sides of an operator meet where their labels are the same. When one side always has a label that the other can't
have, or their values are never the same, the result is empty for ever: the alert never fires.

Bad:

```yaml
alerts:
  Full: {team: web, severity: warning, when: {expr: 'sum by (queue) (queue_depth) > queue_limit'}, summary: Full}
```

Good:

```yaml
alerts:
  Full:
    team: web
    severity: warning
    when: {expr: 'sum by (job, instance) (queue_depth) > on (job, instance) queue_limit'}
    summary: Full
```

In rules of others, whose labels nobody declared, a label by which somebody groups is one that is there.
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Use, unwrapped
from signalwright.promql.parsing.places import place_of_operator
from signalwright.promql.tree import Aggregation, Binary, Expression, Matching, Span
from signalwright.promql.typing.aggregations import CHOOSING
from signalwright.promql.typing.facts import Facts
from signalwright.promql.typing.joins import SET_OPERATORS, Clash, clash_of, clash_of_sides, compared
from signalwright.promql.typing.labels import LabelFact, Labels, State

_MOST_IGNORED = 3


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each operator whose sides never meet, a warning in rules whose metrics nobody declared."""
    for node in use.binaries:
        if node.operator == "or" or is_filled(node):
            continue
        left, right = use.of(node.left), use.of(node.right)
        if left.kind != "instant" or right.kind != "instant":
            continue
        clash = clash_of_sides(node, left, right)
        if clash is None and not use.is_closed:
            clash = _clash_of_groups(node, left, right)
        if clash is None:
            continue
        ends_as = "excludes nothing" if node.operator == "unless" else "returns nothing"
        yield Finding(
            place_of_operator(use.parsed, node),
            f"`{node.operator}` {ends_as}: {_difference(clash)}",
            _way_out(use, node, clash),
            Level.ERROR if use.is_of_stack else Level.WARNING,
            secondary=tuple(_reasons(use, node, clash)),
        )


def _clash_of_groups(node: Binary, left: Facts, right: Facts) -> Clash | None:
    """Returns a label by which one side is grouped, and which the other can't have, where nobody said what there is.

    Who groups by a label has it; if nothing had it, grouping by it would be in vain.
    """
    matching = node.matching
    if matching is not None and matching.kind == "on":
        return None
    for part, own, other in ((node.left, left, right), (node.right, right, left)):
        for label in _groups(part):
            is_compared = label != "__name__" and (matching is None or label not in matching.labels)
            if not is_compared or not own.labels.can_have(label):
                continue
            if not any(each.labels.can_have(label) for each in other.branches):
                return Clash(label, left.labels.fact(label), right.labels.fact(label))
    return None


def _is_of_groups(clash: Clash) -> bool:
    """Returns whether only the grouping tells that one side has the label."""
    return {clash.left.state, clash.right.state} == {State.POSSIBLE, State.IMPOSSIBLE}


def _groups(part: Expression) -> tuple[str, ...]:
    part = unwrapped(part)
    if not isinstance(part, Aggregation) or part.grouping is None or part.operator in CHOOSING:
        return ()
    return part.grouping.labels if part.grouping.kind == "by" else ()


def is_filled(node: Binary) -> bool:
    """Returns whether a series needs no partner, because `fill` says what takes its place."""
    matching = node.matching
    return matching is not None and (matching.fill_left is not None or matching.fill_right is not None)


def _difference(clash: Clash) -> str:
    label = clash.label
    if _is_of_groups(clash):
        grouped, other = ("left", "right") if clash.left.state is State.POSSIBLE else ("right", "left")
        return f"the {grouped} side is grouped by `{label}`, which the {other} never has"
    if clash.left.state is State.IMPOSSIBLE:
        return f"the right side always has `{label}`, the left never"
    if clash.right.state is State.IMPOSSIBLE:
        return f"the left side always has `{label}`, the right never"
    return f"`{label}` is {_values(clash.left)} on the left and {_values(clash.right)} on the right"


def _values(fact: LabelFact) -> str:
    values = fact.domain.values or ()
    return " or ".join(f"`{each}`" for each in values[:3]) + (" or others" if len(values) > 3 else "")


def _reasons(use: Use, node: Binary, clash: Clash) -> Iterator[tuple[Span, str]]:
    by_value = clash.left.state is clash.right.state
    for part, fact, side in ((node.left, clash.left, "left"), (node.right, clash.right, "right")):
        text = f"is {_values(fact)}" if by_value else fact.reason.text
        if fact.state is State.POSSIBLE:
            text = "is what it is grouped by"
        yield fact.reason.span or use.span(part), f"{side}: `{clash.label}` {text}"


def _way_out(use: Use, node: Binary, clash: Clash) -> str:
    matching = node.matching
    if _is_of_groups(clash):
        many = "left" if clash.left.state is State.POSSIBLE else "right"
        group = "" if node.operator in SET_OPERATORS else f" group_{many} ()"
        ours, theirs = (set(_groups(each)) for each in (node.left, node.right))
        alike = ", ".join(sorted(ours & theirs))
        return f"group both sides alike, or let one stand for many: `{node.operator} on ({alike}){group} …`"
    if matching is not None and matching.kind == "on":
        others = ", ".join(each for each in matching.labels if each != clash.label)
        return f"keep `{clash.label}` on both sides, or compare without it: `on ({others})`"
    left, right = (use.of(each).branches[0].labels for each in (node.left, node.right))
    ignored = matching.labels if matching is not None else ()
    apart = [each for each in compared(matching, left, right) if _clashes(each, left, right)]
    shared = [each for each in compared(matching, left, right) if left.can_have(each) and right.can_have(each)]
    shared = [each for each in shared if each not in apart]
    more = not left.is_closed and not right.is_closed
    if (shared or more) and len(apart) <= _MOST_IGNORED:
        return f"leave out what differs: `{node.operator} ignoring ({', '.join((*ignored, *apart))}) …`"
    if shared:
        return f"compare what both have: `{node.operator} on ({', '.join(shared)}) …`"
    same = "aggregate both sides by the same labels"
    if node.operator in ("and", "or", "unless"):
        return f"{same}, or compare none: `{node.operator} on () …`"
    for side, group in ((right, "left"), (left, "right")):
        if side.is_closed and not side.possible:
            # Without the word for the group, Prometheus refuses several series for one.
            return f"{same}, or take the only value of a side for all: `{node.operator} on () group_{group} () …`"
    return same


def _clashes(label: str, left: Labels, right: Labels) -> bool:
    return clash_of(Matching("on", (label,)), left, right) is not None
