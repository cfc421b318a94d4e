"""Follows an alert through the routing tree, as Alertmanager does, and says when its message goes out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from signalwright.ir.routes import LabelMatch, Route
from signalwright.ir.values import Duration
from signalwright.records import record

_NO_TIME = Duration(0)


@record
class End:
    """Where an alert leaves the tree.

    Attributes:
        way: The routes from the root to the one that tells its receiver.
    """

    way: tuple[Route, ...]

    @property
    def receiver(self) -> str | None:
        """Who is told, or None when the tree names nobody."""
        return next((each.receiver for each in reversed(self.way) if each.receiver is not None), None)

    @property
    def group_by(self) -> tuple[str, ...]:
        """The labels by which alerts are put into one message."""
        return next((each.group_by for each in reversed(self.way) if each.group_by is not None), ())

    @property
    def wait(self) -> Duration:
        """How long a new group waits for more alerts."""
        return next((each.wait for each in reversed(self.way) if each.wait is not None), _NO_TIME)

    @property
    def every(self) -> Duration:
        """How long after a message changes of its group are sent."""
        return next((each.every for each in reversed(self.way) if each.every is not None), _NO_TIME)

    @property
    def repeat(self) -> Duration:
        """How long after a message it is sent again."""
        return next((each.repeat for each in reversed(self.way) if each.repeat is not None), _NO_TIME)

    @property
    def mute(self) -> tuple[str, ...]:
        """The intervals in which nothing is sent; Alertmanager doesn't inherit them."""
        return self.way[-1].mute


@record(kw_only=True)
class Timing:
    """When the message of an alert goes out, counted from when the alert's query has a result.

    Prometheus looks at the query once in each interval, so the alert becomes pending within one interval, and fires at
    the first evaluation at which it has been pending for the whole hold. Alertmanager sends the first message of a new
    group after `wait`; an alert that joins a group whose message is out waits for the group's next turn instead. Late
    servers, silences, quiet times and inhibitions come on top.

    Attributes:
        earliest: The least time until the first message of a new group.
        latest: The most time until the first message of a new group.
        joining: The most time until the message when the alert joins a group that was told of before.
    """

    earliest: Duration
    latest: Duration
    joining: Duration


def timing(hold: Duration, interval: Duration, end: End) -> Timing:
    """Returns when the message of an alert goes out.

    Args:
        hold: How long the alert's query must have a result (`for`).
        interval: How often it is evaluated; more than nothing.
        end: Where the alert leaves the tree.
    """
    # An alert fires at an evaluation, so a hold lasts a whole number of intervals.
    held = -(-hold.milliseconds // interval.milliseconds) * interval.milliseconds
    earliest = held + end.wait.milliseconds
    return Timing(
        earliest=Duration(earliest),
        latest=Duration(earliest + interval.milliseconds),
        joining=Duration(held + interval.milliseconds + end.every.milliseconds),
    )


def ends(root: Route, labels: Mapping[str, str]) -> list[End]:
    """Returns where an alert leaves the tree, in the order in which its receivers are told.

    An alert goes into each child that matches, up to the first that doesn't let it go on; a route whose children all
    don't match tells its own receiver (Alertmanager 0.25 to 0.34, `dispatch.Route.Match`).

    Args:
        root: The root of the tree, which matches everything.
        labels: All labels of the alert.
    """
    return _ends((root,), labels)


def _ends(way: tuple[Route, ...], labels: Mapping[str, str]) -> list[End]:
    found: list[End] = []
    for child in way[-1].routes:
        if all(fits(match, labels) for match in child.matches):
            found += _ends((*way, child), labels)
            if not child.proceed:
                break
    return found or [End(way)]


def fits(match: LabelMatch, labels: Mapping[str, str]) -> bool:
    """Returns whether labels meet a condition; a label that is missing counts as empty."""
    value = labels.get(match.label, "")
    equal = value == match.value if match.operator in ("=", "!=") else re.fullmatch(match.value, value) is not None
    return equal is (match.operator in ("=", "=~"))


def condition(match: LabelMatch) -> str:
    """Returns a condition as people write it: `severity="critical"`."""
    return f'{match.label}{match.operator}"{match.value}"'
