"""What Alertmanager makes of a routing tree, written from its documentation and apart from the compiler."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from signalwright.ir.routes import Inhibition, LabelMatch, Route

Labels = Mapping[str, str]


@dataclass(frozen=True)
class Delivery:
    """A way on which an alert reaches a receiver.

    Attributes:
        receiver: Who is told.
        mute: The intervals in which nothing is sent.
    """

    receiver: str
    mute: frozenset[str]


def fits(match: LabelMatch, labels: Labels) -> bool:
    """Returns whether an alert's label is what a matcher asks for; a missing one is empty."""
    value = labels.get(match.label, "")
    if match.operator in ("=", "!="):
        return (value == match.value) is (match.operator == "=")
    return (re.fullmatch(match.value, value) is not None) is (match.operator == "=~")


def deliver(root: Route, labels: Labels) -> list[Delivery]:
    """Returns all ways of an alert through a tree, in order."""
    return list(_through(root, labels, root.receiver or "") or ())


def _through(route: Route, labels: Labels, inherited: str) -> list[Delivery] | None:
    if not all(fits(each, labels) for each in route.matches):
        return None
    receiver = route.receiver or inherited
    found: list[Delivery] = []
    for child in route.routes:
        below = _through(child, labels, receiver)
        if below is None:
            continue
        found += below
        if not child.proceed:
            break
    return found or [Delivery(receiver, frozenset(route.mute))]


def held_back(alert: Labels, firing: list[Labels], inhibitions: tuple[Inhibition, ...]) -> bool:
    """Returns whether an alert isn't sent while others fire."""
    return any(_holds_back(each, alert, other) for each in inhibitions for other in firing if other != alert)


def _holds_back(inhibition: Inhibition, alert: Labels, other: Labels) -> bool:
    def is_source(labels: Labels) -> bool:
        return all(fits(each, labels) for each in inhibition.source)

    def is_target(labels: Labels) -> bool:
        return all(fits(each, labels) for each in inhibition.target)

    if not is_target(alert) or not is_source(other):
        return False
    if is_source(alert) and is_target(other):
        return False
    return all(alert.get(label, "") == other.get(label, "") for label in inhibition.equal)


def nodes(route: Route) -> Iterator[Route]:
    """Yields a route and all routes below it."""
    yield route
    for each in route.routes:
        yield from nodes(each)
