"""Who is told: the routing policy, and the tree of routes that is derived from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import time
from typing import Literal

from signalwright.diagnostics.span import Origin
from signalwright.ir.values import Duration
from signalwright.records import record


@record
class LabelMatch:
    """A condition on one label of an alert; a missing label counts as empty.

    Attributes:
        label: The label's name.
        operator: How the value is compared; regular expressions are RE2 and fully anchored.
        value: The value or the regular expression.
    """

    label: str
    operator: Literal["=", "!=", "=~", "!~"]
    value: str


@record(kw_only=True)
class Notify:
    """Receivers that are told in addition about the alerts with certain labels.

    Attributes:
        labels: Labels and values that the alert must have.
        receivers: Who is told.
        origin: Where this is written.
    """

    labels: Mapping[str, str]
    receivers: tuple[str, ...]
    origin: Origin


@record(kw_only=True)
class TimeSpan:
    """A span of time of a day on certain weekdays; it doesn't cross midnight.

    Attributes:
        days: Weekdays, `monday` to `sunday`, in order of the week; empty means every day.
        start: The first minute, or None for the start of the day.
        end: The minute after the last one, or None for the end of the day.
    """

    days: tuple[str, ...]
    start: time | None
    end: time | None


@record(kw_only=True)
class TimeInterval:
    """A named set of time spans.

    Attributes:
        name: The interval's name.
        spans: The spans; the interval is active in any of them.
        zone: The IANA time zone in which the spans are read.
        origin: Where the interval is declared.
    """

    name: str
    spans: tuple[TimeSpan, ...]
    zone: str
    origin: Origin


@record(kw_only=True)
class Quiet:
    """A time in which alerts of certain severities are not sent.

    Attributes:
        interval: When.
        mutes: The severities that are held back.
    """

    interval: TimeInterval
    mutes: tuple[str, ...]


@record(kw_only=True)
class Routing:
    """The routing policy of a stack.

    Attributes:
        group_by: The labels by which alerts are put into one notification.
        wait: How long a new group waits for more alerts.
        every: How long after a notification changes of the group are sent.
        repeat: How long after a notification it is sent again while alerts still fire.
        notify: Severity to receiver names, for teams that don't say it themselves.
        otherwise: The receiver of what nobody else is told about.
        also: Receivers that are told in addition.
        quiet: Times in which severities are held back.
        inhibitions: None to derive them, else the declared ones.
        origin: Where the policy is declared.
        notify_origins: Severity to the place that says who is told about it.
    """

    group_by: tuple[str, ...]
    wait: Duration
    every: Duration
    repeat: Duration
    notify: Mapping[str, tuple[str, ...]]
    otherwise: str | None
    also: tuple[Notify, ...]
    quiet: tuple[Quiet, ...]
    inhibitions: tuple[Inhibition, ...] | None
    origin: Origin
    notify_origins: Mapping[str, Origin] = field(default_factory=dict)


@record(kw_only=True)
class Route:
    """A node of the routing tree, with the semantics of Alertmanager's `route`.

    An alert goes down into the first child that matches, and into further ones while the children passed have
    `proceed`. The node's own receiver is told when no child matches. Receiver, grouping and times are inherited;
    matchers and mute intervals are not, so they stand on every node that they hold for.

    Attributes:
        receiver: Who is told, or None to inherit.
        matches: What the alert's labels must be, all of them.
        proceed: Whether the siblings behind this node are tried as well (`continue`).
        group_by: The grouping labels, or None to inherit.
        wait: See `Routing.wait`; None to inherit.
        every: See `Routing.every`; None to inherit.
        repeat: See `Routing.repeat`; None to inherit.
        mute: Names of the intervals in which this node is silent.
        routes: The children in order.
        origin: The part of the spec that the route comes from.
    """

    receiver: str | None
    matches: tuple[LabelMatch, ...] = ()
    proceed: bool = False
    group_by: tuple[str, ...] | None = None
    wait: Duration | None = None
    every: Duration | None = None
    repeat: Duration | None = None
    mute: tuple[str, ...] = ()
    routes: tuple[Route, ...] = ()
    origin: Origin


@record(kw_only=True)
class Inhibition:
    """While an alert that matches `source` fires, those that match `target` and agree on `equal` are not sent.

    Attributes:
        source: What the graver alert's labels are.
        target: What the held-back alert's labels are.
        equal: Labels that both alerts have with the same value; a label missing on both counts as the same.
        origin: The part of the spec that the inhibition comes from.
    """

    source: tuple[LabelMatch, ...]
    target: tuple[LabelMatch, ...]
    equal: tuple[str, ...]
    origin: Origin
