"""How the series of two sides find each other (Prometheus, querying/operators, "Vector matching")."""

from __future__ import annotations

from collections.abc import Iterable

from signalwright.promql.tree import Binary, Matching
from signalwright.promql.typing.facts import Branch, Facts
from signalwright.promql.typing.labels import LabelFact, Labels, Reason, State
from signalwright.records import record

SET_OPERATORS = frozenset({"and", "or", "unless"})

_OF_TARGETS = ("instance", "job", "service")
"""Labels that tell where series come from; two services rarely have one in common."""


@record
class Clash:
    """Why two series never match.

    Attributes:
        label: The label that tells them apart.
        left: What the left side's series have there.
        right: What the right side's series have there.
    """

    label: str
    left: LabelFact
    right: LabelFact


@record
class Crowd:
    """Several series of one side that have the same labels, as far as these are compared.

    Attributes:
        side: Which side it is.
        label: The label in which they differ.
        certain: Whether the label has several values for certain; otherwise nobody said how many.
    """

    side: str
    label: str
    certain: bool


def compared(matching: Matching | None, left: Labels, right: Labels) -> Iterable[str]:
    """Returns the labels that are compared, as far as they are known."""
    if matching is not None and matching.kind == "on":
        return matching.labels
    ignored = frozenset(matching.labels) if matching is not None else frozenset()
    return [name for name in {**left.known, **right.known} if name not in ignored]


def clash_of(matching: Matching | None, left: Labels, right: Labels) -> Clash | None:
    """Returns why no series of one side matches one of the other, or None when some may."""
    for label in compared(matching, left, right):
        ours, theirs = left.fact(label), right.fact(label)
        if ours.state is theirs.state is State.GUARANTEED:
            first, second = ours.domain.values, theirs.domain.values
            if first is not None and second is not None and not set(first) & set(second) and first and second:
                return Clash(label, ours, theirs)
        elif State.IMPOSSIBLE in (ours.state, theirs.state) and State.GUARANTEED in (ours.state, theirs.state):
            return Clash(label, ours, theirs)
    return None


def clash_of_sides(node: Binary, left: Facts, right: Facts) -> Clash | None:
    """Returns why nothing of one side ever matches anything of the other, or None when something may.

    Args:
        node: The operator.
        left: What is known of the left side.
        right: What is known of the right side.
    """
    clash: Clash | None = None
    for ours in left.branches:
        for theirs in right.branches:
            found = clash_of(node.matching, ours.labels, theirs.labels)
            if found is None:
                return None
            clash = clash or found
    return clash


def crowd_of(matching: Matching | None, side: str, branch: Branch) -> Crowd | None:
    """Returns the label that several series of one side differ in although it isn't compared, or None.

    Args:
        matching: How series find each other, or None for all their labels.
        side: `left` or `right`.
        branch: What is known of the side.
    """
    if matching is None:
        return None
    labels = branch.labels
    on = matching.kind == "on"
    listed = frozenset(matching.labels)

    def is_compared(label: str) -> bool:
        return (label in listed) is on

    by_target = any(is_compared(each) and labels.can_have(each) for each in _OF_TARGETS)

    # Who is reached at an address belongs to one job, although a page of metrics doesn't tell which.
    by_address = is_compared("instance") and labels.can_have("instance")

    def is_settled(label: str) -> bool:
        if label == "job" and by_address:
            return True
        return is_compared(label) or labels.fact(label).value is not None or (by_target and _is_fixed(branch, label))

    if branch.key is not None and all(is_settled(each) for each in branch.key):
        return None
    found: Crowd | None = None
    for label, fact in labels.known.items():
        if fact.state is not State.GUARANTEED or is_settled(label):
            continue
        size = fact.domain.size
        if size is not None and size < 2:
            continue
        if size is not None and fact.domain.values is not None:
            return Crowd(side, label, certain=True)
        found = found or Crowd(side, label, certain=False)
    return found


def _is_fixed(branch: Branch, label: str) -> bool:
    """Returns whether each source has one value of a label, as of `job`: who knows the source knows the value."""
    domains = [each.labels[label] for each in branch.sources if label in each.labels]
    return bool(domains) and all(each.values is not None and len(each.values) == 1 for each in domains)


def joined_labels(node: Binary, left: Labels, right: Labels) -> Labels:
    """Returns the labels of the result of an arithmetic or comparing operator between two vectors.

    Args:
        node: The operator.
        left: The labels of the left side.
        right: The labels of the right side.
    """
    matching = node.matching
    if matching is None or (matching.group is None and matching.kind == "ignoring"):
        if matching is None:
            return left
        shown = ", ".join(matching.labels)
        return left.dropped(matching.labels, Reason(f"is left out by `ignoring ({shown})`", matching.span))
    if matching.group is None:
        shown = ", ".join(matching.labels)
        return left.kept(matching.labels, Reason(f"isn't among the labels of `on ({shown})`", matching.span))
    many, one = (left, right) if matching.group == "left" else (right, left)
    found = Labels({**many.known, **{label: one.fact(label) for label in matching.include}}, many.rest)
    missing = [label for label in matching.include if not one.can_have(label)]
    # Which label was meant nobody knows, so nothing shall follow from what `promql/group-label-missing` tells.
    return found.doubted(missing) if missing else found
