"""Recording and alerting rules, ready to be printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from signalwright.diagnostics.span import Origin
from signalwright.ir.values import Duration
from signalwright.promql.printer import show_lines
from signalwright.promql.shape import Filling, Shape
from signalwright.promql.tree import Expression
from signalwright.records import record


@record
class Written:
    """An expression that was built or written for one place.

    Attributes:
        tree: The expression.
    """

    tree: Expression

    @property
    def text(self) -> str:
        """The PromQL text, long expressions broken into lines."""
        return show_lines(self.tree)


@record
class Shaped:
    """An expression made from a shape that many rules share, and what stands in its holes.

    Attributes:
        shape: The expression with holes.
        filling: What is put into each hole.
    """

    shape: Shape
    filling: Filling

    @property
    def text(self) -> str:
        """The PromQL text."""
        return self.shape.fill(self.filling)

    @property
    def tree(self) -> Expression:
        """The expression with the holes filled."""
        return self.shape.tree(self.filling)


Query = Written | Shaped


@record(kw_only=True)
class RecordingRule:
    """A rule that stores the result of an expression as new series.

    Attributes:
        record: The name of the stored metric.
        query: The expression.
        labels: Labels added to every stored series.
        origin: The part of the spec that the rule comes from.
    """

    record: str
    query: Query
    labels: Mapping[str, str]
    origin: Origin


@record(kw_only=True)
class AlertingRule:
    """A rule that raises an alert for every series that its expression returns.

    Attributes:
        alert: The alert's name.
        query: The expression.
        hold: How long the expression must return a series before its alert fires (`for`).
        keep: How long the alert keeps firing after the expression returned nothing (`keep_firing_for`), or None.
        labels: Labels added to every alert, severity, team and service among them.
        annotations: Texts for people, templates of the Prometheus template language.
        origin: The part of the spec that the rule comes from.
        team: The owning team.
        service: The owning service, or None for alerts of the whole stack.
        keep_origin: Where `keep` is written, or None.
        notify: The receivers that this alert names itself instead of its team's, or None.
        text_origins: Where those annotations stand that people wrote and that have a template in them.
    """

    alert: str
    query: Query
    hold: Duration
    keep: Duration | None
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    origin: Origin
    team: str
    service: str | None
    keep_origin: Origin | None = None
    notify: tuple[str, ...] | None = None
    text_origins: Mapping[str, Origin] = field(default_factory=dict)


@record(kw_only=True)
class RuleGroup:
    """Rules that are evaluated in order, together.

    Attributes:
        name: The group's name, unique in its file.
        interval: How often the group is evaluated, or None for the server's own interval.
        rules: The rules in order; a record stands before its readers.
        origin: The part of the spec that the group comes from.
    """

    name: str
    interval: Duration | None
    rules: tuple[RecordingRule | AlertingRule, ...]
    origin: Origin


@record(kw_only=True)
class RuleFile:
    """The rule groups of one service, or of the stack itself.

    Attributes:
        name: The service's name, or `_stack`.
        groups: The groups in order.
    """

    name: str
    groups: tuple[RuleGroup, ...] = field(default=())
